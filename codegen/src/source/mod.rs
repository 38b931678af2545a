//! The text of a spec: where its parts are, and the diagnostics about it.

mod blocks;
mod diagnostic;
mod input_error;
mod line_index;
mod prose;
mod render;
mod rule;
mod span;
mod suggestion;
mod terminal;

pub(crate) use blocks::{has_only_paragraphs, to_markdown, unwrapped};
pub(crate) use diagnostic::DiagnosticSink;
pub use diagnostic::{Diagnostic, Report, Severity};
pub use input_error::InputError;
pub(crate) use line_index::LineIndex;
pub(crate) use prose::one_line;
pub use rule::Rule;
pub(crate) use span::Spanned;
pub use span::{Source, Span};
pub(crate) use suggestion::closest_match;
pub use terminal::escape_control;
pub(crate) use terminal::{Color, paint};
