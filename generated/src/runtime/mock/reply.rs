//! Responses that a test sets for the next requests.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::runtime::call::{Api, TransportError, TransportErrorKind};

use super::recorded::RecordedRequest;

/// A custom response, for [`Mock::enqueue_reply`](super::Mock::enqueue_reply): an error in the API's format, any other response, or
/// a connection error.
#[derive(Clone, Debug)]
pub struct Reply(ReplyKind);

#[derive(Clone, Debug)]
enum ReplyKind {
    Response { status: StatusCode, headers: HeaderMap, body: Body },
    Error(TransportErrorKind, &'static str),
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

    /// A response with a JSON body.
    #[must_use]
    pub fn json(status: StatusCode, body: &Value) -> Self {
        Self::text(status, body.to_string())
    }

    /// A response with any body.
    #[must_use]
    pub fn text(status: StatusCode, body: impl Into<String>) -> Self {
        Self::response(status, Body::Text(body.into()))
    }

    fn response(status: StatusCode, body: Body) -> Self {
        Self(ReplyKind::Response { status, headers: HeaderMap::new(), body })
    }

    /// An error: no connection could be established.
    #[must_use]
    pub fn no_connection() -> Self {
        Self(ReplyKind::Error(TransportErrorKind::Connect, "the mock rejects the connection"))
    }

    /// An error: the attempt timed out. It is returned immediately.
    #[must_use]
    pub fn timeout() -> Self {
        Self(ReplyKind::Error(TransportErrorKind::Timeout, "the mock does not respond"))
    }

    /// An error: the connection failed before there was a response.
    #[must_use]
    pub fn broken_connection() -> Self {
        Self(ReplyKind::Error(TransportErrorKind::Other, "the mock closes the connection"))
    }

    /// Sets a header of the response, such as `retry-after`. No effect on connection errors.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        if let ReplyKind::Response { headers, .. } = &mut self.0 {
            headers.insert(name, value.into());
        }
        self
    }

    /// The response to a request that no route matches.
    pub(super) fn not_found(request: &RecordedRequest) -> Self {
        Self::text(StatusCode::NOT_FOUND, format!("the API has no {} {}", request.method, request.path))
    }

    pub(super) fn into_response(self, api: &Api) -> Result<http::Response<Vec<u8>>, TransportError> {
        match self.0 {
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
