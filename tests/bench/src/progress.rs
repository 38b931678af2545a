//! Progress output: benchmarks take from seconds to many minutes.

use std::io::{Write, stderr};

/// Prints a line to the standard error, beside the table on the standard output.
pub fn progress(line: &str) {
    // Only the line is lost.
    let _ = writeln!(stderr().lock(), "{line}");
}
