//! A file of `enums/`: an open enum and the two tables that say what its values are called.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Enum, Variant};

use super::{TokenFile, deprecated, docs, ident, names_deprecated};

pub(super) fn file(enumeration: &Enum) -> TokenFile {
    let name = ident(&enumeration.name);
    TokenFile {
        path: format!("enums/{}.rs", enumeration.module),
        docs: None,
        uses: vec![vec![quote! { use crate::runtime::model::{OpenEnum, UnknownValue, open_enum}; }]],
        items: vec![structure(enumeration), names(enumeration), quote! { open_enum!(#name); }],
    }
}

/// ```text
/// pub enum Species {
///     Cat,
///     Unknown(UnknownValue),
/// }
/// ```
fn structure(enumeration: &Enum) -> TokenStream {
    let name = ident(&enumeration.name);
    let docs = docs::attributes(&enumeration.docs);
    let variants = enumeration.variants.iter().map(|variant| {
        let docs = docs::attributes(&variant.docs);
        let deprecated = deprecated(variant.deprecated.as_ref());
        let name = ident(&variant.name);
        quote! { #docs #deprecated #name, }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the crate does not know, kept as it came.
            Unknown(UnknownValue),
        }
    }
}

/// ```text
/// impl OpenEnum for Species {
///     const KNOWN: &'static [Self] = &[Self::Cat];
///
///     fn from_known(text: &str) -> Option<Self> { ... "cat" => Self::Cat, ... }
///     fn text(&self) -> &str { ... Self::Cat => "cat", ... }
/// }
/// ```
fn names(enumeration: &Enum) -> TokenStream {
    let name = ident(&enumeration.name);
    let variants: Vec<_> = enumeration.variants.iter().map(|variant| ident(&variant.name)).collect();
    let wires: Vec<_> = enumeration.variants.iter().map(|variant: &Variant| &variant.wire).collect();
    let expect = names_deprecated(enumeration.variants.iter().any(|variant| variant.deprecated.is_some()));
    quote! {
        #expect
        impl OpenEnum for #name {
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            fn from_known(text: &str) -> Option<Self> {
                let known = match text {
                    #(#wires => Self::#variants,)*
                    _ => return None,
                };
                Some(known)
            }

            fn from_unknown(value: UnknownValue) -> Self {
                Self::Unknown(value)
            }

            fn text(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }
    }
}
