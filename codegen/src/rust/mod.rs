//! The representation to Rust source: one `quote!` template per item kind, one file of this folder per kind of emitted file.
//!
//! A template emits tokens, and looks like the Rust that it emits. [`mod@format`] parses them once per file and lays them out.

mod api;
mod docs;
mod fixture;
mod format;
mod imports;
mod mock;
mod mod_file;
mod open_enum;
mod operation;
mod parallel;
mod region;
mod schema;
mod types;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::File;
use crate::ir::{Crate, Schema};
use crate::names::is_keyword;

/// A Rust file that is not yet laid out.
struct EmittedFile {
    /// Relative to the target directory.
    path: String,
    /// What it consists of, down to its imports.
    source: TokenStream,
}

/// All files of a crate's emitted part, sorted by path, for a spec of that name. They are laid out as they are emitted, so that
/// memory holds their text and the tokens of a few.
pub(crate) fn files(spec: &str, krate: &Crate) -> Vec<File> {
    let Crate { api, operations, schemas, enums } = krate;
    let layout = |file| format::file(spec, file);
    let region = (!api.regions.is_empty()).then(|| region::file(api));
    let singles = [mod_file::root(krate), api::file(api), mock::file(krate)].into_iter().chain(region);
    let mut files: Vec<_> = singles.chain(mod_file::folders(krate)).map(layout).collect();
    files.extend(parallel::map(operations, |operation| layout(operation::file(operation))));
    let schema_files = |schema: &Schema| [schema::file(schema), fixture::file(schema)].map(layout);
    files.extend(parallel::map(schemas, schema_files).into_iter().flatten());
    files.extend(parallel::map(enums, |enum_def| layout(open_enum::file(enum_def))));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// An identifier, behind `r#` where it is a keyword.
fn ident(name: &str) -> Ident {
    let new = if is_keyword(name) { Ident::new_raw } else { Ident::new };
    new(name, Span::call_site())
}

/// `Some(value)` or `None`
fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote! { Some(#value) },
        None => quote! { None },
    }
}

/// `1` or `-1.5`: the sign is a token of its own.
fn signed(is_negative: bool, magnitude: &Literal) -> TokenStream {
    if is_negative {
        quote! { -#magnitude }
    } else {
        quote! { #magnitude }
    }
}

/// `#[deprecated = "..."]`, where there is a reason.
fn deprecated(reason: Option<&String>) -> Option<TokenStream> {
    reason.map(|reason| quote! { #[deprecated = #reason] })
}

/// The attribute of an item that has to name deprecated ones.
fn expect_deprecated(any: bool) -> Option<TokenStream> {
    any.then(|| quote! { #[expect(deprecated, reason = "it still has to be read and written")] })
}
