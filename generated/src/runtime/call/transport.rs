//! The interface between the core and a transport, which users can implement.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Instant;

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::response::Parts;
use http::{HeaderMap, Method, Version};

use crate::runtime::error::{causes, is_transient};

use super::cause::find_cause;
use super::clock::SkippedTime;
#[cfg(feature = "_tls")]
use super::roots::is_untrusted;
use super::tunnel::TunnelError;

/// Maximum bytes of a response's status line and headers, in the crate's own transports: far more than real
/// responses have.
pub(super) const MAX_RESPONSE_HEADER_BYTES: usize = 64 * 1024;

/// Maximum number of headers of a response. The same as in ureq, where it cannot be changed.
#[cfg(feature = "async")]
pub(super) const MAX_RESPONSE_HEADERS: usize = 128;

/// One attempt of a call.
///
/// A transport sends the request, follows no redirect and does not retry: the client does that, in the same way for all transports. It
/// returns the response as it was received, compressed or not. Middleware may change the request; what it removes, such as the header
/// with the key, is not sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The request, with an absolute URL. The header with the key is marked as sensitive.
    pub request: http::Request<Vec<u8>>,
    /// The name of the client's method.
    pub operation: &'static str,
    /// The path of the operation, with its parameters in braces, and without the path of the base URL.
    pub route: &'static str,
    /// The number of the attempt within the call, from 1: one more with each retry. A redirect is part of its attempt, although it is
    /// sent separately.
    pub number: u32,
    /// The deadline, after which the transport returns [`TransportErrorKind::Timeout`]. For an async transport it is measured by
    /// Tokio's clock, which is the system's unless a test has paused it.
    pub deadline: Instant,
    /// Maximum bytes of a body, before decompression. A longer one is [`TransportErrorKind::TooLarge`], with the
    /// [head](TransportError::with_head) of its response.
    pub max_response_bytes: usize,
    /// The time that a mock skips instead of waiting.
    #[cfg_attr(not(feature = "mock"), expect(dead_code, reason = "only a mock skips time"))]
    pub(crate) skipped_time: SkippedTime,
}

/// The error of an attempt without a complete response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
    head: Option<Box<Parts>>,
    /// Whether the error occurred before there was a connection.
    connecting: bool,
}

/// The category of a transport error, which decides about a retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be established. Retryable.
    Connect,
    /// No connection could be established because the server's certificate is untrusted or a proxy rejected the tunnel. Not
    /// retryable.
    Refused,
    /// The deadline has passed. Retryable within the timeout of the call.
    Timeout,
    /// The response exceeds a size limit. Not retryable.
    TooLarge,
    /// The transport does not support the request. Not retryable.
    Unsupported,
    /// Any other error, such as a connection that failed. Retryable.
    Other,
}

impl TransportError {
    /// Creates an error from its category and its cause: another error, or a text.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: source.into(), head: None, connecting: false }
    }

    /// Adds the head of a response whose body could not be read. If its status is a failure, the call fails with that status.
    #[must_use]
    pub fn with_head(mut self, head: Parts) -> Self {
        self.head = Some(Box::new(head));
        self
    }

    pub(super) fn take_head(&mut self) -> Option<Parts> {
        self.head.take().map(|head| *head)
    }

    /// Marks an error that occurred before there was a connection.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(super) fn while_connecting(self) -> Self {
        Self { connecting: true, ..self }
    }

    pub(super) fn is_connecting(&self) -> bool {
        self.connecting
    }

    /// Returns the category of the error.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Checks the headers against the limits. hyper enforces them only approximately, and only for HTTP/1.
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

    /// Checks `Content-Length` against the limit, before the body is read. In a response to HEAD, it is the length of a body that is
    /// not sent.
    pub(super) fn check_content_length(
        method: &Method,
        headers: &HeaderMap,
        limit: usize,
    ) -> Result<(), Self> {
        if *method == Method::HEAD {
            return Ok(());
        }
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

/// Whether an error is the end of a body without a length, which ends with the connection. If TLS is closed without `close_notify`,
/// TLS libraries report an unexpected end of file. Many servers close it so, and truncated JSON is detected by decoding.
pub(super) fn is_end_of_body(head: &Parts, error: &(dyn StdError + 'static)) -> bool {
    let ends_with_connection = head.version < Version::HTTP_2
        && !head.headers.contains_key(CONTENT_LENGTH)
        && !head.headers.contains_key(TRANSFER_ENCODING);
    ends_with_connection
        && find_cause::<io::Error>(error).is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof)
}

/// Converts an error of establishing a connection.
pub(super) fn connect_error(error: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    let error = error.into();
    if causes(&*error).any(is_timeout) {
        return TransportError::new(TransportErrorKind::Timeout, error).while_connecting();
    }
    let is_refused = match find_cause(&*error) {
        Some(TunnelError::Refused(status)) => !is_transient(*status),
        _ => is_untrusted(&*error),
    };
    let kind = if is_refused { TransportErrorKind::Refused } else { TransportErrorKind::Connect };
    TransportError::new(kind, error)
}

fn is_timeout(error: &(dyn StdError + 'static)) -> bool {
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

    use http::header::CONTENT_LENGTH;
    use http::{HeaderMap, Method};

    use super::{TransportError, TransportErrorKind, TunnelError, connect_error, find_cause};

    /// An error with a cause.
    #[derive(Debug)]
    struct TestError(fmt::Error);

    impl fmt::Display for TestError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("test error")
        }
    }

    impl Error for TestError {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn error_displays_its_cause() {
        let error = TransportError::new(TransportErrorKind::Other, TestError(fmt::Error));
        assert_eq!(error.to_string(), "test error");
        assert!(error.source().is_some_and(<dyn Error>::is::<fmt::Error>));
        assert!(TransportError::new(TransportErrorKind::Other, "test error").source().is_none());
    }

    #[test]
    fn cause_is_found_below_and_inside_io_errors() {
        let inner = io::Error::new(io::ErrorKind::InvalidData, TestError(fmt::Error));
        let outer = io::Error::other(inner);
        assert!(find_cause::<TestError>(&outer).is_some());
        assert!(find_cause::<fmt::Error>(&outer).is_some());
        assert!(find_cause::<TunnelError>(&outer).is_none());
    }

    #[test]
    fn connect_error_has_a_kind() {
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
    fn content_length_above_the_limit_is_an_error() {
        let fits = |method: Method, length: &'static str| {
            let headers = HeaderMap::from_iter([(CONTENT_LENGTH, length.parse().expect("a value"))]);
            TransportError::check_content_length(&method, &headers, 10).is_ok()
        };
        for (length, expected) in
            [("10", true), ("some", true), ("11", false), ("18446744073709551615", false)]
        {
            assert_eq!(fits(Method::GET, length), expected, "{length}");
            assert!(fits(Method::HEAD, length), "{length}");
        }
        assert!(TransportError::check_content_length(&Method::GET, &HeaderMap::new(), 10).is_ok());
    }
}
