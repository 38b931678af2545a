//! Documents that are made to exhaust an importer: each is imported or rejected, within seconds.

use std::time::{Duration, Instant};

use codegen::{ImportOptions, Source};
use serde_json::{Value, json};

use super::document;

/// Imports a document; what is imported is a valid spec.
#[track_caller]
fn assert_terminates(name: &str, text: &str) {
    let start = Instant::now();
    let source = Source { name: "vendor", text };
    if let Ok(import) = codegen::import(source, None, &ImportOptions::default()) {
        let spec = import.spec();
        let spec = Source { name: "spec.yaml", text: &spec };
        if let Err(report) = codegen::check(spec) {
            panic!("{name}: {}", report.render(spec, false).chars().take(2_000).collect::<String>());
        }
        assert!(!import.render(source, false).is_empty());
    }
    // Far above what it takes, for a busy machine and a build without optimization.
    assert!(start.elapsed() < Duration::from_secs(60), "{name}: {:?}", start.elapsed());
}

fn returning(response: &Value, schemas: &Value) -> String {
    let operation = json!({
        "operationId": "get_item",
        "responses": { "200": { "description": "", "content": { "application/json": { "schema": response } } } },
    });
    document(&operation, schemas).to_string()
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn schemas_that_refer_to_themselves_terminate() {
    let schemas = json!({
        "Self": reference("Self"),
        "All": { "allOf": [reference("All"), reference("Any")] },
        "Any": { "anyOf": [reference("Any"), reference("All"), { "type": "string" }] },
        "Union": { "oneOf": [reference("Union"), { "type": "array", "items": reference("Union") }, { "type": "object" }] },
        "Base": { "type": "object", "properties": { "kind": { "type": "string" } }, "discriminator": {
            "propertyName": "kind", "mapping": { "a": "#/components/schemas/Base", "b": "Sub" } } },
        "Sub": { "allOf": [reference("Base")], "discriminator": { "propertyName": "kind", "mapping": { "c": "Base" } } },
    });
    for name in ["Self", "All", "Any", "Union", "Base", "Sub"] {
        assert_terminates(name, &returning(&reference(name), &schemas));
    }
}

#[test]
fn long_chains_and_deep_nesting_terminate() {
    let chain: Value = (0..20_000)
        .map(|n| {
            (
                format!("S{n}"),
                json!({ "type": "object", "properties": { "next": reference(&format!("S{}", n + 1)) } }),
            )
        })
        .collect();
    assert_terminates("chain", &returning(&reference("S0"), &chain));
    let references: Value =
        (0..5_000).map(|n| (format!("S{n}"), reference(&format!("S{}", n + 1)))).collect();
    assert_terminates("references", &returning(&reference("S0"), &references));
    let deep = format!("{}{{}}{}", "{\"items\":".repeat(100_000), "}".repeat(100_000));
    assert_terminates("deep", &returning(&json!("DEEP"), &json!({})).replace("\"DEEP\"", &deep));
    let lists =
        (0..100).fold(json!({ "type": "string" }), |inner, _| json!({ "type": "array", "items": inner }));
    assert_terminates("lists", &returning(&lists, &json!({})));
}

#[test]
fn wide_schemas_terminate() {
    let values: Vec<_> = (0..50_000).map(|n| format!("value {n}")).collect();
    assert_terminates("enum", &returning(&json!({ "enum": values }), &json!({})));
    let properties: Value = (0..20_000).map(|n| (format!("p{n}"), json!({ "type": "integer" }))).collect();
    assert_terminates(
        "object",
        &returning(&json!({ "type": "object", "properties": properties }), &json!({})),
    );
    let alternatives: Vec<_> =
        (0..400).map(|n| json!({ "type": "object", "required": [format!("p{n}")], "properties": { format!("p{n}"): {} } })).collect();
    assert_terminates("union", &returning(&json!({ "oneOf": alternatives }), &json!({})));
    let parts: Vec<_> =
        (0..2_000).map(|n| json!({ "type": "object", "properties": { format!("p{n}"): {} } })).collect();
    assert_terminates("parts", &returning(&json!({ "allOf": parts }), &json!({})));
}

#[test]
fn numbers_out_of_range_terminate() {
    for number in ["1e999", "-1e999", "123456789012345678901234567890", "1e-999", "0.1e1"] {
        let schema =
            json!({ "type": "number", "minimum": "NUMBER", "default": "NUMBER", "enum": ["NUMBER"] });
        assert_terminates(number, &returning(&schema, &json!({})).replace("\"NUMBER\"", number));
    }
}

#[test]
fn expanding_aliases_terminate() {
    let mut bomb =
        "openapi: 3.1.0\ninfo: { title: x, version: '1' }\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            .to_owned();
    for n in 1..12 {
        let alias = format!("*a{}", n - 1);
        bomb.extend(["a", &n.to_string(), ": &a", &n.to_string(), " [", &vec![alias; 10].join(", "), "]\n"]);
    }
    assert_terminates("aliases", &bomb);
}
