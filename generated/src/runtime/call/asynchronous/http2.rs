//! What HTTP/2 needs beside HTTP/1: many calls share a connection, and the next ones would go on to use it whatever has become of it.

use std::time::{Duration, Instant};

use http::Request;
use hyper_util::client::legacy::connect::{CaptureConnection, capture_connection};
use hyper_util::client::legacy::{Builder, Error};
use hyper_util::rt::TokioTimer;

use crate::runtime::call::transport::find_cause;

/// How long a connection with calls on it may be silent before the server is asked whether it is still there, and how long it
/// has for the answer. Both together are less than an attempt has by default.
const PING_AFTER: Duration = Duration::from_secs(10);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// hyper refuses more than 16 KiB of headers by default, with an error that does not say so. Up to this, they are measured later.
const MAX_HEADER_LIST_BYTES: u32 = 1024 * 1024;

pub(super) fn configure(builder: &mut Builder) {
    builder
        .timer(TokioTimer::new())
        .http2_keep_alive_interval(PING_AFTER)
        .http2_keep_alive_timeout(PING_TIMEOUT)
        .http2_max_header_list_size(MAX_HEADER_LIST_BYTES);
}

/// Whether the server says that it has not looked at the request: it may be sent once more, whatever it asks for.
pub(super) fn is_unprocessed(error: &Error) -> bool {
    find_cause::<h2::Error>(error).is_some_and(|error| {
        let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        let is_leaving = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
        error.is_remote() && (is_refused || is_leaving)
    })
}

/// Takes a connection out of use if an attempt's time is over by the end of the attempt: it may be dead.
pub(super) struct Watch {
    connection: CaptureConnection,
    deadline: Instant,
}

impl Watch {
    pub(super) fn new<B>(request: &mut Request<B>, deadline: Instant) -> Self {
        Self { connection: capture_connection(request), deadline }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if super::now() >= self.deadline {
            if let Some(connection) = &*self.connection.connection_metadata() {
                connection.poison();
            }
        }
    }
}
