//! References to parts of a document other than components.

use serde_json::{Value, json};

use super::{TestDir, document};

/// An operation whose only parameter is a reference.
fn with_parameter(reference: &str) -> Value {
    json!({ "parameters": [{ "$ref": reference }], "responses": { "204": { "description": "" } } })
}

#[test]
fn reference_with_an_encoded_pointer_is_followed() {
    let folder = TestDir::new();
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } });
    let first = json!({ "parameters": [id], "responses": { "204": { "description": "" } } });
    let mut vendor = document(&first, &json!({}));
    for (path, reference) in [
        ("/a/{id}", "#/paths/~1pets~1%7Bid%7D/post/parameters/0"),
        ("/b/{id}", "#/paths/~1pets~1{id}/post/parameters/0"),
        ("/c/{id}", "#/paths/%7E1pets%7e1%7bid%7d/post/parameters/0"),
    ] {
        vendor["paths"][path] = json!({ "get": with_parameter(reference) });
    }
    let report = folder.report(&vendor);
    assert_eq!(report["counts"]["lossless"], 4, "{report}");
    assert_eq!(folder.read("new.yaml").matches("id: { type: integer, description").count(), 4);
}

#[test]
fn reference_with_an_invalid_pointer_is_a_loss() {
    let folder = TestDir::new();
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    for reference in ["#/%zz", "#/%C3", "#/paths/%", "#/paths/~1pets~1%7Bid%7D/post/parameters/9", "%", ""] {
        let body = json!({ "required": true, "content": { "application/json": { "schema": { "$ref": reference } } } });
        let operation =
            json!({ "parameters": [id], "requestBody": body, "responses": { "204": { "description": "" } } });
        let report = folder.report(&document(&operation, &json!({})));
        assert_eq!(report["operations"][0]["lost"][0]["construct"], "$ref", "{reference}: {report}");
    }
}

#[test]
fn type_behind_a_pointer_is_named_after_its_place() {
    let folder = TestDir::new();
    let toy = json!({ "type": "object", "properties": { "name": { "type": "string" } } });
    let pet = json!({ "type": "object", "properties": { "toys": { "type": "array", "items": toy } } });
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    let schema = json!({ "$ref": "#/components/schemas/a%20pet/properties/toys/items" });
    let response = json!({ "description": "", "content": { "application/json": { "schema": schema } } });
    let operation = json!({ "operationId": "getToy", "parameters": [id], "responses": { "200": response } });
    let report = folder.report(&document(&operation, &json!({ "a pet": pet })));
    assert_eq!(report["new"]["schemas"], json!(["GetToyResponse"]));
}
