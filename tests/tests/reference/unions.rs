//! The sections of unions and of enums of integers.

use tests::markdown::Document;

/// The text of a section, and the rows of its only table.
fn section(case: &str, name: &str) -> (Vec<String>, Vec<String>) {
    let reference = tests::reference(&format!("tests/cases/{case}/spec.yaml"));
    let document = Document::read(&reference);
    let section = document.section(name);
    assert_eq!(section.tables.len(), 1, "{name}");
    let rows = section.tables[0].iter().map(|row| row.join(" | ")).collect();
    (section.lines.clone(), rows)
}

#[test]
fn union_with_a_tag_lists_its_variants() {
    let (lines, rows) = section("unions", "Animal");
    assert!(lines.iter().any(|line| line.contains("The property kind identifies the variant.")), "{lines:?}");
    assert_eq!(rows.len(), 6, "{rows:?}");
    assert!(rows.iter().any(|row| row == "dog | Dog | Animal::Hound | A dog."), "{rows:?}");
    assert!(rows.iter().any(|row| row.ends_with("A young cat. Deprecated: They grow.")), "{rows:?}");
}

#[test]
fn union_without_a_tag_says_how_it_is_read() {
    let (lines, rows) = section("unions", "Expression");
    assert!(lines.iter().any(|line| line.contains("the first variant that fits")), "{lines:?}");
    assert!(
        rows.iter().any(|row| row.starts_with("list | list of Expression | Expression::List")),
        "{rows:?}"
    );
}

#[test]
fn diagram_leads_from_unions_to_their_variants() {
    let reference = tests::reference("tests/cases/unions/spec.yaml");
    assert!(reference.contains("    Animal -->|\"dog\"| Dog\n"), "{reference}");
    assert!(reference.contains("From a union it is a variant."));
}

#[test]
fn enum_of_integers_says_so() {
    let (lines, rows) = section("integers", "Level");
    assert!(lines.iter().any(|line| line.contains("The values are integers.")), "{lines:?}");
    assert!(rows.iter().any(|row| row.starts_with("-1 | Level::Minus1 | Off.")), "{rows:?}");
}
