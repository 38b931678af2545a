//! From the text of a response to its value.

use serde_json::Deserializer;

use super::wire::Wire;

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

    use super::{Failure, Response, Wire, straight_or_located};

    macro_rules! plain {
        ($([$($bounds:tt)*] $type:ty),*) => {$(
            impl<$($bounds)*> Response for $type {
                fn from_text(text: &str) -> Result<Self, Failure> {
                    straight_or_located(text)
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

/// Decodes the text; if that fails, decodes it once more to find out where.
pub(crate) fn straight_or_located<T: Wire>(text: &str) -> Result<T, Failure> {
    straight(text, |from| T::read(from)).map_err(|error| {
        let located = locate(|track| {
            let mut from = Deserializer::from_str(text);
            T::read(serde_path_to_error::Deserializer::new(&mut from, track)).err()
        });
        located.unwrap_or(Failure { path: ".".to_owned(), source: error })
    })
}

/// Decodes the whole text and nothing but it.
pub(super) fn straight<'a, T>(
    text: &'a str,
    read: impl FnOnce(&mut Deserializer<serde_json::de::StrRead<'a>>) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    let mut from = Deserializer::from_str(text);
    let value = read(&mut from)?;
    from.end()?;
    Ok(value)
}

/// Runs a decoding that keeps track of where it is, and says where it failed, if it did.
pub(super) fn locate(
    decode: impl FnOnce(&mut serde_path_to_error::Track) -> Option<serde_json::Error>,
) -> Option<Failure> {
    let mut track = serde_path_to_error::Track::new();
    let source = decode(&mut track)?;
    Some(Failure { path: track.path().to_string(), source })
}
