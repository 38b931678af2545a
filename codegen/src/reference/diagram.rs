//! A Mermaid diagram of how schemas nest.

use std::fmt::Write;

use crate::model::{Model, Schema, Type, Union};

use super::section::Section;

/// Mermaid draws nothing if a diagram has more edges.
const MAX_EDGES: usize = 500;

/// Mermaid draws nothing if a diagram has more text.
const MAX_TEXT: usize = 50_000;

/// Returns `None` if no schema contains another.
pub(super) fn section(model: &Model) -> Option<Section<'_>> {
    let of_unions = model.unions.iter().flat_map(variants);
    let edges: Vec<_> = model.schemas.iter().flat_map(properties).chain(of_unions).collect();
    let text = format!("graph LR\n{}", edges.concat());
    let blocks = if edges.len() > MAX_EDGES || text.len() > MAX_TEXT {
        vec!["Too many references for a diagram. The types below link to each other.".to_owned()]
    } else {
        let mut key =
            "An arrow is a property, and leads from the schema that has it. It is dotted where the property is optional."
                .to_owned();
        if !model.unions.is_empty() {
            key.push_str(" From a union it is a variant.");
        }
        vec![key, format!("```mermaid\n{text}```")]
    };
    (!edges.is_empty()).then(|| Section { title: "How schemas nest", names: Vec::new(), blocks })
}

/// One line for each property that contains schemas.
fn properties(schema: &Schema) -> impl Iterator<Item = String> {
    let properties = schema.properties.iter().map(|property| &property.field);
    let properties = properties.map(|field| (field.name.value.as_str(), &field.ty));
    let rest = schema.rest.as_ref().map(|rest| ("others", &rest.map));
    properties.chain(rest).filter_map(|(name, ty)| edge(&schema.name.value, name, ty))
}

/// One line for each variant that contains schemas.
fn variants(union_def: &Union) -> impl Iterator<Item = String> {
    let variants = union_def.variants.iter();
    variants.filter_map(|variant| edge(&union_def.name.value, &variant.name.value, &variant.ty))
}

fn edge(holder: &str, name: &str, ty: &Type) -> Option<String> {
    let inner = held(ty)?;
    let arrow = if ty.is_optional() { "-.->" } else { "-->" };
    Some(format!("    {holder} {arrow}|\"{}\"| {inner}\n", label(name, ty, inner)))
}

/// The schema or union inside a type.
fn held(ty: &Type) -> Option<&str> {
    match ty.innermost() {
        Type::Schema(id) => Some(&id.name),
        Type::Union(id) => Some(&id.name),
        _ => None,
    }
}

/// The label of an edge: the property, and how it contains the schema: `friends: optional list`.
fn label(name: &str, ty: &Type, inner: &str) -> String {
    let ty = ty.to_string();
    let how = ty.strip_suffix(inner).unwrap_or_default().trim_end().trim_end_matches(" of");
    let name = plain(name);
    if how.is_empty() { name } else { format!("{name}: {how}") }
}

/// Quotes text and escapes every character that Mermaid might interpret: all but letters, digits and underscores.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            plain.push(' ');
        } else if c.is_alphanumeric() || c == '_' {
            plain.push(c);
        } else {
            let _ = write!(plain, "#{};", u32::from(c));
        }
    }
    plain
}
