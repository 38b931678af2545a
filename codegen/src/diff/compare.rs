//! Two specs side by side, by the Rust that they become.

use std::collections::HashMap;
use std::hash::Hash;

use crate::diagnostic::Span;
use crate::ir::Time;
use crate::lower::time;
use crate::names;
use crate::spec::{Api, Endpoint, Enum, Field, Literal, Paging, Schema, Spanned, Spec, Text, Type};

use super::{Change, Kind, Place};

/// All changes from one spec to another.
pub(super) fn specs(old: &Spec, new: &Spec) -> Vec<Change> {
    let mut compare = Compare { changes: Vec::new() };
    if let (Some(old), Some(new)) = (old.api.get(), new.api.get()) {
        compare.api(old, new);
    }
    compare.endpoints(&old.endpoints, &new.endpoints);
    compare.types(old, new);
    compare.changes
}

/// What two lists have in common, by a key, and what only one of them has.
struct Paired<'a, T> {
    both: Vec<(&'a T, &'a T)>,
    old: Vec<&'a T>,
    new: Vec<&'a T>,
    /// Whether what both have stands in the same order.
    in_order: bool,
}

fn pair<'a, T, K: Eq + Hash>(old: &'a [T], new: &'a [T], key: impl Fn(&'a T) -> K) -> Paired<'a, T> {
    let mut left: HashMap<K, (usize, &T)> =
        old.iter().enumerate().map(|(n, item)| (key(item), (n, item))).collect();
    let (mut both, mut added, mut order) = (Vec::new(), Vec::new(), Vec::new());
    for item in new {
        match left.remove(&key(item)) {
            Some((n, found)) => {
                both.push((found, item));
                order.push(n);
            }
            None => added.push(item),
        }
    }
    let mut removed: Vec<_> = left.into_values().collect();
    removed.sort_by_key(|(n, _)| *n);
    Paired {
        both,
        old: removed.into_iter().map(|(_, item)| item).collect(),
        new: added,
        in_order: order.is_sorted(),
    }
}

struct Compare {
    changes: Vec<Change>,
}

impl Compare {
    /// Something that stands in the new spec.
    fn now(&mut self, kind: Kind, span: &Span, what: String) {
        self.changes.push(Change { kind, place: Place::New(span.clone()), what });
    }

    /// Something that stood in the old spec.
    fn then(&mut self, kind: Kind, span: &Span, what: String) {
        self.changes.push(Change { kind, place: Place::Old(span.clone()), what });
    }

    fn api(&mut self, old: &Api, new: &Api) {
        if old.base_url.value.0 != new.base_url.value.0 {
            let what = format!("api.base_url: `{}` -> `{}`", old.base_url.value.0, new.base_url.value.0);
            self.now(Kind::BaseUrl, &new.base_url.span, what);
        }
        let regions = pair(&old.regions, &new.regions, |region| names::region(&region.name.value));
        for region in regions.old {
            self.then(Kind::RegionRemoved, &region.name.span, format!("api.regions.{}", region.name.value));
        }
        for region in regions.new {
            self.now(Kind::RegionAdded, &region.name.span, format!("api.regions.{}", region.name.value));
        }
        for (old, new) in regions.both {
            if old.base_url.value.0 != new.base_url.value.0 {
                let (then, now) = (&old.base_url.value.0, &new.base_url.value.0);
                let what = format!("api.regions.{}: `{then}` -> `{now}`", new.name.value);
                self.now(Kind::RegionUrl, &new.base_url.span, what);
            }
        }
        if old.key.header.value != new.key.header.value {
            let what =
                format!("api.key.header: `{}` -> `{}`", old.key.header.value.0, new.key.header.value.0);
            self.now(Kind::KeyHeader, &new.key.header.span, what);
        }
        if old.key.environment.value != new.key.environment.value {
            let (then, now) = (&old.key.environment, &new.key.environment);
            self.now(
                Kind::KeyEnvironment,
                &now.span,
                format!("api.key.environment: `{}` -> `{}`", then.value, now.value),
            );
        }
        self.shape(Kind::ResponseHeaders, "api.response_headers", &new.title.span, &ids(old), &ids(new));
        self.shape(Kind::ErrorBody, "api.error_body", &new.title.span, &error_body(old), &error_body(new));
        self.text("api.title", Some(&old.title), Some(&new.title), &new.title.span);
        self.text("api.description", old.description.as_ref(), new.description.as_ref(), &new.title.span);
    }

