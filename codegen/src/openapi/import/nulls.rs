//! Nulls that the client cannot send.

use std::collections::HashSet;

use crate::openapi::document::Document;
use crate::openapi::lost::Lost;
use crate::openapi::schema::{Resolver as _, Schema, SchemaKind};
use crate::openapi::view::View;

/// The media type in which null removes a property, and absence keeps it.
const MERGE_PATCH: &str = "application/merge-patch+json";

/// The nulls of a request body that differ from absence. An optional property of a spec is null or absent, and is sent as absent.
pub(super) fn lost_nulls<'d>(
    document: &Document<'d>,
    body: View<'d>,
    content_type: Option<&str>,
) -> Vec<Lost> {
    let is_merge_patch = content_type == Some(MERGE_PATCH);
    let mut lost = Vec::new();
    let (mut pending, mut seen) = (vec![body], HashSet::new());
    while let Some(view) = pending.pop() {
        let schema = document.schema(view);
        if !seen.insert(schema.resolved.id()) {
            continue;
        }
        let subtypes = document.subtypes(&schema);
        pending.extend(subtypes.iter().flat_map(|union| &union.variants).map(|it| it.schema.resolved));
        match &schema.kind {
            SchemaKind::List(Some(entry)) | SchemaKind::Map(Some(entry)) => pending.push(*entry),
            SchemaKind::Union(union) => pending.extend(union.variants.iter().map(|it| it.schema.resolved)),
            SchemaKind::Object(properties) => {
                for property in properties {
                    let is_required = schema.required.iter().any(|name| *name == property.name);
                    let value = document.schema(property.value);
                    if (is_required || is_merge_patch) && is_typed_and_nullable(&value) {
                        let construct = if is_required {
                            "null in a required property of a request"
                        } else {
                            "null in a merge patch"
                        };
                        lost.push(Lost::loss(construct, &property.value.span()));
                    }
                    pending.push(property.value);
                }
            }
            _ => {}
        }
    }
    lost
}

/// Whether null is a value beside those of a type. A property that may be anything is sent as null.
fn is_typed_and_nullable(schema: &Schema<'_>) -> bool {
    schema.is_nullable && !matches!(schema.kind, SchemaKind::Any | SchemaKind::Null | SchemaKind::Other(_))
}
