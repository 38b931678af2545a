//! What all rules share: the spec by name, the sink, and the checks that several rules use.

use crate::source::{Diagnostic, DiagnosticSink, Rule, Span, Spanned, closest_match, one_line};
use crate::spec::index::SpecIndex;
use crate::spec::language::{Primitive, Type};
use crate::spec::parse;

/// The spec by name, and the diagnostics so far.
pub(super) struct Checker<'a, 's> {
    pub(super) index: &'a SpecIndex<'a>,
    /// The text of the spec.
    text: &'a str,
    /// Whether the whole text could be read. If not, a missing part may be in the text that was not read.
    pub(super) is_complete: bool,
    pub(super) sink: &'s mut DiagnosticSink,
}

impl<'a, 's> Checker<'a, 's> {
    pub(super) fn new(index: &'a SpecIndex<'a>, text: &'a str, sink: &'s mut DiagnosticSink) -> Self {
        let is_complete = !sink.has_errors();
        Self { index, text, is_complete, sink }
    }

    /// The source text of a span.
    pub(super) fn source_text(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The source text of a span, shortened for a message.
    pub(super) fn quote(&self, span: &Span) -> String {
        one_line(self.source_text(span))
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.report(diagnostic);
    }

    pub(super) fn error(&mut self, rule: Rule, span: &Span, message: impl Into<String>) {
        self.report(Diagnostic::error(rule, span, message));
    }

    /// Every schema, enum or union that a type names must exist.
    pub(super) fn check_named_type(&mut self, ty: &Type) {
        let Some((name, span)) = ty.named() else { return };
        let spec = self.index.spec;
        let is_complete = spec.schemas.is_complete && spec.enums.is_complete && spec.unions.is_complete;
        if self.index.is_type(name) || !is_complete {
            return;
        }
        let similar = self.similar_type(name);
        // A name in upper case is not a misspelt keyword.
        let what = match similar {
            Some(("an enum", _)) => "enum",
            Some(("a union", _)) => "union",
            _ if parse::primitive(name).is_none() && name.starts_with(|c: char| c.is_ascii_uppercase()) => {
                "schema"
            }
            _ => "type",
        };
        let diagnostic = Diagnostic::error(Rule::UnknownType, span, format!("unknown {what} `{name}`"));
        self.report(if let Some(word) = parse::primitive(name) {
            diagnostic.label(format!("help: this type is called `{word}`"))
        } else if let Some((container, rest)) = parse::split_type(name).filter(|(_, rest)| self.is_type(rest))
        {
            diagnostic.label(format!("help: a space is missing: `{container} {rest}`"))
        } else if let Some((kind, known)) = similar {
            diagnostic.label(format!("help: {kind} with a similar name exists: `{known}`"))
        } else if let Some(help) = parse::type_word(name) {
            diagnostic.help(help)
        } else {
            diagnostic.help("declare it under `schemas`, `unions` or `enums`")
        });
    }

    /// Only a property can be absent instead of null.
    pub(super) fn check_not_nullable(&mut self, what: &str, ty: &Type, span: &Span) {
        if matches!(ty, Type::Nullable(_)) {
            let message =
                format!("{what} cannot be nullable: only a property can be absent, null or a value");
            let diagnostic = Diagnostic::error(Rule::NullableType, span, message);
            self.report(
                diagnostic.help(format!("without `nullable`: `{}` or `optional {0}`", ty.required())),
            );
        }
    }

    fn is_type(&self, name: &str) -> bool {
        let is_primitive = Primitive::ALL.iter().any(|(word, _)| *word == name);
        is_primitive || self.index.is_type(name)
    }

    fn similar_type(&self, name: &str) -> Option<(&'static str, &'a str)> {
        if self.sink.is_full() {
            return None;
        }
        let words = Primitive::ALL.iter().map(|(word, _)| *word);
        let known = closest_match(name, self.index.type_names().chain(words))?;
        let kind = if self.index.schema(known).is_some() {
            "a schema"
        } else if self.index.enum_def(known).is_some() {
            "an enum"
        } else if self.index.union_def(known).is_some() {
            "a union"
        } else {
            "a type"
        };
        Some((kind, known))
    }

    /// Warns about a name that begins or ends with a space: it is used verbatim, and is unlikely to be the API's name.
    pub(super) fn check_surrounding_space(&mut self, what: &str, name: &Spanned<String>) {
        if name.value.trim() != name.value {
            let message = format!("{what} `{}` begins or ends with a space", name.value);
            let diagnostic = Diagnostic::warning(Rule::SurroundingSpace, &name.span, message);
            self.report(diagnostic.help(format!("if the API has no space there: `{}`", name.value.trim())));
        }
    }

    /// Warns about a missing description, which users read as documentation.
    pub(super) fn check_description(
        &mut self,
        what: &str,
        name: &Spanned<String>,
        description: Option<&Spanned<String>>,
    ) {
        if self.is_complete && description.is_none_or(|text| text.value.trim().is_empty()) {
            let message = format!("{what} `{}` has no description", name.value);
            self.report(Diagnostic::warning(Rule::NoDescription, &name.span, message));
        }
    }
}
