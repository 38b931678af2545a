//! The async client: carries out what the core decides, on Tokio and hyper.

use std::error::Error as StdError;
use std::io::{self, Cursor};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as HyperClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::runtime::error::{Error, ErrorKind};

use super::api::Operation;
use super::client::{ApiClient, Sender};
use super::exchange::{Exchange, Step};
use super::request::Request;
use super::response::Raw;
use super::transport::{Attempt, TransportError, TransportErrorKind, causes};

/// The async client. Its calls are awaited, in a Tokio runtime.
pub type Client = ApiClient<Async>;

/// Marks what is sent by awaiting it.
#[derive(Clone)]
pub struct Async {
    hyper: HyperClient<Connector, Full<Cursor<Vec<u8>>>>,
}

#[cfg(feature = "rustls")]
type Connector = hyper_rustls::HttpsConnector<HttpConnector>;
#[cfg(not(feature = "rustls"))]
type Connector = HttpConnector;

impl std::fmt::Debug for Async {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Async")
    }
}

impl Sender for Async {
    fn new(connect_timeout: Duration) -> Result<Self, Error> {
        let mut tcp = HttpConnector::new();
        tcp.set_connect_timeout(Some(connect_timeout));
        tcp.set_nodelay(true);
        let connector = connector(tcp)?;
        let hyper = HyperClient::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        Ok(Self { hyper })
    }
}

#[cfg(feature = "rustls")]
fn connector(mut tcp: HttpConnector) -> Result<Connector, Error> {
    tcp.enforce_http(false);
    let builder = hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
        .map_err(|error| Error::new(ErrorKind::Configuration, "TLS cannot be set up").with_source(error))?;
    Ok(builder.https_or_http().enable_http1().wrap_connector(tcp))
}

#[cfg(not(feature = "rustls"))]
fn connector(tcp: HttpConnector) -> Result<Connector, Error> {
    Ok(tcp)
}

impl<Op: Operation> Request<Op, Async> {
    /// Sends the request and gives the value that the server answers with.
    ///
    /// # Errors
    ///
    /// If an argument is refused, the server cannot be reached in time, answers with an error, or with something that is
    /// not the value.
    pub async fn send(self) -> Result<Op::Output, Error> {
        self.send_raw().await.map(Raw::into_value)
    }

    /// Sends the request and gives the value with the response that it came in.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_raw(self) -> Result<Raw<Op::Output>, Error> {
        if tokio::runtime::Handle::try_current().is_err() {
            let message = "the async client needs a Tokio runtime, and there is none here";
            return Err(Error::new(ErrorKind::Configuration, message).during(Op::NAME));
        }
        let shared = self.client.shared;
        let mut exchange = Exchange::new::<Op>(&shared.config, self.draft, Instant::now())?;
        let mut step = exchange.attempt(Instant::now());
        loop {
            step = match step {
                Step::Send(attempt) => {
                    let answer = shared.sender.carry_out(attempt).await;
                    exchange.answer(answer, Instant::now())
                }
                Step::Wait(delay) => {
                    tokio::time::sleep(delay).await;
                    exchange.attempt(Instant::now())
                }
                Step::Done(result) => return result.and_then(|response| exchange.decode(response)),
            };
        }
    }
}

impl Async {
    async fn carry_out(&self, attempt: Attempt) -> Result<http::Response<Vec<u8>>, TransportError> {
        #[cfg(not(feature = "rustls"))]
        if attempt.request.uri().scheme_str() == Some("https") {
            let message = "this build has no TLS: switch on the feature `rustls`";
            return Err(TransportError::new(TransportErrorKind::Unsupported, message));
        }
        let deadline = tokio::time::Instant::from_std(attempt.deadline);
        match tokio::time::timeout_at(deadline, self.exchange(attempt)).await {
            Ok(response) => response,
            Err(elapsed) => Err(TransportError::new(TransportErrorKind::Timeout, elapsed)),
        }
    }

    async fn exchange(&self, attempt: Attempt) -> Result<http::Response<Vec<u8>>, TransportError> {
        let request = attempt.request.map(|body| Full::new(Cursor::new(body)));
        let response = self.hyper.request(request).await.map_err(|error| {
            let kind = match error.is_connect() {
                _ if is_late(&error) => TransportErrorKind::Timeout,
                true => TransportErrorKind::Connect,
                false => TransportErrorKind::Other,
            };
            TransportError::new(kind, error)
        })?;
        let (parts, mut body) = response.into_parts();
        let mut bytes = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
            let Some(data) = frame.data_ref() else { continue };
            if bytes.len() + data.len() > attempt.max_response_bytes {
                let message = format!("over {} bytes", attempt.max_response_bytes);
                return Err(TransportError::new(TransportErrorKind::TooLarge, message));
            }
            bytes.extend_from_slice(data);
        }
        Ok(http::Response::from_parts(parts, bytes))
    }
}

/// Whether making the connection took too long.
fn is_late(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|error| {
        error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
    })
}
