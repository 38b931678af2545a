//! How schemas nest, as a diagram in Mermaid's language.

use std::fmt::Write;

use crate::ir::{Crate, Property, Schema, Type};

use super::Section;

/// Of more edges Mermaid draws nothing.
const MOST_EDGES: usize = 500;

/// Of more text neither.
const MOST_TEXT: usize = 50_000;

/// Nothing where no schema holds another.
pub(super) fn section(krate: &Crate) -> Option<Section<'_>> {
    let edges: Vec<_> = krate.schemas.iter().flat_map(edges).collect();
    let text = format!("graph LR\n{}", edges.concat());
    let blocks = if edges.len() > MOST_EDGES || text.len() > MOST_TEXT {
        vec!["In more ways than a diagram shows. The types below lead from one to the other.".to_owned()]
    } else {
        let key = "An arrow is a property, and leads from the schema that has it. It is dotted where the property is optional.";
        vec![key.to_owned(), format!("```mermaid\n{text}```")]
    };
    (!edges.is_empty()).then(|| Section { title: "How schemas nest", names: Vec::new(), blocks })
}

/// One line for each property that holds schemas.
fn edges(schema: &Schema) -> impl Iterator<Item = String> {
    schema.properties.iter().filter_map(|property| {
        let inner = held(&property.ty)?;
        let arrow = if matches!(property.ty, Type::Optional(_)) { "-.->" } else { "-->" };
        Some(format!("    {} {arrow}|\"{}\"| {inner}\n", schema.name, label(property, inner)))
    })
}

/// The schema that a type is built on.
fn held(ty: &Type) -> Option<&str> {
    match ty {
        Type::Schema(name) => Some(name),
        Type::List(inner) | Type::Map(inner) | Type::Optional(inner) => held(inner),
        _ => None,
    }
}

/// The property, and how it holds the schema: `friends: optional list`.
fn label(property: &Property, inner: &str) -> String {
    let ty = property.ty.to_string();
    let how = ty.strip_suffix(inner).unwrap_or_default().trim_end().trim_end_matches(" of");
    let name = plain(&property.wire);
    if how.is_empty() { name } else { format!("{name}: {how}") }
}

/// Text in quotes, in which only letters, digits and underscores are sure to mean nothing.
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
