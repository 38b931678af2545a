//! `region.rs`: the other places where the API is reached, for the builder to choose.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Docs, Region};

use super::{TokenFile, docs, ident};

/// Nothing where the spec names no regions.
pub(super) fn file(api: &Api) -> Option<TokenFile> {
    let file = TokenFile {
        path: "region.rs".to_owned(),
        docs: None,
        uses: vec![vec![quote! { use crate::runtime::call::ClientBuilder; }]],
        items: vec![structure(api), base_urls(&api.regions), setter()],
    };
    (!api.regions.is_empty()).then_some(file)
}

/// ```text
/// pub enum Region {
///     Eu,
/// }
/// ```
fn structure(api: &Api) -> TokenStream {
    let title = docs::attributes(&Docs {
        prose: format!("Where {} is reached, other than by default at {}.", api.title, api.base_url),
        facts: Vec::new(),
    });
    let variants = api.regions.iter().map(|Region { name, base_url }| {
        let name = ident(name);
        let docs = docs::attributes(&Docs { prose: base_url.clone(), facts: Vec::new() });
        quote! { #docs #name, }
    });
    quote! {
        #title
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Region {
            #(#variants)*
        }
    }
}

/// ```text
/// impl Region {
///     pub fn base_url(self) -> &'static str { ... }
/// }
/// ```
fn base_urls(regions: &[Region]) -> TokenStream {
    let arms = regions.iter().map(|Region { name, base_url }| {
        let name = ident(name);
        quote! { Self::#name => #base_url, }
    });
    quote! {
        impl Region {
            /// Its address.
            #[must_use]
            pub fn base_url(self) -> &'static str {
                match self {
                    #(#arms)*
                }
            }
        }
    }
}

/// ```text
/// impl<K> ClientBuilder<K> {
///     pub fn region(self, region: Region) -> Self { ... }
/// }
/// ```
fn setter() -> TokenStream {
    quote! {
        impl<K> ClientBuilder<K> {
            /// Reaches the API in this region, in place of an earlier `base_url`.
            pub fn region(self, region: Region) -> Self {
                self.base_url(region.base_url())
            }
        }
    }
}
