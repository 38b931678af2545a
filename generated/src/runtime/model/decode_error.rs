//! Errors of decoding a text or one item of a page.

use std::fmt::{self, Write};

use crate::runtime::redact::{displayed, escaped};

/// Maximum bytes of a message. serde_json's messages can quote a text of any length.
const MAX_MESSAGE: usize = 1024;

/// Maximum bytes of a property's name in a path. Names come from the server and can have any length.
const MAX_KEY: usize = 100;

/// Maximum bytes of a rejected item's JSON that are kept: more than a real item has.
const MAX_RAW: usize = 64 * 1024;

/// The path to the value that could not be decoded, relative to the value that is being read.
///
/// It is built from its end while an error is returned: each visitor on the stack prepends its property or index. Successful
/// decoding only passes a reference.
#[derive(Debug, Default)]
pub struct JsonPath(String);

impl JsonPath {
    #[cold]
    pub(super) fn prepend_key(&mut self, key: &str) {
        let start = truncated(key, MAX_KEY);
        if start.len() < key.len() {
            self.0.insert(0, '…');
        }
        self.0.insert_str(0, start);
        self.0.insert(0, '.');
    }

    #[cold]
    pub(super) fn prepend_index(&mut self, index: usize) {
        self.0.insert_str(0, &format!("[{index}]"));
    }

    /// Whether the path starts with the property and an index.
    pub(super) fn is_in_item_of(&self, property: &str) -> bool {
        let list = self.0.strip_prefix('.').and_then(|path| path.strip_prefix(property));
        list.is_some_and(|path| path.starts_with('['))
    }

    /// Formats the path, such as `items[3].name`; `.` for the whole document.
    #[must_use]
    pub fn into_string(mut self) -> String {
        if self.0.len() > 1 && self.0.starts_with('.') {
            self.0.remove(0);
        } else if self.0.is_empty() {
            self.0.push('.');
        }
        self.0
    }
}

/// The error of decoding a text.
#[derive(Debug)]
pub struct DecodeError {
    /// The location of the error.
    pub path: JsonPath,
    /// What was expected and what was found, truncated to `MAX_MESSAGE` bytes.
    pub message: String,
    /// Whether the text is valid JSON up to the error, and the error is a value of the wrong type.
    pub(super) is_data: bool,
    /// The limit that was exceeded, if that is the cause.
    pub exceeded: Option<ExceededLimit>,
}

impl DecodeError {
    /// Adds the cause to serde_json's message about an unpaired surrogate, which mentions only an invalid escape.
    pub(super) fn new(path: JsonPath, source: &serde_json::Error, exceeded: Option<ExceededLimit>) -> Self {
        let mut message = BoundedString::default();
        // The error means that the limit is reached, and stops the formatting; the rest is dropped.
        let _ = write!(message, "{source}");
        let mut message = message.0;
        if message.contains("end of hex escape") || message.contains("surrogate in hex escape") {
            message.insert_str(0, "a string has an unpaired surrogate: ");
        }
        Self { path, message, is_data: source.is_data(), exceeded }
    }
}

/// The limit that decoding exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceededLimit {
    /// The memory limit for the decoded value.
    Memory,
    /// The deadline.
    Deadline,
}

/// A string of at most [`MAX_MESSAGE`] bytes.
#[derive(Default)]
struct BoundedString(String);

impl Write for BoundedString {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let start = truncated(text, MAX_MESSAGE - self.0.len());
        self.0.push_str(start);
        if start.len() == text.len() {
            return Ok(());
        }
        self.0.push('…');
        Err(fmt::Error)
    }
}

/// Truncates a text to at most `max` bytes, at a character boundary.
fn truncated(text: &str, max: usize) -> &str {
    let end = (0..=max.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// An item of a page that could not be decoded; the rest of the page was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectedItem {
    /// Index in the response's list, from 0.
    pub index: usize,
    /// JSON path of the value that could not be decoded, such as `items[3].name`.
    pub path: String,
    /// The item's JSON as it was received, up to its first 64 KiB.
    pub raw: String,
    /// What was expected at this path and what was found.
    pub message: String,
}

impl RejectedItem {
    /// The item at `index` of the list in the property.
    pub(super) fn new(property: &str, index: usize, raw: &str, error: DecodeError) -> Self {
        let DecodeError { mut path, message, .. } = error;
        path.prepend_index(index);
        path.prepend_key(property);
        let [path, message] = [path.into_string(), message].map(|text| escaped(&text));
        Self { index, path, raw: truncated(raw, MAX_RAW).to_owned(), message }
    }

    /// Represents further rejected items of the list, of which only the number is known.
    #[cfg(feature = "_client")]
    pub(crate) fn more(property: &str, index: usize, count: usize) -> Self {
        let message = format!("{count} more items could not be decoded");
        Self { index, path: property.to_owned(), raw: String::new(), message }
    }

    /// Its size in memory, in bytes.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + self.path.len() + self.raw.len() + self.message.len()
    }
}

impl fmt::Display for RejectedItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", displayed(&self.path), displayed(&self.message))
    }
}
