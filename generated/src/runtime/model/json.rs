//! From the text of a response to its value.

use serde_json::Deserializer;
use serde_json::de::StrRead;

use super::decode_error::{DecodeError, JsonPath};
use super::wire::JsonValue;
#[cfg(feature = "_client")]
use crate::runtime::redact::Secret;

/// What an operation can answer with.
#[cfg(feature = "_client")]
pub trait DecodeBody: Sized + Send + 'static {
    /// Reads the body of a successful response.
    fn from_text(text: &str) -> Result<Self, DecodeError>;

    /// Takes a secret out of what the value tells of its own decoding. What it holds is the API's, and stays as it came.
    fn redact(&mut self, _: &Secret<'_>) {}
}

/// Nothing, whatever the body says.
#[cfg(feature = "_client")]
impl DecodeBody for () {
    fn from_text(_: &str) -> Result<Self, DecodeError> {
        Ok(())
    }
}

/// Types that are not emitted.
#[cfg(feature = "_client")]
mod plain {
    use std::collections::BTreeMap;

    use super::{DecodeBody, DecodeError, JsonValue, read_text};

    macro_rules! plain {
        ($([$($bounds:tt)*] $type:ty),*) => {$(
            impl<$($bounds)*> DecodeBody for $type {
                fn from_text(text: &str) -> Result<Self, DecodeError> {
                    read_text(text)
                }
            }
        )*};
    }

    plain!(
        [] bool, [] f64, [] i64, [] String, [] serde_json::Value,
        [T: JsonValue + Send + 'static] Vec<T>,
        [T: JsonValue + Send + 'static] Option<T>,
        [T: JsonValue + Send + 'static] BTreeMap<String, T>
    );
}

/// Decodes the whole text and nothing but it.
pub fn read_text<T: JsonValue>(text: &str) -> Result<T, DecodeError> {
    let mut value = T::default();
    read_text_with(text, |from, path| value.deserialize_in_place(from, path))?;
    Ok(value)
}

/// Likewise, by way of `fill`.
pub(super) fn read_text_with<'de>(
    text: &'de str,
    fill: impl FnOnce(&mut Deserializer<StrRead<'de>>, &mut JsonPath) -> serde_json::Result<()>,
) -> Result<(), DecodeError> {
    let mut path = JsonPath::default();
    let mut from = Deserializer::from_str(text);
    let read = fill(&mut from, &mut path).and_then(|()| from.end());
    read.map_err(|source| DecodeError { path, source })
}
