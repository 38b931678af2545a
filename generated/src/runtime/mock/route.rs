//! The operations, as emitted code describes them to a mock.

use http::Method;
use serde_json::Value;

use crate::runtime::call::PagingForm;

/// The route of an operation, and the response of a mock.
#[derive(Debug)]
pub struct MockRoute {
    /// The name of the client's method.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// The documented defaults of query parameters. Sending one is the same as omitting the parameter.
    pub defaults: &'static [(&'static str, &'static str)],
    /// How the mock responds.
    pub behavior: MockBehavior,
}

/// The response of a mock if the test has set none for the operation.
#[derive(Debug)]
pub enum MockBehavior {
    /// A page of items, with the token of the next one in a property, for a query parameter.
    Page(MockList),
    /// A page of items, in another form of pagination.
    PageBy(MockForm, MockList),
    /// The item whose property equals the path parameter of the same name.
    Item {
        /// The operation that lists the items.
        list: &'static str,
        /// The name of the property and the parameter.
        property: &'static str,
        /// The error code if no item matches.
        not_found_code: &'static str,
    },
    /// This value.
    Value(fn() -> Value),
    /// Text as it is.
    Text,
    /// A response without content.
    Nothing,
}

/// The names and defaults of a paginated list.
#[derive(Debug)]
pub struct MockList {
    /// The property with the items: the names on its path.
    pub items: &'static [&'static str],
    /// The property for whether another page follows, likewise; empty if there is none.
    pub more: &'static [&'static str],
    /// The property with the token or the link of the next page; empty if there is none.
    pub next: &'static [&'static str],
    /// The parameter for the token, the number or the offset of a page; empty if there is none.
    pub token: &'static str,
    /// The query parameter for the maximum number of items on a page.
    pub size: Option<&'static str>,
    /// The query parameter for a text that items must contain.
    pub search: Option<&'static str>,
    /// The properties of an item that are searched.
    pub search_in: &'static [&'static str],
    /// The query parameters that must equal the item's property of the same name.
    pub filters: &'static [&'static str],
    /// The query parameter that names the property to sort by.
    pub sort: Option<&'static str>,
    /// The properties that can be sorted by.
    pub sortable: &'static [&'static str],
    /// The query parameter for the sort direction, `asc` or `desc`.
    pub direction: Option<&'static str>,
    /// The property with the number of items on all pages; empty if there is none.
    pub total: &'static [&'static str],
    /// The query parameter that says whether the page has that number.
    pub count: Option<&'static str>,
}

/// How the pages of a list follow each other.
#[derive(Debug)]
pub struct MockForm {
    /// The form of the pagination.
    pub form: PagingForm,
    /// The response header with the token or the link of the next page.
    pub header: Option<&'static str>,
    /// The property with the number of pages; empty if there is none.
    pub pages: &'static [&'static str],
}
