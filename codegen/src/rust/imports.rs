//! The `use` declarations of an emitted file.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::model::{EnumId, SchemaId, Type};

use super::tokens::ident;

/// Names by the module they are imported from, in the order in which rustfmt sorts them.
#[derive(Default)]
pub(super) struct Imports<'a>(BTreeMap<(Origin, &'static str), BTreeSet<&'a str>>);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Std,
    Dependency,
    Model,
}

impl<'a> Imports<'a> {
    /// What these types need.
    pub(super) fn of(types: impl IntoIterator<Item = &'a Type>) -> Self {
        let mut imports = Self::default();
        for ty in types {
            ty.visit(&mut |part| match part {
                Type::Map(_) => imports.add("std::collections", ["BTreeMap"]),
                Type::Any => imports.add("serde_json", ["Value"]),
                Type::Enum(EnumId { name, .. }) | Type::Schema(SchemaId { name, .. }) => {
                    imports.add("crate::emitted", [name.as_str()]);
                }
                _ => {}
            });
        }
        imports
    }

    pub(super) fn add(&mut self, module: &'static str, names: impl IntoIterator<Item = &'a str>) {
        let origin = match module.split("::").next() {
            Some("std") => Origin::Std,
            Some("crate") => Origin::Model,
            _ => Origin::Dependency,
        };
        self.0.entry((origin, module)).or_default().extend(names);
    }

    /// Leaves out the type that the file itself defines.
    pub(super) fn except(mut self, name: &str) -> Self {
        for names in self.0.values_mut() {
            names.remove(name);
        }
        self.0.retain(|_, names| !names.is_empty());
        self
    }
}

/// ```text
/// use std::collections::BTreeMap;
/// use serde_json::{Map, Value};
/// ```
impl ToTokens for Imports<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for ((_, module), names) in &self.0 {
            let module = module.split("::").map(|segment| Ident::new(segment, Span::call_site()));
            let names = names.iter().map(|name| ident(name));
            tokens.extend(quote! { use #(#module)::*::{#(#names),*}; });
        }
    }
}
