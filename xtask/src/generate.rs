//! `cargo xtask gen`: reads the spec, has it turned into files, and brings the target directory up to date.

use std::io::Write;
use std::path::{Path, PathBuf};

use codegen::File;
use lexopt::prelude::{Long, Short};
use similar::TextDiff;

use crate::spec_file::SpecFile;
use crate::target::{Change, Target};
use crate::{Failure, Task, root};

pub(crate) const TASK: Task = Task {
    name: "gen",
    purpose: "Turns the spec into the emitted part of the generated crate",
    help: "\
Usage: cargo xtask gen [OPTIONS]

Options:
  --check            Writes nothing; shows what would change, and fails if anything would
  --deny-warnings    Takes warnings for errors
  --spec FILE        The spec to read         [default: the YAML file in spec/]
  --out DIR          The directory to write   [default: generated/src/emitted, and beside the spec the JSON
                     Schema of the spec language]

Examples:
  cargo xtask gen
  cargo xtask gen --check --deny-warnings

Exit status: 0 all well; 1 the spec is wrong, or --check found something stale; 2 it could not be done.
",
    run: |arguments| run(&options(arguments)?),
};

fn options(mut arguments: lexopt::Parser) -> Result<Options, Failure> {
    let mut options = Options { root: root(), spec: None, out: None, check: false, deny_warnings: false };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => options.check = true,
            Long("deny-warnings") => options.deny_warnings = true,
            Long("spec") => options.spec = Some(PathBuf::from(arguments.value()?)),
            Long("out") => options.out = Some(PathBuf::from(arguments.value()?)),
            Long("help") | Short('h') => return Err(Failure::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

/// What to generate from, and where to.
struct Options {
    root: PathBuf,
    /// The one in the folder `spec`, unless another is named.
    spec: Option<PathBuf>,
    /// The crate's own place for emitted code, unless another is named.
    out: Option<PathBuf>,
    check: bool,
    deny_warnings: bool,
}

fn run(options: &Options) -> Result<(), Failure> {
    let file = SpecFile::open(&options.root, options.spec.as_deref())?;
    let checked = file.check()?;
    if options.deny_warnings && !checked.warnings.is_empty() {
        eprintln!("error: --deny-warnings was given, and there are warnings");
        return Err(Failure::Found);
    }
    let owned = owned(options, &file.path, checked.files(file.name()))?;
    if options.check { check(&owned) } else { apply(&owned) }
}

/// Each target and the files that should be in it.
type Owned = Vec<(Target, Vec<File>)>;

/// The directory for emitted code and, unless that is one of the caller's, the JSON Schema beside the spec.
fn owned(options: &Options, spec: &Path, files: Vec<File>) -> Result<Owned, Failure> {
    if let Some(out) = &options.out {
        return Ok(vec![(Target::directory(out)?, files)]);
    }
    let emitted = Target::directory(&options.root.join("generated/src/emitted"))?;
    let schema = spec.with_extension("schema.json");
    let file = File {
        path: schema.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        text: codegen::spec_schema(),
    };
    Ok(vec![(emitted, files), (Target::file(&schema)?, vec![file])])
}

fn check(owned: &Owned) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    let mut stale = 0;
    let mut other_spec = None;
    for (target, files) in owned {
        let changes = target.changes(files);
        stale += changes.len();
        if changes.is_empty() {
            // Whoever reads may have seen enough.
            let _ = writeln!(stdout, "{} is up to date", target.name());
        }
        for change in &changes {
            let (old, new) = target.versions(change);
            other_spec = other_spec.or_else(|| head_of_another_spec(&old, &new));
            let path = target.shown(change);
            let diff = TextDiff::from_lines(&old, &new);
            let _ =
                write!(stdout, "{}", diff.unified_diff().header(&path, &format!("{path} (from the spec)")));
        }
    }
    if stale == 0 {
        return Ok(());
    }
    let names: Vec<_> = owned.iter().map(|(target, _)| target.name()).collect();
    eprintln!("error: {} is stale in {stale} files: run `cargo xtask gen`", names.join(" or "));
    if let Some(head) = other_spec {
        eprintln!("note: the files were made from another spec, as their first line says: {head}");
    }
    Err(Failure::Found)
}

/// The first line of an emitted file that another spec's name stands in.
fn head_of_another_spec(old: &str, new: &str) -> Option<String> {
    let (old, new) = (old.lines().next()?, new.lines().next()?);
    (old != new).then(|| old.trim_start_matches("// ").to_owned())
}

/// Nothing is shown before all of it is on the disk: what fails on the way there leaves every file as it was.
fn apply(owned: &Owned) -> Result<(), Failure> {
    let mut prepared = Vec::new();
    let mut reports = Vec::new();
    for (target, files) in owned {
        let changes = target.changes(files);
        for change in &changes {
            prepared.push(target.prepare(change)?);
        }
        reports.push(report(target, files.len(), &changes));
    }
    for change in prepared {
        change.show()?;
    }
    for report in reports {
        println!("{report}");
    }
    Ok(())
}

fn report(target: &Target, files: usize, changes: &[Change<'_>]) -> String {
    let count = |wanted: fn(&Change<'_>) -> bool| changes.iter().filter(|change| wanted(change)).count();
    let written = count(|change| matches!(change, Change::Write { .. }));
    let removed = count(|change| matches!(change, Change::Remove { .. }));
    let files = match files {
        1 => "1 file".to_owned(),
        n => format!("{n} files"),
    };
    format!("{}: {files}, {written} written, {removed} removed", target.name())
}
