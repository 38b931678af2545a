//! Endpoints: routes, parameters, bodies.

use std::collections::{HashMap, HashSet};

use crate::reserved::{RESERVED_HEADERS, RESERVED_SETTERS};
use crate::route;
use crate::source::{Diagnostic, Rule, Span, Spanned};
use crate::spec::language::{Endpoint, Field, HeaderName, Method, PathTemplate, Type};
use crate::spec::parse;

use super::checker::Checker;
use super::names::Named;

impl<'a> Checker<'a, '_> {
    pub(super) fn check_endpoints(&mut self) {
        let spec = self.index.spec;
        self.check_distinct_endpoints();
        let mut routes: HashMap<(Method, String), &Spanned<PathTemplate>> = HashMap::new();
        for endpoint in &spec.endpoints {
            self.check_endpoint(endpoint);
            let Some(route) = &endpoint.route else { continue };
            let (method, path) = (route.method.value, &route.path);
            match routes.get(&(method, route::shape(&path.value.0))) {
                Some(first) => {
                    let message = format!("{} {} is already an endpoint", method.as_str(), path.value.0);
                    let diagnostic = Diagnostic::error(Rule::DuplicateRoute, &path.span, message);
                    self.report(diagnostic.context(&first.span, "here"));
                }
                None => {
                    routes.insert((method, route::shape(&path.value.0)), path);
                }
            }
        }
    }

    fn check_endpoint(&mut self, endpoint: &'a Endpoint) {
        self.check_description("the endpoint", &endpoint.name, endpoint.description.as_ref());
        self.check_endpoint_name(endpoint);
        self.check_path(endpoint);
        self.check_parameters(endpoint);
        self.check_body(endpoint);
        if let Some(response) = &endpoint.response {
            self.check_named_type(response);
        }
        if let Some(paging) = &endpoint.paging {
            self.check_paging(endpoint, paging);
        }
    }

    /// Compares the parameters in the path with the declared ones.
    fn check_path(&mut self, endpoint: &Endpoint) {
        for parameter in endpoint.path.iter().filter(|parameter| parameter.ty.is_optional()) {
            let message = "a parameter in the path cannot be optional";
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
            } else if !declared.contains(name) && endpoint.path.is_complete {
                let message = format!("the path's parameter `{name}` is not declared");
                let diagnostic = Diagnostic::error(Rule::UndeclaredParameter, &span, message);
                self.report(diagnostic.help("declare it under `path`"));
            }
        }
        for name in endpoint.path.iter().map(|parameter| &parameter.name) {
            if !inside.contains(name.value.as_str()) {
                let message = format!("the path has no parameter `{}`", name.value);
                let diagnostic = Diagnostic::error(Rule::ParameterNotInPath, &name.span, message);
                self.report(diagnostic.context(&path.span, "the path"));
            }
        }
    }

    fn check_parameters(&mut self, endpoint: &'a Endpoint) {
        let in_url = endpoint.path.iter().chain(&endpoint.query);
        let all: Vec<&'a Field> = in_url.chain(&endpoint.headers).collect();
        for field in &all {
            self.check_field("the parameter", field);
        }
        let (setters, arguments): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|field| field.ty.is_optional());
        let named =
            |fields: Vec<&'a Field>| -> Vec<Named<'a>> { fields.into_iter().map(Named::field).collect() };
        self.check_field_names("parameters", &RESERVED_SETTERS, named(setters));
        let taken: &[&str] = if endpoint.body.is_some() { &["body"] } else { &[] };
        self.check_field_names("parameters", taken, named(arguments));
        self.check_parameter_types(endpoint);
    }

    /// Checks that each parameter's type can be written at its location.
    fn check_parameter_types(&mut self, endpoint: &'a Endpoint) {
        for field in endpoint.path.iter().chain(&endpoint.headers) {
            if !self.is_scalar(field.ty.required()) {
                let message = format!("`{}` is not allowed in a path or a header", field.ty);
                let diagnostic = Diagnostic::error(Rule::ParameterType, &field.name.span, message);
                self.report(diagnostic.help("only single values are allowed there"));
            }
        }
        for field in &endpoint.query {
            let item = match field.ty.required() {
                Type::List(item) => item.as_ref(),
                other => other,
            };
            if !self.is_scalar(item) {
                let message = format!("`{}` is not allowed in a query", field.ty);
                let diagnostic = Diagnostic::error(Rule::ParameterType, &field.name.span, message);
                self.report(diagnostic.help("only single values and lists of them are allowed there"));
            }
        }
        for field in &endpoint.headers {
            self.check_header(&field.name, endpoint);
        }
    }

    fn check_header(&mut self, name: &Spanned<String>, endpoint: &Endpoint) {
        let header = match parse::header_name(name) {
            Ok(header) => header,
            Err(diagnostic) => return self.report(diagnostic),
        };
        if self.index.spec.api.get().is_some_and(|api| api.key.header.value == header) {
            let message = "the header of the key is already sent with every call";
            self.error(Rule::ReservedHeader, &name.span, message);
        } else if header.0 == "content-type" && endpoint.body.is_some() {
            let message = "the client sends `content-type` with the body, which is JSON";
            let diagnostic = Diagnostic::error(Rule::ReservedHeader, &name.span, message);
            self.report(diagnostic.help("remove the parameter"));
        } else {
            self.check_reserved_header(
                &header,
                &name.span,
                "remove the parameter: the header belongs to HTTP, not to the API",
            );
        }
    }

    /// Checks that the header of the key is not reserved.
    pub(super) fn check_key_header(&mut self) {
        if let Some(api) = self.index.spec.api.get() {
            let Spanned { value, span } = &api.key.header;
            self.check_reserved_header(value, span, "write the header that the API documents for the key");
        }
    }

    fn check_reserved_header(&mut self, HeaderName(name): &HeaderName, span: &Span, help: &str) {
        if RESERVED_HEADERS.contains(&name.as_str()) {
            let message = format!("the client sets the header `{name}` itself, or cannot send it");
            self.report(Diagnostic::error(Rule::ReservedHeader, span, message).help(help));
        }
    }

    /// Whether the type is text, a number, a boolean, an enum or a union of them, which can be written as one string.
    fn is_scalar(&self, ty: &Type) -> bool {
        self.index.is_scalar(ty)
    }

    fn check_body(&mut self, endpoint: &Endpoint) {
        let Some(body) = &endpoint.body else { return };
        self.check_named_type(body);
        if let Some(route) = endpoint.route.as_ref().filter(|route| route.method.value == Method::Get) {
            self.error(Rule::Body, &route.method.span, "a GET request has no body");
        }
        if body.is_optional() {
            self.error(Rule::Body, &endpoint.name.span, "the body cannot be optional");
        }
    }
}

/// The span of a part of a path, if the spec has the path verbatim; otherwise the span of the whole path.
fn part(path: &Spanned<PathTemplate>, at: usize, length: usize) -> Span {
    let exact = path.span.len() == path.value.0.len();
    if exact { path.span.start + at..path.span.start + at + length } else { path.span.clone() }
}
