//! A section of the reference, and the blocks that sections share.

use crate::markdown::{blocks, escape, line_start};

use super::anchors::Anchors;

/// A second-level heading and its content.
pub(super) struct Section<'a> {
    /// More than one word, so that it differs from every name of the API.
    pub(super) title: &'static str,
    /// The names that have headings in the section.
    pub(super) names: Vec<&'a str>,
    pub(super) blocks: Vec<String>,
}

impl<'a> Section<'a> {
    /// Returns `None` if the section would be empty.
    pub(super) fn of<T>(
        title: &'static str,
        introduction: &str,
        things: &'a [T],
        name: impl Fn(&'a T) -> &'a str,
        blocks: impl Fn(&T) -> Vec<String>,
    ) -> Option<Self> {
        let all = [introduction.to_owned()].into_iter().chain(things.iter().flat_map(blocks)).collect();
        (!things.is_empty()).then(|| Self { title, names: things.iter().map(name).collect(), blocks: all })
    }

    /// Its line in the table of contents.
    pub(super) fn entry(&self, anchors: &Anchors<'_>) -> String {
        let names: Vec<_> = self.names.iter().map(|name| anchors.link(name)).collect();
        let colon = if names.is_empty() { "" } else { ": " };
        let anchor = self.title.to_lowercase().replace(' ', "-");
        format!("- [{}](#{anchor}){colon}{}", self.title, names.join(", "))
    }
}

/// The prose of the spec: paragraphs, lists and code.
pub(super) fn prose(text: &str) -> impl Iterator<Item = String> {
    let one_line = |words: &[String]| {
        let start = words.first().map(|word| line_start(word));
        vec![start.into_iter().chain(words.iter().skip(1).cloned()).collect::<Vec<_>>().join(" ")]
    };
    blocks(text, one_line).into_iter().map(|lines| lines.join("\n"))
}

/// The reason of a deprecation.
pub(super) fn deprecated(reason: Option<&String>) -> Option<String> {
    reason.map(|reason| format!("**Deprecated:** {}", escape(reason)))
}
