//! The API key, which is never shown.

use std::fmt;

use http::HeaderValue;

use crate::runtime::error::{Error, ErrorKind};

/// The key, as the header that carries it.
#[derive(Clone)]
pub(super) struct ApiKey(HeaderValue);

impl ApiKey {
    /// Refuses what could not be sent. White space around a key is never part of it.
    pub(super) fn new(key: &str) -> Result<Self, Error> {
        let wrong = |why: &str| Error::new(ErrorKind::Configuration, format!("the API key {why}"));
        let key = key.trim();
        if key.is_empty() {
            return Err(wrong("is empty"));
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(wrong(
                "holds characters that no key has: white space, control characters or non-ASCII ones",
            ));
        }
        let mut value = HeaderValue::from_str(key).map_err(|_| wrong("cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    pub(super) fn header(&self) -> &HeaderValue {
        &self.0
    }

    pub(super) fn secret(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
