//! `cargo xtask openapi` end to end: the built program, and a spec that uses the whole language.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

const SPEC: &str = "\
api:
  title: Pets
  description: Pets and their toys.
  base_url: https://pets.example/
  regions: { eu: https://eu.pets.example }
  key: { header: x-pet-key, environment: PET_KEY }
  response_headers: { request_id: request-id, trace_id: x-trace }
  error_body: { property: detail, code: code }
endpoints:
  add_pet:
    post: /v1/pets
    description: Adds a pet.
    headers: { if-match: { type: optional string, description: The version expected. } }
    body: Pet
    response: Pet
    errors: { 422: Invalid parameter., 404: Not found. }
  find_pets:
    get: /v1/pets
    description: Finds pets.
    query:
      owner: { type: string, description: Identifier of the owner. }
      limit: { type: optional integer, default: 10, min: 1, max: 100, description: Number of items. }
      species: { type: optional Species, default: cat, description: Filter by species. }
      colour: { type: optional list of string, deprecated: Not used., description: Filter by colours. }
    response: list of Pet
  drop_toy:
    delete: /v1/pets/{pet_id}/toys/{toy}
    description: Removes a toy.
    deprecated: Use another endpoint.
    path: { pet_id: { type: string, description: The pet. }, toy: { type: integer, description: The toy. } }
schemas:
  Pet:
    description: A pet.
    properties:
      id: { type: string, description: Its id. }
      weight: { type: optional double, unit: kilograms, max: 90.5, description: Total weight. }
      total: { type: optional integer, documented: integer, because: It was missing., description: Count. }
      parents: { type: list of optional Pet, description: Known parents. }
      notes: { type: optional map of list of boolean, description: Notes. }
      friend: { type: optional Pet, deprecated: Fell out., description: A friend. }
      anything: { type: optional any, description: Any value. }
enums:
  Species:
    description: Kinds.
    values: { cat: A cat., dog: { description: A dog., deprecated: No longer sold. } }
";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let program =
        Command::new(env!("CARGO_BIN_EXE_xtask")).arg("openapi").args(arguments).current_dir(folder).output();
    program.expect("the program starts")
}

fn place(spec: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("pets.yaml"), spec).expect("the file can be written");
    folder
}

fn document() -> Value {
    let output = run(place(SPEC).path(), &["--spec", "pets.yaml"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn document_has_info_and_servers() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["title"], "Pets");
    assert_eq!(document["info"]["description"], "Pets and their toys.");
    assert_eq!(
        document["servers"],
        json!([{ "url": "https://pets.example" }, { "url": "https://eu.pets.example", "description": "eu" }])
    );
    assert_eq!(document["security"], json!([{ "api_key": [] }]));
    assert_eq!(
        document["components"]["securitySchemes"],
        json!({ "api_key": { "type": "apiKey", "in": "header", "name": "x-pet-key" } })
    );
}

#[test]
fn operations_of_one_path_share_a_path_item() {
    let paths = &document()["paths"];
    let add = &paths["/v1/pets"]["post"];
    assert_eq!((&add["operationId"], &add["summary"]), (&json!("add_pet"), &json!("Add Pet")));
    let pet = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } } });
    assert_eq!(add["requestBody"], json!({ "required": true, "content": pet }));
    assert_eq!(
        add["parameters"],
        json!([{
            "name": "if-match", "in": "header", "description": "The version expected.", "required": false,
            "schema": { "type": "string" }
        }])
    );
    assert_eq!(add["responses"]["200"]["content"], pet);
    let headers = add["responses"]["200"]["headers"].as_object().expect("headers");
    assert_eq!(headers.keys().collect::<Vec<_>>(), ["request-id", "x-trace"]);
    assert_eq!(add["responses"]["404"]["description"], "Not found.");
    let error = &add["responses"]["422"]["content"]["application/json"]["schema"];
    assert_eq!(*error, json!({ "$ref": "#/components/schemas/Error" }));

    let find = &paths["/v1/pets"]["get"];
    assert_eq!(find["operationId"], "find_pets");
    assert_eq!(
        find["responses"]["200"]["content"]["application/json"]["schema"],
        json!({ "type": "array", "items": { "$ref": "#/components/schemas/Pet" } })
    );

    let drop = &paths["/v1/pets/{pet_id}/toys/{toy}"]["delete"];
    assert_eq!(drop["deprecated"], true);
    assert_eq!(drop["description"], "Removes a toy. Deprecated: Use another endpoint.");
    assert!(drop["responses"]["200"].get("content").is_none());
}

