//! Patches: lines to add to the spec, each with its location.

use std::collections::HashMap;

use crate::model::{Enum, Model, Operation, Schema};
use crate::openapi::document::Parameter;
use crate::openapi::spec_text::{NewField, NewType, RustNames, SpecWriter, field_line, value_line};
use crate::openapi::view::{ValueKind, View};
use crate::reserved::{RESERVED_FIELDS, RESERVED_SETTERS};
use crate::source::Span;

/// Lines to add at one location of the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    /// The mapping to add to, such as `schemas.Pet.properties`.
    pub(super) target: String,
    /// Its span in the spec.
    pub(super) anchor: Span,
    /// The key that the lines add.
    pub(super) key: String,
    /// The lines, indented for that mapping.
    pub(super) lines: String,
    /// Schemas and enums that the lines name and the spec lacks.
    pub(super) dependencies: Vec<Patch>,
}

/// Writes patches. Names that it has assigned are not assigned again.
pub(super) struct PatchWriter<'m> {
    model: &'m Model,
    /// The assigned names, by target.
    rust_names: HashMap<String, RustNames>,
}

impl<'m> PatchWriter<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self { model, rust_names: HashMap::new() }
    }

    /// Adds a value of an enum.
    pub(super) fn value(&mut self, enum_def: &Enum, value: &str) -> Patch {
        let target = format!("enums.{}.values", enum_def.name.value);
        let rust_names = self.rust_names.entry(target.clone()).or_insert_with(|| {
            let mut names = RustNames::variants();
            enum_def.variants.iter().for_each(|variant| names.take(&variant.rust_name));
            names
        });
        let lines = value_line(value, rust_names);
        patch(target, &enum_def.name.span, value, lines)
    }

    /// Adds a documented error.
    pub(super) fn error(operation: &Operation, status: &str) -> Patch {
        let target = format!("endpoints.{}.errors", operation.name.value);
        patch(target, &operation.name.span, status, format!("      {status}: \"\"\n"))
    }

    /// Adds a property of a document. Returns its type as well.
    pub(super) fn property<'d>(
        &mut self,
        writer: &mut SpecWriter<'_, 'd>,
        schema: &Schema,
        field: &NewField<'_, 'd>,
    ) -> (String, Patch) {
        let (target, rust_names) = self.properties_of(schema);
        let (ty, lines) = writer.property(field, rust_names);
        let mut patch = patch(target, &schema.name.span, field.name, lines);
        patch.dependencies = self.new_types(writer.take_new_types());
        (ty, patch)
    }

    /// Adds a property of a recorded response, with the type that its value suggests.
    pub(super) fn recorded_property(&mut self, schema: &Schema, name: &str, value: View<'_>) -> Patch {
        let (target, rust_names) = self.properties_of(schema);
        let lines = field_line(name, recorded_type(value), &[], rust_names);
        patch(target, &schema.name.span, name, lines)
    }

    fn properties_of(&mut self, schema: &Schema) -> (String, &mut RustNames) {
        let target = format!("schemas.{}.properties", schema.name.value);
        let rust_names = self.rust_names.entry(target.clone()).or_insert_with(|| {
            let mut names = RustNames::fields(RESERVED_FIELDS);
            schema.properties.iter().for_each(|property| names.take(&property.field.rust_name));
            names
        });
        (target, rust_names)
    }

    /// Adds a parameter of a document, if a spec can declare it. Returns its type as well.
    pub(super) fn parameter<'d>(
        &mut self,
        writer: &mut SpecWriter<'_, 'd>,
        operation: &Operation,
        parameter: &Parameter<'d>,
    ) -> Option<(String, Patch)> {
        let name = &operation.name.value;
        let group = match parameter.location.as_str() {
            "query" => "query",
            "header" => "headers",
            // Path parameters are matched by the path itself.
            _ => return None,
        };
        let rust_names = self.rust_names.entry(format!("endpoints.{name}")).or_insert_with(|| {
            let mut names = RustNames::fields(RESERVED_SETTERS.into_iter().chain(["body"]));
            operation.parameters.iter().for_each(|parameter| names.take(&parameter.field.rust_name));
            names
        });
        let (ty, lines) = writer.parameter(name, parameter, rust_names)?;
        let target = format!("endpoints.{name}.{group}");
        let mut patch = patch(target, &operation.name.span, &parameter.name, lines);
        patch.dependencies = self.new_types(writer.take_new_types());
        Some((ty, patch))
    }

    fn new_types(&self, types: Vec<NewType>) -> Vec<Patch> {
        let schemas = self.model.schemas.last().map(|schema| &schema.name.span);
        let enums = self.model.enums.last().map(|enum_def| &enum_def.name.span);
        let types = types.into_iter().map(|NewType { section, name, lines }| {
            let anchor = if section == "enums" { enums } else { schemas };
            patch(section.to_owned(), anchor.unwrap_or(&(0..0)), &name, lines)
        });
        types.collect()
    }
}

fn patch(target: String, anchor: &Span, key: &str, lines: String) -> Patch {
    Patch { target, anchor: anchor.clone(), key: key.to_owned(), lines, dependencies: Vec::new() }
}

fn recorded_type(value: View<'_>) -> &'static str {
    match value.value() {
        ValueKind::Null => "optional any",
        ValueKind::Boolean(_) => "optional boolean",
        ValueKind::Integer(_) => "optional integer",
        ValueKind::Double(_) => "optional double",
        ValueKind::String(_) => "optional string",
        ValueKind::Array => "optional list of any",
        ValueKind::Object => "optional map of any",
    }
}
