//! Text to [`Spec`], in three steps of their own: [`yaml`] reads the text into nodes that know their places, [`reader`] is the
//! toolkit that takes nodes apart and collects what is wrong with them, and by [`grammar`] each type of a spec says what it is
//! made of: to the reader, and to the JSON Schema of the language.

mod forms;
pub(crate) mod grammar;
mod hints;
mod parts;
mod places;
pub(crate) mod reader;
mod type_expression;
pub(crate) mod yaml;

use crate::diagnostic::Findings;
use crate::json::Json;
use crate::spec::Spec;

use grammar::{Definitions, Grammar};
use reader::Reader;

pub(crate) use forms::header_name;
pub(crate) use hints::primitive;

/// Reads a spec as far as it can be read. Where there is no spec there is at least one error.
pub(crate) fn read(text: &str, findings: &mut Findings) -> Option<Spec> {
    match yaml::parse(text) {
        Ok(root) => Spec::read(&mut Reader::new(text, findings), &root),
        Err(found) => {
            for diagnostic in found {
                findings.report(diagnostic);
            }
            None
        }
    }
}

/// The JSON Schema of the spec language.
pub(crate) fn json_schema(title: &str, comment: &str) -> Json {
    let mut definitions = Definitions::default();
    let root = Spec::json_schema(&mut definitions);
    definitions.into_schema(title, comment, root)
}