#[test]
fn parameters_have_the_constraints_of_the_spec() {
    let document = document();
    let parameters = document["paths"]["/v1/pets"]["get"]["parameters"].as_array().expect("a list");
    let properties: Vec<_> =
        parameters.iter().map(|p| (&p["name"], &p["in"], &p["required"], &p["schema"])).collect();
    let int = json!({ "type": "integer", "format": "int64", "default": 10, "minimum": 1, "maximum": 100 });
    let expected = [
        (json!("owner"), json!(true), json!({ "type": "string" })),
        (json!("limit"), json!(false), int),
        (json!("species"), json!(false), json!({ "$ref": "#/components/schemas/Species", "default": "cat" })),
        (json!("colour"), json!(false), json!({ "type": "array", "items": { "type": "string" } })),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(name, required, schema)| (name, &parameters[0]["in"], required, schema))
        .collect();
    assert_eq!(properties, expected);
    assert_eq!(parameters[3]["deprecated"], true);
    assert_eq!(parameters[3]["description"], "Filter by colours. Deprecated: Not used.");
    let toy = &document["paths"]["/v1/pets/{pet_id}/toys/{toy}"]["delete"]["parameters"][1];
    assert_eq!((&toy["in"], &toy["required"]), (&json!("path"), &json!(true)));
}

#[test]
fn schemas_have_the_types_of_the_spec_and_the_documented_ones() {
    let pet = &document()["components"]["schemas"]["Pet"];
    let reference = json!({ "$ref": "#/components/schemas/Pet" });
    let nothing = json!({ "type": "null" });
    // The observed type, not the documented one.
    assert_eq!(pet["required"], json!(["id", "parents"]));
    let expected = json!({
        "id": { "type": "string", "description": "Its id." },
        "weight": { "type": ["number", "null"], "format": "double", "maximum": 90.5, "description": "Total weight. In kilograms." },
        "total": {
            "type": ["integer", "null"], "format": "int64",
            "description": "Count. Documented as `integer`, but: It was missing.",
            "x-documented": { "type": "integer", "format": "int64" }
        },
        "parents": { "type": "array", "items": { "anyOf": [reference, nothing] }, "description": "Known parents." },
        "notes": {
            "type": ["object", "null"],
            "additionalProperties": { "type": "array", "items": { "type": "boolean" } },
            "description": "Notes."
        },
        "friend": { "anyOf": [reference, nothing], "description": "A friend. Deprecated: Fell out.", "deprecated": true },
        "anything": { "description": "Any value." }
    });
    assert_eq!(pet["properties"], expected);
}

#[test]
fn parameters_have_documented_types_as_well() {
    let spec = SPEC.replace(
        "owner: { type: string,",
        "owner: { type: optional string, documented: string, because: It works without., default: me,",
    );
    let folder = place(&spec);
    let output = run(folder.path(), &["--spec", "pets.yaml"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        document["paths"]["/v1/pets"]["get"]["parameters"][0],
        json!({
            "name": "owner", "in": "query", "description": "Identifier of the owner. Documented as `string`, but: It works without.",
            "required": false,
            "schema": { "type": "string", "default": "me", "x-documented": { "type": "string", "default": "me" } }
        })
    );
    fs::write(folder.path().join("openapi.json"), output.stdout).expect("the file can be written");
    let drift = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["drift", "openapi.json", "--spec", "pets.yaml"])
        .current_dir(folder.path())
        .output()
        .expect("the program starts");
    assert_eq!(drift.status.code(), Some(0), "{}", String::from_utf8_lossy(&drift.stdout));
}

#[test]
fn error_bodies_match_what_the_client_understands() {
    let text = json!({ "type": "string" });
    let problem = json!({
        "type": "object",
        "properties": {
            "loc": { "type": "array", "items": { "anyOf": [text, { "type": "integer" }] } }, "msg": text, "type": text
        }
    });
    let expected = json!({
        "type": "object",
        "description": "What went wrong.",
        "properties": {
            "detail": {
                "anyOf": [
                    { "type": "object", "properties": { "code": text } },
                    { "type": "array", "items": problem },
                    text
                ]
            }
        }
    });
    assert_eq!(document()["components"]["schemas"]["Error"], expected);
}

#[test]
fn enums_list_values_with_descriptions() {
    assert_eq!(
        document()["components"]["schemas"]["Species"],
        json!({
            "type": "string",
            "description": "Kinds.",
            "enum": ["cat", "dog"],
            "x-enumDescriptions": { "cat": "A cat.", "dog": "A dog. Deprecated: No longer sold." }
        })
    );
}

