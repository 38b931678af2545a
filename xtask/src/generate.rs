//! `cargo xtask gen`: reads the spec, has it turned into files, and brings the target directory up to date.

use std::fs;
use std::io::{ErrorKind, IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};

use codegen::Source;
use codegen::diagnostic::Report;
use similar::TextDiff;

use crate::Failure;
use crate::target::{Change, Target};

/// What to generate from, and where to.
pub(crate) struct Options {
    pub(crate) root: PathBuf,
    /// The one in the folder `spec`, unless another is named.
    pub(crate) spec: Option<PathBuf>,
    pub(crate) out: PathBuf,
    pub(crate) check: bool,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let path = match &options.spec {
        Some(path) => path.clone(),
        None => the_spec(&options.root.join("spec"))?,
    };
    let text = read_spec(&path)?;
    let name = spec_name(&path, &options.root);
    let shown = relative_to_here(&path);
    let source = Source { name: &name, text: &text };
    let generated = match codegen::generate(source) {
        Ok(generated) => generated,
        Err(report) => {
            show(&report, Source { name: &shown, text: &text });
            return Err(Failure::Found);
        }
    };
    show(&generated.warnings, Source { name: &shown, text: &text });
    let target = Target::open(&options.out)?;
    let changes = target.changes(&generated.files);
    if options.check { check(&target, &changes) } else { apply(&target, &changes, generated.files.len()) }
}

/// The one YAML file of a folder.
fn the_spec(folder: &Path) -> Result<PathBuf, Failure> {
    let entries = fs::read_dir(folder)
        .map_err(|error| Failure::Broken(format!("cannot read the folder {}: {error}", folder.display())))?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut specs: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    match (specs.pop(), specs.is_empty()) {
        (Some(spec), true) => Ok(spec),
        _ => Err(Failure::Broken(format!(
            "{} does not hold exactly one YAML file; name one with --spec",
            folder.display()
        ))),
    }
}

/// The spec's text, without the byte order mark that some editors set.
fn read_spec(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| {
        let hint = if error.kind() == ErrorKind::NotFound { "; --spec names another file" } else { "" };
        Failure::Broken(format!("cannot read the spec {}: {error}{hint}", path.display()))
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].split(|byte| *byte == b'\n').count();
        Failure::Broken(format!("the spec {} is not UTF-8 (line {line})", path.display()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// What the head of each emitted file calls the spec: the same on every machine.
fn spec_name(path: &Path, root: &Path) -> String {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let spec = real(path);
    let short = spec.strip_prefix(real(root)).ok();
    let short = short.or_else(|| spec.file_name().map(Path::new)).unwrap_or(&spec);
    let parts: Vec<_> = short.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// A path that the user's terminal and editor can follow.
fn relative_to_here(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

fn show(report: &Report, source: Source<'_>) {
    if report.is_empty() {
        return;
    }
    let colour = stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    eprint!("{}", report.render(source, colour));
    let (errors, warnings) = report.counts();
    let count = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
    eprintln!("{}: {}, {}", source.name, count(errors, "error"), count(warnings, "warning"));
}

fn check(target: &Target, changes: &[Change<'_>]) -> Result<(), Failure> {
    if changes.is_empty() {
        println!("{} is up to date", target.name());
        return Ok(());
    }
    let mut stdout = std::io::stdout().lock();
    for change in changes {
        let (old, new) = target.versions(change);
        let path = format!("{}/{}", target.name(), change.path());
        let diff = TextDiff::from_lines(&old, &new);
        // Whoever reads may have seen enough.
        if write!(stdout, "{}", diff.unified_diff().header(&path, &format!("{path} (from the spec)")))
            .is_err()
        {
            break;
        }
    }
    eprintln!("error: {} is stale in {} files: run `cargo xtask gen`", target.name(), changes.len());
    Err(Failure::Found)
}

fn apply(target: &Target, changes: &[Change<'_>], files: usize) -> Result<(), Failure> {
    for change in changes {
        target.apply(change)?;
    }
    let count = |wanted: fn(&Change<'_>) -> bool| changes.iter().filter(|change| wanted(change)).count();
    let written = count(|change| matches!(change, Change::Write { .. }));
    let removed = count(|change| matches!(change, Change::Remove { .. }));
    println!("{}: {files} files, {written} written, {removed} removed", target.name());
    Ok(())
}
