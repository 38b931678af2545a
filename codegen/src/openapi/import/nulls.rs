//! Nulls that the client cannot send: an optional property of a spec is null or absent, and is sent as absent.

use std::collections::{BTreeSet, HashSet};

use crate::openapi::document::Document;
use crate::openapi::lost::Lost;
use crate::openapi::schema::{Resolver as _, Schema, SchemaKind};
use crate::openapi::spec_text::SpecWriter;
use crate::openapi::view::View;

/// The nulls of a request body that differ from absence. In the bodies of patches a spec can state them.
pub(super) fn lost_nulls<'d>(
    document: &Document<'d>,
    writer: &SpecWriter<'_, '_, 'd>,
    body: View<'d>,
) -> BTreeSet<Lost> {
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
                let is_required = |name: &str| schema.required.iter().any(|required| required == name);
                let required = properties.iter().filter(|property| is_required(&property.name));
                for property in required.filter(|_| !writer.is_patched(&schema)) {
                    if is_null_lost(&document.schema(property.value)) {
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

/// Whether null is lost. A property that may be anything is sent as null.
fn is_null_lost(schema: &Schema<'_>) -> bool {
    schema.is_nullable && !matches!(schema.kind, SchemaKind::Any | SchemaKind::Null | SchemaKind::Other(_))
}
