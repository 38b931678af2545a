//! What emitted code says about the API and its operations.

use std::fmt;

use http::Method;

use crate::runtime::model::{Page, Response};

/// What holds for every call, from the section `api` of the spec.
pub(crate) struct Api {
    pub(crate) title: &'static str,
    pub(crate) base_url: &'static str,
    pub(crate) key_header: &'static str,
    pub(crate) key_environment: &'static str,
    pub(crate) request_id_header: Option<&'static str>,
    pub(crate) trace_id_header: Option<&'static str>,
    pub(crate) error_property: Option<&'static str>,
    pub(crate) error_code: &'static [&'static str],
    pub(crate) error_message: &'static [&'static str],
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Api").field(&self.title).finish()
    }
}

/// An operation of the API. Implemented by the types in [`operations`](crate::operations) alone.
#[expect(private_bounds, reason = "nobody else implements it")]
pub trait Operation: 'static {
    /// What it answers with.
    type Output: Response;

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
pub(crate) trait ParameterValue {
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
