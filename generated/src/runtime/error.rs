//! The error type.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use serde_json::Value;

#[cfg(feature = "_client")]
use super::model::without_bom;
use super::model::{DecodeError, ExceededLimit, RejectedItem};
use super::redact::{Secret, displayed, ellipsize};

/// Maximum bytes of a body that an error keeps: enough for any error body of an API, and small beside a page.
#[cfg(feature = "_client")]
const MAX_BODY: usize = 64 * 1024;

/// Maximum bytes of the headers that an error keeps: as many as the crate's own transports accept.
#[cfg(feature = "_client")]
const MAX_HEADERS: usize = 64 * 1024;

/// Maximum bytes of a message that an error keeps: longer than any message written for people.
const MAX_MESSAGE: usize = 4 * 1024;

/// Maximum bytes of every other text: a code, an id, a path, a text of a validation error.
const MAX_TEXT: usize = 1024;

/// Maximum number of validation errors that an error keeps: more than a request has parameters.
const MAX_VALIDATION_ERRORS: usize = 50;

/// Maximum number of parts in the location of a validation error, and maximum bytes of each part. Real locations have two to four
/// short parts.
const MAX_LOCATION: usize = 16;
const MAX_LOCATION_PART: usize = 256;

/// Maximum number of validation errors that `Display` and `Debug` print, to keep them readable.
const MAX_DISPLAYED_ERRORS: usize = 5;

/// Maximum characters of a body that `Display` prints: enough to distinguish HTML from JSON.
const MAX_DISPLAYED_BODY: usize = 80;

/// Maximum characters of a body that `Debug` prints.
const MAX_DEBUG_TEXT: usize = 1000;

/// Maximum number of errors in a chain of causes, in case a chain is a cycle.
#[cfg(feature = "_client")]
const MAX_CAUSES: usize = 16;

/// The error of a call, of building a client, or of decoding JSON.
///
/// `Display` is complete by itself: the operation, the status, the server's code and message, the causes, the request id and the
/// number of attempts, each of bounded length. `source()` is always `None`: the message contains the texts of all causes, because a
/// separate cause could contain the key, and would be printed twice.
///
/// No text contains the key, if it has at least eight characters, even where the server repeats it. All texts but
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
    /// Number of validation errors beyond those in `validation`.
    validation_omitted: usize,
    pub(crate) request_id: Option<String>,
    pub(crate) trace_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    content_type: Option<String>,
    /// The headers of the response, redacted.
    #[cfg(feature = "_client")]
    headers: Option<http::HeaderMap>,
    body: Option<String>,
    rejected: Option<RejectedItem>,
    attempts: u32,
    time_limit: Option<TimeLimit>,
    retry_budget_exhausted: bool,
    /// Whether retrying is useless, although errors of this kind are usually retryable.
    permanent: bool,
}

/// The error category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration of the client is invalid, or a mock has no answer to the request.
    Configuration,
    /// An argument is invalid; nothing was sent.
    Argument,
    /// No connection could be established.
    Connect,
    /// A timeout has passed.
    Timeout,
    /// The response exceeds `max_response_bytes`, or takes too much memory to decode.
    TooLarge,
    /// The connection failed, or the response is not HTTP.
    Transport,
    /// The status of the response is a failure.
    Status,
    /// The response could not be decoded.
    Decode,
    /// One item of a page could not be decoded.
    RejectedItem,
    /// Pagination cannot continue: a token is missing or repeated, or there are more pages than `max_pages`.
    Paging,
}

/// A timeout of the client that has passed, with its duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeLimit {
    /// `connect_timeout`: establishing a connection.
    Connect(Duration),
    /// `attempt_timeout`: one attempt of the call.
    Attempt(Duration),
    /// `timeout`: the whole call, with its retries.
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

/// One problem that the server reports about a request, from the body of a response with status 422.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ValidationError {
    /// The location of the problem, such as `["query", "limit"]`: strings and integers.
    pub loc: Vec<Value>,
    /// The server's message.
    pub msg: String,
    /// The server's error code for programs, the property `type` of the body.
    pub kind: String,
}

impl ValidationError {
    /// Redacts, escapes and bounds all texts. Parts of `loc` that are neither strings nor integers become text.
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
            #[cfg(feature = "_client")]
            headers: None,
            body: None,
            rejected: None,
            attempts: 0,
            time_limit: None,
            retry_budget_exhausted: false,
            permanent: false,
        }
    }

    /// Redacts, escapes and bounds all texts but the body, which is redacted and bounded when it is set.
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

