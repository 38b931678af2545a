//! A file of `enums/`: an open enum and the two tables that map its variants to and from their wire names.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown::code_span;
use crate::model::{Enum, EnumType};
use crate::spec::Literal;

use super::docs;
use super::tokens::{EmittedFile, deprecated, expect_deprecated, ident, integer};

pub(super) fn file(enum_def: &Enum) -> EmittedFile {
    let name = ident(&enum_def.rust_name);
    let enum_item = enum_item(enum_def);
    let source = match enum_def.value_type {
        EnumType::String => {
            let open_enum_impl = open_enum_impl(enum_def);
            quote! {
                use crate::runtime::model::{OpenEnum, UnknownValue, open_enum};

                #enum_item
                #open_enum_impl
                open_enum!(#name);
            }
        }
        EnumType::Integer => {
            let integer_enum_impl = integer_enum_impl(enum_def);
            quote! {
                use crate::runtime::model::{IntegerEnum, UnknownInteger, integer_enum};

                #enum_item
                #integer_enum_impl
                integer_enum!(#name);
            }
        }
    };
    EmittedFile { path: format!("enums/{}.rs", enum_def.module), source }
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
    // Integers are ordered by their value, whatever the order of the spec.
    let (derives, unknown) = match enum_def.value_type {
        EnumType::String => {
            (quote! { Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord }, quote! { UnknownValue })
        }
        EnumType::Integer => (quote! { Clone, Copy, Debug, PartialEq, Eq, Hash }, quote! { UnknownInteger }),
    };
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value unknown to this version of the crate, kept as received.
            Unknown(#unknown),
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

/// ```text
/// impl IntegerEnum for Level {
///     const KNOWN: &'static [Self] = &[Self::Low];
///
///     fn from_known(integer: i64) -> Option<Self> { ... 1 => Self::Low, ... }
///     fn from_unknown(value: UnknownInteger) -> Self { ... }
///     fn integer(&self) -> i64 { ... Self::Low => 1, ... }
/// }
/// ```
fn integer_enum_impl(enum_def: &Enum) -> TokenStream {
    let name = ident(&enum_def.rust_name);
    let expect_deprecated = expect_deprecated(enum_def.variants.iter().any(|v| v.deprecated.is_some()));
    let variants: Vec<_> = enum_def.variants.iter().map(|variant| ident(&variant.rust_name)).collect();
    let values = enum_def.variants.iter().map(|variant| &variant.value);
    let integers: Vec<_> = values.filter_map(Literal::as_integer).map(integer).collect();
    quote! {
        #expect_deprecated
        impl IntegerEnum for #name {
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            fn from_known(integer: i64) -> Option<Self> {
                let known = match integer {
                    #(#integers => Self::#variants,)*
                    _ => return None,
                };
                Some(known)
            }

            fn from_unknown(value: UnknownInteger) -> Self {
                Self::Unknown(value)
            }

            fn integer(&self) -> i64 {
                match self {
                    #(Self::#variants => #integers,)*
                    Self::Unknown(value) => value.get(),
                }
            }
        }
    }
}
