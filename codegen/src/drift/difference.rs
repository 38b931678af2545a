//! Differences between a spec and the vendor's documents or responses, and their collector.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::model::{KnownDifference, Model};
use crate::source::Span;

use super::patch::Patch;

pub use crate::model::Subject;

/// The result of a comparison.
#[derive(Debug)]
pub struct Drift {
    /// Differences that the spec does not record as known.
    pub(super) differences: Vec<Difference>,
    /// Differences that the spec records as known, each with the reason.
    pub(super) known: Vec<(Difference, String)>,
    /// Differences that the spec records as known and that no longer exist.
    pub(super) stale: Vec<KnownDifference>,
    /// Features of the document that were not compared.
    pub(super) not_compared: Vec<&'static str>,
    /// The numbers of parts that agree.
    pub agreement: Agreement,
}

/// Numbers of parts that agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Endpoints that are in both.
    pub endpoints: usize,
    /// Parameters without a difference.
    pub parameters: usize,
    /// Properties without a difference; in a recorded response, every occurrence counts.
    pub properties: usize,
    /// Values of enums that are in both; in a recorded response, every occurrence counts.
    pub values: usize,
}

/// The side of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Only the vendor has it.
    OnlyVendor,
    /// Only the spec has it.
    OnlySpec,
    /// Both have it, and it differs.
    Differs,
}

/// One difference.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The side that has it.
    pub side: Side,
    /// The kind of part that differs.
    pub subject: Subject,
    /// The endpoint through which it was found first.
    pub endpoint: String,
    /// The name of the part, under which a spec records it as known: `Pet.age`.
    pub name: String,
    /// The name and what differs.
    pub message: String,
    /// The span in the spec, or where the part would be.
    pub(super) spec_span: Span,
    /// The span in the vendor's file, or where the part would be.
    pub(super) vendor_span: Option<Span>,
    /// The number of occurrences.
    pub count: usize,
    pub(super) patch: Option<Patch>,
}

/// Collects differences. Repeated occurrences are counted.
#[derive(Default)]
pub(super) struct DriftCollector {
    differences: Vec<Difference>,
    /// The index of each difference in the list.
    known: HashMap<(Side, Subject, Span, String), usize>,
    /// The number of occurrences so far, of all differences.
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

    /// The number of differences, to detect whether a comparison added any.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The result, without the known differences of the spec.
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
