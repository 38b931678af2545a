//! Nulls that the client cannot send: an optional property of a spec is null or absent, and is sent as absent.

use std::collections::{BTreeSet, HashSet};

use crate::openapi::document::Document;
use crate::openapi::lost::Lost;
use crate::openapi::patched::MERGE_PATCH;
use crate::openapi::schema::{Resolver as _, Schema, SchemaKind};
use crate::openapi::spec_text::SpecWriter;
use crate::openapi::view::View;

/// The nulls of a request body that differ from absence. In the bodies of patches a spec states those that the document does; in a merge
/// patch, null removes every property that is not required, whether its schema allows null or not.
pub(super) fn lost_nulls<'d>(
    document: &Document<'d>,
    writer: &SpecWriter<'_, '_, 'd>,
    body: View<'d>,
    content_type: Option<&str>,
) -> BTreeSet<Lost> {
    let is_merge_patch = content_type == Some(MERGE_PATCH);
    let mut lost = BTreeSet::new();
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
                pending.extend(properties.iter().map(|property| property.value));
                for property in properties {
                    let is_required = schema.required.iter().any(|name| *name == property.name);
                    let value = document.schema(property.value);
                    if !has_type(&value) {
                        continue;
                    }
                    if is_merge_patch && !is_required && !value.is_nullable {
                        lost.insert(Lost::loss("null in a merge patch", &body.span()));
                    } else if is_required && value.is_nullable && !writer.is_patched(&schema) {
                        let construct = "null in a required property of a request";
                        lost.insert(Lost::loss(construct, &property.value.span()));
                    }
                }
            }
            _ => {}
        }
    }
    lost
}

/// Whether the property has a type. One that may be anything is sent as null.
fn has_type(schema: &Schema<'_>) -> bool {
    !matches!(schema.kind, SchemaKind::Any | SchemaKind::Null | SchemaKind::Other(_))
}
