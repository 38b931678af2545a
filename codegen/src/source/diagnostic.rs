//! What is wrong with a spec, where, and what to do about it.

use std::fmt;

use super::rule::Rule;
use super::span::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is emitted.
    Error,
    /// Something is odd; the spec is used all the same.
    Warning,
}

/// One mistake in a spec.
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
    /// A mistake that keeps the spec from being used.
    pub fn error(rule: Rule, span: &Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, rule, span, message)
    }

    /// An oddity.
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

    /// Says something right at the marked place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Marks a second place that has to do with it.
    #[must_use]
    pub fn context(mut self, span: &Span, label: impl Into<String>) -> Self {
        self.context.push((span.clone(), label.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The rule that it is about.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.rule
    }
}

/// Collects the diagnostics of a run. The number it keeps is bounded, since a file that is not a spec can break rules without end.
#[derive(Debug, Default)]
pub(crate) struct DiagnosticSink {
    diagnostics: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
}

impl DiagnosticSink {
    /// Limit for errors and for warnings each, so that many of the one never hide the other.
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

/// All that there is to say of a spec, in the order of its text.
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

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// How many errors and how many warnings there are, those that the report leaves out included.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.errors, self.warnings)
    }

    /// What was found: the first thousand errors and the first thousand warnings.
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
