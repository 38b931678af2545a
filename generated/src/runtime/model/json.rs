//! From the text of a response to its value.

use serde_core::de::{self, IgnoredAny};

use super::text::{Stop, Text};
use super::wire::{Wire, read};
#[cfg(feature = "_client")]
use crate::runtime::redact::Secret;

/// Why a text could not be decoded.
#[derive(Debug)]
pub struct Failure {
    /// The place in the JSON, such as `items[3].name`; `.` for the whole.
    pub path: String,
    /// What was expected there and what was found.
    pub source: serde_json::Error,
}

/// What an operation can answer with.
#[cfg(feature = "_client")]
pub trait Response: Sized + Send + 'static {
    /// Reads the body of a successful response.
    fn from_text(text: &str) -> Result<Self, Failure>;

    /// Takes a secret out of what the value tells of its own decoding. What it holds is the API's, and stays as it came.
    fn redact(&mut self, _: &Secret<'_>) {}
}

/// Nothing, whatever the body says.
#[cfg(feature = "_client")]
impl Response for () {
    fn from_text(_: &str) -> Result<Self, Failure> {
        Ok(())
    }
}

/// Types that are not emitted.
#[cfg(feature = "_client")]
mod plain {
    use std::collections::BTreeMap;

    use super::{Failure, Response, Wire, read_text};

    macro_rules! plain {
        ($([$($bounds:tt)*] $type:ty),*) => {$(
            impl<$($bounds)*> Response for $type {
                fn from_text(text: &str) -> Result<Self, Failure> {
                    read_text(text)
                }
            }
        )*};
    }

    plain!(
        [] bool, [] f64, [] i64, [] String, [] serde_json::Value,
        [T: Wire + Send + 'static] Vec<T>,
        [T: Wire + Send + 'static] Option<T>,
        [T: Wire + Send + 'static] BTreeMap<String, T>
    );
}

/// Decodes the whole text and nothing but it.
pub fn read_text<T: Wire>(text: &str) -> Result<T, Failure> {
    let mut from = Text::new(text, 0);
    let stop = match read(&mut from) {
        Ok(value) => match from.end() {
            Ok(()) => return Ok(value),
            Err(stop) => stop,
        },
        Err(stop) => stop,
    };
    Err(Failure::new(text, from.position(), &stop))
}

impl Failure {
    /// Why reading stopped there. What is wrong with a text that is not JSON is for `serde_json` to say.
    #[cold]
    pub(super) fn new(text: &str, at: usize, stop: &Stop) -> Self {
        let source = serde_json::from_str::<IgnoredAny>(text).err().unwrap_or_else(|| {
            let read = text.get(..at).unwrap_or(text);
            let line = read.split('\n').count();
            let column = read.len() - read.rfind('\n').map_or(0, |end| end + 1);
            de::Error::custom(format_args!("{} at line {line} column {column}", stop.message()))
        });
        Self { path: stop.path(), source }
    }
}
