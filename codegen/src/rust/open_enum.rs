//! A file of `enums/`: an open enum and the two tables that map its variants to and from their wire names.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown::code_span;
use crate::model::Enum;

use super::docs;
use super::tokens::{EmittedFile, deprecated, expect_deprecated, ident};

pub(super) fn file(enum_def: &Enum) -> EmittedFile {
    let name = ident(&enum_def.rust_name);
    let (enum_item, open_enum_impl) = (enum_item(enum_def), open_enum_impl(enum_def));
    EmittedFile {
        path: format!("enums/{}.rs", enum_def.module),
        source: quote! {
            use crate::runtime::model::{OpenEnum, UnknownValue, open_enum};

            #enum_item
            #open_enum_impl
            open_enum!(#name);
        },
    }
}

/// ```text
/// pub enum Species {
///     Cat,
///     Unknown(UnknownValue),
/// }
/// ```
fn enum_item(enum_def: &Enum) -> TokenStream {
    let name = ident(&enum_def.rust_name);
    let docs = docs::attributes(enum_def.description.as_str(), &[]);
    let variants = enum_def.variants.iter().map(|variant| {
        let name = ident(&variant.rust_name);
        let docs = docs::attributes(
            variant.description.as_str(),
            &[format!("{} in the API.", code_span(&variant.name.value))],
        );
        let deprecated = deprecated(variant.deprecated.as_ref());
        quote! { #docs #deprecated #name }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that is unknown to this version of the crate, kept as received.
            Unknown(UnknownValue),
        }
    }
}

/// ```text
/// impl OpenEnum for Species {
///     const KNOWN: &'static [Self] = &[Self::Cat];
///
///     fn from_known(text: &str) -> Option<Self> { ... "cat" => Self::Cat, ... }
///     fn from_unknown(value: UnknownValue) -> Self { ... }
///     fn text(&self) -> &str { ... Self::Cat => "cat", ... }
/// }
/// ```
fn open_enum_impl(enum_def: &Enum) -> TokenStream {
    let name = ident(&enum_def.rust_name);
    let expect_deprecated = expect_deprecated(enum_def.variants.iter().any(|v| v.deprecated.is_some()));
    let variants: Vec<_> = enum_def.variants.iter().map(|variant| ident(&variant.rust_name)).collect();
    let wire_names: Vec<_> = enum_def.variants.iter().map(|variant| &variant.name.value).collect();
    quote! {
        #expect_deprecated
        impl OpenEnum for #name {
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            fn from_known(text: &str) -> Option<Self> {
                let known = match text {
                    #(#wire_names => Self::#variants,)*
                    _ => return None,
                };
                Some(known)
            }

            fn from_unknown(value: UnknownValue) -> Self {
                Self::Unknown(value)
            }

            fn text(&self) -> &str {
                match self {
                    #(Self::#variants => #wire_names,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }
    }
}
