//! What emitted code says about the operations, as far as a mock has to know.

use http::Method;
use serde_json::Value;

/// How an operation is called, and what a mock answers.
#[derive(Debug)]
pub(crate) struct MockRoute {
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// With parameters in braces.
    pub(crate) path: &'static str,
    pub(crate) behavior: MockBehavior,
}

/// What a mock answers if it was given no value for the operation.
#[derive(Debug)]
#[allow(dead_code, reason = "which of them there are depends on the API")]
pub(crate) enum MockBehavior {
    /// Page after page of items.
    Page(MockList),
    /// The item of another operation whose property has the value of the path's parameter of the same name.
    Item { list: &'static str, property: &'static str, not_found_code: &'static str },
    /// This value.
    Value(fn() -> Value),
    /// A response without content.
    Nothing,
}

/// How pages are made. `items`, `more`, `next` and `total` are properties of the response, the others parameters of the query.
#[derive(Debug)]
pub(crate) struct MockList {
    pub(crate) items: &'static str,
    pub(crate) more: &'static str,
    pub(crate) next: &'static str,
    pub(crate) total: Option<&'static str>,
    pub(crate) token: &'static str,
    pub(crate) size: Option<&'static str>,
    pub(crate) default_size: Option<usize>,
    pub(crate) search: Option<&'static str>,
    /// Parameters that have the names of properties of the items.
    pub(crate) filters: &'static [&'static str],
}
