//! The representation to tokens: one function an item kind, one file of this folder a kind of emitted file.

mod api;
mod docs;
mod open_enum;
mod operation;
mod region;
mod schema;
mod ty;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::Crate;

/// A Rust file to be, still in tokens.
pub(crate) struct TokenFile {
    /// Relative to the target directory.
    pub(crate) path: String,
    /// What the module is, if it needs saying.
    pub(crate) docs: Option<&'static str>,
    /// `use` declarations, in groups that a blank line parts.
    pub(crate) uses: Vec<Vec<TokenStream>>,
    /// What follows, each an item or a run of items without blank lines in between.
    pub(crate) items: Vec<TokenStream>,
}

/// All files of a crate's emitted part.
pub(crate) fn files(krate: &Crate) -> Vec<TokenFile> {
    let mut files = vec![root(krate), api::file(&krate.api)];
    files.extend(region::file(&krate.api));
    files.extend(folder(
        "operations",
        "The types that stand for operations: needed only to name a `Request`.",
        &krate.operations,
        |o| (&o.name, &o.marker),
    ));
    files.extend(folder("schemas", "One file a schema.", &krate.schemas, |s| (&s.module, &s.name)));
    files.extend(folder("enums", "One file an enum.", &krate.enums, |e| (&e.module, &e.name)));
    files.extend(krate.operations.iter().map(operation::file));
    files.extend(krate.schemas.iter().map(schema::file));
    files.extend(krate.enums.iter().map(open_enum::file));
    files
}

fn root(krate: &Crate) -> TokenFile {
    let client = quote! { #[cfg(feature = "_client")] };
    let module = |there: bool, tokens: TokenStream| there.then_some(tokens);
    let regions = !krate.api.regions.is_empty();
    let (operations, schemas, enums) =
        (!krate.operations.is_empty(), !krate.schemas.is_empty(), !krate.enums.is_empty());
    let modules = [
        Some(quote! { #client mod api; }),
        module(enums, quote! { mod enums; }),
        module(operations, quote! { #client pub mod operations; }),
        module(regions, quote! { #client mod region; }),
        module(schemas, quote! { mod schemas; }),
    ];
    let uses = [
        Some(quote! { #client pub(crate) use self::api::API; }),
        module(enums, quote! { pub use self::enums::*; }),
        module(regions, quote! { #client pub use self::region::Region; }),
        module(schemas, quote! { pub use self::schemas::*; }),
    ];
    TokenFile {
        path: "mod.rs".to_owned(),
        docs: Some("What the spec says, as Rust: this folder is written by `cargo xtask gen` alone."),
        uses: Vec::new(),
        items: vec![modules.into_iter().flatten().collect(), uses.into_iter().flatten().collect()],
    }
}

/// `mod a; mod b;` and `pub use a::A; pub use b::B;`
fn folder<T>(
    name: &str,
    docs: &'static str,
    parts: &[T],
    names: impl Fn(&T) -> (&String, &String),
) -> Option<TokenFile> {
    let mut names: Vec<_> = parts.iter().map(names).collect();
    names.sort();
    let modules = names.iter().map(|(module, _)| ident(module));
    let uses = names.iter().map(|(module, item)| {
        let (module, item) = (ident(module), ident(item));
        quote! { pub use self::#module::#item; }
    });
    let file = TokenFile {
        path: format!("{name}/mod.rs"),
        docs: Some(docs),
        uses: Vec::new(),
        items: vec![quote! { #(mod #modules;)* }, quote! { #(#uses)* }],
    };
    (!parts.is_empty()).then_some(file)
}

/// An identifier, behind `r#` where it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    if syn::parse_str::<Ident>(name).is_ok() {
        Ident::new(name, Span::call_site())
    } else {
        Ident::new_raw(name, Span::call_site())
    }
}

/// `#[deprecated = "..."]`, where there is a reason.
fn deprecated(reason: Option<&String>) -> Option<TokenStream> {
    reason.map(|reason| quote! { #[deprecated = #reason] })
}

/// The attribute of an item that has to name deprecated ones.
fn names_deprecated(any: bool) -> Option<TokenStream> {
    any.then(|| quote! { #[expect(deprecated, reason = "it still has to be read and written")] })
}
