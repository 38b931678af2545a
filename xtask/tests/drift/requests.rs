//! Forms of requests and responses: bodies of errors, parameters of several segments, maps.

use serde_json::{Value, json};

use super::{LIST, SPEC, TestDir, identity, with};

/// The differences of a spec, in which a text is replaced, from a document.
#[track_caller]
fn differences(from: &str, to: &str, document: &str) -> Vec<(String, String, String)> {
    let dir = TestDir::new();
    let spec = SPEC.replace(from, to);
    assert_ne!(spec, SPEC, "{from}");
    dir.write("pets.yaml", &spec);
    dir.differences(document, &[]).iter().map(identity).collect()
}

fn both(subject: &str, name: &str) -> Vec<(String, String, String)> {
    vec![("both".to_owned(), subject.to_owned(), name.to_owned())]
}

fn with_error(response: &Value) -> String {
    with(&format!("{LIST}/responses/422"), |it| *it = response.clone())
}

#[test]
fn body_of_an_error_is_compared_where_the_spec_states_its_type() {
    let body = |schema: &Value| json!({ "content": { "application/json": { "schema": schema } } });
    let person = with_error(&body(&json!({ "$ref": "#/components/schemas/Person" })));
    let text = with_error(&body(&json!({ "type": "string" })));
    let (plain, typed) = ("422: Invalid parameter.", "422: { type: Owner, description: Invalid parameter. }");
    assert_eq!(differences(plain, typed, &person), []);
    assert_eq!(differences(plain, typed, &text), both("type", "find_pets.422"));
    assert_eq!(differences(plain, typed, &with_error(&json!({}))), both("error", "find_pets.422"));
    assert_eq!(differences(plain, "422: Other words.", &text), []);
}

#[test]
fn map_is_compared_by_its_values_and_its_style() {
    let parameter = |style: &str, ty: &str| {
        with(&format!("{LIST}/parameters/2"), |it| {
            it["style"] = json!(style);
            it["schema"] = json!({ "type": "object", "additionalProperties": { "type": ty } });
        })
    };
    let plain = "type: optional list of string,";
    let (pairs, brackets) =
        ("type: optional map of string,", "type: optional map of string, style: brackets,");
    assert_eq!(differences(plain, pairs, &parameter("form", "string")), []);
    assert_eq!(differences(plain, brackets, &parameter("deepObject", "string")), []);
    assert_eq!(differences(plain, brackets, &parameter("form", "string")), both("type", "find_pets.colour"));
    let integers = differences(plain, pairs, &parameter("form", "integer"));
    assert_eq!(integers.iter().map(|it| it.1.as_str()).collect::<Vec<_>>(), ["type"], "{integers:?}");
}

#[test]
fn parameter_of_several_segments_is_a_difference_from_one_segment() {
    let document = with("/components/parameters/Id", |it| it["allowReserved"] = json!(true));
    assert_eq!(differences("{pet_id}", "{+pet_id}", &document), []);
    let one = differences("Finds pets.", "Finds all pets.", &document);
    assert_eq!(one, both("type", "get_pet.pet_id"));
}
