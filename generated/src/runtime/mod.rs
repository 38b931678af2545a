//! How things are done, once and by hand; the emitted part says what the API is.
//!
//! - [`model`]: reading and writing JSON, tolerantly.
//! - [`error`]: the one error type.
//! - `call`: from an operation to its result.

#[cfg(feature = "_client")]
pub(crate) mod call;
pub(crate) mod error;
pub(crate) mod model;
