//! The hand-written part of the crate, which is independent of the API. Emitted code describes the API and uses the exports of
//! `call`, `mock` and `model`. They are public through `__private` in `lib.rs`, so that the compiler does not report those that an
//! API has no use for. Nothing here imports emitted code.
//!
//! - [`model`]: tolerant decoding and encoding of JSON.
//! - [`error`]: the error type.
//! - `call`: sends an operation and returns its result.
//! - `mock`: an in-process mock server, for tests.
//! - `redact`: texts that leave the client: without the key, on one line, of bounded length.

#[cfg(feature = "_client")]
pub(crate) mod call;
pub(crate) mod error;
#[cfg(all(feature = "_client", feature = "mock"))]
pub(crate) mod mock;
pub(crate) mod model;
pub(crate) mod redact;
