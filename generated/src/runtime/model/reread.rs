//! Reads a value that was kept in memory because its type was not known, as one type after another.

use std::fmt;

use serde_core::de::Error;
use serde_json::Value;

use super::buffered::Buffered;
use super::context::DecodeContext;
use super::decode_error::JsonPath;
use super::wire::JsonValue;

/// How many times the bytes of a value may be read once more because a type does not fit. Values in it may be read again for
/// each type of each value around them, which would otherwise take time exponential in the depth.
const MAX_REREADS: usize = 64;

/// The same, in addition, for small values.
const MIN_REREADS: usize = 64 * 1024;

/// Calls `read` with a limit on rereads for a value of `size` bytes, unless a value around it has set one. An exceeded limit of
/// decoding is an error.
pub(super) fn with_rereads<T, E: Error>(
    size: usize,
    context: &mut DecodeContext,
    read: impl FnOnce(&mut DecodeContext) -> T,
) -> Result<T, E> {
    let is_outermost = context.rereads_left.is_none();
    if is_outermost {
        context.rereads_left = Some(size.saturating_mul(MAX_REREADS).saturating_add(MIN_REREADS));
    }
    let found = read(context);
    if is_outermost {
        context.rereads_left = None;
    }
    match context.exceeded {
        Some(limit) => Err(context.exceed(limit)),
        None => Ok(found),
    }
}

/// The value as this type; `None` if it does not fit, or may not be read again.
pub(super) fn read_again<T: JsonValue>(value: &Value, size: usize, context: &mut DecodeContext) -> Option<T> {
    let rereads_left @ 1.. = context.rereads_left? else { return None };
    if context.exceeded.is_some() {
        return None;
    }
    let mut typed = T::default();
    match typed.deserialize_in_place(Buffered::<Mismatch>::new(value), context) {
        Ok(()) => Some(typed),
        Err(Mismatch) => {
            context.path = JsonPath::default();
            // At least what an attempt costs.
            let left = context.rereads_left.unwrap_or(rereads_left);
            context.rereads_left = Some(left.saturating_sub(size.max(64)));
            None
        }
    }
}

/// That a value does not fit a type. Why does not matter: the next one is tried.
#[derive(Debug)]
struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it does not fit")
    }
}

impl std::error::Error for Mismatch {}

impl Error for Mismatch {
    fn custom<M: fmt::Display>(_: M) -> Self {
        Self
    }
}
