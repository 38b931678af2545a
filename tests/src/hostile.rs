//! The promise of the generator for any text: a report or files, no panic. Shared by the tests and by the fuzz target.

use codegen::{GENERATED_MARKER, Generated, Source};

use crate::markdown::Document;

/// The result for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The text is a valid spec; its output is valid Rust and a reference without a broken link or table.
    Accepted,
    /// The text is not a valid spec; the report says why.
    Rejected,
}

/// Runs the generator on a text.
///
/// # Panics
///
/// If a promise is broken.
#[must_use]
pub fn put(text: &str) -> Outcome {
    let source = Source { name: "spec.yaml", text };
    match codegen::generate(source) {
        Ok(Generated { files, reference, warnings }) => {
            assert_eq!(warnings.counts().0, 0, "an error did not keep the spec from being used");
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
                assert!(report.render(source, colour).contains("error"), "an error is not shown");
            }
            Outcome::Rejected
        }
    }
}
