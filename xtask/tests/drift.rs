//! `cargo xtask drift` end to end: the built program, with documents and responses of a pet store.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

mod documents;

#[path = "drift/known.rs"]
mod known;
#[path = "drift/patches.rs"]
mod patches;
#[path = "drift/requests.rs"]
mod requests;
#[path = "drift/schemas.rs"]
mod schemas;
#[path = "drift/types.rs"]
mod types;

const SPEC: &str = include_str!("drift/pets.yaml");
/// A document equivalent to the spec that uses many features of OpenAPI.
const SAME: &str = include_str!("drift/same.json");

/// The result of a run of the program.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// A folder with the spec in it.
struct TestDir(TempDir);

impl TestDir {
    fn new() -> Self {
        let dir = Self(tempfile::tempdir().expect("a folder"));
        dir.write("pets.yaml", SPEC);
        dir
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).expect("the file can be written");
        path
    }

    fn drift(&self, arguments: &[&str]) -> Run {
        let program = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["drift", "--spec", "pets.yaml"])
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Run { code: program.status.code(), stdout: text(program.stdout), stderr: text(program.stderr) }
    }

    /// The differences from a document, from the JSON report.
    fn differences(&self, text: &str, arguments: &[&str]) -> Vec<Value> {
        self.write("vendor.json", text);
        let run = self.drift(&[&["vendor.json", "--format", "json"], arguments].concat());
        assert!(run.stderr.is_empty(), "{}", run.stderr);
        let reports: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let differences = reports[0]["differences"].as_array().expect("a list").clone();
        assert_eq!(run.code, Some(i32::from(!differences.is_empty())));
        differences
    }
}

/// The fields that identify a difference.
fn identity(difference: &Value) -> (String, String, String) {
    let text = |key: &str| difference[key].as_str().expect(key).to_owned();
    (text("side"), text("subject"), text("name"))
}

