//! Constructs that the spec language lacks: each is listed with its place, and none is dropped in silence.

use serde_json::{Value, json};

use super::{TestDir, document};

/// The losses of the one operation of a document.
fn lost(report: &Value) -> Vec<(String, String)> {
    let lost = report["operations"][0]["lost"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    lost.map(|lost| (text(&lost["construct"]), text(&lost["place"]))).collect()
}

fn operation(body: &Value) -> Value {
    json!({
        "operationId": "send",
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
        "responses": { "204": { "description": "" } },
    })
}

fn with_property(schema: &Value) -> Value {
    let body = json!({ "$ref": "#/components/schemas/Body" });
    let object = json!({ "type": "object", "properties": { "part": schema } });
    document(
        &operation(&body),
        &json!({ "Body": object, "Other": { "type": "object", "properties": { "a": {} } } }),
    )
}

#[test]
fn construct_of_a_schema_is_listed_with_its_place() {
    let folder = TestDir::new();
    let other = json!({ "$ref": "#/components/schemas/Other" });
    for (schema, construct, ty) in [
        (json!({ "oneOf": [other, { "type": "object" }] }), "oneOf", "any"),
        (json!({ "anyOf": [other, { "type": "object" }, { "type": "null" }] }), "anyOf", "any"),
        (json!({ "type": ["string", "integer"] }), "type", "any"),
        (json!({ "enum": [1, "a", true] }), "enum", "any"),
        (json!({ "type": "array", "prefixItems": [{}, {}] }), "prefixItems", "list of any"),
        (json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }), "allOf", "any"),
        (json!({ "$ref": "other.json#/Thing" }), "$ref", "any"),
    ] {
        let report = folder.report(&with_property(&schema));
        let place = "#/components/schemas/Body/properties/part".to_owned();
        assert_eq!(lost(&report), [(construct.to_owned(), place.clone())], "{schema}");
        assert_eq!(report["operations"][0]["lossless"], false, "{schema}");
        let spec = folder.read("new.yaml");
        let lines = format!(
            "      # Lost: {construct} at {place}\n      part: {{ type: optional {ty}, description: \"\" }}\n"
        );
        assert!(spec.contains(&lines), "{schema}\n{spec}");
    }
}

#[test]
fn construct_of_a_named_type_is_a_comment_on_the_type() {
    let folder = TestDir::new();
    let part = json!({ "type": "object", "properties": { "a": {} }, "patternProperties": { "x": { "type": "integer" } } });
    let report = folder.report(&with_property(&part));
    let place = "#/components/schemas/Body/properties/part".to_owned();
    assert_eq!(lost(&report), [("patternProperties".to_owned(), place.clone())]);
    let spec = folder.read("new.yaml");
    assert!(spec.contains(&format!("  # Lost: patternProperties at {place}\n  BodyPart:\n")), "{spec}");
}

#[test]
fn further_properties_that_may_be_anything_are_no_loss() {
    let folder = TestDir::new();
    for rest in [json!({}), json!(true), json!(false)] {
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            let mut object = json!({ "type": "object", "properties": { "a": {} } });
            object[keyword] = rest.clone();
            let report = folder.report(&with_property(&object));
            assert_eq!(lost(&report), [], "{object}");
        }
    }
}

#[test]
fn object_without_named_properties_is_a_map() {
    let folder = TestDir::new();
    for keyword in ["additionalProperties", "unevaluatedProperties"] {
        let mut map = json!({ "type": "object" });
        map[keyword] = json!({ "type": "integer" });
        let report = folder.report(&with_property(&map));
        assert_eq!(report["operations"][0]["lossless"], true, "{report}");
        let spec = folder.read("new.yaml");
        assert!(spec.contains("part: { type: optional map of integer, "), "{keyword}\n{spec}");
    }
}

#[test]
fn loss_of_a_type_counts_for_every_operation_that_reaches_it() {
    let folder = TestDir::new();
    let union = json!({ "oneOf": [{ "type": "object", "properties": { "a": {} } }, { "type": "object" }] });
    let mut vendor = with_property(&union);
    let body = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Body" } });
    vendor["paths"]["/other/{id}"] = json!({ "post": operation(&body) });
    let report = folder.report(&vendor);
    let operations = report["operations"].as_array().expect("a list");
    assert_eq!(operations.len(), 2);
    assert!(operations.iter().all(|operation| operation["lost"][0]["construct"] == "oneOf"), "{report}");
}

