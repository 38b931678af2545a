//! `cargo xtask gen`: reads the spec, has it turned into files, and brings the target directory up to date.

use std::io::Write;
use std::path::{Path, PathBuf};

use codegen::{File, Generated};
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
  --out DIR          The directory to write   [default: generated/src/emitted, and besides it the reference
                     generated/REFERENCE.md and, beside the spec, the JSON Schema of the spec language]

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
    let owned = owned(options, &file, checked.generate(file.name()))?;
    if options.check { check(&owned) } else { apply(&owned) }
}

/// Each target and the files that should be in it.
type Owned = Vec<(Target, Vec<File>)>;

/// The directory for emitted code and, unless that is one of the caller's, the reference and the JSON Schema beside the spec.
fn owned(options: &Options, spec: &SpecFile, generated: Generated) -> Result<Owned, Failure> {
    let Generated { files, reference, .. } = generated;
    if let Some(out) = &options.out {
        return Ok(vec![(Target::directory(out)?, files)]);
    }
    let folder = options.root.join("generated");
    Ok(vec![
        (Target::directory(&folder.join("src/emitted"))?, files),
        one(&folder.join("REFERENCE.md"), reference)?,
        one(&spec.path.with_extension("schema.json"), codegen::spec_schema())?,
    ])
}

/// A target that is one file.
fn one(path: &Path, text: String) -> Result<(Target, Vec<File>), Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((Target::file(path)?, vec![File { path: name, text }]))
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
    (old != new).then(|| old.trim_matches(['/', '<', '!', '-', '>', ' ']).to_owned())
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Failure, Options, run};

    const SPEC: &str = "\
api: { title: Pets, base_url: https://pets.example, key: { header: x-key, environment: KEY } }
endpoints: { delete_pets: { delete: /pets, description: Lets them go. } }
";

    /// Without a target, in a checkout of its own.
    fn generate(root: &Path, check: bool) -> Result<(), Failure> {
        run(&Options { root: root.to_owned(), spec: None, out: None, check, deny_warnings: false })
    }

    fn checkout() -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        for folder in ["spec", "generated"] {
            fs::create_dir(root.path().join(folder)).expect("it can be made");
        }
        fs::write(root.path().join("spec/pets.yaml"), SPEC).expect("it can be written");
        root
    }

    #[test]
    fn the_reference_is_written_and_kept_fresh() {
        let checkout = checkout();
        let (root, reference) = (checkout.path(), checkout.path().join("generated/REFERENCE.md"));
        assert!(generate(root, false).is_ok());
        assert!(fs::read_to_string(&reference).expect("it is there").contains("Lets them go."));

        let written = || fs::metadata(&reference).expect("it").modified().expect("a time");
        let time = written();
        assert!(generate(root, false).is_ok());
        assert_eq!(written(), time, "it was not written again");

        let spec = SPEC.replace("Lets them go", "Says goodbye");
        fs::write(root.join("spec/pets.yaml"), spec).expect("it can be written");
        assert!(generate(root, false).is_ok());
        assert!(fs::read_to_string(&reference).expect("it is there").contains("Says goodbye."));
    }

    #[test]
    fn a_reference_that_is_somebody_elses_is_left_alone_and_so_is_all_else() {
        let checkout = checkout();
        let (root, reference) = (checkout.path(), checkout.path().join("generated/REFERENCE.md"));
        fs::write(&reference, "# My own notes\n\nOn what was @generated by cargo xtask gen.\n")
            .expect("it can be written");
        for check in [false, true] {
            let Err(Failure::Broken(why)) = generate(root, check) else { panic!("it is not refused") };
            assert!(why.contains("REFERENCE.md was not written by `cargo xtask gen`"), "{why}");
        }
        assert!(fs::read_to_string(&reference).expect("it is there").starts_with("# My own notes"));
        assert!(!root.join("generated/src").exists() && !root.join("spec/pets.schema.json").exists());
    }
}