/// Whether a status is transient: the same request may succeed later.
pub(crate) fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

impl Error {
    pub(crate) fn from_inner(inner: Inner) -> Self {
        Self(Box::new(inner))
    }

    /// Converts the error of decoding a text that the caller passed.
    #[doc(hidden)]
    #[must_use]
    pub fn decode(error: DecodeError) -> Self {
        Self::undecodable(error).sanitized(&Secret::default())
    }

    /// Converts a decoding error. Its texts are not sanitized.
    pub(crate) fn undecodable(error: DecodeError) -> Self {
        let kind = match error.exceeded {
            Some(ExceededLimit::Memory) => ErrorKind::TooLarge,
            Some(ExceededLimit::Deadline) => ErrorKind::Timeout,
            None => ErrorKind::Decode,
        };
        Self::from_inner(Inner { path: Some(error.path.into_string()), ..Inner::new(kind, error.message) })
    }

    /// Makes all texts safe to leave the client: without the secret, on one line, of bounded length. Every error passes through
    /// here before the caller receives it, unless all of its texts are constants of this crate.
    pub(crate) fn sanitized(mut self, secret: &Secret) -> Self {
        self.0.sanitize(secret);
        self
    }

    /// Returns the error category.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the client's method that was called.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation
    }

    /// Returns the error message: the server's, if it sent one.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the server's error code, such as `not_found`. Branch on it rather than on the status: the statuses of some errors
    /// have changed over time.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Returns the problems that the server reports about the request, from the body of a response with status 422.
    #[must_use]
    pub fn validation_errors(&self) -> &[ValidationError] {
        &self.0.validation
    }

    /// Returns the wait before a retry that the server requests with `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the request id; quote it to the vendor's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the id of the trace that the request is part of, on the server.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        self.0.trace_id.as_deref()
    }

    /// Whether a timeout has passed.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether the status is 404 Not Found, or that of another client error with a code that ends in `not_found`: some servers respond
    /// with 400 instead.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        match self.0.status {
            Some(404) => true,
            Some(400..=499) => self.code().is_some_and(|code| code.ends_with("not_found")),
            _ => false,
        }
    }

    /// Whether the status is 401 Unauthorized: the key is missing or invalid.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.0.status == Some(401)
    }

    /// Whether the status is 429 Too Many Requests. [`retry_after`](Self::retry_after) returns the requested wait.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.status == Some(429)
    }

    /// Whether the same call may succeed later: after connection errors, timeouts, and the statuses 408, 429, 500, 502, 503 and
    /// 504, but not if a certificate is untrusted or a proxy rejects the tunnel.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect => !self.0.permanent,
            ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Status => self.0.status.is_some_and(is_transient),
            _ => false,
        }
    }

    /// Returns the number of attempts: more than 1 after retries, 0 if nothing was sent or the error is about one item of a page that was
    /// received.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the timeout of the client that has passed. `None` for other errors, and for timeouts of a custom transport.
    #[must_use]
    pub fn time_limit(&self) -> Option<TimeLimit> {
        self.0.time_limit
    }

    /// Returns the item of a page that could not be decoded, if the error is of the kind `RejectedItem`.
    #[must_use]
    pub fn rejected_item(&self) -> Option<&RejectedItem> {
        self.0.rejected.as_ref()
    }

    /// Returns the JSON path of the value that could not be decoded, such as `sharing.status`; `.` for the whole document.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// Returns the first 64 KiB of the response's body. `None` if there is no response, or its body could not be read.
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

    /// The error for an item of a page that could not be decoded.
    pub(crate) fn rejected(item: RejectedItem) -> Self {
        Self::from_inner(Inner {
            path: Some(item.path.clone()),
            message: item.message.clone(),
            rejected: Some(item),
            ..Inner::new(ErrorKind::RejectedItem, "")
        })
        .sanitized(&Secret::default())
    }

    /// Appends the texts of the cause and of its causes to the message. The cause itself is dropped: a source error cannot be
    /// redacted.
    pub(crate) fn with_cause(mut self, cause: &(dyn StdError + 'static)) -> Self {
        let message = &mut self.0.message;
        *message = format!("{message}: {}", flattened(cause));
        self
    }

    pub(crate) fn with_operation(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Marks the error as not retryable.
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

    /// Records that the call was not retried because the retry budget is exhausted.
    pub(crate) fn set_retry_budget_exhausted(&mut self) {
        self.0.retry_budget_exhausted = true;
    }

    /// The error for a timeout of the client.
    pub(crate) fn timed_out(limit: TimeLimit) -> Self {
        Self::from_inner(Inner {
            time_limit: Some(limit),
            ..Inner::new(ErrorKind::Timeout, format!("timed out: {limit}"))
        })
    }

    /// Adds the response: its status, its redacted headers, the request id, the trace id and the content type among them, and its
    /// redacted body.
    pub(crate) fn with_response(
        mut self,
        status: u16,
        headers: &http::HeaderMap,
        [request_id, trace_id, content_type]: [Option<String>; 3],
        body: &str,
        secret: &Secret,
    ) -> Self {
        let inner = &mut *self.0;
        inner.status = Some(status);
        inner.request_id = request_id.or_else(|| inner.request_id.take());
        inner.trace_id = trace_id;
        inner.content_type = content_type;
        inner.headers = Some(secret.redact_headers(headers, MAX_HEADERS));
        inner.body = Some(secret.redact(body, MAX_BODY));
        self
    }

    /// Removes the body, because it could not be read.
    pub(crate) fn without_body(mut self) -> Self {
        self.0.body = None;
        self
    }

    /// Returns the status of the response, if there is one.
    #[must_use]
    pub fn status(&self) -> Option<http::StatusCode> {
        self.0.status.and_then(|status| http::StatusCode::from_u16(status).ok())
    }

    /// Decodes the body of the response: as the type that the operation documents for the status, or as any other.
    ///
    /// # Errors
    ///
    /// An error of the kind [`Decode`](ErrorKind::Decode) if there is no body, it is not of that type, or it is longer than the part of
    /// it that [`body`](Self::body) returns.
    pub fn decode_body<T: serde_core::de::DeserializeOwned>(&self) -> Result<T, Self> {
        serde_json::from_str(without_bom(self.body().unwrap_or_default())).map_err(|error| {
            Self::new(ErrorKind::Decode, format!("the body of the error is not of the type: {error}"))
                .sanitized(&Secret::default())
        })
    }

    /// Returns the headers of the response, such as the remaining quota: the first 64 KiB, without the key. `None` if there is no
    /// response. `content-encoding` and `content-length` are removed if the body was compressed.
    #[must_use]
    pub fn headers(&self) -> Option<&http::HeaderMap> {
        self.0.headers.as_ref()
    }
}

/// Iterates over an error and its causes.
#[cfg(feature = "_client")]
pub(crate) fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source()).take(MAX_CAUSES)
}

