//! Compiles an API spec in YAML to the Rust source of a client.
//!
//! A pure library: text in, files or diagnostics out. It reads no file and prints nothing; `xtask` does both. The stages, in
//! order:
//!
//! 1. `spec::parse`: text to a typed spec in which every part has a span.
//! 2. `spec::check`: checks the rules of the spec language and collects all errors.
//! 3. `model::resolve`: a spec without errors to the one [`Model`], with types resolved and Rust names chosen.
//! 4. The back ends: `rust`, `reference` and `openapi` write the model as source, Markdown and OpenAPI; [`diff`] compares it with an
//!    older one, [`drift`] with the vendor's document or responses.

mod constraints;
pub mod diff;
pub mod drift;
mod file;
mod graph;
pub mod json;
mod markdown;
mod model;
mod names;
mod openapi;
mod reference;
mod reserved;
mod route;
mod rust;
mod source;
mod spec;

use diff::Changes;
use drift::Drift;
use model::{Hole, Model};
use openapi::type_names::TypeNames;
use source::DiagnosticSink;
use spec::SpecIndex;

pub use file::{File, GENERATED_MARKER};
pub use openapi::import::{Import, ImportOptions};
pub use source::{Diagnostic, InputError, Report, Rule, Severity, Source, Span, escape_control};

/// A spec without errors, resolved.
#[derive(Debug)]
pub struct CheckedSpec {
    model: Model,
    /// The warnings.
    pub warnings: Report,
}

/// The output for a spec.
#[derive(Debug)]
pub struct Generated {
    /// The Rust files of the client, sorted by path.
    pub files: Vec<File>,
    /// The API reference, in GitHub's Markdown.
    pub reference: String,
    /// The warnings.
    pub warnings: Report,
}

/// Parses a spec, checks every rule and resolves it. The report has all errors.
pub fn check(source: Source<'_>) -> Result<CheckedSpec, Report> {
    let mut sink = DiagnosticSink::default();
    let Some(spec) = spec::parse(source.text, &mut sink) else { return Err(Report::new(sink)) };
    let index = SpecIndex::new(&spec);
    spec::check(&index, source.text, &mut sink);
    if sink.has_errors() {
        return Err(Report::new(sink));
    }
    match model::resolve(&index) {
        Ok(model) => Ok(CheckedSpec { model, warnings: Report::new(sink) }),
        // Unreachable: every reason why resolving fails was reported as an error.
        Err(Hole) => Err(Report::new(sink)),
    }
}

impl CheckedSpec {
    /// Generates the client and its reference. `name` is the name of the spec.
    #[must_use]
    pub fn generate(self, name: &str) -> Generated {
        let name = file::name_in_comment(name);
        Generated {
            files: rust::files(&name, &self.model),
            reference: reference::document(&name, &self.model),
            warnings: self.warnings,
        }
    }

    /// The spec as an OpenAPI 3.1 document, in JSON.
    #[must_use]
    pub fn openapi(&self) -> String {
        openapi::document(&self.model).to_text()
    }

    /// The changes since an older version of the spec.
    #[must_use]
    pub fn changes_since(&self, old: &Self) -> Changes {
        diff::changes(&old.model, &self.model)
    }

    /// Compares the spec with an OpenAPI document, or with a recorded response of the schema `schema`. Without a schema, the one that
    /// matches the response best is used.
    pub fn drift(&self, vendor: Source<'_>, schema: Option<&str>) -> Result<Drift, InputError> {
        drift::compare(&self.model, vendor, schema)
    }
}

/// Runs all stages.
pub fn generate(source: Source<'_>) -> Result<Generated, Report> {
    Ok(check(source)?.generate(source.name))
}

/// Imports operations of an OpenAPI document: as additions to a spec, or without one as a new spec.
pub fn import(
    document: Source<'_>,
    spec: Option<&CheckedSpec>,
    options: &ImportOptions,
) -> Result<Import, InputError> {
    let model = spec.map(|spec| &spec.model);
    openapi::import::import(document, model, options, |document| {
        model.map_or_else(TypeNames::default, |model| drift::paired_names(model, document))
    })
}

/// The JSON Schema of the spec language, for editors.
#[must_use]
pub fn spec_schema() -> String {
    let comment = format!("{GENERATED_MARKER}. Do not edit.");
    spec::json_schema("The spec language of this client", &comment).to_text()
}
