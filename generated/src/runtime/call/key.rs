//! The API key. It is never displayed, and is wiped from memory when the last client and call with it are dropped.

use std::env::VarError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::redact::Secret;

use super::api::Api;

/// The key, as a header value. All requests share its memory, so that there is one copy to wipe.
#[derive(Clone)]
pub(super) struct ApiKey {
    header: HeaderValue,
    secret: Arc<Secret>,
}

impl ApiKey {
    /// Checks that the text can be a key. Surrounding white space is removed, since no key has any.
    pub(super) fn new(key: &str) -> Result<Self, Error> {
        Self::parse(key, "the API key")
    }

    /// Creates a key from the value of the API's environment variable.
    pub(super) fn from_variable(api: &Api, value: Result<String, VarError>) -> Result<Self, Error> {
        let Api { title, key_environment: name, .. } = api;
        let subject = format!("the API key in {name}");
        match value.map(Zeroizing::new) {
            Ok(key) => Self::parse(&key, &subject),
            Err(VarError::NotUnicode(_)) => Err(config_error(&subject, "is not Unicode")),
            Err(VarError::NotPresent) => {
                let message = format!("no key for {title}: set {name} or pass one");
                Err(Error::new(ErrorKind::Configuration, message))
            }
        }
    }

    fn parse(key: &str, subject: &str) -> Result<Self, Error> {
        let key = key.trim();
        check(key).map_err(|why| config_error(subject, why))?;
        let shared = Bytes::from_owner(Zeroizing::new(key.as_bytes().to_vec()));
        let header = HeaderValue::from_maybe_shared(shared);
        let mut header = header.map_err(|_| config_error(subject, "cannot be sent in a header"))?;
        header.set_sensitive(true);
        Ok(Self { header, secret: Arc::new(Secret::new(key)) })
    }

    pub(super) fn header(&self) -> &HeaderValue {
        &self.header
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.secret
    }
}

fn config_error(subject: &str, why: &str) -> Error {
    Error::new(ErrorKind::Configuration, format!("{subject} {why}"))
}

fn check(key: &str) -> Result<(), &'static str> {
    let is_within = |start: &str, end: &str| key.starts_with(start) && key.ends_with(end);
    if key.is_empty() {
        Err("is empty")
    } else if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        Err("contains invalid characters: white space, control characters or non-ASCII ones")
    } else if is_within("\"", "\"") || is_within("'", "'") {
        Err("is in quotes, which are not part of a key")
    } else if is_within("${", "}") || is_within("$(", ")") || is_within("{{", "}}") {
        Err("is a placeholder that has not been replaced")
    } else {
        Ok(())
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