    fn shape(&mut self, kind: Kind, name: &str, span: &Span, old: &[Option<String>], new: &[Option<String>]) {
        if old != new {
            self.now(kind, span, name.to_owned());
        }
    }

    fn text(&mut self, name: &str, old: Option<&Text>, new: Option<&Text>, near: &Span) {
        if old.map(|text| &text.value) != new.map(|text| &text.value) {
            self.now(Kind::Text, new.map_or(near, |text| &text.span), name.to_owned());
        }
    }

    fn endpoints(&mut self, old: &[Endpoint], new: &[Endpoint]) {
        let endpoints = pair(old, new, |endpoint| endpoint.name.value.as_str());
        let mut gone = endpoints.old;
        for endpoint in endpoints.new {
            match gone.iter().position(|old| route(old) == route(endpoint)) {
                Some(at) => {
                    let old = gone.remove(at);
                    let what = format!("endpoints.{} -> {}", old.name.value, endpoint.name.value);
                    self.now(Kind::EndpointRenamed, &endpoint.name.span, what);
                    self.endpoint(old, endpoint);
                }
                None => self.now(
                    Kind::EndpointAdded,
                    &endpoint.name.span,
                    format!("endpoints.{}: {}", endpoint.name.value, route(endpoint)),
                ),
            }
        }
        for endpoint in gone {
            self.then(
                Kind::EndpointRemoved,
                &endpoint.name.span,
                format!("endpoints.{}", endpoint.name.value),
            );
        }
        for (old, new) in endpoints.both {
            if route(old) != route(new) {
                let what = format!("endpoints.{}: {} -> {}", new.name.value, route(old), route(new));
                self.now(Kind::Route, &new.name.span, what);
            }
            self.endpoint(old, new);
        }
        self.order(endpoints.in_order, "endpoints", new.first().map(|endpoint| &endpoint.name));
    }

    fn order(&mut self, in_order: bool, name: &str, first: Option<&Text>) {
        if let (false, Some(first)) = (in_order, first) {
            self.now(Kind::Order, &first.span, name.to_owned());
        }
    }

    fn endpoint(&mut self, old: &Endpoint, new: &Endpoint) {
        let name = format!("endpoints.{}", new.name.value);
        let span = &new.name.span;
        self.text(&format!("{name}.description"), old.description.as_ref(), new.description.as_ref(), span);
        let reason = |endpoint: &Endpoint| endpoint.deprecated.as_ref().map(|reason| reason.value.0.clone());
        self.deprecation(&name, span, reason(old).as_deref(), reason(new).as_deref());
        self.parameters(&name, old, new);
        self.whole(Kind::Body, &format!("{name}.body"), span, old.body.as_ref(), new.body.as_ref());
        self.whole(
            Kind::Response,
            &format!("{name}.response"),
            span,
            old.response.as_ref(),
            new.response.as_ref(),
        );
        let errors = |endpoint: &Endpoint| -> Vec<_> {
            endpoint.errors.iter().map(|e| (e.status.value.clone(), e.description.value.clone())).collect()
        };
        if errors(old) != errors(new) {
            self.now(Kind::ErrorsDocumented, span, format!("{name}.errors"));
        }
        let kind = match (&old.paging, &new.paging) {
            (None, Some(_)) => Kind::PagingAdded,
            (Some(_), None) => Kind::PagingRemoved,
            (Some(old), Some(new)) if facts(old) != facts(new) => Kind::PagingChanged,
            (Some(old), Some(new)) if asides(old) != asides(new) => Kind::Text,
            _ => return,
        };
        self.now(kind, span, format!("{name}.paging"));
    }

    fn whole(&mut self, kind: Kind, name: &str, span: &Span, old: Option<&Type>, new: Option<&Type>) {
        let said = |ty: Option<&Type>| ty.map_or_else(|| "nothing".to_owned(), |ty| format!("`{ty}`"));
        if said(old) != said(new) {
            self.now(kind, span, format!("{name}: {} -> {}", said(old), said(new)));
        }
    }

