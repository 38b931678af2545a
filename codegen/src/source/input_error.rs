//! The error of an input file that is not a spec.

use super::{LineIndex, Source, Span, escape_control};

/// Why a document or a recorded response cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// The span in the file, if known.
    pub span: Option<Span>,
    /// The problem and what to do.
    pub message: String,
}

impl InputError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { span: None, message: message.into() }
    }

    /// Renders the message with its location in the file.
    #[must_use]
    pub fn render(&self, input: Source<'_>) -> String {
        match &self.span {
            Some(span) => {
                let (line, column) = LineIndex::new(input.text).line_col(span.start);
                format!("{}:{line}:{column}: {}", input.name, escape_control(&self.message))
            }
            None => format!("{}: {}", input.name, escape_control(&self.message)),
        }
    }
}
