//! `region.rs`: the other base URLs of the API, for the builder to choose from.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Api;

use super::docs;
use super::tokens::{EmittedFile, ident};

pub(super) fn file(api: &Api) -> EmittedFile {
    let (enum_item, base_url_method, setter) = (enum_item(api), base_url_method(api), setter());
    EmittedFile {
        path: "region.rs".to_owned(),
        source: quote! {
            use crate::runtime::call::ClientBuilder;

            #enum_item
            #base_url_method
            #setter
        },
    }
}

/// ```text
/// pub enum Region {
///     Eu,
/// }
/// ```
fn enum_item(api: &Api) -> TokenStream {
    let about = format!("Regional base URLs of {}. The default is {}.", api.title.value, api.base_url.value);
    let docs = docs::attributes(&about, &[]);
    let variants = api.regions.iter().map(|region| {
        let name = ident(&region.rust_name);
        let docs = docs::attributes(&region.base_url.value, &[]);
        quote! { #docs #name }
    });
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Region {
            #(#variants,)*
        }
    }
}

/// ```text
/// impl Region {
///     pub fn base_url(self) -> &'static str {
///         match self {
///             Self::Eu => "https://eu.pets.example",
///         }
///     }
/// }
/// ```
fn base_url_method(api: &Api) -> TokenStream {
    let names = api.regions.iter().map(|region| ident(&region.rust_name));
    let base_urls = api.regions.iter().map(|region| &region.base_url.value);
    quote! {
        impl Region {
            /// Returns the base URL of the region.
            #[must_use]
            pub fn base_url(self) -> &'static str {
                match self {
                    #(Self::#names => #base_urls,)*
                }
            }
        }
    }
}

/// ```text
/// impl<B> ClientBuilder<B> {
///     pub fn region(self, region: Region) -> Self { ... }
/// }
/// ```
fn setter() -> TokenStream {
    quote! {
        impl<B> ClientBuilder<B> {
            /// Sets the base URL of this region, in place of an earlier `base_url`.
            pub fn region(self, region: Region) -> Self {
                self.base_url(region.base_url())
            }
        }
    }
}
