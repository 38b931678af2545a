//! Compares the model with an OpenAPI document: operations by method and path, schemas by where they are used.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::model::{
    Enum, EnumType, Field, ListStyle, MediaType, Model, Operation, Parameter, ParameterLocation, Schema,
    SchemaId, Type, Union,
};
use crate::openapi::constraints::{VendorConstraints, scalar};
use crate::openapi::document::Document;
use crate::openapi::operation::{Operation as VendorOperation, Parameter as VendorParameter};
use crate::openapi::schema::{
    Bound, Resolver, Schema as VendorSchema, SchemaKind, Union as VendorUnion, UnionVariant as VendorVariant,
};
use crate::openapi::shape::Shapes;
use crate::openapi::spec_text::{NewField, SpecWriter};
use crate::openapi::type_names::TypeNames;
use crate::openapi::view::{Member, View};
use crate::route;
use crate::source::Span;
use crate::spec::Literal;

use super::difference::{Difference, DriftCollector, Side, Subject};
use super::patch::{Patch, PatchWriter};

/// Compares all operations and every type that they use.
pub(super) fn document(model: &Model, document: &Document<'_>, collector: &mut DriftCollector) {
    // The first comparison finds which types of the document correspond to types of the spec; the second uses their names in patches.
    let names = paired_names(model, document);
    Comparison::run(model, document, names, collector);
    collector.not_compared = document.ignored();
}

/// The types of the spec by the schemas of the document that they correspond to, according to the operations that both have.
pub(crate) fn paired_names(model: &Model, document: &Document<'_>) -> TypeNames {
    Comparison::run(model, document, TypeNames::new(model), &mut DriftCollector::default())
}

struct Comparison<'m, 'r, 'd, 'c> {
    model: &'m Model,
    document: &'r Document<'d>,
    collector: &'c mut DriftCollector,
    writer: SpecWriter<'m, 'r, 'd>,
    patches: PatchWriter<'m>,
    /// Compared pairs of a type of the spec and a schema of the document. Needed because schemas may contain themselves.
    compared: HashSet<(&'m str, usize)>,
    names: TypeNames,
    /// Schemas to compare next. A queue, because schemas may nest deeper than the call stack.
    pending: Vec<(&'m Schema, Rc<VendorSchema<'d>>)>,
    /// The name of the operation being compared.
    operation: String,
}

/// A part of the spec: its name in reports, and its span.
struct Part<'p> {
    name: String,
    /// Whether it is the entries of a list or map.
    is_entry: bool,
    span: &'p Span,
}

impl<'p> Part<'p> {
    fn new(name: String, span: &'p Span) -> Self {
        Self { name, is_entry: false, span }
    }

    fn entry(&self) -> Self {
        Self { name: self.name.clone(), is_entry: true, span: self.span }
    }
}

impl<'m, 'r, 'd, 'c> Comparison<'m, 'r, 'd, 'c> {
    /// Compares everything; patches use the given names. Returns the names of the types that were compared.
    fn run(
        model: &'m Model,
        document: &'r Document<'d>,
        names: TypeNames,
        collector: &'c mut DriftCollector,
    ) -> TypeNames {
        let mut comparison = Self {
            model,
            document,
            collector,
            writer: SpecWriter::new(document, names, Shapes::new(&model.schemas, &model.enums), false),
            patches: PatchWriter::new(model),
            compared: HashSet::new(),
            names: TypeNames::new(model),
            pending: Vec::new(),
            operation: String::new(),
        };
        for operation in &model.operations {
            comparison.compare_operation(operation);
            while let Some((schema, vendor)) = comparison.pending.pop() {
                comparison.compare_schema(schema, &vendor);
            }
        }
        comparison.names
    }

