//! Takes a secret out of what others have said.

use serde_json::Value;

/// What must not be shown, in every form in which it may come.
pub struct Secret<'a> {
    plain: &'a str,
    /// Where JSON escapes it.
    escaped: String,
}

impl<'a> Secret<'a> {
    pub(crate) fn new(plain: &'a str) -> Self {
        let escaped = Value::from(plain).to_string().trim_matches('"').to_owned();
        Self { plain, escaped }
    }

    /// Whether a text gives it away.
    pub(crate) fn occurs_in(&self, text: &str) -> bool {
        text.contains(self.plain) || text.contains(&self.escaped)
    }

    /// Leaves a mark in its place.
    pub(crate) fn redact_in(&self, text: &mut String) {
        const MARK: &str = "[redacted]";
        if self.occurs_in(text) {
            *text = text.replace(self.plain, MARK).replace(&self.escaped, MARK);
        }
    }
}
