//! `cargo xtask diff`: two versions of the spec, and what the change means for those who use the crate.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::diff::ChangeClass;
use lexopt::prelude::{Long, Short, Value};

use crate::spec_file::{SpecFile, relative_to_here};
use crate::{Failure, Task, colour, root};

pub(crate) const TASK: Task = Task {
    name: "diff",
    purpose: "Says what a changed spec means for users of the crate",
    help: "\
Usage: cargo xtask diff [REV-or-FILE] [OPTIONS]

Compares the spec with an older version of it: a file, or the spec as it was at a revision that git knows
[default: HEAD]. Each change is breaking, additive or documentation only; spec/COMPATIBILITY.md says why.

Options:
  --deny CLASS      Fails if there is a change of this class or worse: `breaking`, `additive` or `documentation`
  --format FORMAT   `text`, or `json` for machines              [default: text]
  --spec FILE       The new version                             [default: the YAML file in spec/]

Examples:
  cargo xtask diff
  cargo xtask diff v0.1.0 --deny breaking

Exit status: 0 compared; 1 a spec is wrong, or --deny found something; 2 it could not be done.
",
    run,
};

struct Options {
    old: Option<String>,
    spec: Option<PathBuf>,
    deny: Option<ChangeClass>,
    json: bool,
}

fn options(mut arguments: lexopt::Parser) -> Result<Options, Failure> {
    let mut options = Options { old: None, spec: None, deny: None, json: false };
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(old) if options.old.is_none() => options.old = Some(old.to_string_lossy().into_owned()),
            Long("deny") => {
                let name = arguments.value()?;
                let classes = [ChangeClass::Breaking, ChangeClass::Additive, ChangeClass::Documentation];
                let class = classes.into_iter().find(|class| name == class.name());
                let unknown = || lexopt::Error::from(format!("there is no class `{}`", name.display()));
                options.deny = Some(class.ok_or_else(unknown)?);
            }
            Long("format") => {
                options.json = match &*arguments.value()?.to_string_lossy() {
                    "text" => false,
                    "json" => true,
                    other => return Err(lexopt::Error::from(format!("there is no format `{other}`")).into()),
                }
            }
            Long("spec") => options.spec = Some(PathBuf::from(arguments.value()?)),
            Long("help") | Short('h') => return Err(Failure::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn run(arguments: lexopt::Parser) -> Result<(), Failure> {
    let options = options(arguments)?;
    let root = root();
    let new = SpecFile::open(&root, options.spec.as_deref())?;
    let old = options.old.as_deref().unwrap_or("HEAD");
    let old = if Path::new(old).is_file() {
        SpecFile::open(&root, Some(Path::new(old)))?
    } else {
        at_revision(&new.path, old)?
    };
    let (checked_old, checked_new) = (old.check()?, new.check()?);
    let changes = checked_new.changes_since(&checked_old);
    let text = if options.json {
        changes.to_json(old.source(), new.source()).to_text()
    } else {
        changes.render(old.source(), new.source(), colour(&stdout()))
    };
    // Whoever reads may have seen enough.
    let _ = stdout().lock().write_all(text.as_bytes());
    match (changes.class(), options.deny) {
        (Some(found), Some(denied)) if found >= denied => Err(Failure::Found),
        _ => Ok(()),
    }
}

/// A file as git knows it from another time.
fn at_revision(path: &Path, revision: &str) -> Result<SpecFile, Failure> {
    let shown = format!("{revision}:{}", relative_to_here(path));
    let broken = |why: String| Failure::Broken(format!("cannot read {shown}: {why}"));
    let real = path.canonicalize().map_err(|error| broken(error.to_string()))?;
    let (Some(folder), Some(name)) = (real.parent(), real.file_name()) else {
        return Err(broken("it is no file".to_owned()));
    };
    let object = format!("{revision}:./{}", name.to_string_lossy());
    let git = Command::new("git").arg("-C").arg(folder).args(["show", "--end-of-options", &object]).output();
    let git = git.map_err(|error| broken(format!("git does not run: {error}")))?;
    if !git.status.success() {
        let said = String::from_utf8_lossy(&git.stderr);
        let said = said.lines().next().unwrap_or("git says nothing").trim_start_matches("fatal: ");
        return Err(broken(said.to_owned()));
    }
    let text = String::from_utf8(git.stdout).map_err(|_| broken("it is not UTF-8".to_owned()))?;
    Ok(SpecFile::of_text(shown, text))
}
