//! Sends an operation and returns its result.
//!
//! - [`api`]: the attributes of the API, and the traits of an operation.
//! - [`client`], [`request`], [`response`]: the public types, the same for the async and the blocking client.
//! - [`exchange`], [`paging`]: the core. They decide what to send, retry and follow and what the result is, and do no I/O.
//!   [`retry`], [`budget`], [`redirect`], [`encoding`], [`continuation`], [`link`] are their rules.
//! - [`transport`]: the interface between the core and a transport. [`clock`]: the time of a call, which a mock advances.
//! - [`asynchronous`], [`blocking`]: the two backends, which execute the actions of the core.
//! - [`base_url`], [`proxy`], [`tunnel`], [`roots`], [`key`]: the server's URL, the proxy, its tunnel, the trusted certificates,
//!   the key.
//! - [`telemetry`]: the spans and events of calls and attempts, for `tracing`.

mod api;
#[cfg(feature = "async")]
mod asynchronous;
mod base_url;
#[cfg(feature = "blocking")]
pub(crate) mod blocking;
mod budget;
mod cause;
mod client;
mod clock;
mod continuation;
mod encoding;
mod exchange;
mod key;
mod link;
mod paging;
mod proxy;
mod redirect;
mod request;
mod response;
mod retry;
#[cfg(feature = "_tls")]
mod roots;
mod telemetry;
mod transport;
mod tunnel;

pub(crate) use client::Backend;

pub use api::{Api, KeyHeader, Operation, Paged, PagingForm, ParameterValue};
#[cfg(feature = "reqwest")]
pub use asynchronous::ReqwestTransport;
#[cfg(feature = "async")]
pub use asynchronous::{Async, Client, Items, Pages, Transport, TransportFuture};
pub use client::{ApiClient, ClientBuilder};
pub use http::Method;
pub use request::Request;
pub use response::Raw;
pub use transport::{Attempt, TransportError, TransportErrorKind};
