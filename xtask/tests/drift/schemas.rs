//! Resolved schemas of a document: inline enums, combinations, and constructs that are not compared.

use serde_json::{Value, json};

use super::{LIST, PET, SAME, SPEC, TestDir, identity, push, with};

/// A difference as `identity` returns it.
fn difference(side: &str, subject: &str, name: &str) -> (String, String, String) {
    (side.to_owned(), subject.to_owned(), name.to_owned())
}

/// The document with another schema of the property `id`, which is a `string` in the spec.
fn with_id(schema: &Value) -> String {
    with(&format!("{PET}/properties/id"), |it| *it = schema.clone())
}

#[test]
fn inline_enum_is_described_by_its_values() {
    let dir = TestDir::new();
    let found = dir.differences(&with_id(&json!({ "type": "string", "enum": ["a", "b"] })), &[]);
    assert_eq!(found[0]["message"], "Pet.id: `string` in the spec, one of `a`, `b` in the document");
    let listed = json!({ "type": "array", "items": { "enum": ["a", "b"] } });
    let found = dir.differences(&with_id(&listed), &[]);
    assert_eq!(found[0]["message"], "Pet.id: `string` in the spec, a list in the document");
}

#[test]
fn inline_enum_is_compared_with_the_enum_of_the_spec() {
    let dir = TestDir::new();
    let document = with(&format!("{PET}/properties/species"), |it| *it = json!({ "enum": ["cat", "newt"] }));
    let found = dir.differences(&document, &[]);
    let found: Vec<_> = found.iter().map(identity).collect();
    assert_eq!(
        found,
        [difference("theirs", "value", "Species.newt"), difference("ours", "value", "Species.dog")]
    );
}

#[test]
fn inline_enums_and_objects_are_named_by_their_locations() {
    let dir = TestDir::new();
    let document = with(LIST, |it| {
        let sort = json!({ "type": "array", "items": { "type": "string", "enum": ["asc", "desc"] } });
        push(&mut it["parameters"], json!({ "name": "sort", "in": "query", "schema": sort }));
    });
    let mut document: Value = serde_json::from_str(&document).expect("JSON");
    let home = json!({ "type": "object", "properties": { "kind": { "enum": ["box"] } } });
    document.pointer_mut(&format!("{PET}/properties")).expect("properties")["home"] = home;
    dir.write("vendor.json", &document.to_string());
    let patch = dir.drift(&["vendor.json", "--patch"]).stdout;
    for lines in [
        "      sort: { type: optional list of FindPetsSort, description: \"\" }\n",
        "  FindPetsSort:\n    description: \"\"\n    values:\n      asc: \"\"\n      desc: \"\"\n",
        "      home: { type: optional PetHome, description: \"\" }\n",
        "  PetHome:\n    description: \"\"\n    properties:\n      kind: { type: optional PetHomeKind, description: \"\" }\n",
        "  PetHomeKind:\n    description: \"\"\n    values:\n      box: \"\"\n",
    ] {
        assert!(patch.contains(lines), "{lines}\nin\n{patch}");
    }
}

