//! What the core asks of whoever sends for it, so that anybody can.

use std::error::Error as StdError;
use std::fmt;
use std::time::Instant;

use http::HeaderMap;
use http::header::CONTENT_LENGTH;

/// One attempt of a call, ready to be sent.
///
/// A transport sends it as it is, follows no redirect and tries nothing twice: that is decided elsewhere, alike for all
/// transports. It gives the response as it came, compressed or not.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// With an absolute address. The header that carries the key is marked as sensitive.
    pub request: http::Request<Vec<u8>>,
    /// When to give up, with [`TransportErrorKind::Timeout`].
    pub deadline: Instant,
    /// The most bytes of a body to read. A longer one is [`TransportErrorKind::TooLarge`].
    pub max_response_bytes: usize,
}

impl Attempt {
    pub(super) fn new(request: http::Request<Vec<u8>>, deadline: Instant, max_response_bytes: usize) -> Self {
        Self { request, deadline, max_response_bytes }
    }
}

/// Why an attempt got no response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
    /// Whether there was no connection yet.
    connecting: bool,
}

/// What a retry depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be made. Worth a retry.
    Connect,
    /// The deadline has passed. Worth a retry, if the call as a whole has time left.
    Timeout,
    /// The body is longer than allowed.
    TooLarge,
    /// The transport cannot do it, and no retry will change that.
    Unsupported,
    /// Anything else, such as a connection that broke. Worth a retry.
    Other,
}

impl TransportError {
    /// An error of that kind, and what caused it: another error, or a text.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: source.into(), connecting: false }
    }

    /// There was no connection yet.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(super) fn while_connecting(self) -> Self {
        Self { connecting: true, ..self }
    }

    pub(super) fn is_connecting(&self) -> bool {
        self.connecting
    }

    /// What a retry depends on.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Refuses a body by what is said of its length, before any of it has come.
    pub(super) fn check_announced(headers: &HeaderMap, limit: usize) -> Result<(), Self> {
        let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        match length.map(usize::try_from) {
            Some(Ok(length)) if length <= limit => Ok(()),
            Some(_) => Err(Self::too_large(limit)),
            None => Ok(()),
        }
    }

    pub(super) fn too_large(limit: usize) -> Self {
        Self::new(TransportErrorKind::TooLarge, format!("over {limit} bytes"))
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.source()
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::fmt;

    use http::HeaderMap;
    use http::header::CONTENT_LENGTH;

    use super::{TransportError, TransportErrorKind};

    /// An error with a cause.
    #[derive(Debug)]
    struct Broken(fmt::Error);

    impl fmt::Display for Broken {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("it broke")
        }
    }

    impl Error for Broken {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn an_error_is_what_it_was_made_of() {
        let error = TransportError::new(TransportErrorKind::Other, Broken(fmt::Error));
        assert_eq!(error.to_string(), "it broke");
        assert!(error.source().is_some_and(<dyn Error>::is::<fmt::Error>));
        assert!(TransportError::new(TransportErrorKind::Other, "it broke").source().is_none());
    }

    #[test]
    fn a_body_is_refused_by_what_is_said_of_its_length() {
        let fits = |length: &'static str| {
            let headers = HeaderMap::from_iter([(CONTENT_LENGTH, length.parse().expect("a value"))]);
            TransportError::check_announced(&headers, 10).is_ok()
        };
        assert!(fits("10") && fits("some") && !fits("11") && !fits("18446744073709551615"));
        assert!(TransportError::check_announced(&HeaderMap::new(), 10).is_ok());
    }
}
