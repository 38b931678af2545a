//! Documents whose text is mutated, in JSON and in YAML: each is imported as a valid spec, or rejected.

use std::time::{Duration, Instant};

use codegen::{ImportOptions, Source};
use serde_json::{Value, json};

use super::round_trip::count;
use super::{STORE, TestDir, document};
use crate::documents::Random;

/// Texts that are valid somewhere in a document, and some that are valid nowhere.
#[rustfmt::skip]
const TOKENS: &[&str] = &[
    "\"$ref\": \"#/components/schemas/Pet\"", "$ref: '#/components/schemas/Pet'", "#/components/schemas/Pet",
    "#/components/schemas/Owner", "#/paths/~1pets/get", "#/paths/%7E1pets", "#/%zz", "#/", "allOf", "anyOf", "oneOf", "items",
    "enum", "const", "properties", "additionalProperties", "discriminator", "mapping", "type", "object", "array", "string",
    "integer", "null", "true", "[]", "{}", "{", "}", "[", "]", "\"", "'", ": ", ",", "- ", "\n", "\n  ", "\t", "\r\n", "#", "&a ",
    "*a", "<<: *a", "!!str ", "---\n", "|", ">", "/{", "{id}", "{id}{id}", "query", "header", "cookie", "path", "minimum",
    "default", "1e400", "-1e999", "123456789012345678901234567890", "-9223372036854775809", "18446744073709551616", ".nan",
    "0x1F", "1e-999", "\\u0000", "\\ud800", "\u{0}", "\u{feff}", "\u{2028}", "\u{202e}", "犬", "",
];

/// Far above the time for any of them, on a busy machine and in a build without optimization.
const MAX_TIME: Duration = Duration::from_secs(20);

#[test]
fn documents_with_mutated_text_are_imported_or_rejected() {
    let mut imported = 0;
    for seed in 1..=count() {
        let text = mutated(&mut Random(seed));
        let start = Instant::now();
        imported += u64::from(is_imported(seed, &text));
        assert!(start.elapsed() < MAX_TIME, "seed {seed}: {:?}", start.elapsed());
    }
    // If nothing or everything were imported, the test would prove nothing.
    assert!(imported > count() / 20 && imported < count(), "{imported} of {}", count());
}

#[test]
fn path_with_nested_braces_is_left_out() {
    let folder = TestDir::new();
    for path in ["/pets/{{}}", "/pets/{a{b}c}", "/pets/{{id}}", "/pets/{", "/pets/}"] {
        let mut vendor = document(&json!({}), &json!({}));
        vendor["paths"] = json!({ path: { "get": { "responses": { "204": { "description": "" } } } } });
        assert_eq!(folder.report(&vendor)["operations"][0]["outcome"], "left_out", "{path}");
    }
}

#[test]
fn alternatives_that_are_no_list_or_an_empty_one_make_no_union() {
    let folder = TestDir::new();
    for alternatives in [json!([]), json!({ "name": {} }), json!([{ "type": "null" }])] {
        let pet = json!({ "type": "object", "required": ["name"], "oneOf": alternatives });
        let schema = json!({ "$ref": "#/components/schemas/Pet" });
        let content = json!({ "application/json": { "schema": schema } });
        let body = json!({ "required": true, "content": content });
        let operation = json!({ "requestBody": body, "responses": { "204": { "description": "" } } });
        folder.report(&document(&operation, &json!({ "Pet": pet })));
        let text = folder.read("new.yaml");
        let spec = Source { name: "new.yaml", text: &text };
        codegen::check(spec).unwrap_or_else(|report| panic!("{}\n{text}", report.render(spec, false)));
    }
}

#[test]
fn discriminator_without_a_visible_name_makes_no_tag() {
    let folder = TestDir::new();
    let kind = |name: &str| json!({ "type": "object", "required": [name], "properties": { name: {} } });
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    for tag in ["", " ", "\u{85}"] {
        let union = json!({ "oneOf": [reference("Cat"), reference("Dog")], "discriminator": { "propertyName": tag } });
        let body =
            json!({ "required": true, "content": { "application/json": { "schema": reference("Pet") } } });
        let operation = json!({ "requestBody": body, "responses": { "204": { "description": "" } } });
        folder.report(&document(&operation, &json!({ "Pet": union, "Cat": kind("a"), "Dog": kind("b") })));
        let text = folder.read("new.yaml");
        let spec = Source { name: "new.yaml", text: &text };
        codegen::check(spec).unwrap_or_else(|report| panic!("{}\n{text}", report.render(spec, false)));
    }
}

/// Whether a text is imported; the result is a valid spec.
fn is_imported(seed: u64, text: &str) -> bool {
    let source = Source { name: "vendor", text };
    let options = ImportOptions { descriptions: seed.is_multiple_of(2), ..ImportOptions::default() };
    let import = match codegen::import(source, None, &options) {
        Ok(import) => import,
        Err(error) => {
            assert!(!error.render(source).is_empty(), "seed {seed}");
            return false;
        }
    };
    let spec = import.spec();
    let spec = Source { name: "spec.yaml", text: &spec };
    if let Err(report) = codegen::check(spec) {
        panic!("seed {seed}: {}\n{}\n{text}", report.render(spec, false), spec.text);
    }
    assert!(!import.render(source, false).is_empty() && !import.to_json(source).to_text().is_empty());
    true
}

/// A document with a few mutations, as JSON or as YAML.
fn mutated(random: &mut Random) -> String {
    let document: Value =
        if random.one_in(2) { random.api() } else { serde_json::from_str(STORE).expect("JSON") };
    let mut text = match random.below(3) {
        0 => serde_json::to_string_pretty(&document).expect("JSON"),
        _ => serde_yaml::to_string(&document).expect("YAML"),
    };
    for _ in 0..=random.below(3) {
        text = mutate(random, &text);
    }
    text
}

fn mutate(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.is_empty() {
        return (*random.pick(TOKENS)).to_owned();
    }
    let (line, other) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(8) {
        0 => lines.swap(line, other),
        1 => lines.insert(line, lines[other]),
        2 => drop(lines.remove(line)),
        3 => lines.truncate(line + 1),
        4 => return with_word(random, text, lines[line]),
        _ => return with_token(random, text),
    }
    lines.concat()
}

/// Replaces a word of a line, wherever it occurs first, with a token.
fn with_word(random: &mut Random, text: &str, line: &str) -> String {
    let words: Vec<&str> = line.split([' ', '"', ',', '\n']).filter(|word| !word.is_empty()).collect();
    let token = random.pick(TOKENS);
    let word = if words.is_empty() { token } else { random.pick(&words) };
    text.replacen(word, token, 1 + random.below(3))
}

/// Replaces up to three characters with a token.
fn with_token(random: &mut Random, text: &str) -> String {
    let at = random.below(text.len() + 1);
    let start = (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let length: usize = text[start..].chars().take(random.below(4)).map(char::len_utf8).sum();
    [&text[..start], *random.pick(TOKENS), &text[start + length..]].concat()
}
