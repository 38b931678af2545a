//! Differences between a spec and its vendor, and what collects them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::model::{KnownDifference, Model};
use crate::source::Span;

use super::patch::Patch;

pub use crate::model::Subject;

/// What a comparison came to.
#[derive(Debug)]
pub struct Drift {
    /// What the spec does not record as known.
    pub(super) differences: Vec<Difference>,
    /// What it does, each with the reason.
    pub(super) known: Vec<(Difference, String)>,
    /// What it records as known and does not differ.
    pub(super) stale: Vec<KnownDifference>,
    /// What the document has and was not compared.
    pub(super) not_compared: Vec<&'static str>,
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
    OnlyVendor,
    /// We have it.
    OnlySpec,
    /// Both have it, and it is not the same.
    Differs,
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
    /// What it is about, by the name that the spec records it with if it is known: `Pet.age`.
    pub name: String,
    /// What is the matter, in a sentence.
    pub message: String,
    /// Where the spec says it, or would.
    pub(super) spec_span: Span,
    /// Where they say it, or would.
    pub(super) vendor_span: Option<Span>,
    /// How often it was met.
    pub count: usize,
    pub(super) patch: Option<Patch>,
}

/// Why there was nothing to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriftError {
    /// Where in their file, if that can be told.
    pub span: Option<Span>,
    /// What is the matter and what to do.
    pub message: String,
}

impl DriftError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { span: None, message: message.into() }
    }
}

/// What has been found so far. What is met again is counted.
#[derive(Default)]
pub(super) struct DriftCollector {
    differences: Vec<Difference>,
    /// Where each stands in the list.
    known: HashMap<(Side, Subject, Span, String), usize>,
    /// How many times a difference was met.
    count: usize,
    pub(super) agreement: Agreement,
    pub(super) not_compared: Vec<&'static str>,
}

impl DriftCollector {
    pub(super) fn report(&mut self, difference: Difference) {
        self.count += 1;
        let key =
            (difference.side, difference.subject, difference.spec_span.clone(), difference.message.clone());
        match self.known.entry(key) {
            Entry::Occupied(known) => self.differences[*known.get()].count += 1,
            Entry::Vacant(new) => {
                new.insert(self.differences.len());
                self.differences.push(difference);
            }
        }
    }

    /// How many differences there are: to see whether something brought more.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The result, apart from what the spec records as known.
    pub(super) fn finish(mut self, model: &Model) -> Drift {
        self.differences.sort_by_key(|difference| (difference.spec_span.start, difference.spec_span.end));
        let positions: HashMap<(&str, Subject), usize> = model
            .known_differences
            .iter()
            .enumerate()
            .map(|(position, known)| ((known.name.value.as_str(), known.subject), position))
            .collect();
        let mut is_met = vec![false; model.known_differences.len()];
        let (mut differences, mut known) = (Vec::new(), Vec::new());
        for difference in self.differences {
            match positions.get(&(difference.name.as_str(), difference.subject)).copied() {
                Some(position) => {
                    is_met[position] = true;
                    known.push((difference, model.known_differences[position].reason.clone()));
                }
                None => differences.push(difference),
            }
        }
        let stale = model.known_differences.iter().zip(is_met).filter(|(_, is_met)| !is_met);
        let stale = stale.map(|(known, _)| known.clone()).collect();
        Drift { differences, known, stale, not_compared: self.not_compared, agreement: self.agreement }
    }
}
