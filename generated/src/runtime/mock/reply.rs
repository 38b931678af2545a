//! Responses that a test sets for the next requests.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_core::Serialize;
use serde_json::{Value, json};

use crate::runtime::call::{Api, Operation, TransportError, TransportErrorKind};

use super::recorded::RecordedRequest;

/// A custom response, for [`Mock::enqueue_reply`](super::Mock::enqueue_reply): an error in the API's format, any other response, or
/// a connection error.
///
/// It is the response to the next request, once, unless [`for_operation`](Self::for_operation) or [`always`](Self::always) say
/// otherwise.
#[derive(Clone, Debug)]
pub struct Reply {
    kind: ReplyKind,
    /// The only operation that it is for.
    pub(super) operation: Option<&'static str>,
    /// Whether it is used any number of times.
    pub(super) is_sticky: bool,
    pub(super) delay: Duration,
}

#[derive(Clone, Debug)]
enum ReplyKind {
    Response { status: StatusCode, headers: HeaderMap, body: Body },
    Error(TransportErrorKind, String),
}

/// The body of a response. Errors are rendered in the API's format when the mock responds with them.
#[derive(Clone, Debug)]
enum Body {
    Text(String),
    Error { code: String, message: String },
    Invalid(Value),
}

impl Reply {
    /// An error response in the API's format, with this status, error code and message.
    #[must_use]
    pub fn error(status: StatusCode, code: &str, message: &str) -> Self {
        Self::response(status, Body::Error { code: code.to_owned(), message: message.to_owned() })
    }

    /// A response with status 422 about one invalid argument: its location, such as `["query", "limit"]`, the message, and the
    /// error code.
    #[must_use]
    pub fn invalid(loc: &[&str], msg: &str, kind: &str) -> Self {
        let errors = json!([{ "loc": loc, "msg": msg, "type": kind }]);
        Self::response(StatusCode::UNPROCESSABLE_ENTITY, Body::Invalid(errors))
    }

    /// A response with a JSON body: a model, a page, or what `serde_json::json!` makes.
    ///
    /// # Panics
    ///
    /// If the value cannot be serialized as JSON, which all models can.
    #[must_use]
    pub fn json(status: StatusCode, body: &(impl Serialize + ?Sized)) -> Self {
        Self::text(status, serde_json::to_string(body).expect("a value that can be serialized as JSON"))
    }

    /// A response with any body.
    #[must_use]
    pub fn text(status: StatusCode, body: impl Into<String>) -> Self {
        Self::response(status, Body::Text(body.into()))
    }

    fn response(status: StatusCode, body: Body) -> Self {
        Self::new(ReplyKind::Response { status, headers: HeaderMap::new(), body })
    }

    fn transport_error(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self::new(ReplyKind::Error(kind, message.into()))
    }

    fn new(kind: ReplyKind) -> Self {
        Self { kind, operation: None, is_sticky: false, delay: Duration::ZERO }
    }

    /// An error: no connection could be established.
    #[must_use]
    pub fn no_connection() -> Self {
        Self::transport_error(TransportErrorKind::Connect, "the mock rejects the connection")
    }

    /// No response until the timeout of the attempt. The test does not wait for it: see [`delay`](Self::delay).
    #[must_use]
    pub fn timeout() -> Self {
        Self::transport_error(TransportErrorKind::Timeout, "the mock does not respond").delay(Duration::MAX)
    }

    /// An error: the connection failed before there was a response.
    #[must_use]
    pub fn broken_connection() -> Self {
        Self::transport_error(TransportErrorKind::Other, "the mock closes the connection")
    }

    /// The error of a request that the mock cannot respond to honestly.
    pub(super) fn unsupported(message: impl Into<String>) -> Self {
        Self::transport_error(TransportErrorKind::Unsupported, message)
    }

    /// Is the response to requests of this operation alone, named by its type in [`operations`](crate::operations).
    #[must_use]
    pub fn for_operation<Op: Operation>(mut self) -> Self {
        self.operation = Some(Op::NAME);
        self
    }

    /// Is the response to every request, instead of to one. Replies to one request are used first; of those to every request the last
    /// that was enqueued is used.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.is_sticky = true;
        self
    }

    /// Responds after this time, for the timeouts of the call. Nothing waits: the time of the call advances instead, and so it does
    /// before a retry. A delay beyond a timeout is an error of the kind [`Timeout`](crate::ErrorKind::Timeout).
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sets a header of the response, such as `retry-after`. No effect on connection errors.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        if let ReplyKind::Response { headers, .. } = &mut self.kind {
            headers.insert(name, value.into());
        }
        self
    }

    /// What it is and what it is for, on one line.
    pub(super) fn describe(&self) -> String {
        let what = match &self.kind {
            ReplyKind::Response { status, body: Body::Error { code, .. }, .. } => {
                format!("{status} ({code})")
            }
            ReplyKind::Response { status, .. } => status.to_string(),
            ReplyKind::Error(_, message) => message.clone(),
        };
        let only = self.operation.map(|operation| format!(", for `{operation}`"));
        let always = if self.is_sticky { ", always" } else { "" };
        format!("{what}{}{always}", only.unwrap_or_default())
    }

    /// The response to a request that no route matches.
    pub(super) fn not_found(request: &RecordedRequest) -> Self {
        Self::text(StatusCode::NOT_FOUND, format!("the API has no {} {}", request.method, request.path))
    }

    pub(super) fn into_response(self, api: &Api) -> Result<http::Response<Vec<u8>>, TransportError> {
        match self.kind {
            ReplyKind::Response { status, headers, body } => {
                let mut response = http::Response::new(body.render(api).into_bytes());
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                Ok(response)
            }
            ReplyKind::Error(kind, message) => Err(TransportError::new(kind, message)),
        }
    }
}

impl Body {
    fn render(self, api: &Api) -> String {
        let error = match self {
            Self::Text(text) => return text,
            Self::Invalid(errors) => errors,
            Self::Error { code, message } => {
                let properties = [(api.error_code, code), (api.error_message, message)];
                let named = properties.into_iter().filter_map(|(names, text)| Some((*names.first()?, text)));
                Value::Object(named.map(|(name, text)| (name.to_owned(), text.into())).collect())
            }
        };
        match api.error_property {
            Some(property) => json!({ property: error }).to_string(),
            None => error.to_string(),
        }
    }
}
