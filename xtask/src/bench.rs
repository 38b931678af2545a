//! `cargo xtask bench`: measures and prints a table.

use std::process::Command;

use lexopt::prelude::{Long, Short, Value};

use crate::{Failure, Task, root};

pub(crate) const TASK: Task = Task {
    name: "bench",
    purpose: "Measures generating, decoding, calling and building, beside what others take",
    help: "\
Usage: cargo xtask bench [NAME...]

Names:
  decode      Decoding a page, beside serde's derive
  generate    Generating in process, from the real spec and from 500 copies of it
  calls       Whole calls over loopback, beside the same by hand with reqwest
  builds      Cold builds of programs that use the crate, beside those of other choices; takes minutes
  sizes       Release programs that use the crate, beside the same by hand; takes minutes

Without a name, all of them. The table is printed in Markdown.

Example:
  cargo xtask bench decode generate

Exit status: 0 it was measured, whatever came out; 2 it could not be.
",
    run,
};

fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    let mut names = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(name) => names.push(name),
            Long("help") | Short('h') => return Err(Failure::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["run", "--quiet", "--release", "--package", "bench", "--"]).args(names);
    match cargo.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure::Broken("it could not be measured; see above".to_owned())),
        Err(error) => Err(Failure::Broken(format!("cannot run cargo: {error}"))),
    }
}
