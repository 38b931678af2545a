//! `cargo xtask diff`: compares two versions of the spec and prints what the change means for users of the crate.

use std::ffi::{OsStr, OsString};
use std::io::stdout;
use std::path::Path;
use std::process::Command;

use codegen::diff::ChangeClass;

use crate::arguments::{self, Arguments, FORMAT, OptionDef, SPEC, Task, WARNINGS};
use crate::error::TaskError;
use crate::spec_file::{SpecFile, relative_to_here, root};
use crate::terminal::{colour, print};

pub(crate) const TASK: Task = Task {
    name: "diff",
    purpose: "Prints what a changed spec means for users of the crate",
    usage: "[REV-or-FILE] [OPTIONS]

Compares the spec with an older version of it: a file, or the spec as it was at a revision that git knows
[default: HEAD]. Each change is breaking, additive or documentation only; spec/COMPATIBILITY.md lists the reasons.",
    options: &[
        OptionDef {
            syntax: "--deny CLASS",
            description: "Fails if there is a change of this class or worse: `breaking`, `additive` or `documentation`",
        },
        FORMAT,
        SPEC,
        WARNINGS,
    ],
    max_values: 1,
    examples: &["diff", "diff v0.1.0 --deny breaking"],
    exit_status: "0 success; 1 a spec is invalid, or --deny found a change; 2 an I/O or usage error",
    run,
};

/// The class of changes in `--deny`.
fn denied_class(arguments: &Arguments) -> Result<Option<ChangeClass>, TaskError> {
    let Some(name) = arguments.text("--deny") else { return Ok(None) };
    let classes = [ChangeClass::Breaking, ChangeClass::Additive, ChangeClass::Documentation];
    match classes.into_iter().find(|class| name == class.name()) {
        Some(class) => Ok(Some(class)),
        None => Err(arguments::usage(format!(
            "unknown class `{name}`, expected `breaking`, `additive` or `documentation`"
        ))),
    }
}

fn run(arguments: &Arguments) -> Result<(), TaskError> {
    let (denied, json) = (denied_class(arguments)?, arguments.json()?);
    let root = root();
    let new = SpecFile::open(&root, arguments.path("--spec").as_deref())?;
    let old = arguments.values.first().map_or(OsStr::new("HEAD"), OsString::as_os_str);
    let old = if Path::new(old).is_file() {
        SpecFile::open(&root, Some(Path::new(old)))?
    } else {
        at_revision(&new.path, old)?
    };
    let warnings = arguments.warnings();
    let (checked_old, checked_new) = (old.check(warnings)?, new.check(warnings)?);
    let changes = checked_new.changes_since(&checked_old);
    let text = if json {
        changes.to_json(old.source(), new.source()).to_text()
    } else {
        changes.render(old.source(), new.source(), colour(&stdout()))
    };
    print(&text)?;
    match (changes.class(), denied) {
        (Some(found), Some(denied)) if found >= denied => Err(TaskError::CheckFailed),
        _ => Ok(()),
    }
}

/// Reads a file at a revision of git.
fn at_revision(path: &Path, revision: &OsStr) -> Result<SpecFile, TaskError> {
    // An empty revision is git's index, which may already contain the change.
    if revision.is_empty() || revision.as_encoded_bytes().starts_with(b":") {
        let revision = revision.to_string_lossy();
        return Err(arguments::usage(format!("`{revision}` is neither a file nor a revision of git")));
    }
    let name = format!("{}:{}", revision.to_string_lossy(), relative_to_here(path));
    let read_error = |reason: String| TaskError::Error(format!("cannot read {name}: {reason}"));
    let real = path.canonicalize().map_err(|error| read_error(error.to_string()))?;
    let (Some(folder), Some(file_name)) = (real.parent(), real.file_name()) else {
        return Err(read_error("not a file".to_owned()));
    };
    let object: OsString = [revision, OsStr::new(":./"), file_name].into_iter().collect();
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["show", "--end-of-options"]).arg(object);
    let git = git.output().map_err(|error| read_error(format!("cannot run git: {error}")))?;
    if !git.status.success() {
        let stderr = String::from_utf8_lossy(&git.stderr);
        let reason =
            stderr.lines().next().unwrap_or("git failed without a message").trim_start_matches("fatal: ");
        return Err(read_error(reason.to_owned()));
    }
    let text = String::from_utf8(git.stdout).map_err(|_| read_error("not UTF-8".to_owned()))?;
    Ok(SpecFile::from_text(&name, text))
}
