//! What is wrong with a spec, where, and what to do about it.

use std::fmt;
use std::ops::Range;

pub use crate::rule::Rule;

/// A range of bytes of the spec's text.
pub type Span = Range<usize>;

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

/// What has been found so far. It keeps so many; a file that is no spec at all can break rules without end.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
}

impl Findings {
    /// Of errors, and of warnings: many of the ones never crowd out the others.
    const MOST: usize = 1_000;

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        let count = match diagnostic.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        *count += 1;
        if *count <= Self::MOST {
            self.kept.push(diagnostic);
        }
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether further errors are only counted: no need to make much of them.
    pub(crate) fn is_full(&self) -> bool {
        self.errors >= Self::MOST
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
    pub(crate) fn new(findings: Findings) -> Self {
        let Findings { kept: mut diagnostics, errors, warnings } = findings;
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

/// The candidate that `wrong` was most likely meant to be, if one is near enough.
pub(crate) fn similar<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = wrong.chars().count();
    let limit = (length / 3).max(1);
    let wrong = plain(wrong);
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::damerau_levenshtein(&wrong, &plain(candidate)), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// What people confuse most is case, and how words are set apart.
fn plain(name: &str) -> String {
    name.to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn a_third_of_a_name_may_be_wrong() {
        assert_eq!(similar("colour", ["colr", "size"]), Some("colr"));
        assert_eq!(similar("colour", ["colony", "colours"]), Some("colours"));
        assert_eq!(similar("colour", ["cellar", "clr"]), None);
        // Of a short one, one letter.
        assert_eq!(similar("id", ["it", "at"]), Some("it"));
        assert_eq!(similar("id", ["at"]), None);
        assert_eq!(similar("Pet-Id", ["pet_id"]), Some("pet_id"));
    }
}
