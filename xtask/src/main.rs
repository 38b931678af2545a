//! The maintainers' tasks. Arguments, files and reports; what a spec means and what Rust looks like is `codegen`'s business.

mod bench;
mod diff;
mod drift;
mod generate;
mod openapi;
mod spec_file;
mod target;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value};

/// Something that can be asked for.
pub(crate) struct Task {
    name: &'static str,
    /// In a line.
    purpose: &'static str,
    /// How it is called, its options, its examples.
    help: &'static str,
    run: fn(lexopt::Parser) -> Result<(), Failure>,
}

const TASKS: [Task; 5] = [generate::TASK, diff::TASK, drift::TASK, openapi::TASK, bench::TASK];

/// Why a task did not succeed.
pub(crate) enum Failure {
    /// What was asked for was looked at, and is not as it should be. All has been said already.
    Found,
    /// It could not be done.
    Broken(String),
    /// It was not understood.
    Arguments(lexopt::Error),
    /// Not a failure: the task's help is wanted instead.
    Help,
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::Arguments(error)
    }
}

fn main() -> ExitCode {
    match run(lexopt::Parser::from_env()) {
        Ok(()) | Err(Failure::Help) => ExitCode::SUCCESS,
        Err(Failure::Found) => ExitCode::from(1),
        Err(Failure::Broken(why)) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
        Err(Failure::Arguments(error)) => {
            eprintln!("error: {error}; `cargo xtask help` shows what there is");
            ExitCode::from(2)
        }
    }
}

fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    match arguments.next()? {
        Some(Value(name)) if name == "help" => match arguments.next()? {
            Some(Value(name)) => help(task(&name.to_string_lossy())?),
            Some(other) => return Err(other.unexpected().into()),
            None => overview(),
        },
        Some(Long("help") | Short('h')) | None => overview(),
        Some(Value(name)) => {
            let task = task(&name.to_string_lossy())?;
            let done = (task.run)(arguments);
            if let Err(Failure::Help) = done {
                help(task);
            }
            return done;
        }
        Some(other) => return Err(other.unexpected().into()),
    }
    Ok(())
}

fn task(name: &str) -> Result<&'static Task, Failure> {
    let found = TASKS.iter().find(|task| task.name == name);
    found.ok_or_else(|| lexopt::Error::from(format!("there is no task `{name}`")).into())
}

fn overview() {
    println!("The maintainers' tasks.\n\nUsage: cargo xtask TASK [OPTIONS]\n\nTasks:");
    let help = ("help", "Shows this, or with a task's name its options and examples");
    for (name, purpose) in TASKS.iter().map(|task| (task.name, task.purpose)).chain([help]) {
        println!("  {name:<10}{purpose}");
    }
    print!("{WHERE_TO_GO_ON}");
}

const WHERE_TO_GO_ON: &str = "
After a change to the spec:
  cargo xtask gen       writes the Rust that follows from it
  cargo test            tests all of it

Examples:
  cargo xtask help gen
  cargo xtask gen --check
  cargo xtask diff v0.1.0 --deny breaking
  cargo xtask drift openapi.json --patch

CONTRIBUTING.md walks through a first change, spec/README.md is the language of the spec, ARCHITECTURE.md says where
everything is.

Exit status: 0 all well; 1 something was found to be wrong; 2 it could not be done.
";

fn help(task: &Task) {
    print!("{}.\n\n{}", task.purpose, task.help);
}

/// Whether what is shown there may have colour: on a terminal whose user has not asked for none.
pub(crate) fn colour(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The checkout that this program was built from.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
