//! What a document states and a spec cannot.

use std::borrow::Cow;

use crate::source::Span;

/// A construct of a document that a spec cannot state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Lost {
    pub(crate) effect: Effect,
    /// The keyword, or a description.
    pub(crate) construct: Cow<'static, str>,
    /// The start and the end of the value in the document that has the construct.
    at: (usize, usize),
}

/// What it means for the client that a construct is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// A request or a response is typed more loosely than documented, or cannot be sent in every documented way.
    Loss,
    /// Nothing but documentation and validation by the server: values are sent and decoded as documented.
    Note,
}

impl Lost {
    pub(crate) fn new(effect: Effect, construct: impl Into<Cow<'static, str>>, span: &Span) -> Self {
        Self { effect, construct: construct.into(), at: (span.start, span.end) }
    }

    pub(crate) fn loss(construct: impl Into<Cow<'static, str>>, span: &Span) -> Self {
        Self::new(Effect::Loss, construct, span)
    }

    pub(crate) fn note(construct: impl Into<Cow<'static, str>>, span: &Span) -> Self {
        Self::new(Effect::Note, construct, span)
    }

    pub(crate) fn is_loss(&self) -> bool {
        self.effect == Effect::Loss
    }

    pub(crate) fn span(&self) -> Span {
        self.at.0..self.at.1
    }
}
