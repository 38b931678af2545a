//! Reading and writing JSON, tolerantly. Each emitted type says what it is made of; all decisions about what the API may
//! send instead are here.

mod decode_error;
mod json;
mod object;
mod open_enum;
mod page;
mod time;
mod value;
mod wire;

pub(crate) use decode_error::{DecodeError, JsonPath};
#[cfg(feature = "_client")]
pub(crate) use json::Response;
pub(crate) use json::read_text;
pub(crate) use object::{Object, Reader, Writer, fill_object, object, write_object};
pub(crate) use open_enum::{OpenEnum, open_enum, read_enum};
#[cfg(feature = "_client")]
pub(crate) use page::redact_rejected;
pub(crate) use page::{Page, page, read_page_text};
#[allow(unused_imports, reason = "which of it is needed depends on the API")]
pub(crate) use time::{from_milliseconds, from_seconds};
#[cfg(all(feature = "_client", feature = "mock"))]
pub(crate) use wire::Written;
pub(crate) use wire::{Wire, read};

pub use decode_error::RejectedItem;
pub use open_enum::UnknownValue;
