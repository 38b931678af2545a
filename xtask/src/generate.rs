//! `cargo xtask gen`: reads the spec, generates files from it, and updates the target directory.

use std::path::{Path, PathBuf};

use codegen::{File, Generated, escape_control};
use similar::TextDiff;

use crate::arguments::{self, Arguments, OptionDef, SPEC, Task};
use crate::error::TaskError;
use crate::output_tree::{self, Change, OutputTree};
use crate::spec_file::{SpecFile, root};
use crate::terminal::{print, print_error};

pub(crate) const TASK: Task = Task {
    name: "gen",
    purpose: "Generates the emitted part of the crate from the spec",
    usage: "[OPTIONS]",
    options: &[
        OptionDef {
            syntax: "--check",
            description: "Writes nothing; prints what would change, and fails if anything would",
        },
        OptionDef { syntax: "--deny-warnings", description: "Treats warnings as errors" },
        SPEC,
        OptionDef {
            syntax: "--out DIR",
            description: "The directory to write [default: generated/src/emitted, and besides it the reference\n\
                          generated/REFERENCE.md and, beside the spec, the JSON Schema of the spec language]",
        },
    ],
    max_values: 0,
    examples: &["gen", "gen --check --deny-warnings"],
    exit_status: "0 success; 1 the spec is invalid, or --check found a stale file; 2 an I/O or usage error",
    run: |arguments| run(&options(arguments)?),
};

fn options(arguments: &Arguments) -> Result<Options, TaskError> {
    // Without a trailing slash, after which a symbolic link would be followed.
    let out: Option<PathBuf> = arguments.path("--out").map(|out| out.components().collect());
    if out.as_ref().is_some_and(|out| out.as_os_str().is_empty()) {
        return Err(arguments::usage("--out is empty: the directory to write is missing".to_owned()));
    }
    let (check, deny_warnings) = (arguments.has("--check"), arguments.has("--deny-warnings"));
    Ok(Options { root: root(), spec: arguments.path("--spec"), out, check, deny_warnings })
}

/// The input and the output.
struct Options {
    root: PathBuf,
    /// The spec; by default the one in the folder `spec`.
    spec: Option<PathBuf>,
    /// The target directory; by default the crate's directory for emitted code.
    out: Option<PathBuf>,
    check: bool,
    deny_warnings: bool,
}

impl Options {
    /// The command line that writes what `--check` compares.
    fn command(&self) -> String {
        let paths = [("--spec", &self.spec), ("--out", &self.out)];
        let paths = paths.into_iter().filter_map(|(name, path)| Some((name, path.as_ref()?)));
        paths.fold("cargo xtask gen".to_owned(), |command, (name, path)| {
            format!("{command} {name} {}", shell_word(&path.to_string_lossy()))
        })
    }
}

/// Quotes text as one word of a shell's command line.
fn shell_word(text: &str) -> String {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"_-./:=@%+,".contains(&b);
    let text = escape_control(text);
    if text.bytes().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

fn run(options: &Options) -> Result<(), TaskError> {
    let file = SpecFile::open(&options.root, options.spec.as_deref())?;
    let checked = file.check(true)?;
    if options.deny_warnings && !checked.warnings.is_empty() {
        print_error("error: warnings are denied by --deny-warnings\n");
        return Err(TaskError::CheckFailed);
    }
    let default_out = options.root.join("generated/src/emitted");
    let out = options.out.as_deref().unwrap_or(&default_out);
    let generated = checked.generate(file.name());
    if !options.check {
        output_tree::create(out)?;
    }
    let _lock = output_tree::lock(out)?;
    let outputs = outputs(options, out, &file, generated)?;
    if options.check { check(&outputs, options) } else { apply(&outputs) }
}

/// Each tree with the files that it should contain.
type Outputs = Vec<(OutputTree, Vec<File>)>;

/// The directory for emitted code and, unless the caller chose it, the reference and the JSON Schema beside the spec.
fn outputs(
    options: &Options,
    out: &Path,
    spec: &SpecFile,
    generated: Generated,
) -> Result<Outputs, TaskError> {
    let Generated { files, reference, .. } = generated;
    let mut outputs = vec![(OutputTree::directory(out)?, files)];
    if options.out.is_none() {
        outputs.push(single_file(&options.root.join("generated/REFERENCE.md"), reference)?);
        outputs.push(single_file(&spec.path.with_extension("schema.json"), codegen::spec_schema())?);
    }
    Ok(outputs)
}

fn single_file(path: &Path, text: String) -> Result<(OutputTree, Vec<File>), TaskError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((OutputTree::file(path)?, vec![File { path: name, text }]))
}

fn check(outputs: &Outputs, options: &Options) -> Result<(), TaskError> {
    let mut stale = 0;
    let mut other_spec = None;
    for (tree, files) in outputs {
        let changes = tree.changes(files)?;
        stale += changes.len();
        if changes.is_empty() {
            print(&format!("{} is up to date\n", tree.name()))?;
        }
        for change in &changes {
            let (old, new) = tree.versions(change);
            other_spec = other_spec.or_else(|| head_of_other_spec(&old, &new));
            let path = tree.display_path(change);
            let diff = TextDiff::from_lines(&old, &new);
            let diff = diff.unified_diff().header(&path, &format!("{path} (from the spec)")).to_string();
            print(&diff)?;
        }
    }
    if stale == 0 {
        return Ok(());
    }
    let names: Vec<_> = outputs.iter().map(|(tree, _)| tree.name()).collect();
    let (names, command) = (names.join(" or "), options.command());
    print_error(&format!("error: stale files in {names}: {stale}; run `{command}`\n"));
    if let Some(head) = other_spec {
        let head = escape_control(&head);
        print_error(&format!(
            "note: the files were generated from another spec, according to their first line: {head}\n"
        ));
    }
    Err(TaskError::CheckFailed)
}

