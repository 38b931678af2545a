//! Parses a vendor's file, JSON or YAML.

use crate::source::InputError;
use crate::spec::yaml::{self, Node};

use super::view::View;

/// A parsed file.
pub(crate) enum Input<'a> {
    Json(View<'a>),
    Yaml(Node),
}

impl<'a> Input<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, InputError> {
        if text.trim_start().starts_with(['{', '[']) {
            return View::json(text).map(Self::Json).map_err(|error| not_json(text, &error));
        }
        let node = yaml::parse_lenient(text);
        node.map(Self::Yaml).map_err(|error| InputError::new(format!("this is not YAML: {error}")))
    }

    /// The whole value.
    pub(crate) fn root(&self) -> View<'_> {
        match self {
            Self::Json(view) => *view,
            Self::Yaml(node) => View::Yaml(node),
        }
    }
}

/// Converts a syntax error; its offset becomes the span.
fn not_json(text: &str, error: &serde_json::Error) -> InputError {
    let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let offset = (line + error.column().saturating_sub(1)).min(text.len());
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    InputError { span: Some(offset..offset), message: format!("this is not JSON: {message}") }
}
