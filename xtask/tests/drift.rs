//! `cargo xtask drift` as a maintainer meets it: the built program, documents and responses of a pet store's.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

const SPEC: &str = include_str!("drift/pets.yaml");
/// A document that says the same as the spec, in as many ways as OpenAPI has.
const SAME: &str = include_str!("drift/same.json");

/// What a run of the program came to.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// A folder with the spec in it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        place.write("pets.yaml", SPEC);
        place
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).expect("it can be written");
        path
    }

    fn drift(&self, arguments: &[&str]) -> Run {
        let program = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["drift", "--spec", "pets.yaml"])
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Run { code: program.status.code(), stdout: text(program.stdout), stderr: text(program.stderr) }
    }

    /// The differences from a document, as machines read them.
    fn differences(&self, text: &str, arguments: &[&str]) -> Vec<Value> {
        self.write("theirs.json", text);
        let run = self.drift(&[&["theirs.json", "--format", "json"], arguments].concat());
        assert!(run.stderr.is_empty(), "{}", run.stderr);
        let reports: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let differences = reports[0]["differences"].as_array().expect("a list").clone();
        assert_eq!(run.code, Some(i32::from(!differences.is_empty())));
        differences
    }
}

/// The facts of a difference by which it is told from others.
fn facts(difference: &Value) -> (String, String, String) {
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
fn a_document_that_says_the_same_agrees() {
    let place = Place::new();
    place.write("theirs.json", SAME);
    let run = place.drift(&["theirs.json"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (
            Some(0),
            "theirs.json: no difference; in agreement: 3 endpoints, 6 parameters, 11 properties, 2 values\n"
        ),
        "{}",
        run.stderr
    );
}

#[test]
fn the_same_in_yaml_and_in_version_3_0_agrees() {
    let place = Place::new();
    let document: Value = serde_json::from_str(SAME).expect("JSON");
    place.write("theirs.yaml", &serde_yaml::to_string(&document).expect("YAML"));
    let older = SAME
        .replace("\"3.1.0\"", "\"3.0.3\"")
        .replace("\"type\": [\"boolean\", \"null\"]", "\"type\": \"boolean\", \"nullable\": true")
        .replace(
            "{ \"oneOf\": [{ \"type\": \"number\", \"maximum\": 90.0 }, { \"type\": \"null\" }],",
            "{ \"type\": \"number\", \"nullable\": true, \"maximum\": 90,",
        );
    assert_ne!(older.len(), SAME.len());
    place.write("older.json", &older);
    let run = place.drift(&["theirs.yaml", "older.json"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert_eq!(run.stdout.matches("no difference").count(), 2);
}

#[test]
fn our_own_document_agrees() {
    let place = Place::new();
    let written = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["openapi", "--spec", "pets.yaml", "--output", "ours.json"])
        .current_dir(place.0.path())
        .status()
        .expect("it runs");
    assert!(written.success());
    let run = place.drift(&["ours.json"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(run.stdout.contains("3 endpoints, 6 parameters, 11 properties, 2 values"), "{}", run.stdout);
}

/// One drift, what it is made by, and how it is told.
type Case = (&'static str, fn(&mut Value), (&'static str, &'static str, &'static str));

/// One of each kind.
const DRIFTS: &[Case] = &[
    ("/paths", |it| drop(remove(it, "/v1/pets/{id}")), ("ours", "endpoint", "get_pet")),
    (LIST, |it| it["deprecated"] = json!(true), ("both", "deprecation", "find_pets")),
    (LIST, |it| it["responses"]["429"] = json!({ "description": "" }), ("theirs", "error", "find_pets: 429")),
    ("/paths/~1v1~1pets/get/responses", |it| drop(remove(it, "422")), ("ours", "error", "find_pets: 422")),
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
    ("/paths/~1v1~1pets/post", |it| drop(remove(it, "requestBody")), ("both", "type", "the body of add_pet")),
    (
        "/components/responses/One",
        |it| drop(remove(it, "content")),
        ("both", "type", "the response of get_pet"),
    ),
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
        ("both", "type", "an entry of Pet.notes"),
    ),
    (
        "/components/schemas/Animal/properties/parents",
        |it| it["items"] = json!({ "$ref": "#/components/schemas/Animal" }),
        ("both", "presence", "an entry of Pet.parents"),
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
fn each_drift_is_found_and_nothing_else() {
    let place = Place::new();
    for (pointer, change, (side, subject, name)) in DRIFTS {
        let found = place.differences(&with(pointer, change), &[]);
        let found: Vec<_> = found.iter().map(facts).collect();
        // That something nullable is required as well is no difference: it is optional all the same.
        let expected = if name.is_empty() { Vec::new() } else { vec![(*side, *subject, *name)] };
        let expected: Vec<_> =
            expected.into_iter().map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())).collect();
        // A response that all operations share is told for each of them.
        let found: Vec<_> =
            found.into_iter().filter(|(_, _, name)| name != "the response of add_pet").collect();
        assert_eq!(found, expected, "{pointer}");
    }
}

#[test]
fn all_drifts_of_a_document_are_found_together() {
    let place = Place::new();
    let mut document: Value = serde_json::from_str(SAME).expect("JSON");
    let picked = [2, 4, 7, 9, 11, 14, 16, 20, 22, 23, 25];
    for index in picked {
        let (pointer, change, _) = DRIFTS[index];
        change(document.pointer_mut(pointer).expect(pointer));
    }
    let text = document.to_string();
    let mut found: Vec<_> = place.differences(&text, &[]).iter().map(facts).collect();
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
fn a_difference_is_shown_with_its_place_in_both_files() {
    let place = Place::new();
    place.write("theirs.json", &SAME.replace("\"maximum\": 100", "\"maximum\": 50"));
    let run = place.drift(&["theirs.json"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.stdout,
        "~ limit find_pets.limit: the greatest value is `100` here, the greatest value is `50` there\n    \
         ours:   pets.yaml:11:7\n    theirs: theirs.json:9:116\n\
         theirs.json: + they have 0, - we have 0, ~ 1 differ; in agreement: 3 endpoints, 5 parameters, \
         11 properties, 2 values\n"
    );
}

#[test]
fn the_place_in_a_yaml_file_is_shown_as_well() {
    let place = Place::new();
    let document: Value = serde_json::from_str(SAME).expect("JSON");
    let yaml = serde_yaml::to_string(&document).expect("YAML").replace("maximum: 100", "maximum: 50");
    let line = 1 + yaml.lines().position(|line| line.contains("maximum: 50")).expect("a line");
    place.write("theirs.yaml", &yaml);
    let run = place.drift(&["theirs.yaml"]);
    assert!(run.stdout.contains(&format!("theirs: theirs.yaml:{line}:")), "{}", run.stdout);
}

#[test]
fn the_patch_makes_the_spec_agree() {
    let place = Place::new();
    let mut document: Value = serde_json::from_str(SAME).expect("JSON");
    let properties = document.pointer_mut(&format!("{PET}/properties")).expect("it");
    properties["age"] = json!({ "type": "integer", "default": 1, "minimum": 0 });
    properties["home"] = json!({ "$ref": "#/components/schemas/home_model" });
    let schemas = document.pointer_mut("/components/schemas").expect("it");
    schemas["home_model"] = json!({
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "$ref": "#/components/schemas/HomeKind" }, "next": { "$ref": "#/components/schemas/home_model" } }
    });
    schemas["HomeKind"] = json!({ "enum": ["house", "no", "2"] });
    push(&mut schemas["PetKind"]["enum"], json!("newt"));
    place.write("theirs.json", &document.to_string());
    let run = place.drift(&["theirs.json", "--patch"]);
    assert_eq!(run.code, Some(1));
    for lines in [
        "add to schemas.Pet.properties\n      age: { type: optional integer, default: 1, min: 0, description: \"\" }\n      home: { type: optional HomeModel, description: \"\" }\n",
        "add to schemas\n  HomeModel:\n    description: \"\"\n    properties:\n      kind: { type: HomeKind, description: \"\" }\n      next: { type: optional HomeModel, description: \"\" }\n",
        "  HomeKind:\n    description: \"\"\n    values:\n      house: \"\"\n      \"no\": \"\"\n      \"2\": \"\"\n",
        "add to enums.Species.values\n      newt: \"\"\n",
    ] {
        assert!(run.stdout.contains(lines), "{lines}\nin\n{}", run.stdout);
    }

    // Added where it says, and with a name for the value that makes none.
    let section = |start: &str| {
        let (_, rest) = run.stdout.split_once(start).expect(start);
        rest.split("\n#").next().expect("lines").trim_start_matches('\n').to_owned()
    };
    let spec = SPEC
        .replace(
            "description: Whatever. }\n",
            &format!("description: Whatever. }}\n{}\n", section("add to schemas.Pet.properties")),
        )
        .replace(
            "enums:\n",
            &format!("{}\nenums:\n{}\n", section("add to schemas\n"), section("add to enums\n")),
        )
        .replace("\"2\": \"\"", "\"2\": { rust_name: Two }")
        .replace("dog: Barks.", "dog: Barks., newt: \"\"");
    place.write("pets.yaml", &spec);
    let run = place.drift(&["theirs.json"]);
    assert_eq!(run.code, Some(0), "{}{}\n{spec}", run.stdout, run.stderr);
}

#[test]
fn a_patch_of_what_agrees_is_empty() {
    let place = Place::new();
    place.write("theirs.json", SAME);
    let run = place.drift(&["theirs.json", "--patch"]);
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
fn a_recorded_response_that_fits_agrees() {
    let place = Place::new();
    for arguments in [&[][..], &["--as", "PetList"]] {
        assert_eq!(place.differences(RECORDED, arguments), Vec::<Value>::new());
    }
    let list: Value = serde_json::from_str(RECORDED).expect("JSON");
    assert_eq!(place.differences(&list["pets"].to_string(), &["--as", "Pet"]), Vec::<Value>::new());
}

#[test]
fn what_a_recorded_response_holds_otherwise_is_found() {
    let place = Place::new();
    let text = RECORDED
        .replace("\"id\": \"a\"", "\"id\": 7, \"chip\": \"x\"")
        .replace("\"id\": \"b\", ", "\"chip\": \"y\", ")
        .replace("\"dog\"", "\"newt\"")
        .replace("\"notes\": {} ", "\"notes\": null ")
        .replace("\"name\": \"Ann\"", "\"name\": null");
    let found = place.differences(&text, &[]);
    let mut facts: Vec<_> = found.iter().map(facts).collect();
    facts.sort();
    let expected = [
        ("both", "presence", "Owner.name"),
        ("both", "presence", "Pet.id"),
        ("both", "presence", "Pet.notes"),
        ("both", "type", "Pet.id"),
        ("theirs", "property", "Pet.chip"),
        ("theirs", "value", "Species.newt"),
    ];
    assert_eq!(facts, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    let chip = found.iter().find(|difference| difference["name"] == "Pet.chip").expect("it");
    assert_eq!((&chip["times"], &chip["theirs"]["line"]), (&json!(2), &json!(3)));
}

#[test]
fn what_cannot_be_read_is_said_in_a_line() {
    let place = Place::new();
    let refused = |text: &str, arguments: &[&str]| {
        place.write("theirs.json", text);
        let run = place.drift(&[&["theirs.json"], arguments].concat());
        assert_eq!(run.code, Some(2), "{text}: {}", run.stdout);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
        run.stderr
    };
    assert!(
        refused("{\n  \"openapi\": \"3.1.0\",\n  oops }", &[]).contains("theirs.json:3:3: this is not JSON")
    );
    assert!(refused("a: [", &[]).contains("this is not YAML"));
    assert!(refused("{\"swagger\": \"2.0\"}", &[]).contains("version 3.0 or 3.1"));
    assert!(refused("7", &[]).contains("neither"));
    assert!(refused("{\"size\": 3}", &[]).contains("name it with --as"));
    assert!(refused("[]", &[]).contains("empty"));
    assert!(refused(RECORDED, &["--as", "PetLst"]).contains("a similar one is `PetList`"));
    assert!(refused(SAME, &["--as", "Pet"]).contains("leave --as out"));
    let run = place.drift(&["none.json"]);
    assert!(run.code == Some(2) && run.stderr.contains("none.json"), "{}", run.stderr);
    let run = place.drift(&[]);
    assert!(run.code == Some(2) && run.stderr.contains("a file to compare"), "{}", run.stderr);
}

#[test]
fn a_wrong_spec_is_reported_as_gen_reports_it() {
    let place = Place::new();
    place.write("pets.yaml", &SPEC.replace("type: optional Owner", "type: optional Ownr"));
    place.write("theirs.json", SAME);
    let run = place.drift(&["theirs.json"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("unknown schema `Ownr`"), "{}", run.stderr);
}

#[test]
fn of_a_large_document_only_what_we_have_is_compared() {
    let place = Place::new();
    let mut document: Value = serde_json::from_str(SAME).expect("JSON");
    for n in 0..300 {
        let schema = json!({ "type": "object", "properties": { "broken": { "$ref": "#/nowhere" }, "n": { "const": n } } });
        document["components"]["schemas"][format!("Filler{n}")] = schema;
        document["paths"][format!("/v1/filler/{n}")] = json!({ "get": { "responses": {} } });
    }
    assert_eq!(place.differences(&document.to_string(), &[]), Vec::<Value>::new());
}

#[test]
fn schemas_that_lead_in_circles_end() {
    let place = Place::new();
    let circle =
        with("/components/schemas/Person", |it| *it = json!({ "$ref": "#/components/schemas/Person" }));
    let found: Vec<_> = place.differences(&circle, &[]).iter().map(facts).collect();
    assert_eq!(found, [("both".to_owned(), "type".to_owned(), "Pet.owner".to_owned())]);
}
