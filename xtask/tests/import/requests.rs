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

#[test]
fn bodies_of_errors_are_types() {
    let schemas = json!({ "Pet": object(&["name"]), "Problem": object(&["reason"]) });
    let mut default = json_response(&reference("Problem"));
    default["description"] = json!("All others.");
    let responses = json!({
        "204": { "description": "" },
        "404": json_response(&json!({ "type": "array", "items": { "type": "string" } })),
        "410": { "description": "" },
        "4XX": json_response(&reference("Problem")),
        "default": default,
    });
    let spec = imported(&with_responses(&responses), &schemas);
    let lines = "\
    errors:
      404: { type: list of string, description: \"\" }
      410: \"\"
      4XX: { type: Problem, description: \"\" }
      default: { type: Problem, description: \"\" }
";
    assert!(spec.contains(lines), "{spec}");
}

#[test]
fn default_response_is_the_success_where_there_is_no_other() {
    let schemas = json!({ "Pet": object(&["name"]) });
    let responses = json!({ "default": json_response(&reference("Pet")), "404": { "description": "" } });
    let spec = imported(&with_responses(&responses), &schemas);
    assert!(spec.contains("    response: Pet\n    errors:\n      404: \"\"\n"), "{spec}");
}

#[test]
fn text_and_forms_have_their_media_types() {
    let text = |name: &str| json!({ "description": "", "required": true, "content": { name: { "schema": { "type": "string" } } } });
    let mut operation = with_responses(&json!({ "200": text("text/plain"), "204": { "description": "" } }));
    operation["requestBody"] = text("text/csv; charset=utf-8");
    let spec = imported(&operation, &json!({}));
    let lines = "    body: string\n    content_type: text/csv\n    response: optional string\n    accept: text/plain\n";
    assert!(spec.contains(lines), "{spec}");

    let mut schema = object(&["user", "password"]);
    schema["properties"]["scopes"] = json!({ "type": "array", "items": { "type": "integer" } });
    let mut operation = with_responses(&json!({ "200": json_response(&json!({ "type": "string" })) }));
    operation["requestBody"] =
        json!({ "required": true, "content": { "application/x-www-form-urlencoded": { "schema": schema } } });
    let spec = imported(&operation, &json!({}));
    let lines = "    body: SendBody\n    content_type: application/x-www-form-urlencoded\n";
    assert!(spec.contains(lines), "{spec}");
}

#[test]
fn other_name_of_json_is_requested() {
    let schema = json!({ "description": "", "content": { "application/hal+json": { "schema": { "type": "string" } } } });
    let spec = imported(&with_responses(&json!({ "200": schema })), &json!({}));
    assert!(spec.contains("    response: string\n    accept: application/hal+json\n"), "{spec}");
}

#[test]
fn reserved_characters_in_a_path_make_several_segments() {
    for keyword in ["allowReserved", "x-ms-skip-url-encoding"] {
        let mut operation = with_responses(&json!({ "204": { "description": "" } }));
        operation["parameters"][0][keyword] = json!(true);
        let spec = imported(&operation, &json!({}));
        assert!(spec.contains("    post: /pets/{+id}\n"), "{spec}");
    }
}

#[test]
fn second_parameter_of_several_segments_is_a_loss() {
    let mut operation = with_responses(&json!({ "204": { "description": "" } }));
    operation["parameters"][0]["allowReserved"] = json!(true);
    let mut other = operation["parameters"][0].clone();
    other["name"] = json!("type");
    operation["parameters"].as_array_mut().expect("a list").push(other);
    let mut document = document(&operation, &json!({}));
    let paths = document["paths"].as_object_mut().expect("paths");
    let item = paths.remove("/pets/{id}").expect("the path");
    paths.insert("/pets/{id}/{type}".to_owned(), item);
    let folder = TestDir::new();
    let report = folder.report(&document);
    assert!(report.to_string().contains("parameters with several segments"), "{report}");
    assert!(folder.read("new.yaml").contains("    post: /pets/{id}/{type}\n"), "{report}");
}

#[test]
fn maps_and_objects_are_parameters() {
    let map = |ty: &str| json!({ "type": "object", "additionalProperties": { "type": ty } });
    let mut filter = object(&["kind", "name"]);
    filter["properties"]["tags"] = json!({ "type": "array", "items": { "type": "string" } });
    let mut operation = with_responses(&json!({ "204": { "description": "" } }));
    operation["parameters"] = json!([
        { "name": "id", "in": "path", "required": true, "schema": map("integer") },
        { "name": "labels", "in": "query", "required": true, "schema": map("string") },
        { "name": "deep", "in": "query", "style": "deepObject", "explode": true, "schema": map("number") },
        { "name": "one", "in": "query", "explode": false, "schema": map("boolean") },
        { "name": "filter", "in": "query", "required": true, "schema": filter },
        { "name": "where", "in": "query", "style": "deepObject", "schema": object(&["age", "size"]) },
        { "name": "x-map", "in": "header", "schema": map("string") },
    ]);
    let spec = imported(&operation, &json!({}));
    let lines = "\
    path:
      id: { type: map of integer, description: \"\" }
    query:
      labels: { type: map of string, description: \"\" }
      deep: { type: optional map of double, style: brackets, description: \"\" }
      one: { type: optional map of boolean, style: comma, description: \"\" }
      kind: { type: string, description: \"\" }
      name: { type: optional string, description: \"\" }
      tags: { type: optional list of string, description: \"\" }
      \"where[age]\": { type: optional string, description: \"\" }
      \"where[size]\": { type: optional string, description: \"\" }
    headers:
      x-map: { type: optional map of string, description: \"\" }
";
    assert!(spec.contains(lines), "{spec}");
}
