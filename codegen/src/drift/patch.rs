//! Patches: lines to add to the spec, each with its location.

use std::collections::HashMap;

use crate::model::{Enum, Model, Operation, Schema};
use crate::openapi::draft::{DraftField, DraftValue, NewType};
use crate::openapi::operation::Parameter;
use crate::openapi::spec_text::{NewField, SpecWriter};
use crate::openapi::type_names::RustNames;
use crate::openapi::view::{ValueKind, View};
use crate::reserved::{RESERVED_FIELDS, RESERVED_SETTERS, REST_FIELD};
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
        let rust_name = rust_names.choose(value);
        let lines = DraftValue { value: value.to_owned(), description: String::new(), rust_name }.text();
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
        writer: &mut SpecWriter<'_, '_, 'd>,
        schema: &Schema,
        field: &NewField<'_, 'd>,
    ) -> (String, Patch) {
        let (target, rust_names) = self.properties_of(schema);
        let (draft, new_types) = writer.property(field, rust_names);
        let mut patch = patch(target, &schema.name.span, field.name, draft.text());
        patch.dependencies = self.new_types(&new_types);
        (draft.full_type(), patch)
    }

    /// Adds a property of a recorded response, with the type that its value suggests.
    pub(super) fn recorded_property(&mut self, schema: &Schema, name: &str, value: View<'_>) -> Patch {
        let (target, rust_names) = self.properties_of(schema);
        let draft = DraftField {
            name: name.to_owned(),
            ty: recorded_type(value).to_owned(),
            is_optional: true,
            is_nullable: false,
            attributes: Vec::new(),
            description: String::new(),
            rust_name: rust_names.choose(name),
            comments: Vec::new(),
        };
        patch(target, &schema.name.span, name, draft.text())
    }

    fn properties_of(&mut self, schema: &Schema) -> (String, &mut RustNames) {
        let target = format!("schemas.{}.properties", schema.name.value);
        let rust_names = self.rust_names.entry(target.clone()).or_insert_with(|| {
            let rest = schema.rest.as_ref().map(|_| REST_FIELD);
            let mut names = RustNames::fields(RESERVED_FIELDS.into_iter().chain(rest));
            schema.properties.iter().for_each(|property| names.take(&property.field.rust_name));
            names
        });
        (target, rust_names)
    }

    /// Adds a parameter of a document, if a spec can declare it. Returns its type as well.
    pub(super) fn parameter<'d>(
        &mut self,
        writer: &mut SpecWriter<'_, '_, 'd>,
        operation: &Operation,
        parameter: &Parameter<'d>,
    ) -> Option<(String, Patch)> {
        if !writer.is_exact(parameter) {
            return None;
        }
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
        let draft = writer.parameter(name, parameter, rust_names)?;
        let target = format!("endpoints.{name}.{group}");
        let mut patch = patch(target, &operation.name.span, &parameter.name, draft.text());
        patch.dependencies = self.new_types(&writer.take_new_types());
        Some((draft.full_type(), patch))
    }

    fn new_types(&self, types: &[NewType]) -> Vec<Patch> {
        let schemas = self.model.schemas.last().map(|schema| &schema.name.span);
        let enums = self.model.enums.last().map(|enum_def| &enum_def.name.span);
        let unions = self.model.unions.last().map(|union_def| &union_def.name.span).or(schemas);
        let types = types.iter().map(|new_type| {
            let section = new_type.section();
            let anchor = match section {
                "enums" => enums,
                "unions" => unions,
                _ => schemas,
            };
            patch(section.to_owned(), anchor.unwrap_or(&(0..0)), &new_type.name, new_type.text())
        });
        types.collect()
    }
}

fn patch(target: String, anchor: &Span, key: &str, lines: String) -> Patch {
    Patch { target, anchor: anchor.clone(), key: key.to_owned(), lines, dependencies: Vec::new() }
}

/// The type that the value of an optional property suggests.
fn recorded_type(value: View<'_>) -> &'static str {
    match value.value() {
        ValueKind::Null => "any",
        ValueKind::Boolean(_) => "boolean",
        ValueKind::Integer(_) => "integer",
        ValueKind::Double(_) => "double",
        ValueKind::String(_) => "string",
        ValueKind::Array => "list of any",
        ValueKind::Object => "map of any",
    }
}
