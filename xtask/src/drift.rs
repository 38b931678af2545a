//! `cargo xtask drift`: compares the spec with the vendor's current documents and responses.

use std::io::stdout;
use std::path::Path;

use codegen::Source;
use codegen::json::Json;

use crate::arguments::{self, Arguments, FORMAT, OptionDef, SPEC, Task, WARNINGS};
use crate::error::TaskError;
use crate::spec_file::{SpecFile, read_text, relative_to_here, root};
use crate::terminal::{colour, print};

pub(crate) const TASK: Task = Task {
    name: "drift",
    purpose: "Compares the spec with a vendor's documents or responses",
    usage: "FILE... [OPTIONS]

A FILE is an OpenAPI document of the vendor (3.0 or 3.1, JSON or YAML), or a recorded response in JSON.
In a document, the operations of the spec are found by method and path, and compared with all types that they
use.",
    options: &[
        OptionDef {
            syntax: "--all",
            description: "Prints known differences too: those under `known_differences` in the spec",
        },
        OptionDef {
            syntax: "--as SCHEMA",
            description: "The schema of a recorded response [default: the one that matches it best]",
        },
        FORMAT,
        OptionDef {
            syntax: "--patch",
            description: "Prints the lines to add to the spec instead, with empty descriptions",
        },
        SPEC,
        WARNINGS,
    ],
    max_values: usize::MAX,
    examples: &["drift openapi.json", "drift response.json --as Pet", "drift openapi.json --patch"],
    exit_status: "0 no new difference; 1 drift, or the spec is invalid; 2 an I/O or usage error",
    run,
};

#[derive(Clone, Copy)]
enum Format {
    Text,
    Json,
    Patch,
}

fn format(arguments: &Arguments) -> Result<Format, TaskError> {
    Ok(match (arguments.json()?, arguments.has("--patch")) {
        (_, true) => Format::Patch,
        (true, false) => Format::Json,
        (false, false) => Format::Text,
    })
}

fn run(arguments: &Arguments) -> Result<(), TaskError> {
    let (schema, format) = (arguments.text("--as"), format(arguments)?);
    if arguments.values.is_empty() {
        return Err(arguments::usage("missing argument: the file to compare with the spec".to_owned()));
    }
    let spec = SpecFile::open(&root(), arguments.path("--spec").as_deref())?;
    let checked = spec.check(arguments.warnings())?;
    let mut agree = true;
    let mut reports = Vec::new();
    for path in arguments.values.iter().map(Path::new) {
        let text = read_text(path, "the file", "")?;
        let name = relative_to_here(path);
        let vendor = Source { name: &name, text: &text };
        let drift = checked
            .drift(vendor, schema.as_deref())
            .map_err(|error| TaskError::Error(error.render(vendor)))?;
        agree &= drift.is_none();
        match format {
            Format::Text => {
                print(&drift.render(spec.source(), vendor, arguments.has("--all"), colour(&stdout())))?;
            }
            Format::Patch => print(&drift.patch(spec.source()))?,
            Format::Json => reports.push(drift.to_json(spec.source(), vendor)),
        }
    }
    if let Format::Json = format {
        print(&Json::Array(reports).to_text())?;
    }
    if agree { Ok(()) } else { Err(TaskError::CheckFailed) }
}