#[test]
fn validation_keyword_is_listed_but_is_no_loss() {
    let folder = TestDir::new();
    for (schema, keyword) in [
        (json!({ "type": "string", "pattern": "^a" }), "pattern"),
        (json!({ "type": "string", "maxLength": 3 }), "maxLength"),
        (json!({ "type": "string", "format": "uuid" }), "format"),
        (json!({ "type": "array", "items": {}, "uniqueItems": true }), "uniqueItems"),
        (json!({ "type": "number", "exclusiveMinimum": 0 }), "minimum"),
        (json!({ "type": "integer", "default": "x" }), "default"),
        (json!({ "type": "string", "readOnly": true }), "readOnly"),
        (json!({ "enum": [1.5, 2] }), "enum"),
        (json!({ "const": true }), "enum"),
    ] {
        let report = folder.report(&with_property(&schema));
        let operation = &report["operations"][0];
        assert_eq!(operation["lossless"], true, "{schema}: {operation}");
        assert_eq!(operation["not_stated"][0]["construct"], keyword, "{operation}");
    }
}

#[test]
fn operation_that_a_spec_cannot_have_is_left_out_with_the_reason() {
    let folder = TestDir::new();
    let plain = operation(&json!({}));
    let with = |key: &str, value: Value| {
        let mut operation = plain.clone();
        operation[key] = value;
        operation
    };
    let content = |media: &str| json!({ "required": true, "description": "", "content": { media: {} } });
    let parameters = |parameter: Value| {
        let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
        json!([id, parameter])
    };
    let object = json!({ "type": "object", "properties": { "a": {} } });
    for (operation, reason) in [
        (with("requestBody", content("multipart/form-data")), "the request body is multipart/form-data"),
        (with("responses", json!({ "200": content("application/pdf") })), "the response is application/pdf"),
        (
            with("responses", json!({ "200": content("application/jsonl") })),
            "the response is application/jsonl",
        ),
        (with("requestBody", content("application/x-ndjson")), "the request body is application/x-ndjson"),
        (
            with(
                "parameters",
                parameters(json!({ "name": "s", "in": "cookie", "required": true, "schema": {} })),
            ),
            "the cookie parameter `s`",
        ),
        (
            with(
                "parameters",
                parameters(
                    json!({ "name": "o", "in": "query", "required": true, "style": "pipeDelimited", "schema": object }),
                ),
            ),
            "the query parameter `o` (style: pipeDelimited, explode: false)",
        ),
    ] {
        let report = folder.report(&document(&operation, &json!({})));
        let result = &report["operations"][0];
        assert_eq!(result["outcome"], "left_out", "{result}");
        assert_eq!(result["lost"], json!([{ "construct": reason, "place": "#/paths/~1pets~1{id}/post" }]));
        assert!(folder.read("new.yaml").contains("endpoints: {}"), "{}", folder.read("new.yaml"));
    }
}

#[test]
fn loss_of_an_operation_is_listed_with_its_place() {
    let folder = TestDir::new();
    let plain = operation(&json!({}));
    let with = |change: fn(&mut Value)| {
        let mut operation = plain.clone();
        change(&mut operation);
        operation
    };
    for (operation, construct, place) in [
        (
            with(|it| {
                it["requestBody"]["content"] = json!({ "text/json": {} });
            }),
            "a request body of type text/json",
            "#/paths/~1pets~1{id}/post/requestBody",
        ),
        (
            with(|it| {
                for (status, property) in [("200", "a"), ("201", "b")] {
                    let schema = json!({ "type": "object", "properties": { property: {} } });
                    it["responses"][status] =
                        json!({ "description": "", "content": { "application/json": { "schema": schema } } });
                }
            }),
            "several responses of success",
            "#/paths/~1pets~1{id}/post",
        ),
        (
            with(|it| it["servers"] = json!([{ "url": "https://other.example" }])),
            "servers",
            "#/paths/~1pets~1{id}/post",
        ),
        (
            with(|it| it["parameters"] = json!([])),
            "the undeclared path parameter `id`",
            "#/paths/~1pets~1{id}/post",
        ),
    ] {
        let report = folder.report(&document(&operation, &json!({})));
        assert_eq!(lost(&report), [(construct.to_owned(), place.to_owned())]);
        assert!(
            folder.read("new.yaml").contains(&format!("# Lost: {construct} at ")),
            "{}",
            folder.read("new.yaml")
        );
    }
}

#[test]
fn schema_that_always_contains_itself_gets_an_optional_property() {
    let folder = TestDir::new();
    let reference = json!({ "$ref": "#/components/schemas/Other" });
    let mut vendor = with_property(&reference);
    vendor["components"]["schemas"]["Other"] =
        json!({ "type": "object", "required": ["next"], "properties": { "next": reference } });
    let report = folder.report(&vendor);
    assert_eq!(lost(&report), [("required".to_owned(), "#/components/schemas/Other".to_owned())]);
    assert!(folder.read("new.yaml").contains("next: { type: optional Other"), "{}", folder.read("new.yaml"));
}

