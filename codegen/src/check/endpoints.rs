//! Endpoints: routes, parameters, bodies, paging.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Rule, Span, similar};
use crate::names;
use crate::read;
use crate::spec::{Endpoint, Field, Method, Paging, PathTemplate, Primitive, Schema, Spanned, Text, Type};

use super::Checker;
use super::names::{Named, TAKEN_METHODS, TAKEN_SETTERS};

impl<'a> Checker<'a> {
    pub(super) fn endpoints(&mut self) {
        let spec = self.spec;
        let mut routes: HashMap<(Method, String), &Spanned<PathTemplate>> = HashMap::new();
        for endpoint in &spec.endpoints {
            self.endpoint(endpoint);
            let Some(route) = &endpoint.route else { continue };
            let (method, path) = (route.method.value, &route.path);
            match routes.get(&(method, shape(&path.value.0))) {
                Some(first) => {
                    let message = format!("{} {} is already an endpoint", method.as_str(), path.value.0);
                    let diagnostic = Diagnostic::error(Rule::DuplicateRoute, &path.span, message);
                    self.report(diagnostic.context(&first.span, "here"));
                }
                None => {
                    routes.insert((method, shape(&path.value.0)), path);
                }
            }
        }
    }

    fn endpoint(&mut self, endpoint: &'a Endpoint) {
        self.description("the endpoint", &endpoint.name, endpoint.description.as_ref());
        self.endpoint_name(&endpoint.name);
        self.operation_name(&endpoint.name);
        self.path(endpoint);
        self.parameters(endpoint);
        self.body(endpoint);
        if let Some(response) = &endpoint.response {
            self.named_type(response);
        }
        if let Some(paging) = &endpoint.paging {
            self.paging(endpoint, paging);
        }
    }

    fn endpoint_name(&mut self, name: &Text) {
        let snake = names::module(&name.value) == name.value;
        if !snake || !names::is_plain_identifier(&name.value) {
            let message = format!("`{}` is not the name of a method", name.value);
            let diagnostic = Diagnostic::error(Rule::EndpointName, &name.span, message);
            self.report(diagnostic.help(match names::endpoint(&name.value) {
                Some(name) => format!("write it like `{name}`"),
                None => "write it like `get_pet`".to_owned(),
            }));
        } else if TAKEN_METHODS.contains(&name.value.as_str()) {
            let message = format!("every client or mock has a method `{}` already", name.value);
            let diagnostic = Diagnostic::error(Rule::TakenName, &name.span, message);
            self.report(diagnostic.help("call the endpoint something else"));
        }
    }

    /// The path's parameters and the declared ones are the same.
    fn path(&mut self, endpoint: &Endpoint) {
        for parameter in endpoint.path.iter().filter(|parameter| parameter.ty.is_optional()) {
            let message = "a parameter in the path cannot be left out";
            self.error(Rule::OptionalPath, &parameter.name.span, message);
        }
        let Some(route) = &endpoint.route else { return };
        let path = &route.path;
        let declared: HashSet<&str> = endpoint.path.iter().map(|field| field.name.value.as_str()).collect();
        let mut inside = HashSet::new();
        for (at, name) in path.value.parameters() {
            let span = part(path, at, name.len() + 2);
            if !inside.insert(name) {
                let message = format!("the path names `{name}` twice");
                self.error(Rule::PathSyntax, &span, message);
            } else if !declared.contains(name) {
                let message = format!("the path's parameter `{name}` is not declared");
                let diagnostic = Diagnostic::error(Rule::UndeclaredParameter, &span, message);
                self.report(diagnostic.help("declare it under `path`"));
            }
        }
        for name in endpoint.path.iter().map(|parameter| &parameter.name) {
            if !inside.contains(name.value.as_str()) {
                let message = format!("the path has no parameter `{}`", name.value);
                let diagnostic = Diagnostic::error(Rule::StrayParameter, &name.span, message);
                self.report(diagnostic.context(&path.span, "the path"));
            }
        }
    }

