//! `cargo xtask openapi`: the spec in the language that the rest of the world's tools speak.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short};

use crate::spec_file::SpecFile;
use crate::{Failure, Task, root};

pub(crate) const TASK: Task = Task {
    name: "openapi",
    purpose: "Writes the spec as an OpenAPI 3.1 document",
    help: "\
Usage: cargo xtask openapi [OPTIONS]

Options:
  --output FILE    The file to write   [default: the standard output]
  --spec FILE      The spec to read    [default: the YAML file in spec/]

Example:
  cargo xtask openapi --output target/openapi.json

Exit status: 0 all well; 1 the spec is wrong; 2 it could not be done.
",
    run,
};

fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    let (mut spec, mut output) = (None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("spec") => spec = Some(PathBuf::from(arguments.value()?)),
            Long("output") => output = Some(PathBuf::from(arguments.value()?)),
            Long("help") | Short('h') => return Err(Failure::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    let document = SpecFile::open(&root(), spec.as_deref())?.check()?.openapi();
    match output {
        Some(path) => fs::write(&path, document)
            .map_err(|error| Failure::Broken(format!("cannot write {}: {error}", path.display()))),
        // Whoever reads may have seen enough.
        None => {
            let _ = std::io::stdout().lock().write_all(document.as_bytes());
            Ok(())
        }
    }
}
