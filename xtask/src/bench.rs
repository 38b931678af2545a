//! `cargo xtask bench`: measures and prints a table.

use std::process::Command;

use crate::arguments::{Arguments, Task};
use crate::error::TaskError;
use crate::spec_file::root;

pub(crate) const TASK: Task = Task {
    name: "bench",
    purpose: "Measures generating, decoding, calling and building, beside what others take",
    usage: "[NAME...]

Names:
  decode      Decoding a page, beside serde's derive
  generate    Generating in process, from the real spec and from 500 copies of it
  calls       Whole calls over loopback, beside the same by hand with reqwest
  builds      Cold builds of programs that use the crate, beside those of other choices; takes minutes
  sizes       Release programs that use the crate, beside the same by hand; takes minutes

Without a name, all of them. The table is printed in Markdown, and on the standard error what is measured at the moment.",
    options: &[],
    max_values: usize::MAX,
    examples: &["bench decode generate"],
    exit_status: "0 it was measured, whatever came out; 2 it could not be",
    run,
};

fn run(arguments: &Arguments) -> Result<(), TaskError> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["run", "--release", "--package", "bench", "--"]);
    match cargo.args(&arguments.values).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(TaskError::Error("it could not be measured; see above".to_owned())),
        Err(error) => Err(TaskError::Error(format!("cannot run cargo: {error}"))),
    }
}