    fn deprecation(&mut self, name: &str, span: &Span, old: Option<&str>, new: Option<&str>) {
        match (old, new) {
            (None, Some(_)) => self.now(Kind::DeprecationAdded, span, format!("{name}.deprecated")),
            (Some(_), None) => self.now(Kind::DeprecationRemoved, span, format!("{name}.deprecated")),
            (old, new) if old != new => self.now(Kind::Text, span, format!("{name}.deprecated")),
            _ => {}
        }
    }

    /// Parameters are told apart by their names, whatever place they are sent in.
    fn parameters(&mut self, name: &str, old: &Endpoint, new: &Endpoint) {
        let at = &new.name.span;
        let (old, new) = (placed(old), placed(new));
        let fields = pair(&old, &new, |(_, field)| field.name.value.as_str());
        for (place, field) in fields.old {
            let what = format!("{name}.{place}.{}", field.name.value);
            self.then(Kind::ParameterRemoved, &field.name.span, what);
        }
        for (place, field) in fields.new {
            let kind = if field.ty.is_optional() { Kind::ParameterAdded } else { Kind::ArgumentAdded };
            self.now(kind, &field.name.span, format!("{name}.{place}.{}: `{}`", field.name.value, field.ty));
        }
        for ((old_place, old), (place, field)) in &fields.both {
            let name = format!("{name}.{place}.{}", field.name.value);
            if old_place != place {
                self.now(Kind::ParameterPlace, &field.name.span, format!("{name}: it was in {old_place}"));
            }
            self.parameter(&name, old, field);
        }
        let arguments = |fields: &[Placed<'_>]| -> Vec<String> {
            let required = fields.iter().filter(|(_, field)| !field.ty.is_optional());
            required.map(|(_, field)| field.name.value.clone()).collect()
        };
        let (old, new) = (arguments(&old), arguments(&new));
        if !pair(&old, &new, String::as_str).in_order {
            self.now(
                Kind::ArgumentOrder,
                at,
                format!("{name}: ({}) -> ({})", old.join(", "), new.join(", ")),
            );
        }
    }

    fn parameter(&mut self, name: &str, old: &Field, new: &Field) {
        let span = &new.name.span;
        let change = format!("{name}: `{}` -> `{}`", old.ty, new.ty);
        match (old.ty.is_optional(), new.ty.is_optional()) {
            (true, false) => self.now(Kind::ParameterRequired, span, change),
            (false, true) => self.now(Kind::ParameterOptional, span, change),
            _ if old.ty.to_string() != new.ty.to_string() => self.now(Kind::ParameterType, span, change),
            _ => {}
        }
        // Arguments are told apart by their order; only setters have names that programs use.
        if names::field(old) != names::field(new) && new.ty.is_optional() {
            let what = format!("{name}: `{}` -> `{}`", names::field(old), names::field(new));
            self.now(Kind::ParameterRenamed, span, what);
        }
        self.limits(name, old, new);
        self.facts(name, old, new, &[]);
    }

    fn limits(&mut self, name: &str, old: &Field, new: &Field) {
        let ((old_min, old_max), (new_min, new_max)) = (limits(old), limits(new));
        let kind = if new_min > old_min || new_max < old_max {
            Kind::LimitNarrowed
        } else if new_min < old_min || new_max > old_max {
            Kind::LimitWidened
        } else {
            return;
        };
        self.now(kind, &new.name.span, format!("{name}: {} -> {}", range(old), range(new)));
    }

    /// What parameters and properties have in common that is only read.
    fn facts(&mut self, name: &str, old: &Field, new: &Field, more: &[(&str, bool)]) {
        let span = &new.name.span;
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
        let ty = |ty: &Option<Type>| ty.as_ref().map(Type::to_string);
        let value = |value: &Option<Spanned<Literal>>| value.as_ref().map(|value| value.value.clone());
        let example = |field: &Field| field.example.as_ref().map(|example| example.value.to_string());
        let same = [
            ("description", text(&old.description) == text(&new.description)),
            ("unit", text(&old.unit) == text(&new.unit)),
            ("default", value(&old.default) == value(&new.default)),
            ("example", example(old) == example(new)),
            ("documented", ty(&old.documented) == ty(&new.documented)),
            ("because", text(&old.because) == text(&new.because)),
        ];
        for (key, same) in same.iter().chain(more) {
            if !same {
                self.now(Kind::Text, span, format!("{name}.{key}"));
            }
        }
        let reason = |field: &Field| field.deprecated.as_ref().map(|reason| reason.value.0.clone());
        self.deprecation(name, span, reason(old).as_deref(), reason(new).as_deref());
    }

