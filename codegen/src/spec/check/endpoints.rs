//! Endpoints: routes, parameters, bodies.

use std::collections::{HashMap, HashSet};

use crate::reserved::{RESERVED_HEADERS, RESERVED_SETTERS};
use crate::route;
use crate::source::{Diagnostic, Rule, Span, Spanned};
use crate::spec::language::{
    Endpoint, Field, HeaderName, ListStyle, MediaFormat, MediaType, Method, PathTemplate, Primitive, Rest,
    Type,
};
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
        self.check_response(endpoint);
        if let Some(response) = &endpoint.response {
            self.check_not_nullable("a response", response, &endpoint.name.span);
        }
        for ty in endpoint.errors.iter().filter_map(|error| error.attributes.ty.as_ref()) {
            self.check_named_type(ty);
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
        for (at, marked) in path.value.parameters() {
            let span = part(path, at, marked.len() + 2);
            let name = marked.trim_start_matches('+');
            if marked != name {
                self.check_segments(endpoint, name);
            }
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

    /// A parameter with several segments is a single value, because a list has its own separators.
    fn check_segments(&mut self, endpoint: &Endpoint, name: &str) {
        let mut fields = endpoint.path.iter();
        let field = fields.find(|field| field.name.value == name && !self.is_scalar(&field.ty));
        if let Some(field) = field {
            let message =
                format!("a parameter with several segments is a single value, and this is `{}`", field.ty);
            self.error(Rule::ParameterType, &field.name.span, message);
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
                Type::List(item) | Type::Map(item) => item.as_ref(),
                other => other,
            };
            if !self.is_scalar(item) {
                let message = format!("`{}` is not allowed as a parameter", field.ty);
                let diagnostic = Diagnostic::error(Rule::ParameterType, &field.name.span, message);
                self.report(diagnostic.help("only single values, and lists and maps of them, are allowed"));
            }
        }
        for field in &endpoint.query {
            self.check_style(field);
        }
        for field in endpoint.path.iter().chain(&endpoint.headers) {
            self.check_no_style(field);
        }
        for field in &endpoint.headers {
            self.check_header(&field.name, endpoint);
        }
    }

    /// Checks that a parameter in the query is of the type that its style is for.
    fn check_style(&mut self, field: &Field) {
        let Some(style) = &field.style else { return };
        let message = match (field.ty.required(), style.value) {
            (Type::List(_), ListStyle::Comma | ListStyle::Space | ListStyle::Pipe)
            | (Type::Map(_), ListStyle::Comma | ListStyle::Brackets)
            | (Type::Error, _) => return,
            (Type::List(_), style) => format!("`{}` is a style of maps, and this is a list", style.name()),
            (Type::Map(_), style) => format!("`{}` is a style of lists, and this is a map", style.name()),
            _ => return self.check_no_style(field),
        };
        self.error(Rule::StyleWithoutList, &style.span, message);
    }

    /// Reports a style of something that is not a list or map in a query.
    pub(super) fn check_no_style(&mut self, field: &Field) {
        if let Some(style) = &field.style {
            let diagnostic = Diagnostic::error(
                Rule::StyleWithoutList,
                &style.span,
                "only a list or map in a query has a style",
            );
            self.report(
                diagnostic.help("remove it; a list or map in a path or a header is separated by commas"),
            );
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
            let message = "the client sends `content-type` with the body";
            let diagnostic = Diagnostic::error(Rule::ReservedHeader, &name.span, message);
            self.report(
                diagnostic.help("remove the parameter; another media type is the endpoint's `content_type`"),
            );
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

    fn check_response(&mut self, endpoint: &Endpoint) {
        if let Some(response) = &endpoint.response {
            self.check_named_type(response);
        }
        match (&endpoint.response, &endpoint.accept) {
            (None, Some(accept)) => {
                self.error(Rule::Body, &accept.span, "there is no response that the media type is for");
            }
            (Some(_), Some(accept)) if accept.value.format == MediaFormat::Form => {
                self.error(Rule::Body, &accept.span, "only a request has a form as its body");
            }
            (Some(response), Some(accept)) => self.check_format(response, accept),
            (_, None) => {}
        }
    }

    /// Checks that values of a type can be written as a body of a media type.
    fn check_format(&mut self, ty: &Type, media_type: &Spanned<MediaType>) {
        let (name, span) = (&media_type.value.name, &media_type.span);
        let message = match media_type.value.format {
            MediaFormat::Text
                if !matches!(ty.required(), Type::Primitive(Primitive::String) | Type::Error) =>
            {
                format!("a body of type `{name}` is `string`, and this is `{ty}`")
            }
            MediaFormat::Form if !self.is_form(ty.required()) => format!(
                "a form is a schema whose properties are single values or lists of them, and this is `{ty}`"
            ),
            _ => return,
        };
        self.error(Rule::Body, span, message);
    }

    /// Whether the type is a schema without objects inside.
    fn is_form(&self, ty: &Type) -> bool {
        let schema = ty.as_named().and_then(|name| self.index.schema(name));
        // What is no type at all was reported.
        let Some((_, schema)) = schema else {
            return ty.as_named().is_some_and(|name| !self.index.is_type(name)) || !ty.is_readable();
        };
        let properties = schema.properties.iter().map(|property| &property.ty);
        let mut types = properties.chain(schema.rest.as_ref().map(Rest::value));
        types.all(|ty| match ty.required() {
            Type::List(item) => self.is_scalar(item),
            other => self.is_scalar(other),
        })
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
        if let Some(content_type) = &endpoint.content_type {
            self.check_format(body, content_type);
        }
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
