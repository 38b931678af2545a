//! Types of properties beyond the named ones.

use serde_json::{Value, json};

use super::{PET, SPEC, TestDir, identity, with};

/// The differences of a changed spec from a changed document.
fn differences(spec: &str, document: &str) -> Vec<(String, String, String)> {
    let dir = TestDir::new();
    dir.write("pets.yaml", spec);
    dir.differences(document, &[]).iter().map(identity).collect()
}

fn found(side: &str, subject: &str, name: &str) -> Vec<(String, String, String)> {
    vec![(side.to_owned(), subject.to_owned(), name.to_owned())]
}

#[test]
fn type_of_further_properties_is_compared() {
    let integers = with(PET, |it| it["additionalProperties"] = json!({ "type": "integer" }));
    let nullable = with(PET, |it| it["additionalProperties"] = json!({ "type": ["integer", "null"] }));
    let any = with(PET, |it| it["additionalProperties"] = json!(true));
    let with_rest = SPEC.replace("A pet.\n    properties", "A pet.\n    rest: integer\n    properties");
    assert_ne!(with_rest, SPEC);
    assert_eq!(differences(&with_rest, &integers), []);
    assert_eq!(differences(SPEC, &any), []);
    assert_eq!(differences(&with_rest, &any), found("ours", "type", "Pet.rest"));
    assert_eq!(differences(SPEC, &integers), found("theirs", "type", "Pet.rest"));
    assert_eq!(differences(&with_rest, &nullable), found("both", "presence", "Pet.rest"));
    assert_eq!(
        differences(&with_rest.replace("rest: integer", "rest: string"), &integers),
        found("both", "type", "Pet.rest")
    );
}

#[test]
fn further_properties_of_a_recorded_response_have_the_type_of_the_rest() {
    let spec = SPEC.replace("A person.\n", "A person.\n    rest: integer\n");
    let recorded = json!({ "name": "Ann", "age": 7, "height": "tall", "shoes": null });
    let dir = TestDir::new();
    dir.write("pets.yaml", &spec);
    let found = dir.differences(&recorded.to_string(), &["--as", "Owner"]);
    let found: Vec<_> = found.iter().map(|difference: &Value| identity(difference).2).collect();
    assert_eq!(found, ["Owner.height", "Owner.shoes"]);
    assert_ne!(spec, SPEC);
}