    /// Schemas and enums share their names.
    fn types(&mut self, old: &Spec, new: &Spec) {
        let schemas = pair(&old.schemas, &new.schemas, |schema| schema.name.value.as_str());
        let enums = pair(&old.enums, &new.enums, |vocabulary| vocabulary.name.value.as_str());
        let added: HashMap<&str, &Text> = schemas
            .new
            .iter()
            .map(|schema| &schema.name)
            .chain(enums.new.iter().map(|vocabulary| &vocabulary.name))
            .map(|name| (name.value.as_str(), name))
            .collect();
        let gone_schemas = schemas.old.iter().map(|schema| (Kind::SchemaRemoved, &schema.name));
        let gone_enums = enums.old.iter().map(|vocabulary| (Kind::EnumRemoved, &vocabulary.name));
        let mut became = Vec::new();
        for (kind, name) in gone_schemas.chain(gone_enums) {
            match added.get(name.value.as_str()) {
                Some(new) => {
                    became.push(new.value.clone());
                    self.now(Kind::SchemaBecameEnum, &new.span, format!("`{}`", new.value));
                }
                None => self.then(kind, &name.span, format!("`{}`", name.value)),
            }
        }
        let new_schemas = schemas.new.iter().map(|schema| (Kind::SchemaAdded, &schema.name));
        let new_enums = enums.new.iter().map(|vocabulary| (Kind::EnumAdded, &vocabulary.name));
        for (kind, name) in new_schemas.chain(new_enums).filter(|(_, name)| !became.contains(&name.value)) {
            self.now(kind, &name.span, format!("`{}`", name.value));
        }
        for (old, new) in schemas.both {
            self.schema(old, new);
        }
        for (old, new) in enums.both {
            self.enumeration(old, new);
        }
        self.order(schemas.in_order, "schemas", new.schemas.first().map(|schema| &schema.name));
        self.order(enums.in_order, "enums", new.enums.first().map(|vocabulary| &vocabulary.name));
    }

    fn schema(&mut self, old: &Schema, new: &Schema) {
        let name = format!("schemas.{}", new.name.value);
        self.text(
            &format!("{name}.description"),
            old.description.as_ref(),
            new.description.as_ref(),
            &new.name.span,
        );
        let properties = pair(&old.properties, &new.properties, |property| property.name.value.as_str());
        for property in properties.old {
            self.then(Kind::PropertyRemoved, &property.name.span, format!("{name}.{}", property.name.value));
        }
        for property in properties.new {
            let what = format!("{name}.{}: `{}`", property.name.value, property.ty);
            self.now(Kind::PropertyAdded, &property.name.span, what);
        }
        for (before, now) in properties.both {
            let name = format!("{name}.{}", now.name.value);
            self.property(&name, before, now);
            let (before, time) = (time::of(old, before), time::of(new, now));
            self.time(&name, &now.name.span, before.as_ref(), time.as_ref());
        }
        self.order(properties.in_order, &format!("{name}.properties"), Some(&new.name));
    }

    fn property(&mut self, name: &str, old: &Field, new: &Field) {
        let span = &new.name.span;
        if old.ty.to_string() != new.ty.to_string() {
            self.now(Kind::PropertyType, span, format!("{name}: `{}` -> `{}`", old.ty, new.ty));
        }
        if names::field(old) != names::field(new) {
            let what = format!("{name}: `{}` -> `{}`", names::field(old), names::field(new));
            self.now(Kind::PropertyRenamed, span, what);
        }
        self.facts(name, old, new, &[("limits", range(old) == range(new))]);
    }

    /// The method beside an integer that stands for a point in time.
    fn time(&mut self, name: &str, span: &Span, old: Option<&Time>, new: Option<&Time>) {
        match (old, new) {
            (None, Some(new)) => self.now(Kind::TimeAdded, span, format!("{name}: `{}`", new.method)),
            (Some(old), new) if Some(old) != new => {
                self.now(Kind::TimeChanged, span, format!("{name}: `{}`", old.method));
            }
            _ => {}
        }
    }

