//! `region.rs`: the other places where the API is reached, for the builder to choose.

use quote::quote;
use syn::{Item, parse_quote};

use crate::ir::{Api, Region};

use super::syntax::ident;
use super::{Draft, docs};

pub(super) fn file(api: &Api) -> Draft {
    Draft {
        path: "region.rs".to_owned(),
        docs: None,
        uses: vec![vec![parse_quote! { use crate::runtime::call::ClientBuilder; }]],
        items: vec![vec![structure(api)], vec![base_urls(&api.regions)], vec![setter()]],
    }
}

/// ```text
/// pub enum Region {
///     Eu,
/// }
/// ```
fn structure(api: &Api) -> Item {
    let title = format!("Where {} is reached, other than by default at {}.", api.title, api.base_url);
    let title = docs::attributes(&title, &[]);
    let variants = api.regions.iter().map(|Region { name, base_url, .. }| {
        let name = ident(name);
        let docs = docs::attributes(base_url, &[]);
        quote! { #(#docs)* #name, }
    });
    parse_quote! {
        #(#title)*
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
fn base_urls(regions: &[Region]) -> Item {
    let arms = regions.iter().map(|Region { name, base_url, .. }| {
        let name = ident(name);
        quote! { Self::#name => #base_url, }
    });
    parse_quote! {
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
fn setter() -> Item {
    parse_quote! {
        impl<K> ClientBuilder<K> {
            /// Reaches the API in this region, in place of an earlier `base_url`.
            pub fn region(self, region: Region) -> Self {
                self.base_url(region.base_url())
            }
        }
    }
}
