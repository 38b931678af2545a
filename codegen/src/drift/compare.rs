//! The model compared with an OpenAPI document: operations by method and path, schemas by where they are used.

use std::collections::HashSet;

use crate::model::{Enum, Field, Model, Operation, Parameter, ParameterLocation, Schema, Type};
use crate::openapi::document::{
    Document, Operation as VendorOperation, Parameter as VendorParameter, Schema as VendorSchema, SchemaKind,
};
use crate::openapi::view::{Member, ValueKind, View};
use crate::source::Span;
use crate::spec::Literal;

use super::difference::{Difference, DriftCollector, Side, Subject};
use super::patch::{Patch, SpecWriter};

/// Compares all operations and what they reach.
pub(super) fn document(model: &Model, document: &Document<'_>, collector: &mut DriftCollector) {
    let mut comparison =
        Comparison { model, document, collector, compared: HashSet::new(), operation: String::new() };
    for operation in &model.operations {
        comparison.compare_operation(operation);
    }
}

struct Comparison<'m, 'd, 'c> {
    model: &'m Model,
    document: &'d Document<'d>,
    collector: &'c mut DriftCollector,
    /// Pairs of a type of the spec and where the document has its counterpart: schemas may contain themselves.
    compared: HashSet<(&'m str, Span)>,
    /// The name of the operation being compared.
    operation: String,
}

/// A part of the spec: what it is called in messages, and its span.
struct Part<'p> {
    name: &'p str,
    span: &'p Span,
}

