//! The async client: carries out what the core decides, on Tokio.

mod connect;
#[cfg(feature = "http2")]
mod http2;
mod hyper;
mod paging;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::fmt;
use std::future::Future;
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

/// The async client. Its calls are awaited, in a Tokio runtime.
///
/// Made by [`new`](ApiClient::new), [`from_env`](ApiClient::from_env) or [`builder`](ApiClient::builder); cheap to clone. It has one
/// method an operation, which gives a [`Request`](crate::Request) to set parameters on and to [`send`](crate::Request::send).
pub type Client = ApiClient<Async>;

/// Sends one attempt of a call, asynchronously: implement it to put something between the client and the network.
pub trait Transport: Send + Sync + 'static {
    /// Sends it and reads the whole response.
    fn send(&self, attempt: Attempt) -> TransportFuture<'_>;
}

/// What [`Transport::send`] gives.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Vec<u8>>, TransportError>> + Send + 'a>>;

/// The kind of client whose requests are awaited.
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
    /// Sends through this transport instead of the crate's own. Timeouts, retries, redirects and decoding stay with the
    /// client. Connections, proxies and certificates are the transport's: `connect_timeout` and `root_certificate_pem` have no
    /// effect, so that a configured builder can be given a mock.
    pub fn transport(self, transport: impl Transport) -> Self {
        self.kind(Async(Arc::new(transport)))
    }
}

impl<Op: Operation> Request<Op, Async> {
    /// Sends the request and gives the value that the server answers with.
    ///
    /// Dropping the future cancels the call.
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
        send::<Op>(self.client, self.parts).await
    }
}

impl<Op: Paged> Request<Op, Async> {
    /// Item after item, page after page.
    ///
    /// A page is asked for when its first item is. An item that cannot be decoded is an error whose
    /// [`rejected_item`](Error::rejected_item) says so, and the items go on; any other error is the last. Of very many such
    /// items on one page, those that the page only counts are one error after its other items.
    pub fn items(self) -> Items<Op> {
        Items::new(self)
    }

    /// Page after page. An error is the last.
    pub fn pages(self) -> Pages<Op> {
        Pages::new(self)
    }
}

/// Refuses what Tokio would panic about. It has no other way to ask whether a runtime has timers.
fn check_runtime() -> Result<(), Error> {
    let unfit = |message| Error::new(ErrorKind::Configuration, message);
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(unfit("the async client needs a Tokio runtime, and there is none here"));
    }
    match std::panic::catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))) {
        Ok(()) => Ok(()),
        Err(_) => Err(unfit(
            "the async client needs timers, and this Tokio runtime has none: build it with `enable_all`",
        )),
    }
}

/// The runtime's time, which tests may pause and advance: deadlines and sleeps have to agree on it.
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
    // Boxed, so that what a program holds while it waits stays small.
    let call = Box::pin(async {
        let mut exchange = Exchange::new::<Op>(&shared.config, &shared.budget, parts, now())?;
        let response = drive::<Op>(&mut exchange, &*shared.kind.0).await?;
        exchange.decode(response, now)
    });
    span.instrument(call).await
}

async fn drive<Op: Operation>(
    exchange: &mut Exchange<'_>,
    transport: &dyn Transport,
) -> Result<http::Response<String>, Error> {
    let mut step = exchange.attempt(now());
    loop {
        step = match step {
            Action::Send(attempt) => {
                let span = Span::attempt::<Op>(&attempt, exchange.retries_made());
                let deadline = tokio::time::Instant::from_std(attempt.deadline);
                let answer =
                    span.instrument(tokio::time::timeout_at(deadline, transport.send(attempt))).await;
                let answer =
                    answer.unwrap_or_else(|late| Err(TransportError::new(TransportErrorKind::Timeout, late)));
                span.answered(&answer);
                exchange.on_response(answer, now())
            }
            Action::Wait(delay) => {
                tokio::time::sleep(delay).await;
                exchange.attempt(now())
            }
            Action::Done(result) => return result,
        };
    }
}
