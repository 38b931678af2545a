//! The spec against an OpenAPI document: operations by method and path, schemas by where they stand.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Span;
use crate::spec::{self, Endpoint, Enum, Field, Literal, Primitive, Route, Spanned, Spec, Type};

use super::patch::{Builder, Patch};
use super::theirs::{Document, Kind, Operation, Parameter, Schema};
use super::view::{Member, Scalar, View};
use super::{Difference, Findings, Side, Subject};

/// Compares all endpoints and what they reach.
pub(super) fn document(spec: &Spec, document: &Document<'_>, findings: &mut Findings) {
    let mut compare = Compare {
        document,
        findings,
        schemas: spec.schemas.iter().map(|schema| (schema.name.value.as_str(), schema)).collect(),
        enums: spec.enums.iter().map(|vocabulary| (vocabulary.name.value.as_str(), vocabulary)).collect(),
        spec,
        compared: HashSet::new(),
        endpoint: String::new(),
    };
    for endpoint in &spec.endpoints {
        if let Some(route) = &endpoint.route {
            compare.endpoint(endpoint, route);
        }
    }
}

struct Compare<'s, 'd, 'f> {
    spec: &'s Spec,
    schemas: HashMap<&'s str, &'s spec::Schema>,
    enums: HashMap<&'s str, &'s Enum>,
    document: &'d Document<'d>,
    findings: &'f mut Findings,
    /// Which schema of ours has been compared with what stands where: schemas contain themselves.
    compared: HashSet<(&'s str, Span)>,
    endpoint: String,
}

/// A place on the way: what it is called, and where the spec speaks of it.
struct Place<'p> {
    name: &'p str,
    span: &'p Span,
}