impl<'m, 'd> Comparison<'m, 'd, '_> {
    fn report(
        &mut self,
        side: Side,
        subject: Subject,
        part: &Part<'_>,
        vendor_span: Option<Span>,
        message: String,
        patch: Option<Patch>,
    ) {
        self.collector.report(Difference {
            side,
            subject,
            endpoint: self.operation.clone(),
            name: part.name.to_owned(),
            message,
            spec_span: part.span.clone(),
            vendor_span,
            count: 1,
            patch,
        });
    }

    fn report_only_spec(
        &mut self,
        subject: Subject,
        part: &Part<'_>,
        vendor_span: Option<Span>,
        message: String,
    ) {
        self.report(Side::OnlySpec, subject, part, vendor_span, message, None);
    }

    fn report_only_vendor(
        &mut self,
        subject: Subject,
        part: &Part<'_>,
        span: Span,
        message: String,
        patch: Patch,
    ) {
        self.report(Side::OnlyVendor, subject, part, Some(span), message, Some(patch));
    }

    fn report_differs(&mut self, subject: Subject, part: &Part<'_>, span: Span, spec: &str, vendor: &str) {
        let message = format!("{}: {spec} here, {vendor} there", part.name);
        self.report(Side::Differs, subject, part, Some(span), message, None);
    }

    fn compare_operation(&mut self, operation: &'m Operation) {
        operation.name.value.clone_into(&mut self.operation);
        let part = Part { name: &operation.name.value, span: &operation.name.span };
        let Some(vendor) = self.document.operation(operation.method.as_str(), &operation.path) else {
            let message = format!("{}: they do not have it", operation.route());
            self.report_only_spec(Subject::Endpoint, &part, None, message);
            return;
        };
        self.collector.agreement.endpoints += 1;
        let deprecated = vendor.view.get("deprecated").is_some_and(|flag| flag.is_true());
        self.compare_deprecation(&part, operation.deprecated.is_some(), deprecated, vendor.span.clone());
        self.compare_parameters(operation, &vendor);
        let body = self.document.body(&vendor);
        self.compare_content(&part, "the body", operation.body.as_ref(), body, &vendor);
        let response = self.document.response(&vendor);
        self.compare_content(&part, "the response", operation.response.as_ref(), response, &vendor);
        self.compare_errors(operation, &vendor);
    }

    /// A body or a response.
    fn compare_content(
        &mut self,
        operation: &Part<'_>,
        what: &str,
        spec: Option<&'m Type>,
        vendor: Option<View<'d>>,
        vendor_operation: &VendorOperation<'d>,
    ) {
        let name = format!("{what} of {}", operation.name);
        let part = Part { name: &name, span: operation.span };
        match (spec, vendor.map(|view| self.document.schema(view))) {
            (Some(spec), Some(vendor)) => self.compare_type(&part, spec.required(), &vendor),
            (None, None) => {}
            // A success without a schema says nothing of what it returns.
            (None, Some(vendor)) if matches!(vendor.kind, SchemaKind::Any) => {}
            (Some(spec), None) => {
                let span = vendor_operation.span.clone();
                self.report_differs(Subject::Type, &part, span, &format!("`{spec}`"), "nothing");
            }
            (None, Some(vendor)) => {
                let ty = format!("`{}`", SpecWriter::new(self.model, self.document).ty(&vendor));
                self.report_differs(Subject::Type, &part, vendor.span, "nothing", &ty);
            }
        }
    }

    fn compare_errors(&mut self, operation: &Operation, vendor: &VendorOperation<'d>) {
        let vendor_errors = vendor.errors();
        let operation_name = &operation.name.value;
        for error in &vendor_errors {
            if !operation.errors.iter().any(|known| known.status.value == error.name) {
                let name = format!("{operation_name}: {}", error.name);
                let part = Part { name: &name, span: &operation.name.span };
                let message = format!("they document the error {} of {operation_name}", error.name);
                let patch = Patch::error(operation, &error.name);
                self.report_only_vendor(Subject::Error, &part, error.span.clone(), message, patch);
            }
        }
        for error in &operation.errors {
            let status = &error.status.value;
            if !vendor_errors.iter().any(|vendor| vendor.name == *status) {
                let name = format!("{operation_name}: {status}");
                let part = Part { name: &name, span: &error.status.span };
                let message = format!("they do not document the error {status} of {operation_name}");
                self.report_only_spec(Subject::Error, &part, Some(vendor.span.clone()), message);
            }
        }
    }

    fn compare_parameters(&mut self, operation: &'m Operation, vendor: &VendorOperation<'d>) {
        let key = &self.model.api.key_header.value;
        let mut vendor_parameters = self.document.parameters(vendor);
        // The key is sent with every call, and cookies are not part of the language.
        vendor_parameters.retain(|parameter| {
            let is_key = parameter.location == "header" && parameter.name.eq_ignore_ascii_case(key);
            !is_key && parameter.location != "cookie"
        });
        for parameter in &operation.parameters {
            match vendor_parameters.iter().position(|vendor| is_same(parameter, vendor)) {
                Some(found) => self.compare_parameter(operation, parameter, &vendor_parameters.remove(found)),
                None => self.report_missing_parameter(operation, parameter, vendor),
            }
        }
        for parameter in vendor_parameters {
            self.report_new_parameter(operation, &parameter);
        }
    }

    fn report_missing_parameter(
        &mut self,
        operation: &Operation,
        Parameter { field, location }: &Parameter,
        vendor: &VendorOperation<'d>,
    ) {
        let name = format!("{}.{}", operation.name.value, field.name.value);
        let part = Part { name: &name, span: &field.name.span };
        let message =
            format!("{} has no {} parameter `{}` there", vendor.path, location.word(), field.name.value);
        self.report_only_spec(Subject::Parameter, &part, Some(vendor.span.clone()), message);
    }

    fn report_new_parameter(&mut self, operation: &'m Operation, parameter: &VendorParameter<'d>) {
        let name = format!("{}.{}", operation.name.value, parameter.name);
        let part = Part { name: &name, span: &operation.name.span };
        let message =
            format!("{} has a {} parameter `{}` there", operation.path, parameter.location, parameter.name);
        let patch = SpecWriter::new(self.model, self.document).parameter(operation, parameter);
        self.report_only_vendor(Subject::Parameter, &part, parameter.view.span(), message, patch);
    }

    fn compare_parameter(
        &mut self,
        operation: &Operation,
        Parameter { field, .. }: &'m Parameter,
        vendor: &VendorParameter<'d>,
    ) {
        let before = self.collector.count();
        let name = format!("{}.{}", operation.name.value, field.name.value);
        let part = Part { name: &name, span: &field.name.span };
        let ty = field.documented_type();
        self.compare_presence(&part, ty.is_optional(), !vendor.is_required, vendor.view.span());
        let Some(schema) = vendor.schema.map(|schema| self.document.schema(schema)) else { return };
        let deprecated = vendor.is_deprecated || schema.is_deprecated;
        self.compare_deprecation(&part, field.deprecated.is_some(), deprecated, vendor.view.span());
        self.compare_constraints(&part, field, &schema);
        self.compare_type(&part, ty.required(), &schema);
        self.collector.agreement.parameters += usize::from(self.collector.count() == before);
    }

    fn compare_presence(&mut self, part: &Part<'_>, spec: bool, vendor: bool, span: Span) {
        let word = |optional: bool| if optional { "optional" } else { "always there" };
        if spec != vendor {
            self.report_differs(Subject::Presence, part, span, word(spec), word(vendor));
        }
    }

    fn compare_deprecation(&mut self, part: &Part<'_>, spec: bool, vendor: bool, span: Span) {
        let word = |deprecated: bool| if deprecated { "deprecated" } else { "not deprecated" };
        if spec != vendor {
            self.report_differs(Subject::Deprecation, part, span, word(spec), word(vendor));
        }
    }

    /// Default and limits.
    fn compare_constraints(&mut self, part: &Part<'_>, field: &Field, vendor: &VendorSchema<'d>) {
        let constraints = &field.constraints;
        let pairs = [
            (Subject::Default, "the default", &constraints.default, &vendor.default),
            (Subject::Limit, "the least value", &constraints.min, &vendor.min),
            (Subject::Limit, "the greatest value", &constraints.max, &vendor.max),
        ];
        for (subject, what, spec, view) in pairs {
            let is_same = match (spec, view) {
                (Some(spec), Some(view)) => is_equal(spec, &view.value()),
                (None, None) => true,
                _ => false,
            };
            if !is_same {
                let spec = sentence(what, spec.as_ref().map(Literal::to_string));
                let there = sentence(what, view.map(|view| view.display()));
                let span = view.map_or_else(|| vendor.span.clone(), |view| view.span());
                self.report_differs(subject, part, span, &spec, &there);
            }
        }
    }

    /// Types from the outside in. The caller compares presence, which depends on the position.
    fn compare_type(&mut self, part: &Part<'_>, spec: &'m Type, vendor: &VendorSchema<'d>) {
        match (spec, &vendor.kind) {
            (Type::Any, _)
            | (Type::String, SchemaKind::String)
            | (Type::Boolean, SchemaKind::Boolean)
            | (Type::Integer, SchemaKind::Integer)
            | (Type::Double, SchemaKind::Number) => {}
            (Type::List(inner), SchemaKind::List(Some(items)))
            | (Type::Map(inner), SchemaKind::Map(Some(items))) => {
                let schema = self.document.schema(*items);
                let name = format!("an entry of {}", part.name);
                let part = Part { name: &name, span: part.span };
                self.compare_presence(&part, inner.is_optional(), schema.is_nullable, schema.span.clone());
                self.compare_type(&part, inner.required(), &schema);
            }
            // Entries of which the vendor says nothing may be anything.
            (Type::List(inner), SchemaKind::List(None)) | (Type::Map(inner), SchemaKind::Map(None))
                if *inner.required() == Type::Any => {}
            (Type::Schema(id), SchemaKind::Object { properties, required }) => {
                if self.compared.insert((&id.name, vendor.resolved.clone())) {
                    self.compare_schema(self.model.schema(id), vendor, properties, required);
                }
            }
            (Type::Enum(id), SchemaKind::Enum(values)) => {
                if self.compared.insert((&id.name, vendor.resolved.clone())) {
                    self.compare_enum(self.model.enum_def(id), vendor, values);
                }
            }
            _ => self.report_type(part, spec, vendor),
        }
    }

    fn report_type(&mut self, part: &Part<'_>, spec: &Type, vendor: &VendorSchema<'d>) {
        let there = match &vendor.kind {
            SchemaKind::Other(what) => what.clone(),
            _ => format!("`{}`", SpecWriter::new(self.model, self.document).ty(vendor)),
        };
        self.report_differs(Subject::Type, part, vendor.span.clone(), &format!("`{spec}`"), &there);
    }

    fn compare_schema(
        &mut self,
        schema: &'m Schema,
        vendor: &VendorSchema<'d>,
        properties: &[Member<'d>],
        required: &[String],
    ) {
        for property in &schema.properties {
            let field = &property.field;
            let name = format!("{}.{}", schema.name.value, field.name.value);
            let part = Part { name: &name, span: &field.name.span };
            match properties.iter().find(|member| member.name == field.name.value) {
                Some(member) => {
                    let is_required = required.contains(&field.name.value);
                    self.compare_property(&part, field, member, is_required);
                }
                None => {
                    let message = format!("{name}: they do not have it");
                    self.report_only_spec(Subject::Property, &part, Some(vendor.span.clone()), message);
                }
            }
        }
        let is_known =
            |name: &str| schema.properties.iter().any(|property| property.field.name.value == name);
        for member in properties.iter().filter(|member| !is_known(&member.name)) {
            let is_required = required.iter().any(|required| *required == member.name);
            self.report_new_property(schema, member, is_required);
        }
    }

    fn report_new_property(&mut self, schema: &'m Schema, member: &Member<'d>, is_required: bool) {
        let name = format!("{}.{}", schema.name.value, member.name);
        let part = Part { name: &name, span: &schema.name.span };
        let vendor = self.document.schema(member.value);
        let mut writer = SpecWriter::new(self.model, self.document);
        let message = format!("{name}: they have it, as `{}`", writer.presence(&vendor, is_required));
        let patch = writer.property(schema, &member.name, &vendor, is_required);
        self.report_only_vendor(Subject::Property, &part, member.span.clone(), message, patch);
    }

    fn compare_property(
        &mut self,
        part: &Part<'_>,
        field: &'m Field,
        member: &Member<'d>,
        is_required: bool,
    ) {
        let before = self.collector.count();
        let vendor = self.document.schema(member.value);
        let ty = field.documented_type();
        let span = &member.span;
        self.compare_presence(part, ty.is_optional(), !is_required || vendor.is_nullable, span.clone());
        self.compare_deprecation(part, field.deprecated.is_some(), vendor.is_deprecated, span.clone());
        self.compare_constraints(part, field, &vendor);
        self.compare_type(part, ty.required(), &vendor);
        self.collector.agreement.properties += usize::from(self.collector.count() == before);
    }

    fn compare_enum(&mut self, enum_def: &'m Enum, vendor: &VendorSchema<'d>, values: &[View<'d>]) {
        let enum_name = &enum_def.name.value;
        let values: Vec<_> =
            values.iter().filter_map(|value| Some((value.as_string()?, value.span()))).collect();
        for variant in &enum_def.variants {
            let value = &variant.name.value;
            if values.iter().any(|(text, _)| text == value) {
                self.collector.agreement.values += 1;
                continue;
            }
            let name = format!("{enum_name}.{value}");
            let part = Part { name: &name, span: &variant.name.span };
            let message = format!("{enum_name}: they do not have the value `{value}`");
            self.report_only_spec(Subject::Value, &part, Some(vendor.resolved.clone()), message);
        }
        for (text, span) in values {
            if !enum_def.variants.iter().any(|variant| variant.name.value == text) {
                let name = format!("{enum_name}.{text}");
                let part = Part { name: &name, span: &enum_def.name.span };
                let message = format!("{enum_name}: they have the value `{text}`");
                let patch = Patch::value(enum_def, &text);
                self.report_only_vendor(Subject::Value, &part, span, message, patch);
            }
        }
    }
}

/// Whether both are the same parameter. Names of headers are case-insensitive.
fn is_same(Parameter { field, location }: &Parameter, vendor: &VendorParameter<'_>) -> bool {
    let is_header = *location == ParameterLocation::Header;
    let is_same_name =
        vendor.name == field.name.value || is_header && vendor.name.eq_ignore_ascii_case(&field.name.value);
    vendor.location == location.word() && is_same_name
}

#[expect(clippy::cast_precision_loss, reason = "defaults and limits are small numbers")]
fn is_equal(spec: &Literal, vendor: &ValueKind) -> bool {
    match (spec, vendor) {
        (Literal::Boolean(spec), ValueKind::Boolean(vendor)) => spec == vendor,
        (Literal::String(spec), ValueKind::String(vendor)) => spec == vendor,
        (Literal::Integer(spec), ValueKind::Integer(vendor)) => spec == vendor,
        (Literal::Double(spec), ValueKind::Double(vendor)) => spec.total_cmp(vendor).is_eq(),
        (Literal::Integer(spec), ValueKind::Double(vendor)) => (*spec as f64).total_cmp(vendor).is_eq(),
        (Literal::Double(spec), ValueKind::Integer(vendor)) => spec.total_cmp(&(*vendor as f64)).is_eq(),
        _ => false,
    }
}

fn sentence(what: &str, value: Option<String>) -> String {
    match value {
        Some(value) => format!("{what} is `{value}`"),
        None => format!("{what} is not given"),
    }
}
