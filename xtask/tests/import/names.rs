//! Names of endpoints and types.

use std::fs;

use serde_json::{Value, json};

use super::TestDir;

/// A document with one operation per path, each with an operation id or none, and a response.
fn with_operations(operations: &[(&str, &str, Value)]) -> Value {
    let mut paths = json!({});
    for (path, id, schema) in operations {
        let response = json!({ "description": "", "content": { "application/json": { "schema": schema } } });
        paths[*path] = json!({ "get": { "responses": { "200": response } } });
        if !id.is_empty() {
            paths[*path]["get"]["operationId"] = json!(id);
        }
    }
    json!({ "openapi": "3.1.0", "info": { "title": "Store", "version": "1" }, "paths": paths, "components": { "schemas": {
        "HTTPError": { "type": "object", "properties": { "a": { "type": "string" } } },
        "Client": { "type": "object", "properties": { "b": { "type": "string" } } },
        "page-of[Pet]": { "type": "object", "properties": { "c": { "type": "string" } } },
    } } })
}

fn names(report: &Value, kind: &str) -> Vec<String> {
    let names = report["new"][kind].as_array().expect("a list").iter();
    names.map(|name| name.as_str().expect("text").to_owned()).collect()
}

#[test]
fn endpoints_are_named_after_operation_ids_or_routes() {
    let any = json!({});
    let folder = TestDir::new();
    let report = folder.report(&with_operations(&[
        ("/a", "listPets", any.clone()),
        ("/b/{id}", "get_pet_b__id__get", any.clone()),
        ("/v1/pets/{pet_id}/toys", "", any.clone()),
        ("/c", "new", any.clone()),
        ("/d", "list-pets", any.clone()),
        ("/e", "Voices.List", any.clone()),
        ("/f", "1", any.clone()),
        ("/g", "match", any),
    ]));
    let expected = [
        "list_pets",
        "get_pet",
        "get_new",
        "get_list_pets",
        "voices_list",
        "get_f",
        "match",
        "get_v1_pets_by_pet_id_toys",
    ];
    assert_eq!(names(&report, "endpoints"), expected);
}

#[test]
fn types_are_named_after_components_titles_or_places() {
    let inline = |title: &str, name: &str| {
        let mut schema = json!({ "type": "object", "properties": { name: { "type": "string" } } });
        if !title.is_empty() {
            schema["title"] = json!(title);
        }
        schema
    };
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let folder = TestDir::new();
    let report = folder.report(&with_operations(&[
        ("/a", "a", reference("HTTPError")),
        ("/b", "b", reference("Client")),
        ("/c", "c", reference("page-of[Pet]")),
        ("/d", "d", inline("Toy box", "x")),
        ("/e", "e", inline("Toy box", "y")),
        ("/f", "f", inline("", "z")),
        ("/g", "g", inline("HTTPError", "q")),
    ]));
    let expected = ["HTTPError", "ClientModel", "PageOfPet", "ToyBox", "EResponse", "FResponse", "GResponse"];
    assert_eq!(names(&report, "schemas"), expected);
}

#[test]
fn same_document_gives_the_same_text() {
    let folder = TestDir::new();
    let texts = [1, 2].map(|_| {
        let _ = fs::remove_file(folder.path("new.yaml"));
        folder.import(&["store.json", "--all", "--output", "new.yaml"]);
        folder.read("new.yaml")
    });
    assert_eq!(texts[0], texts[1]);
}

#[test]
fn servers_become_regions_with_distinct_names() {
    let folder = TestDir::new();
    let mut vendor = with_operations(&[("/a", "a", json!({}))]);
    vendor["servers"] = json!([
        { "url": "https://{host}/v1", "variables": { "host": { "default": "api.example.com" } } },
        { "url": "https://eu.example.com", "description": "Europe" },
        { "url": "https://eu2.example.com", "description": "Europe" },
        { "url": "https://us.example.com", "description": "" },
        { "url": "https://asia.example.com", "description": "The servers that are closest to most of Asia" },
        { "url": "/relative" },
    ]);
    folder.report(&vendor);
    let expected = "  base_url: https://api.example.com/v1
  regions:
    europe: https://eu.example.com
    europe_2: https://eu2.example.com
    us_example_com: https://us.example.com
    asia_example_com: https://asia.example.com
";
    assert!(folder.read("new.yaml").contains(expected), "{}", folder.read("new.yaml"));
}
