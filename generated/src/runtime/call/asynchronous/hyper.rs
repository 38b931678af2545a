//! The crate's own async transport: hyper's pooled client.

use std::io::Cursor;

use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::runtime::call::client::TransportConfig;
use crate::runtime::call::transport::{
    Attempt, MAX_RESPONSE_HEADER_BYTES, MAX_RESPONSE_HEADERS, TransportError, TransportErrorKind,
    connect_error, find_cause, is_end_of_body,
};
use crate::runtime::error::{Error, causes};

use super::connect::{Connector, Panicked, connector};
#[cfg(feature = "http2")]
use super::http2::{self, is_unprocessed};
use super::{Transport, TransportFuture};

/// How often a request is sent once more that a server has not looked at. That is no retry: nothing has failed, and many calls at
/// once would soon use up what they may spend on retries.
const MAX_RESENDS: u32 = 3;

type Body = Full<Cursor<Vec<u8>>>;

pub(super) struct Hyper {
    client: Client<Connector, Body>,
}

impl Hyper {
    pub(super) fn new(setup: &TransportConfig) -> Result<Self, Error> {
        let mut builder = Client::builder(TokioExecutor::new());
        builder.pool_timer(TokioTimer::new());
        builder.http1_max_headers(MAX_RESPONSE_HEADERS).http1_max_buf_size(MAX_RESPONSE_HEADER_BYTES);
        #[cfg(feature = "http2")]
        http2::configure(&mut builder);
        Ok(Self { client: builder.build(connector(setup)?) })
    }
}

impl Transport for Hyper {
    fn send(&self, attempt: Attempt) -> TransportFuture<'_> {
        Box::pin(async move {
            #[cfg_attr(not(feature = "http2"), expect(unused_mut, reason = "it is for HTTP/2"))]
            let mut request = attempt.request.map(|body| Full::new(Cursor::new(body)));
            #[cfg(feature = "http2")]
            let _watch = http2::Watch::new(&mut request, attempt.deadline);
            let mut resends_left = MAX_RESENDS;
            let response = loop {
                match self.client.request(request.clone()).await {
                    Err(error) if resends_left > 0 && is_unprocessed(&error) => resends_left -= 1,
                    answer => break answer.map_err(failed)?,
                }
            };
            let (parts, mut body) = response.into_parts();
            TransportError::check_headers(&parts.headers)?;
            let limit = attempt.max_response_bytes;
            let read = async {
                TransportError::check_announced(&parts.headers, limit)?;
                let mut bytes = Vec::new();
                while let Some(frame) = body.frame().await {
                    let frame = match frame {
                        Ok(frame) => frame,
                        Err(error) if is_end_of_body(&parts, &error) => break,
                        Err(error) => return Err(TransportError::new(TransportErrorKind::Other, error)),
                    };
                    let Some(data) = frame.data_ref() else { continue };
                    if bytes.len() + data.len() > limit {
                        return Err(TransportError::too_large(limit));
                    }
                    bytes.extend_from_slice(data);
                }
                Ok(bytes)
            };
            match read.await {
                Ok(bytes) => Ok(http::Response::from_parts(parts, bytes)),
                Err(error) => Err(error.with_head(parts)),
            }
        })
    }
}

/// HTTP/1 has no way to say so.
#[cfg(not(feature = "http2"))]
fn is_unprocessed(_: &ClientError) -> bool {
    false
}

fn failed(error: ClientError) -> TransportError {
    // A client cannot ask hyper's error for it otherwise.
    let has_large_head = || causes(&error).any(|cause| cause.to_string() == "message head is too large");
    let kind = match error.is_connect() {
        true if find_cause::<Panicked>(&error).is_some() => TransportErrorKind::Unsupported,
        true => return connect_error(error),
        false if has_large_head() => TransportErrorKind::TooLarge,
        false => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}
