//! The entries of a mapping with names of the author's choice.

use std::ops::Deref;

/// The entries under the names of a mapping.
#[derive(Clone, Debug)]
pub(crate) struct Entries<T> {
    pub(crate) entries: Vec<T>,
    /// Whether every entry of the spec is included. If not, an error was reported, and an absent name may be one that was skipped.
    pub(crate) is_complete: bool,
}

impl<T> Deref for Entries<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.entries
    }
}

impl<'a, T> IntoIterator for &'a Entries<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}
