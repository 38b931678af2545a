//! Endpoints: routes, parameters, bodies, paging.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::names;
use crate::spec::{Endpoint, Field, Method, Paging, Primitive, Schema, Text, Type};

use super::Checker;
use super::names::{Named, TAKEN_METHODS, TAKEN_SETTERS};

impl<'a> Checker<'a> {
    pub(super) fn endpoints(&mut self) {
        let spec = self.spec;
        let methods = spec.endpoints.iter().map(|e| Named { written: &e.name, rust: e.name.value.clone() });
        self.field_names("endpoints", &TAKEN_METHODS, methods.collect());
        let mut routes: HashMap<(Method, String), &Text> = HashMap::new();
        for endpoint in &spec.endpoints {
            self.endpoint(endpoint);
            let route = (endpoint.method.value, shape(&endpoint.path.value));
            match routes.get(&route) {
                Some(first) => {
                    let message =
                        format!("{} {} is already an endpoint", route.0.as_str(), endpoint.path.value);
                    self.report(Diagnostic::error(&endpoint.path.span, message).context(&first.span, "here"));
                }
                None => {
                    routes.insert(route, &endpoint.path);
                }
            }
        }
    }

    fn endpoint(&mut self, endpoint: &'a Endpoint) {
        self.description("the endpoint", &endpoint.name, endpoint.description.as_ref());
        self.reason(endpoint.deprecated.as_ref());
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
            self.report(Diagnostic::error(&name.span, message).help("write it like `get_pet`"));
        }
    }

    /// The path's parameters and the declared ones are the same.
    fn path(&mut self, endpoint: &Endpoint) {
        let path = &endpoint.path;
        let Some(inside) = template(&path.value) else {
            let message = format!("`{}` is not a path", path.value);
            self.report(Diagnostic::error(&path.span, message).help("such as `/v1/things/{thing_id}`"));
            return;
        };
        for name in &inside {
            if !endpoint.path_parameters.iter().any(|p| p.name.value == *name) {
                let message = format!("the path's parameter `{name}` is not declared");
                self.report(Diagnostic::error(&path.span, message).help("declare it under `path`"));
            }
        }
        for parameter in &endpoint.path_parameters {
            let name = &parameter.name;
            if !inside.contains(&name.value.as_str()) {
                let message = format!("the path has no parameter `{}`", name.value);
                self.report(Diagnostic::error(&name.span, message).context(&path.span, "the path"));
            }
            if parameter.ty.is_optional() {
                self.error(&name.span, "a parameter in the path cannot be left out");
            }
        }
    }

    fn parameters(&mut self, endpoint: &'a Endpoint) {
        let in_url = endpoint.path_parameters.iter().chain(&endpoint.query);
        let all: Vec<&'a Field> = in_url.chain(&endpoint.headers).collect();
        for field in &all {
            self.field("the parameter", field);
        }
        let (setters, arguments): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|field| field.ty.is_optional());
        let named = |fields: Vec<&'a Field>| -> Vec<Named<'a>> {
            fields
                .into_iter()
                .map(|field| Named { written: &field.name, rust: names::field(field) })
                .collect()
        };
        self.field_names("parameters", &TAKEN_SETTERS, named(setters));
        let taken: &[&str] = if endpoint.body.is_some() { &["body"] } else { &[] };
        self.field_names("parameters", taken, named(arguments));
        self.places(endpoint);
    }

    /// What each place of a request can hold.
    fn places(&mut self, endpoint: &'a Endpoint) {
        for field in endpoint.path_parameters.iter().chain(&endpoint.headers) {
            if !self.is_scalar(field.ty.required()) {
                let message = format!("`{}` cannot stand in a path or a header", field.ty);
                self.report(Diagnostic::error(&field.name.span, message).help("it takes a single value"));
            }
        }
        for field in &endpoint.query {
            let item = match field.ty.required() {
                Type::List(item) => item.as_ref(),
                other => other,
            };
            if !self.is_scalar(item) {
                let message = format!("`{}` cannot stand in a query", field.ty);
                self.report(
                    Diagnostic::error(&field.name.span, message)
                        .help("it takes single values and lists of them"),
                );
            }
        }
        for field in &endpoint.headers {
            self.header_name(&field.name);
            if field.name.value == self.spec.api.key_header.value {
                self.error(&field.name.span, "the key's header is sent with every call already");
            }
        }
    }

    /// Text, a number, a boolean or an enum: what can be written as one piece of text.
    fn is_scalar(&self, ty: &Type) -> bool {
        match ty {
            Type::Primitive(primitive) => *primitive != Primitive::Any,
            // Another rule complains about a name that is not there.
            Type::Named(name, _) => !self.schemas.contains_key(name.as_str()),
            Type::List(_) | Type::Map(_) | Type::Optional(_) => false,
        }
    }

    fn body(&mut self, endpoint: &Endpoint) {
        let Some(body) = &endpoint.body else { return };
        self.named_type(body);
        if endpoint.method.value == Method::Get {
            self.error(&endpoint.method.span, "a GET request has no body");
        }
        if body.is_optional() {
            self.error(&endpoint.name.span, "the body cannot be optional");
        }
    }

    fn paging(&mut self, endpoint: &'a Endpoint, paging: &Paging) {
        let Some(schema) = self.response_schema(endpoint) else {
            self.error(&paging.items.span, "only an endpoint whose response is a schema has pages");
            return;
        };
        let flag = |ty: &Type| matches!(ty, Type::Primitive(Primitive::Boolean));
        let text = |ty: &Type| matches!(ty.required(), Type::Primitive(Primitive::String));
        let list = |ty: &Type| matches!(ty, Type::List(item) if self_named(item));
        self.paging_property(schema, &paging.items, "a list of a schema", list);
        self.paging_property(schema, &paging.more, "a boolean", flag);
        self.paging_property(schema, &paging.next, "an optional string", |ty| ty.is_optional() && text(ty));
        let token = endpoint.query.iter().find(|field| field.name.value == paging.token.value);
        match token {
            Some(field) if field.ty.is_optional() && text(&field.ty) => {}
            Some(field) => {
                let message = format!("`{}` is not an optional string", field.name.value);
                self.report(
                    Diagnostic::error(&paging.token.span, message).context(&field.name.span, "declared here"),
                );
            }
            None => {
                let message = format!("there is no query parameter `{}`", paging.token.value);
                self.error(&paging.token.span, message);
            }
        }
    }

    fn response_schema(&self, endpoint: &'a Endpoint) -> Option<&'a Schema> {
        match endpoint.response.as_ref()? {
            Type::Named(name, _) => self.schemas.get(name.as_str()).copied(),
            _ => None,
        }
    }

    fn paging_property(&mut self, schema: &Schema, name: &Text, what: &str, good: impl Fn(&Type) -> bool) {
        match schema.properties.iter().find(|property| property.name.value == name.value) {
            Some(property) if good(&property.ty) => {}
            Some(property) => {
                let message = format!("`{}` is not {what}", name.value);
                let label = format!("it is `{}`", property.ty);
                self.report(Diagnostic::error(&name.span, message).context(&property.name.span, label));
            }
            None => {
                let message = format!("the schema `{}` has no property `{}`", schema.name.value, name.value);
                self.report(Diagnostic::error(&name.span, message).context(&schema.name.span, "the schema"));
            }
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
                let diagnostic = Diagnostic::error(&paging.items.span, message);
                let diagnostic = diagnostic.context(&known.items.span, "the other way");
                self.diagnostics.push(diagnostic);
            }
        }
    }
}

fn self_named(ty: &Type) -> bool {
    matches!(ty, Type::Named(..))
}

/// The names in braces, or nothing if it is no path.
fn template(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    for segment in path.strip_prefix('/')?.split('/') {
        match segment.strip_prefix('{') {
            Some(rest) => names.push(rest.strip_suffix('}').filter(|name| is_word(name))?),
            None if is_word(segment) => {}
            None => return None,
        }
    }
    let distinct = names.iter().enumerate().all(|(i, name)| !names[..i].contains(name));
    distinct.then_some(names)
}

fn is_word(text: &str) -> bool {
    let dots = text.bytes().all(|b| b == b'.');
    !dots && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~:@".contains(&b))
}

/// The path with its parameters' names taken out: two paths of one shape are one route.
fn shape(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}
