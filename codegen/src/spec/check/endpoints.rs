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
            self.check_not_nullable("a response", response, &endpoint.name.span);
        }
        if let Some(paging) = &endpoint.paging {
            self.check_paging(endpoint, paging);
        }
    }

    /// Compares the parameters in the path with the declared ones.
    fn check_path(&mut self, endpoint: &Endpoint) {
        for parameter in endpoint.path.iter().filter(|parameter| matches!(parameter.ty, Type::Optional(_))) {
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
            self.check_not_nullable("a parameter", &field.ty, &field.name.span);
        }
        let (setters, arguments): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|field| field.ty.is_optional());
        let named =
            |fields: Vec<&'a Field>| -> Vec<Named<'a>> { fields.into_iter().map(Named::field).collect() };
        let has_body =
            |optional: bool| endpoint.body.as_ref().is_some_and(|body| body.is_optional() == optional);
        let mut reserved = RESERVED_SETTERS.to_vec();
        reserved.extend(has_body(true).then_some("body"));
        self.check_field_names("parameters", &reserved, named(setters));
        let taken: &[&str] = if has_body(false) { &["body"] } else { &[] };
        self.check_field_names("parameters", taken, named(arguments));
        self.check_parameter_types(endpoint);
    }

    /// Checks that each parameter's type can be written at its location.
    fn check_parameter_types(&mut self, endpoint: &'a Endpoint) {
        for field in endpoint.path.iter().chain(&endpoint.query).chain(&endpoint.headers) {
            let item = match field.ty.required() {
                Type::List(item) => item.as_ref(),
                other => other,
            };
            if !self.is_scalar(item) {
                let message = format!("`{}` is not allowed as a parameter", field.ty);
                let diagnostic = Diagnostic::error(Rule::ParameterType, &field.name.span, message);
                self.report(diagnostic.help("only single values and lists of them are allowed"));
            }
        }
        for field in &endpoint.query {
            if !matches!(field.ty.required(), Type::List(_)) {
                self.check_no_style(field);
            }
        }
        for field in endpoint.path.iter().chain(&endpoint.headers) {
            self.check_no_style(field);
        }
        for field in &endpoint.headers {
            self.check_header(&field.name, endpoint);
        }
    }

    /// Reports a style of something that is not a list in a query.
    pub(super) fn check_no_style(&mut self, field: &Field) {
        if let Some(style) = &field.style {
            let diagnostic =
                Diagnostic::error(Rule::StyleWithoutList, &style.span, "only a list in a query has a style");
            self.report(diagnostic.help("remove it; a list in a path or a header is separated by commas"));
        }
    }

    fn check_header(&mut self, name: &Spanned<String>, endpoint: &Endpoint) {
        let header = match parse::header_name(name) {
            Ok(header) => header,
            Err(diagnostic) => return self.report(diagnostic),
        };
        if self
            .index
            .spec
            .api
            .get()
            .and_then(|api| api.key.as_ref())
            .is_some_and(|key| key.header.value == header)
        {
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
        if let Some(key) = self.index.spec.api.get().and_then(|api| api.key.as_ref()) {
            let Spanned { value, span } = &key.header;
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
        let method = endpoint.route.as_ref().map(|route| &route.method);
        if let (Some(Spanned { value: Method::Head, span }), Some(_)) = (method, &endpoint.response) {
            self.error(Rule::Body, span, "the response to a HEAD request has no body");
        }
        let Some(body) = &endpoint.body else {
            if let Some(content_type) = &endpoint.content_type {
                self.error(Rule::Body, &content_type.span, "there is no body that the media type is for");
            }
            return;
        };
        self.check_named_type(body);
        self.check_not_nullable("a body", body, &endpoint.name.span);
        if let Some(Spanned { value: method @ (Method::Get | Method::Head), span }) = method {
            self.error(Rule::Body, span, format!("a {} request has no body", method.as_str()));
        }
    }
}

/// The span of a part of a path, if the spec has the path verbatim; otherwise the span of the whole path.
fn part(path: &Spanned<PathTemplate>, at: usize, length: usize) -> Span {
    let exact = path.span.len() == path.value.0.len();
    if exact { path.span.start + at..path.span.start + at + length } else { path.span.clone() }
}
