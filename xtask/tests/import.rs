//! `cargo xtask import` as a maintainer uses it: the built program, with the document of a pet store.

mod documents;

#[path = "import/descriptions.rs"]
mod descriptions;
#[path = "import/formats.rs"]
mod formats;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/in_place.rs"]
mod in_place;
#[path = "import/losses.rs"]
mod losses;
#[path = "import/mutated.rs"]
mod mutated;
#[path = "import/names.rs"]
mod names;
#[path = "import/nullable.rs"]
mod nullable;
#[path = "import/paging.rs"]
mod paging;
#[path = "import/references.rs"]
mod references;
#[path = "import/requests.rs"]
mod requests;
#[path = "import/rest.rs"]
mod rest;
#[path = "import/round_trip.rs"]
mod round_trip;
#[path = "import/unions.rs"]
mod unions;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

/// A document with parts that a spec can state and parts that it cannot.
const STORE: &str = include_str!("import/store.json");
/// The spec that is imported from it.
const STORE_SPEC: &str = include_str!("import/store.yaml");

/// The result of a run of the program.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// A folder with the document in it.
struct TestDir(TempDir);

impl TestDir {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        folder.write("store.json", STORE);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("writable");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("readable")
    }

    fn import(&self, arguments: &[&str]) -> Run {
        let program = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("import")
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .expect("runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Run { code: program.status.code(), stdout: text(program.stdout), stderr: text(program.stderr) }
    }

    /// The JSON report of importing all of a document.
    fn report(&self, document: &Value) -> Value {
        self.write("vendor.json", &document.to_string());
        let _ = fs::remove_file(self.path("new.yaml"));
        let run = self.import(&["vendor.json", "--all", "--output", "new.yaml", "--format", "json"]);
        assert!(run.stderr.is_empty(), "{}", run.stderr);
        serde_json::from_str(&run.stdout).expect("JSON")
    }
}

/// A document with one operation and these schemas.
fn document(operation: &Value, schemas: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Store", "version": "1" },
        "servers": [{ "url": "https://store.example" }],
        "paths": { "/pets/{id}": { "post": operation } },
        "components": {
            "schemas": schemas,
            "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" } },
        },
    })
}

#[test]
fn whole_document_becomes_a_complete_spec() {
    let folder = TestDir::new();
    let run = folder.import(&["store.json", "--all", "--descriptions", "--output", "store.yaml"]);
    assert_eq!(folder.read("store.yaml"), STORE_SPEC);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stdout.is_empty());
    let expected = "\
lost anyOf
    #/components/schemas/Pet/properties/chip
lost the cookie parameter `session`
    #/paths/~1pets/get/parameters/2
left out PUT /pets/{pet_id}/photo: the request body is image/png
store.json: not stated, without effect on values: maxLength
store.json: 3 operations imported, 2 of them with a loss, 1 left out; 3 new schemas, 2 new enums
";
    assert_eq!(run.stderr, expected);
}

#[test]
fn yaml_document_is_imported_like_json() {
    let folder = TestDir::new();
    let document: Value = serde_json::from_str(STORE).expect("JSON");
    folder.write("sorted.json", &document.to_string());
    folder.write("sorted.yml", &serde_yaml::to_string(&document).expect("YAML"));
    let specs = ["sorted.json", "sorted.yml"].map(|name| {
        let output = format!("{name}.yaml");
        let run = folder.import(&[name, "--all", "--descriptions", "--output", &output]);
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        folder.read(&output)
    });
    assert_eq!(specs[0], specs[1]);
    assert!(specs[0].contains("# Lost: anyOf at #/components/schemas/Pet/properties/chip"), "{}", specs[0]);
}