    fn enumeration(&mut self, old: &Enum, new: &Enum) {
        let name = format!("enums.{}", new.name.value);
        self.text(
            &format!("{name}.description"),
            old.description.as_ref(),
            new.description.as_ref(),
            &new.name.span,
        );
        let values = pair(&old.values, &new.values, |value| value.name.value.as_str());
        for value in values.old {
            self.then(Kind::ValueRemoved, &value.name.span, format!("{name}.{}", value.name.value));
        }
        for value in values.new {
            self.now(Kind::ValueAdded, &value.name.span, format!("{name}.{}", value.name.value));
        }
        for (old, new) in values.both {
            let name = format!("{name}.{}", new.name.value);
            let span = &new.name.span;
            if names::variant(old) != names::variant(new) {
                let what = format!("{name}: `{}` -> `{}`", names::variant(old), names::variant(new));
                self.now(Kind::ValueRenamed, span, what);
            }
            self.text(&name, old.facts.description.as_ref(), new.facts.description.as_ref(), span);
            let reason =
                |value: &crate::spec::EnumValue| value.facts.deprecated.as_ref().map(|r| r.value.0.clone());
            self.deprecation(&name, span, reason(old).as_deref(), reason(new).as_deref());
        }
        if !values.in_order {
            self.now(Kind::ValueOrder, &new.name.span, name);
        }
    }
}

/// A parameter and where it is sent.
type Placed<'a> = (&'static str, &'a Field);

/// All parameters of an endpoint, in the order of arguments.
fn placed(endpoint: &Endpoint) -> Vec<Placed<'_>> {
    let places = [("path", &endpoint.path), ("query", &endpoint.query), ("headers", &endpoint.headers)];
    places.into_iter().flat_map(|(place, fields)| fields.iter().map(move |field| (place, field))).collect()
}

fn route(endpoint: &Endpoint) -> String {
    let route = endpoint.route.as_ref();
    route.map_or_else(String::new, |route| format!("{} {}", route.method.value.as_str(), route.path.value.0))
}

fn ids(api: &Api) -> [Option<String>; 2] {
    let headers = api.response_headers.as_ref();
    let name =
        |name: &Option<Spanned<crate::spec::HeaderName>>| name.as_ref().map(|name| name.value.0.clone());
    [headers.and_then(|ids| name(&ids.request_id)), headers.and_then(|ids| name(&ids.trace_id))]
}

fn error_body(api: &Api) -> [Option<String>; 3] {
    let body = api.error_body.as_ref();
    let names = |names: &Option<crate::spec::Names>| {
        names
            .as_ref()
            .map(|names| names.0.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", "))
    };
    [
        body.map(|body| body.property.value.clone()),
        body.and_then(|body| names(&body.code)),
        body.and_then(|body| names(&body.message)),
    ]
}

/// What pages are walked by.
fn facts(paging: &Paging) -> [&str; 4] {
    [&paging.items, &paging.more, &paging.next, &paging.token].map(|text| text.value.as_str())
}

/// What is good to know of them.
fn asides(paging: &Paging) -> [Option<&str>; 3] {
    [&paging.size, &paging.search, &paging.total].map(|text| text.as_ref().map(|text| text.value.as_str()))
}

/// The least and the greatest value; one that is not limited goes on for ever.
fn limits(field: &Field) -> (f64, f64) {
    let limit = |limit: &Option<Spanned<Literal>>| limit.as_ref().and_then(number);
    (limit(&field.min).unwrap_or(f64::NEG_INFINITY), limit(&field.max).unwrap_or(f64::INFINITY))
}

#[expect(clippy::cast_precision_loss, reason = "limits are small numbers")]
fn number(literal: &Spanned<Literal>) -> Option<f64> {
    match literal.value {
        Literal::Integer(value) => Some(value as f64),
        Literal::Double(value) => Some(value),
        _ => None,
    }
}

fn range(field: &Field) -> String {
    let said = |literal: &Option<Spanned<Literal>>| {
        literal.as_ref().map(|l| l.value.to_string()).unwrap_or_default()
    };
    format!("`{}..={}`", said(&field.min), said(&field.max))
}