impl<'s, 'd> Compare<'s, 'd, '_> {
    fn report(
        &mut self,
        side: Side,
        subject: Subject,
        place: &Place<'_>,
        theirs: Option<Span>,
        message: String,
        patch: Option<Patch>,
    ) {
        self.findings.report(Difference {
            side,
            subject,
            endpoint: self.endpoint.clone(),
            name: place.name.to_owned(),
            message,
            ours: place.span.clone(),
            theirs,
            times: 1,
            patch,
        });
    }

    fn differs(&mut self, subject: Subject, place: &Place<'_>, theirs: Span, ours_say: &str, they_say: &str) {
        let message = format!("{}: {ours_say} here, {they_say} there", place.name);
        self.report(Side::Both, subject, place, Some(theirs), message, None);
    }

    fn endpoint(&mut self, endpoint: &'s Endpoint, route: &'s Route) {
        endpoint.name.value.clone_into(&mut self.endpoint);
        let place = Place { name: &endpoint.name.value, span: &endpoint.name.span };
        let (method, path) = (route.method.value.as_str(), route.path.value.0.as_str());
        let Some(operation) = self.document.operation(method, path) else {
            let message = format!("{method} {path}: they do not have it");
            self.report(Side::Ours, Subject::Endpoint, &place, None, message, None);
            return;
        };
        self.findings.agreement.endpoints += 1;
        let deprecated = operation.view.get("deprecated").is_some_and(|flag| flag.is_true());
        self.deprecation(&place, endpoint.deprecated.is_some(), deprecated, operation.span.clone());
        self.parameters(endpoint, route, &operation);
        let body = self.document.body(&operation);
        self.whole(&place, "the body", endpoint.body.as_ref(), body, &operation);
        let response = self.document.response(&operation);
        self.whole(&place, "the response", endpoint.response.as_ref(), response, &operation);
        self.errors(endpoint, &operation);
    }

    /// A body or a response.
    fn whole(
        &mut self,
        place: &Place<'_>,
        what: &str,
        ours: Option<&'s Type>,
        theirs: Option<View<'d>>,
        operation: &Operation<'d>,
    ) {
        let name = format!("{what} of {}", place.name);
        let place = Place { name: &name, span: place.span };
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                let theirs = self.document.schema(theirs);
                self.ty(&place, ours.required(), &theirs);
            }
            (None, None) => {}
            // A success without a schema says nothing of what it returns.
            (None, Some(view)) if matches!(self.document.schema(view).kind, Kind::Any) => {}
            (Some(ours), None) => {
                self.differs(Subject::Type, &place, operation.span.clone(), &format!("`{ours}`"), "nothing");
            }
            (None, Some(view)) => {
                let theirs = self.document.schema(view);
                let said = format!("`{}`", Builder::new(self.spec, self.document).ty(&theirs));
                self.differs(Subject::Type, &place, theirs.span, "nothing", &said);
            }
        }
    }

    fn errors(&mut self, endpoint: &Endpoint, operation: &Operation<'d>) {
        let theirs = operation.errors();
        for error in &theirs {
            if !endpoint.errors.iter().any(|ours| ours.status.value == error.name) {
                let name = format!("{}: {}", endpoint.name.value, error.name);
                let place = Place { name: &name, span: &endpoint.name.span };
                let message = format!("they document the error {} of {}", error.name, endpoint.name.value);
                let patch = Patch::error(endpoint, &error.name);
                self.report(
                    Side::Theirs,
                    Subject::Error,
                    &place,
                    Some(error.span.clone()),
                    message,
                    Some(patch),
                );
            }
        }
        for error in &endpoint.errors {
            if !theirs.iter().any(|theirs| theirs.name == error.status.value) {
                let name = format!("{}: {}", endpoint.name.value, error.status.value);
                let place = Place { name: &name, span: &error.status.span };
                let message = format!(
                    "they do not document the error {} of {}",
                    error.status.value, endpoint.name.value
                );
                self.report(Side::Ours, Subject::Error, &place, Some(operation.span.clone()), message, None);
            }
        }
    }

    fn parameters(&mut self, endpoint: &'s Endpoint, route: &Route, operation: &Operation<'d>) {
        let mut theirs = self.document.parameters(operation);
        let key = self.spec.api.get().map(|api| api.key.header.value.0.as_str());
        // Ours is sent with every call, and cookies are nobody's business.
        theirs.retain(|parameter| {
            let is_key = parameter.place == "header"
                && key.is_some_and(|key| parameter.name.eq_ignore_ascii_case(key));
            !is_key && parameter.place != "cookie"
        });
        let groups = [("path", &endpoint.path), ("query", &endpoint.query), ("header", &endpoint.headers)];
        for (kind, fields) in groups {
            for field in fields {
                let found = theirs.iter().position(|parameter| {
                    let same = parameter.name == field.name.value
                        || kind == "header" && parameter.name.eq_ignore_ascii_case(&field.name.value);
                    parameter.place == kind && same
                });
                match found {
                    Some(found) => self.parameter(endpoint, field, &theirs.remove(found)),
                    None => self.parameter_gone(endpoint, kind, field, operation),
                }
            }
        }
        for parameter in theirs {
            self.parameter_new(endpoint, route, &parameter);
        }
    }

    fn parameter_gone(&mut self, endpoint: &Endpoint, kind: &str, field: &Field, operation: &Operation<'d>) {
        let name = format!("{}.{}", endpoint.name.value, field.name.value);
        let place = Place { name: &name, span: &field.name.span };
        let message = format!("{} has no {kind} parameter `{}` there", operation.path, field.name.value);
        self.report(Side::Ours, Subject::Parameter, &place, Some(operation.span.clone()), message, None);
    }

    fn parameter_new(&mut self, endpoint: &'s Endpoint, route: &Route, parameter: &Parameter<'d>) {
        let name = format!("{}.{}", endpoint.name.value, parameter.name);
        let place = Place { name: &name, span: &endpoint.name.span };
        let message =
            format!("{} has a {} parameter `{}` there", route.path.value.0, parameter.place, parameter.name);
        let patch = Builder::new(self.spec, self.document).parameter(endpoint, parameter);
        self.report(
            Side::Theirs,
            Subject::Parameter,
            &place,
            Some(parameter.view.span()),
            message,
            Some(patch),
        );
    }

    fn parameter(&mut self, endpoint: &'s Endpoint, field: &'s Field, theirs: &Parameter<'d>) {
        let before = self.findings.count();
        let name = format!("{}.{}", endpoint.name.value, field.name.value);
        let place = Place { name: &name, span: &field.name.span };
        let ours = field.documented.as_ref().unwrap_or(&field.ty);
        self.presence(&place, ours.is_optional(), !theirs.is_required, theirs.view.span());
        let Some(schema) = theirs.schema.map(|schema| self.document.schema(schema)) else { return };
        self.deprecation(
            &place,
            field.deprecated.is_some(),
            theirs.is_deprecated || schema.is_deprecated,
            theirs.view.span(),
        );
        self.facts(&place, field, &schema);
        self.ty(&place, ours.required(), &schema);
        self.findings.agreement.parameters += usize::from(self.findings.count() == before);
    }

    fn presence(&mut self, place: &Place<'_>, ours: bool, theirs: bool, span: Span) {
        let said = |optional: bool| if optional { "optional" } else { "always there" };
        if ours != theirs {
            self.differs(Subject::Presence, place, span, said(ours), said(theirs));
        }
    }

    fn deprecation(&mut self, place: &Place<'_>, ours: bool, theirs: bool, span: Span) {
        let said = |deprecated: bool| if deprecated { "deprecated" } else { "not deprecated" };
        if ours != theirs {
            self.differs(Subject::Deprecation, place, span, said(ours), said(theirs));
        }
    }

    /// Default and limits.
    fn facts(&mut self, place: &Place<'_>, field: &Field, theirs: &Schema<'d>) {
        let facts = [
            (Subject::Default, "the default", &field.default, &theirs.default),
            (Subject::Limit, "the least value", &field.min, &theirs.min),
            (Subject::Limit, "the greatest value", &field.max, &theirs.max),
        ];
        for (subject, what, ours, theirs_is) in facts {
            let same = match (ours, theirs_is) {
                (Some(ours), Some(theirs)) => equal(&ours.value, &theirs.scalar()),
                (None, None) => true,
                _ => false,
            };
            if !same {
                let ours_say = said(what, ours.as_ref().map(literal));
                let they_say = said(what, theirs_is.map(|view| shown(&view)));
                let span = theirs_is.map_or_else(|| theirs.span.clone(), |view| view.span());
                self.differs(subject, place, span, &ours_say, &they_say);
            }
        }
    }

    /// Types from the outside in. Presence is for whoever knows the place.
    fn ty(&mut self, place: &Place<'_>, ours: &'s Type, theirs: &Schema<'d>) {
        match (ours, &theirs.kind) {
            (Type::Primitive(Primitive::Any) | Type::Unreadable, _)
            | (Type::Primitive(Primitive::String), Kind::String)
            | (Type::Primitive(Primitive::Boolean), Kind::Boolean)
            | (Type::Primitive(Primitive::Integer), Kind::Integer)
            | (Type::Primitive(Primitive::Double), Kind::Number) => {}
            (Type::List(inner), Kind::List(Some(items))) | (Type::Map(inner), Kind::Map(Some(items))) => {
                let schema = self.document.schema(*items);
                let name = format!("an entry of {}", place.name);
                let place = Place { name: &name, span: place.span };
                self.presence(&place, inner.is_optional(), schema.is_nullable, schema.span.clone());
                self.ty(&place, inner.required(), &schema);
            }
            // Entries of which they say nothing may be anything.
            (Type::List(inner), Kind::List(None)) | (Type::Map(inner), Kind::Map(None))
                if matches!(inner.required(), Type::Primitive(Primitive::Any)) => {}
            (Type::Named(name, _), kind) => {
                match (self.schemas.get(name.as_str()), self.enums.get(name.as_str()), kind) {
                    (Some(schema), _, Kind::Object { properties, required }) => {
                        if self.compared.insert((name, theirs.resolved.clone())) {
                            self.object(schema, theirs, properties, required);
                        }
                    }
                    (_, Some(vocabulary), Kind::Enum(values)) => {
                        if self.compared.insert((name, theirs.resolved.clone())) {
                            self.values(vocabulary, theirs, values);
                        }
                    }
                    _ => self.type_differs(place, ours, theirs),
                }
            }
            _ => self.type_differs(place, ours, theirs),
        }
    }

    fn type_differs(&mut self, place: &Place<'_>, ours: &Type, theirs: &Schema<'d>) {
        let they_say = match &theirs.kind {
            Kind::Other(what) => what.clone(),
            _ => format!("`{}`", Builder::new(self.spec, self.document).ty(theirs)),
        };
        self.differs(Subject::Type, place, theirs.span.clone(), &format!("`{ours}`"), &they_say);
    }

    fn object(
        &mut self,
        ours: &'s spec::Schema,
        theirs: &Schema<'d>,
        properties: &[Member<'d>],
        required: &[String],
    ) {
        for property in ours.properties.iter() {
            let name = format!("{}.{}", ours.name.value, property.name.value);
            let place = Place { name: &name, span: &property.name.span };
            match properties.iter().find(|theirs| theirs.name == property.name.value) {
                Some(found) => {
                    let required = required.contains(&property.name.value);
                    self.property(&place, property, found, required);
                }
                None => {
                    let message = format!("{name}: they do not have it");
                    self.report(
                        Side::Ours,
                        Subject::Property,
                        &place,
                        Some(theirs.span.clone()),
                        message,
                        None,
                    );
                }
            }
        }
        let ours_has = |name: &str| ours.properties.iter().any(|property| property.name.value == name);
        for property in properties.iter().filter(|property| !ours_has(&property.name)) {
            let name = format!("{}.{}", ours.name.value, property.name);
            let place = Place { name: &name, span: &ours.name.span };
            let schema = self.document.schema(property.value);
            let mut builder = Builder::new(self.spec, self.document);
            let is_required = required.iter().any(|required| *required == property.name);
            let message = format!("{name}: they have it, as `{}`", builder.presence(&schema, is_required));
            let patch = builder.property(ours, &property.name, &schema, is_required);
            self.report(
                Side::Theirs,
                Subject::Property,
                &place,
                Some(property.span.clone()),
                message,
                Some(patch),
            );
        }
    }

    fn property(&mut self, place: &Place<'_>, ours: &'s Field, theirs: &Member<'d>, required: bool) {
        let before = self.findings.count();
        let schema = self.document.schema(theirs.value);
        let documented = ours.documented.as_ref().unwrap_or(&ours.ty);
        self.presence(place, documented.is_optional(), !required || schema.is_nullable, theirs.span.clone());
        self.deprecation(place, ours.deprecated.is_some(), schema.is_deprecated, theirs.span.clone());
        self.facts(place, ours, &schema);
        self.ty(place, documented.required(), &schema);
        self.findings.agreement.properties += usize::from(self.findings.count() == before);
    }

    fn values(&mut self, ours: &'s Enum, theirs: &Schema<'d>, values: &[View<'d>]) {
        let texts: Vec<_> = values.iter().filter_map(|value| Some((value.text()?, value.span()))).collect();
        for value in ours.values.iter() {
            if texts.iter().any(|(text, _)| *text == value.name.value) {
                self.findings.agreement.values += 1;
                continue;
            }
            let name = format!("{}.{}", ours.name.value, value.name.value);
            let place = Place { name: &name, span: &value.name.span };
            let message = format!("{}: they do not have the value `{}`", ours.name.value, value.name.value);
            self.report(Side::Ours, Subject::Value, &place, Some(theirs.resolved.clone()), message, None);
        }
        for (text, span) in texts {
            if !ours.values.iter().any(|value| value.name.value == text) {
                let name = format!("{}.{text}", ours.name.value);
                let place = Place { name: &name, span: &ours.name.span };
                let message = format!("{}: they have the value `{text}`", ours.name.value);
                let patch = Patch::value(ours, &text);
                self.report(Side::Theirs, Subject::Value, &place, Some(span), message, Some(patch));
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "defaults and limits are small numbers")]
fn equal(ours: &Literal, theirs: &Scalar) -> bool {
    match (ours, theirs) {
        (Literal::Boolean(ours), Scalar::Boolean(theirs)) => ours == theirs,
        (Literal::Text(ours), Scalar::Text(theirs)) => ours == theirs,
        (Literal::Integer(ours), Scalar::Integer(theirs)) => ours == theirs,
        (Literal::Double(ours), Scalar::Double(theirs)) => ours.total_cmp(theirs).is_eq(),
        (Literal::Integer(ours), Scalar::Double(theirs)) => (*ours as f64).total_cmp(theirs).is_eq(),
        (Literal::Double(ours), Scalar::Integer(theirs)) => ours.total_cmp(&(*theirs as f64)).is_eq(),
        _ => false,
    }
}

fn literal(literal: &Spanned<Literal>) -> String {
    literal.value.to_string()
}

/// A scalar of theirs as the spec would write it.
pub(super) fn shown(view: &View<'_>) -> String {
    match view.scalar() {
        Scalar::Boolean(value) => value.to_string(),
        Scalar::Integer(value) => value.to_string(),
        Scalar::Double(value) => format!("{value:?}"),
        Scalar::Text(value) => value,
        other => other.called().to_owned(),
    }
}

fn said(what: &str, value: Option<String>) -> String {
    match value {
        Some(value) => format!("{what} is `{value}`"),
        None => format!("{what} is not given"),
    }
}
