//! `cargo xtask bench`: measures and prints a table.

use std::process::Command;

use crate::arguments::{Arguments, Task};
use crate::error::TaskError;
use crate::spec_file::root;

pub(crate) const TASK: Task = Task {
    name: "bench",
    purpose: "Benchmarks generating, decoding, calls and builds against alternatives",
    usage: "[NAME...]

Names:
  decode      Decoding a page, compared with serde's derive
  generate    Generating in process, from the real spec and from 500 copies of it
  calls       Whole calls over loopback, compared with hand-written reqwest code
  builds      Cold builds of programs that use the crate, compared with other choices; takes minutes
  sizes       Sizes of release programs that use the crate, compared with hand-written code; takes minutes

Without a name, runs all of them. Prints a table in Markdown, and its progress to the standard error.",
    options: &[],
    max_values: usize::MAX,
    examples: &["bench decode generate"],
    exit_status: "0 success, whatever the result; 2 a benchmark failed to run",
    run,
};

fn run(arguments: &Arguments) -> Result<(), TaskError> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["run", "--release", "--package", "bench", "--"]);
    match cargo.args(&arguments.values).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(TaskError::Error("a benchmark failed to run; see above".to_owned())),
        Err(error) => Err(TaskError::Error(format!("cannot run cargo: {error}"))),
    }
}
