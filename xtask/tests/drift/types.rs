//! Types of properties beyond the named ones.

use serde_json::{Value, json};

use super::{PET, SAME, SPEC, TestDir, identity, with};

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
fn nullable_property_is_absent_and_null_in_the_document() {
    let spec = SPEC.replace("weight: { type: optional double", "weight: { type: nullable double");
    let stated = |weight: &Value, required: &[&str]| {
        with(PET, |it| {
            it["properties"]["weight"] = weight.clone();
            it["required"].as_array_mut().expect("a list").extend(required.iter().map(|name| json!(name)));
        })
    };
    let number = json!({ "type": "number", "default": 1.5, "maximum": 90 });
    let mut nullable = number.clone();
    nullable["type"] = json!(["number", "null"]);
    assert_eq!(differences(&spec, &stated(&nullable, &[])), []);
    assert_eq!(differences(&spec, &stated(&number, &[])), found("both", "presence", "Pet.weight"));
    assert_eq!(differences(&spec, &stated(&nullable, &["weight"])), []);
    assert_eq!(differences(&spec, &stated(&number, &["weight"])), found("both", "presence", "Pet.weight"));
}

#[test]
fn formats_differ_if_both_sides_state_one() {
    let spec = |ty: &str| SPEC.replace("      id: { type: string", &format!("      id: {{ type: {ty}"));
    let stated = |ty: &str, format: &str| {
        with(&format!("{PET}/properties/id"), |it| *it = json!({ "type": ty, "format": format }))
    };
    let differing = found("both", "type", "Pet.id");
    for (ty, document, expected) in [
        ("date-time", stated("string", "date-time"), vec![]),
        ("date-time", SAME.to_owned(), vec![]),
        ("string", stated("string", "date-time"), vec![]),
        ("date-time", stated("string", "uuid"), vec![]),
        ("date-time", stated("string", "date"), differing.clone()),
        ("date-time", stated("integer", "int64"), differing.clone()),
        ("uint64", stated("integer", "int64"), vec![]),
        ("uint64", stated("integer", "uint64"), vec![]),
        ("integer", stated("integer", "uint64"), vec![]),
        ("quoted integer", stated("string", "int64"), vec![]),
        ("quoted integer", stated("integer", "int64"), differing.clone()),
        ("quoted integer", stated("string", "double"), differing),
        ("float32", stated("number", "float"), vec![]),
        ("base64", stated("string", "byte"), vec![]),
    ] {
        assert_eq!(differences(&spec(ty), &document), expected, "{ty} {document}");
    }
}

#[test]
fn text_and_numbers_of_a_recorded_response_are_of_the_type() {
    let spec = SPEC.replace("A person.\n", "A person.\n    rest: quoted integer\n");
    let recorded = json!({ "name": "Ann", "age": "7", "height": 180, "shoes": [] });
    let dir = TestDir::new();
    dir.write("pets.yaml", &spec);
    let found = |recorded: &Value| -> Vec<String> {
        let found = dir.differences(&recorded.to_string(), &["--as", "Owner"]);
        found.iter().map(|difference| identity(difference).2).collect()
    };
    // A client reads a number without quotes as well.
    assert_eq!(found(&recorded), ["Owner.shoes"]);
    dir.write("pets.yaml", &spec.replace("quoted integer", "date-time"));
    assert_eq!(found(&json!({ "name": "Ann", "born": "2024-04-27T08:00:00Z", "age": 7 })), ["Owner.age"]);
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
