//! What a mock was asked.

use http::{HeaderMap, Method};

/// A request that a mock was sent.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub(super) operation: Option<&'static str>,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Recorded {
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
