//! `cargo xtask import`: drafts endpoints, with the schemas and enums that they need, from an OpenAPI document.

use std::fs;
use std::io::{ErrorKind, Write, stderr};
use std::path::Path;

use codegen::{Import, ImportOptions, Source};
use tempfile::NamedTempFile;

use crate::arguments::{self, Arguments, FORMAT, OptionDef, SPEC, Task};
use crate::error::TaskError;
use crate::spec_file::{SpecFile, read_text, relative_to_here, root};
use crate::terminal::{colour, print, print_error};

pub(crate) const TASK: Task = Task {
    name: "import",
    purpose: "Drafts endpoints from an OpenAPI document",
    usage: "OPENAPI OPERATION... [OPTIONS]

OPENAPI is a document of the version 3.0 or 3.1, in JSON or YAML. An OPERATION is a method and a path, such as
'GET /v1/pets/{pet_id}', or an operation id. Prints what the spec lacks: the endpoints, and every schema and enum
that they reach. Types of the spec with the same shape are used under their names there. What the spec language
cannot state is marked by a comment and listed at the end.",
    options: &[
        OptionDef { syntax: "--all", description: "Imports all operations" },
        OptionDef {
            syntax: "--descriptions",
            description: "Copies the descriptions of the document [default: descriptions are empty]",
        },
        FORMAT,
        OptionDef {
            syntax: "--into FILE",
            description: "Adds everything to this spec without changing existing entries",
        },
        OptionDef {
            syntax: "--output FILE",
            description: "Writes a new, complete spec, with `api` from the servers and security schemes of the document",
        },
        SPEC,
    ],
    max_values: usize::MAX,
    examples: &[
        "import openapi.json 'GET /v1/pets/{pet_id}'",
        "import openapi.json get_pet find_pets --into spec/pets.yaml",
        "import openapi.json --all --output pets.yaml",
        "import openapi.json --all --output pets.yaml --format json",
    ],
    exit_status: "0 all as documented; 1 something was lost or left out, or the spec is invalid; 2 any other error",
    run,
};

fn run(arguments: &Arguments) -> Result<(), TaskError> {
    let (into, output) = (arguments.path("--into"), arguments.path("--output"));
    let json = arguments.json()?;
    let (path, options) = options(arguments)?;
    if into.is_some() && output.is_some() {
        return Err(arguments::usage("--into and --output exclude each other".to_owned()));
    }
    if arguments.has("--spec") && (into.is_some() || output.is_some()) {
        return Err(arguments::usage("--spec applies only without --into and --output".to_owned()));
    }
    let text = read_text(&path, "the document", "")?;
    let name = relative_to_here(&path);
    let document = Source { name: &name, text: &text };
    let spec = match &output {
        Some(_) => None,
        None => Some(SpecFile::open(&root(), into.or(arguments.path("--spec")).as_deref())?),
    };
    let checked = spec.as_ref().map(|spec| spec.check(false)).transpose()?;
    let import = codegen::import(document, checked.as_ref(), &options)
        .map_err(|error| TaskError::Error(error.render(document)))?;
    match (&output, &spec) {
        (Some(path), _) => write_new(path, &import.spec())?,
        (None, Some(spec)) if arguments.has("--into") => insert(&import, spec)?,
        _ if json => {}
        _ => print(&import.sections())?,
    }
    if json {
        print(&import.to_json(document).to_text())?;
    } else {
        print_error(&import.render(document, colour(&stderr())));
    }
    if import.is_lossless() { Ok(()) } else { Err(TaskError::CheckFailed) }
}

/// The path of the document, and what to import from it.
fn options(arguments: &Arguments) -> Result<(std::path::PathBuf, ImportOptions), TaskError> {
    let mut values = arguments.values.iter();
    let path = values.next().ok_or_else(|| arguments::usage("missing the OpenAPI document".to_owned()))?;
    let operations: Vec<_> = values.map(|value| value.to_string_lossy().into_owned()).collect();
    match (operations.is_empty(), arguments.has("--all")) {
        (true, false) => {
            Err(arguments::usage("missing the operations to import; --all imports all of them".to_owned()))
        }
        (false, true) => Err(arguments::usage("--all and named operations exclude each other".to_owned())),
        _ => Ok((path.into(), ImportOptions { operations, descriptions: arguments.has("--descriptions") })),
    }
}

/// Writes a new spec. An existing file with other content is not overwritten, because specs are edited by hand.
fn write_new(path: &Path, text: &str) -> Result<(), TaskError> {
    let error = |why: String| TaskError::Error(format!("cannot write {}: {why}", path.display()));
    match fs::read(path) {
        Ok(old) if !old.is_empty() && old != text.as_bytes() => {
            Err(error("the file exists; --into adds to a spec".to_owned()))
        }
        Err(why) if why.kind() != ErrorKind::NotFound => Err(error(why.to_string())),
        _ => fs::write(path, text).map_err(|why| error(why.to_string())),
    }
}

/// Adds to a spec in place, if the result is a valid spec. The file is replaced as a whole.
fn insert(import: &Import, spec: &SpecFile) -> Result<(), TaskError> {
    let error = |why: String| TaskError::Error(format!("cannot add to {}: {why}", spec.path.display()));
    let text = import.insert_into(spec.source()).map_err(error)?;
    if text == spec.source().text {
        return Ok(());
    }
    SpecFile::from_text(&spec.path.to_string_lossy(), text.clone())
        .check(false)
        .map_err(|_| error("the result would not be a valid spec; nothing was written".to_owned()))?;
    replace(&spec.path, &text).map_err(|why| error(why.to_string()))
}

/// Replaces the file behind a path, symbolic links followed, and keeps its permissions.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let path = path.canonicalize()?;
    let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path).map(|_| ()).map_err(|error| error.error)
}
