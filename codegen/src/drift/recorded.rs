//! Compares the spec with a recorded response: values and properties that the spec lacks, and required properties that the response
//! lacks.

use std::collections::VecDeque;

use crate::model::{Enum, EnumType, Field, Model, Primitive, Schema, Type};
use crate::openapi::view::{ValueKind, View};
use crate::source::{InputError, closest_match};

use super::difference::{Difference, DriftCollector, Side, Subject};
use super::patch::PatchWriter;

/// Compares a response with the schema of that name, or with the one that matches it best.
pub(super) fn response(
    model: &Model,
    root: View<'_>,
    name: Option<&str>,
    collector: &mut DriftCollector,
) -> Result<(), InputError> {
    // A list is compared with the schema entry by entry.
    let roots = if root.value() == ValueKind::Array { root.items() } else { vec![root] };
    let schema = match name {
        Some(name) => named(model, name)?,
        None => best_matching_schema(model, &roots)?,
    };
    let pending = roots.into_iter().map(|root| (schema, root, 0)).collect();
    let mut recorded = Recorded { model, collector, patches: PatchWriter::new(model), pending, depth: 0 };
    while let Some((schema, object, depth)) = recorded.pending.pop_front() {
        if depth > MAX_DEPTH {
            return Err(InputError::new(format!(
                "the response is nested more than {MAX_DEPTH} objects deep"
            )));
        }
        recorded.depth = depth;
        recorded.compare_object(schema, object);
    }
    Ok(())
}

/// Each level is parsed again with the levels below it, so the limit bounds the time.
const MAX_DEPTH: usize = 128;

fn named<'m>(model: &'m Model, name: &str) -> Result<&'m Schema, InputError> {
    model.schemas.iter().find(|schema| schema.name.value == name).ok_or_else(|| {
        let known = model.schemas.iter().map(|schema| schema.name.value.as_str());
        InputError::new(match closest_match(name, known) {
            Some(known) => format!("the spec has no schema `{name}`; a similar one is `{known}`"),
            None => format!("the spec has no schema `{name}`"),
        })
    })
}

/// The schema that has the most properties of the response and the fewest that are absent from it; `None` on a tie.
fn best_matching_schema<'m>(model: &'m Model, roots: &[View<'_>]) -> Result<&'m Schema, InputError> {
    let Some(first) = roots.first() else { return Err(InputError::new("the response is empty")) };
    let names: Vec<_> = first.members().into_iter().map(|member| member.name).collect();
    let score = |schema: &Schema| -> Option<isize> {
        let known = names
            .iter()
            .filter(|name| schema.properties.iter().any(|p| p.field.name.value == **name))
            .count();
        let missed = schema.properties.iter().filter(|property| {
            !property.field.ty.is_optional() && !names.iter().any(|name| *name == property.field.name.value)
        });
        let unknown = names.len() - known;
        let score = 2 * known.cast_signed() - unknown.cast_signed() - missed.count().cast_signed();
        (known > 0).then_some(score)
    };
    let mut scored: Vec<_> = model.schemas.iter().map(|schema| (score(schema), schema)).collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    match scored[..] {
        [(best @ Some(_), schema), ref others @ ..]
            if others.first().is_none_or(|(next, _)| *next < best) =>
        {
            Ok(schema)
        }
        _ => Err(InputError::new("no single schema matches the response best: name it with --as")),
    }
}

struct Recorded<'m, 'd, 'c> {
    model: &'m Model,
    collector: &'c mut DriftCollector,
    patches: PatchWriter<'m>,
    /// Objects to compare next, each with its depth.
    pending: VecDeque<(&'m Schema, View<'d>, usize)>,
    depth: usize,
}

/// Whether a value is text, a number or a boolean of that type.
fn is_scalar(ty: &Type, kind: &ValueKind) -> bool {
    match (ty.json(), kind) {
        (Some(Primitive::String), ValueKind::String(_))
        | (Some(Primitive::Boolean), ValueKind::Boolean(_))
        | (Some(Primitive::Integer), ValueKind::Integer(_))
        | (Some(Primitive::Double), ValueKind::Integer(_) | ValueKind::Double(_)) => true,
        // A double without a fraction is an integer in another notation.
        (Some(Primitive::Integer), ValueKind::Double(value)) => value.fract() == 0.0,
        // A number that should be text is read as well.
        (_, ValueKind::Integer(_) | ValueKind::Double(_)) => {
            matches!(ty, Type::Formatted(format) if format.is_quoted())
        }
        _ => false,
    }
}