#[test]
fn selected_operation_brings_only_the_types_that_it_reaches() {
    let folder = TestDir::new();
    for name in ["DELETE /pets/{pet_id}", "delete /pets/{any}", "deletePet"] {
        let _ = fs::remove_file(folder.path("one.yaml"));
        let run = folder.import(&["store.json", name, "--output", "one.yaml"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let spec = folder.read("one.yaml");
        assert!(spec.contains("\n  delete_pet:\n") && !spec.contains("schemas:"), "{spec}");
    }
}

#[test]
fn operations_are_written_in_the_order_of_the_arguments() {
    let folder = TestDir::new();
    folder.import(&["store.json", "deletePet", "listPets", "deletePet", "--output", "two.yaml"]);
    let spec = folder.read("two.yaml");
    let positions = ["delete_pet:", "list_pets:"].map(|name| spec.find(name).expect(name));
    assert!(positions.is_sorted() && spec.matches("delete_pet:").count() == 1, "{spec}");
}

#[test]
fn imported_spec_generates_with_warnings_for_descriptions_alone() {
    let folder = TestDir::new();
    folder.import(&["store.json", "--all", "--output", "store.yaml"]);
    let run = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["gen", "--spec", "store.yaml", "--out", "out"])
        .current_dir(folder.0.path())
        .output()
        .expect("runs");
    assert!(run.status.success());
    let stderr = String::from_utf8(run.stderr).expect("UTF-8");
    let warnings: Vec<_> = stderr.lines().filter(|line| line.starts_with("warning")).collect();
    assert!(!warnings.is_empty());
    assert!(warnings.iter().all(|line| line.starts_with("warning[no-description]")), "{warnings:#?}");
}

#[test]
fn json_report_lists_operations_with_losses_and_places() {
    let folder = TestDir::new();
    let run = folder.import(&["store.json", "--all", "--output", "store.yaml", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(report["counts"], json!({ "imported": 3, "lossless": 1, "in_spec": 0, "left_out": 1 }));
    let operations = report["operations"].as_array().expect("a list");
    let outcomes: Vec<_> = operations
        .iter()
        .map(|it| (it["method"].as_str(), it["outcome"].as_str(), it["lossless"].as_bool()))
        .map(|(method, outcome, lossless)| {
            (method.unwrap_or(""), outcome.unwrap_or(""), lossless.unwrap_or(false))
        })
        .collect();
    let expected = [
        ("GET", "imported", false),
        ("POST", "imported", false),
        ("DELETE", "imported", true),
        ("PUT", "left_out", false),
    ];
    assert_eq!(outcomes, expected);
    let anyof = json!({ "construct": "anyOf", "place": "#/components/schemas/Pet/properties/chip" });
    assert_eq!(operations[1]["lost"], json!([anyof]));
    let photo = json!({ "construct": "the request body is image/png", "place": "#/paths/~1pets~1{pet_id}~1photo/put" });
    assert_eq!(operations[3]["lost"], json!([photo]));
    assert_eq!(report["new"]["schemas"], json!(["Pet", "NewPet", "Owner"]));
}

#[test]
fn unusable_input_is_an_error_that_names_the_problem() {
    let folder = TestDir::new();
    folder.write("broken.json", "{ \"openapi\": ");
    folder.write("swagger.json", "{ \"swagger\": \"2.0\" }");
    folder.write("list.json", "[]");
    folder.write("broken.yml", "a: [");
    for (arguments, expected) in [
        (&["broken.json", "--all", "--output", "x"][..], "error: broken.json:1:13: this is not JSON: EOF"),
        (&["broken.yml", "--all", "--output", "x"], "error: broken.yml: this is not YAML"),
        (
            &["swagger.json", "--all", "--output", "x"],
            "this is not an OpenAPI document of version 3.0 or 3.1",
        ),
        (&["list.json", "--all", "--output", "x"], "this is not an OpenAPI document of version 3.0 or 3.1"),
        (&["none.json", "--all", "--output", "x"], "error: cannot read the document none.json"),
        (&["store.json", "listPet", "--output", "x"], "no operation `listPet`; did you mean `listPets`?"),
        (&["store.json", "GET /x", "--output", "x"], "no operation `GET /x`"),
        (&["store.json", "--output", "x"], "missing the operations to import; --all imports all of them"),
        (
            &["store.json", "--all", "deletePet", "--output", "x"],
            "--all and named operations exclude each other",
        ),
        (&["store.json", "--all", "--output", "x", "--into", "y"], "--into and --output exclude each other"),
        (&["--all"], "missing the OpenAPI document"),
        (&["store.json", "--all", "--output", "x", "--format", "xml"], "unknown format `xml`"),
    ] {
        let run = folder.import(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{arguments:?}: {}", run.stderr);
        assert!(run.stdout.is_empty() && !folder.path("x").exists(), "{arguments:?}");
    }
}

#[test]
fn existing_file_is_not_overwritten_by_a_new_spec() {
    let folder = TestDir::new();
    folder.write("mine.yaml", "# Mine.\n");
    let run = folder.import(&["store.json", "--all", "--output", "mine.yaml"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("cannot write mine.yaml: the file exists; --into adds to a spec"),
        "{}",
        run.stderr
    );
    assert_eq!(folder.read("mine.yaml"), "# Mine.\n");
}
