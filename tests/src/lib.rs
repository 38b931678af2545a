//! Shared test helpers: paths, running the generator, both clients, and parsing pages.

pub mod built;
pub mod hostile;
pub mod markdown;
pub mod modes;
pub mod page;

use std::path::{Path, PathBuf};

use codegen::{File, Generated, Source};

/// The root directory of the repository.
#[must_use]
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The text of a file of the repository.
///
/// # Panics
///
/// If it cannot be read.
#[must_use]
pub fn read(path: &str) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The Rust files generated from the spec at a path in the repository.
///
/// # Panics
///
/// If the spec has errors or warnings.
#[must_use]
pub fn generate(spec: &str) -> Vec<File> {
    generated(spec).files
}

/// The reference generated from it.
///
/// # Panics
///
/// If the spec has errors or warnings.
#[must_use]
pub fn reference(spec: &str) -> String {
    generated(spec).reference
}

/// The Rust files generated from the text of a spec.
///
/// # Panics
///
/// As [`generate`].
#[must_use]
pub fn generate_text(spec: &str) -> Vec<File> {
    generated_from(Source { name: "spec.yaml", text: spec }).files
}

fn generated(spec: &str) -> Generated {
    generated_from(Source { name: spec, text: &read(spec) })
}

fn generated_from(source: Source<'_>) -> Generated {
    let generated =
        codegen::generate(source).unwrap_or_else(|report| panic!("{}", report.render(source, false)));
    let warnings = &generated.warnings;
    assert!(warnings.is_empty(), "{}", warnings.render(source, false));
    generated
}

/// The folders in `tests/cases`, by name: each has a small spec and a snapshot of its Rust files.
///
/// # Panics
///
/// If they cannot be read.
#[must_use]
pub fn cases() -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(root().join("tests/cases")).expect("tests/cases exists");
    let paths = entries.map(|entry| entry.expect("a case").path());
    let mut cases: Vec<_> = paths
        .map(|path| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path))
        .collect();
    cases.sort();
    cases
}
