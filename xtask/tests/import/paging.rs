//! Pagination, which a document states in an extension that `cargo xtask openapi` writes.

use codegen::{ImportOptions, Source};
use serde_json::{Value, json};

/// Every form of pagination.
const FORMS: &str = include_str!("../../../tests/cases/paging_forms/spec.yaml");

/// The spec that is imported from a document, and whether that is lossless.
fn imported(document: &str) -> (String, bool) {
    let source = Source { name: "vendor.json", text: document };
    let imported = codegen::import(source, None, &ImportOptions::default())
        .unwrap_or_else(|error| panic!("{}", error.render(source)));
    let spec = imported.spec();
    checked(&spec);
    (spec, imported.is_lossless())
}

fn checked(spec: &str) -> codegen::CheckedSpec {
    let source = Source { name: "spec.yaml", text: spec };
    codegen::check(source).unwrap_or_else(|report| panic!("{}\n{spec}", report.render(source, false)))
}

fn written(spec: &str) -> Value {
    serde_json::from_str(&checked(spec).openapi()).expect("JSON")
}

/// The `paging` of each endpoint, by its name.
fn pagings(spec: &str) -> Vec<(String, Value)> {
    let document: Value = written(spec);
    let paths = document["paths"].as_object().expect("paths").values();
    let operations = paths.flat_map(|path| path.as_object().expect("operations").values());
    let paging = |operation: &Value| {
        (operation["operationId"].as_str().expect("an id").to_owned(), operation["x-paging"].clone())
    };
    operations.map(paging).collect()
}

#[test]
fn every_form_survives_a_round_trip() {
    let (spec, is_lossless) = imported(&checked(FORMS).openapi());
    assert!(is_lossless, "{spec}");
    let before = pagings(FORMS);
    assert!(before.len() > 10 && before.iter().all(|(_, paging)| paging.is_object()), "{before:#?}");
    assert_eq!(pagings(&spec), before);
    assert!(
        spec.contains(
            "    paging:\n      items: widgets\n      next: { header: x-next }\n      token: x-token\n"
        ),
        "{spec}"
    );
    assert!(spec.contains("      link: \"@odata.nextLink\"\n"), "{spec}");
    assert!(spec.contains("      items: data.list.widgets\n"), "{spec}");
}

#[test]
fn header_of_the_next_page_is_one_of_the_response() {
    let document = written(FORMS);
    let headers = |path: &str| document["paths"][path]["get"]["responses"]["200"]["headers"].clone();
    assert_eq!(headers("/header")["x-next"]["schema"], json!({ "type": "string" }));
    assert_eq!(headers("/link_header")["link"]["schema"], json!({ "type": "string" }));
    assert_eq!(headers("/link"), Value::Null);
}

/// The document of one list with this extension.
fn list(paging: &Value) -> Value {
    let text = json!({ "type": "string" });
    let properties = json!({
        "pets": { "type": "array", "items": { "$ref": "#/components/schemas/Pet" } },
        "data": { "$ref": "#/components/schemas/Data" },
        "maybe": { "$ref": "#/components/schemas/Data" },
        "next": text, "more": { "type": "boolean" }, "count": { "type": "integer" },
    });
    let parameter =
        |name: &str, place: &str, ty: &str| json!({ "name": name, "in": place, "schema": { "type": ty } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": "1" },
        "servers": [{ "url": "https://pets.example" }],
        "paths": { "/pets": { "get": {
            "operationId": "find_pets",
            "parameters": [
                parameter("page", "query", "integer"), parameter("token", "query", "string"),
                parameter("x-token", "header", "string"), parameter("x-page", "header", "integer"),
            ],
            "responses": { "200": { "description": "", "content": {
                "application/json": { "schema": { "$ref": "#/components/schemas/PetList" } },
            } } },
            "x-paging": paging,
        } } },
        "components": { "schemas": {
            "PetList": { "type": "object", "properties": properties, "required": ["pets", "data", "count"] },
            "Data": { "type": "object", "required": ["pets"], "properties": {
                "pets": { "type": "array", "items": { "$ref": "#/components/schemas/Pet" } },
                "names": { "type": "array", "items": text }, "next": text,
            } },
            "Pet": { "type": "object", "properties": { "name": text } },
        } },
    })
}

#[test]
fn extension_that_fits_is_imported() {
    for paging in [
        json!({ "items": "pets", "page": "page" }),
        json!({ "items": "data.pets", "more": "more", "next": "maybe.next", "token": "x-token" }),
        json!({ "items": "pets", "next": { "header": "X-Next" }, "token": "token", "total": "count" }),
        json!({ "items": "pets", "page": "page", "pages": "count" }),
        json!({ "items": "pets", "link": { "header": "Link" } }),
    ] {
        let (spec, is_lossless) = imported(&list(&paging).to_string());
        assert!(is_lossless && spec.contains("    paging:\n"), "{paging}\n{spec}");
    }
}

#[test]
fn extension_that_does_not_fit_is_a_loss() {
    for paging in [
        json!(true),
        json!([]),
        json!({}),
        json!({ "items": "pets" }),
        json!({ "page": "page" }),
        json!({ "items": "pets", "page": "page", "link": "next" }),
        json!({ "items": "pets", "next": "next" }),
        json!({ "items": "pets", "token": "token" }),
        json!({ "items": "pets", "page": "page", "itemz": "pets" }),
        json!({ "items": "pets", "page": 1 }),
        json!({ "items": "pets", "page": { "header": "x-page" } }),
        json!({ "items": "pets", "page": "x-page" }),
        json!({ "items": "pets", "page": "token" }),
        json!({ "items": "pets", "page": "other" }),
        json!({ "items": "pets", "link": "next", "pages": "count" }),
        json!({ "items": "pets", "link": "count" }),
        json!({ "items": "pets", "link": { "header": "no header" } }),
        json!({ "items": "pets", "link": { "head": "link" } }),
        json!({ "items": "pets", "link": "other" }),
        json!({ "items": "pets", "more": "next", "page": "page" }),
        json!({ "items": "more", "page": "page" }),
        json!({ "items": "data.names", "page": "page" }),
        json!({ "items": "data.cats", "page": "page" }),
        json!({ "items": "maybe.pets", "page": "page" }),
        json!({ "items": "pets.name", "page": "page" }),
        json!({ "items": { "header": "x-pets" }, "page": "page" }),
    ] {
        let (spec, is_lossless) = imported(&list(&paging).to_string());
        assert!(!is_lossless && !spec.contains("paging:"), "{paging}\n{spec}");
    }
}

#[test]
fn schema_that_two_operations_paginate_differently_is_imported_with_one_of_them() {
    let mut document = list(&json!({ "items": "pets", "page": "page" }));
    let mut other = document["paths"]["/pets"]["get"].clone();
    other["operationId"] = "find_more_pets".into();
    other["x-paging"] = json!({ "items": "data.pets", "page": "page" });
    document["paths"]["/more_pets"]["get"] = other;
    let (spec, is_lossless) = imported(&document.to_string());
    assert!(!is_lossless && spec.matches("paging:").count() == 1, "{spec}");
}

#[test]
fn pagination_is_never_guessed() {
    let mut document = list(&Value::Null);
    document["paths"]["/pets"]["get"].as_object_mut().expect("an operation").remove("x-paging");
    let (spec, is_lossless) = imported(&document.to_string());
    assert!(is_lossless && !spec.contains("paging:"), "{spec}");
}
