//! How things are done, once and by hand; the emitted part says what the API is.
//!
//! - [`model`]: reading and writing JSON, tolerantly.
//! - [`error`]: the one error type.
//! - `call`: from an operation to its result.
//! - `redact`: keeps the key out of what is told.

#[cfg(feature = "_client")]
pub(crate) mod call;
pub(crate) mod error;
pub(crate) mod model;
#[cfg(feature = "_client")]
pub(crate) mod redact;