impl<'m, 'd> Recorded<'m, 'd, '_> {
    fn compare_object(&mut self, schema: &'m Schema, vendor: View<'d>) {
        let members = vendor.members();
        for property in &schema.properties {
            let property = &property.field;
            let name = format!("{}.{}", schema.name.value, property.name.value);
            match members.iter().find(|member| member.name == property.name.value) {
                Some(member) => self.compare_property(&name, property, member.value),
                None if property.ty.is_optional() => {}
                None => self.report(Subject::Presence, &name, property, vendor, "is absent"),
            }
        }
        for member in members {
            // Those of the type of further properties are documented, and others are kept.
            let is_known = schema.properties.iter().any(|property| property.field.name.value == member.name);
            if is_known || schema.rest.as_ref().is_some_and(|rest| self.is_value(rest.value(), member.value))
            {
                continue;
            }
            let patch = self.patches.recorded_property(schema, &member.name, member.value);
            let name = format!("{}.{}", schema.name.value, member.name);
            self.collector.report(Difference {
                side: Side::OnlyVendor,
                subject: Subject::Property,
                endpoint: String::new(),
                message: format!("{name}: only the response has it, as {}", member.value.value().kind_name()),
                name,
                spec_span: schema.name.span.clone(),
                vendor_span: Some(member.span),
                count: 1,
                patch: Some(patch),
            });
        }
    }

    fn report(&mut self, subject: Subject, name: &str, property: &Field, vendor: View<'_>, what: &str) {
        self.collector.report(Difference {
            side: Side::Differs,
            subject,
            endpoint: String::new(),
            name: name.to_owned(),
            message: format!("{name}: `{}` in the spec, but it {what} in the response", property.ty),
            spec_span: property.name.span.clone(),
            vendor_span: Some(vendor.span()),
            count: 1,
            patch: None,
        });
    }

    fn compare_property(&mut self, name: &str, property: &'m Field, vendor: View<'d>) {
        let before = self.collector.count();
        self.compare_value(name, property, &property.ty, vendor);
        self.collector.agreement.properties += usize::from(self.collector.count() == before);
    }

    fn compare_value(&mut self, name: &str, property: &'m Field, ty: &'m Type, vendor: View<'d>) {
        let kind = vendor.value();
        match (ty, &kind) {
            (Type::Optional(_) | Type::Nullable(_), ValueKind::Null)
            // Unions are not compared.
            | (Type::Any | Type::Union(_), _) => {}
            (ty, kind) if is_scalar(ty, kind) => {}
            (_, ValueKind::Null) => {
                self.report(Subject::Presence, name, property, vendor, "is null");
            }
            (Type::Optional(inner) | Type::Nullable(inner), _) => self.compare_value(name, property, inner, vendor),
            (Type::List(inner), ValueKind::Array) => {
                vendor.items().into_iter().for_each(|item| self.compare_value(name, property, inner, item));
            }
            (Type::Map(inner), ValueKind::Object) => {
                vendor
                    .members()
                    .into_iter()
                    .for_each(|member| self.compare_value(name, property, inner, member.value));
            }
            (Type::Schema(id), ValueKind::Object) => {
                self.pending.push_back((self.model.schema(id), vendor, self.depth + 1));
            }
            (Type::Enum(id), ValueKind::String(text)) => {
                self.compare_string(self.model.enum_def(id), text, vendor);
            }
            (Type::Enum(id), ValueKind::Integer(value))
                if self.model.enum_def(id).value_type == EnumType::Integer =>
            {
                self.compare_string(self.model.enum_def(id), &value.to_string(), vendor);
            }
            _ => self.report_type(name, property, vendor, &kind),
        }
    }

    /// Whether a value has the kind of JSON of a type. The entries of lists and maps are not looked at.
    fn is_value(&self, ty: &Type, vendor: View<'_>) -> bool {
        match (ty.required(), vendor.value()) {
            (_, ValueKind::Null) => ty.is_optional(),
            (ty, kind) if is_scalar(ty, &kind) => true,
            (Type::Any | Type::Union(_), _)
            | (Type::List(_), ValueKind::Array)
            | (Type::Map(_) | Type::Schema(_), ValueKind::Object) => true,
            (Type::Enum(id), ValueKind::String(_)) => self.model.enum_def(id).value_type == EnumType::String,
            (Type::Enum(id), ValueKind::Integer(_)) => {
                self.model.enum_def(id).value_type == EnumType::Integer
            }
            _ => false,
        }
    }

    fn compare_string(&mut self, enum_def: &'m Enum, text: &str, vendor: View<'_>) {
        if enum_def.variants.iter().any(|value| value.name.value == text) {
            self.collector.agreement.values += 1;
            return;
        }
        let patch = self.patches.value(enum_def, text);
        self.collector.report(Difference {
            side: Side::OnlyVendor,
            subject: Subject::Value,
            endpoint: String::new(),
            name: format!("{}.{text}", enum_def.name.value),
            message: format!("{}.{text}: only the response has this value", enum_def.name.value),
            spec_span: enum_def.name.span.clone(),
            vendor_span: Some(vendor.span()),
            count: 1,
            patch: Some(patch),
        });
    }

    fn report_type(&mut self, name: &str, property: &'m Field, vendor: View<'_>, kind: &ValueKind) {
        let what = format!("is {}", kind.kind_name());
        self.report(Subject::Type, name, property, vendor, &what);
    }
}
