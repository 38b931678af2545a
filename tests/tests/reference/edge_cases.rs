//! Valid specs with unusual text: the reference reproduces the text, and its structure is intact.

use std::fmt::Write;

use codegen::Source;
use tests::markdown::Document;

/// Texts with a meaning in Markdown, HTML, tables or diagrams, and texts that are easily lost.
const MARKUP: [&str; 34] = [
    "|",
    "a|b",
    "\\|",
    "\\\\|",
    "ends \\",
    "`",
    "``code``",
    "`|`",
    "<b>bold</b>",
    "<!-- comment",
    "-->",
    "<script>alert(1)</script>",
    "[link](https://example.com)",
    "![picture](x)",
    "[^1]",
    "](#nowhere)",
    "*stars* and **more**",
    "_edges_ and(_sides_)too",
    "~~struck~~",
    "&amp; &#124; &",
    "# heading",
    "- item",
    "1. item",
    "> quotation",
    "=====",
    "| --- | --- |",
    "https://example.com/a|b`c",
    "http://a<b|c`d",
    "\"] --> Pet",
    "\"| Pet",
    "#quot;",
    "%%{init: {}}%%",
    "end; subgraph",
    "héé 犬",
];

/// Texts of several lines, which become one line in a table.
const LINES: [&str; 4] =
    ["two\nlines", "two\n\nparagraphs\n- with a list", "```\nfence\n```", "a\rb\tc\u{85}d"];

fn reference(spec: &str) -> String {
    let source = Source { name: "pets.yaml", text: spec };
    let generated = codegen::generate(source);
    generated.unwrap_or_else(|report| panic!("{}", report.render(source, false))).reference
}

/// Text as YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text").replace('\u{85}', "\\u0085")
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const HEAD: &str = "  base_url: https://pets.example\n  key: { header: x-key, environment: KEY }\n";

/// A spec with a text at every location that allows arbitrary text.
fn with(text: &str) -> String {
    let q = quoted(text);
    format!(
        "api:\n  title: {q}\n  description: {q}\n{HEAD}endpoints:\n  list_pets:\n    get: /pets\n    description: {q}\n    \
         deprecated: {q}\n    query:\n      {q}: {{ type: optional integer, rust_name: named, unit: {q}, description: {q}, \
         deprecated: {q}, documented: integer, because: {q} }}\n      text: {{ type: optional string, default: {q}, \
         description: {q} }}\n    response: Pet\n    errors: {{ 404: {q} }}\nschemas:\n  Pet:\n    description: {q}\n    \
         properties:\n      {q}: {{ type: optional list of Pet, rust_name: named, description: {q} }}\n      kind: {{ type: \
         Kind, description: {q} }}\nenums:\n  Kind:\n    description: {q}\n    values:\n      {q}: {{ rust_name: Named, \
         description: {q} }}\n"
    )
}

#[test]
fn unusual_texts_are_reproduced() {
    for text in MARKUP {
        let document = Document::read(&reference(&with(text)));
        let pet = document.section("Pet");
        // The parsed text has no markup; in URLs only the pipe is encoded differently.
        let plain = words(text);
        let contains = |text: &str, plain: &str| text.replace("%7C", "|").contains(plain);
        let prose = |text: &str| contains(text, &plain);
        // An item of a list in a description, and text in a table.
        let item = plain.trim_start_matches("- ").trim_start_matches("1. ");
        assert!(contains(&pet.lines[0], item), "{text}: {:?}", pet.lines);
        let rows = &pet.tables[0];
        assert_eq!(rows.len(), 3, "{text}");
        assert_eq!(rows[1][0], text);
        assert!(prose(&rows[1][2]), "{text}: {rows:?}");
        assert_eq!(document.section("Kind").tables[0][1][0], text);
        assert_eq!(document.section("list_pets").tables[0].len(), 3, "{text}");
        assert_eq!(document.arrows.len(), 1, "{text}");
        assert_eq!([&document.arrows[0][0], &document.arrows[0][2]], ["Pet", "Pet"]);
    }
}

