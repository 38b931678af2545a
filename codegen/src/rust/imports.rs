//! The `use` declarations of an emitted file.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::model::{EnumId, SchemaId, Type, UnionId};

use super::tokens::ident;
use super::types::{is_qualified, runtime_type};

/// The module that has every emitted type.
pub(super) const EMITTED: &str = "crate::emitted";

/// Names by the module they are imported from, in the order in which rustfmt sorts them.
#[derive(Default)]
pub(super) struct Imports<'a>(BTreeMap<(Origin, &'static str), BTreeSet<&'a str>>);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Std,
    Dependency,
    Crate,
}

impl<'a> Imports<'a> {
    /// The imports that these types need.
    pub(super) fn of(types: impl IntoIterator<Item = &'a Type>) -> Self {
        let mut imports = Self::default();
        for ty in types {
            ty.visit(&mut |part| match part {
                Type::Map(_) => imports.add("std::collections", ["BTreeMap"]),
                Type::Any => imports.add("serde_json", ["Value"]),
                Type::Enum(EnumId { rust_name, .. })
                | Type::Schema(SchemaId { rust_name, .. })
                | Type::Union(UnionId { rust_name, .. })
                    if !is_qualified(rust_name) =>
                {
                    imports.add(EMITTED, [rust_name.as_str()]);
                }
                other => imports.add("crate::runtime::model", runtime_type(other)),
            });
        }
        imports
    }

    pub(super) fn add(&mut self, module: &'static str, names: impl IntoIterator<Item = &'a str>) {
        let origin = match module.split("::").next() {
            Some("std") => Origin::Std,
            Some("crate") => Origin::Crate,
            _ => Origin::Dependency,
        };
        self.0.entry((origin, module)).or_default().extend(names);
    }

    /// Leaves out the emitted type that the file itself defines.
    pub(super) fn except(mut self, name: &str) -> Self {
        if let Some(names) = self.0.get_mut(&(Origin::Crate, EMITTED)) {
            names.remove(name);
        }
        self
    }
}

/// ```text
/// use std::collections::BTreeMap;
/// use serde_json::{Map, Value};
/// ```
impl ToTokens for Imports<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for ((_, module), names) in self.0.iter().filter(|(_, names)| !names.is_empty()) {
            let module = module.split("::").map(|segment| Ident::new(segment, Span::call_site()));
            let names = names.iter().map(|name| ident(name));
            tokens.extend(quote! { use #(#module)::*::{#(#names),*}; });
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};

    use super::{EMITTED, Imports, Type};

    #[test]
    fn imports_are_merged_per_module_and_sorted_by_origin() {
        let types = ["Pet", "Cat"].map(|name| Type::Map(Box::new(Type::schema(name))));
        let mut imports = Imports::of(&types);
        imports.add("serde_json", ["Value"]);
        imports.add(EMITTED, ["Pet", "Dog"]);
        let expected = quote! {
            use std::collections::{BTreeMap};
            use serde_json::{Value};
            use crate::emitted::{Cat, Dog, Pet};
        };
        assert_eq!(imports.into_token_stream().to_string(), expected.to_string());
    }

    #[test]
    fn module_without_names_is_not_imported() {
        let types = [Type::schema("Pet")];
        let imports = Imports::of(&types).except("Pet");
        assert!(imports.into_token_stream().is_empty());
    }
}
