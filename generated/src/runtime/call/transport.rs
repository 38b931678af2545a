//! What the core asks of whoever sends for it, so that anybody can.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::iter::successors;
use std::time::Instant;

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::response::Parts;
use http::{HeaderMap, Version};

use crate::runtime::error::{causes, is_transient};

#[cfg(feature = "_tls")]
use super::roots::is_untrusted;
use super::tunnel::TunnelError;

/// The most bytes of a response's status line and headers that the crate's own transports read.
pub(super) const MAX_RESPONSE_HEADER_BYTES: usize = 64 * 1024;

/// The most headers of a response that they read: as many as ureq does, which cannot be told.
#[cfg(feature = "async")]
pub(super) const MAX_RESPONSE_HEADERS: usize = 128;

/// One attempt of a call, ready to be sent.
///
/// A transport sends it as it is, follows no redirect and tries nothing twice: that is decided elsewhere, alike for all
/// transports. It gives the response as it came, compressed or not.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// With an absolute address. The header that carries the key is marked as sensitive.
    pub request: http::Request<Vec<u8>>,
    /// When to give up, with [`TransportErrorKind::Timeout`]. For an async transport by Tokio's clock, which is the system's unless
    /// a test has paused it.
    pub deadline: Instant,
    /// The most bytes of a body to read. A longer one is [`TransportErrorKind::TooLarge`], with the
    /// [head](TransportError::with_head) of its response.
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
    head: Option<Box<Parts>>,
    /// Whether there was no connection yet.
    connecting: bool,
}

/// What a retry depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be made. Worth a retry.
    Connect,
    /// No connection could be made, and no retry will change that: the server's certificate is not trusted, or a proxy refuses.
    Refused,
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
        Self { kind, source: source.into(), head: None, connecting: false }
    }

    /// Adds the head of the response whose body could not be read. If its status is a failure, the call fails with that.
    #[must_use]
    pub fn with_head(mut self, head: Parts) -> Self {
        self.head = Some(Box::new(head));
        self
    }

    pub(super) fn take_head(&mut self) -> Option<Parts> {
        self.head.take().map(|head| *head)
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

    /// Refuses headers over the limits. hyper keeps to them roughly, and only with HTTP/1.
    #[cfg(feature = "async")]
    pub(super) fn check_headers(headers: &HeaderMap) -> Result<(), Self> {
        let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        if size <= MAX_RESPONSE_HEADER_BYTES && headers.len() <= MAX_RESPONSE_HEADERS {
            return Ok(());
        }
        let message = format!(
            "over {MAX_RESPONSE_HEADER_BYTES} bytes of headers, or over {MAX_RESPONSE_HEADERS} of them"
        );
        Err(Self::new(TransportErrorKind::TooLarge, message))
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

/// Whether a body has ended, by the error that came in its place: where nothing but the end of the connection marks its end, it does not
/// matter whether TLS was closed in an orderly way. Many servers do not, TLS libraries disagree about it, and the JSON shows
/// whether it is whole.
pub(super) fn is_end_of_body(head: &Parts, error: &(dyn StdError + 'static)) -> bool {
    let ends_with_connection = head.version < Version::HTTP_2
        && !head.headers.contains_key(CONTENT_LENGTH)
        && !head.headers.contains_key(TRANSFER_ENCODING);
    ends_with_connection
        && find_cause::<io::Error>(error).is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof)
}

/// The error itself, or the first among its causes, that is of this type. Goes through the errors that `io::Error` is made of, which
/// are none of its sources.
pub(super) fn find_cause<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let inner = |error: &'a (dyn StdError + 'static)| -> Option<&'a (dyn StdError + 'static)> {
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    };
    successors(Some(error), |error| inner(*error)).find_map(|error| error.downcast_ref())
}

/// An error of making a connection.
pub(super) fn connect_error(error: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    let error = error.into();
    if causes(&*error).any(is_late) {
        return TransportError::new(TransportErrorKind::Timeout, error).while_connecting();
    }
    let is_refused = match find_cause(&*error) {
        Some(TunnelError::Refused(status)) => !is_transient(*status),
        _ => is_untrusted(&*error),
    };
    let kind = if is_refused { TransportErrorKind::Refused } else { TransportErrorKind::Connect };
    TransportError::new(kind, error)
}

fn is_late(error: &(dyn StdError + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
}

#[cfg(not(feature = "_tls"))]
pub(super) fn is_untrusted(_: &(dyn StdError + 'static)) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::{fmt, io};

    use http::HeaderMap;
    use http::header::CONTENT_LENGTH;

    use super::{TransportError, TransportErrorKind, TunnelError, connect_error, find_cause};

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
    fn cause_is_found_below_and_within_io_errors() {
        let inner = io::Error::new(io::ErrorKind::InvalidData, Broken(fmt::Error));
        let outer = io::Error::other(inner);
        assert!(find_cause::<Broken>(&outer).is_some());
        assert!(find_cause::<fmt::Error>(&outer).is_some());
        assert!(find_cause::<TunnelError>(&outer).is_none());
    }

    #[test]
    fn connect_error_tells_whether_a_retry_helps() {
        use TransportErrorKind::{Connect, Refused, Timeout};
        let refused = |status| io::Error::other(TunnelError::Refused(status));
        for (status, expected) in
            [(407, Refused), (403, Refused), (302, Refused), (502, Connect), (503, Connect), (429, Connect)]
        {
            assert_eq!(connect_error(refused(status)).kind(), expected, "{status}");
        }
        assert_eq!(connect_error(TunnelError::Closed).kind(), Connect);
        for (error, expected) in
            [(io::ErrorKind::TimedOut, Timeout), (io::ErrorKind::ConnectionRefused, Connect)]
        {
            assert_eq!(connect_error(io::Error::from(error)).kind(), expected);
        }
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