#[test]
fn enum_of_integers_lists_integers() {
    let spec = format!(
        "{SPEC}  Level: {{ description: Levels., type: integer, values: {{ 1: Low., -2: {{ description: Off. }} }} }}\n"
    );
    let output = run(place(&spec).path(), &["--spec", "pets.yaml"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        document["components"]["schemas"]["Level"],
        json!({
            "type": "integer",
            "format": "int64",
            "description": "Levels.",
            "enum": [1, -2],
            "x-enumDescriptions": { "1": "Low.", "-2": "Off." }
        })
    );
}

#[test]
fn unions_are_alternatives() {
    let spec = format!(
        "{SPEC}unions:
  Animal:
    description: An animal.
    tag: kind
    variants: {{ cat: Pet, dog: {{ type: Pet, description: Barks. }} }}
  Input:
    description: Text or a pet.
    variants: {{ text: string, pet: {{ type: Pet, deprecated: Unused., description: A pet. }} }}
"
    );
    let output = run(place(&spec).path(), &["--spec", "pets.yaml"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let schemas = &document["components"]["schemas"];
    let pet = "#/components/schemas/Pet";
    assert_eq!(
        schemas["Animal"],
        json!({
            "description": "An animal.",
            "oneOf": [{ "$ref": pet }],
            "discriminator": { "propertyName": "kind", "mapping": { "cat": pet, "dog": pet } },
            "x-variantDescriptions": { "dog": "Barks." }
        })
    );
    let pet = json!({ "title": "pet", "$ref": pet, "description": "A pet. Deprecated: Unused.", "deprecated": true });
    assert_eq!(
        schemas["Input"],
        json!({ "description": "Text or a pet.", "anyOf": [{ "title": "text", "type": "string" }, pet] })
    );
}

#[test]
fn every_reference_resolves() {
    fn check_references(value: &Value, root: &Value) {
        match value {
            Value::Object(members) => members.iter().for_each(|(key, value)| match (key.as_str(), value) {
                ("$ref", Value::String(to)) => assert!(root.pointer(&to[1..]).is_some(), "{to}"),
                _ => check_references(value, root),
            }),
            Value::Array(items) => items.iter().for_each(|item| check_references(item, root)),
            _ => {}
        }
    }
    let output = run(place(SPEC).path(), &[]);
    for document in [document(), serde_json::from_slice(&output.stdout).expect("JSON")] {
        check_references(&document, &document);
    }
}

#[test]
fn document_is_deterministic_and_in_spec_order() {
    let folder = place(SPEC);
    let first = run(folder.path(), &["--spec", "pets.yaml"]).stdout;
    let written = run(folder.path(), &["--spec", "pets.yaml", "--output", "openapi.json"]);
    assert!(written.status.success() && written.stdout.is_empty());
    assert_eq!(fs::read(folder.path().join("openapi.json")).expect("the file"), first);
    let text = String::from_utf8(first).expect("text");
    let order = [
        "\"openapi\"",
        "\"info\"",
        "\"servers\"",
        "\"paths\"",
        "\"add_pet\"",
        "\"find_pets\"",
        "\"components\"",
        "\"weight\"",
        "\"total\"",
        "\"Species\"",
    ];
    let places: Vec<_> = order.iter().map(|key| text.find(key).unwrap_or_else(|| panic!("{key}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn io_errors_exit_2() {
    let folder = place(&SPEC.replace("type: optional Species", "type: optional Specie"));
    let wrong = run(folder.path(), &["--spec", "pets.yaml", "--output", "openapi.json"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("unknown enum `Specie`"));
    assert!(!folder.path().join("openapi.json").exists());

    let folder = place(SPEC);
    let output = run(folder.path(), &["--spec", "pets.yaml", "--output", "none/openapi.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write none/openapi.json"));
    assert_eq!(run(folder.path(), &["--outptu", "x"]).status.code(), Some(2));
    assert_eq!(run(folder.path(), &["--spec", "pets.yaml", "--output", ""]).status.code(), Some(2));
    let help = run(folder.path(), &["--help"]);
    assert!(help.status.success() && String::from_utf8_lossy(&help.stdout).contains("--output FILE"));
}

#[test]
fn output_path_of_the_spec_is_an_error() {
    let folder = place(SPEC);
    fs::create_dir(folder.path().join("sub")).expect("a folder");
    let mut paths = vec!["pets.yaml", "./pets.yaml", "sub/../pets.yaml"];
    if cfg!(unix) {
        std::os::unix::fs::symlink("pets.yaml", folder.path().join("link.json")).expect("a link");
        paths.push("link.json");
    }
    for path in paths {
        let run = run(folder.path(), &["--spec", "pets.yaml", "--output", path]);
        let error = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(
            (run.status.code(), error),
            (
                Some(2),
                format!("error: cannot write {path}: it is the spec; name another file with --output\n")
            )
        );
        assert_eq!(fs::read_to_string(folder.path().join("pets.yaml")).expect("the file exists"), SPEC);
    }
    // An earlier output is overwritten.
    for _ in 0..2 {
        let run = run(folder.path(), &["--spec", "pets.yaml", "--output", "openapi.json"]);
        assert!(run.status.success());
    }
}

#[test]
fn warnings_are_printed_on_request() {
    let folder = place(&SPEC.replace("    description: A pet.\n", ""));
    let quiet = run(folder.path(), &["--spec", "pets.yaml"]);
    assert!(quiet.status.success() && quiet.stderr.is_empty());
    let warned = run(folder.path(), &["--spec", "pets.yaml", "--warnings"]);
    assert!(warned.status.success());
    assert!(String::from_utf8_lossy(&warned.stderr).contains("warning[no-description]"));
    assert_eq!(warned.stdout, quiet.stdout);
}
