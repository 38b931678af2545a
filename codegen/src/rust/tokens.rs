//! Pieces of Rust that templates share.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::markdown::escape;
use crate::names::is_keyword;

/// A Rust file that is not yet formatted.
pub(super) struct EmittedFile {
    /// Relative to the target directory.
    pub(super) path: String,
    /// The tokens of the whole file, with its imports.
    pub(super) source: TokenStream,
}

/// An identifier, with the prefix `r#` if it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    let new = if is_keyword(name) { Ident::new_raw } else { Ident::new };
    new(name, Span::call_site())
}

/// `Some(value)` or `None`
pub(super) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote! { Some(#value) },
        None => quote! { None },
    }
}

/// An integer, such as `-1_000_000`.
pub(super) fn integer(value: i64) -> TokenStream {
    number(value < 0, &grouped(&value.unsigned_abs().to_string()))
}

/// A double, such as `-0.5`; in powers of ten where the digits would be mostly zeros.
pub(super) fn double(value: f64) -> TokenStream {
    let magnitude = value.abs();
    let text = if magnitude != 0.0 && !(1e-7..1e16).contains(&magnitude) {
        format!("{magnitude:e}")
    } else {
        let text = magnitude.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
        // Digits of a fraction are grouped from the point on.
        let fraction: String = fraction.chars().rev().collect();
        let fraction: String = grouped(&fraction).chars().rev().collect();
        format!("{}.{fraction}", grouped(whole))
    };
    number(value.is_sign_negative(), &text)
}

/// A double of 32 bits, with the digits that it needs.
#[expect(clippy::cast_possible_truncation, reason = "the value has 32 bits")]
pub(super) fn float32(value: f64) -> TokenStream {
    double((value as f32).to_string().parse().unwrap_or(value))
}

/// The sign is a separate token.
fn number(is_negative: bool, magnitude: &str) -> TokenStream {
    let magnitude: Literal = magnitude.parse().expect("digits are a literal");
    if is_negative {
        quote! { -#magnitude }
    } else {
        quote! { #magnitude }
    }
}

/// Digits with a `_` before each three, if there are more than five.
fn grouped(digits: &str) -> String {
    if digits.len() <= 5 {
        return digits.to_owned();
    }
    let parts: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    parts.join("_")
}

/// `#[deprecated = "..."]`, if there is a reason. rustdoc renders it as Markdown.
pub(super) fn deprecated(reason: Option<&String>) -> Option<TokenStream> {
    let reason = escape(reason?);
    Some(quote! { #[deprecated = #reason] })
}

/// The `#[expect(deprecated)]` of an item that uses deprecated items.
pub(super) fn expect_deprecated(any: bool) -> Option<TokenStream> {
    any.then(|| quote! { #[expect(deprecated, reason = "it still has to be read and written")] })
}

#[cfg(test)]
mod tests {
    use super::{double, integer};

    #[test]
    fn numbers_are_written_for_people() {
        for (value, expected) in
            [(0, "0"), (99_999, "99999"), (-100_000, "-100_000"), (i64::MIN, "-9_223_372_036_854_775_808")]
        {
            assert_eq!(integer(value).to_string().replace(' ', ""), expected);
        }
        for (value, expected) in [
            (0.0, "0.0"),
            (-0.5, "-0.5"),
            (9.806_65, "9.80665"),
            (1_234_567.000_123_4, "1_234_567.000_123_4"),
            (1e300, "1e300"),
            (1.5e-300, "1.5e-300"),
        ] {
            assert_eq!(double(value).to_string().replace(' ', ""), expected);
        }
    }
}
