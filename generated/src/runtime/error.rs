//! The one error type.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::model::{DecodeError, ExceededLimit, RejectedItem};
use super::redact::{Secret, displayed, ellipsize};

/// How many bytes of an error's body are kept.
#[cfg(feature = "_client")]
const MAX_BODY: usize = 64 * 1024;

/// How many bytes of a message are kept.
const MAX_MESSAGE: usize = 4 * 1024;

/// How many bytes of anything else are kept: a code, an id, a path, a text of a validation error.
const MAX_TEXT: usize = 1024;

/// How many validation errors are kept.
const MAX_VALIDATION_ERRORS: usize = 50;

/// How many parts of the location of a validation error are kept, and how many bytes of each.
const MAX_LOCATION: usize = 16;
const MAX_LOCATION_PART: usize = 256;

/// How many validation errors a message displays.
const MAX_DISPLAYED_ERRORS: usize = 5;

/// How many characters of a body a message displays.
const MAX_DISPLAYED_BODY: usize = 80;

/// How many characters of a body `Debug` shows.
const MAX_DEBUG_TEXT: usize = 1000;

/// How many causes of an error are looked at.
#[cfg(feature = "_client")]
const MAX_CAUSES: usize = 16;

/// Why a call did not give its value.
///
/// Its `Display` is enough by itself: the operation, the status, the server's code and message, what caused it, the request's id,
/// the number of attempts, each cut to a bounded length. The methods have the rest. `source()` is always `None`: the texts of all
/// causes are part of the message, since a cause of its own could show the key, and would be printed twice.
///
/// No text contains the key, if that has at least eight characters, wherever the server repeats it. All but
/// [`body`](Self::body) and [`RejectedItem::raw`] are a single line: control characters are escaped.
pub struct Error(Box<Inner>);

pub(crate) struct Inner {
    pub(crate) kind: ErrorKind,
    pub(crate) operation: Option<&'static str>,
    pub(crate) message: String,
    pub(crate) path: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) validation: Vec<ValidationError>,
    /// How many more there were than are kept.
    validation_omitted: usize,
    pub(crate) request_id: Option<String>,
    pub(crate) trace_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    content_type: Option<String>,
    body: Option<String>,
    rejected: Option<RejectedItem>,
    attempts: u32,
    time_limit: Option<TimeLimit>,
    retry_budget_exhausted: bool,
    /// No retry will change it, although errors of its kind are worth one.
    permanent: bool,
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
    /// The response was larger than allowed, or takes too much memory to decode.
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

/// A limit of time that a call reached, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeLimit {
    /// `connect_timeout`: establishing a connection.
    Connect(Duration),
    /// `attempt_timeout`: one attempt of the call.
    Attempt(Duration),
    /// `timeout`: the whole call with its retries.
    Call(Duration),
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(limit) => write!(f, "the `connect_timeout` of {limit:?} has passed"),
            Self::Attempt(limit) => write!(f, "the `attempt_timeout` of {limit:?} has passed"),
            Self::Call(limit) => write!(f, "the call's `timeout` of {limit:?} has passed"),
        }
    }
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

