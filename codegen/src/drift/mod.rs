//! Compares a model with the vendor's OpenAPI document or with a recorded response.

mod compare;
mod difference;
mod patch;
mod recorded;
mod report;

use crate::model::Model;
use crate::openapi::document::Document;
use crate::openapi::view::{ValueKind, View};
use crate::source::Source;
use crate::spec::yaml;

use difference::DriftCollector;

pub use difference::{Agreement, Difference, Drift, DriftError, Side, Subject};

/// Compares a model with an OpenAPI document, or with a recorded response of the schema `schema`. Without a schema, the one that
/// matches the response best is used.
pub(crate) fn compare(model: &Model, vendor: Source<'_>, schema: Option<&str>) -> Result<Drift, DriftError> {
    if vendor.text.trim_start().starts_with(['{', '[']) {
        let root = View::json(vendor.text).map_err(|error| not_json(vendor.text, &error))?;
        return compare_value(model, root, schema);
    }
    let node = yaml::parse_lenient(vendor.text)
        .map_err(|error| DriftError::new(format!("this is not YAML: {error}")))?;
    compare_value(model, View::Yaml(&node), schema)
}

fn compare_value(model: &Model, root: View<'_>, schema: Option<&str>) -> Result<Drift, DriftError> {
    let mut collector = DriftCollector::default();
    match Document::new(root) {
        Some(_) if schema.is_some() => {
            return Err(DriftError::new("an OpenAPI document is not compared with one schema: remove --as"));
        }
        Some(document) => compare::document(model, &document, &mut collector),
        None => {
            check_is_response(root)?;
            recorded::response(model, root, schema, &mut collector)?;
            // A single response has only a part of the API.
            return Ok(Drift { stale: Vec::new(), ..collector.finish(model) });
        }
    }
    Ok(collector.finish(model))
}

/// Converts a syntax error; its offset becomes the span.
fn not_json(text: &str, error: &serde_json::Error) -> DriftError {
    let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let offset = (line + error.column().saturating_sub(1)).min(text.len());
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    DriftError { span: Some(offset..offset), message: format!("this is not JSON: {message}") }
}

/// Rejects documents of other kinds, which would otherwise be compared as responses.
fn check_is_response(root: View<'_>) -> Result<(), DriftError> {
    if root.get("swagger").is_some() || root.get("openapi").is_some() {
        return Err(DriftError::new("this is not an OpenAPI document of version 3.0 or 3.1"));
    }
    match root.value() {
        ValueKind::Object | ValueKind::Array => Ok(()),
        other => Err(DriftError::new(format!(
            "this is neither an OpenAPI document nor a recorded response: it is {}",
            other.kind_name()
        ))),
    }
}
