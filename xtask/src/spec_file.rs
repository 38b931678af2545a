//! Reads the spec from disk, and prints diagnostics about it.

use std::fs;
use std::io::{ErrorKind, Read, stderr};
use std::path::{Path, PathBuf};

use codegen::Report;
use codegen::{CheckedSpec, Source, escape_control};

use crate::error::TaskError;
use crate::terminal::{colour, print_error};

/// The maximum size of an input file: far larger than any spec or OpenAPI document.
const MAX_BYTES: u64 = 64 << 20;

/// A spec's text and its names.
pub(crate) struct SpecFile {
    pub(crate) path: PathBuf,
    text: String,
    /// The name in emitted files.
    name: String,
    /// The name in reports.
    display_name: String,
}

impl SpecFile {
    /// Opens the given file, or the only YAML file in the folder `spec`.
    pub(crate) fn open(root: &Path, path: Option<&Path>) -> Result<Self, TaskError> {
        let path = match path {
            Some(path) => path.to_owned(),
            None => find_spec(&root.join("spec"))?,
        };
        let text = read_text(&path, "the spec", "; --spec names another file")?;
        Ok(Self { name: name(&path, root), display_name: relative_to_here(&path), path, text })
    }

    /// A spec that was not read from a file.
    pub(crate) fn from_text(display_name: &str, text: String) -> Self {
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let display_name = escape_control(display_name);
        Self { path: PathBuf::from(&display_name), name: display_name.clone(), display_name, text }
    }

    /// The name in emitted files.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The source with its name in reports.
    pub(crate) fn source(&self) -> Source<'_> {
        Source { name: &self.display_name, text: &self.text }
    }

    /// Checks the spec. Prints errors, and warnings if they are requested.
    pub(crate) fn check(&self, warnings: bool) -> Result<CheckedSpec, TaskError> {
        let checked = codegen::check(self.source());
        match &checked {
            Err(report) => self.show(report),
            Ok(checked) if warnings => self.show(&checked.warnings),
            Ok(_) => {}
        }
        checked.map_err(|_| TaskError::CheckFailed)
    }

    /// Prints a report on the spec.
    fn show(&self, report: &Report) {
        if report.is_empty() {
            return;
        }
        let (errors, warnings) = report.counts();
        let count = |n: usize, kind: &str| if n == 1 { format!("1 {kind}") } else { format!("{n} {kind}s") };
        let (errors, warnings) = (count(errors, "error"), count(warnings, "warning"));
        let report = report.render(self.source(), colour(&stderr()));
        print_error(&format!("{report}{}: {errors}, {warnings}\n", self.display_name));
    }
}

/// The only YAML file of a folder.
fn find_spec(folder: &Path) -> Result<PathBuf, TaskError> {
    let entries = fs::read_dir(folder)
        .map_err(|error| TaskError::Error(format!("cannot read the folder {}: {error}", folder.display())))?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut specs: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    match (specs.pop(), specs.is_empty()) {
        (Some(spec), true) => Ok(spec),
        _ => Err(TaskError::Error(format!(
            "{} does not contain exactly one YAML file; name one with --spec",
            folder.display()
        ))),
    }
}

/// The text of a file, without the byte order mark that some editors set.
pub(crate) fn read_text(path: &Path, kind: &str, if_missing: &str) -> Result<String, TaskError> {
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| {
        let hint = if error.kind() == ErrorKind::NotFound { if_missing } else { "" };
        TaskError::Error(format!("cannot read {kind} {}: {error}{hint}", path.display()))
    })?;
    if bytes.len() as u64 > MAX_BYTES {
        let max = MAX_BYTES >> 20;
        return Err(TaskError::Error(format!("{kind} {} is larger than {max} MiB", path.display())));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..offset].split(|byte| *byte == b'\n').count();
        TaskError::Error(format!("{kind} {} is not UTF-8 (line {line})", path.display()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The name of the spec in emitted files, which is the same on every machine.
fn name(path: &Path, root: &Path) -> String {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let spec = real(path);
    let short = spec.strip_prefix(real(root)).ok();
    let short = short.or_else(|| spec.file_name().map(Path::new)).unwrap_or(&spec);
    let parts: Vec<_> = short.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// A path relative to the current directory, escaped for one line of output.
pub(crate) fn relative_to_here(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    escape_control(&path.strip_prefix(here).unwrap_or(path).to_string_lossy())
}

/// The checkout that this program was built from.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
