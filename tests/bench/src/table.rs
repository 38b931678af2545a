//! Figures and their targets, as a table in Markdown.

use std::fmt;

/// The target of a ratio or figure.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// A minimum.
    AtLeast(f64),
    /// A maximum.
    AtMost(f64),
}

impl Target {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "at least {least}"),
            Self::AtMost(most) => write!(f, "at most {most}"),
        }
    }
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    name: String,
    generated: String,
    /// The reference and its figure.
    reference: String,
    /// The value that the target applies to: the ratio to the reference, or the figure itself without a reference.
    value: Option<f64>,
    target: Option<Target>,
}

impl Row {
    /// A figure without a reference.
    #[must_use]
    pub fn figure(name: impl Into<String>, generated: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            generated: generated.into(),
            reference: String::new(),
            value: None,
            target: None,
        }
    }

    /// Adds a reference; `ratio` is the value that the target applies to.
    #[must_use]
    pub fn against(mut self, reference: impl Into<String>, ratio: f64) -> Self {
        self.reference = reference.into();
        self.value = Some(ratio);
        self
    }

    /// Sets the figure as a number that the target applies to.
    #[must_use]
    pub fn value(mut self, value: f64) -> Self {
        self.value = Some(value);
        self
    }

    /// Sets the target.
    #[must_use]
    pub fn target(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }

    /// Whether the target is met, if there is one.
    #[must_use]
    pub fn is_met(&self) -> Option<bool> {
        Some(self.target?.is_met(self.value?))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, generated, reference, value, target } = self;
        let value = value.map_or_else(String::new, |value| format!("{value:.2}"));
        let target = target.map_or_else(String::new, |target| target.to_string());
        let met = match self.is_met() {
            Some(true) => ", met",
            Some(false) => ", **missed**",
            None => "",
        };
        write!(f, "| {name} | {generated} | {reference} | {value} | {target}{met} |")
    }
}

/// The header of the table.
pub const HEAD: &str =
    "| what | generated | compared with | ratio or value | target |\n| --- | --- | --- | --- | --- |";
