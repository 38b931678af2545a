//! Printing to the standard streams.

use std::io::{IsTerminal, Write, stderr, stdout};

use crate::error::TaskError;

/// Prints to the standard output. A full disk or a closed pipe is an error, since the reader must not mistake a part for the whole.
pub(crate) fn print(text: &str) -> Result<(), TaskError> {
    let mut stdout = stdout().lock();
    let printed = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    printed.map_err(|error| TaskError::Error(format!("cannot write to the standard output: {error}")))
}

/// Prints to the standard error. If that fails, there is nowhere left to report it; the exit status stays as it is.
pub(crate) fn print_error(text: &str) {
    let _ = stderr().lock().write_all(text.as_bytes());
}

/// Whether output there may have colour: on a terminal whose user has not disabled it.
pub(crate) fn colour(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
