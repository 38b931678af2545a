//! The maintainers' tasks. This crate handles arguments, files and reports; `codegen` compiles the spec.

mod arguments;
mod bench;
mod diff;
mod drift;
mod error;
mod generate;
mod import;
mod openapi;
mod output_tree;
mod spec_file;
mod terminal;

use std::process::ExitCode;

use arguments::{Arguments, Task};
use codegen::escape_control;
use error::TaskError;
use lexopt::prelude::{Long, Short, Value};
use terminal::{print, print_error};

static TASKS: [Task; 6] = [generate::TASK, import::TASK, diff::TASK, drift::TASK, openapi::TASK, bench::TASK];

fn main() -> ExitCode {
    match run(lexopt::Parser::from_env()) {
        Ok(()) | Err(TaskError::Help) => ExitCode::SUCCESS,
        Err(TaskError::CheckFailed) => ExitCode::from(1),
        Err(TaskError::Error(reason)) => {
            print_error(&format!("error: {}\n", escape_control(&reason)));
            ExitCode::from(2)
        }
        Err(TaskError::Usage(error)) => {
            let error = escape_control(&error.to_string());
            print_error(&format!("error: {error}; `cargo xtask help` lists the tasks\n"));
            ExitCode::from(2)
        }
    }
}

fn run(mut parser: lexopt::Parser) -> Result<(), TaskError> {
    match parser.next()? {
        Some(Value(name)) if name == "help" => match parser.next()? {
            Some(Value(name)) => print(&arguments::help(find_task(&name.to_string_lossy())?)),
            Some(other) => Err(other.unexpected().into()),
            None => print(&overview()),
        },
        Some(Long("help") | Short('h')) | None => print(&overview()),
        Some(Value(name)) => {
            let task = find_task(&name.to_string_lossy())?;
            let result = Arguments::parse(task, parser).and_then(|arguments| (task.run)(&arguments));
            match result {
                Err(TaskError::Help) => print(&arguments::help(task)),
                result => result,
            }
        }
        Some(other) => Err(other.unexpected().into()),
    }
}

fn find_task(name: &str) -> Result<&'static Task, TaskError> {
    let found = TASKS.iter().find(|task| task.name == name);
    found.ok_or_else(|| arguments::usage(format!("unknown task `{name}`")))
}

fn overview() -> String {
    let help = ("help", "Prints this help, or the options and examples of a task");
    let tasks = TASKS.iter().map(|task| (task.name, task.purpose)).chain([help]);
    let tasks: Vec<_> = tasks.map(|(name, purpose)| format!("  {name:<10}{purpose}")).collect();
    let tasks = tasks.join("\n");
    format!("The maintainers' tasks.\n\nUsage: cargo xtask TASK [OPTIONS]\n\nTasks:\n{tasks}\n{NEXT_STEPS}")
}

const NEXT_STEPS: &str = "
After a change to the spec:
  cargo xtask gen       generates the Rust code from it
  cargo test            runs all tests

Examples:
  cargo xtask help gen
  cargo xtask gen --check
  cargo xtask import openapi.json 'GET /v1/pets/{pet_id}' --into spec/pets.yaml
  cargo xtask diff v0.1.0 --deny breaking
  cargo xtask drift openapi.json --patch

CONTRIBUTING.md describes a first change, spec/README.md the spec language, and ARCHITECTURE.md the structure of the
repository.

Exit status: 0 success; 1 a check failed; 2 an I/O or usage error.
";
