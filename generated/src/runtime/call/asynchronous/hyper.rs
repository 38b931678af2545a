//! The crate's own async transport: hyper's pooled client.

use std::io::Cursor;

use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::runtime::call::cause::find_cause;
use crate::runtime::call::client::TransportConfig;
use crate::runtime::call::transport::{
    Attempt, MAX_RESPONSE_HEADER_BYTES, MAX_RESPONSE_HEADERS, TransportError, TransportErrorKind,
    connect_error, is_end_of_body,
};
use crate::runtime::error::{Error, causes};

use super::connect::{ConnectPanic, Connector, connector};
#[cfg(feature = "http2")]
use super::http2::{self, is_unprocessed};
use super::{Transport, TransportFuture};

/// Maximum number of times that a request is sent again because the server has not processed it. These are not retries: nothing has
/// failed, and many concurrent calls would exhaust the retry budget.
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
            #[cfg_attr(not(feature = "http2"), expect(unused_mut, reason = "HTTP/2 mutates it"))]
            let mut request = attempt.request.map(|body| Full::new(Cursor::new(body)));
            let method = request.method().clone();
            #[cfg(feature = "http2")]
            let _watch = http2::PoisonOnTimeout::new(&mut request, attempt.deadline);
            let mut resends_left = MAX_RESENDS;
            let response = loop {
                match self.client.request(request.clone()).await {
                    Err(error) if resends_left > 0 && is_unprocessed(&error) => resends_left -= 1,
                    response => break response.map_err(transport_error)?,
                }
            };
            let (parts, mut body) = response.into_parts();
            TransportError::check_headers(&parts.headers)?;
            let limit = attempt.max_response_bytes;
            let read = async {
                TransportError::check_content_length(&method, &parts.headers, limit)?;
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

/// HTTP/1 has no such error.
#[cfg(not(feature = "http2"))]
fn is_unprocessed(_: &ClientError) -> bool {
    false
}

fn transport_error(error: ClientError) -> TransportError {
    // hyper-util gives no other access to this property of hyper's error.
    let has_large_head = || causes(&error).any(|cause| cause.to_string() == "message head is too large");
    let kind = match error.is_connect() {
        true if find_cause::<ConnectPanic>(&error).is_some() => TransportErrorKind::Unsupported,
        true => return connect_error(error),
        false if has_large_head() => TransportErrorKind::TooLarge,
        false => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}
