//! A named source text, and spans of it.

use std::ops::Range;

/// A range of bytes of a text.
pub type Span = Range<usize>;

/// A text and its name, which appears in messages and in the first line of emitted files.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name, such as `spec/pets.yaml`.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// A value and its span.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spanned<T> {
    /// The value.
    pub(crate) value: T,
    /// Its span; of quoted text, the span inside the quotes.
    pub(crate) span: Span,
}

impl<T> Spanned<T> {
    /// Another value with the same span.
    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }

    /// A borrowed value with the same span.
    pub(crate) fn as_ref(&self) -> Spanned<&T> {
        Spanned { value: &self.value, span: self.span.clone() }
    }
}