/// The first line of an emitted file, if it names another spec.
fn head_of_other_spec(old: &str, new: &str) -> Option<String> {
    let (old, new) = (old.lines().next()?, new.lines().next()?);
    (old != new).then(|| old.trim_matches(['/', '<', '!', '-', '>', ' ']).to_owned())
}

/// No file changes before all new files are on disk: an error until then leaves every file as it was.
fn apply(outputs: &Outputs) -> Result<(), TaskError> {
    let mut staged = Vec::new();
    let mut reports = String::new();
    for (tree, files) in outputs {
        let changes = tree.changes(files)?;
        for change in &changes {
            staged.push(tree.stage(change)?);
        }
        reports.push_str(&report(tree, files.len(), &changes));
    }
    for change in staged {
        change.commit()?;
    }
    print(&reports)
}

fn report(tree: &OutputTree, files: usize, changes: &[Change<'_>]) -> String {
    let count = |expected: fn(&Change<'_>) -> bool| changes.iter().filter(|change| expected(change)).count();
    let written = count(|change| matches!(change, Change::Write { .. }));
    let removed = count(|change| matches!(change, Change::Remove { .. }));
    let files = match files {
        1 => "1 file".to_owned(),
        n => format!("{n} files"),
    };
    format!("{}: {files}, {written} written, {removed} removed\n", tree.name())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Options, TaskError, run};

    const SPEC: &str = "\
api: { title: Pets, base_url: https://pets.example, key: { header: x-key, environment: KEY } }
endpoints: { delete_pets: { delete: /pets, description: Deletes all pets. } }
";

    /// Runs `gen` without a target in a separate checkout.
    fn generate(root: &Path, check: bool) -> Result<(), TaskError> {
        run(&Options { root: root.to_owned(), spec: None, out: None, check, deny_warnings: false })
    }

    fn checkout() -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        for folder in ["spec", "generated"] {
            fs::create_dir(root.path().join(folder)).expect("the folder can be created");
        }
        fs::write(root.path().join("spec/pets.yaml"), SPEC).expect("the file can be written");
        root
    }

    #[test]
    fn reference_is_written_and_updated() {
        let checkout = checkout();
        let (root, reference) = (checkout.path(), checkout.path().join("generated/REFERENCE.md"));
        assert!(generate(root, false).is_ok());
        assert!(fs::read_to_string(&reference).expect("the file exists").contains("Deletes all pets."));

        let written = || fs::metadata(&reference).expect("the file exists").modified().expect("a time");
        let time = written();
        assert!(generate(root, false).is_ok());
        assert_eq!(written(), time, "it is not written again");

        let spec = SPEC.replace("Deletes all pets", "Removes all pets");
        fs::write(root.join("spec/pets.yaml"), spec).expect("the file can be written");
        assert!(generate(root, false).is_ok());
        assert!(fs::read_to_string(&reference).expect("the file exists").contains("Removes all pets."));
    }

    /// The lock on the directory also covers the two single files that are written.
    #[test]
    fn concurrent_runs_with_two_specs_leave_files_of_one_spec() {
        let checkout = checkout();
        let root = checkout.path();
        let specs = ["pets", "others"].map(|name| root.join(format!("spec/{name}.yaml")));
        fs::write(&specs[1], SPEC.replace("Deletes all pets", "Removes all pets"))
            .expect("the file can be written");
        let run_with = |spec: &Path| {
            let (root, spec) = (root.to_owned(), Some(spec.to_owned()));
            run(&Options { root, spec, out: None, check: false, deny_warnings: false })
        };
        let has_text = |path: &str, text: &str| {
            fs::read_to_string(root.join("generated").join(path)).expect("the file exists").contains(text)
        };
        for _ in 0..10 {
            std::thread::scope(|scope| {
                let runs =
                    [&specs[0], &specs[1], &specs[0], &specs[1]].map(|spec| scope.spawn(|| run_with(spec)));
                for run in runs {
                    assert!(run.join().expect("no panic").is_ok());
                }
            });
            let code = has_text("src/emitted/operations/delete_pets.rs", "Removes all pets");
            assert_eq!(code, has_text("REFERENCE.md", "Removes all pets"));
            assert_eq!(code, has_text("src/emitted/operations/delete_pets.rs", "spec/others.yaml"));
        }
    }

    #[test]
    fn foreign_reference_is_an_error_and_no_file_changes() {
        let checkout = checkout();
        let (root, reference) = (checkout.path(), checkout.path().join("generated/REFERENCE.md"));
        fs::write(&reference, "# Notes\n\nAbout text that was @generated by cargo xtask gen.\n")
            .expect("the file can be written");
        for check in [false, true] {
            let Err(TaskError::Error(reason)) = generate(root, check) else {
                panic!("a foreign file is accepted")
            };
            assert!(reason.contains("REFERENCE.md was not written by `cargo xtask gen`"), "{reason}");
        }
        assert!(fs::read_to_string(&reference).expect("the file exists").starts_with("# Notes"));
        let emitted = fs::read_dir(root.join("generated/src/emitted"))
            .expect("the directory exists, since it is locked");
        assert_eq!(emitted.count(), 0);
        assert!(!root.join("spec/pets.schema.json").exists());
    }
}
