//! Why a text, or one item of a page, could not be decoded.

use std::fmt::{self, Write};

use crate::runtime::redact::{displayed, escaped};

/// How many bytes of a message are kept. It may quote a text of any length.
const MAX_MESSAGE: usize = 1024;

/// How many bytes of a property's name a path has.
const MAX_KEY: usize = 100;

/// How many bytes of a rejected item's JSON are kept.
const MAX_RAW: usize = 64 * 1024;

/// The path to the value that could not be decoded, relative to the value that is being read.
///
/// Built back to front while an error is returned: each visitor on the stack prepends its property or index, so that a
/// success pays for nothing but the reference.
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

    /// Whether it leads into an item of the list that the property holds.
    pub(super) fn is_in_item_of(&self, property: &str) -> bool {
        let list = self.0.strip_prefix('.').and_then(|path| path.strip_prefix(property));
        list.is_some_and(|path| path.starts_with('['))
    }

    /// Such as `items[3].name`; `.` for the whole.
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

/// Why a text could not be decoded.
#[derive(Debug)]
pub struct DecodeError {
    /// Where it failed.
    pub path: JsonPath,
    /// What was expected there and what was found, shortened if it is long.
    pub message: String,
    /// Whether the text is JSON, as far as it was read, but not of the right kind.
    pub(super) is_data: bool,
    /// The limit that was exceeded, if that is the reason.
    pub exceeded: Option<ExceededLimit>,
}

impl DecodeError {
    /// serde_json reports an escaped half of a surrogate pair, which is JSON but no text, as a broken escape.
    pub(super) fn new(path: JsonPath, source: &serde_json::Error, exceeded: Option<ExceededLimit>) -> Self {
        let mut message = Shortened::default();
        // It fails when there is no more room, so that the rest is not even formatted: it is left out.
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
    /// The value takes too much memory.
    Memory,
    /// The deadline has passed.
    Deadline,
}

/// A text that takes no more than [`MAX_MESSAGE`] bytes.
#[derive(Default)]
struct Shortened(String);

impl Write for Shortened {
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

/// The start of a text, of so many bytes or a few less.
fn truncated(text: &str, max: usize) -> &str {
    let end = (0..=max.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// An item of a page that could not be decoded, while the rest of its page could.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectedItem {
    /// Its position in the response's list, from 0.
    pub index: usize,
    /// The place in the response that does not fit, such as `items[3].name`.
    pub path: String,
    /// The item's JSON as it came, up to its first 64 KiB.
    pub raw: String,
    /// What was expected at that place and what was found.
    pub message: String,
}

impl RejectedItem {
    /// The item at `index` of the list that the property holds.
    pub(super) fn new(property: &str, index: usize, raw: &str, error: DecodeError) -> Self {
        let DecodeError { mut path, message, .. } = error;
        path.prepend_index(index);
        path.prepend_key(property);
        let [path, message] = [path.into_string(), message].map(|text| escaped(&text));
        Self { index, path, raw: truncated(raw, MAX_RAW).to_owned(), message }
    }

    /// Stands for further items of that list, which were counted only.
    #[cfg(feature = "_client")]
    pub(crate) fn more(property: &str, index: usize, count: usize) -> Self {
        let message = format!("{count} more items could not be decoded");
        Self { index, path: property.to_owned(), raw: String::new(), message }
    }

    /// The bytes that it takes.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + self.path.len() + self.raw.len() + self.message.len()
    }
}

impl fmt::Display for RejectedItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", displayed(&self.path), displayed(&self.message))
    }
}