    fn parameters(&mut self, endpoint: &'a Endpoint) {
        let in_url = endpoint.path.iter().chain(&endpoint.query);
        let all: Vec<&'a Field> = in_url.chain(&endpoint.headers).collect();
        for field in &all {
            self.field("the parameter", field);
        }
        let (setters, arguments): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|field| field.ty.is_optional());
        let named =
            |fields: Vec<&'a Field>| -> Vec<Named<'a>> { fields.into_iter().map(Named::field).collect() };
        self.field_names("parameters", &TAKEN_SETTERS, named(setters));
        let taken: &[&str] = if endpoint.body.is_some() { &["body"] } else { &[] };
        self.field_names("parameters", taken, named(arguments));
        self.places(endpoint);
    }

    /// What each place of a request can hold.
    fn places(&mut self, endpoint: &'a Endpoint) {
        for field in endpoint.path.iter().chain(&endpoint.headers) {
            if !self.is_scalar(field.ty.required()) {
                let message = format!("`{}` cannot stand in a path or a header", field.ty);
                let diagnostic = Diagnostic::error(Rule::ParameterType, &field.name.span, message);
                self.report(diagnostic.help("it takes a single value"));
            }
        }
        for field in &endpoint.query {
            let item = match field.ty.required() {
                Type::List(item) => item.as_ref(),
                other => other,
            };
            if !self.is_scalar(item) {
                let message = format!("`{}` cannot stand in a query", field.ty);
                let diagnostic = Diagnostic::error(Rule::ParameterType, &field.name.span, message);
                self.report(diagnostic.help("it takes single values and lists of them"));
            }
        }
        for field in &endpoint.headers {
            self.header(&field.name);
        }
    }

    fn header(&mut self, name: &Text) {
        match read::header_name(name) {
            Err(diagnostic) => self.report(diagnostic),
            Ok(header) if self.spec.api.get().is_some_and(|api| api.key.header.value == header) => {
                let message = "the key's header is sent with every call already";
                self.error(Rule::KeyHeader, &name.span, message);
            }
            Ok(_) => {}
        }
    }

    /// Text, a number, a boolean or an enum: what can be written as one piece of text.
    fn is_scalar(&self, ty: &Type) -> bool {
        match ty {
            Type::Primitive(primitive) => *primitive != Primitive::Any,
            // Another rule complains about a name that is not there.
            Type::Named(name, _) => !self.schemas.contains_key(name.as_str()),
            Type::List(_) | Type::Map(_) | Type::Optional(_) => false,
            Type::Unreadable => true,
        }
    }

    fn body(&mut self, endpoint: &Endpoint) {
        let Some(body) = &endpoint.body else { return };
        self.named_type(body);
        if let Some(route) = endpoint.route.as_ref().filter(|route| route.method.value == Method::Get) {
            self.error(Rule::Body, &route.method.span, "a GET request has no body");
        }
        if body.is_optional() {
            self.error(Rule::Body, &endpoint.name.span, "the body cannot be optional");
        }
    }

    fn paging(&mut self, endpoint: &'a Endpoint, paging: &Paging) {
        self.paging_parameters(endpoint, paging);
        let Some(schema) = self.response_schema(endpoint) else {
            // Another rule complains about a type that is not there.
            let known = match &endpoint.response {
                Some(Type::Named(name, _)) => self.enums.contains_key(name.as_str()),
                Some(other) => other.is_readable(),
                None => true,
            };
            if known {
                let message = "only an endpoint whose response is a schema has pages";
                self.error(Rule::PagingResponse, &paging.items.span, message);
            }
            return;
        };
        let flag = |ty: &Type| matches!(ty, Type::Primitive(Primitive::Boolean));
        let token = |ty: &Type| ty.is_optional() && is_text(ty);
        let count = |ty: &Type| matches!(ty.required(), Type::Primitive(Primitive::Integer));
        let schemas = &self.schemas;
        let list = |ty: &Type| match ty {
            Type::List(item) => match item.as_ref() {
                Type::Named(name, _) => {
                    schemas.contains_key(name.as_str()) || !self.enums.contains_key(name.as_str())
                }
                other => !other.is_readable(),
            },
            _ => false,
        };
        let found = [
            paging_property(schema, &paging.items, "a list of a schema", list),
            paging_property(schema, &paging.more, "a boolean", flag),
            paging_property(schema, &paging.next, "an optional string", token),
            paging.total.as_ref().and_then(|total| paging_property(schema, total, "an integer", count)),
        ];
        found.into_iter().flatten().for_each(|diagnostic| self.report(diagnostic));
    }

    /// The query parameters that paging names.
    fn paging_parameters(&mut self, endpoint: &'a Endpoint, paging: &Paging) {
        let number = |ty: &Type| matches!(ty.required(), Type::Primitive(Primitive::Integer));
        self.paging_parameter(endpoint, &paging.token, "string", is_text);
        if let Some(search) = &paging.search {
            self.paging_parameter(endpoint, search, "string", is_text);
        }
        if let Some(size) = &paging.size {
            self.paging_parameter(endpoint, size, "integer", number);
        }
    }

    fn paging_parameter(
        &mut self,
        endpoint: &'a Endpoint,
        name: &Text,
        what: &str,
        good: impl Fn(&Type) -> bool,
    ) {
        match endpoint.query.iter().find(|field| field.name.value == name.value) {
            Some(field) if field.ty.is_optional() && good(&field.ty) || !field.ty.is_readable() => {}
            Some(field) => {
                let message = format!("`{}` is not an optional {what}", field.name.value);
                let diagnostic = Diagnostic::error(Rule::PagingParameter, &name.span, message);
                self.report(diagnostic.context(&field.name.span, format!("it is `{}`", field.ty)));
            }
            None => {
                let message = format!("there is no query parameter `{}`", name.value);
                let diagnostic = Diagnostic::error(Rule::PagingParameter, &name.span, message);
                self.report(suggest(diagnostic, name, &endpoint.query));
            }
        }
    }

    fn response_schema(&self, endpoint: &'a Endpoint) -> Option<&'a Schema> {
        match endpoint.response.as_ref()? {
            Type::Named(name, _) => self.schemas.get(name.as_str()).copied(),
            _ => None,
        }
    }

    /// A response is cut into pages in one way, whichever endpoint gives it.
    pub(super) fn paging_agrees(&mut self) {
        let mut first: HashMap<&str, &Paging> = HashMap::new();
        for endpoint in &self.spec.endpoints {
            let (Some(paging), Some(schema)) = (&endpoint.paging, self.response_schema(endpoint)) else {
                continue;
            };
            let known = first.entry(&schema.name.value).or_insert(paging);
            let facts = |paging: &'a Paging| {
                [&paging.items, &paging.more, &paging.next].map(|text| text.value.as_str())
            };
            if facts(known) != facts(paging) {
                let message = format!("`{}` is paged in another way elsewhere", schema.name.value);
                let diagnostic = Diagnostic::error(Rule::PagingConflict, &paging.items.span, message);
                let diagnostic = diagnostic.context(&known.items.span, "the other way");
                self.report(diagnostic);
            }
        }
    }
}

