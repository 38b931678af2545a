//! The API key. It is never displayed, and is wiped from memory when the last client and call with it are dropped.

use std::env::VarError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::redact::Secret;

use super::api::{Api, KeyHeader};

/// The key, as a header value. All requests share its memory, so that there is one copy to wipe.
#[derive(Clone)]
pub(super) struct ApiKey {
    header: Option<(HeaderName, HeaderValue)>,
    secret: Arc<Secret>,
}

impl ApiKey {
    /// The key of a client: the given one, or else the value of the API's environment variable. Surrounding white space is removed,
    /// since no key has any.
    pub(super) fn new(api: &Api, given: Option<&str>) -> Result<Self, Error> {
        match (&api.key, given) {
            (Some(key), Some(given)) => Self::parse(key, given, "the API key"),
            (Some(key), None) => Self::from_variable(api.title, key, std::env::var(key.environment)),
            (None, None) => Ok(Self { header: None, secret: Arc::new(Secret::new("")) }),
            (None, Some(_)) => Err(config_error(api.title, "has no API key, but one was passed")),
        }
    }

    fn from_variable(title: &str, key: &KeyHeader, value: Result<String, VarError>) -> Result<Self, Error> {
        let name = key.environment;
        let subject = format!("the API key in {name}");
        match value.map(Zeroizing::new) {
            Ok(value) => Self::parse(key, &value, &subject),
            Err(VarError::NotUnicode(_)) => Err(config_error(&subject, "is not Unicode")),
            Err(VarError::NotPresent) => {
                let message = format!("no key for {title}: set {name} or pass one");
                Err(Error::new(ErrorKind::Configuration, message))
            }
        }
    }

    fn parse(KeyHeader { header, scheme, .. }: &KeyHeader, key: &str, subject: &str) -> Result<Self, Error> {
        let key = key.trim();
        check(key).map_err(|why| config_error(subject, why))?;
        let value = match scheme {
            Some(scheme) => [scheme.as_bytes(), b" ", key.as_bytes()].concat(),
            None => key.as_bytes().to_vec(),
        };
        let value = HeaderValue::from_maybe_shared(Bytes::from_owner(Zeroizing::new(value)));
        let mut value = value.map_err(|_| config_error(subject, "cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(Self {
            header: Some((HeaderName::from_static(header), value)),
            secret: Arc::new(Secret::new(key)),
        })
    }

    /// The header; `None` if the API has no key.
    pub(super) fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        self.header.clone()
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