/// The document with a part of it changed.
fn with(pointer: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut document: Value = serde_json::from_str(SAME).expect("JSON");
    change(document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")));
    document.to_string()
}

const LIST: &str = "/paths/~1v1~1pets/get";
const PET: &str = "/components/schemas/Animal";

#[test]
fn equivalent_document_agrees() {
    let dir = TestDir::new();
    dir.write("vendor.json", SAME);
    let run = dir.drift(&["vendor.json"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (
            Some(0),
            "vendor.json: not compared: cookies\n\
             vendor.json: no difference; in agreement: 3 endpoints, 6 parameters, 11 properties, 2 values\n"
        ),
        "{}",
        run.stderr
    );
}

#[test]
fn equivalent_yaml_and_version_3_0_agree() {
    let dir = TestDir::new();
    let document: Value = serde_json::from_str(SAME).expect("JSON");
    // A status need not be in quotes.
    let yaml = serde_yaml::to_string(&document).expect("YAML").replace("'422':", "422:");
    dir.write("vendor.yaml", &yaml);
    let older = SAME
        .replace("\"3.1.0\"", "\"3.0.3\"")
        .replace("\"type\": [\"boolean\", \"null\"]", "\"type\": \"boolean\", \"nullable\": true")
        .replace(
            "{ \"oneOf\": [{ \"type\": \"number\", \"maximum\": 90.0 }, { \"type\": \"null\" }],",
            "{ \"type\": \"number\", \"nullable\": true, \"maximum\": 90,",
        );
    assert_ne!(older.len(), SAME.len());
    dir.write("older.json", &older);
    let run = dir.drift(&["vendor.yaml", "older.json"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert_eq!(run.stdout.matches("no difference").count(), 2);
}

/// A rewrite of the document: the location and the new value.
type Rewording = (&'static str, fn(&mut Value));

/// Rewrites that do not change the meaning.
const OTHER_WORDS: &[Rewording] = &[
    ("/components/schemas/Animal/properties/id", |it| {
        *it = json!({ "$ref": "#/paths/~1v1~1pets~1{id}/get/parameters/0/schema" });
    }),
    ("/components/schemas/Person", |it| drop(remove(it, "type"))),
    ("/components/schemas/Animal/properties/parents", |it| drop(remove(it, "type"))),
    ("/components/schemas/Animal/properties/weight", |it| {
        *it = json!({ "type": ["integer", "number", "null"], "default": 1.5, "maximum": 90 });
    }),
    ("/components/schemas/Animal/properties/weight", |it| {
        it["oneOf"] = json!([{ "type": "number" }, { "type": "integer" }, { "type": "null" }]);
        it["maximum"] = json!(90);
    }),
    ("/components/schemas/Animal/properties/owner/anyOf/0", |it| *it = json!({ "enum": [null] })),
    ("/components/schemas/PetKind", |it| *it = json!({ "oneOf": [{ "enum": ["cat"] }, { "const": "dog" }] })),
    ("/paths/~1v1~1pets/get/responses", |it| it["default"] = remove(it, "200").expect("a response")),
    // An operation's parameter takes precedence over the path's.
    ("/paths/~1v1~1pets~1{id}/parameters", |it| {
        push(it, json!({ "name": "If-Match", "in": "header", "schema": { "type": "integer" } }));
    }),
];

#[test]
fn equivalent_notations_agree() {
    let dir = TestDir::new();
    for (pointer, change) in OTHER_WORDS {
        assert_eq!(dir.differences(&with(pointer, change), &[]), Vec::<Value>::new(), "{pointer}");
    }
}

#[test]
fn own_openapi_document_agrees() {
    let dir = TestDir::new();
    let written = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["openapi", "--spec", "pets.yaml", "--output", "spec.json"])
        .current_dir(dir.0.path())
        .status()
        .expect("the program starts");
    assert!(written.success());
    let run = dir.drift(&["spec.json"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(run.stdout.contains("3 endpoints, 6 parameters, 11 properties, 2 values"), "{}", run.stdout);
}

/// One drift: the change of the document that causes it, and the difference in the report.
type Case = (&'static str, fn(&mut Value), (&'static str, &'static str, &'static str));

/// One of each kind.
const DRIFTS: &[Case] = &[
    ("/paths", |it| drop(remove(it, "/v1/pets/{id}")), ("ours", "endpoint", "get_pet")),
    (LIST, |it| it["deprecated"] = json!(true), ("both", "deprecation", "find_pets")),
    (LIST, |it| it["responses"]["429"] = json!({ "description": "" }), ("theirs", "error", "find_pets.429")),
    ("/paths/~1v1~1pets/get/responses", |it| drop(remove(it, "422")), ("ours", "error", "find_pets.422")),
    (
        "/paths/~1v1~1pets/get/parameters",
        |it| push(it, json!({ "name": "q", "in": "query", "schema": { "type": "string" } })),
        ("theirs", "parameter", "find_pets.q"),
    ),
    (
        "/paths/~1v1~1pets/get/parameters",
        |it| drop(it.as_array_mut().expect("a list").remove(2)),
        ("ours", "parameter", "find_pets.colour"),
    ),
    (
        "/paths/~1v1~1pets/get/parameters/0",
        |it| it["required"] = json!(true),
        ("both", "presence", "find_pets.limit"),
    ),
    (
        "/paths/~1v1~1pets/get/parameters/0/schema",
        |it| it["default"] = json!(20),
        ("both", "default", "find_pets.limit"),
    ),
    (
        "/paths/~1v1~1pets/get/parameters/0/schema",
        |it| drop(remove(it, "default")),
        ("both", "default", "find_pets.limit"),
    ),
    (
        "/paths/~1v1~1pets/get/parameters/0/schema",
        |it| it["maximum"] = json!(50),
        ("both", "limit", "find_pets.limit"),
    ),
    (
        "/paths/~1v1~1pets/get/parameters/0/schema",
        |it| it["type"] = json!("string"),
        ("both", "type", "find_pets.limit"),
    ),
    (
        "/paths/~1v1~1pets/get/parameters/3",
        |it| drop(remove(it, "deprecated")),
        ("both", "deprecation", "find_pets.old"),
    ),
    ("/paths/~1v1~1pets/post", |it| drop(remove(it, "requestBody")), ("both", "type", "add_pet.body")),
    ("/components/responses/One", |it| drop(remove(it, "content")), ("both", "type", "get_pet.response")),
    (
        "/components/schemas/Animal/properties",
        |it| it["age"] = json!({ "type": "integer" }),
        ("theirs", "property", "Pet.age"),
    ),
    (
        "/components/schemas/Animal/properties",
        |it| drop(remove(it, "notes")),
        ("ours", "property", "Pet.notes"),
    ),
    (
        "/components/schemas/Animal/properties/id",
        |it| it["type"] = json!("integer"),
        ("both", "type", "Pet.id"),
    ),
    (
        "/components/schemas/Animal/properties/id",
        |it| it["type"] = json!(["string", "null"]),
        ("both", "presence", "Pet.id"),
    ),
    (
        "/components/schemas/Animal/properties/id",
        |it| it["enum"] = json!(["a", "b"]),
        ("both", "type", "Pet.id"),
    ),
    ("/components/schemas/Animal/required", |it| push(it, json!("anything")), ("both", "presence", "")),
    (
        "/components/schemas/Animal/properties/notes/additionalProperties",
        |it| it["type"] = json!("number"),
        ("both", "type", "Pet.notes"),
    ),
    (
        "/components/schemas/Animal/properties/parents",
        |it| it["items"] = json!({ "$ref": "#/components/schemas/Animal" }),
        ("both", "presence", "Pet.parents"),
    ),
    (
        "/components/schemas/Animal/properties/owner",
        |it| it["deprecated"] = json!(true),
        ("both", "deprecation", "Pet.owner"),
    ),
    ("/components/schemas/PetKind/enum", |it| push(it, json!("newt")), ("theirs", "value", "Species.newt")),
    (
        "/components/schemas/PetKind/enum",
        |it| drop(it.as_array_mut().expect("a list").remove(1)),
        ("ours", "value", "Species.cat"),
    ),
    ("/components/schemas/PetKind/enum", |it| push(it, json!(null)), ("both", "presence", "Pet.species")),
    (
        "/components/schemas/Animal/properties/weight",
        |it| {
            *it = json!({ "anyOf": [{ "type": "number" }, { "type": "string" }], "default": 1.5, "maximum": 90 });
        },
        ("both", "type", "Pet.weight"),
    ),
    (
        "/paths/~1v1~1pets/get/parameters",
        |it| push(it, json!({ "name": "limit", "in": "header", "schema": { "type": "integer" } })),
        ("theirs", "parameter", "find_pets.limit"),
    ),
    (
        "/components/schemas/Person/properties",
        |it| it["phone"] = json!({ "type": "string" }),
        ("theirs", "property", "Owner.phone"),
    ),
];

fn remove(value: &mut Value, key: &str) -> Option<Value> {
    value.as_object_mut().expect("an object").remove(key)
}

fn push(value: &mut Value, item: Value) {
    value.as_array_mut().expect("a list").push(item);
}

#[test]
fn each_drift_is_the_only_reported_difference() {
    let dir = TestDir::new();
    for (pointer, change, (side, subject, name)) in DRIFTS {
        let found = dir.differences(&with(pointer, change), &[]);
        let found: Vec<_> = found.iter().map(identity).collect();
        // A required nullable property is optional too, so this is not a difference.
        let expected = if name.is_empty() { Vec::new() } else { vec![(*side, *subject, *name)] };
        let expected: Vec<_> =
            expected.into_iter().map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())).collect();
        // A response that all operations share is reported for each of them.
        let found: Vec<_> = found.into_iter().filter(|(_, _, name)| name != "add_pet.response").collect();
        assert_eq!(found, expected, "{pointer}");
    }
}

#[test]
fn all_drifts_of_a_document_are_found_together() {
    let dir = TestDir::new();
    let mut document: Value = serde_json::from_str(SAME).expect("JSON");
    let picked = [2, 4, 7, 9, 11, 14, 16, 20, 22, 23, 25];
    for index in picked {
        let (pointer, change, _) = DRIFTS[index];
        change(document.pointer_mut(pointer).expect(pointer));
    }
    let text = document.to_string();
    let mut found: Vec<_> = dir.differences(&text, &[]).iter().map(identity).collect();
    let mut expected: Vec<_> = picked
        .iter()
        .map(|index| DRIFTS[*index].2)
        .map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()))
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn difference_is_reported_with_its_location_in_both_files() {
    let dir = TestDir::new();
    dir.write("vendor.json", &SAME.replace("\"maximum\": 100", "\"maximum\": 50"));
    let run = dir.drift(&["vendor.json"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.stdout,
        "~ limit find_pets.limit: maximum is `100` in the spec, `50` in the document\n    \
         spec:   pets.yaml:11:7\n    vendor: vendor.json:9:116\n\
         vendor.json: not compared: cookies\n\
         vendor.json: + 0 new, - 0 missing, ~ 1 different; in agreement: 3 endpoints, 5 parameters, \
         11 properties, 2 values\n"
    );
}

#[test]
fn location_in_a_yaml_file_is_reported() {
    let dir = TestDir::new();
    let document: Value = serde_json::from_str(SAME).expect("JSON");
    let yaml = serde_yaml::to_string(&document).expect("YAML").replace("maximum: 100", "maximum: 50");
    let line = 1 + yaml.lines().position(|line| line.contains("maximum: 50")).expect("a line");
    dir.write("vendor.yaml", &yaml);
    let run = dir.drift(&["vendor.yaml"]);
    assert!(run.stdout.contains(&format!("vendor: vendor.yaml:{line}:")), "{}", run.stdout);
}

#[test]
fn patched_spec_agrees() {
    let dir = TestDir::new();
    let mut document: Value = serde_json::from_str(SAME).expect("JSON");
    let properties = document.pointer_mut(&format!("{PET}/properties")).expect("properties");
    properties["age"] = json!({ "type": "integer", "default": 1, "minimum": 0 });
    properties["home"] = json!({ "$ref": "#/components/schemas/home_model" });
    let schemas = document.pointer_mut("/components/schemas").expect("schemas");
    schemas["home_model"] = json!({
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "$ref": "#/components/schemas/HomeKind" }, "next": { "$ref": "#/components/schemas/home_model" } }
    });
    schemas["HomeKind"] = json!({ "enum": ["house", "no", "2"] });
    push(&mut schemas["PetKind"]["enum"], json!("newt"));
    dir.write("vendor.json", &document.to_string());
    let run = dir.drift(&["vendor.json", "--patch"]);
    assert_eq!(run.code, Some(1));
    for lines in [
        "add to schemas.Pet.properties\n      age: { type: optional integer, default: 1, min: 0, description: \"\" }\n      home: { type: optional HomeModel, description: \"\" }\n",
        "add to schemas\n  HomeModel:\n    description: \"\"\n    properties:\n      kind: { type: HomeKind, description: \"\" }\n      next: { type: optional HomeModel, description: \"\" }\n",
        "  HomeKind:\n    description: \"\"\n    values:\n      house: \"\"\n      \"no\": \"\"\n      \"2\": \"\"\n",
        "add to enums.Species.values\n      newt: \"\"\n",
    ] {
        assert!(run.stdout.contains(lines), "{lines}\nin\n{}", run.stdout);
    }

    // Adds each section at its location.
    let section = |start: &str| {
        let (_, rest) = run.stdout.split_once(start).expect(start);
        rest.split("\n#").next().expect("lines").trim_start_matches('\n').to_owned()
    };
    let spec = SPEC
        .replace(
            "description: Any value. }\n",
            &format!("description: Any value. }}\n{}\n", section("add to schemas.Pet.properties")),
        )
        .replace(
            "enums:\n",
            &format!("{}\nenums:\n{}\n", section("add to schemas\n"), section("add to enums\n")),
        )
        .replace("dog: A dog.", "dog: A dog., newt: \"\"");
    dir.write("pets.yaml", &spec);
    let run = dir.drift(&["vendor.json"]);
    assert_eq!(run.code, Some(0), "{}{}\n{spec}", run.stdout, run.stderr);
}

#[test]
fn patch_without_differences_is_empty() {
    let dir = TestDir::new();
    dir.write("vendor.json", SAME);
    let run = dir.drift(&["vendor.json", "--patch"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""));
}

const RECORDED: &str = r#"{
  "pets": [
    { "id": "a", "species": "cat", "weight": 3, "parents": [null], "notes": { "food": "fish" }, "owner": { "name": "Ann" } },
    { "id": "b", "species": "dog", "weight": null, "parents": [], "notes": {} }
  ],
  "total": 2
}"#;

