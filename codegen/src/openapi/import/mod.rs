//! Drafts of endpoints, with the schemas and enums that they need, from an OpenAPI document.

mod api;
mod insert;
mod nulls;
mod operation;
mod paging;
mod report;
mod security;
mod selection;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::model::Model;
use crate::source::{InputError, Source};

use super::document::{Document, NOT_OPENAPI};
use super::draft::NewType;
use super::input::Input;
use super::lost::Lost;
use super::operation::Operation;
use super::patched;
use super::shape::Shapes;
use super::spec_text::SpecWriter;
use super::type_names::TypeNames;

use api::DraftApi;
use operation::{DraftEndpoint, OperationWriter, Outcome};
use security::Security;

/// What to import.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Operations as `GET /v1/pets/{pet_id}` or by their operation ids; all if there are none.
    pub operations: Vec<String>,
    /// Whether to take over the document's descriptions.
    pub descriptions: bool,
}

/// Endpoints, schemas and enums to add to a spec.
#[derive(Debug)]
pub struct Import {
    api: DraftApi,
    operations: Vec<ImportedOperation>,
    types: Vec<NewType>,
    /// The types of the spec that the endpoints use.
    reused: Vec<String>,
}

/// An operation of the document and what became of it.
#[derive(Debug)]
struct ImportedOperation {
    method: String,
    path: String,
    operation_id: Option<String>,
    outcome: Outcome,
    /// What the endpoint and its types do not state, with the locations.
    lost: Vec<(Lost, Rc<str>)>,
}

impl Import {
    /// Whether everything that was selected is imported as documented, except what does not affect values.
    #[must_use]
    pub fn is_lossless(&self) -> bool {
        self.operations.iter().all(ImportedOperation::is_lossless)
    }

    fn endpoints(&self) -> impl Iterator<Item = &DraftEndpoint> {
        self.operations.iter().filter_map(|operation| match &operation.outcome {
            Outcome::Imported(endpoint) => Some(&**endpoint),
            Outcome::InSpec(_) | Outcome::LeftOut(_) => None,
        })
    }

    /// The entries of a section, each with a blank line before it in `schemas` and `endpoints`.
    fn entries(&self, section: &str) -> Vec<String> {
        match section {
            "endpoints" => self.endpoints().map(DraftEndpoint::text).collect(),
            _ => self.types.iter().filter(|it| it.section() == section).map(NewType::text).collect(),
        }
    }

    /// The sections with the additions to a spec.
    #[must_use]
    pub fn sections(&self) -> String {
        let sections = insert::SECTIONS.iter().map(|section| (section, self.entries(section)));
        let sections = sections.filter(|(_, entries)| !entries.is_empty());
        let sections: Vec<_> =
            sections.map(|(section, entries)| format!("{section}:\n{}", entries.join("\n"))).collect();
        sections.join("\n")
    }

    /// A complete spec.
    #[must_use]
    pub fn spec(&self) -> String {
        let endpoints = if self.endpoints().next().is_none() { "endpoints: {}\n" } else { "" };
        [self.api.text(), endpoints.to_owned(), self.sections()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The spec with everything added to it; existing entries are unchanged. An error states why that is not possible.
    pub fn insert_into(&self, spec: Source<'_>) -> Result<String, String> {
        insert::insert(spec, |section| self.entries(section))
    }
}

impl ImportedOperation {
    fn is_lossless(&self) -> bool {
        !matches!(self.outcome, Outcome::LeftOut(_)) && !self.lost.iter().any(|(lost, _)| lost.is_loss())
    }

    fn route(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Imports operations of a document. Types of the spec are used where `names` pairs them with schemas of the document, or where they
/// have the same shape.
pub(crate) fn import(
    source: Source<'_>,
    model: Option<&Model>,
    options: &ImportOptions,
    names: impl for<'d> FnOnce(&Document<'d>) -> TypeNames,
) -> Result<Import, InputError> {
    let input = Input::parse(source.text)?;
    let document = Document::new(input.root()).ok_or_else(|| InputError::new(NOT_OPENAPI))?;
    let mut operations = document.operations();
    if !options.operations.is_empty() {
        operations = selection::select(&operations, &options.operations)?;
    }
    let mut names = names(&document);
    names.reserve_components(document.schema_components());
    let (schemas, enums) = model.map_or((&[][..], &[][..]), |model| (&model.schemas, &model.enums));
    let writer = SpecWriter::new(&document, names, Shapes::new(schemas, enums), options.descriptions)
        .with_patched(patched::of_document(&document, &operations));
    let security = Security::read(&document, &operations, model.and_then(|model| model.api.key.as_ref()));
    let api = DraftApi::read(&document, security.key.clone(), options.descriptions);
    let mut writer = OperationWriter::new(&document, writer, model, security);
    let mut outcomes: Vec<_> = operations.iter().map(|operation| writer.operation(operation)).collect();
    let (types, reused) = writer.finish();
    operation::remove_invalid_paging(&mut outcomes, &types, model);
    let closure = Closure::new(&types);
    let operations = operations
        .iter()
        .zip(outcomes)
        .map(|(operation, (outcome, lost))| imported(&document, operation, outcome, lost, &closure));
    let operations = operations.collect();
    Ok(Import { api, operations, types, reused })
}

fn imported(
    document: &Document<'_>,
    operation: &Operation<'_>,
    outcome: Outcome,
    mut lost: BTreeSet<Lost>,
    closure: &Closure<'_>,
) -> ImportedOperation {
    if let Outcome::Imported(endpoint) = &outcome {
        lost.extend(closure.lost(&endpoint.uses));
    }
    let lost = lost.into_iter().map(|lost| {
        let location = document.location(&lost.span());
        (lost, location)
    });
    ImportedOperation {
        method: operation.method.clone(),
        path: operation.path.clone(),
        operation_id: operation.view.get("operationId").and_then(|id| id.as_string()),
        outcome,
        lost: lost.collect(),
    }
}

/// The new types by name, to find what a type reaches.
struct Closure<'a>(HashMap<&'a str, &'a NewType>);

impl<'a> Closure<'a> {
    fn new(types: &'a [NewType]) -> Self {
        Self(types.iter().map(|it| (it.name.as_str(), it)).collect())
    }

    /// What the types of these names, and all that they reach, do not state.
    fn lost(&self, names: &'a [String]) -> impl Iterator<Item = Lost> {
        let mut reached: HashSet<&str> = HashSet::new();
        let mut worklist: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut lost = Vec::new();
        while let Some(name) = worklist.pop() {
            let Some(it) = self.0.get(name).filter(|_| reached.insert(name)) else { continue };
            lost.extend(it.lost.iter().cloned());
            worklist.extend(it.uses.iter().map(String::as_str));
        }
        lost.into_iter()
    }
}
