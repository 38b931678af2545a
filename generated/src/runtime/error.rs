//! The one error type.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::model::{DecodeError, RejectedItem};
#[cfg(feature = "_client")]
use super::redact::Secret;

/// How much of an error's body is kept.
#[cfg(feature = "_client")]
const MAX_BODY: usize = 64 * 1024;

/// How many bytes a message has at most.
#[cfg(feature = "_client")]
const MAX_MESSAGE: usize = 4 * 1024;

/// How many characters of anything are shown in a message.
const MAX_SHOWN: usize = 200;

/// How many of the things that the server found wrong are shown in a message.
const MAX_VALIDATION: usize = 5;

/// Why a call did not give its value.
///
/// Its `Display` is enough by itself: the operation, the status, the server's code and message, the request's id, each cut to a
/// bounded length. The methods have the rest.
pub struct Error(Box<Inner>);

pub(crate) struct Inner {
    pub(crate) kind: ErrorKind,
    pub(crate) operation: Option<&'static str>,
    pub(crate) message: String,
    pub(crate) path: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) validation: Vec<ValidationError>,
    pub(crate) request_id: Option<String>,
    pub(crate) trace_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Option<String>,
    pub(crate) rejected: Option<RejectedItem>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
    /// No retry will change it, although errors of its kind are worth one.
    pub(crate) permanent: bool,
}

/// What went wrong, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be built as it was asked to be.
    Configuration,
    /// An argument was refused before anything was sent.
    Argument,
    /// No connection could be made.
    Connect,
    /// Time ran out.
    Timeout,
    /// The response was larger than allowed.
    TooLarge,
    /// The connection broke, or what came over it was not HTTP.
    Transport,
    /// The server answered with an error status.
    Status,
    /// The answer could not be decoded.
    Decode,
    /// One item of a page could not be decoded.
    RejectedItem,
    /// The server's pages do not follow each other as they should.
    Paging,
}

/// One thing that the server found wrong with a request, from the body of a 422.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ValidationError {
    /// Where, such as `["query", "limit"]`: strings and integers.
    pub loc: Vec<Value>,
    /// What is wrong, in the server's words.
    pub msg: String,
    /// What is wrong, in one word for programs (`type` in the body).
    pub kind: String,
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.loc.iter().enumerate() {
            let dot = if i == 0 { "" } else { "." };
            match part {
                Value::String(name) => write!(f, "{dot}{name}")?,
                other => write!(f, "{dot}{other}")?,
            }
        }
        write!(f, ": {}", self.msg)
    }
}

impl Inner {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            operation: None,
            message: message.into(),
            path: None,
            status: None,
            code: None,
            validation: Vec::new(),
            request_id: None,
            trace_id: None,
            retry_after: None,
            body: None,
            rejected: None,
            source: None,
            permanent: false,
        }
    }
}

/// Whether a status is one that the same request may not get later.
pub(crate) fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

impl Error {
    pub(crate) fn from_inner(inner: Inner) -> Self {
        Self(Box::new(inner))
    }

    /// A text that could not be decoded.
    #[doc(hidden)]
    #[must_use]
    pub fn decode(error: DecodeError) -> Self {
        Self::from_inner(Inner {
            path: Some(error.path.into_string()),
            message: error.source.to_string(),
            source: Some(Box::new(error.source)),
            ..Inner::new(ErrorKind::Decode, "")
        })
    }

    /// What went wrong, in one word.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The client's method that was called.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation
    }

    /// What happened: the server's message where it sent one.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The server's word for the error, such as `not_found`. Branch on it rather than on the status: the statuses
    /// of some errors have changed over time.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What the server found wrong with the request, from the body of a 422.
    #[must_use]
    pub fn validation_errors(&self) -> &[ValidationError] {
        &self.0.validation
    }

    /// How long the server asks to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The server's name for the request; its support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The server's name for the trace that the request was part of.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        self.0.trace_id.as_deref()
    }

    /// Whether time ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether the same call may well succeed later: after connection errors, timeouts, and the statuses 408, 429, 500,
    /// 502, 503 and 504. Not after a certificate that is not trusted, nor a proxy that refuses.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect => !self.0.permanent,
            ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Status => self.0.status.is_some_and(is_transient),
            _ => false,
        }
    }

    /// The item of a page that could not be decoded, if that is what this error is about.
    #[must_use]
    pub fn rejected_item(&self) -> Option<&RejectedItem> {
        self.0.rejected.as_ref()
    }

    /// The place in the JSON that could not be decoded, such as `sharing.status`; `.` for the whole.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The body of the response, up to its first 64 KiB.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }
}