/// Schemas that are equivalent to the property of the spec.
const COMBINED: &[(&str, &str)] = &[
    ("species", r#"{ "anyOf": [{ "type": "string" }, { "type": "integer" }], "enum": ["cat", "dog"] }"#),
    ("species", r#"{ "type": "string", "oneOf": [{ "enum": ["cat", "dog"] }, { "enum": ["cat"] }] }"#),
    ("species", r##"{ "type": "string", "allOf": [{ "$ref": "#/components/schemas/PetKind" }] }"##),
    ("species", r##"{ "anyOf": [{ "type": "string" }, { "$ref": "#/components/schemas/PetKind" }] }"##),
    ("species", r#"{ "allOf": [{ "enum": ["cat", "dog", "newt"] }, { "enum": ["dog", "cat", "fox"] }] }"#),
    ("id", r#"{ "anyOf": [{ "type": "string", "format": "uuid" }, { "type": "string" }] }"#),
    ("id", r#"{ "allOf": [{ "type": "string" }, { "maxLength": 7 }] }"#),
    ("notes", r#"{ "type": "object", "allOf": [{ "additionalProperties": { "type": "string" } }] }"#),
    (
        "owner",
        r##"{
            "type": ["object", "null"],
            "properties": { "name": { "type": "string" } },
            "allOf": [{ "properties": { "first_pet": { "nullable": true, "$ref": "#/components/schemas/Animal" } } }],
            "required": ["name"]
        }"##,
    ),
    (
        "owner",
        r##"{ "allOf": [{ "$ref": "#/components/schemas/Person" }], "anyOf": [{ "required": ["name"] }, { "required": ["first_pet"] }] }"##,
    ),
];

#[test]
fn combined_schemas_state_what_their_parts_state() {
    let dir = TestDir::new();
    for (property, schema) in COMBINED {
        let schema: Value = serde_json::from_str(schema).expect("JSON");
        let document = with(&format!("{PET}/properties/{property}"), |it| *it = schema.clone());
        assert_eq!(dir.differences(&document, &[]), Vec::<Value>::new(), "{property}: {schema}");
    }
}

#[test]
fn later_parts_refine_properties_of_earlier_ones() {
    let dir = TestDir::new();
    let owner = json!({
        "allOf": [
            { "properties": { "name": { "type": "integer" }, "first_pet": {} }, "required": ["name"] },
            { "properties": { "name": { "type": "string" } } },
            { "properties": { "first_pet": { "$ref": "#/components/schemas/Animal" } } },
        ],
    });
    let document = with("/components/schemas/Person", |it| *it = owner);
    assert_eq!(dir.differences(&document, &[]), Vec::<Value>::new());
}

/// Each level refers to the next one twice: without a cache, a million schemas.
#[test]
fn schema_referenced_many_times_is_resolved_once() {
    let dir = TestDir::new();
    for combination in ["allOf", "oneOf", "anyOf"] {
        let mut document: Value = serde_json::from_str(SAME).expect("JSON");
        let schemas = &mut document["components"]["schemas"];
        for level in 0..60 {
            let next = json!({ "$ref": format!("#/components/schemas/L{}", level + 1) });
            schemas[format!("L{level}")] = json!({ combination: [next, next], "type": "object" });
        }
        schemas["L60"] = json!({ "properties": { "deep": { "type": "string" } } });
        schemas["Animal"]["properties"]["levels"] = json!({ "$ref": "#/components/schemas/L0" });
        let found = dir.differences(&document.to_string(), &[]);
        let found: Vec<_> = found.iter().map(identity).collect();
        assert_eq!(found, [difference("theirs", "property", "Pet.levels")], "{combination}");
    }
}

#[test]
fn recursive_and_deep_combinations_terminate() {
    let dir = TestDir::new();
    for depth in [1, 10_000] {
        let mut document: Value = serde_json::from_str(SAME).expect("JSON");
        let schemas = &mut document["components"]["schemas"];
        for level in 0..depth {
            let next = format!("#/components/schemas/L{}", (level + 1) % depth);
            schemas[format!("L{level}")] = json!({ "allOf": [{ "$ref": next }, { "type": "object" }] });
        }
        schemas["Animal"]["properties"]["levels"] = json!({ "$ref": "#/components/schemas/L0" });
        let found = dir.differences(&document.to_string(), &[]);
        assert_eq!(found.len(), 1, "{depth}: {found:?}");
    }
    let mut document: Value = serde_json::from_str(SAME).expect("JSON");
    let list = json!({ "type": "array", "items": { "$ref": "#/components/schemas/List" } });
    document["components"]["schemas"]["List"] = list.clone();
    document["components"]["schemas"]["Animal"]["properties"]["id"] = list.clone();
    document["components"]["schemas"]["Animal"]["properties"]["list"] = list;
    assert_eq!(dir.differences(&document.to_string(), &[]).len(), 2);
    let nested = "{\"type\":\"array\",\"items\":".repeat(10_000) + "{}" + &"}".repeat(10_000);
    let document = SAME.replace("\"anything\": {", &format!("\"nested\": {nested}, \"anything\": {{"));
    let found = dir.differences(&document, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
}

/// Constructs that are not compared: the location, the value, and the report.
const NOT_COMPARED: &[(&str, &str, &str, &str)] = &[
    ("", "servers", r#"[{ "url": "https://other.example" }]"#, "servers"),
    ("", "security", r#"[{ "api_key": [] }]"#, "security schemes"),
    ("/components", "securitySchemes", "{}", "security schemes"),
    ("/paths/~1v1~1pets", "servers", "[]", "servers"),
    ("/paths/~1v1~1pets/post", "security", "[]", "security schemes"),
    (
        "/paths/~1v1~1pets/get/parameters/2",
        "allowReserved",
        "true",
        "styles of parameters (`style`, `explode`)",
    ),
    ("/components/schemas/Animal/properties/id", "maxLength", "7", "lengths"),
    ("/components/schemas/Animal/properties/id", "format", "\"uuid\"", "formats"),
    (
        "/components/schemas/Animal/properties/anything",
        "enum",
        "[1.5, 2]",
        "enums of other values than text and integers",
    ),
    ("/components/schemas/Animal/properties/parents", "default", "[]", "defaults that a spec cannot state"),
    ("/components/schemas/Animal/properties/anything", "$ref", "\"#/nowhere\"", "unresolved references"),
];

#[test]
fn other_style_of_a_list_is_a_difference() {
    let dir = TestDir::new();
    let document = with("/paths/~1v1~1pets/get/parameters/2", |it| it["explode"] = json!(false));
    let differences = dir.differences(&document, &[]);
    let found: Vec<_> = differences.iter().map(identity).collect();
    assert_eq!(found, [("both".into(), "type".into(), "find_pets.colour".into())]);
}

#[test]
fn other_responses_are_differences() {
    let dir = TestDir::new();
    let string = json!({ "type": "string" });
    for (status, response, side, subject, name) in [
        ("4XX", json!({}), "theirs", "error", "find_pets.4XX"),
        ("default", json!({}), "theirs", "error", "find_pets.default"),
        ("204", json!({}), "both", "presence", "find_pets.response"),
        (
            "200",
            json!({ "content": { "text/plain": { "schema": string } } }),
            "both",
            "type",
            "find_pets.response",
        ),
    ] {
        let document = with("/paths/~1v1~1pets/get/responses", |it| it[status] = response);
        let differences = dir.differences(&document, &[]);
        let found: Vec<_> = differences.iter().map(identity).collect();
        let expected = (side.to_owned(), subject.to_owned(), name.to_owned());
        assert!(found.contains(&expected), "{status}: {found:?}");
    }
}

#[test]
fn constructs_not_compared_are_reported_once() {
    let dir = TestDir::new();
    for (pointer, key, value, reported) in NOT_COMPARED {
        let value: Value = serde_json::from_str(value).expect("JSON");
        dir.write("vendor.json", &with(pointer, |it| it[*key] = value));
        let run = dir.drift(&["vendor.json"]);
        assert_eq!(run.code, Some(0), "{key}: {}", run.stdout);
        let (line, _) = run.stdout.split_once('\n').expect("a line");
        let notes = line.strip_prefix("vendor.json: not compared: ").unwrap_or_else(|| panic!("{line}"));
        let notes: Vec<_> = notes.split(", ").collect();
        assert_eq!(notes.iter().filter(|note| reported.starts_with(*note)).count(), 1, "{key}: {notes:?}");
    }
}

#[test]
fn parameters_of_a_path_are_matched_by_position() {
    let dir = TestDir::new();
    let document = SAME.replace("\"name\": \"pet_id\"", "\"name\": \"id\"");
    assert_ne!(document, SAME);
    assert_eq!(dir.differences(&document, &[]), Vec::<Value>::new());
}

#[test]
fn header_parameters_that_openapi_ignores_are_ignored() {
    let dir = TestDir::new();
    for name in ["Accept", "Content-Type", "Authorization"] {
        let document = with(LIST, |it| {
            push(
                &mut it["parameters"],
                json!({ "name": name, "in": "header", "schema": { "type": "string" } }),
            );
        });
        assert_eq!(dir.differences(&document, &[]), Vec::<Value>::new(), "{name}");
    }
}

#[test]
fn type_with_another_name_in_the_document_keeps_the_name_of_the_spec() {
    let dir = TestDir::new();
    let document = with(&format!("{PET}/properties"), |it| {
        it["friends"] = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Animal" } });
    });
    dir.write("vendor.json", &document);
    let patch = dir.drift(&["vendor.json", "--patch"]).stdout;
    assert_eq!(
        patch,
        "# pets.yaml:38: add to schemas.Pet.properties\n      \
         friends: { type: optional list of Pet, description: \"\" }\n"
    );
    dir.write("pets.yaml", SPEC);
}
