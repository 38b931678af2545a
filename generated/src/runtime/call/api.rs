//! What emitted code says about the API and its operations.

use std::fmt;

use http::Method;

use crate::runtime::model::{DecodeBody, Page};

/// What holds for every call, from the section `api` of the spec.
pub struct Api {
    /// What error messages call the API.
    pub title: &'static str,
    /// Where it is reached unless the builder is given another URL.
    pub base_url: &'static str,
    /// The header that carries the key, in lower case.
    pub key_header: &'static str,
    /// The environment variable that holds the key.
    pub key_environment: &'static str,
    /// The response header with the id of the request.
    pub request_id_header: Option<&'static str>,
    /// The response header with the id of the trace.
    pub trace_id_header: Option<&'static str>,
    /// The property of an error body that holds the error; without one the body is the error.
    pub error_property: Option<&'static str>,
    /// The properties that may hold an error's code, in order of preference.
    pub error_code: &'static [&'static str],
    /// The properties that may hold an error's message, in order of preference.
    pub error_message: &'static [&'static str],
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Api").field(&self.title).finish()
    }
}

/// An operation of the API. Implemented by the types in [`operations`](crate::operations) alone.
pub trait Operation: 'static {
    /// What it answers with.
    type Output: DecodeBody;

    /// The client's method.
    const NAME: &'static str;

    /// How it is called.
    const METHOD: Method;

    /// Where, with parameters in braces.
    const PATH: &'static str;
}

/// An operation that answers page by page.
pub trait Paged: Operation<Output: Page> {
    /// The query parameter that takes the next page's token.
    const TOKEN: &'static str;
}

/// A value that can be sent in a path, a query or a header.
pub trait ParameterValue {
    /// As the API spells it.
    fn into_text(self) -> String;
}

impl ParameterValue for String {
    fn into_text(self) -> String {
        self
    }
}

macro_rules! printed {
    ($($type:ty),*) => {$(
        impl ParameterValue for $type {
            fn into_text(self) -> String {
                self.to_string()
            }
        }
    )*};
}

printed!(bool, f64, i64);
