//! A Mermaid diagram of how schemas nest.

use std::fmt::Write;

use crate::model::{Model, Property, Schema, Type};

use super::section::Section;

/// Mermaid draws nothing if a diagram has more edges.
const MAX_EDGES: usize = 500;

/// Mermaid draws nothing if a diagram has more text.
const MAX_TEXT: usize = 50_000;

/// Returns `None` if no schema contains another.
pub(super) fn section(model: &Model) -> Option<Section<'_>> {
    let edges: Vec<_> = model.schemas.iter().flat_map(edges).collect();
    let text = format!("graph LR\n{}", edges.concat());
    let blocks = if edges.len() > MAX_EDGES || text.len() > MAX_TEXT {
        vec![
            "The schemas nest in too many ways for a diagram. The types below link to each other.".to_owned(),
        ]
    } else {
        let key = "Each arrow is a property and starts at the schema that has it. Dotted arrows are optional properties.";
        vec![key.to_owned(), format!("```mermaid\n{text}```")]
    };
    (!edges.is_empty()).then(|| Section { title: "How schemas nest", names: Vec::new(), blocks })
}

/// One line for each property that contains schemas.
fn edges(schema: &Schema) -> impl Iterator<Item = String> {
    schema.properties.iter().filter_map(|property| {
        let inner = held(&property.field.ty)?;
        let arrow = if property.field.ty.is_optional() { "-.->" } else { "-->" };
        Some(format!("    {} {arrow}|\"{}\"| {inner}\n", schema.name.value, label(property, inner)))
    })
}

/// The schema inside a type.
fn held(ty: &Type) -> Option<&str> {
    match ty.innermost() {
        Type::Schema(id) => Some(&id.name),
        _ => None,
    }
}

/// The label of an edge: the property, and the type around the schema: `friends: optional list`.
fn label(property: &Property, inner: &str) -> String {
    let ty = property.field.ty.to_string();
    let how = ty.strip_suffix(inner).unwrap_or_default().trim_end().trim_end_matches(" of");
    let name = plain(&property.field.name.value);
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
