//! What the generator promises of any text at all: a report or files, no panic. Shared by the tests and by the fuzz target.

use codegen::{Generated, Source};

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is a spec, and all that it became is Rust.
    Accepted,
    /// It is not, and the report says why.
    Rejected,
}

/// Puts a text through the generator.
///
/// # Panics
///
/// If a promise is broken.
#[must_use]
pub fn put(text: &str) -> Outcome {
    let source = Source { name: "spec.yaml", text };
    match codegen::generate(source) {
        Ok(Generated { files, warnings }) => {
            assert_eq!(warnings.counts().0, 0, "an error did not keep the spec from being used");
            assert_eq!(warnings.render(source, false).is_empty(), warnings.is_empty());
            for file in files {
                assert!(syn::parse_file(&file.text).is_ok(), "{} is not Rust:\n{}", file.path, file.text);
            }
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
