//! What the tests share: where things are, and how a spec is turned into files.

pub mod built;
pub mod hostile;
pub mod markdown;
pub mod modes;
pub mod page;

use std::path::{Path, PathBuf};

use codegen::{File, Generated, Source};

/// The checkout.
#[must_use]
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// A file of the checkout.
///
/// # Panics
///
/// If it cannot be read.
#[must_use]
pub fn read(path: &str) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The Rust that the spec at that place in the checkout becomes.
///
/// # Panics
///
/// If there is anything wrong with it, or only odd.
#[must_use]
pub fn generate(spec: &str) -> Vec<File> {
    generated(spec).files
}

/// The reference that it becomes.
///
/// # Panics
///
/// If there is anything wrong with it, or only odd.
#[must_use]
pub fn reference(spec: &str) -> String {
    generated(spec).reference
}

/// The Rust that this text of a spec becomes.
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

/// The folders in `tests/cases`, by name: each is a small spec beside the Rust it becomes.
///
/// # Panics
///
/// If they cannot be read.
#[must_use]
pub fn cases() -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(root().join("tests/cases")).expect("the cases are there");
    let paths = entries.map(|entry| entry.expect("a case").path());
    let mut cases: Vec<_> = paths
        .map(|path| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path))
        .collect();
    cases.sort();
    cases
}
