//! Pieces of Rust that templates share.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::names::is_keyword;

/// A Rust file that is not yet laid out.
pub(super) struct EmittedFile {
    /// Relative to the target directory.
    pub(super) path: String,
    /// What it consists of, down to its imports.
    pub(super) source: TokenStream,
}

/// An identifier, behind `r#` where it is a keyword.
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

/// `1` or `-1.5`: the sign is a token of its own.
pub(super) fn signed(is_negative: bool, magnitude: &Literal) -> TokenStream {
    if is_negative {
        quote! { -#magnitude }
    } else {
        quote! { #magnitude }
    }
}

/// `#[deprecated = "..."]`, where there is a reason.
pub(super) fn deprecated(reason: Option<&String>) -> Option<TokenStream> {
    reason.map(|reason| quote! { #[deprecated = #reason] })
}

/// The attribute of an item that has to name deprecated ones.
pub(super) fn expect_deprecated(any: bool) -> Option<TokenStream> {
    any.then(|| quote! { #[expect(deprecated, reason = "it still has to be read and written")] })
}
