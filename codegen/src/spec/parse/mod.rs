//! Text to [`Spec`], in three steps: [`yaml`] parses the text into nodes with spans, [`reader`] reads the nodes and collects
//! diagnostics, and with [`grammar`] each type of a spec declares its parts once, for the reader and for the JSON Schema of the
//! language.

mod formats;
pub(crate) mod grammar;
mod hints;
mod parts;
pub(crate) mod reader;
mod scan;
mod sections;
mod syntax_hints;
mod type_expression;
pub(crate) mod yaml;

use crate::json::Json;
use crate::source::DiagnosticSink;
use crate::spec::language::Spec;

use grammar::{Definitions, SpecValue};
use reader::Reader;

pub(crate) use formats::{header_name, is_base_url, is_header_name, is_path, media_format};
pub(crate) use hints::{boolean_elsewhere, primitive, split_type, type_word};
pub(crate) use reader::{is_quoted, plain_literal, unquoted_boolean, unquoted_integer};

/// Parses as much of a spec as possible. `None` implies at least one error.
pub(crate) fn parse(text: &str, sink: &mut DiagnosticSink) -> Option<Spec> {
    match yaml::parse(text) {
        Ok(mut root) => {
            sections::move_indented_sections(&mut root, sink);
            Spec::read(&mut Reader::new(text, sink), &root)
        }
        Err(diagnostics) => {
            for diagnostic in diagnostics {
                sink.report(diagnostic);
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
