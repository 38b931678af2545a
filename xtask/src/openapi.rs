//! `cargo xtask openapi`: the spec in the language that the rest of the world's tools speak.

use std::fs;

use crate::arguments::{Arguments, OptionDef, SPEC};
use crate::spec_file::SpecFile;
use crate::terminal::print;
use crate::{Task, TaskError, root};

pub(crate) const TASK: Task = Task {
    name: "openapi",
    purpose: "Writes the spec as an OpenAPI 3.1 document",
    usage: "[OPTIONS]",
    options: &[
        OptionDef {
            syntax: "--output FILE",
            description: "The file to write [default: the standard output]",
        },
        SPEC,
    ],
    max_values: 0,
    examples: &["openapi --output target/openapi.json"],
    exit_status: "0 all well; 1 the spec is wrong; 2 it could not be done",
    run,
};

fn run(arguments: &Arguments) -> Result<(), TaskError> {
    let document = SpecFile::open(&root(), arguments.path("--spec").as_deref())?.check()?.openapi();
    match arguments.path("--output") {
        Some(path) => fs::write(&path, document)
            .map_err(|error| TaskError::Error(format!("cannot write {}: {error}", path.display()))),
        None => {
            print(&document);
            Ok(())
        }
    }
}
