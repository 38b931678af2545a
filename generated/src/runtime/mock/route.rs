//! What emitted code says about the operations, as far as a mock has to know.

use http::Method;
use serde_json::Value;

/// How an operation is called, and what a mock answers.
#[derive(Debug)]
pub struct MockRoute {
    /// The client's method.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// What is answered.
    pub behavior: MockBehavior,
}

/// What a mock answers if it was given no value for the operation.
#[derive(Debug)]
pub enum MockBehavior {
    /// Page after page of items.
    Page(MockList),
    /// The item whose property has the value of the path's parameter of the same name.
    Item {
        /// The operation that lists the items.
        list: &'static str,
        /// The property, and the parameter.
        property: &'static str,
        /// The code of the error if there is no such item.
        not_found_code: &'static str,
    },
    /// This value.
    Value(fn() -> Value),
    /// A response without content.
    Nothing,
}

/// How pages are made.
#[derive(Debug)]
pub struct MockList {
    /// The property that lists the items.
    pub items: &'static str,
    /// The property that says whether another page follows.
    pub more: &'static str,
    /// The property with the token of the next page.
    pub next: &'static str,
    /// The property with the number of items on all pages.
    pub total: Option<&'static str>,
    /// The query parameter that takes the token of a page.
    pub token: &'static str,
    /// The query parameter that limits the items on a page.
    pub size: Option<&'static str>,
    /// The limit if the parameter is left out.
    pub default_size: Option<usize>,
    /// The query parameter with a text that items have to contain.
    pub search: Option<&'static str>,
    /// The query parameters that select items by the property of the same name.
    pub filters: &'static [&'static str],
}
