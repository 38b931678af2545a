//! Diagnostics of a spec: each has a problem, a span, and help.

use std::fmt;

use super::rule::Rule;
use super::span::Span;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The spec is invalid; nothing is emitted.
    Error,
    /// The spec is valid, but probably not as intended.
    Warning,
}

/// One problem of a spec.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub(crate) rule: Rule,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) span: Span,
    pub(crate) label: String,
    pub(crate) context: Vec<(Span, String)>,
    pub(crate) help: Option<String>,
}

impl Diagnostic {
    /// Returns an error.
    pub fn error(rule: Rule, span: &Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, rule, span, message)
    }

    /// Returns a warning.
    pub fn warning(rule: Rule, span: &Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, rule, span, message)
    }

    fn new(severity: Severity, rule: Rule, span: &Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            message: message.into(),
            span: span.clone(),
            label: String::new(),
            context: Vec::new(),
            help: None,
        }
    }

    /// Sets the text at the span.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a related span with its text.
    #[must_use]
    pub fn context(mut self, span: &Span, label: impl Into<String>) -> Self {
        self.context.push((span.clone(), label.into()));
        self
    }

    /// Sets the text that says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The rule that is violated.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.rule
    }
}

/// Collects diagnostics. The number that it keeps is bounded, since a file that is not a spec can violate rules any number of times.
#[derive(Debug, Default)]
pub(crate) struct DiagnosticSink {
    diagnostics: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
}

impl DiagnosticSink {
    /// Limit for errors and for warnings separately, so that many warnings never hide the errors.
    const MAX_DIAGNOSTICS: usize = 1_000;

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        let count = match diagnostic.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        *count += 1;
        if *count <= Self::MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether further errors are only counted: their messages need not be built.
    pub(crate) fn is_full(&self) -> bool {
        self.errors >= Self::MAX_DIAGNOSTICS
    }
}

/// The diagnostics of a spec, in the order of its text.
#[derive(Clone, Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
}

impl Report {
    pub(crate) fn new(sink: DiagnosticSink) -> Self {
        let DiagnosticSink { mut diagnostics, errors, warnings } = sink;
        diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
        Self { diagnostics, errors, warnings }
    }

    /// Whether there are no diagnostics.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The numbers of errors and of warnings, including those that the report omits.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.errors, self.warnings)
    }

    /// The diagnostics: at most the first thousand errors and the first thousand warnings.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostics.iter().try_for_each(|d| writeln!(f, "{}", d.message))
    }
}
