//! The maintainers' tasks. Arguments, files and reports; what Rust looks like is `codegen`'s business.

mod generate;
mod target;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value};

const HELP: &str = "\
The maintainers' tasks.

Usage: cargo xtask TASK [OPTIONS]

Tasks:
  gen     Turns the spec into the emitted part of the generated crate
  help    Shows this

Options of gen:
  --check            Writes nothing; shows what would change, and fails if anything would
  --deny-warnings    Takes warnings for errors
  --spec FILE        The spec to read         [default: the YAML file in spec/]
  --out DIR          The directory to write   [default: generated/src/emitted, and beside the spec the JSON
                     Schema of the spec language]

Exit status: 0 all well; 1 the spec is wrong, or --check found something stale; 2 it could not be done.
";

/// Why a task did not succeed.
pub(crate) enum Failure {
    /// What was asked for was looked at, and is not as it should be. All has been said already.
    Found,
    /// It could not be done.
    Broken(String),
}

/// What was asked for.
enum Task {
    Generate(generate::Options),
    Help,
}

fn main() -> ExitCode {
    let done = match task(lexopt::Parser::from_env()) {
        Ok(Task::Generate(options)) => generate::run(&options),
        Ok(Task::Help) => {
            print!("{HELP}");
            Ok(())
        }
        Err(error) => Err(Failure::Broken(format!("{error}; `cargo xtask help` shows what there is"))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Found) => ExitCode::from(1),
        Err(Failure::Broken(why)) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
    }
}

fn task(mut arguments: lexopt::Parser) -> Result<Task, lexopt::Error> {
    match arguments.next()? {
        Some(Value(task)) if task == "gen" => generate_task(arguments),
        Some(Value(task)) if task == "help" => Ok(Task::Help),
        Some(Long("help") | Short('h')) | None => Ok(Task::Help),
        Some(Value(task)) => Err(format!("there is no task `{}`", task.display()).into()),
        Some(other) => Err(other.unexpected()),
    }
}

fn generate_task(mut arguments: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut options =
        generate::Options { root: root(), spec: None, out: None, check: false, deny_warnings: false };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => options.check = true,
            Long("deny-warnings") => options.deny_warnings = true,
            Long("spec") => options.spec = Some(PathBuf::from(arguments.value()?)),
            Long("out") => options.out = Some(PathBuf::from(arguments.value()?)),
            Long("help") | Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Generate(options))
}

/// The checkout that this program was built from.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