#[cfg(feature = "_client")]
impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::from_inner(Inner::new(kind, message))
    }

    /// An item of a page that could not be decoded.
    pub(crate) fn rejected(item: RejectedItem) -> Self {
        Self::from_inner(Inner {
            path: Some(item.path.clone()),
            message: item.message.clone(),
            rejected: Some(item),
            ..Inner::new(ErrorKind::RejectedItem, "")
        })
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_operation(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// No retry will change it.
    pub(crate) fn permanent(mut self) -> Self {
        self.0.permanent = true;
        self
    }

    pub(crate) fn set_retry_after(&mut self, delay: Option<Duration>) {
        self.0.retry_after = delay;
    }

    /// Adds what is known of the response, and takes the key out wherever the server echoed it.
    pub(crate) fn with_response(
        mut self,
        status: u16,
        ids: [Option<String>; 2],
        body: &str,
        key: &str,
    ) -> Self {
        let [request_id, trace_id] = ids;
        let inner = &mut *self.0;
        inner.status = Some(status);
        inner.request_id = request_id.or_else(|| inner.request_id.take());
        inner.trace_id = trace_id;
        inner.body = Some(body.to_owned());
        inner.redact(key);
        // Cut after the key is out, so that no part of it is left at the end.
        if let Some(body) = &mut inner.body {
            truncate(body, MAX_BODY);
        }
        truncate(&mut inner.message, MAX_MESSAGE);
        self
    }

    /// Takes the key out, wherever others have put it.
    pub(crate) fn redacted(mut self, key: &str) -> Self {
        self.0.redact(key);
        self
    }

    /// The status that the server answered with, if it answered.
    #[must_use]
    pub fn status(&self) -> Option<http::StatusCode> {
        self.0.status.and_then(|status| http::StatusCode::from_u16(status).ok())
    }
}

#[cfg(feature = "_client")]
impl Inner {
    /// Takes a secret out of all texts.
    fn redact(&mut self, secret: &str) {
        let secret = Secret::new(secret);
        // What others have said cannot be mended, but it can be left out.
        if self.source.as_ref().is_some_and(|source| secret.occurs_in(&source.to_string())) {
            self.source = None;
        }
        self.texts().for_each(|text| secret.redact_in(text));
    }

    /// All that the server may have had a hand in.
    fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let validation = self.validation.iter_mut().flat_map(|error| {
            let loc = error.loc.iter_mut().filter_map(|part| match part {
                Value::String(text) => Some(text),
                _ => None,
            });
            loc.chain([&mut error.msg, &mut error.kind])
        });
        let maybe =
            [&mut self.path, &mut self.code, &mut self.request_id, &mut self.trace_id, &mut self.body];
        [&mut self.message].into_iter().chain(maybe.into_iter().flatten()).chain(validation)
    }
}

/// In a line, of bounded length whatever the server said.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        if let (ErrorKind::Status, Some(status)) = (inner.kind, inner.status) {
            write!(f, "the server answered {status}")?;
            if let Some(code) = &inner.code {
                write!(f, " ({})", ellipsize(code))?;
            }
            if !inner.message.is_empty() {
                write!(f, ": {}", ellipsize(&inner.message))?;
            }
        } else {
            f.write_str(&ellipsize(&inner.message))?;
            if let Some(path) = inner.path.as_deref().filter(|path| *path != ".") {
                write!(f, " (in {})", ellipsize(path))?;
            }
        }
        for error in inner.validation.iter().take(MAX_VALIDATION) {
            write!(f, "; {}", ellipsize(&error.to_string()))?;
        }
        if let more @ 1.. = inner.validation.len().saturating_sub(MAX_VALIDATION) {
            write!(f, "; and {more} more")?;
        }
        if let Some(id) = &inner.request_id {
            write!(f, " [request {}]", ellipsize(id))?;
        }
        Ok(())
    }
}

/// Cuts a text to so many bytes, or a few less.
#[cfg(feature = "_client")]
fn truncate(text: &mut String, most: usize) {
    let end = (0..=most.min(text.len())).rev().find(|i| text.is_char_boundary(*i));
    text.truncate(end.unwrap_or(0));
}

fn ellipsize(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(MAX_SHOWN).collect();
    if chars.next().is_some() { start + "…" } else { start }
}

/// What is known; what is not is left out.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn known<T: fmt::Debug>(shown: &mut fmt::DebugStruct<'_, '_>, name: &str, value: Option<&T>) {
            if let Some(value) = value {
                shown.field(name, value);
            }
        }
        let inner = &*self.0;
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &inner.kind).field("message", &inner.message);
        known(&mut shown, "operation", inner.operation.as_ref());
        known(&mut shown, "path", inner.path.as_ref());
        known(&mut shown, "status", inner.status.as_ref());
        known(&mut shown, "code", inner.code.as_ref());
        known(&mut shown, "validation_errors", Some(&inner.validation).filter(|errors| !errors.is_empty()));
        known(&mut shown, "request_id", inner.request_id.as_ref());
        known(&mut shown, "trace_id", inner.trace_id.as_ref());
        known(&mut shown, "retry_after", inner.retry_after.as_ref());
        known(&mut shown, "body", inner.body.as_ref());
        known(&mut shown, "rejected_item", inner.rejected.as_ref());
        known(&mut shown, "source", inner.source.as_ref());
        shown.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
