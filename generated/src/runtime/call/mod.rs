//! From an operation to its result.
//!
//! - [`api`]: the facts that the spec states about the API, and traits that say what an operation is.
//! - [`client`], [`request`], [`response`]: what users hold, the same for every kind of client.
//! - [`exchange`], [`paging`]: the core. They decide what is sent, what is retried or followed and what comes of it, and
//!   do no input or output. [`retry`], [`budget`], [`redirect`], [`encoding`] are their rules, one each.
//! - [`transport`]: what the core asks of whoever sends for it.
//! - [`asynchronous`], [`blocking`]: carry the core's decisions out.
//! - [`base_url`], [`proxy`], [`tunnel`], [`roots`], [`key`]: where to, which way, whom to trust, and as whom.
//! - [`telemetry`]: what it tells of itself.

mod api;
#[cfg(feature = "async")]
mod asynchronous;
mod base_url;
#[cfg(feature = "blocking")]
pub(crate) mod blocking;
mod budget;
mod client;
mod encoding;
mod exchange;
mod key;
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

pub use api::{Api, Operation, Paged, ParameterValue};
#[cfg(feature = "reqwest")]
pub use asynchronous::ReqwestTransport;
#[cfg(feature = "async")]
pub use asynchronous::{Async, Client, Items, Pages, Transport, TransportFuture};
pub use client::{ApiClient, ClientBuilder};
pub use http::Method;
pub use request::Request;
pub use response::Raw;
pub use transport::{Attempt, TransportError, TransportErrorKind};
