//! The rules that a spec must keep, beyond being readable. Each rule is a function that reports all that breaks it; a spec
//! that none complains about can be lowered and emitted without fail.

mod endpoints;
mod names;
mod schemas;
mod values;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Findings, Rule, Span, similar};
use crate::read;
use crate::spec::{Endpoint, Enum, Primitive, Schema, Spec, Text, Type};

/// Checks everything.
pub(crate) fn check(spec: &Spec, findings: &mut Findings) {
    let mut checker = Checker::new(spec, findings);
    checker.region_names();
    checker.type_names();
    for schema in &*spec.schemas {
        checker.schema(schema);
    }
    for enumeration in &*spec.enums {
        checker.enumeration(enumeration);
    }
    checker.infinite_schemas();
    checker.endpoints();
    checker.paging_agrees();
    // A misspelt name would leave the right one unused.
    if !checker.findings.has_errors() {
        checker.unused_types();
    }
}

/// The spec, indexed, and what has been found wrong with it.
struct Checker<'a> {
    spec: &'a Spec,
    schemas: HashMap<&'a str, &'a Schema>,
    enums: HashMap<&'a str, &'a Enum>,
    /// The schemas that are one page of many.
    paged: HashSet<&'a str>,
    findings: &'a mut Findings,
}

impl<'a> Checker<'a> {
    fn new(spec: &'a Spec, findings: &'a mut Findings) -> Self {
        Self {
            spec,
            schemas: spec.schemas.iter().map(|s| (s.name.value.as_str(), s)).collect(),
            enums: spec.enums.iter().map(|e| (e.name.value.as_str(), e)).collect(),
            paged: spec.endpoints.iter().filter_map(Endpoint::page).collect(),
            findings,
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.findings.report(diagnostic);
    }

    fn error(&mut self, rule: Rule, span: &Span, message: impl Into<String>) {
        self.report(Diagnostic::error(rule, span, message));
    }

    /// Every schema or enum that a type names must exist.
    fn named_type(&mut self, ty: &Type) {
        let Some((name, span)) = ty.named() else { return };
        if self.schemas.contains_key(name) || self.enums.contains_key(name) {
            return;
        }
        let similar = self.similar_type(name);
        // A name in upper case is no misspelt word of the language.
        let what = match similar {
            Some(("an enum", _)) => "enum",
            _ if name.starts_with(|c: char| c.is_ascii_uppercase()) => "schema",
            _ => "type",
        };
        let diagnostic = Diagnostic::error(Rule::UnknownType, span, format!("unknown {what} `{name}`"));
        self.report(match (read::primitive(name), similar) {
            (Some(word), _) => diagnostic.label(format!("help: here it is called `{word}`")),
            (None, Some((kind, known))) => {
                diagnostic.label(format!("help: {kind} with a similar name exists: `{known}`"))
            }
            (None, None) => diagnostic.help("declare it under `schemas` or `enums`"),
        });
    }

    fn similar_type(&self, name: &str) -> Option<(&'static str, &'a str)> {
        if self.findings.is_full() {
            return None;
        }
        let words = Primitive::ALL.iter().map(|(word, _)| *word);
        let known = similar(name, self.schemas.keys().chain(self.enums.keys()).copied().chain(words))?;
        let kind = if self.schemas.contains_key(known) {
            "a schema"
        } else if self.enums.contains_key(known) {
            "an enum"
        } else {
            "a type"
        };
        Some((kind, known))
    }

    /// Prose is what users read; where it is missing they read nothing.
    fn description(&mut self, what: &str, name: &Text, description: Option<&Text>) {
        if description.is_none_or(|text| text.value.trim().is_empty()) {
            let message = format!("{what} `{}` has no description", name.value);
            self.report(Diagnostic::warning(Rule::NoDescription, &name.span, message));
        }
    }
}
