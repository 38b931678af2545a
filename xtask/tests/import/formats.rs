//! Formats of text and numbers.

use serde_json::{Value, json};

use super::unions::imported;

/// A property with the schema, as imported, and whether nothing is lost.
fn property(schema: &Value) -> (String, bool) {
    let item = json!({ "type": "object", "required": ["it"], "properties": { "it": schema } });
    let (spec, is_lossless) =
        imported(&json!({ "$ref": "#/components/schemas/Item" }), &json!({ "Item": item }));
    let line = spec.lines().find_map(|line| line.trim_start().strip_prefix("it: "));
    (line.unwrap_or_default().to_owned(), is_lossless)
}

#[test]
fn format_is_a_type_of_the_spec() {
    for (ty, format, expected) in [
        ("string", "date-time", "date-time"),
        ("string", "date", "date"),
        ("string", "byte", "base64"),
        ("string", "base64url", "base64url"),
        ("string", "int64", "quoted integer"),
        ("string", "int32", "quoted integer"),
        ("string", "uint64", "quoted uint64"),
        ("string", "double", "quoted double"),
        ("integer", "uint64", "uint64"),
        ("number", "float", "float32"),
        ("integer", "int64", "integer"),
        ("integer", "int32", "integer"),
        ("number", "double", "double"),
        // Of another type, or unknown.
        ("integer", "date-time", "integer"),
        ("integer", "unixtime", "integer"),
        ("string", "float16", "string"),
        ("string", "uuid", "string"),
        ("boolean", "int64", "boolean"),
    ] {
        let (line, is_lossless) = property(&json!({ "type": ty, "format": format }));
        assert_eq!(line, format!("{{ type: {expected}, description: \"\" }}"), "{ty} {format}");
        assert!(is_lossless, "{ty} {format}");
        let list = json!({ "type": "array", "items": { "type": [ty, "null"], "format": format } });
        assert!(
            property(&list).0.starts_with(&format!("{{ type: list of optional {expected},")),
            "{ty} {format}"
        );
    }
    let encoded = json!({ "type": "string", "contentEncoding": "base64url" });
    assert!(property(&encoded).0.starts_with("{ type: base64url,"));
}

#[test]
fn values_and_limits_are_those_of_the_format() {
    for (schema, expected) in [
        (
            json!({ "type": "string", "format": "date", "example": "2024-04-27" }),
            "date, example: \"2024-04-27\",",
        ),
        (json!({ "type": "string", "format": "date", "example": "today" }), "date, description"),
        (
            json!({ "type": "string", "format": "int64", "example": "7", "minimum": 1, "maximum": 9.5 }),
            "quoted integer, min: 1, max: 9, example: 7,",
        ),
        (json!({ "type": "string", "format": "int64", "example": "07" }), "quoted integer, description"),
        (json!({ "type": "string", "format": "double", "example": "0.5" }), "quoted double, example: 0.5,"),
        (
            json!({ "type": "integer", "format": "uint64", "minimum": -1, "example": 7 }),
            "uint64, example: 7,",
        ),
        (
            json!({ "type": "number", "format": "float", "maximum": 1e300, "example": 0.1 }),
            "float32, example: 0.1,",
        ),
    ] {
        let (line, _) = property(&schema);
        assert!(line.starts_with(&format!("{{ type: {expected}")), "{schema}: {line}");
    }
}

#[test]
fn format_of_a_part_is_that_of_the_whole() {
    let time = json!({ "type": "string", "format": "date-time" });
    for schema in [
        json!({ "allOf": [time, { "description": "When." }] }),
        json!({ "anyOf": [time, { "type": "null" }] }),
        json!({ "oneOf": [time, time] }),
    ] {
        assert!(property(&schema).0.contains("date-time,"), "{schema}: {:?}", property(&schema));
    }
    let mixed = json!({ "oneOf": [time, { "type": "string" }] });
    assert!(property(&mixed).0.starts_with("{ type: string,"), "{:?}", property(&mixed));
}
