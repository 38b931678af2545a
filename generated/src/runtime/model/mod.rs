//! Tolerant decoding and encoding of JSON. Emitted types list their properties; what else the API may send is handled here.

mod base64;
mod buffered;
mod context;
mod decode_error;
mod formatted;
mod integer_enum;
mod json;
mod key;
mod nested_page;
mod nullable;
mod number;
mod object;
mod open_enum;
mod page;
mod page_impl;
mod reread;
mod rfc3339;
mod time;
mod union;
mod value;
mod wire;

pub use context::{DEFAULT_MAX_TEXT_BYTES, DecodeContext, DecodeLimits};
pub use decode_error::{DecodeError, ExceededLimit, JsonPath, RejectedItem};
pub use formatted::{Base64, Base64Url, Date, DateTime};
pub use integer_enum::{IntegerEnum, UnknownInteger, enum_from_integer, integer_enum, read_integer_enum};
#[cfg(feature = "_client")]
pub use json::{DecodeBody, is_json};
pub use json::{read_text, without_bom};
pub use nullable::Nullable;
pub use number::Quoted;
pub use object::{Object, PropertyReader, PropertyWriter, deserialize_object, object, write_object};
pub use open_enum::{OpenEnum, UnknownValue, enum_from, open_enum, read_enum};
pub use page::Page;
#[cfg(feature = "_client")]
pub use page::redact_rejected;
pub use page_impl::{page, read_page_text};
pub use time::{from_milliseconds, from_seconds};
pub use union::{
    JsonShape, OpenUnion, TaggedReader, TaggedUnion, TaggedWriter, UntaggedReader, UntaggedUnion,
    UntaggedWriter, deserialize_tagged, deserialize_untagged, open_union, unknown_text, write_tagged,
    write_untagged,
};
#[cfg(all(feature = "_client", feature = "mock"))]
pub(crate) use wire::AsSerialize;
pub use wire::{JsonValue, read};
