//! Types to tokens, and the `use` declarations that they need.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::ir::Type;

use super::ident;

impl ToTokens for Type {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::String => quote! { String },
            Self::Integer => quote! { i64 },
            Self::Double => quote! { f64 },
            Self::Boolean => quote! { bool },
            Self::Any => quote! { Value },
            Self::Enum(name) | Self::Schema(name) => ident(name).to_token_stream(),
            Self::List(inner) => quote! { Vec<#inner> },
            Self::Map(inner) => quote! { BTreeMap<String, #inner> },
            Self::Optional(inner) => quote! { Option<#inner> },
            Self::Boxed(inner) => quote! { Box<#inner> },
        });
    }
}

/// What a file's types make it `use`.
#[derive(Default)]
pub(super) struct Uses {
    map: bool,
    pub(super) value: bool,
    emitted: BTreeSet<String>,
}

impl Uses {
    pub(super) fn of<'a>(types: impl IntoIterator<Item = &'a Type>) -> Self {
        let mut uses = Self::default();
        for ty in types {
            ty.walk(&mut |part| match part {
                Type::Map(_) => uses.map = true,
                Type::Any => uses.value = true,
                Type::Enum(name) | Type::Schema(name) => {
                    uses.emitted.insert(name.clone());
                }
                _ => {}
            });
        }
        uses
    }

    /// Leaves out the type that the file itself defines.
    pub(super) fn except(mut self, name: &str) -> Self {
        self.emitted.remove(name);
        self
    }

    /// `use std::collections::BTreeMap;`
    pub(super) fn std(&self) -> Vec<TokenStream> {
        if self.map { vec![quote! { use std::collections::BTreeMap; }] } else { Vec::new() }
    }

    /// `use crate::emitted::{A, B};`
    pub(super) fn emitted(&self) -> Option<TokenStream> {
        let names: Vec<_> = self.emitted.iter().map(|name| ident(name)).collect();
        match names.as_slice() {
            [] => None,
            [name] => Some(quote! { use crate::emitted::#name; }),
            names => Some(quote! { use crate::emitted::{#(#names),*}; }),
        }
    }
}
