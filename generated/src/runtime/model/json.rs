//! From the text of a response to its value.

use serde_json::de::StrRead;
use serde_path_to_error::Track;

use super::quick::quick;
use super::wire::{Wire, read};

/// Why a text could not be decoded.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The place in the JSON, such as `items[3].name`; `.` for the whole.
    pub(crate) path: String,
    /// What was expected there and what was found.
    pub(crate) source: serde_json::Error,
}

/// What an operation can answer with.
#[cfg(feature = "_client")]
pub(crate) trait Response: Sized + Send + 'static {
    /// Reads the body of a successful response.
    fn from_text(text: &str) -> Result<Self, Failure>;
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

/// Decodes the whole text and nothing but it: quickly, or if that fails, once more carefully.
pub(crate) fn read_text<T: Wire>(text: &str) -> Result<T, Failure> {
    match quick(text, |from| read(from)) {
        Some(value) => Ok(value),
        None => carefully(text, |from| read(from)),
    }
}

/// Decodes the whole text and nothing but it, keeping track of where it is.
pub(super) fn carefully<'text, T>(
    text: &'text str,
    read: impl FnOnce(Tracking<'_, '_, 'text>) -> serde_json::Result<T>,
) -> Result<T, Failure> {
    let mut track = Track::new();
    let mut from = serde_json::Deserializer::from_str(text);
    let value = read(Tracking::new(&mut from, &mut track))
        .map_err(|source| Failure { path: track.path().to_string(), source })?;
    from.end().map_err(|source| Failure { path: ".".to_owned(), source })?;
    Ok(value)
}

/// `serde_json`, watched by something that notes where it is.
pub(super) type Tracking<'a, 'b, 'text> =
    serde_path_to_error::Deserializer<'a, 'b, &'a mut serde_json::Deserializer<StrRead<'text>>>;
