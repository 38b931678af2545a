//! Text to [`Spec`], in three steps of their own: [`tree`] reads YAML into nodes, [`node`] is the toolkit that takes nodes
//! apart and collects what is wrong with them, [`sections`] says what a spec is made of.

mod node;
mod sections;
mod tree;
mod type_expression;

use crate::diagnostic::Diagnostic;
use crate::spec::Spec;

/// Reads a spec as far as it can be read. Where there is no spec there is at least one error.
pub(crate) fn read(text: &str) -> (Option<Spec>, Vec<Diagnostic>) {
    match tree::parse(text) {
        Ok(root) => sections::spec(text, &root),
        Err(diagnostic) => (None, vec![*diagnostic]),
    }
}
