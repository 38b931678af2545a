//! What a mock is told to answer instead of what it has.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::emitted::API;
use crate::runtime::call::{TransportError, TransportErrorKind};

use super::recorded::Recorded;

/// An answer of one's own choice, for [`Mock::answer_next`](super::Mock::answer_next): an error as the API would report it, any other response, or no
/// response at all.
#[derive(Clone, Debug)]
pub struct Reply(What);

#[derive(Clone, Debug)]
enum What {
    Response { status: StatusCode, headers: HeaderMap, body: String },
    Failure(TransportErrorKind, &'static str),
}

impl Reply {
    /// An error with that status, the code that programs branch on, and a message.
    #[must_use]
    pub fn error(status: StatusCode, code: &str, message: &str) -> Self {
        let mut facts = Value::Object(serde_json::Map::new());
        for (names, text) in [(API.error_code, code), (API.error_message, message)] {
            if let Some(name) = names.first() {
                facts[*name] = text.into();
            }
        }
        Self::json(status, &in_error_body(facts))
    }

    /// The 422 that says what is wrong with one argument: where, such as `["query", "limit"]`, what, and of what kind.
    #[must_use]
    pub fn invalid(loc: &[&str], msg: &str, kind: &str) -> Self {
        let errors = json!([{ "loc": loc, "msg": msg, "type": kind }]);
        Self::json(StatusCode::UNPROCESSABLE_ENTITY, &in_error_body(errors))
    }

    /// A response with that JSON.
    #[must_use]
    pub fn json(status: StatusCode, body: &Value) -> Self {
        Self::text(status, body.to_string())
    }

    /// A response with that body, whatever it is.
    #[must_use]
    pub fn text(status: StatusCode, body: impl Into<String>) -> Self {
        Self(What::Response { status, headers: HeaderMap::new(), body: body.into() })
    }

    /// No connection can be made.
    #[must_use]
    pub fn no_connection() -> Self {
        Self(What::Failure(TransportErrorKind::Connect, "the mock refuses the connection"))
    }

    /// The time for the attempt has run out. It takes no time.
    #[must_use]
    pub fn timeout() -> Self {
        Self(What::Failure(TransportErrorKind::Timeout, "the mock does not answer"))
    }

    /// The connection breaks before there is an answer.
    #[must_use]
    pub fn broken_connection() -> Self {
        Self(What::Failure(TransportErrorKind::Other, "the mock breaks the connection"))
    }

    /// Adds a header to a response, such as `retry-after`.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        if let What::Response { headers, .. } = &mut self.0 {
            headers.insert(name, value.into());
        }
        self
    }

    /// What is answered where the API has nothing.
    pub(super) fn nowhere(request: &Recorded) -> Self {
        Self::text(StatusCode::NOT_FOUND, format!("the API has no {} {}", request.method, request.path))
    }

    pub(super) fn into_response(self) -> Result<http::Response<Vec<u8>>, TransportError> {
        match self.0 {
            What::Response { status, headers, body } => {
                let mut response = http::Response::new(body.into_bytes());
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                Ok(response)
            }
            What::Failure(kind, why) => Err(TransportError::new(kind, why)),
        }
    }
}

/// Facts where the API has them.
fn in_error_body(facts: Value) -> Value {
    match API.error_property {
        Some(property) => json!({ property: facts }),
        None => facts,
    }
}
