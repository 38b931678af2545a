//! `cargo xtask openapi`: writes the spec as an OpenAPI document, for other tools.

use std::fs;
use std::path::Path;

use crate::arguments::{Arguments, OptionDef, SPEC, Task, WARNINGS};
use crate::error::TaskError;
use crate::spec_file::{SpecFile, root};
use crate::terminal::print;

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
        WARNINGS,
    ],
    max_values: 0,
    examples: &["openapi --output target/openapi.json"],
    exit_status: "0 success; 1 the spec is invalid; 2 an I/O or usage error",
    run,
};

fn run(arguments: &Arguments) -> Result<(), TaskError> {
    let spec = SpecFile::open(&root(), arguments.path("--spec").as_deref())?;
    let document = spec.check(arguments.warnings())?.openapi();
    let Some(path) = arguments.path("--output") else { return print(&document) };
    let error = |reason: String| TaskError::Error(format!("cannot write {}: {reason}", path.display()));
    if is_same_file(&path, &spec.path) {
        return Err(error("it is the spec; name another file with --output".to_owned()));
    }
    fs::write(&path, document).map_err(|reason| error(reason.to_string()))
}

/// Whether two paths resolve to the same file.
fn is_same_file(a: &Path, b: &Path) -> bool {
    let identity = |path: &Path| path.canonicalize().ok();
    identity(a).is_some_and(|a| identity(b) == Some(a))
}
