//! Known differences from the vendor's documents and responses.

use crate::source::{Diagnostic, Rule, Span, closest_match};
use crate::spec::language::KnownDifference;

use super::checker::Checker;

impl Checker<'_, '_> {
    pub(super) fn check_known_differences(&mut self) {
        for difference in &self.index.spec.known_differences {
            self.check_owner(difference);
            for (_, reason) in difference.reasons().filter(|(_, reason)| reason.value.trim().is_empty()) {
                let message = "the known difference has no reason";
                let diagnostic = Diagnostic::error(Rule::DifferenceReason, &reason.span, message);
                self.report(diagnostic.help(
                    "say why it is accepted, such as `limit: The server accepts more than documented.`",
                ));
            }
        }
    }

    /// Reports a known difference of an endpoint, schema or enum that does not exist, such as one that was renamed or removed.
    fn check_owner(&mut self, difference: &KnownDifference) {
        let owner = difference.owner();
        let endpoints = self.index.spec.endpoints.iter().map(|endpoint| endpoint.name.value.as_str());
        let mut owners = endpoints.chain(self.index.type_names());
        if owners.clone().any(|name| name == owner) {
            return;
        }
        let Span { start, end } = difference.name.span;
        let span = start..end.min(start + owner.len());
        let message = format!("no endpoint, schema, enum or union is called `{owner}`");
        let diagnostic = Diagnostic::error(Rule::UnknownDifference, &span, message);
        let similar = if self.sink.is_full() { None } else { closest_match(owner, &mut owners) };
        let diagnostic = match similar {
            Some(name) => diagnostic.label(format!("help: a similar name exists: `{name}`")),
            None => diagnostic.help("a known difference has the name that `cargo xtask drift` reports"),
        };
        self.report(diagnostic);
    }
}
