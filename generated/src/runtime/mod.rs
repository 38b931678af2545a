//! How things are done, once and by hand; the emitted part says what the API is. It uses what `call`, `mock` and `model` export,
//! which is public by way of `__private` in `lib.rs`, so that none of it is reported as unused. Nothing here imports emitted code.
//!
//! - [`model`]: reading and writing JSON, tolerantly.
//! - [`error`]: the one error type.
//! - `call`: from an operation to its result.
//! - `mock`: an API in the program itself, for tests.
//! - `redact`: what leaves the client as text: without the key, in one line, of bounded length.

#[cfg(feature = "_client")]
pub(crate) mod call;
pub(crate) mod error;
#[cfg(all(feature = "_client", feature = "mock"))]
pub(crate) mod mock;
pub(crate) mod model;
pub(crate) mod redact;