/// A document whose operations require the security scheme `key`, or what the operation says.
fn with_security(scheme: &Value, of_operation: Option<Value>) -> Value {
    let mut operation = operation(&json!({}));
    if let Some(security) = of_operation {
        operation["security"] = security;
    }
    let mut vendor = document(&operation, &json!({}));
    vendor["components"]["securitySchemes"] =
        json!({ "key": scheme, "other": { "type": "apiKey", "in": "query", "name": "k" } });
    vendor["security"] = json!([{ "key": [] }]);
    vendor
}

#[test]
fn security_scheme_becomes_the_key_of_a_new_spec() {
    let folder = TestDir::new();
    for (scheme, expected) in [
        (json!({ "type": "apiKey", "in": "header", "name": "X-Key" }), "key: { header: x-key, environment:"),
        (
            json!({ "type": "http", "scheme": "bearer" }),
            "key: { header: authorization, scheme: Bearer, environment:",
        ),
        (
            json!({ "type": "http", "scheme": "SharedAccessKey" }),
            "key: { header: authorization, scheme: SharedAccessKey, environment:",
        ),
        (
            json!({ "type": "oauth2", "flows": {} }),
            "key: { header: authorization, scheme: Bearer, environment:",
        ),
    ] {
        let report = folder.report(&with_security(&scheme, None));
        assert_eq!(report["operations"][0]["lossless"], true, "{scheme}: {report}");
        let spec = folder.read("new.yaml");
        assert!(spec.contains(expected) && !spec.contains("key: none"), "{scheme}\n{spec}");
    }
}

#[test]
fn operation_without_security_is_sent_without_the_key() {
    let folder = TestDir::new();
    let scheme = json!({ "type": "http", "scheme": "bearer" });
    let vendor = with_security(&scheme, Some(json!([])));
    let report = folder.report(&vendor);
    assert_eq!(report["operations"][0]["lossless"], true, "{report}");
    assert!(folder.read("new.yaml").contains("    key: none\n"), "{}", folder.read("new.yaml"));
}

#[test]
fn other_security_is_a_loss_of_the_operation() {
    let folder = TestDir::new();
    let scheme = json!({ "type": "http", "scheme": "bearer" });
    for security in [json!([{ "other": [] }]), json!([{ "key": [], "other": [] }])] {
        let report = folder.report(&with_security(&scheme, Some(security.clone())));
        let place = "#/paths/~1pets~1{id}/post".to_owned();
        assert_eq!(lost(&report), [("security".to_owned(), place)], "{security}");
    }
}

#[test]
fn alternative_to_the_key_is_a_loss_of_the_operation() {
    let folder = TestDir::new();
    let scheme = json!({ "type": "http", "scheme": "bearer" });
    let report = folder.report(&with_security(&scheme, Some(json!([{ "key": [] }, { "other": [] }]))));
    let place = "#/paths/~1pets~1{id}/post".to_owned();
    assert_eq!(lost(&report), [("alternatives to the key (`security`)".to_owned(), place)]);
    assert!(!folder.read("new.yaml").contains("key: none"), "{}", folder.read("new.yaml"));
    // The key is sent where it is optional.
    let report = folder.report(&with_security(&scheme, Some(json!([{}, { "key": [] }]))));
    assert_eq!(report["operations"][0]["lossless"], true, "{report}");
}

#[test]
fn header_under_two_names_is_a_loss() {
    let folder = TestDir::new();
    let mut operation = operation(&json!({}));
    let header = |name: &str| json!({ "name": name, "in": "header", "schema": { "type": "string" } });
    let parameters = operation["parameters"].as_array_mut().expect("a list");
    parameters.extend([header("x-trace"), header("X-Trace")]);
    let place = format!("#/paths/~1pets~1{{id}}/post/parameters/{}", parameters.len() - 1);
    let report = folder.report(&document(&operation, &json!({})));
    assert_eq!(lost(&report), [("a header under two names".to_owned(), place)]);
    assert_eq!(folder.read("new.yaml").to_lowercase().matches("x-trace").count(), 1);
}

