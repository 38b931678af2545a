//! Differences that a spec records as known.

use serde_json::{Value, json};

use super::{DRIFTS, RECORDED, SAME, SPEC, TestDir, identity, with};

/// The spec with known differences.
fn knowing(differences: &[(&str, &str, &str)]) -> String {
    let lines = differences
        .iter()
        .map(|(name, subject, reason)| format!("  {}: {{ {subject}: {reason} }}\n", json!(name)));
    format!("{SPEC}\nknown_differences:\n{}", lines.collect::<String>())
}

#[test]
fn every_kind_of_difference_can_be_recorded_as_known() {
    let dir = TestDir::new();
    for (pointer, change, (_, subject, name)) in DRIFTS.iter().filter(|(.., (_, _, name))| !name.is_empty()) {
        dir.write(
            "pets.yaml",
            &knowing(&[(name, subject, "It is old."), ("add_pet.response", "type", "Old.")]),
        );
        dir.write("vendor.json", &with(pointer, change));
        let run = dir.drift(&["vendor.json"]);
        assert_eq!(run.code, Some(0), "{pointer}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("vendor.json: no difference (and "), "{}", run.stdout);
        let patch = dir.drift(&["vendor.json", "--patch"]);
        assert_eq!((patch.code, patch.stdout.as_str()), (Some(0), ""), "{pointer}");
    }
}

#[test]
fn new_difference_beside_a_known_one_is_found() {
    let dir = TestDir::new();
    dir.write("pets.yaml", &knowing(&[("find_pets.limit", "limit", "The server takes 100.")]));
    let limit = |schema: &mut Value| {
        schema["maximum"] = json!(50);
        schema["default"] = json!(20);
    };
    let found = dir.differences(&with("/paths/~1v1~1pets/get/parameters/0/schema", limit), &[]);
    let found: Vec<_> = found.iter().map(identity).collect();
    assert_eq!(found, [("both".to_owned(), "default".to_owned(), "find_pets.limit".to_owned())]);
}

#[test]
fn known_differences_are_printed_on_request() {
    let dir = TestDir::new();
    dir.write("pets.yaml", &knowing(&[("find_pets.limit", "limit", "The server takes 100.")]));
    dir.write("vendor.json", &SAME.replace("\"maximum\": 100", "\"maximum\": 50"));
    let run = dir.drift(&["vendor.json"]);
    assert_eq!(run.code, Some(0));
    assert!(!run.stdout.contains("limit find_pets.limit"), "{}", run.stdout);
    let run = dir.drift(&["vendor.json", "--all"]);
    assert_eq!(run.code, Some(0));
    let expected = "= limit find_pets.limit: maximum is `100` in the spec, `50` in the document\n    \
                    known:  The server takes 100.\n    spec:   pets.yaml:11:7\n    vendor: vendor.json:9:116\n";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    let run = dir.drift(&["vendor.json", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let known = &report[0]["known"][0];
    assert_eq!(
        (&known["name"], &known["reason"]),
        (&json!("find_pets.limit"), &json!("The server takes 100."))
    );
    assert_eq!(report[0]["differences"], json!([]));
}

#[test]
fn obsolete_known_difference_is_reported() {
    let dir = TestDir::new();
    dir.write("pets.yaml", &knowing(&[("Pet.weight", "default", "The documentation is older.")]));
    dir.write("vendor.json", SAME);
    let run = dir.drift(&["vendor.json"]);
    assert_eq!(run.code, Some(0));
    let line = 2 + SPEC.lines().count() + 1;
    let expected =
        format!("? default Pet.weight: recorded as known, but not found\n    spec:   pets.yaml:{line}:4\n");
    assert!(run.stdout.starts_with(&expected), "{expected}{}", run.stdout);
    let run = dir.drift(&["vendor.json", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(report[0]["stale"][0]["name"], "Pet.weight");
}

#[test]
fn known_differences_apply_to_recorded_responses() {
    let dir = TestDir::new();
    let response = RECORDED.replace("\"id\": \"a\"", "\"id\": \"a\", \"chip\": \"x\"").replace("dog", "newt");
    dir.write("vendor.json", &response);
    assert_eq!(dir.drift(&["vendor.json"]).code, Some(1));
    dir.write(
        "pets.yaml",
        &knowing(&[
            ("Pet.chip", "property", "Internal."),
            ("Species.newt", "value", "Not for sale."),
            ("find_pets.limit", "limit", "Not part of a response."),
        ]),
    );
    let run = dir.drift(&["vendor.json"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(!run.stdout.contains("recorded as known"), "{}", run.stdout);
}
