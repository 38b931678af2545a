//! The schemas in the bodies of patches, where a property that is null is removed and one that is absent stays as it is.

use std::collections::HashSet;

use crate::model::{Method, Model, Operation as SpecOperation, Schema, Type};

use super::document::Document;
use super::operation::Operation;
use super::schema::{Resolver, SchemaKind};
use super::view::View;

/// The media type of a merge patch, RFC 7396.
pub(super) const MERGE_PATCH: &str = "application/merge-patch+json";

/// The identities of all objects in the bodies of a document's patches.
pub(crate) fn of_document<'d>(document: &Document<'d>, operations: &[Operation<'d>]) -> HashSet<usize> {
    let mut worklist: Vec<View<'d>> =
        operations.iter().filter_map(|operation| body(document, operation)).collect();
    let (mut seen, mut found) = (HashSet::new(), HashSet::new());
    while let Some(view) = worklist.pop() {
        let schema = document.schema(view);
        if !seen.insert(schema.resolved.id()) {
            continue;
        }
        worklist.extend(schema.rest);
        let subtypes = document.subtypes(&schema);
        worklist
            .extend(subtypes.iter().flat_map(|union| &union.variants).map(|variant| variant.schema.resolved));
        match &schema.kind {
            SchemaKind::Object(properties) => {
                found.insert(schema.resolved.id());
                worklist.extend(properties.iter().map(|property| property.value));
            }
            SchemaKind::List(entry) | SchemaKind::Map(entry) => worklist.extend(*entry),
            SchemaKind::Union(union) => {
                worklist.extend(union.variants.iter().map(|variant| variant.schema.resolved));
            }
            _ => {}
        }
    }
    found
}

/// The schema of the body, if the operation is a patch.
fn body<'d>(document: &Document<'d>, operation: &Operation<'d>) -> Option<View<'d>> {
    let content = document.request_content(operation)?;
    let is_merge_patch = content.media_type.as_ref().is_some_and(|media_type| media_type.name == MERGE_PATCH);
    content.schema.filter(|_| is_merge_patch || operation.method == "PATCH")
}

/// The names of all schemas in the bodies of a spec's patches.
pub(super) fn of_model(model: &Model) -> HashSet<&str> {
    let is_patch = |operation: &&SpecOperation| {
        let content_type = operation.content_type.as_ref();
        operation.method == Method::Patch || content_type.is_some_and(|it| it.name == MERGE_PATCH)
    };
    let bodies = model.operations.iter().filter(is_patch).filter_map(|operation| operation.body.as_ref());
    let mut worklist: Vec<&Type> = bodies.map(Type::innermost).collect();
    let (mut seen, mut found) = (HashSet::new(), HashSet::new());
    while let Some(ty) = worklist.pop() {
        if !ty.name().is_some_and(|name| seen.insert(name)) {
            continue;
        }
        match ty {
            Type::Schema(id) => {
                let schema: &Schema = model.schema(id);
                found.insert(schema.name.value.as_str());
                worklist.extend(schema.types().map(Type::innermost));
            }
            Type::Union(id) => {
                worklist.extend(model.union_def(id).variants.iter().map(|variant| variant.ty.innermost()));
            }
            _ => {}
        }
    }
    found
}