impl ValidationError {
    /// With texts that may leave the client. Whatever else than strings and integers `loc` has becomes text.
    fn sanitize(&mut self, secret: &Secret) {
        self.loc.truncate(MAX_LOCATION);
        for part in &mut self.loc {
            let text = part.as_str().map_or_else(|| part.to_string(), str::to_owned);
            let clean = secret.clean(&text, MAX_LOCATION_PART);
            if !part.is_number() || clean != text {
                *part = Value::String(clean);
            }
        }
        self.msg = secret.clean(&self.msg, MAX_TEXT);
        self.kind = secret.clean(&self.kind, MAX_TEXT);
    }
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
            validation_omitted: 0,
            request_id: None,
            trace_id: None,
            retry_after: None,
            content_type: None,
            body: None,
            rejected: None,
            attempts: 0,
            time_limit: None,
            retry_budget_exhausted: false,
            permanent: false,
        }
    }

    /// Makes every text fit to leave the client. The body is so from the beginning.
    fn sanitize(&mut self, secret: &Secret) {
        self.message = secret.clean(&self.message, MAX_MESSAGE);
        let texts = [
            &mut self.path,
            &mut self.code,
            &mut self.request_id,
            &mut self.trace_id,
            &mut self.content_type,
        ];
        for text in texts.into_iter().flatten() {
            *text = secret.clean(text, MAX_TEXT);
        }
        self.validation_omitted += self.validation.len().saturating_sub(MAX_VALIDATION_ERRORS);
        self.validation.truncate(MAX_VALIDATION_ERRORS);
        self.validation.iter_mut().for_each(|error| error.sanitize(secret));
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
        Self::undecodable(error).sanitized(&Secret::default())
    }

    /// Likewise, with texts that still have to be sanitized.
    pub(crate) fn undecodable(error: DecodeError) -> Self {
        let kind = match error.exceeded {
            Some(ExceededLimit::Memory) => ErrorKind::TooLarge,
            Some(ExceededLimit::Deadline) => ErrorKind::Timeout,
            None => ErrorKind::Decode,
        };
        Self::from_inner(Inner { path: Some(error.path.into_string()), ..Inner::new(kind, error.message) })
    }

    /// Makes every text fit to leave the client: without the secret, in one line, of bounded length. Every error passes here
    /// before a caller has it, unless all of its texts are ours.
    pub(crate) fn sanitized(mut self, secret: &Secret) -> Self {
        self.0.sanitize(secret);
        self
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

    /// How many times the call was attempted: more than 1 after retries, 0 if nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Which limit of the client's was reached, if this is a timeout that the client has set.
    #[must_use]
    pub fn time_limit(&self) -> Option<TimeLimit> {
        self.0.time_limit
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

    /// The body of the response, up to its first 64 KiB; nothing if there is no response, or its body cannot be read.
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
        .sanitized(&Secret::default())
    }

    /// Adds the texts of what caused the error. The cause itself is not kept: it may show what no error shows.
    pub(crate) fn with_cause(mut self, cause: &(dyn StdError + 'static)) -> Self {
        let message = &mut self.0.message;
        *message = format!("{message}: {}", flattened(cause));
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

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn set_retry_after(&mut self, delay: Option<Duration>) {
        self.0.retry_after = delay;
    }

    /// That there would have been a retry if the budget had not been exhausted.
    pub(crate) fn set_retry_budget_exhausted(&mut self) {
        self.0.retry_budget_exhausted = true;
    }

    /// That the client's own limit of time was reached.
    pub(crate) fn out_of_time(limit: TimeLimit) -> Self {
        Self::from_inner(Inner {
            time_limit: Some(limit),
            ..Inner::new(ErrorKind::Timeout, format!("time ran out: {limit}"))
        })
    }

    /// Adds what is known of the response.
    pub(crate) fn with_response(
        mut self,
        status: u16,
        [request_id, trace_id, content_type]: [Option<String>; 3],
        body: &str,
        secret: &Secret,
    ) -> Self {
        let inner = &mut *self.0;
        inner.status = Some(status);
        inner.request_id = request_id.or_else(|| inner.request_id.take());
        inner.trace_id = trace_id;
        inner.content_type = content_type;
        inner.body = Some(secret.redact(body, MAX_BODY));
        self
    }

    /// The body could not be read.
    pub(crate) fn without_body(mut self) -> Self {
        self.0.body = None;
        self
    }

    /// The status that the server answered with, if it answered.
    #[must_use]
    pub fn status(&self) -> Option<http::StatusCode> {
        self.0.status.and_then(|status| http::StatusCode::from_u16(status).ok())
    }
}

/// An error and what caused it.
#[cfg(feature = "_client")]
pub(crate) fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source()).take(MAX_CAUSES)
}

