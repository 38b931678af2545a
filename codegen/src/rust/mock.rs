//! `mock.rs`: what a mock of the API answers, for the runtime to act on.

use std::collections::HashMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Answer, Crate, Listing, Operation, Paging, Type};

use super::imports::Imports;
use super::{EmittedFile, docs, ident, option};

pub(super) fn file(krate: &Crate) -> EmittedFile {
    let setters = setters(krate);
    let (imports, routes) = (imports(krate, setters.is_some()), routes(krate));
    EmittedFile {
        path: "mock.rs".to_owned(),
        source: quote! {
            #imports
            #routes
            #setters
        },
    }
}

fn imports(krate: &Crate, has_setters: bool) -> Imports<'_> {
    let mut imports = Imports::of(krate.operations.iter().filter_map(|operation| match &operation.answer {
        Answer::Page(Listing { item, .. }) => Some(item),
        Answer::Value(ty) | Answer::Item { ty, .. } => Some(ty),
        Answer::Nothing => None,
    }));
    imports.add("crate::runtime::mock", ["Route"]);
    imports.add("crate::runtime::mock", has_setters.then_some("Mock"));
    for operation in &krate.operations {
        imports.add("crate::runtime::call", ["Method"]);
        imports.add("crate::runtime::mock", ["Answer"]);
        match operation.answer {
            Answer::Page(_) => imports.add("crate::runtime::mock", ["List"]),
            Answer::Value(_) => imports.add("crate::runtime::mock", ["written"]),
            Answer::Item { .. } | Answer::Nothing => {}
        }
    }
    imports
}

/// ```text
/// pub(crate) const ROUTES: &[Route] = &[
///     Route { operation: "get_pet", method: Method::GET, path: "/v1/pets/{pet_id}", answer: ... },
/// ];
/// ```
fn routes(krate: &Crate) -> TokenStream {
    let routes = krate.operations.iter().map(|operation| {
        let Operation { name, path, .. } = operation;
        let (method, answer) = (ident(operation.method), answer(operation));
        quote! { Route { operation: #name, method: Method::#method, path: #path, answer: #answer } }
    });
    quote! {
        /// What is answered where.
        pub(crate) const ROUTES: &[Route] = &[#(#routes),*];
    }
}

fn answer(operation: &Operation) -> TokenStream {
    match (&operation.answer, &operation.paging) {
        (Answer::Page(listing), Some(paging)) => list(listing, paging),
        (Answer::Item { list, property, missing, .. }, _) => {
            quote! { Answer::Item { list: #list, property: #property, missing: #missing } }
        }
        (Answer::Value(Type::Schema(name)), _) => {
            let name = ident(name);
            quote! { Answer::Value(|| written(&#name::fixture())) }
        }
        (Answer::Value(ty) | Answer::Page(Listing { item: ty, .. }), _) => {
            quote! { Answer::Value(|| written(&<#ty>::default())) }
        }
        (Answer::Nothing, _) => quote! { Answer::Nothing },
    }
}

fn list(listing: &Listing, paging: &Paging) -> TokenStream {
    let Paging { items, more, next, token, size, search, total } = paging;
    let [size, search, total] = [size, search, total].map(|name| option(name.as_ref()));
    let default_size = listing.default_size.and_then(|size| usize::try_from(size).ok());
    let default_size = option(default_size.map(Literal::usize_unsuffixed));
    let filters = &listing.filters;
    quote! {
        Answer::Page(List {
            items: #items,
            more: #more,
            next: #next,
            token: #token,
            size: #size,
            default_size: #default_size,
            search: #search,
            total: #total,
            filters: &[#(#filters),*],
        })
    }
}

/// ```text
/// impl Mock {
///     pub fn find_pets(&self, items: impl IntoIterator<Item = Pet>) {
///         self.set_items("find_pets", items);
///     }
/// }
/// ```
fn setters(krate: &Crate) -> Option<TokenStream> {
    let mut finders = HashMap::<&str, Vec<&str>>::new();
    for operation in &krate.operations {
        if let Answer::Item { list, .. } = &operation.answer {
            finders.entry(list).or_default().push(&operation.name);
        }
    }
    let setter = |operation: &Operation| {
        setter(operation, finders.get(operation.name.as_str()).map(Vec::as_slice).unwrap_or_default())
    };
    let setters: Vec<_> = krate.operations.iter().filter_map(setter).collect();
    (!setters.is_empty()).then(|| quote! { impl Mock { #(#setters)* } })
}

/// The method that sets the answer of an operation; `finders` are the operations that look for an item in it.
fn setter(operation: &Operation, finders: &[&str]) -> Option<TokenStream> {
    let (text, name) = (&operation.name, ident(&operation.name));
    let link = format!("[`{text}`](crate::ApiClient::{text})");
    let found =
        finders.iter().map(|other| format!(" [`{other}`](crate::ApiClient::{other}) finds them too."));
    let found = found.collect::<Vec<_>>().concat();
    let about = match &operation.answer {
        Answer::Page(_) => format!("Has {link} list these.{found}"),
        Answer::Item { list, .. } => format!(
            "Has {link} answer with this, whatever it is asked for. Else it looks among what [`{list}`](Self::{list}) was given."
        ),
        Answer::Value(_) => format!("Has {link} answer with this."),
        Answer::Nothing => return None,
    };
    let docs = docs::attributes("", &[about]);
    Some(match &operation.answer {
        Answer::Page(Listing { item, .. }) => quote! {
            #docs
            pub fn #name(&self, items: impl IntoIterator<Item = #item>) {
                self.set_items(#text, items);
            }
        },
        Answer::Value(ty) | Answer::Item { ty, .. } => quote! {
            #docs
            pub fn #name(&self, value: &#ty) {
                self.set_value(#text, value);
            }
        },
        Answer::Nothing => return None,
    })
}
