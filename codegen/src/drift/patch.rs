//! What to add to the spec, in its own style. Descriptions are left to whoever adds it: empty ones are warned of.

use std::collections::HashSet;
use std::fmt::Write;

use crate::model::{self, Enum, Model, Operation};
use crate::names;
use crate::openapi::document::{Document, Parameter, Schema, SchemaKind};
use crate::openapi::view::{ValueKind, View};
use crate::source::Span;

/// Lines for one place of the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    /// Such as `schemas.Pet.properties`.
    pub(super) target: String,
    /// What stands there now.
    pub(super) anchor: Span,
    /// Indented as they would be there.
    pub(super) lines: String,
    /// What the lines name and the spec does not have either.
    pub(super) dependencies: Vec<Patch>,
}

impl Patch {
    fn new(target: String, anchor: &Span, lines: String) -> Self {
        Self { target, anchor: anchor.clone(), lines, dependencies: Vec::new() }
    }

    /// A value of an enum.
    pub(super) fn value(enum_def: &Enum, value: &str) -> Self {
        let target = format!("enums.{}.values", enum_def.name.value);
        Self::new(target, &enum_def.name.span, format!("      {}: \"\"\n", quoted(value)))
    }

    /// A documented error.
    pub(super) fn error(operation: &Operation, status: &str) -> Self {
        let target = format!("endpoints.{}.errors", operation.name.value);
        Self::new(target, &operation.name.span, format!("      {status}: \"\"\n"))
    }

    /// A property.
    pub(super) fn property(schema: &model::Schema, name: &str, ty: &str) -> Self {
        let target = format!("schemas.{}.properties", schema.name.value);
        let line = format!("      {}: {{ type: {ty}, description: \"\" }}\n", quoted(name));
        Self::new(target, &schema.name.span, line)
    }
}

/// Text as the spec writes it: in quotes where YAML needs them.
fn quoted(text: &str) -> String {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !["true", "false", "null", "yes", "no", "on", "off"].contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { format!("{text:?}") }
}

/// What the spec would call a component of theirs.
fn name(theirs: &Schema<'_>) -> Option<String> {
    names::ty(theirs.component.as_ref()?)
}

/// Says in the spec's words what a document says, and what the spec lacks for it.
pub(super) struct SpecWriter<'m, 'd> {
    model: &'m Model,
    document: &'d Document<'d>,
    dependencies: Vec<Patch>,
    /// Components on the way: those contain themselves.
    named: HashSet<String>,
}

impl<'m, 'd> SpecWriter<'m, 'd> {
    pub(super) fn new(model: &'m Model, document: &'d Document<'d>) -> Self {
        Self { model, document, dependencies: Vec::new(), named: HashSet::new() }
    }

    /// The type of a recorded value, as far as one value tells.
    pub(super) fn recorded(value: View<'_>) -> String {
        match value.value() {
            ValueKind::Null => "optional any".to_owned(),
            ValueKind::Boolean(_) => "optional boolean".to_owned(),
            ValueKind::Integer(_) => "optional integer".to_owned(),
            ValueKind::Double(_) => "optional double".to_owned(),
            ValueKind::String(_) => "optional string".to_owned(),
            ValueKind::Array => "optional list of any".to_owned(),
            ValueKind::Object => "optional map of any".to_owned(),
        }
    }

    /// A property with its facts.
    pub(super) fn property(
        mut self,
        schema: &model::Schema,
        name: &str,
        theirs: &Schema<'d>,
        is_required: bool,
    ) -> Patch {
        let line = self.field(name, theirs, !is_required || theirs.is_nullable, theirs.is_deprecated);
        let mut patch =
            Patch::new(format!("schemas.{}.properties", schema.name.value), &schema.name.span, line);
        patch.dependencies = self.dependencies;
        patch
    }

    /// A parameter with its facts.
    pub(super) fn parameter(mut self, operation: &Operation, theirs: &Parameter<'d>) -> Patch {
        let group = if theirs.location == "header" { "headers" } else { theirs.location.as_str() };
        let line = match theirs.schema.map(|schema| self.document.schema(schema)) {
            Some(schema) => self.field(
                &theirs.name,
                &schema,
                !theirs.is_required,
                theirs.is_deprecated || schema.is_deprecated,
            ),
            None => {
                format!("      {}: {{ type: optional string, description: \"\" }}\n", quoted(&theirs.name))
            }
        };
        let target = format!("endpoints.{}.{group}", operation.name.value);
        let mut patch = Patch::new(target, &operation.name.span, line);
        patch.dependencies = self.dependencies;
        patch
    }