#[test]
fn multiline_texts_stay_in_their_cells() {
    for text in LINES {
        let document = Document::read(&reference(&with(text)));
        let rows = &document.section("Pet").tables[0];
        assert_eq!(rows.len(), 3, "{text}");
        assert!(rows[1][2].starts_with(&words(text)), "{rows:?}");
        assert_eq!(document.arrows.len(), 1, "{text}");
    }
}

/// GitHub's anchors are case-insensitive.
#[test]
fn names_that_differ_only_in_case_have_separate_links() {
    let spec = format!(
        "api:\n  title: Reference\n{HEAD}endpoints:\n  reference: {{ get: /, response: PetStore }}\n  the_endpoints: {{ get: \
         /all, response: Petstore }}\nschemas:\n  PetStore:\n    properties: {{ a: {{ type: Petstore }} }}\n  Petstore:\n    \
         properties: {{ a: {{ type: optional PetStore }} }}\n"
    );
    let reference = reference(&spec.replace("get: /,", "get: /one,"));
    assert!(reference.contains("| `a` | [Petstore](#petstore-1) |"), "{reference}");
    assert!(reference.contains("| `a` | optional [PetStore](#petstore) |"), "{reference}");
    let _ = Document::read(&reference);
}

#[test]
fn different_rust_names_are_displayed() {
    let reference = tests::reference("tests/cases/names/spec.yaml");
    for line in [
        "### Option\n\nIn Rust, `PetOption`.\n",
        "### Sort\n\nIn Rust, `SortOrder`.\n",
        "| `-created_at` | `SortOrder::MinusCreatedAt` | Descending. |",
        "`GET /clone`; in Rust, `client.clone_pet()`",
        "`GET /match/{petId}/{_g}`; in Rust, `client.r#match(pet_id, g)`",
    ] {
        assert!(reference.contains(line), "{line} in\n{reference}");
    }
    assert!(!reference.contains("In Rust, `Pet`"), "{reference}");
}

/// Mermaid draws no diagram with more than 500 edges.
#[test]
fn diagram_above_the_limit_is_omitted() {
    for (properties, drawn) in [(500, 500), (501, 0)] {
        let mut spec = format!("api:\n  title: Pets\n{HEAD}schemas:\n  Pet:\n    properties:\n");
        for number in 0..properties {
            let _ = writeln!(spec, "      p{number}: {{ type: optional Pet }}");
        }
        assert_eq!(Document::read(&reference(&spec)).arrows.len(), drawn);
    }
}

#[test]
fn empty_sections_are_omitted() {
    let spec = format!("api:\n  title: Pets\n{HEAD}endpoints:\n  delete_all: {{ delete: /all }}\n");
    let reference = reference(&spec);
    let document = Document::read(&reference);
    let titles: Vec<_> = document.sections.iter().map(|section| section.title.as_str()).collect();
    assert_eq!(titles, ["Pets: reference", "Base URL and authentication", "The endpoints", "delete_all"]);
    assert!(reference.contains("Response: empty."));
}

/// The parser of the tests detects unescaped text.
#[test]
fn unescaped_text_is_rejected_by_the_reader() {
    let page = |line: &str| format!("<!-- marker -->\n\n# Title\n\n| a | b |\n| --- | --- |\n{line}\n");
    let _ = Document::read(&page("| `c` | <code>d&#124;e</code> |"));
    for line in [
        "| c | d | e |",
        "| c |",
        "| c | *d* |",
        "| c | <b>d</b> |",
        "| c | [d](#nowhere) |",
        "| c | ![d](#title) |",
        "\ntwo\nlines",
        "\n> prose",
        "\n    code",
        "\n```\ncode\n```",
    ] {
        let result = std::panic::catch_unwind(|| Document::read(&page(line)));
        assert!(result.is_err(), "{line}: {result:?}");
    }
}
