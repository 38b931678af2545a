//! Types as Rust has them, and the `use` declarations that they need.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    AngleBracketedGenericArguments, GenericArgument, Item, PathArguments, PathSegment, Token, TypePath,
    parse_quote,
};

use crate::ir::Type;

use super::syntax::{fixed, ident};

/// The type, as syntax.
pub(super) fn rust(ty: &Type) -> syn::Type {
    match ty {
        Type::String => plain("String"),
        Type::Integer => plain("i64"),
        Type::Double => plain("f64"),
        Type::Boolean => plain("bool"),
        Type::Any => plain("Value"),
        Type::Enum(name) | Type::Schema(name) => plain(name),
        Type::List(inner) => generic("Vec", [rust(inner)]),
        Type::Map(inner) => generic("BTreeMap", [plain("String"), rust(inner)]),
        Type::Optional(inner) => generic("Option", [rust(inner)]),
        Type::Boxed(inner) => generic("Box", [rust(inner)]),
    }
}

impl ToTokens for Type {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        rust(self).to_tokens(tokens);
    }
}

fn plain(name: &str) -> syn::Type {
    syn::Type::Path(TypePath { attrs: Vec::new(), qself: None, path: ident(name).into() })
}

/// `Name<...>`
fn generic<const N: usize>(name: &str, arguments: [syn::Type; N]) -> syn::Type {
    let arguments = PathArguments::AngleBracketed(AngleBracketedGenericArguments {
        colon2_token: None,
        lt_token: <Token![<]>::default(),
        args: arguments.into_iter().map(GenericArgument::Type).collect(),
        gt_token: <Token![>]>::default(),
    });
    let path = PathSegment { ident: ident(name), arguments }.into();
    syn::Type::Path(TypePath { attrs: Vec::new(), qself: None, path })
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

    /// A map, beside what the types need.
    pub(super) fn add_map(&mut self) {
        self.map = true;
    }

    /// An emitted type, likewise.
    pub(super) fn add(&mut self, name: &str) {
        self.emitted.insert(name.to_owned());
    }

    /// Leaves out the type that the file itself defines.
    pub(super) fn except(mut self, name: &str) -> Self {
        self.emitted.remove(name);
        self
    }

    /// `use std::collections::BTreeMap;`
    pub(super) fn std(&self) -> Vec<Item> {
        if self.map { vec![fixed!(Item { use std::collections::BTreeMap; })] } else { Vec::new() }
    }

    /// `use crate::emitted::{A, B};`
    pub(super) fn emitted(&self) -> Option<Item> {
        let names: Vec<_> = self.emitted.iter().map(|name| ident(name)).collect();
        match names.as_slice() {
            [] => None,
            [name] => Some(parse_quote! { use crate::emitted::#name; }),
            names => Some(parse_quote! { use crate::emitted::{#(#names),*}; }),
        }
    }
}
