//! Compares the reference of the real spec with the spec, which is parsed without code of the generator.

use serde_yaml::{Mapping, Value as Yaml};
use tests::markdown::{Document, Section};

fn spec() -> Yaml {
    serde_yaml::from_str(&tests::read("spec/voices.yaml")).expect("the spec is YAML")
}

fn reference() -> Document {
    Document::read(&tests::reference("spec/voices.yaml"))
}

/// The named entries of a mapping; none if there is no mapping.
fn entries(yaml: &Yaml) -> impl Iterator<Item = (&str, &Yaml)> {
    let mapping = yaml.as_mapping().into_iter().flat_map(Mapping::iter);
    mapping.map(|(name, entry)| (name.as_str().expect("a name"), entry))
}

fn text(yaml: &Yaml) -> &str {
    yaml.as_str().expect("text").trim()
}

/// The row of the section's first table that begins with the name.
fn row<'a>(section: &'a Section, name: &str) -> &'a [String] {
    let table = section.tables.first().unwrap_or_else(|| panic!("{} has a table", section.title));
    table.iter().find(|row| row[0] == name).unwrap_or_else(|| panic!("{} has {name}", section.title))
}

/// Asserts that a field's row has all constraints of the spec.
fn assert_row(row: &[String], field: &Yaml) {
    let text_of_row = row.join(" ");
    let ty = text(&field["type"]);
    let typed = |ty: &str| row.iter().any(|cell| cell == ty);
    assert!(
        typed(ty) || (typed(ty.trim_start_matches("optional ")) && text_of_row.contains(" optional")),
        "{ty}: {text_of_row}"
    );
    for key in ["description", "unit", "because", "documented", "deprecated"] {
        let value = field.get(key).map_or("", text);
        assert!(text_of_row.contains(value), "{key} {value}: {text_of_row}");
    }
    for key in ["default", "min", "max", "example"] {
        let Some(value) = field.get(key) else { continue };
        for value in singles(value) {
            assert!(text_of_row.contains(&value), "{key} {value}: {text_of_row}");
        }
    }
}

/// The scalars inside a value.
fn singles(value: &Yaml) -> Vec<String> {
    match value {
        Yaml::Sequence(items) => items.iter().flat_map(singles).collect(),
        Yaml::Mapping(entries) => {
            entries.iter().flat_map(|(name, value)| [singles(name), singles(value)].concat()).collect()
        }
        Yaml::String(text) => vec![text.clone()],
        other => vec![serde_yaml::to_string(other).expect("a value").trim().to_owned()],
    }
}

#[test]
fn every_endpoint_and_parameter_is_in_the_reference() {
    let (spec, reference) = (spec(), reference());
    for (name, endpoint) in entries(&spec["endpoints"]) {
        let section = reference.section(name);
        let lines = section.lines.join("\n");
        let path = text(&endpoint["get"]);
        assert!(lines.contains(&format!("GET {path}; in Rust, client.{name}(")), "{lines}");
        assert!(lines.contains(text(&endpoint["description"])), "{lines}");
        assert!(lines.contains(text(&endpoint["response"])), "{lines}");
        for (_, value) in entries(&endpoint["paging"]) {
            let names = value.as_sequence().map_or(std::slice::from_ref(value), Vec::as_slice);
            assert!(names.iter().all(|name| lines.contains(text(name))), "{lines}");
        }
        let fields: Vec<_> =
            ["path", "query"].iter().flat_map(|location| entries(&endpoint[*location])).collect();
        for (parameter, field) in &fields {
            assert_row(row(section, parameter), field);
        }
        let errors = endpoint.get("errors").and_then(Yaml::as_mapping).map_or(0, Mapping::len);
        let rows = |fields: usize| if fields == 0 { 0 } else { fields + 1 };
        let found: usize = section.tables.iter().map(Vec::len).sum();
        assert_eq!(found, rows(fields.len()) + rows(errors), "{name} has other rows");
    }
}

#[test]
fn every_property_is_in_the_reference() {
    let (spec, reference) = (spec(), reference());
    for (name, schema) in entries(&spec["schemas"]) {
        let section = reference.section(name);
        assert_eq!(section.lines, [text(&schema["description"])]);
        for (property, field) in entries(&schema["properties"]) {
            assert_row(row(section, property), field);
        }
        assert_eq!(section.tables[0].len(), entries(&schema["properties"]).count() + 1);
    }
}

#[test]
fn every_enum_value_is_in_the_reference() {
    let (spec, reference) = (spec(), reference());
    for (name, enum_def) in entries(&spec["enums"]) {
        let section = reference.section(name);
        assert_eq!(section.lines, [text(&enum_def["description"])]);
        for (value, description) in entries(&enum_def["values"]) {
            assert_eq!(row(section, value)[2], text(description));
        }
        assert_eq!(section.tables[0].len(), entries(&enum_def["values"]).count() + 1);
    }
}

#[test]
fn diagram_has_every_nested_schema() {
    let spec = spec();
    let mut nested = Vec::new();
    for (name, schema) in entries(&spec["schemas"]) {
        for (property, field) in entries(&schema["properties"]) {
            let inner = text(&field["type"]).split(' ').next_back().expect("a word");
            if spec["schemas"].get(inner).is_some() {
                nested.push((name, property, inner));
            }
        }
    }
    let arrows = reference().arrows;
    let property = |label: &'_ str| label.split(':').next().expect("a word").to_owned();
    let drawn: Vec<_> =
        arrows.iter().map(|[from, label, to]| (from.as_str(), property(label), to.as_str())).collect();
    let nested: Vec<_> =
        nested.into_iter().map(|(from, property, to)| (from, property.to_owned(), to)).collect();
    assert_eq!(drawn, nested);
}

#[test]
fn reference_lists_base_url_and_regions() {
    let (spec, reference) = (spec(), reference());
    let section = reference.section("Base URL and authentication");
    let lines = section.lines.join("\n");
    let api = &spec["api"];
    let expected =
        [&api["base_url"], &api["key"]["header"], &api["key"]["environment"], &api["error_body"]["property"]];
    for value in expected.into_iter().chain(entries(&api["response_headers"]).map(|(_, name)| name)) {
        assert!(lines.contains(text(value)), "{lines}");
    }
    for (region, url) in entries(&api["regions"]) {
        assert_eq!(row(section, region)[2], text(url));
    }
}