/// Joins the texts of an error and of its causes, without those that an earlier text contains.
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

/// One line of bounded length.
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
        write!(f, "HTTP status {}", self.status.unwrap_or_default())?;
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

    /// Further information for logs: the request id, the number of attempts, `Retry-After`, an exhausted budget.
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

/// Fields without a value are omitted.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn field_if_some<T: fmt::Debug>(
            output: &mut fmt::DebugStruct<'_, '_>,
            name: &str,
            value: Option<&T>,
        ) {
            if let Some(value) = value {
                output.field(name, value);
            }
        }
        let inner = &*self.0;
        let mut output = f.debug_struct("Error");
        output.field("kind", &inner.kind).field("message", &inner.message);
        field_if_some(&mut output, "operation", inner.operation.as_ref());
        field_if_some(&mut output, "path", inner.path.as_ref());
        field_if_some(&mut output, "status", inner.status.as_ref());
        field_if_some(&mut output, "code", inner.code.as_ref());
        let errors = &inner.validation[..inner.validation.len().min(MAX_DISPLAYED_ERRORS)];
        field_if_some(&mut output, "validation_errors", Some(&errors).filter(|errors| !errors.is_empty()));
        field_if_some(&mut output, "request_id", inner.request_id.as_ref());
        field_if_some(&mut output, "trace_id", inner.trace_id.as_ref());
        field_if_some(&mut output, "retry_after", inner.retry_after.as_ref());
        field_if_some(&mut output, "attempts", Some(&inner.attempts).filter(|attempts| **attempts > 0));
        field_if_some(&mut output, "time_limit", inner.time_limit.as_ref());
        field_if_some(&mut output, "content_type", inner.content_type.as_ref());
        let start = |text: &str| text.chars().take(MAX_DEBUG_TEXT).collect::<String>();
        field_if_some(&mut output, "body", inner.body.as_deref().map(start).as_ref());
        field_if_some(
            &mut output,
            "rejected_item",
            inner.rejected.as_ref().map(|item| start(&item.raw)).as_ref(),
        );
        output.finish()
    }
}

/// `source()` is always `None`: see [`Error`].
impl StdError for Error {}
