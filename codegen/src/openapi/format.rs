//! Formats of text and numbers in OpenAPI.

use crate::model::{Format, Primitive};

/// The type and the format in OpenAPI.
pub(super) fn openapi(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::DateTime => ("string", "date-time"),
        Format::Date => ("string", "date"),
        Format::Uint64 => ("integer", "uint64"),
        Format::Float32 => ("number", "float"),
        Format::QuotedInteger => ("string", "int64"),
        Format::QuotedUint64 => ("string", "uint64"),
        Format::QuotedDouble => ("string", "double"),
        Format::Base64 => ("string", "byte"),
        Format::Base64Url => ("string", "base64url"),
    }
}

/// The format of that name in OpenAPI, for that type of JSON.
pub(super) fn named(json: Primitive, name: &str) -> Option<Format> {
    Some(match (json, name) {
        (Primitive::String, "date-time") => Format::DateTime,
        (Primitive::String, "date") => Format::Date,
        (Primitive::String, "byte" | "base64") => Format::Base64,
        (Primitive::String, "base64url") => Format::Base64Url,
        // Integers that a double may not hold, among others.
        (
            Primitive::String,
            "integer" | "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32",
        ) => Format::QuotedInteger,
        (Primitive::String, "uint64") => Format::QuotedUint64,
        (Primitive::String, "double" | "float" | "float32" | "float64") => Format::QuotedDouble,
        (Primitive::Integer, "uint64") => Format::Uint64,
        (Primitive::Double, "float" | "float32") => Format::Float32,
        _ => return None,
    })
}
