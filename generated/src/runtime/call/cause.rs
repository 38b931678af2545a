//! The cause of an error by its type.

use std::error::Error as StdError;
use std::io;
use std::iter::successors;

/// Finds the first error of this type among an error and its causes, including the inner errors of `io::Error`, which are not its
/// sources.
pub(super) fn find_cause<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let inner = |error: &'a (dyn StdError + 'static)| -> Option<&'a (dyn StdError + 'static)> {
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    };
    successors(Some(error), |error| inner(*error)).find_map(|error| error.downcast_ref())
}
