//! What the core asks of whoever sends for it.

use std::error::Error as StdError;
use std::iter::successors;
use std::time::Instant;

/// One attempt, ready to be sent.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) request: http::Request<Vec<u8>>,
    /// When to give up.
    pub(super) deadline: Instant,
    /// The most bytes of a body to read.
    pub(super) max_response_bytes: usize,
}

/// Why an attempt got no response.
#[derive(Debug)]
pub(super) struct TransportError {
    pub(super) kind: TransportErrorKind,
    pub(super) source: Box<dyn StdError + Send + Sync>,
}

/// What a retry depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TransportErrorKind {
    Connect,
    Timeout,
    TooLarge,
    /// This build cannot do it, and no retry will change that.
    #[cfg_attr(feature = "rustls", expect(dead_code, reason = "this build can"))]
    Unsupported,
    Other,
}

impl TransportError {
    pub(super) fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }
}

/// An error and all that caused it.
pub(super) fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    successors(Some(error), |error| (*error).source())
}
