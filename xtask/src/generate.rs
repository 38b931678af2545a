//! `cargo xtask gen`: reads the spec, has it turned into files, and brings the target directory up to date.

use std::fs;
use std::io::{ErrorKind, IsTerminal, Read, Write, stderr};
use std::path::{Path, PathBuf};

use codegen::diagnostic::Report;
use codegen::{File, Source};
use similar::TextDiff;

use crate::Failure;
use crate::target::{Change, Target};

/// What to generate from, and where to.
pub(crate) struct Options {
    pub(crate) root: PathBuf,
    /// The one in the folder `spec`, unless another is named.
    pub(crate) spec: Option<PathBuf>,
    /// The crate's own place for emitted code, unless another is named.
    pub(crate) out: Option<PathBuf>,
    pub(crate) check: bool,
    pub(crate) deny_warnings: bool,
}

/// No spec is this large; something else is.
const MOST_BYTES: u64 = 64 << 20;

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let path = match &options.spec {
        Some(path) => path.clone(),
        None => the_spec(&options.root.join("spec"))?,
    };
    let text = read_spec(&path)?;
    let name = spec_name(&path, &options.root);
    let generated = codegen::generate(Source { name: &name, text: &text });
    let report = generated.as_ref().map_or_else(|report| report, |generated| &generated.warnings);
    show(report, Source { name: &relative_to_here(&path), text: &text });
    let Ok(generated) = generated else { return Err(Failure::Found) };
    if options.deny_warnings && !generated.warnings.is_empty() {
        eprintln!("error: --deny-warnings was given, and there are warnings");
        return Err(Failure::Found);
    }
    let owned = owned(options, &path, generated.files)?;
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
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| {
        let hint = if error.kind() == ErrorKind::NotFound { "; --spec names another file" } else { "" };
        Failure::Broken(format!("cannot read the spec {}: {error}{hint}", path.display()))
    })?;
    if bytes.len() as u64 > MOST_BYTES {
        let most = MOST_BYTES >> 20;
        return Err(Failure::Broken(format!("the spec {} is larger than {most} MiB", path.display())));
    }
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

fn apply(owned: &Owned) -> Result<(), Failure> {
    for (target, files) in owned {
        let changes = target.changes(files);
        for change in &changes {
            target.apply(change)?;
        }
        let count = |wanted: fn(&Change<'_>) -> bool| changes.iter().filter(|change| wanted(change)).count();
        let written = count(|change| matches!(change, Change::Write { .. }));
        let removed = count(|change| matches!(change, Change::Remove { .. }));
        let files = match files.len() {
            1 => "1 file".to_owned(),
            n => format!("{n} files"),
        };
        println!("{}: {files}, {written} written, {removed} removed", target.name());
    }
    Ok(())
}
