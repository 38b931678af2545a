//! The blocking client: carries out what the core decides, without an async runtime.

mod connect;
mod paging;
mod ureq;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use crate::runtime::error::Error;

use super::api::{Operation, Paged};
use super::client::{ApiClient, Backend, ClientBuilder as AnyBuilder, TransportConfig};
use super::exchange::{Action, Exchange};
use super::request::{Request as AnyRequest, RequestParts};
use super::response::Raw;
use super::telemetry::Span;
use super::transport::{Attempt, TransportError};

pub use paging::{Items, Pages};

/// The blocking client. Its calls return when they are done.
///
/// Made by [`new`](ApiClient::new), [`from_env`](ApiClient::from_env) or [`builder`](ApiClient::builder); cheap to clone. It has one
/// method an operation, which gives a [`Request`] to set parameters on and to [`send`](crate::Request::send).
pub type Client = ApiClient<Blocking>;

/// A blocking client to be.
pub type ClientBuilder = AnyBuilder<Blocking>;

/// A call that has not been sent yet, by a blocking client.
pub type Request<Op> = AnyRequest<Op, Blocking>;

/// Sends one attempt of a call and waits for the response: implement it to put something between the client and the network.
pub trait Transport: Send + Sync + 'static {
    /// Sends it and reads the whole response.
    ///
    /// # Errors
    ///
    /// If there is no response, or none within the attempt's limits.
    fn send(&self, attempt: Attempt) -> Result<http::Response<Vec<u8>>, TransportError>;
}

/// The kind of client whose requests block until they are done.
#[derive(Clone)]
pub struct Blocking(Arc<dyn Transport>);

impl fmt::Debug for Blocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blocking")
    }
}

impl Backend for Blocking {
    fn connect(setup: &TransportConfig) -> Result<Self, Error> {
        ureq::Ureq::new(setup).map(|transport| Self(Arc::new(transport)))
    }
}

impl AnyBuilder<Blocking> {
    /// Sends through this transport instead of the crate's own. Timeouts, retries, redirects and decoding stay with the
    /// client. Connections, proxies and certificates are the transport's: `connect_timeout` and `root_certificate_pem` have no
    /// effect, so that a configured builder can be given a mock.
    pub fn transport(self, transport: impl Transport) -> Self {
        self.kind(Blocking(Arc::new(transport)))
    }
}

impl<Op: Operation> AnyRequest<Op, Blocking> {
    /// Sends the request and gives the value that the server answers with.
    ///
    /// # Errors
    ///
    /// If an argument is refused, the server cannot be reached in time, answers with an error, or with something that is
    /// not the value.
    pub fn send(self) -> Result<Op::Output, Error> {
        self.send_raw().map(Raw::into_value)
    }

    /// Sends the request and gives the value with the response that it came in.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_raw(self) -> Result<Raw<Op::Output>, Error> {
        send::<Op>(&self.client, self.parts)
    }
}

impl<Op: Paged> AnyRequest<Op, Blocking> {
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

/// Sends one call.
fn send<Op: Operation>(client: &ApiClient<Blocking>, parts: RequestParts) -> Result<Raw<Op::Output>, Error> {
    let shared = &client.shared;
    Span::call::<Op>().in_scope(|| {
        let mut exchange = Exchange::new::<Op>(&shared.config, &shared.budget, parts, Instant::now())?;
        let response = drive::<Op>(&mut exchange, &*shared.kind.0)?;
        exchange.decode(response, Instant::now)
    })
}

fn drive<Op: Operation>(
    exchange: &mut Exchange<'_>,
    transport: &dyn Transport,
) -> Result<http::Response<String>, Error> {
    let mut step = exchange.attempt(Instant::now());
    loop {
        step = match step {
            Action::Send(attempt) => {
                let span = Span::attempt::<Op>(&attempt, exchange.retries_made());
                let answer = span.in_scope(|| transport.send(attempt));
                span.answered(&answer);
                exchange.on_response(answer, Instant::now())
            }
            Action::Wait(delay) => {
                std::thread::sleep(delay);
                exchange.attempt(Instant::now())
            }
            Action::Done(result) => return result,
        };
    }
}
