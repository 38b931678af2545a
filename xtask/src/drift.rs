//! `cargo xtask drift`: what the vendor says or sends now against what the spec says.

use std::io::{Write, stdout};
use std::path::PathBuf;

use codegen::Source;
use codegen::json::Json;
use lexopt::prelude::{Long, Short, Value};

use crate::spec_file::{SpecFile, read_text, relative_to_here};
use crate::{Failure, Task, colour, root};

pub(crate) const TASK: Task = Task {
    name: "drift",
    purpose: "Compares the spec with what the vendor says or sends now",
    help: "\
Usage: cargo xtask drift FILE... [OPTIONS]

A FILE is an OpenAPI document of the vendor's (3.0 or 3.1, JSON or YAML), or a recorded response in JSON.
Of a document, the operations that the spec has are compared, by method and path, with all that they reach.

Options:
  --as SCHEMA      The schema that a recorded response is of    [default: the one that it looks most like]
  --format FORMAT  `text`, or `json` for machines               [default: text]
  --patch          Shows the lines to add to the spec instead, with descriptions left to write
  --spec FILE      The spec to read                             [default: the YAML file in spec/]

Examples:
  cargo xtask drift openapi.json
  cargo xtask drift response.json --as Pet
  cargo xtask drift openapi.json --patch

Exit status: 0 in agreement; 1 on drift, or if the spec is wrong; 2 if something could not be read.
",
    run,
};

#[derive(Clone, Copy)]
enum Format {
    Text,
    Json,
    Patch,
}

struct Options {
    files: Vec<PathBuf>,
    schema: Option<String>,
    format: Format,
    spec: Option<PathBuf>,
}

fn options(mut arguments: lexopt::Parser) -> Result<Options, Failure> {
    let mut options = Options { files: Vec::new(), schema: None, format: Format::Text, spec: None };
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(file) => options.files.push(PathBuf::from(file)),
            Long("as") => options.schema = Some(arguments.value()?.to_string_lossy().into_owned()),
            Long("patch") => options.format = Format::Patch,
            Long("format") => {
                options.format = match &*arguments.value()?.to_string_lossy() {
                    "text" => Format::Text,
                    "json" => Format::Json,
                    other => return Err(lexopt::Error::from(format!("there is no format `{other}`")).into()),
                }
            }
            Long("spec") => options.spec = Some(PathBuf::from(arguments.value()?)),
            Long("help") | Short('h') => return Err(Failure::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    if options.files.is_empty() {
        return Err(lexopt::Error::from("a file to compare the spec with is missing").into());
    }
    Ok(options)
}

fn run(arguments: lexopt::Parser) -> Result<(), Failure> {
    let options = options(arguments)?;
    let spec = SpecFile::open(&root(), options.spec.as_deref())?;
    let checked = spec.check()?;
    let mut agree = true;
    let mut reports = Vec::new();
    for path in &options.files {
        let text = read_text(path, "the file", "")?;
        let name = relative_to_here(path);
        let theirs = Source { name: &name, text: &text };
        let drift = checked
            .drift(theirs, options.schema.as_deref())
            .map_err(|unreadable| Failure::Broken(unreadable.render(theirs)))?;
        agree &= drift.is_none();
        match options.format {
            Format::Text => say(&drift.render(spec.source(), theirs, colour(&stdout()))),
            Format::Patch => say(&drift.patch(spec.source())),
            Format::Json => reports.push(drift.to_json(spec.source(), theirs)),
        }
    }
    if let Format::Json = options.format {
        say(&Json::Array(reports).to_text());
    }
    if agree { Ok(()) } else { Err(Failure::Found) }
}

/// Whoever reads may have seen enough.
fn say(text: &str) {
    let _ = stdout().lock().write_all(text.as_bytes());
}
