//! The rules that a spec must keep, beyond being readable. Each rule is a function that reports all that breaks it; a spec
//! that none complains about can be lowered and emitted without fail.

mod endpoints;
mod names;
mod schemas;
mod values;

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Span, similar};
use crate::spec::{Enum, Primitive, Schema, Spec, Text, Type};

/// Checks everything.
pub(crate) fn check(spec: &Spec) -> Vec<Diagnostic> {
    let mut checker = Checker::new(spec);
    checker.api();
    checker.region_names();
    checker.type_names();
    for schema in &spec.schemas {
        checker.schema(schema);
    }
    for enumeration in &spec.enums {
        checker.enumeration(enumeration);
    }
    checker.infinite_schemas();
    checker.endpoints();
    checker.paging_agrees();
    checker.unused_types();
    checker.diagnostics
}

/// The spec, indexed, and what has been found wrong with it.
struct Checker<'a> {
    spec: &'a Spec,
    schemas: HashMap<&'a str, &'a Schema>,
    enums: HashMap<&'a str, &'a Enum>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    fn new(spec: &'a Spec) -> Self {
        Self {
            spec,
            schemas: spec.schemas.iter().map(|s| (s.name.value.as_str(), s)).collect(),
            enums: spec.enums.iter().map(|e| (e.name.value.as_str(), e)).collect(),
            diagnostics: Vec::new(),
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn error(&mut self, span: &Span, message: impl Into<String>) {
        self.report(Diagnostic::error(span, message));
    }

    /// The section `api`: what is sent with every call has to be sendable.
    fn api(&mut self) {
        let api = &self.spec.api;
        let urls = api.regions.iter().map(|(_, url)| url);
        for url in [&api.base_url].into_iter().chain(urls) {
            self.base_url(url);
        }
        let ids = [&api.request_id_header, &api.trace_id_header];
        for header in [&api.key_header].into_iter().chain(ids.into_iter().flatten()) {
            self.header_name(header);
        }
    }

    fn base_url(&mut self, url: &Text) {
        let rest = url.value.strip_prefix("https://").or_else(|| url.value.strip_prefix("http://"));
        let good = rest.is_some_and(|rest| {
            !rest.is_empty()
                && !rest.starts_with('/')
                && rest.bytes().all(|b| b.is_ascii_graphic() && !b"?#@\\\"<>".contains(&b))
        });
        if !good {
            let diagnostic = Diagnostic::error(&url.span, format!("`{}` is not a base URL", url.value));
            self.report(
                diagnostic.help("scheme, host and perhaps a path, such as `https://api.example.com`"),
            );
        }
    }

    fn header_name(&mut self, name: &Text) {
        let token = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&b);
        if name.value.is_empty() || !name.value.bytes().all(token) {
            let message = format!("`{}` is not the name of a header", name.value);
            self.report(Diagnostic::error(&name.span, message).help("lower-case letters, digits and `-`"));
        }
    }

    /// Every schema or enum that a type names must exist.
    fn named_type(&mut self, ty: &Type) {
        let Some((name, span)) = ty.named() else { return };
        if self.schemas.contains_key(name) || self.enums.contains_key(name) {
            return;
        }
        let words = Primitive::ALL.iter().map(|(word, _)| *word);
        let known = self.schemas.keys().chain(self.enums.keys()).copied().chain(words);
        let diagnostic = Diagnostic::error(span, format!("unknown type `{name}`"));
        let diagnostic = match similar(name, known) {
            Some(known) => {
                diagnostic.label(format!("help: {} with a similar name exists: `{known}`", self.kind(known)))
            }
            None => diagnostic
                .help("a type is `string`, `integer`, `double`, `boolean`, `any`, a schema or an enum"),
        };
        self.report(diagnostic);
    }

    fn kind(&self, name: &str) -> &'static str {
        if self.schemas.contains_key(name) {
            "a schema"
        } else if self.enums.contains_key(name) {
            "an enum"
        } else {
            "a type"
        }
    }

    /// Prose is what users read; where it is missing they read nothing.
    fn description(&mut self, what: &str, name: &Text, description: Option<&Text>) {
        if description.is_none_or(|text| text.value.trim().is_empty()) {
            let message = format!("{what} `{}` has no description", name.value);
            self.report(Diagnostic::warning(&name.span, message));
        }
    }

    /// A deprecation says what to do instead, or at least why.
    fn reason(&mut self, deprecated: Option<&Text>) {
        if let Some(reason) = deprecated.filter(|reason| reason.value.trim().is_empty()) {
            self.error(&reason.span, "`deprecated` says why");
        }
    }
}
