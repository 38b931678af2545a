//! What is measured at the moment, for whoever waits: measurements take from seconds to many minutes.

use std::io::{Write, stderr};

/// Prints a line to the standard error, beside the table on the standard output.
pub fn progress(line: &str) {
    // Nothing is lost but the line.
    let _ = writeln!(stderr().lock(), "{line}");
}
