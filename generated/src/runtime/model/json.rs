//! From the text of a response to its value.

#[cfg(feature = "_client")]
use serde_core::de::IgnoredAny;
use serde_json::Deserializer;
use serde_json::de::StrRead;

use super::context::{DecodeContext, DecodeLimits};
use super::decode_error::DecodeError;
use super::wire::JsonValue;
#[cfg(feature = "_client")]
use crate::runtime::redact::Secret;

/// What an operation can answer with.
#[cfg(feature = "_client")]
pub trait DecodeBody: Sized + Send + 'static {
    /// Reads the body of a successful response.
    fn from_text(text: &str, limits: DecodeLimits) -> Result<Self, DecodeError>;

    /// Takes a secret out of what the value tells of its own decoding. What it holds is the API's, and stays as it came.
    fn redact(&mut self, _: &Secret) {}
}

/// Nothing, whatever the body says.
#[cfg(feature = "_client")]
impl DecodeBody for () {
    fn from_text(_: &str, _: DecodeLimits) -> Result<Self, DecodeError> {
        Ok(())
    }
}

/// Types that are not emitted.
#[cfg(feature = "_client")]
mod plain {
    use std::collections::BTreeMap;

    use super::{DecodeBody, DecodeError, DecodeLimits, JsonValue, read_text};

    macro_rules! plain {
        ($([$($bounds:tt)*] $type:ty),*) => {$(
            impl<$($bounds)*> DecodeBody for $type {
                fn from_text(text: &str, limits: DecodeLimits) -> Result<Self, DecodeError> {
                    read_text(text, limits)
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
pub fn read_text<T: JsonValue>(text: &str, limits: DecodeLimits) -> Result<T, DecodeError> {
    let mut value = T::default();
    read_text_with(text, &mut DecodeContext::new(limits), |from, context| {
        value.deserialize_in_place(from, context)
    })?;
    Ok(value)
}

/// Decodes the whole text by way of `fill`.
pub(super) fn read_text_with<'de>(
    text: &'de str,
    context: &mut DecodeContext,
    fill: impl FnOnce(&mut Deserializer<StrRead<'de>>, &mut DecodeContext) -> serde_json::Result<()>,
) -> Result<(), DecodeError> {
    fill_from(without_bom(text), context, fill).map_err(|error| context.take_error(&error))
}

/// Decodes the whole text by way of `fill`. After an error the context has its path.
pub(super) fn fill_from<'de>(
    text: &'de str,
    context: &mut DecodeContext,
    fill: impl FnOnce(&mut Deserializer<StrRead<'de>>, &mut DecodeContext) -> serde_json::Result<()>,
) -> serde_json::Result<()> {
    let mut from = Deserializer::from_str(text);
    fill(&mut from, context).and_then(|()| from.end())
}

/// Whether the bytes are the text of a JSON value.
#[cfg(feature = "_client")]
#[must_use]
pub fn is_json(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(without_bom(text)).is_ok())
}

/// Without the byte order mark that some servers put first, which is no part of JSON.
#[must_use]
pub fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
