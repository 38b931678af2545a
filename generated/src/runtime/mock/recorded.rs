//! Requests that a mock has received.

use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;

/// A request that a mock has received.
#[derive(Clone, Debug)]
pub struct RecordedRequest {
    pub(super) operation: Option<&'static str>,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl RecordedRequest {
    pub(super) fn new(request: &http::Request<Vec<u8>>) -> Self {
        let query = request.uri().query().unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Self {
            operation: None,
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: pairs.map(|(name, value)| (percent_decode(name), percent_decode(value))).collect(),
            headers: request.headers().clone(),
            body: String::from_utf8_lossy(request.body()).into_owned(),
        }
    }

    /// Returns the client's method that was called. `None` if no route of the API matches.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.operation
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path as it was sent, percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the query parameters, decoded, in the order of the query.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// Returns the value of the first query parameter with this name, decoded.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Returns all headers. The one with the key is marked as sensitive.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body; empty if there is none.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }
}

pub(super) fn percent_decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
