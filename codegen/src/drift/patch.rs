//! What to add to the spec, in its own style. Descriptions are left to whoever adds it: empty ones are warned of.

use std::collections::HashSet;
use std::fmt::Write;

use crate::diagnostic::Span;
use crate::names;
use crate::spec::{self, Endpoint, Enum, Spec};

use super::compare::shown;
use super::theirs::{Document, Kind, Parameter, Schema};
use super::view::{Scalar, View};

/// Lines for one place of the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    /// Such as `schemas.Pet.properties`.
    pub(super) into: String,
    /// What stands there now.
    pub(super) near: Span,
    /// Indented as they would be there.
    pub(super) lines: String,
    /// What the lines name and the spec does not have either.
    pub(super) also: Vec<Patch>,
}

impl Patch {
    fn new(into: String, near: &Span, lines: String) -> Self {
        Self { into, near: near.clone(), lines, also: Vec::new() }
    }

    /// A value of an enum.
    pub(super) fn value(vocabulary: &Enum, value: &str) -> Self {
        let into = format!("enums.{}.values", vocabulary.name.value);
        Self::new(into, &vocabulary.name.span, format!("      {}: \"\"\n", quoted(value)))
    }

    /// A documented error.
    pub(super) fn error(endpoint: &Endpoint, status: &str) -> Self {
        let into = format!("endpoints.{}.errors", endpoint.name.value);
        Self::new(into, &endpoint.name.span, format!("      {status}: \"\"\n"))
    }

    /// A property.
    pub(super) fn property(schema: &spec::Schema, name: &str, ty: &str) -> Self {
        let into = format!("schemas.{}.properties", schema.name.value);
        let line = format!("      {}: {{ type: {ty}, description: \"\" }}\n", quoted(name));
        Self::new(into, &schema.name.span, line)
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
pub(super) struct Builder<'s, 'd> {
    spec: &'s Spec,
    document: &'d Document<'d>,
    also: Vec<Patch>,
    /// Components on the way: those contain themselves.
    named: HashSet<String>,
}

impl<'s, 'd> Builder<'s, 'd> {
    pub(super) fn new(spec: &'s Spec, document: &'d Document<'d>) -> Self {
        Self { spec, document, also: Vec::new(), named: HashSet::new() }
    }

    /// The type of a recorded value, as far as one value tells.
    pub(super) fn recorded(value: View<'_>) -> String {
        match value.scalar() {
            Scalar::Null => "optional any".to_owned(),
            Scalar::Boolean(_) => "optional boolean".to_owned(),
            Scalar::Integer(_) => "optional integer".to_owned(),
            Scalar::Double(_) => "optional double".to_owned(),
            Scalar::Text(_) => "optional string".to_owned(),
            Scalar::List => "optional list of any".to_owned(),
            Scalar::Object => "optional map of any".to_owned(),
        }
    }

    /// A property with its facts.
    pub(super) fn property(
        mut self,
        schema: &spec::Schema,
        name: &str,
        theirs: &Schema<'d>,
        is_required: bool,
    ) -> Patch {
        let line = self.field(name, theirs, !is_required || theirs.is_nullable, theirs.is_deprecated);
        let mut patch =
            Patch::new(format!("schemas.{}.properties", schema.name.value), &schema.name.span, line);
        patch.also = self.also;
        patch
    }

    /// A parameter with its facts.
    pub(super) fn parameter(mut self, endpoint: &Endpoint, theirs: &Parameter<'d>) -> Patch {
        let group = if theirs.place == "header" { "headers" } else { theirs.place.as_str() };
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
        let into = format!("endpoints.{}.{group}", endpoint.name.value);
        let mut patch = Patch::new(into, &endpoint.name.span, line);
        patch.also = self.also;
        patch
    }

    fn field(&mut self, name: &str, theirs: &Schema<'d>, is_optional: bool, is_deprecated: bool) -> String {
        let optional = if is_optional { "optional " } else { "" };
        let mut line = format!("      {}: {{ type: {optional}{}", quoted(name), self.ty(theirs));
        // A default of what is always there says nothing.
        let default = theirs.default.filter(|_| is_optional);
        for (key, value) in [("default", default), ("min", theirs.min), ("max", theirs.max)] {
            let value = value.filter(|value| !matches!(value.scalar(), Scalar::List | Scalar::Object));
            if let Some(value) = value {
                let text = if value.text().is_some() { quoted(&shown(&value)) } else { shown(&value) };
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
            Kind::Any | Kind::Other(_) => "any".to_owned(),
            Kind::Boolean => "boolean".to_owned(),
            Kind::Integer => "integer".to_owned(),
            Kind::Number => "double".to_owned(),
            Kind::String => "string".to_owned(),
            Kind::List(items) => format!("list of {}", self.entry(*items)),
            Kind::Map(values) => format!("map of {}", self.entry(*values)),
            Kind::Enum(values) => {
                let Some(name) = name(theirs) else { return "string".to_owned() };
                self.vocabulary(&name, values);
                name
            }
            Kind::Object { properties, required } => {
                let Some(name) = name(theirs) else { return "map of any".to_owned() };
                if self.is_new(&name) {
                    let mut lines = format!("  {name}:\n    description: \"\"\n    properties:\n");
                    for property in properties {
                        let schema = self.document.schema(property.value);
                        let is_required = required.iter().any(|name| *name == property.name);
                        let optional = !is_required || schema.is_nullable;
                        lines += &self.field(&property.name, &schema, optional, schema.is_deprecated);
                    }
                    self.also.push(Patch::new("schemas".to_owned(), &self.end_of_schemas(), lines));
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
        let in_spec = self.spec.schemas.iter().any(|schema| schema.name.value == name)
            || self.spec.enums.iter().any(|vocabulary| vocabulary.name.value == name);
        !in_spec && self.named.insert(name.to_owned())
    }

    fn vocabulary(&mut self, name: &str, values: &[View<'d>]) {
        if !self.is_new(name) {
            return;
        }
        let mut lines = format!("  {name}:\n    description: \"\"\n    values:\n");
        for value in values.iter().filter_map(View::text) {
            let _ = writeln!(lines, "      {}: \"\"", quoted(&value));
        }
        let near = self.spec.enums.last().map_or(0..0, |vocabulary| vocabulary.name.span.clone());
        self.also.push(Patch::new("enums".to_owned(), &near, lines));
    }

    fn end_of_schemas(&self) -> Span {
        self.spec.schemas.last().map_or(0..0, |schema| schema.name.span.clone())
    }
}