    fn field(&mut self, name: &str, theirs: &Schema<'d>, is_optional: bool, is_deprecated: bool) -> String {
        let optional = if is_optional { "optional " } else { "" };
        let mut line = format!("      {}: {{ type: {optional}{}", quoted(name), self.ty(theirs));
        // A default of what is always there says nothing.
        let default = theirs.default.filter(|_| is_optional);
        for (key, value) in [("default", default), ("min", theirs.min), ("max", theirs.max)] {
            let value = value.filter(|value| !matches!(value.value(), ValueKind::Array | ValueKind::Object));
            if let Some(value) = value {
                let text =
                    if value.as_string().is_some() { quoted(&value.display()) } else { value.display() };
                // Writing to memory cannot fail.
                let _ = write!(line, ", {key}: {text}");
            }
        }
        if is_deprecated {
            line.push_str(", deprecated: The API's documentation says so.");
        }
        line.push_str(", description: \"\" }\n");
        line
    }

    /// A type with its presence.
    pub(super) fn presence(&mut self, theirs: &Schema<'d>, is_required: bool) -> String {
        let optional = if !is_required || theirs.is_nullable { "optional " } else { "" };
        format!("{optional}{}", self.ty(theirs))
    }

    /// A type, without its presence.
    pub(super) fn ty(&mut self, theirs: &Schema<'d>) -> String {
        match &theirs.kind {
            SchemaKind::Any | SchemaKind::Other(_) => "any".to_owned(),
            SchemaKind::Boolean => "boolean".to_owned(),
            SchemaKind::Integer => "integer".to_owned(),
            SchemaKind::Number => "double".to_owned(),
            SchemaKind::String => "string".to_owned(),
            SchemaKind::List(items) => format!("list of {}", self.entry(*items)),
            SchemaKind::Map(values) => format!("map of {}", self.entry(*values)),
            SchemaKind::Enum(values) => {
                let Some(name) = name(theirs) else { return "string".to_owned() };
                self.enum_def(&name, values);
                name
            }
            SchemaKind::Object { properties, required } => {
                let Some(name) = name(theirs) else { return "map of any".to_owned() };
                if self.is_new(&name) {
                    let mut lines = format!("  {name}:\n    description: \"\"\n    properties:\n");
                    for property in properties {
                        let schema = self.document.schema(property.value);
                        let is_required = required.iter().any(|name| *name == property.name);
                        let optional = !is_required || schema.is_nullable;
                        lines += &self.field(&property.name, &schema, optional, schema.is_deprecated);
                    }
                    self.dependencies.push(Patch::new("schemas".to_owned(), &self.end_of_schemas(), lines));
                }
                name
            }
        }
    }

    fn entry(&mut self, entry: Option<View<'d>>) -> String {
        let Some(entry) = entry else { return "any".to_owned() };
        let schema = self.document.schema(entry);
        self.presence(&schema, true)
    }

    /// Whether nothing of that name is in the spec or in this patch.
    fn is_new(&mut self, name: &str) -> bool {
        let in_spec = self.model.schemas.iter().any(|schema| schema.name.value == name)
            || self.model.enums.iter().any(|enum_def| enum_def.name.value == name);
        !in_spec && self.named.insert(name.to_owned())
    }

    fn enum_def(&mut self, name: &str, values: &[View<'d>]) {
        if !self.is_new(name) {
            return;
        }
        let mut lines = format!("  {name}:\n    description: \"\"\n    values:\n");
        for value in values.iter().filter_map(View::as_string) {
            let _ = writeln!(lines, "      {}: \"\"", quoted(&value));
        }
        let anchor = self.model.enums.last().map_or(0..0, |enum_def| enum_def.name.span.clone());
        self.dependencies.push(Patch::new("enums".to_owned(), &anchor, lines));
    }

    fn end_of_schemas(&self) -> Span {
        self.model.schemas.last().map_or(0..0, |schema| schema.name.span.clone())
    }
}
