//! Enums of integers, and unions: alternatives with a tag or distinguished by their shape, and subtypes of a schema with a discriminator.

use serde_json::{Value, json};

use super::{TestDir, document};

/// The spec that is imported from a document whose response has this schema, and whether that is lossless.
pub(super) fn imported(response: &Value, schemas: &Value) -> (String, bool) {
    let folder = TestDir::new();
    let operation = json!({
        "operationId": "get_item",
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "responses": { "200": { "description": "", "content": { "application/json": { "schema": response } } } },
    });
    let report = folder.report(&document(&operation, schemas));
    let spec = folder.read("new.yaml");
    codegen::check(codegen::Source { name: "new.yaml", text: &spec }).unwrap_or_else(|report| {
        panic!("{}", report.render(codegen::Source { name: "new.yaml", text: &spec }, false))
    });
    (spec, report["operations"][0]["lossless"] == true)
}

fn object(properties: &[&str], required: &[&str]) -> Value {
    let members: Value =
        properties.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
    json!({ "type": "object", "properties": members, "required": required })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[track_caller]
fn assert_union(response: &Value, schemas: &Value, expected: &str) {
    let (spec, is_lossless) = imported(response, schemas);
    assert!(is_lossless && spec.contains(expected), "{expected}\n{spec}");
}

#[test]
fn discriminator_becomes_the_tag() {
    let mapping = json!({ "cat": "#/components/schemas/Cat", "dog": "Dog", "hound": "Dog" });
    let pet = json!({
        "oneOf": [reference("Cat"), reference("Dog"), reference("Newt")],
        "discriminator": { "propertyName": "kind", "mapping": mapping },
    });
    let schemas = json!({
        "Pet": pet, "Cat": object(&["kind", "lives"], &["kind"]), "Dog": object(&["kind"], &["kind"]), "Newt": object(&["gills"], &[]),
    });
    let expected = "unions:\n  Pet:\n    description: \"\"\n    tag: kind\n    variants:\n      cat: Cat\n      dog: Dog\n      hound: Dog\n      Newt: Newt\n";
    assert_union(&reference("Pet"), &schemas, expected);
}

#[test]
fn constant_property_is_a_tag_without_a_discriminator() {
    let with_type = |value: Value, property: &str| {
        let mut schema = object(&["type", property], &["type"]);
        schema["properties"]["type"] = value;
        schema
    };
    let schemas = json!({
        "Text": with_type(json!({ "const": "text" }), "text"),
        "Media": with_type(json!({ "enum": ["image", "sound"] }), "url"),
    });
    let expected = "    tag: type\n    variants:\n      text: Text\n      image: Media\n      sound: Media\n";
    assert_union(&json!({ "anyOf": [reference("Text"), reference("Media")] }), &schemas, expected);
}

#[test]
fn kinds_of_json_tell_variants_apart() {
    let response = json!({ "anyOf": [
        { "type": "number" },
        { "type": "integer", "title": "count" },
        { "type": "string" },
        { "type": "array", "items": { "type": "string" } },
        { "type": "boolean" },
        { "type": "null" },
        reference("Item"),
    ] });
    let schemas = json!({ "Item": object(&["name"], &["name"]) });
    let (spec, is_lossless) = imported(&response, &schemas);
    // Integers are tried before numbers, which take them.
    let expected = "    variants:\n      count: integer\n      number: number\n";
    assert!(is_lossless && spec.contains(&expected.replace("number: number", "number: double")), "{spec}");
    for line in [
        "      string: string\n",
        "      list: list of string\n",
        "      boolean: boolean\n",
        "      Item: Item\n",
    ] {
        assert!(spec.contains(line), "{line}\n{spec}");
    }
    assert!(spec.contains("response: optional GetItemResponse\n"), "{spec}");
}

#[test]
fn required_properties_tell_objects_apart() {
    let schemas = json!({ "All": object(&["a", "b"], &["a"]), "One": object(&["c"], &["c"]) });
    let expected = "    variants:\n      All: All\n      One: One\n";
    assert_union(&json!({ "oneOf": [reference("All"), reference("One")] }), &schemas, expected);
}

#[test]
fn objects_that_nothing_tells_apart_are_a_loss() {
    let schemas = json!({ "All": object(&["a", "b"], &[]), "One": object(&["c"], &[]) });
    let (spec, is_lossless) = imported(&json!({ "oneOf": [reference("All"), reference("One")] }), &schemas);
    assert!(!is_lossless && spec.contains("response: any\n") && spec.contains("# Lost: oneOf at "), "{spec}");
}

#[test]
fn schema_with_a_discriminator_becomes_the_union_of_its_subtypes() {
    let subtype = |properties: &Value| json!({ "allOf": [reference("Fish")], "type": "object", "properties": properties });
    let mut fish = object(&["kind", "age"], &["kind"]);
    fish["discriminator"] = json!({ "propertyName": "kind", "mapping": { "shark": "#/components/schemas/Shark", "salmon": "#/components/schemas/Salmon" } });
    let schemas = json!({
        "Fish": fish,
        "Shark": subtype(&json!({ "teeth": { "type": "integer" } })),
        "Salmon": subtype(&json!({ "friends": { "type": "array", "items": reference("Fish") } })),
    });
    let (spec, is_lossless) = imported(&reference("Fish"), &schemas);
    assert!(is_lossless, "{spec}");
    for lines in [
        "  Fish:\n    description: \"\"\n    tag: kind\n    variants:\n      salmon: Salmon\n      shark: Shark\n",
        "      age: { type: optional string, description: \"\" }\n",
        "      friends: { type: optional list of Fish, description: \"\" }\n",
        "      teeth: { type: optional integer, description: \"\" }\n",
    ] {
        assert!(spec.contains(lines), "{lines}\n{spec}");
    }
}

#[test]
fn integers_become_an_enum_of_integers() {
    let schemas = json!({ "Level": { "type": "integer", "enum": [1, 2, -1], "default": 2 } });
    let expected = "enums:\n  Level:\n    description: \"\"\n    type: integer\n    values:\n      1: \"\"\n      2: \"\"\n      -1: \"\"\n";
    assert_union(&reference("Level"), &schemas, expected);
}

#[test]
fn same_alternative_twice_is_no_union() {
    let schemas = json!({ "Item": object(&["name"], &[]) });
    let (spec, is_lossless) = imported(&json!({ "anyOf": [reference("Item"), reference("Item")] }), &schemas);
    assert!(is_lossless && spec.contains("response: Item\n") && !spec.contains("unions:"), "{spec}");
}
