//! What a mock was asked.

use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;

/// A request that a mock was sent.
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

    /// The client's method that was called; nothing if the path is none of the API's.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.operation
    }

    /// Such as `GET`.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path as it was sent, encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query's parameters in the order they were sent in, decoded.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The first parameter of that name, decoded.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// All headers. The one that carries the key is marked as sensitive.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; most requests have none.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }
}

pub(super) fn percent_decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
