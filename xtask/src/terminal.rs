//! What is printed, and how.

use std::io::{IsTerminal, Write, stdout};

/// Prints to the standard output. Its reader may have closed it, as `head` does, which is no error.
pub(crate) fn print(text: &str) {
    let _ = stdout().lock().write_all(text.as_bytes());
}

/// Whether output there may have colour: on a terminal whose user has not disabled it.
pub(crate) fn colour(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
