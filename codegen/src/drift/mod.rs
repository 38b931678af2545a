//! What the vendor says or sends now against what the spec says: an OpenAPI document of theirs, or a recorded response.

mod compare;
mod patch;
mod recorded;
mod report;
mod theirs;
mod view;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::Span;
use crate::read::yaml;
use crate::{Checked, Source};

use theirs::Document;
use view::{Scalar, View};

/// What a comparison came to.
#[derive(Debug)]
pub struct Drift {
    differences: Vec<Difference>,
    /// How much was compared and found to agree.
    pub agreement: Agreement,
}

/// What was found to agree, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Endpoints that are in both.
    pub endpoints: usize,
    /// Parameters without a difference.
    pub parameters: usize,
    /// Properties without a difference; of a recorded response, each time they are met.
    pub properties: usize,
    /// Values of enums that are in both; of a recorded response, each time they are met.
    pub values: usize,
}

/// Which side has what the other lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// They have it.
    Theirs,
    /// We have it.
    Ours,
    /// Both have it, and it is not the same.
    Both,
}

/// What drifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "their names say all")]
pub enum Subject {
    Endpoint,
    Parameter,
    Property,
    Value,
    Type,
    Presence,
    Default,
    Limit,
    Deprecation,
    Error,
}

impl Subject {
    fn name(self) -> &'static str {
        match self {
            Self::Endpoint => "endpoint",
            Self::Parameter => "parameter",
            Self::Property => "property",
            Self::Value => "value",
            Self::Type => "type",
            Self::Presence => "presence",
            Self::Default => "default",
            Self::Limit => "limit",
            Self::Deprecation => "deprecation",
            Self::Error => "error",
        }
    }
}

/// One way in which they are not the same.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Which side has it.
    pub side: Side,
    /// What it is about.
    pub subject: Subject,
    /// The endpoint on whose way it was met first.
    pub endpoint: String,
    /// What it is about, by name: `Pet.age`.
    pub name: String,
    /// What is the matter, in a sentence.
    pub message: String,
    /// Where the spec says it, or would.
    ours: Span,
    /// Where they say it, or would.
    theirs: Option<Span>,
    /// How often it was met.
    pub times: usize,
    patch: Option<patch::Patch>,
}

/// Why there was nothing to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Where in their file, if that can be told.
    pub span: Option<Span>,
    /// What is the matter and what to do.
    pub message: String,
}

impl Unreadable {
    fn new(message: impl Into<String>) -> Self {
        Self { span: None, message: message.into() }
    }
}

impl Checked {
    /// Compares the spec with an OpenAPI document, or with a recorded response, which is held against the schema of the name
    /// given, or against the one that it looks most like.
    pub fn drift(&self, theirs: Source<'_>, schema: Option<&str>) -> Result<Drift, Unreadable> {
        let yaml;
        let root = if theirs.text.trim_start().starts_with(['{', '[']) {
            View::json(theirs.text).map_err(|error| broken(theirs.text, &error))?
        } else {
            yaml = yaml::parse_any(theirs.text)
                .map_err(|why| Unreadable::new(format!("this is not YAML: {why}")))?;
            View::Yaml(&yaml)
        };
        let mut findings = Findings::default();
        if let Some(document) = Document::new(root) {
            if schema.is_some() {
                return Err(Unreadable::new(
                    "an OpenAPI document is not held against one schema: leave --as out",
                ));
            }
            compare::document(&self.spec, &document, &mut findings);
        } else {
            refuse_other_documents(root)?;
            recorded::response(&self.spec, root, schema, &mut findings)?;
        }
        Ok(findings.finish())
    }
}

/// Where a JSON text ends to be one.
fn broken(text: &str, error: &serde_json::Error) -> Unreadable {
    let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = (line + error.column().saturating_sub(1)).min(text.len());
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Unreadable { span: Some(at..at), message: format!("this is not JSON: {message}") }
}

/// Documents of other kinds would make odd responses.
fn refuse_other_documents(root: View<'_>) -> Result<(), Unreadable> {
    if root.get("swagger").is_some() || root.get("openapi").is_some() {
        return Err(Unreadable::new("this is not an OpenAPI document of version 3.0 or 3.1"));
    }
    match root.scalar() {
        Scalar::Object | Scalar::List => Ok(()),
        other => Err(Unreadable::new(format!(
            "this is neither an OpenAPI document nor a recorded response: it is {}",
            other.called()
        ))),
    }
}

/// What has been found so far. What is met again is counted.
#[derive(Default)]
struct Findings {
    differences: Vec<Difference>,
    /// Where each stands in the list.
    known: HashMap<(Side, Subject, Span, String), usize>,
    agreement: Agreement,
}

impl Findings {
    fn report(&mut self, difference: Difference) {
        let key = (difference.side, difference.subject, difference.ours.clone(), difference.message.clone());
        match self.known.entry(key) {
            Entry::Occupied(known) => self.differences[*known.get()].times += 1,
            Entry::Vacant(new) => {
                new.insert(self.differences.len());
                self.differences.push(difference);
            }
        }
    }

    /// How many differences there are: to see whether something brought more.
    fn count(&self) -> usize {
        self.differences.iter().map(|difference| difference.times).sum()
    }

    fn finish(mut self) -> Drift {
        self.differences.sort_by_key(|difference| (difference.ours.start, difference.ours.end));
        Drift { differences: self.differences, agreement: self.agreement }
    }
}
