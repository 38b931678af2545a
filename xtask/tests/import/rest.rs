//! Properties beyond the named ones: `additionalProperties` beside `properties`.

use serde_json::{Value, json};

use super::unions::imported;

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A schema with a property `name` and others, as imported.
#[track_caller]
fn assert_rest(others: &Value, schemas: &Value, expected: &str) {
    let mut schemas = schemas.clone();
    schemas["Item"] = json!({ "type": "object", "properties": { "name": { "type": "string" } }, "additionalProperties": others });
    let (spec, is_lossless) = imported(&reference("Item"), &schemas);
    assert!(is_lossless && spec.contains(expected), "{others}: {expected}\n{spec}");
}

#[test]
fn schema_of_additional_properties_is_the_rest() {
    let none = json!({});
    assert_rest(
        &json!({ "type": "integer" }),
        &none,
        "  Item:\n    description: \"\"\n    rest: integer\n    properties:\n",
    );
    assert_rest(&json!({ "type": "string", "nullable": true }), &none, "    rest: optional string\n");
    assert_rest(
        &json!({ "type": "array", "items": { "type": "number" } }),
        &none,
        "    rest: list of double\n",
    );
    let part = json!({ "Part": { "type": "object", "properties": { "size": { "type": "integer" } } } });
    assert_rest(&reference("Part"), &part, "    rest: Part\n");
    assert_rest(
        &json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] }),
        &none,
        "    rest: ItemOther\n",
    );
}

#[test]
fn additional_properties_of_any_type_are_not_stated() {
    for others in [json!(true), json!({}), json!(false)] {
        assert_rest(&others, &json!({}), "  Item:\n    description: \"\"\n    properties:\n");
    }
}

#[test]
fn additional_properties_of_a_part_are_those_of_the_whole() {
    let base = json!({ "type": "object", "properties": { "id": { "type": "string" } }, "additionalProperties": { "type": "boolean" } });
    let own = json!({ "properties": { "name": { "type": "string" } } });
    let schemas = json!({ "Base": base, "Item": { "allOf": [reference("Base"), own] } });
    let (spec, is_lossless) = imported(&reference("Item"), &schemas);
    let expected = "  Item:\n    description: \"\"\n    rest: boolean\n    properties:\n      id: ";
    assert!(is_lossless && spec.contains(expected), "{spec}");

    let other = json!({ "properties": { "name": { "type": "string" } }, "additionalProperties": { "type": "integer" } });
    let schemas = json!({ "Base": base, "Item": { "allOf": [reference("Base"), other] } });
    let (spec, is_lossless) = imported(&reference("Item"), &schemas);
    assert!(!is_lossless && spec.contains("# Lost: additionalProperties at "), "{spec}");
}

#[test]
fn field_of_the_rest_leaves_a_property_of_that_name_another_one() {
    let item = json!({
        "type": "object",
        "properties": { "rest": { "type": "string" } },
        "additionalProperties": { "type": "integer" },
    });
    let (spec, is_lossless) = imported(&reference("Item"), &json!({ "Item": item }));
    let expected = "    rest: integer\n    properties:\n      rest: { type: optional string, rust_name: field_rest, description: \"\" }\n";
    assert!(is_lossless && spec.contains(expected), "{spec}");
}
