//! The crate's own async transport: hyper's pooled client.

use std::error::Error as StdError;
use std::io::{self, Cursor};

use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::runtime::call::client::TransportConfig;
use crate::runtime::call::transport::{Attempt, TransportError, TransportErrorKind};
use crate::runtime::error::{Error, causes};

use super::connect::{Connector, connector};
use super::{Transport, TransportFuture};

pub(super) struct Hyper {
    client: Client<Connector, Full<Cursor<Vec<u8>>>>,
}

impl Hyper {
    pub(super) fn new(setup: &TransportConfig) -> Result<Self, Error> {
        let client =
            Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector(setup)?);
        Ok(Self { client })
    }
}

impl Transport for Hyper {
    fn send(&self, attempt: Attempt) -> TransportFuture<'_> {
        Box::pin(async move {
            let request = attempt.request.map(|body| Full::new(Cursor::new(body)));
            let response = self.client.request(request).await.map_err(failed)?;
            let (parts, mut body) = response.into_parts();
            TransportError::check_announced(&parts.headers, attempt.max_response_bytes)?;
            let mut bytes = Vec::new();
            while let Some(frame) = body.frame().await {
                let frame = frame.map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
                let Some(data) = frame.data_ref() else { continue };
                if bytes.len() + data.len() > attempt.max_response_bytes {
                    return Err(TransportError::too_large(attempt.max_response_bytes));
                }
                bytes.extend_from_slice(data);
            }
            Ok(http::Response::from_parts(parts, bytes))
        })
    }
}

fn failed(error: hyper_util::client::legacy::Error) -> TransportError {
    let late = |error: &(dyn StdError + 'static)| {
        error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
    };
    let kind = match error.is_connect() {
        true if causes(&error).any(late) => {
            return TransportError::new(TransportErrorKind::Timeout, error).while_connecting();
        }
        false if causes(&error).any(late) => TransportErrorKind::Timeout,
        true => TransportErrorKind::Connect,
        false => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}
