//! Why a text, or one item of a page, could not be decoded.

use std::fmt;

/// The path to the value that could not be decoded, relative to the value that is being read.
///
/// Built back to front while an error is returned: each visitor on the stack prepends its property or index, so that a
/// success pays for nothing but the reference.
#[derive(Debug, Default)]
pub struct JsonPath(String);

impl JsonPath {
    #[cold]
    pub(super) fn prepend_key(&mut self, key: &str) {
        self.0.insert_str(0, key);
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
    /// What was expected there and what was found.
    pub source: serde_json::Error,
}

/// An item of a page that could not be decoded, while the rest of its page could.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectedItem {
    /// Its position in the response's list, from 0.
    pub index: usize,
    /// The place in the response that does not fit, such as `items[3].name`.
    pub path: String,
    /// The item's JSON, as it came.
    pub raw: String,
    /// What was expected at that place and what was found.
    pub message: String,
}

impl RejectedItem {
    /// The item at `index` of the list that the property holds.
    pub(super) fn new(property: &str, index: usize, raw: &str, error: DecodeError) -> Self {
        let DecodeError { mut path, source } = error;
        path.prepend_index(index);
        path.prepend_key(property);
        Self { index, path: path.into_string(), raw: raw.to_owned(), message: source.to_string() }
    }
}

impl fmt::Display for RejectedItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}
