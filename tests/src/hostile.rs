//! The invariants of the generator for any input: it returns files or a report, and never panics. Shared by the tests and the fuzz target.

use codegen::{GENERATED_MARKER, Generated, Source};

use crate::markdown::Document;

/// The result for an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The input is a valid spec; its output is valid Rust and a reference without a broken link or table.
    Accepted,
    /// The input is not a valid spec; the report has the errors.
    Rejected,
}

/// Runs the generator on an input and checks the invariants.
///
/// # Panics
///
/// If an invariant is violated.
#[must_use]
pub fn check_invariants(text: &str) -> Outcome {
    let source = Source { name: "spec.yaml", text };
    match codegen::generate(source) {
        Ok(Generated { files, reference, warnings }) => {
            assert_eq!(warnings.counts().0, 0, "files are generated despite an error");
            assert_eq!(warnings.render(source, false).is_empty(), warnings.is_empty());
            for file in files {
                assert!(syn::parse_file(&file.text).is_ok(), "{} is not Rust:\n{}", file.path, file.text);
            }
            assert!(reference.lines().next().is_some_and(|line| line.contains(GENERATED_MARKER)));
            assert!(reference.ends_with('\n') && !reference.ends_with("\n\n"));
            let _ = Document::read(&reference);
            Outcome::Accepted
        }
        Err(report) => {
            assert!(report.counts().0 > 0, "a spec was rejected without an error");
            for colour in [false, true] {
                assert!(report.render(source, colour).contains("error"), "the rendered report has no error");
            }
            Outcome::Rejected
        }
    }
}
