//! HTTP/2. Many calls share one connection, so an unresponsive connection must be detected, or later calls would use it too.

use std::time::{Duration, Instant};

use http::Request;
use hyper_util::client::legacy::connect::{CaptureConnection, capture_connection};
use hyper_util::client::legacy::{Builder, Error};
use hyper_util::rt::TokioTimer;

use crate::runtime::call::cause::find_cause;

/// Idle time of a connection with open calls before a PING is sent, and timeout of its acknowledgement. Together they are less than
/// the default timeout of an attempt, 30 s.
const PING_AFTER: Duration = Duration::from_secs(10);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// Maximum bytes of headers that hyper accepts. Its default of 16 KiB causes an error that does not name the reason; the limit of
/// the crate is checked later.
const MAX_HEADER_LIST_BYTES: u32 = 1024 * 1024;

pub(super) fn configure(builder: &mut Builder) {
    builder
        .timer(TokioTimer::new())
        .http2_keep_alive_interval(PING_AFTER)
        .http2_keep_alive_timeout(PING_TIMEOUT)
        .http2_max_header_list_size(MAX_HEADER_LIST_BYTES);
}

/// Whether the server reports that it has not processed the request, so that any request can be sent again.
pub(super) fn is_unprocessed(error: &Error) -> bool {
    find_cause::<h2::Error>(error).is_some_and(|error| {
        let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        let is_shutting_down = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
        error.is_remote() && (is_refused || is_shutting_down)
    })
}

/// Removes the connection of an attempt from the pool when it is dropped after the deadline: the connection may be dead.
pub(super) struct PoisonOnTimeout {
    connection: CaptureConnection,
    deadline: Instant,
}

impl PoisonOnTimeout {
    pub(super) fn new<B>(request: &mut Request<B>, deadline: Instant) -> Self {
        Self { connection: capture_connection(request), deadline }
    }
}

impl Drop for PoisonOnTimeout {
    fn drop(&mut self) {
        if super::now() >= self.deadline {
            if let Some(connection) = &*self.connection.connection_metadata() {
                connection.poison();
            }
        }
    }
}
