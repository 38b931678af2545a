//! Writes the model as a reference in GitHub's Markdown: endpoints, parameters, responses, and how schemas nest. One file per kind
//! of section. A section is a list of blocks separated by blank lines.

mod anchors;
mod api;
mod diagram;
mod operation;
mod section;
mod table;
mod types;

use crate::file::GENERATED_MARKER;
use crate::markdown::escape;
use crate::model::Model;
use crate::source::has_only_paragraphs;

use anchors::Anchors;

/// The whole document. `name` is the name of the spec.
pub(crate) fn document(spec: &str, model: &Model) -> String {
    let anchors = Anchors::new(model);
    let sections = [
        Some(api::base_url_section(&model.api)),
        operation::section(model, &anchors),
        diagram::section(model),
        types::schemas(model, &anchors),
        types::unions(model, &anchors),
        types::enums(model),
    ];
    let sections: Vec<_> = sections.into_iter().flatten().collect();
    let contents: Vec<_> = sections.iter().map(|section| section.entry(&anchors)).collect();
    let mut blocks = vec![
        format!("<!-- {GENERATED_MARKER} from {spec}. Do not edit. -->"),
        format!("# {}: reference", escape(&model.api.title.value)),
    ];
    let description = model.api.description.as_str();
    blocks.extend(section::prose(description));
    if !has_only_paragraphs(description) {
        // Otherwise a list at its end would continue with the contents.
        blocks.push("Contents:".to_owned());
    }
    blocks.push(contents.join("\n"));
    for section in sections {
        blocks.push(format!("## {}", section.title));
        blocks.extend(section.blocks);
    }
    blocks.join("\n\n") + "\n"
}
