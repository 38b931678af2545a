//! Printing to the standard streams.

use std::io::{IsTerminal, Write, stderr, stdout};

use crate::error::TaskError;

/// Prints to the standard output. A full disk or a closed pipe is an error, since the output would be incomplete.
pub(crate) fn print(text: &str) -> Result<(), TaskError> {
    let mut stdout = stdout().lock();
    let printed = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    printed.map_err(|error| TaskError::Error(format!("cannot write to the standard output: {error}")))
}

/// Prints to the standard error. A failure cannot be reported and does not change the exit status.
pub(crate) fn print_error(text: &str) {
    let _ = stderr().lock().write_all(text.as_bytes());
}

/// Whether to use colour: on a terminal, unless `NO_COLOR` is set.
pub(crate) fn colour(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
