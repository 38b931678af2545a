//! Requests and responses of every form: what a spec states of them, and that a document which is written from the spec states the same.

use serde_json::{Value, json};

use super::{TestDir, document};

/// The spec that is imported from a document with this operation, without a loss. The document that is written from it becomes the
/// same spec, and agrees with it.
#[track_caller]
fn imported(operation: &Value, schemas: &Value) -> String {
    let folder = TestDir::new();
    let vendor = document(operation, schemas);
    let report = folder.report(&vendor);
    let spec = folder.read("new.yaml");
    assert_eq!(report["operations"][0]["lossless"], true, "{report}\n{spec}");
    let source = codegen::Source { name: "new.yaml", text: &spec };
    let checked = codegen::check(source).unwrap_or_else(|report| panic!("{}", report.render(source, false)));
    for text in [vendor.to_string(), checked.openapi()] {
        let vendor = codegen::Source { name: "vendor.json", text: &text };
        let drift = checked.drift(vendor, None).expect("a comparison").to_json(source, vendor).to_text();
        let drift: Value = serde_json::from_str(&drift).expect("JSON");
        assert_eq!(drift["differences"], json!([]), "{text}");
    }
    let again: Value = serde_json::from_str(&checked.openapi()).expect("JSON");
    folder.report(&again);
    assert_eq!(folder.read("new.yaml"), spec, "{again}");
    spec
}

fn path_parameter() -> Value {
    json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } })
}

fn with_responses(responses: &Value) -> Value {
    json!({ "operationId": "send", "parameters": [path_parameter()], "responses": responses })
}

fn json_response(schema: &Value) -> Value {
    json!({ "description": "", "content": { "application/json": { "schema": schema } } })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A schema whose properties are text, the first of them required.
fn object(properties: &[&str]) -> Value {
    let members: Value =
        properties.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
    json!({ "type": "object", "properties": members, "required": properties[..1] })
}

#[test]
fn response_that_may_be_empty_is_optional() {
    let schemas = json!({ "Pet": object(&["name"]) });
    let responses = json!({ "200": json_response(&reference("Pet")), "204": { "description": "" } });
    let spec = imported(&with_responses(&responses), &schemas);
    assert!(spec.contains("    response: optional Pet\n"), "{spec}");
}

#[test]
fn responses_of_one_type_are_that_type() {
    let schemas = json!({ "Pet": object(&["name"]) });
    let pet = reference("Pet");
    let list = json!({ "type": "array", "items": pet });
    for (one, other, ty) in [
        (&pet, &pet, "Pet"),
        (&list, &list.clone(), "list of Pet"),
        (&object(&["a"]), &object(&["a"]), "SendResponse"),
    ] {
        let responses = json!({ "200": json_response(one), "201": json_response(other) });
        let spec = imported(&with_responses(&responses), &schemas);
        assert!(spec.contains(&format!("    response: {ty}\n")), "{spec}");
    }
}

#[test]
fn responses_of_several_types_are_a_union() {
    let schemas = json!({ "Pet": object(&["name"]), "Job": object(&["job_id"]) });
    let responses = json!({ "200": json_response(&reference("Pet")), "202": json_response(&reference("Job")), "204": { "description": "" } });
    let spec = imported(&with_responses(&responses), &schemas);
    assert!(spec.contains("    response: optional SendResponse\n"), "{spec}");
    assert!(
        spec.contains(
            "  SendResponse:\n    description: \"\"\n    variants:\n      Pet: Pet\n      Job: Job\n"
        ),
        "{spec}"
    );
}
