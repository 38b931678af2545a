//! The API and its operations, as emitted code describes them.

use std::fmt;

use http::Method;

use crate::runtime::model::{Base64, Base64Url, Date, DateTime, DecodeBody, Page, Quoted};

/// The attributes of the API, from the section `api` of the spec.
pub struct Api {
    /// The name of the API in error messages.
    pub title: &'static str,
    /// The default base URL.
    pub base_url: &'static str,
    /// How requests are authenticated; `None` if the API has no key.
    pub key: Option<KeyHeader>,
    /// The response header with the request id.
    pub request_id_header: Option<&'static str>,
    /// The response header with the trace id.
    pub trace_id_header: Option<&'static str>,
    /// The property of an error body with the error; `None` if the body itself is the error.
    pub error_property: Option<&'static str>,
    /// The properties for an error's code, in order of preference.
    pub error_code: &'static [&'static str],
    /// The properties for an error's message, in order of preference.
    pub error_message: &'static [&'static str],
}

/// The header with the API key.
#[derive(Clone, Copy, Debug)]
pub struct KeyHeader {
    /// The name, in lower case.
    pub header: &'static str,
    /// The authentication scheme before the key, such as `Bearer`.
    pub scheme: Option<&'static str>,
    /// The environment variable with the key.
    pub environment: &'static str,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Api").field(&self.title).finish()
    }
}

/// An operation of the API. Only the types in [`operations`](crate::operations) implement it.
pub trait Operation: 'static {
    /// The type of a successful response.
    type Output: DecodeBody;

    /// The name of the client's method.
    const NAME: &'static str;

    /// The HTTP method.
    const METHOD: Method;

    /// The path, with parameters in braces.
    const PATH: &'static str;

    /// The media type of a successful response.
    const ACCEPT: &'static str = "application/json";

    /// Whether the API key is sent, if the API has one.
    const HAS_KEY: bool = true;
}

/// An operation with paginated results.
pub trait Paged: Operation<Output: Page> {
    /// The parameter for the token of a page, or for its number or offset. Empty if a page has the URL of the next one.
    const TOKEN: &'static str = "";

    /// How the pages follow each other.
    #[doc(hidden)]
    const FORM: PagingForm = PagingForm::QueryToken;

    /// The response header with the token or the URL of the next page, if the page itself does not have it.
    #[doc(hidden)]
    const NEXT_HEADER: Option<&'static str> = None;
}

/// How the pages of a list follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagingForm {
    /// A page has the token of the next one, which is sent in a query parameter.
    QueryToken,
    /// A page has the token of the next one, which is sent in a header.
    HeaderToken,
    /// The pages are numbered; a query parameter selects one.
    Number {
        /// The number of the first page.
        first: i64,
    },
    /// A query parameter says how many items precede the page.
    Offset {
        /// The offset of the first page.
        first: i64,
    },
    /// A page has the URL of the next one.
    Link,
}

/// A value of a path, query or header parameter.
pub trait ParameterValue {
    /// Formats the value as the API spells it.
    fn into_text(self) -> String;
}

impl ParameterValue for String {
    fn into_text(self) -> String {
        self
    }
}

macro_rules! parameter_value {
    ($($type:ty),*) => {$(
        impl ParameterValue for $type {
            fn into_text(self) -> String {
                self.to_string()
            }
        }
    )*};
}

parameter_value!(bool, f64, i64);
parameter_value!(f32, u64, Base64, Base64Url, Date, DateTime);

/// A parameter is text, so that its numbers have no quotes.
impl<T: ParameterValue> ParameterValue for Quoted<T> {
    fn into_text(self) -> String {
        self.0.into_text()
    }
}
