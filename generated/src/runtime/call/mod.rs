//! From an operation to its result.
//!
//! - [`api`]: the facts that the spec states about the API, and traits that say what an operation is.
//! - [`client`], [`request`]: what users hold, the same for every kind of client.
//! - [`exchange`]: the core. Decides what is sent, what is retried and what comes of it, and does no input or output.
//! - [`asynchronous`]: carries the core's decisions out on Tokio.

mod api;
#[cfg(feature = "async")]
mod asynchronous;
mod base_url;
mod client;
mod exchange;
mod key;
mod request;
mod response;
mod retry;
mod transport;

pub(crate) use api::{Api, ParameterValue};
pub(crate) use http::Method;

pub use api::{Operation, Paged};
#[cfg(feature = "async")]
pub use asynchronous::{Async, Client};
pub use client::{ApiClient, ClientBuilder};
pub use request::Request;
pub use response::Raw;
