//! What a mock is told to answer instead of what it has.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::runtime::call::{Api, TransportError, TransportErrorKind};

use super::recorded::RecordedRequest;

/// An answer of one's own choice, for [`Mock::enqueue_reply`](super::Mock::enqueue_reply): an error as the API would report it, any other response, or no
/// response at all.
#[derive(Clone, Debug)]
pub struct Reply(What);

#[derive(Clone, Debug)]
enum What {
    Response { status: StatusCode, headers: HeaderMap, body: Body },
    Failure(TransportErrorKind, &'static str),
}

/// The body of a response. Those of errors take the API's shape once the mock is known that answers with them.
#[derive(Clone, Debug)]
enum Body {
    Text(String),
    Error { code: String, message: String },
    Invalid(Value),
}

impl Reply {
    /// An error with that status, the code that programs branch on, and a message.
    #[must_use]
    pub fn error(status: StatusCode, code: &str, message: &str) -> Self {
        Self::response(status, Body::Error { code: code.to_owned(), message: message.to_owned() })
    }

    /// The 422 that says what is wrong with one argument: where, such as `["query", "limit"]`, what, and of what kind.
    #[must_use]
    pub fn invalid(loc: &[&str], msg: &str, kind: &str) -> Self {
        let errors = json!([{ "loc": loc, "msg": msg, "type": kind }]);
        Self::response(StatusCode::UNPROCESSABLE_ENTITY, Body::Invalid(errors))
    }

    /// A response with that JSON.
    #[must_use]
    pub fn json(status: StatusCode, body: &Value) -> Self {
        Self::text(status, body.to_string())
    }

    /// A response with that body, whatever it is.
    #[must_use]
    pub fn text(status: StatusCode, body: impl Into<String>) -> Self {
        Self::response(status, Body::Text(body.into()))
    }

    fn response(status: StatusCode, body: Body) -> Self {
        Self(What::Response { status, headers: HeaderMap::new(), body })
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

    /// The answer to a request that no route matches.
    pub(super) fn not_found(request: &RecordedRequest) -> Self {
        Self::text(StatusCode::NOT_FOUND, format!("the API has no {} {}", request.method, request.path))
    }

    pub(super) fn into_response(self, api: &Api) -> Result<http::Response<Vec<u8>>, TransportError> {
        match self.0 {
            What::Response { status, headers, body } => {
                let mut response = http::Response::new(body.render(api).into_bytes());
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                Ok(response)
            }
            What::Failure(kind, why) => Err(TransportError::new(kind, why)),
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
