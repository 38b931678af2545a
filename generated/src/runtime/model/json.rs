//! Decodes the text of a response.

#[cfg(feature = "_client")]
use serde_core::de::IgnoredAny;
use serde_json::Deserializer;
use serde_json::de::StrRead;

use super::context::{DecodeContext, DecodeLimits};
use super::decode_error::DecodeError;
use super::wire::JsonValue;
#[cfg(feature = "_client")]
use crate::runtime::redact::Secret;

/// A type that the body of a successful response can be decoded to.
#[cfg(feature = "_client")]
pub trait DecodeBody: Sized + Send + 'static {
    /// Decodes the body.
    fn from_text(text: &str, limits: DecodeLimits) -> Result<Self, DecodeError>;

    /// Decodes the body where it is text as it is. Only text can be.
    fn from_plain_text(text: &str, limits: DecodeLimits) -> Result<Self, DecodeError> {
        Self::from_text(text, limits)
    }

    /// Redacts the secret from texts about the decoding itself. Decoded values stay as they were received.
    fn redact(&mut self, _: &Secret) {}
}

/// For operations without a value: any body is accepted.
#[cfg(feature = "_client")]
impl DecodeBody for () {
    fn from_text(_: &str, _: DecodeLimits) -> Result<Self, DecodeError> {
        Ok(())
    }
}

/// Implementations for types that are not emitted.
#[cfg(feature = "_client")]
mod builtin {
    use std::collections::BTreeMap;

    use super::super::{Base64, Base64Url, Date, DateTime, Quoted};
    use super::{DecodeBody, DecodeError, DecodeLimits, JsonValue, read_text, without_bom};

    macro_rules! decode_body {
        ($([$($bounds:tt)*] $type:ty),*) => {$(
            impl<$($bounds)*> DecodeBody for $type {
                fn from_text(text: &str, limits: DecodeLimits) -> Result<Self, DecodeError> {
                    read_text(text, limits)
                }
            }
        )*};
    }

    impl DecodeBody for String {
        fn from_text(text: &str, limits: DecodeLimits) -> Result<Self, DecodeError> {
            read_text(text, limits)
        }

        fn from_plain_text(text: &str, _: DecodeLimits) -> Result<Self, DecodeError> {
            Ok(without_bom(text).to_owned())
        }
    }

    /// An empty body is `None`, as null is.
    impl<T: JsonValue + DecodeBody> DecodeBody for Option<T> {
        fn from_text(text: &str, limits: DecodeLimits) -> Result<Self, DecodeError> {
            if without_bom(text).trim().is_empty() { Ok(None) } else { read_text(text, limits) }
        }

        fn from_plain_text(text: &str, limits: DecodeLimits) -> Result<Self, DecodeError> {
            let text = without_bom(text);
            if text.is_empty() { Ok(None) } else { T::from_plain_text(text, limits).map(Some) }
        }
    }

    decode_body!(
        [] bool, [] f32, [] f64, [] i64, [] u64, [] serde_json::Value,
        [] Base64, [] Base64Url, [] Date, [] DateTime,
        [] Quoted<f64>, [] Quoted<i64>, [] Quoted<u64>,
        [T: JsonValue + Send + 'static] Vec<T>,
        [T: JsonValue + Send + 'static] BTreeMap<String, T>
    );
}

/// Decodes the whole text. Trailing text is an error.
pub fn read_text<T: JsonValue>(text: &str, limits: DecodeLimits) -> Result<T, DecodeError> {
    let mut value = T::default();
    read_text_with(text, &mut DecodeContext::new(limits), |from, context| {
        value.deserialize_in_place(from, context)
    })?;
    Ok(value)
}

/// Decodes the whole text with `fill`.
pub(super) fn read_text_with<'de>(
    text: &'de str,
    context: &mut DecodeContext,
    fill: impl FnOnce(&mut Deserializer<StrRead<'de>>, &mut DecodeContext) -> serde_json::Result<()>,
) -> Result<(), DecodeError> {
    fill_from(without_bom(text), context, fill).map_err(|error| context.take_error(&error))
}

/// Decodes the whole text with `fill`. After an error the context has its path.
pub(super) fn fill_from<'de>(
    text: &'de str,
    context: &mut DecodeContext,
    fill: impl FnOnce(&mut Deserializer<StrRead<'de>>, &mut DecodeContext) -> serde_json::Result<()>,
) -> serde_json::Result<()> {
    let mut from = Deserializer::from_str(text);
    fill(&mut from, context).and_then(|()| from.end())
}

/// Whether the bytes are a JSON document.
#[cfg(feature = "_client")]
#[must_use]
pub fn is_json(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(without_bom(text)).is_ok())
}

/// Strips a leading byte order mark, which some servers send and JSON does not allow.
#[must_use]
pub fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