fn is_text(ty: &Type) -> bool {
    matches!(ty.required(), Type::Primitive(Primitive::String))
}

/// What is wrong with a property that paging names.
fn paging_property(
    schema: &Schema,
    name: &Text,
    what: &str,
    good: impl Fn(&Type) -> bool,
) -> Option<Diagnostic> {
    match schema.properties.iter().find(|property| property.name.value == name.value) {
        Some(property) if good(&property.ty) || !property.ty.is_readable() => None,
        Some(property) => {
            let message = format!("`{}` is not {what}", name.value);
            let label = format!("it is `{}`", property.ty);
            let diagnostic = Diagnostic::error(Rule::PagingType, &name.span, message);
            Some(diagnostic.context(&property.name.span, label))
        }
        None => {
            let message = format!("the schema `{}` has no property `{}`", schema.name.value, name.value);
            let diagnostic = Diagnostic::error(Rule::PagingProperty, &name.span, message);
            let diagnostic = diagnostic.context(&schema.name.span, "the schema");
            Some(suggest(diagnostic, name, &schema.properties))
        }
    }
}

/// Names the field that was probably meant.
fn suggest(diagnostic: Diagnostic, wrong: &Text, fields: &[Field]) -> Diagnostic {
    match similar(&wrong.value, fields.iter().map(|field| field.name.value.as_str())) {
        Some(name) => diagnostic.label(format!("help: one with a similar name exists: `{name}`")),
        None => diagnostic,
    }
}

/// The place of a part of a path, if the path stands in the spec as it is; else of all of it.
fn part(path: &Spanned<PathTemplate>, at: usize, length: usize) -> Span {
    let exact = path.span.len() == path.value.0.len();
    if exact { path.span.start + at..path.span.start + at + length } else { path.span.clone() }
}

/// The path with its parameters' names taken out: two paths of one shape are one route.
fn shape(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}