    fn report(
        &mut self,
        side: Side,
        subject: Subject,
        part: &Part<'_>,
        vendor_span: Option<Span>,
        message: &str,
        patch: Option<Patch>,
    ) {
        let entry = if part.is_entry { ", an entry" } else { "" };
        self.collector.report(Difference {
            side,
            subject,
            endpoint: self.operation.clone(),
            name: part.name.clone(),
            message: format!("{}{entry}: {message}", part.name),
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
        message: &str,
    ) {
        self.report(Side::OnlySpec, subject, part, vendor_span, message, None);
    }

    fn report_only_vendor(
        &mut self,
        subject: Subject,
        part: &Part<'_>,
        span: Span,
        message: &str,
        patch: Option<Patch>,
    ) {
        self.report(Side::OnlyVendor, subject, part, Some(span), message, patch);
    }

    fn report_differs(&mut self, subject: Subject, part: &Part<'_>, span: Span, spec: &str, vendor: &str) {
        let message = format!("{spec} in the spec, {vendor} in the document");
        self.report(Side::Differs, subject, part, Some(span), &message, None);
    }

    fn compare_operation(&mut self, operation: &'m Operation) {
        operation.name.value.clone_into(&mut self.operation);
        let part = Part::new(operation.name.value.clone(), &operation.name.span);
        let Some(vendor) = self.document.operation(operation.method.as_str(), &operation.path) else {
            let message = format!("the document does not have {}", operation.route());
            self.report_only_spec(Subject::Endpoint, &part, None, &message);
            return;
        };
        self.collector.agreement.endpoints += 1;
        let deprecated = vendor.view.get("deprecated").is_some_and(|flag| flag.is_true());
        self.compare_deprecation(&part, operation.deprecated.is_some(), deprecated, vendor.span.clone());
        self.compare_parameters(operation, &vendor);
        self.compare_body(operation, &vendor);
        self.compare_response(operation, &vendor);
        self.compare_errors(operation, &vendor);
    }

    /// A body or a response.
    fn compare_content(
        &mut self,
        operation: &'m Operation,
        what: &str,
        spec: Option<&'m Type>,
        vendor: Option<Rc<VendorSchema<'d>>>,
        vendor_operation: &VendorOperation<'d>,
    ) {
        let part = Part::new(format!("{}.{what}", operation.name.value), &operation.name.span);
        match (spec, vendor) {
            (Some(spec), Some(vendor)) => self.compare_type(&part, spec.required(), &vendor),
            (None, None) => {}
            // A successful response without a schema does not specify its body.
            (None, Some(vendor)) if matches!(vendor.kind, SchemaKind::Any) => {}
            (Some(spec), None) => {
                let span = vendor_operation.span.clone();
                self.report_differs(Subject::Type, &part, span, &format!("`{spec}`"), &format!("no {what}"));
            }
            (None, Some(vendor)) => {
                let ty = self.writer.describe(&vendor);
                self.report_differs(Subject::Type, &part, vendor.span.clone(), &format!("no {what}"), &ty);
            }
        }
    }

    fn compare_response(&mut self, operation: &'m Operation, vendor: &VendorOperation<'d>) {
        let success = self.document.success(vendor).ok().flatten();
        let spec = operation.response.as_ref();
        if let (Some(spec), Some(success)) = (spec, &success)
            && *spec.required() != Type::Any
        {
            let part = Part::new(format!("{}.response", operation.name.value), &operation.name.span);
            let span = vendor.span.clone();
            self.compare_presence(&part, spec.is_optional(), success.is_optional(), span);
        }
        let media_type = success.as_ref().and_then(|success| success.media_type.as_ref());
        self.compare_format(operation, "response", operation.accept.as_ref(), media_type, vendor);
        self.compare_content(operation, "response", spec, success.map(|success| success.schema), vendor);
    }

    fn compare_body(&mut self, operation: &'m Operation, vendor: &VendorOperation<'d>) {
        let content = self.document.request_content(vendor);
        let media_type = content.as_ref().and_then(|content| content.media_type.as_ref());
        self.compare_format(operation, "body", operation.content_type.as_ref(), media_type, vendor);
        let schema = content.as_ref().and_then(|content| self.document.content_schema(content));
        self.compare_content(operation, "body", operation.body.as_ref(), schema, vendor);
        self.compare_body_presence(operation, vendor);
    }

    /// Compares how a body is written. Names of JSON are alike.
    fn compare_format(
        &mut self,
        operation: &Operation,
        what: &str,
        spec: Option<&MediaType>,
        vendor: Option<&MediaType>,
        vendor_operation: &VendorOperation<'d>,
    ) {
        let Some(vendor) = vendor else { return };
        if spec.map(|spec| spec.format).unwrap_or_default() == vendor.format {
            return;
        }
        let part = Part::new(format!("{}.{what}", operation.name.value), &operation.name.span);
        let span = vendor_operation.span.clone();
        let name = spec.map_or("application/json", |spec| &spec.name);
        self.report_differs(Subject::Type, &part, span, &format!("`{name}`"), &format!("`{}`", vendor.name));
    }

    /// A body that the client always sends is correct also where the vendor's is optional.
    fn compare_body_presence(&mut self, operation: &Operation, vendor: &VendorOperation<'d>) {
        let is_optional = operation.body.as_ref().is_some_and(Type::is_optional);
        let is_required = self.document.request_content(vendor).is_some_and(|content| content.is_required);
        if is_optional && is_required {
            let part = Part::new(format!("{}.body", operation.name.value), &operation.name.span);
            self.compare_presence(&part, true, false, vendor.span.clone());
        }
    }

    fn compare_errors(&mut self, operation: &'m Operation, vendor: &VendorOperation<'d>) {
        let vendor_errors = vendor.errors();
        let name = |status: &str| format!("{}.{status}", operation.name.value);
        for error in &vendor_errors {
            if !operation.errors.iter().any(|known| known.status.value == error.name) {
                let part = Part::new(name(&error.name), &operation.name.span);
                let patch = Some(PatchWriter::error(operation, &error.name));
                let message = "only the document has this error";
                self.report_only_vendor(Subject::Error, &part, error.span.clone(), message, patch);
            }
        }
        for error in &operation.errors {
            let status = &error.status.value;
            if let (Some(ty), Some(known)) =
                (&error.ty, vendor_errors.iter().find(|known| known.name == *status))
            {
                let part = Part::new(name(status), &error.status.span);
                let content = self.document.content(known.value);
                match self.document.content_schema(&content) {
                    Some(schema) => self.compare_type(&part, ty.required(), &schema),
                    None => {
                        let (ty, span) = (format!("`{ty}`"), known.span.clone());
                        self.report_differs(Subject::Error, &part, span, &ty, "no body");
                    }
                }
            }
            if !vendor_errors.iter().any(|vendor| vendor.name == *status) {
                let part = Part::new(name(status), &error.status.span);
                let message = "the document does not have this error";
                self.report_only_spec(Subject::Error, &part, Some(vendor.span.clone()), message);
            }
        }
    }

    fn compare_parameters(&mut self, operation: &'m Operation, vendor: &VendorOperation<'d>) {
        let key = self.model.api.key.as_ref().map(|key| key.header.value.as_str());
        let mut vendor_parameters = self.document.parameters(vendor);
        // The client sends the key with every call.
        vendor_parameters.retain(|parameter| match parameter.location.as_str() {
            "cookie" => false,
            "header" => key.is_none_or(|key| !parameter.name.eq_ignore_ascii_case(key)),
            _ => true,
        });
        for parameter in &operation.parameters {
            let position = position_of(parameter, operation, vendor, &vendor_parameters);
            match position {
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
        Parameter { field, location, .. }: &Parameter,
        vendor: &VendorOperation<'d>,
    ) {
        let name = format!("{}.{}", operation.name.value, field.name.value);
        let part = Part::new(name, &field.name.span);
        let message = format!("the document does not have this {} parameter", location.word());
        self.report_only_spec(Subject::Parameter, &part, Some(vendor.span.clone()), &message);
    }

    fn report_new_parameter(&mut self, operation: &'m Operation, parameter: &VendorParameter<'d>) {
        let name = format!("{}.{}", operation.name.value, parameter.name);
        let part = Part::new(name, &operation.name.span);
        let written = self.patches.parameter(&mut self.writer, operation, parameter);
        let (ty, patch) = match written {
            Some((ty, patch)) => (format!("`{ty}`"), Some(patch)),
            None => {
                let schema = parameter.schema.map(|schema| self.document.schema(schema));
                let ty = schema.map_or_else(|| "text".to_owned(), |schema| self.writer.describe(&schema));
                (format!("{ty}, which a spec cannot declare"), None)
            }
        };
        let message = format!("only the document has this {} parameter, as {ty}", parameter.location);
        self.report_only_vendor(Subject::Parameter, &part, parameter.view.span(), &message, patch);
    }

    fn compare_parameter(
        &mut self,
        operation: &Operation,
        Parameter { field, style, is_reserved, .. }: &'m Parameter,
        vendor: &VendorParameter<'d>,
    ) {
        let before = self.collector.count();
        let name = format!("{}.{}", operation.name.value, field.name.value);
        let part = Part::new(name, &field.name.span);
        let ty = field.documented_type();
        let documented = vendor.schema.and_then(|schema| self.document.documented(schema));
        let is_optional = documented.as_ref().map_or(!vendor.is_required, |schema| schema.is_nullable);
        self.compare_presence(&part, ty.is_optional(), is_optional, vendor.view.span());
        let schema = documented.or_else(|| Some(self.document.schema(vendor.schema?)));
        let is_deprecated =
            vendor.is_deprecated || schema.as_ref().is_some_and(|schema| schema.is_deprecated);
        self.compare_deprecation(&part, field.deprecated.is_some(), is_deprecated, vendor.view.span());
        if let Some(schema) = schema {
            self.compare_constraints(&part, field, &schema.as_text(), is_optional);
            self.compare_parameter_type(&part, ty.required(), &schema);
        }
        if vendor.is_reserved && !is_reserved {
            let (spec, vendor_word) = ("one segment of the path", "several segments");
            self.report_differs(Subject::Type, &part, vendor.view.span(), spec, vendor_word);
        }
        let has_parts = matches!(ty.required(), Type::List(_) | Type::Map(_));
        if has_parts && vendor.style.is_none() && *style != vendor.list_style {
            let word = |style: Option<ListStyle>| style.map_or("repeated", ListStyle::name);
            let (spec, vendor_style) = (word(*style), word(vendor.list_style));
            self.report_differs(Subject::Type, &part, vendor.view.span(), spec, vendor_style);
        }
        self.collector.agreement.parameters += usize::from(self.collector.count() == before);
    }

    /// Compares the types of a parameter. A parameter is sent as text and never null; if the document has no type, any type matches.
    fn compare_parameter_type(&mut self, part: &Part<'_>, spec: &'m Type, vendor: &Rc<VendorSchema<'d>>) {
        match (spec, &vendor.kind) {
            (_, SchemaKind::Any)
            | (Type::List(_), SchemaKind::List(None))
            | (Type::Map(_), SchemaKind::Map(None)) => {}
            (Type::Map(inner), SchemaKind::Map(Some(values))) => {
                self.compare_parameter_type(&part.entry(), inner, &self.document.schema(*values));
            }
            (Type::List(inner), SchemaKind::List(Some(items))) => {
                self.compare_parameter_type(&part.entry(), inner, &self.document.schema(*items));
            }
            _ => self.compare_type(part, spec, vendor),
        }
    }

    fn compare_presence(&mut self, part: &Part<'_>, spec: bool, vendor: bool, span: Span) {
        let word = |optional: bool| if optional { "optional" } else { "always present" };
        if spec != vendor {
            self.report_differs(Subject::Presence, part, span, word(spec), word(vendor));
        }
    }

    /// A nullable property of the spec is null in the document. Whether it may be absent as well is for the caller to know: a spec has no
    /// type for null without absence.
    fn compare_nullable(
        &mut self,
        part: &Part<'_>,
        is_required: bool,
        vendor: &VendorSchema<'d>,
        span: Span,
    ) {
        if !vendor.is_nullable && !matches!(vendor.kind, SchemaKind::Any) {
            let vendor = if is_required { "always present" } else { "optional, never null" };
            self.report_differs(Subject::Presence, part, span, "absent, null or a value", vendor);
        }
    }

    fn compare_deprecation(&mut self, part: &Part<'_>, spec: bool, vendor: bool, span: Span) {
        let word = |deprecated: bool| if deprecated { "deprecated" } else { "not deprecated" };
        if spec != vendor {
            self.report_differs(Subject::Deprecation, part, span, word(spec), word(vendor));
        }
    }

    /// Compares the default and the limits.
    fn compare_constraints(
        &mut self,
        part: &Part<'_>,
        field: &Field,
        vendor: &VendorSchema<'d>,
        is_optional: bool,
    ) {
        let spec = &field.constraints;
        let stated = VendorConstraints::read(self.document, vendor);
        // A required value's default has no effect.
        let default = stated.default.filter(|_| is_optional || spec.default.is_some());
        let default = (Subject::Default, "default", &spec.default, default, vendor.default);
        let limit = |bound: Option<Bound<'d>>| bound.map(|bound| bound.value);
        let min = (Subject::Limit, "minimum", &spec.min, stated.min, limit(vendor.min));
        let max = (Subject::Limit, "maximum", &spec.max, stated.max, limit(vendor.max));
        // If the document's type is not a number, its limits are part of the difference in types.
        let is_number = vendor.is_number();
        let constraints = [default].into_iter().chain([min, max].into_iter().filter(|_| is_number));
        for (subject, what, spec, stated, written) in constraints {
            // A value that the spec cannot state with that type can still be equal.
            let vendor_value =
                stated.as_ref().map(|stated| stated.value.clone()).or_else(|| scalar(written?));
            let is_same = match (spec, &vendor_value) {
                (Some(spec), Some(vendor)) => is_equal(spec, vendor),
                (None, _) => stated.is_none(),
                (Some(_), None) => false,
            };
            if !is_same {
                let span = written.map_or_else(|| vendor.span.clone(), |view| view.span());
                let spec = format!("{what} is {}", value_or_absent(spec.as_ref().map(Literal::to_string)));
                let vendor = value_or_absent(written.map(|view| view.display()));
                self.report_differs(subject, part, span, &spec, &vendor);
            }
        }
    }

    /// Compares types from the outside in. The caller compares presence, which depends on the position.
    fn compare_type(&mut self, part: &Part<'_>, spec: &'m Type, vendor: &Rc<VendorSchema<'d>>) {
        match (spec, &vendor.kind) {
            (ty, _) if vendor.is_same_scalar(ty) => {}
            // A spec may know which integers there are, or not care.
            (Type::Any, _) | (Type::Integer, SchemaKind::IntegerEnum(_)) => {}
            (Type::List(inner), SchemaKind::List(Some(items)))
            | (Type::Map(inner), SchemaKind::Map(Some(items))) => {
                self.compare_entry(&part.entry(), inner, &self.document.schema(*items));
            }
            // Entries without a schema may be anything.
            (Type::List(inner), SchemaKind::List(None)) | (Type::Map(inner), SchemaKind::Map(None))
                if *inner.required() == Type::Any => {}
            (Type::Schema(id), SchemaKind::Object(_) | SchemaKind::Map(Some(_)))
                if self.may_be_object(id, vendor) =>
            {
                if self.is_new_pair(&id.name, vendor) {
                    self.pending.push((self.model.schema(id), Rc::clone(vendor)));
                }
            }
            (Type::Union(id), _) if self.union_of(vendor).is_some() => {
                if self.is_new_pair(&id.name, vendor)
                    && let Some(union) = self.union_of(vendor)
                {
                    self.compare_union(part, self.model.union_def(id), vendor, &union);
                }
            }
            (Type::Enum(id), SchemaKind::Enum(values) | SchemaKind::IntegerEnum(values))
                if is_of_type(self.model.enum_def(id), vendor) =>
            {
                if self.is_new_pair(&id.name, vendor) {
                    self.compare_enum(self.model.enum_def(id), vendor, values);
                }
            }
            (Type::Enum(id), SchemaKind::Integer)
                if self.model.enum_def(id).value_type == EnumType::Integer => {}
            _ => {
                let ty = self.writer.describe(vendor);
                self.report_differs(Subject::Type, part, vendor.span.clone(), &format!("`{spec}`"), &ty);
            }
        }
    }

    fn compare_entry(&mut self, part: &Part<'_>, spec: &'m Type, vendor: &Rc<VendorSchema<'d>>) {
        // A value that may be anything may be null.
        if !matches!(vendor.kind, SchemaKind::Any) && *spec.required() != Type::Any {
            self.compare_presence(part, spec.is_optional(), vendor.is_nullable, vendor.span.clone());
        }
        self.compare_type(part, spec.required(), vendor);
    }

    fn is_new_pair(&mut self, name: &'m str, vendor: &VendorSchema<'d>) -> bool {
        self.names.pair(vendor, name);
        self.compared.insert((name, vendor.resolved.id()))
    }

    fn compare_schema(&mut self, schema: &'m Schema, vendor: &VendorSchema<'d>) {
        // An object without named properties is a map.
        let (properties, rest) = match &vendor.kind {
            SchemaKind::Object(properties) => (&properties[..], self.document.rest(vendor)),
            SchemaKind::Map(Some(values)) => (&[][..], Some(self.document.schema(*values))),
            _ => return,
        };
        self.compare_rest(schema, vendor, rest.as_ref());
        let members: HashMap<&str, &Member<'d>> =
            properties.iter().map(|member| (&*member.name, member)).collect();
        let required: HashSet<&str> = vendor.required.iter().map(String::as_str).collect();
        for property in &schema.properties {
            let field = &property.field;
            let name = field.name.value.as_str();
            let part = Part::new(format!("{}.{name}", schema.name.value), &field.name.span);
            match members.get(name) {
                Some(member) => self.compare_property(&part, field, member, required.contains(name)),
                None => {
                    let span = Some(vendor.span.clone());
                    self.report_only_spec(Subject::Property, &part, span, "the document does not have it");
                }
            }
        }
        let known: HashSet<&str> =
            schema.properties.iter().map(|property| property.field.name.value.as_str()).collect();
        for member in properties.iter().filter(|member| !known.contains(&*member.name)) {
            self.report_new_property(schema, member, required.contains(&*member.name));
        }
    }

    /// Whether a schema of the document is an object as the spec has it: a map is one if the spec names no property.
    fn may_be_object(&self, id: &SchemaId, vendor: &VendorSchema<'d>) -> bool {
        let known = self.model.schema(id);
        matches!(vendor.kind, SchemaKind::Object(_)) || known.rest.is_some() && known.properties.is_empty()
    }

    /// Compares the type of properties beyond the named ones.
    fn compare_rest(
        &mut self,
        schema: &'m Schema,
        vendor: &VendorSchema<'d>,
        rest: Option<&Rc<VendorSchema<'d>>>,
    ) {
        let name = format!("{}.rest", schema.name.value);
        match (&schema.rest, rest) {
            (Some(known), Some(rest)) => {
                let part = Part::new(name, &known.span);
                self.compare_entry(&part, known.value(), rest);
            }
            (Some(known), None) => {
                let part = Part::new(name, &known.span);
                let message = "the document does not state the type of further properties";
                self.report_only_spec(Subject::Type, &part, Some(vendor.span.clone()), message);
            }
            (None, Some(rest)) => {
                let part = Part::new(name, &schema.name.span);
                let message = format!(
                    "only the document states the type of further properties, {}",
                    self.writer.describe(rest)
                );
                self.report_only_vendor(Subject::Type, &part, rest.span.clone(), &message, None);
            }
            (None, None) => {}
        }
    }

    fn report_new_property(&mut self, schema: &'m Schema, member: &Member<'d>, is_required: bool) {
        let part = Part::new(format!("{}.{}", schema.name.value, member.name), &schema.name.span);
        let vendor = self.document.schema(member.value);
        let field = NewField {
            name: &member.name,
            owner: &schema.name.value,
            schema: &vendor,
            view: member.value,
            is_optional: !is_required || vendor.is_nullable,
            is_nullable: false,
            is_deprecated: vendor.is_deprecated,
        };
        let (ty, patch) = self.patches.property(&mut self.writer, schema, &field);
        let message = format!("only the document has it, as `{ty}`");
        self.report_only_vendor(Subject::Property, &part, member.span.clone(), &message, Some(patch));
    }

    fn compare_property(
        &mut self,
        part: &Part<'_>,
        field: &'m Field,
        member: &Member<'d>,
        is_required: bool,
    ) {
        let before = self.collector.count();
        let stated = self.document.schema(member.value);
        let documented = self.document.documented(member.value);
        let is_required = is_required || documented.is_some();
        let vendor = documented.unwrap_or_else(|| Rc::clone(&stated));
        let is_optional = !is_required || vendor.is_nullable;
        let ty = field.documented_type();
        let span = &member.span;
        match ty {
            Type::Nullable(_) => self.compare_nullable(part, is_required, &vendor, span.clone()),
            ty => self.compare_presence(part, ty.is_optional(), is_optional, span.clone()),
        }
        self.compare_deprecation(part, field.deprecated.is_some(), stated.is_deprecated, span.clone());
        self.compare_constraints(part, field, &vendor, is_optional);
        self.compare_type(part, ty.required(), &vendor);
        self.collector.agreement.properties += usize::from(self.collector.count() == before);
    }

    fn union_of(&self, vendor: &VendorSchema<'d>) -> Option<Rc<VendorUnion<'d>>> {
        match &vendor.kind {
            SchemaKind::Union(union) => Some(Rc::clone(union)),
            _ => self.document.subtypes(vendor),
        }
    }

    /// Compares the tag, and the types of variants of the same name, or without a tag of the same kind.
    fn compare_union(
        &mut self,
        part: &Part<'_>,
        spec: &'m Union,
        vendor: &VendorSchema<'d>,
        union: &VendorUnion<'d>,
    ) {
        let tag = spec.tag.as_ref().map(|tag| tag.value.as_str());
        if tag != union.tag.as_deref() {
            let word = |tag: Option<&str>| tag.map_or("no tag".to_owned(), |tag| format!("the tag `{tag}`"));
            let (spec_tag, vendor_tag) = (word(tag), word(union.tag.as_deref()));
            self.report_differs(Subject::Type, part, vendor.resolved.span(), &spec_tag, &vendor_tag);
            return;
        }
        let mut others: Vec<_> = union.variants.iter().collect();
        for variant in &spec.variants {
            let is_same = |other: &&VendorVariant<'d>| match tag {
                Some(_) => other.name == variant.name.value,
                None => self.has_kind(&variant.ty, &other.schema),
            };
            let name = format!("{}.{}", spec.name.value, variant.name.value);
            let part = Part::new(name, &variant.name.span);
            match others.iter().position(is_same) {
                Some(position) => {
                    let other = others.remove(position);
                    self.compare_type(&part, &variant.ty, &other.schema);
                }
                None => {
                    let span = Some(vendor.resolved.span());
                    self.report_only_spec(
                        Subject::Value,
                        &part,
                        span,
                        "the document does not have this variant",
                    );
                }
            }
        }
        for other in others {
            let part = Part::new(format!("{}.{}", spec.name.value, other.name), &spec.name.span);
            let span = other.schema.span.clone();
            self.report_only_vendor(Subject::Value, &part, span, "only the document has this variant", None);
        }
    }

    /// Whether a type and a schema have the same kind of JSON and, if both are named, may be the same type.
    fn has_kind(&self, spec: &Type, vendor: &VendorSchema<'d>) -> bool {
        let is_free = |name: &str| self.names.known(vendor).is_none_or(|known| known == name);
        match (spec, &vendor.kind) {
            (ty, _) if vendor.is_same_scalar(ty) => true,
            (Type::List(_), SchemaKind::List(_)) | (Type::Map(_), SchemaKind::Map(_)) => true,
            (Type::Enum(id), SchemaKind::Enum(_) | SchemaKind::IntegerEnum(_)) => is_free(&id.name),
            (Type::Schema(id), SchemaKind::Object(properties)) => {
                let known = &self.model.schema(id).properties;
                let names: HashSet<&str> = properties.iter().map(|property| &*property.name).collect();
                let common = known.iter().filter(|it| names.contains(it.field.name.value.as_str())).count();
                is_free(&id.name) && 2 * common >= known.len().max(names.len())
            }
            _ => false,
        }
    }

    fn compare_enum(&mut self, enum_def: &'m Enum, vendor: &VendorSchema<'d>, values: &[View<'d>]) {
        let enum_name = &enum_def.name.value;
        let values: Vec<_> = values.iter().map(|value| (value.display(), value.span())).collect();
        let vendor_values: HashSet<&str> = values.iter().map(|(text, _)| text.as_str()).collect();
        for variant in &enum_def.variants {
            let value = &variant.name.value;
            if vendor_values.contains(value.as_str()) {
                self.collector.agreement.values += 1;
                continue;
            }
            let part = Part::new(format!("{enum_name}.{value}"), &variant.name.span);
            let span = Some(vendor.resolved.span());
            self.report_only_spec(Subject::Value, &part, span, "the document does not have this value");
        }
        let spec_values: HashSet<&str> =
            enum_def.variants.iter().map(|variant| variant.name.value.as_str()).collect();
        for (text, span) in values.iter().filter(|(text, _)| !spec_values.contains(text.as_str())) {
            let part = Part::new(format!("{enum_name}.{text}"), &enum_def.name.span);
            let is_text = enum_def.value_type == EnumType::String;
            let patch = is_text.then(|| self.patches.value(enum_def, text));
            self.report_only_vendor(
                Subject::Value,
                &part,
                span.clone(),
                "only the document has this value",
                patch,
            );
        }
    }
}

/// The key that identifies a parameter. Header names are case-insensitive; the names of path parameters do not matter.
fn position_of(
    Parameter { field, location, .. }: &Parameter,
    operation: &Operation,
    vendor: &VendorOperation<'_>,
    parameters: &[VendorParameter<'_>],
) -> Option<usize> {
    let name = field.name.value.as_str();
    let find = |is_named: &dyn Fn(&str) -> bool| {
        parameters.iter().position(|vendor| vendor.location == location.word() && is_named(&vendor.name))
    };
    let in_path = || {
        let position = route::parameters(&operation.path).position(|parameter| parameter == name)?;
        let vendor_name = route::parameters(&vendor.path).nth(position)?;
        find(&|vendor| vendor == vendor_name)
    };
    match location {
        ParameterLocation::Path => in_path().or_else(|| find(&|vendor| vendor == name)),
        ParameterLocation::Query => find(&|vendor| vendor == name),
        ParameterLocation::Header => find(&|vendor| vendor.eq_ignore_ascii_case(name)),
    }
}

/// Whether two values are equal. Numbers are compared by value, not by notation.
fn is_equal(spec: &Literal, vendor: &Literal) -> bool {
    spec == vendor || spec.compare(vendor) == Some(Ordering::Equal)
}

fn value_or_absent(value: Option<String>) -> String {
    value.map_or_else(|| "absent".to_owned(), |value| format!("`{value}`"))
}

/// Whether the values of both are text, or those of both integers.
fn is_of_type(enum_def: &Enum, vendor: &VendorSchema<'_>) -> bool {
    (enum_def.value_type == EnumType::String) == matches!(vendor.kind, SchemaKind::Enum(_))
}
