//! Compares a model with the vendor's OpenAPI document or with a recorded response.

mod compare;
mod difference;
mod patch;
mod recorded;
mod report;

use crate::model::Model;
use crate::openapi::document::{Document, NOT_OPENAPI};
use crate::openapi::input::Input;
use crate::openapi::view::{ValueKind, View};
use crate::source::{InputError, Source};

pub(crate) use compare::paired_names;
use difference::DriftCollector;

pub use difference::{Agreement, Difference, Drift, Side, Subject};

/// Compares a model with an OpenAPI document, or with a recorded response of the schema `schema`. Without a schema, the one that
/// matches the response best is used.
pub(crate) fn compare(model: &Model, vendor: Source<'_>, schema: Option<&str>) -> Result<Drift, InputError> {
    compare_value(model, Input::parse(vendor.text)?.root(), schema)
}

fn compare_value(model: &Model, root: View<'_>, schema: Option<&str>) -> Result<Drift, InputError> {
    let mut collector = DriftCollector::default();
    match Document::new(root) {
        Some(_) if schema.is_some() => {
            return Err(InputError::new("an OpenAPI document is not compared with one schema: remove --as"));
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

/// Rejects documents of other kinds, which would otherwise be compared as responses.
fn check_is_response(root: View<'_>) -> Result<(), InputError> {
    if root.get("swagger").is_some() || root.get("openapi").is_some() {
        return Err(InputError::new(NOT_OPENAPI));
    }
    match root.value() {
        ValueKind::Object | ValueKind::Array => Ok(()),
        other => Err(InputError::new(format!(
            "this is neither an OpenAPI document nor a recorded response: it is {}",
            other.kind_name()
        ))),
    }
}
