//! The blocking backend: executes the actions of the core, without an async runtime.

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

/// The blocking client. Its calls block the thread until they return, and the items of all pages are an iterator.
///
/// Created by [`new`](ApiClient::new), [`from_env`](ApiClient::from_env) or [`builder`](ApiClient::builder); cheap to clone. It has
/// one method per operation, which returns a [`Request`] with setters and [`send`](crate::Request::send).
pub type Client = ApiClient<Blocking>;

/// The builder of a blocking client.
pub type ClientBuilder = AnyBuilder<Blocking>;

/// A request of a blocking client that has not been sent.
pub type Request<Op> = AnyRequest<Op, Blocking>;

/// Sends one attempt of a call and blocks until the response. Implement it to replace the crate's own transport.
pub trait Transport: Send + Sync + 'static {
    /// Sends the attempt and reads the whole response.
    ///
    /// # Errors
    ///
    /// If there is no response within the deadline and the size limit of the attempt.
    fn send(&self, attempt: Attempt) -> Result<http::Response<Vec<u8>>, TransportError>;
}

/// The blocking backend of a client.
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
    /// Sends through this transport instead of the crate's own. The client keeps timeouts, retries, redirects and decoding. The
    /// transport has its own connections, proxies and certificates: `connect_timeout` and `root_certificate_pem` have no effect.
    pub fn transport(self, transport: impl Transport) -> Self {
        self.backend(Blocking(Arc::new(transport)))
    }

    /// Wraps the transport, the crate's own or the one of [`transport`](Self::transport): middleware that sees every attempt, with its
    /// retries and redirects. The last call is the outermost.
    pub fn wrap_transport<T: Transport>(
        self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.wrap_backend(|Blocking(inner)| Blocking(Arc::new(wrap(inner))))
    }
}

impl Transport for Arc<dyn Transport> {
    fn send(&self, attempt: Attempt) -> Result<http::Response<Vec<u8>>, TransportError> {
        (**self).send(attempt)
    }
}

impl<Op: Operation> AnyRequest<Op, Blocking> {
    /// Sends the request and returns the decoded response.
    ///
    /// # Errors
    ///
    /// If an argument is invalid, there is no response within the timeouts, the status is a failure, or the response cannot be
    /// decoded.
    pub fn send(self) -> Result<Op::Output, Error> {
        self.send_raw().map(Raw::into_value)
    }

    /// Sends the request and returns the decoded response with its status, headers and body.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    pub fn send_raw(self) -> Result<Raw<Op::Output>, Error> {
        send::<Op>(&self.client, self.parts)
    }
}

impl<Op: Paged> AnyRequest<Op, Blocking> {
    /// Returns an iterator over the items of all pages.
    ///
    /// A page is requested when its first item is. An undecodable item is an error with a [`rejected_item`](Error::rejected_item),
    /// and the next items follow; any other error is the last. If a page has so many undecodable items that it only counts some of
    /// them, these are one error after its other items.
    pub fn items(self) -> Items<Op> {
        Items::new(self)
    }

    /// Returns an iterator over the pages. It ends after an error.
    pub fn pages(self) -> Pages<Op> {
        Pages::new(self)
    }
}

/// Sends one call.
fn send<Op: Operation>(client: &ApiClient<Blocking>, parts: RequestParts) -> Result<Raw<Op::Output>, Error> {
    let shared = &client.shared;
    let span = Span::call::<Op>();
    let result = span.in_scope(|| {
        let mut exchange = Exchange::new::<Op>(&shared.config, &shared.budget, parts, Instant::now())?;
        let response = drive::<Op>(&mut exchange, &*shared.backend.0)?;
        exchange.decode(response, Instant::now)
    });
    span.record_result(&result);
    result
}

fn drive<Op: Operation>(
    exchange: &mut Exchange<'_>,
    transport: &dyn Transport,
) -> Result<http::Response<String>, Error> {
    let mut action = exchange.attempt(Instant::now());
    loop {
        action = match action {
            Action::Send(attempt) => {
                let span = Span::attempt::<Op>(&attempt, exchange.retries_made());
                let response = span.in_scope(|| transport.send(attempt));
                span.record_response(&response);
                exchange.on_response(response, Instant::now())
            }
            Action::Wait(delay) => {
                std::thread::sleep(delay);
                exchange.attempt(Instant::now())
            }
            Action::Done(result) => return result,
        };
    }
}
