//! Null apart from absence: in the bodies of patches.

use serde_json::{Value, json};

use super::TestDir;

/// A document whose operation of that method has a body of that media type, as an imported spec.
fn imported(method: &str, media_type: &str, schemas: &Value) -> String {
    let folder = TestDir::new();
    let body = json!({ "required": true, "content": { media_type: { "schema": { "$ref": "#/components/schemas/Item" } } } });
    let operation = json!({ "operationId": "change_item", "requestBody": body, "responses": { "200": { "description": "" } } });
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Items", "version": "1" }, "servers": [{ "url": "https://items.example" }],
        "paths": { "/item": { method: operation } }, "components": { "schemas": schemas },
    });
    folder.report(&document);
    let spec = folder.read("new.yaml");
    let source = codegen::Source { name: "new.yaml", text: &spec };
    codegen::check(source).unwrap_or_else(|report| panic!("{}", report.render(source, false)));
    spec
}

fn schemas() -> Value {
    let part = json!({ "type": "object", "properties": { "size": { "type": ["integer", "null"] } } });
    let item = json!({
        "type": "object",
        "properties": {
            "name": { "type": ["string", "null"] },
            "kind": { "type": ["string", "null"] },
            "note": { "type": "string" },
            "any": { "nullable": true },
            "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Part" } },
            "main": { "anyOf": [{ "$ref": "#/components/schemas/Part" }, { "type": "null" }] },
        },
        "required": ["kind"],
        "additionalProperties": { "type": ["string", "null"] },
    });
    json!({ "Item": item, "Part": part })
}

#[track_caller]
fn assert_lines(spec: &str, lines: &[&str]) {
    for line in lines {
        assert!(spec.contains(line), "{line}\n{spec}");
    }
}

#[test]
fn null_in_the_body_of_a_patch_is_apart_from_absence() {
    let merge_patch = "application/merge-patch+json";
    for (method, media_type) in [("patch", "application/json"), ("put", merge_patch), ("patch", merge_patch)]
    {
        let expected = [
            "    rest: optional string\n",
            " name: { type: nullable string,",
            " kind: { type: nullable string,",
            " note: { type: optional string,",
            " any: { type: optional any,",
            " main: { type: nullable Part,",
            " size: { type: nullable integer,",
        ];
        assert_lines(&imported(method, media_type, &schemas()), &expected);
    }
}

#[test]
fn null_elsewhere_is_like_absence() {
    let spec = imported("put", "application/json", &schemas());
    assert_lines(&spec, &[" name: { type: optional string,", " main: { type: optional Part,"]);
    assert!(!spec.contains("nullable"), "{spec}");
}