#[test]
fn matching_recorded_response_agrees() {
    let dir = TestDir::new();
    for arguments in [&[][..], &["--as", "PetList"]] {
        assert_eq!(dir.differences(RECORDED, arguments), Vec::<Value>::new());
    }
    let list: Value = serde_json::from_str(RECORDED).expect("JSON");
    assert_eq!(dir.differences(&list["pets"].to_string(), &["--as", "Pet"]), Vec::<Value>::new());
}

#[test]
fn name_that_is_a_yaml_boolean_stays_a_name() {
    let dir = TestDir::new();
    let document = with(&format!("{PET}/properties"), |it| it["true"] = json!({ "type": "string" }));
    let document: Value = serde_json::from_str(&document).expect("JSON");
    let yaml = serde_yaml::to_string(&document).expect("YAML").replace("'true':", "true:");
    let found: Vec<_> = dir.differences(&yaml, &[]).iter().map(identity).collect();
    assert_eq!(found, [("theirs".to_owned(), "property".to_owned(), "Pet.true".to_owned())]);
}

#[test]
fn only_header_names_are_case_insensitive() {
    let dir = TestDir::new();
    let other = with("/paths/~1v1~1pets/get/parameters/0", |it| it["name"] = json!("Limit"));
    let found: Vec<_> = dir.differences(&other, &[]).iter().map(identity).collect();
    let expected = [("theirs", "parameter", "find_pets.Limit"), ("ours", "parameter", "find_pets.limit")];
    assert_eq!(found, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
}

/// A type, a default in the spec, equal defaults in the document, and different ones.
const DEFAULTS: &[(&str, &str, &[&str], &[&str])] = &[
    ("boolean", "true", &["true"], &["false", "\"true\""]),
    ("string", "one", &["\"one\""], &["\"two\"", "1"]),
    ("integer", "10", &["10", "10.0"], &["11", "10.5", "true"]),
    ("double", "1.5", &["1.5", "15e-1"], &["1.25", "2"]),
    ("double", "2.0", &["2", "2.0"], &["3", "2.5"]),
];

#[test]
fn defaults_of_every_type_are_compared() {
    let dir = TestDir::new();
    for (ty, spec, same, others) in DEFAULTS {
        let attributes = format!("type: optional {ty}, default: {spec}");
        dir.write(
            "pets.yaml",
            &SPEC.replace("type: optional integer, default: 10, min: 1, max: 100", &attributes),
        );
        let vendor = |default: &str| {
            let name = if *ty == "double" { "number" } else { ty };
            let schema = format!("{{ \"type\": \"{name}\", \"default\": {default} }}");
            let schema: Value = serde_json::from_str(&schema).expect("JSON");
            with("/paths/~1v1~1pets/get/parameters/0/schema", |it| *it = schema)
        };
        for default in *same {
            assert_eq!(dir.differences(&vendor(default), &[]), Vec::<Value>::new(), "{spec}: {default}");
        }
        for default in *others {
            let found = dir.differences(&vendor(default), &[]);
            assert_eq!(found.len(), 1, "{spec}: {default}");
            assert_eq!(found[0]["subject"], "default", "{spec}: {default}");
        }
    }
}

#[test]
fn entries_without_a_schema_are_any() {
    let dir = TestDir::new();
    for (spec, vendor) in [
        ("map of any", json!({ "type": "object" })),
        ("map of optional any", json!({ "type": "object", "additionalProperties": true })),
        ("list of any", json!({ "type": "array" })),
    ] {
        dir.write(
            "pets.yaml",
            &SPEC.replace("notes: { type: map of string", &format!("notes: {{ type: {spec}")),
        );
        let document = with(&format!("{PET}/properties/notes"), |it| *it = vendor.clone());
        assert_eq!(dir.differences(&document, &[]), Vec::<Value>::new(), "{spec}");
        dir.write("pets.yaml", SPEC);
        assert_eq!(dir.differences(&document, &[]).len(), 1, "{vendor}");
    }
}

/// A property in the document, and its patch.
#[test]
fn patch_uses_the_spec_language() {
    let dir = TestDir::new();
    for (vendor, spec) in [
        (json!({ "type": "boolean", "default": true }), "optional boolean, default: true"),
        (json!({ "type": "number", "minimum": 0.5, "maximum": 2 }), "optional double, min: 0.5, max: 2"),
        (json!({ "type": "string", "default": "loud" }), "optional string, default: loud"),
        (json!({ "type": "string", "default": "no" }), "optional string, default: \"no\""),
        (json!({ "type": "string", "default": "very loud" }), "optional string, default: \"very loud\""),
        (json!({ "type": "string", "default": "2x" }), "optional string, default: \"2x\""),
        (
            json!({ "type": "array", "items": { "type": "integer" }, "default": [] }),
            "optional list of integer",
        ),
        (
            json!({ "type": "array", "items": { "type": ["integer", "null"] } }),
            "optional list of optional integer",
        ),
        (
            json!({ "type": "object", "additionalProperties": { "type": "array" } }),
            "optional map of list of any",
        ),
        (json!({ "enum": ["one", "two"] }), "optional PetBark"),
        // The component has another name in the spec.
        (json!({ "$ref": "#/components/schemas/Animal" }), "optional Pet"),
        (json!({ "type": "object", "properties": { "deep": {} } }), "optional PetBark"),
        (json!({ "type": "integer", "minimum": 0.0, "maximum": 9.5 }), "optional integer, min: 0, max: 9"),
        (
            json!({ "type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 10 }),
            "optional integer, min: 1, max: 9",
        ),
        (json!({ "type": "integer", "minimum": 3, "exclusiveMinimum": true }), "optional integer, min: 4"),
        (json!({ "type": "string", "maximum": 3, "default": 3 }), "optional string"),
        (
            json!({ "type": "number", "minimum": 3, "maximum": 2, "default": 1 }),
            "optional double, default: 1",
        ),
        (json!({ "type": "number", "maximum": 2, "default": 3 }), "optional double, max: 2"),
        (json!({ "enum": [1, 2] }), "optional PetBark"),
        (
            json!({ "type": "string", "deprecated": true }),
            "optional string, deprecated: The API's documentation says so.",
        ),
    ] {
        let document = with(&format!("{PET}/properties"), |it| it["bark"] = vendor.clone());
        dir.write("vendor.json", &document);
        let patch = dir.drift(&["vendor.json", "--patch"]).stdout;
        let line = format!("      bark: {{ type: {spec}, description: \"\" }}\n");
        assert!(patch.contains(&line), "{vendor}:\n{line}{patch}");
        let ty = spec.split(',').next().unwrap_or_default();
        let message = format!("Pet.bark: only the document has it, as `{ty}`");
        assert_eq!(dir.differences(&document, &[])[0]["message"], message.as_str());
    }
}

#[test]
fn required_property_is_patched_without_default() {
    let dir = TestDir::new();
    let document = with(PET, |it| {
        it["properties"]["bark"] = json!({ "type": "string", "default": "loud" });
        push(&mut it["required"], json!("bark"));
    });
    dir.write("vendor.json", &document);
    let patch = dir.drift(&["vendor.json", "--patch"]).stdout;
    assert!(patch.contains("      bark: { type: string, description: \"\" }\n"), "{patch}");
    assert_eq!(
        dir.differences(&document, &[])[0]["message"],
        "Pet.bark: only the document has it, as `string`"
    );
}

#[test]
fn parameters_and_errors_are_patched_in_their_sections() {
    let dir = TestDir::new();
    let document = with(LIST, |it| {
        push(
            &mut it["parameters"],
            json!({ "name": "q", "in": "query", "required": true, "schema": { "type": "string" } }),
        );
        push(
            &mut it["parameters"],
            json!({ "name": "x-old", "in": "header", "deprecated": true, "schema": { "type": "string" } }),
        );
        push(&mut it["parameters"], json!({ "name": "any", "in": "query" }));
        it["responses"]["429"] = json!({ "description": "" });
    });
    dir.write("vendor.json", &document);
    let patch = dir.drift(&["vendor.json", "--patch"]).stdout;
    for lines in [
        "add to endpoints.find_pets.query\n      q: { type: string, description: \"\" }\n      any: { type: optional string, description: \"\" }\n",
        "add to endpoints.find_pets.headers\n      x-old: { type: optional string, deprecated: The API's documentation says so., description: \"\" }\n",
        "add to endpoints.find_pets.errors\n      429: \"\"\n",
    ] {
        assert!(patch.contains(lines), "{lines}\nin\n{patch}");
    }
}

#[test]
fn no_agreement_is_reported() {
    let dir = TestDir::new();
    dir.write("vendor.json", &with("/paths", |it| *it = json!({})));
    let run = dir.drift(&["vendor.json"]);
    let last = "vendor.json: + 0 new, - 3 missing, ~ 0 different; nothing agrees\n";
    assert!(run.stdout.ends_with(last), "{}", run.stdout);
}

/// A spec whose schemas have these properties, required unless they end in a question mark.
fn spec_of(schemas: &[(&str, &[&str])]) -> String {
    let schema = |(name, properties): &(&str, &[&str])| {
        let property = |property: &&str| {
            let (name, ty) =
                property.split_once('?').map_or((*property, "any"), |(name, _)| (name, "optional any"));
            format!("      {name}: {{ type: {ty}, description: It. }}\n")
        };
        let properties: String = properties.iter().map(property).collect();
        format!("  {name}:\n    description: It.\n    properties:\n{properties}")
    };
    let (api, _) = SPEC.split_once("endpoints:").expect("endpoints");
    let get = "endpoints:\n  get_a: { get: /a, description: It., response: First }\n";
    format!("{api}{get}schemas:\n{}", schemas.iter().map(schema).collect::<String>())
}

#[test]
fn response_is_compared_with_the_best_matching_schema() {
    let dir = TestDir::new();
    let first = |run: &Run| run.stdout.lines().next().unwrap_or_default().to_owned();
    let guess = |response: &str| {
        dir.write("vendor.json", response);
        dir.drift(&["vendor.json"])
    };
    let many: &[&str] = &["a", "b", "c", "d", "e"];
    dir.write("pets.yaml", &spec_of(&[("First", many), ("Second", &["a", "f"])]));
    // Known properties count more than missing ones, and missing ones count.
    assert!(first(&guess(r#"{ "a": 1, "b": 1 }"#)).contains("First.c"));
    let run = guess(r#"{ "a": 1, "f": 1 }"#);
    assert_eq!(run.code, Some(0), "{}", run.stdout);

    // Only required properties count as missing.
    dir.write("pets.yaml", &spec_of(&[("First", &["a", "b"]), ("Second", &["a"])]));
    assert_eq!(guess(r#"{ "a": 1 }"#).code, Some(0));
    dir.write("pets.yaml", &spec_of(&[("First", &["a", "b?", "c?"]), ("Second", &["a", "d"])]));
    assert_eq!(guess(r#"{ "a": 1 }"#).code, Some(0));

    // A tie is an error, and so is a response that matches no schema.
    let unknown = "name it with --as";
    assert!(guess(r#"{ "z": 1 }"#).stderr.contains(unknown));
    dir.write("pets.yaml", &spec_of(&[("First", &["a", "b"]), ("Second", &["a", "c"])]));
    assert!(guess(r#"{ "a": 1 }"#).stderr.contains(unknown));
    dir.write("pets.yaml", &spec_of(&[("First", &["a"])]));
    assert!(guess(r#"{ "z": 1 }"#).stderr.contains(unknown));
    assert_eq!(guess(r#"{ "a": 1 }"#).code, Some(0));
}

#[test]
fn double_without_fraction_is_an_integer() {
    let dir = TestDir::new();
    dir.write("pets.yaml", &SPEC.replace("notes: { type: map of string", "notes: { type: map of integer"));
    let with = |note: &str| RECORDED.replace("{ \"food\": \"fish\" }", &format!("{{ \"food\": {note} }}"));
    for (note, fits) in [("3", true), ("3.0", true), ("3.5", false), ("\"3\"", false)] {
        let found = dir.differences(&with(note), &[]);
        assert_eq!(found.is_empty(), fits, "{note}: {found:?}");
    }
}

#[test]
fn differences_of_a_recorded_response_are_found() {
    let dir = TestDir::new();
    let text = RECORDED
        .replace("\"id\": \"a\"", "\"id\": 7, \"chip\": \"x\", \"tag\": 1")
        .replace("\"id\": \"b\", ", "\"chip\": \"y\", \"tag\": 2, ")
        .replace("\"dog\"", "\"newt\"")
        .replace("\"notes\": {} ", "\"notes\": null ")
        .replace("\"name\": \"Ann\"", "\"name\": null");
    let found = dir.differences(&text, &[]);
    let mut identity: Vec<_> = found.iter().map(identity).collect();
    identity.sort();
    let expected = [
        ("both", "presence", "Owner.name"),
        ("both", "presence", "Pet.id"),
        ("both", "presence", "Pet.notes"),
        ("both", "type", "Pet.id"),
        ("theirs", "property", "Pet.chip"),
        ("theirs", "property", "Pet.tag"),
        ("theirs", "value", "Species.newt"),
    ];
    assert_eq!(identity, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    let chip = found.iter().find(|difference| difference["name"] == "Pet.chip").expect("a difference");
    assert_eq!((&chip["times"], &chip["theirs"]["line"]), (&json!(2), &json!(3)));
    let run = dir.drift(&["vendor.json"]);
    for line in [
        "+ property Pet.chip: only the response has it, as a string (2 times)\n",
        "as an integer (2 times)\n",
    ] {
        assert!(run.stdout.contains(line), "{line}\nin\n{}", run.stdout);
    }
}

#[test]
fn patch_has_the_type_of_a_recorded_value() {
    let dir = TestDir::new();
    for (value, ty) in [
        ("null", "optional any"),
        ("true", "optional boolean"),
        ("7", "optional integer"),
        ("7.5", "optional double"),
        ("\"x\"", "optional string"),
        ("[7]", "optional list of any"),
        ("{}", "optional map of any"),
    ] {
        let chipped = format!("\"id\": \"a\", \"chip\": {value}");
        dir.write("vendor.json", &RECORDED.replace("\"id\": \"a\"", &chipped));
        let patch = dir.drift(&["vendor.json", "--patch"]).stdout;
        let line = format!("      chip: {{ type: {ty}, description: \"\" }}\n");
        assert!(patch.contains(&line), "{value}: {patch}");
    }
}

#[test]
fn unsupported_construct_is_named() {
    let dir = TestDir::new();
    let document = with(&format!("{PET}/properties/id"), |it| {
        *it = json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] });
    });
    let message = "Pet.id: `string` in the spec, one of several in the document";
    assert_eq!(dir.differences(&document, &[])[0]["message"], message);
}

#[test]
fn invalid_document_is_reported_in_one_line() {
    let dir = TestDir::new();
    let refused = |text: &str, arguments: &[&str]| {
        dir.write("vendor.json", text);
        let run = dir.drift(&[&["vendor.json"], arguments].concat());
        assert_eq!(run.code, Some(2), "{text}: {}", run.stdout);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
        run.stderr
    };
    assert!(
        refused("{\n  \"openapi\": \"3.1.0\",\n  oops }", &[]).contains("vendor.json:3:3: this is not JSON")
    );
    assert!(refused("a: [", &[]).contains("this is not YAML"));
    assert!(refused("{\"swagger\": \"2.0\"}", &[]).contains("version 3.0 or 3.1"));
    assert!(refused("7", &[]).contains("neither"));
    assert!(refused("{\"size\": 3}", &[]).contains("name it with --as"));
    assert!(refused("[]", &[]).contains("empty"));
    assert!(refused(RECORDED, &["--as", "PetLst"]).contains("a similar one is `PetList`"));
    assert!(refused(SAME, &["--as", "Pet"]).contains("remove --as"));
    let deep = "{\"parents\": [".repeat(10_000) + &"] }".repeat(10_000);
    assert!(refused(&deep, &["--as", "Pet"]).contains("more than 128 objects deep"));
    let run = dir.drift(&["none.json"]);
    assert!(run.code == Some(2) && run.stderr.contains("none.json"), "{}", run.stderr);
    let run = dir.drift(&[]);
    assert!(run.code == Some(2) && run.stderr.contains("the file to compare"), "{}", run.stderr);
}

#[test]
fn invalid_spec_is_reported_as_by_gen() {
    let dir = TestDir::new();
    dir.write("pets.yaml", &SPEC.replace("type: optional Owner", "type: optional Ownr"));
    dir.write("vendor.json", SAME);
    let run = dir.drift(&["vendor.json"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("unknown schema `Ownr`"), "{}", run.stderr);
}

#[test]
fn warnings_are_printed_on_request() {
    let dir = TestDir::new();
    dir.write("pets.yaml", &SPEC.replacen("    description: A pet.\n", "", 1));
    dir.write("vendor.json", SAME);
    assert_eq!(dir.drift(&["vendor.json"]).stderr, "");
    let warned = dir.drift(&["vendor.json", "--warnings"]);
    assert!(warned.stderr.contains("warning[no-description]"), "{}", warned.stderr);
}

/// A vendor's text must not control the reader's terminal.
#[test]
fn control_characters_are_printed_as_escapes() {
    let evil = "\u{1b}]0;evil\u{7}\u{202e}";
    let dir = TestDir::new();
    let parameter = json!({ "name": evil, "in": "query", "schema": { "type": "string", "enum": [evil] } });
    let document = with(&format!("{LIST}/parameters"), |parameters| push(parameters, parameter));
    dir.write("vendor.json", &document);
    dir.write("broken.json", &format!("{{ \"openapi\": \"3.1.0\" {evil}"));
    dir.write("broken.yaml", &format!("openapi: [{evil}"));
    for arguments in [
        &["vendor.json"][..],
        &["vendor.json", "--patch"],
        &["broken.json"],
        &["broken.yaml"],
        &[evil],
        &["x", evil],
    ] {
        let run = dir.drift(arguments);
        assert_ne!(run.code, Some(0));
        for printed in [run.stdout, run.stderr] {
            let is_unsafe = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
            assert!(!printed.contains(is_unsafe), "{arguments:?}: {printed:?}");
        }
    }
    assert!(dir.drift(&["vendor.json"]).stdout.contains(r"\u{1b}]0;evil"));
}

#[test]
fn operations_missing_from_the_spec_are_not_compared() {
    let dir = TestDir::new();
    let mut document: Value = serde_json::from_str(SAME).expect("JSON");
    for n in 0..300 {
        let schema = json!({ "type": "object", "properties": { "broken": { "$ref": "#/nowhere" }, "n": { "const": n } } });
        document["components"]["schemas"][format!("Filler{n}")] = schema;
        document["paths"][format!("/v1/filler/{n}")] = json!({ "get": { "responses": {} } });
    }
    assert_eq!(dir.differences(&document.to_string(), &[]), Vec::<Value>::new());
}

#[test]
fn cyclic_schemas_terminate() {
    let dir = TestDir::new();
    let cycle =
        with("/components/schemas/Person", |it| *it = json!({ "$ref": "#/components/schemas/Person" }));
    let found: Vec<_> = dir.differences(&cycle, &[]).iter().map(identity).collect();
    assert_eq!(found, [("both".to_owned(), "type".to_owned(), "Pet.owner".to_owned())]);
}

#[test]
fn single_agreement_is_reported_in_the_singular() {
    let dir = TestDir::new();
    dir.write("owner.json", r#"{ "name": "Ada" }"#);
    let run = dir.drift(&["owner.json", "--as", "Owner"]);
    assert_eq!(run.stdout, "owner.json: no difference; in agreement: 1 property\n");
}