#[test]
fn null_that_cannot_be_sent_is_a_loss_of_the_operation() {
    let folder = TestDir::new();
    let text = json!({ "type": ["string", "null"] });
    let body =
        json!({ "type": "object", "required": ["a", "c"], "properties": { "a": text, "b": text, "c": {} } });
    let list = json!({ "type": "array", "items": body });
    let place = |name: &str| {
        let body = "#/paths/~1pets~1{id}/post/requestBody/content";
        format!("{body}/{name}")
    };
    let report = folder.report(&document(&operation(&list), &json!({})));
    let of_list = place("application~1json/schema/items/properties/a");
    assert_eq!(lost(&report), [("null in a required property of a request".to_owned(), of_list)]);

    // In a patch, a spec states it, if the document does.
    let mut patch = operation(&json!({}));
    patch["requestBody"]["content"] = json!({ "application/merge-patch+json": { "schema": list } });
    let report = folder.report(&document(&patch, &json!({})));
    assert_eq!(lost(&report), []);

    // There, null removes a property of any type.
    let body = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    patch["requestBody"]["content"] = json!({ "application/merge-patch+json": { "schema": body } });
    let report = folder.report(&document(&patch, &json!({})));
    let of_patch = place("application~1merge-patch+json/schema");
    assert_eq!(lost(&report), [("null in a merge patch".to_owned(), of_patch)]);

    let mut response = operation(&json!({}));
    response["responses"] =
        json!({ "200": { "description": "", "content": { "application/json": { "schema": list } } } });
    let report = folder.report(&document(&response, &json!({})));
    assert_eq!(report["operations"][0]["lossless"], true, "{report}");
}

#[test]
fn document_without_security_becomes_a_spec_without_a_key() {
    let folder = TestDir::new();
    let mut vendor = document(&operation(&json!({})), &json!({}));
    vendor["components"]["securitySchemes"] = json!({});
    let report = folder.report(&vendor);
    assert_eq!(report["operations"][0]["lossless"], true, "{report}");
    let spec = folder.read("new.yaml");
    assert!(!spec.contains("key:"), "{spec}");
}

#[test]
fn ways_of_sending_are_imported_without_a_loss() {
    let folder = TestDir::new();
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let mut operation = operation(&json!({ "type": "string" }));
    operation["requestBody"]["required"] = json!(false);
    operation["requestBody"]["content"] =
        json!({ "application/merge-patch+json": { "schema": { "type": "string" } } });
    operation["parameters"] = json!([
        { "name": "id", "in": "path", "required": true, "schema": list },
        { "name": "type", "in": "path", "required": true, "schema": { "type": "string" } },
        { "name": "commas", "in": "query", "explode": false, "schema": list },
        { "name": "spaces", "in": "query", "style": "spaceDelimited", "explode": false, "schema": list },
        { "name": "pipes", "in": "query", "style": "pipeDelimited", "explode": false, "schema": list },
        { "name": "repeated", "in": "query", "schema": list },
        { "name": "x-list", "in": "header", "schema": list },
    ]);
    let mut vendor = document(&operation, &json!({}));
    let path = vendor["paths"].as_object_mut().expect("paths").remove("/pets/{id}").expect("a path");
    vendor["paths"]["/pets/{id}.{type}:send/"] = path;
    vendor["paths"]["/"] = json!({ "head": { "responses": { "200": { "description": "" } } } });
    let report = folder.report(&vendor);
    assert_eq!(
        report["counts"],
        json!({ "imported": 2, "lossless": 2, "in_spec": 0, "left_out": 0 }),
        "{report}"
    );
    let spec = folder.read("new.yaml");
    for lines in [
        "    head: /\n",
        "    post: /pets/{id}.{type}:send/\n",
        "      id: { type: list of string, description: \"\" }\n",
        "      commas: { type: optional list of string, style: comma, description: \"\" }\n",
        "      spaces: { type: optional list of string, style: space, description: \"\" }\n",
        "      pipes: { type: optional list of string, style: pipe, description: \"\" }\n",
        "      repeated: { type: optional list of string, description: \"\" }\n",
        "      x-list: { type: optional list of string, description: \"\" }\n",
        "    body: optional string\n    content_type: application/merge-patch+json\n",
    ] {
        assert!(spec.contains(lines), "{lines}\n{spec}");
    }
}

#[test]
fn optional_body_of_a_get_request_is_a_loss() {
    let folder = TestDir::new();
    let mut vendor = document(&operation(&json!({})), &json!({}));
    let mut item = vendor["paths"]["/pets/{id}"]["post"].take();
    item["requestBody"]["required"] = json!(false);
    vendor["paths"]["/pets/{id}"] = json!({ "get": item });
    let report = folder.report(&vendor);
    let place = "#/paths/~1pets~1{id}/get/requestBody".to_owned();
    assert_eq!(lost(&report), [("an optional request body".to_owned(), place)]);
}

#[test]
fn encoded_references_are_followed() {
    let folder = TestDir::new();
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    for (name, reference) in [
        ("a b", "#/components/schemas/a%20b"),
        ("a/b", "#/components/schemas/a~1b"),
        ("Page[Pet]", "#/components/schemas/Page%5BPet%5D"),
    ] {
        let report =
            folder.report(&document(&operation(&json!({ "$ref": reference })), &json!({ name: object })));
        assert_eq!(report["operations"][0]["lossless"], true, "{report}");
        assert!(
            folder.read("new.yaml").contains("a: { type: optional string"),
            "{}",
            folder.read("new.yaml")
        );
    }
}
