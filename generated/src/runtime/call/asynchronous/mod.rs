//! The async backend: executes the actions of the core, on Tokio.

mod connect;
#[cfg(feature = "http2")]
mod http2;
mod hyper;
mod paging;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::runtime::error::{Error, ErrorKind};

use super::api::{Operation, Paged};
use super::client::{ApiClient, Backend, ClientBuilder, TransportConfig};
use super::exchange::{Action, Exchange};
use super::request::{Request, RequestParts};
use super::response::Raw;
use super::telemetry::Span;
use super::transport::{Attempt, TransportError, TransportErrorKind};

pub use paging::{Items, Pages};
#[cfg(feature = "reqwest")]
pub use reqwest::ReqwestTransport;

/// The async client. Its calls are awaited in a Tokio runtime, and the items of all pages are a stream.
///
/// Created by [`new`](ApiClient::new), [`from_env`](ApiClient::from_env) or [`builder`](ApiClient::builder); cheap to clone. It has
/// one method per operation, which returns a [`Request`](crate::Request) with setters and [`send`](crate::Request::send). Programs
/// without async have [`blocking::Client`](crate::blocking::Client), with the same methods.
pub type Client = ApiClient<Async>;

/// Sends one attempt of a call, asynchronously. Implement it to replace the crate's own transport.
pub trait Transport: Send + Sync + 'static {
    /// Sends the attempt and reads the whole response. The future fails if there is no response within the deadline and the size
    /// limit of the attempt.
    fn send(&self, attempt: Attempt) -> TransportFuture<'_>;
}

/// The future that [`Transport::send`] returns.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Vec<u8>>, TransportError>> + Send + 'a>>;

/// The async backend of a client.
#[derive(Clone)]
pub struct Async(Arc<dyn Transport>);

impl fmt::Debug for Async {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Async")
    }
}

impl Backend for Async {
    fn connect(setup: &TransportConfig) -> Result<Self, Error> {
        hyper::Hyper::new(setup).map(|transport| Self(Arc::new(transport)))
    }
}

impl ClientBuilder<Async> {
    /// Sends through this transport instead of the crate's own. The client keeps timeouts, retries, redirects and decoding. The
    /// transport has its own connections, proxies and certificates: `connect_timeout` and `root_certificate_pem` have no effect.
    pub fn transport(self, transport: impl Transport) -> Self {
        self.backend(Async(Arc::new(transport)))
    }

    /// Wraps the transport, the crate's own or the one of [`transport`](Self::transport): middleware that sees every attempt, with its
    /// retries and redirects. The last call is the outermost.
    pub fn wrap_transport<T: Transport>(
        self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.wrap_backend(|Async(inner)| Async(Arc::new(wrap(inner))))
    }
}

impl Transport for Arc<dyn Transport> {
    fn send(&self, attempt: Attempt) -> TransportFuture<'_> {
        (**self).send(attempt)
    }
}

impl<Op: Operation> Request<Op, Async> {
    /// Sends the request and returns the decoded response.
    ///
    /// Dropping the future cancels the call.
    ///
    /// # Errors
    ///
    /// If an argument is invalid, there is no response within the timeouts, the status is a failure, or the response cannot be
    /// decoded.
    pub async fn send(self) -> Result<Op::Output, Error> {
        self.send_raw().await.map(Raw::into_value)
    }

    /// Sends the request and returns the decoded response with its status, headers and body.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    pub async fn send_raw(self) -> Result<Raw<Op::Output>, Error> {
        send::<Op>(self.client, self.parts).await
    }
}

/// `request.await` is short for `request.send().await`.
impl<Op: Operation> IntoFuture for Request<Op, Async> {
    type Output = Result<Op::Output, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<Op: Paged> Request<Op, Async> {
    /// Returns a stream of the items of all pages.
    ///
    /// A page is requested when its first item is. An undecodable item is an error with a [`rejected_item`](Error::rejected_item),
    /// and the next items follow; any other error is the last. If a page has so many undecodable items that it only counts some of
    /// them, these are one error after its other items.
    pub fn items(self) -> Items<Op> {
        Items::new(self)
    }

    /// Returns a stream of the pages. It ends after an error.
    pub fn pages(self) -> Pages<Op> {
        Pages::new(self)
    }
}

/// Checks for a Tokio runtime with timers, without which Tokio would panic. Tokio has no function to test for timers.
fn check_runtime() -> Result<(), Error> {
    let config_error = |message| Error::new(ErrorKind::Configuration, message);
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(config_error("the async client needs a Tokio runtime, and there is none"));
    }
    match std::panic::catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))) {
        Ok(()) => Ok(()),
        Err(_) => Err(config_error(
            "the async client needs timers, and this Tokio runtime has none: build it with `enable_all`",
        )),
    }
}

/// The time of Tokio's clock. Tests can pause and advance it, and deadlines have to agree with Tokio's sleeps.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Sends one call.
async fn send<Op: Operation>(
    client: ApiClient<Async>,
    parts: RequestParts,
) -> Result<Raw<Op::Output>, Error> {
    check_runtime().map_err(|error| error.with_operation(Op::NAME))?;
    let shared = &client.shared;
    let span = Span::call::<Op>();
    // Boxed, to keep the futures of callers small.
    let call = Box::pin(async {
        let mut exchange = Exchange::new::<Op>(&shared.config, &shared.budget, parts, now())?;
        let response = drive::<Op>(&mut exchange, &*shared.backend.0).await?;
        exchange.decode(response, now)
    });
    let result = span.instrument(call).await;
    span.record_result(&result);
    result
}

async fn drive<Op: Operation>(
    exchange: &mut Exchange<'_>,
    transport: &dyn Transport,
) -> Result<http::Response<String>, Error> {
    let mut action = exchange.attempt(now());
    loop {
        action = match action {
            Action::Send(attempt) => {
                let span = Span::attempt::<Op>(&attempt, exchange.retries_made());
                let deadline = tokio::time::Instant::from_std(attempt.deadline);
                let response =
                    span.instrument(tokio::time::timeout_at(deadline, transport.send(attempt))).await;
                let response = response
                    .unwrap_or_else(|elapsed| Err(TransportError::new(TransportErrorKind::Timeout, elapsed)));
                span.record_response(&response);
                exchange.on_response(response, now())
            }
            Action::Wait(delay) => {
                tokio::time::sleep(delay).await;
                exchange.attempt(now())
            }
            Action::Done(result) => return result,
        };
    }
}