/// The texts of an error and of all that caused it, but for those that only repeat what others say.
#[cfg(feature = "_client")]
pub(crate) fn flattened(error: &(dyn StdError + 'static)) -> String {
    let mut texts = error.to_string();
    for text in causes(error).skip(1).map(ToString::to_string) {
        if !texts.contains(&text) {
            texts = format!("{texts}: {text}");
        }
    }
    texts
}

/// In a line, of bounded length whatever the server said.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        match inner.kind {
            ErrorKind::Status => inner.write_status(f)?,
            ErrorKind::Decode => inner.write_undecodable(f)?,
            _ => inner.write_message_and_path(f)?,
        }
        for error in inner.validation.iter().take(MAX_DISPLAYED_ERRORS) {
            write!(f, "; {}", displayed(&error.to_string()))?;
        }
        let more = inner.validation.len().saturating_sub(MAX_DISPLAYED_ERRORS) + inner.validation_omitted;
        if more > 0 {
            write!(f, "; and {more} more")?;
        }
        match inner.notes() {
            notes if notes.is_empty() => Ok(()),
            notes => write!(f, " [{}]", notes.join(", ")),
        }
    }
}

impl Inner {
    fn write_status(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}", self.status.unwrap_or_default())?;
        if let Some(code) = &self.code {
            write!(f, " ({})", displayed(code))?;
        }
        if self.message.is_empty() { Ok(()) } else { write!(f, ": {}", displayed(&self.message)) }
    }

    /// Such as `cannot decode the response (200, text/html, body: <html>…): expected value at line 1 column 1`.
    fn write_undecodable(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            None => f.write_str("cannot decode the JSON: ")?,
            Some(status) => {
                let content_type = self.content_type.as_deref().map_or("no content type".into(), displayed);
                write!(f, "cannot decode the response ({status}, {content_type}")?;
                let start = self.body.as_ref().map(|body| ellipsize(body.trim(), MAX_DISPLAYED_BODY));
                match start.as_deref() {
                    None => {}
                    Some("") => f.write_str(", empty body")?,
                    Some(start) => write!(f, ", body: {start}")?,
                }
                f.write_str("): ")?;
            }
        }
        self.write_message_and_path(f)
    }

    fn write_message_and_path(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&displayed(&self.message))?;
        match self.path.as_deref() {
            None | Some(".") => Ok(()),
            Some(path) => write!(f, " (in {})", displayed(path)),
        }
    }

    /// What else a reader of logs asks for.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(id) = &self.request_id {
            notes.push(format!("request {}", displayed(id)));
        }
        if self.attempts > 1 || self.time_limit.is_some() {
            let plural = if self.attempts == 1 { "" } else { "s" };
            notes.push(format!("{} attempt{plural}", self.attempts));
        }
        if let Some(delay) = self.retry_after.filter(|delay| !delay.is_zero()) {
            notes.push(format!("retry after {delay:?}"));
        }
        if self.retry_budget_exhausted {
            notes.push("retry budget exhausted".to_owned());
        }
        notes
    }
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
        let errors = &inner.validation[..inner.validation.len().min(MAX_DISPLAYED_ERRORS)];
        known(&mut shown, "validation_errors", Some(&errors).filter(|errors| !errors.is_empty()));
        known(&mut shown, "request_id", inner.request_id.as_ref());
        known(&mut shown, "trace_id", inner.trace_id.as_ref());
        known(&mut shown, "retry_after", inner.retry_after.as_ref());
        known(&mut shown, "attempts", Some(&inner.attempts).filter(|attempts| **attempts > 0));
        known(&mut shown, "time_limit", inner.time_limit.as_ref());
        known(&mut shown, "content_type", inner.content_type.as_ref());
        let start = |text: &str| text.chars().take(MAX_DEBUG_TEXT).collect::<String>();
        known(&mut shown, "body", inner.body.as_deref().map(start).as_ref());
        known(&mut shown, "rejected_item", inner.rejected.as_ref().map(|item| start(&item.raw)).as_ref());
        shown.finish()
    }
}

/// Without a source: see [`Error`].
impl StdError for Error {}
