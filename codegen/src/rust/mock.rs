//! `mock.rs`: what a mock of the API answers, for the runtime to act on.

use std::collections::HashMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{ImplItem, ImplItemFn, Item, ItemImpl, parse_quote};

use crate::ir::{Answer, Crate, Listing, Operation, Paging, Type};

use super::syntax::{fixed, ident, option};
use super::ty::Uses;
use super::{Draft, docs};

pub(super) fn file(krate: &Crate) -> Draft {
    let uses = Uses::of(krate.operations.iter().filter_map(|operation| match &operation.answer {
        Answer::Page(Listing { item, .. }) => Some(item),
        Answer::Value(ty) | Answer::Item { ty, .. } => Some(ty),
        Answer::Nothing => None,
    }));
    let value = uses.value.then(|| parse_quote! { use serde_json::Value; });
    let setters = setters(krate);
    Draft {
        path: "mock.rs".to_owned(),
        docs: None,
        uses: vec![
            uses.std(),
            value.into_iter().collect(),
            uses.emitted().into_iter().chain(runtime(krate, setters.is_some())).collect(),
        ],
        items: [Some(routes(krate)), setters].into_iter().flatten().map(|item| vec![item]).collect(),
    }
}

/// `use crate::runtime::...`, as far as it is needed.
fn runtime(krate: &Crate, setters: bool) -> Vec<Item> {
    let any = |is: fn(&Answer) -> bool| krate.operations.iter().any(|operation| is(&operation.answer));
    let names = [
        ("Answer", any(|_| true)),
        ("List", any(|answer| matches!(answer, Answer::Page(_)))),
        ("Mock", setters),
        ("Route", true),
        ("written", any(|answer| matches!(answer, Answer::Value(_)))),
    ];
    let names = names.into_iter().filter(|(_, needed)| *needed).map(|(name, _)| ident(name));
    let method = any(|_| true).then(|| fixed!(Item { use crate::runtime::call::Method; }));
    method.into_iter().chain([parse_quote! { use crate::runtime::mock::{#(#names),*}; }]).collect()
}

/// ```text
/// pub(crate) const ROUTES: &[Route] = &[
///     Route { operation: "get_pet", method: Method::GET, path: "/v1/pets/{pet_id}", answer: ... },
/// ];
/// ```
fn routes(krate: &Crate) -> Item {
    let routes = krate.operations.iter().map(|operation| {
        let Operation { name, path, .. } = operation;
        let (method, answer) = (ident(operation.method), answer(operation));
        quote! { Route { operation: #name, method: Method::#method, path: #path, answer: #answer } }
    });
    parse_quote! {
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
    let default_size = option(default_size.map(Literal::usize_unsuffixed).as_ref());
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
fn setters(krate: &Crate) -> Option<Item> {
    let mut item = fixed!(ItemImpl {
        impl Mock {}
    });
    let mut finders = HashMap::<&str, Vec<&str>>::new();
    for operation in &krate.operations {
        if let Answer::Item { list, .. } = &operation.answer {
            finders.entry(list).or_default().push(&operation.name);
        }
    }
    let setter = |operation: &Operation| {
        setter(operation, finders.get(operation.name.as_str()).map(Vec::as_slice).unwrap_or_default())
    };
    item.items = krate.operations.iter().filter_map(setter).collect();
    (!item.items.is_empty()).then_some(Item::Impl(item))
}

/// The method that says what an operation answers; others may find items among its own.
fn setter(operation: &Operation, finders: &[&str]) -> Option<ImplItem> {
    let (text, name) = (&operation.name, ident(&operation.name));
    let link = format!("[`{text}`](crate::ApiClient::{text})");
    let (about, mut method): (_, ImplItemFn) = match &operation.answer {
        Answer::Page(Listing { item, .. }) => {
            let found = finders
                .iter()
                .map(|other| format!(" [`{other}`](crate::ApiClient::{other}) finds them too."));
            let about = format!("Has {link} list these.{}", found.collect::<Vec<_>>().concat());
            let method = parse_quote! {
                pub fn #name(&self, items: impl IntoIterator<Item = #item>) {
                    self.set_items(#text, items);
                }
            };
            (about, method)
        }
        Answer::Value(ty) | Answer::Item { ty, .. } => {
            let about = match &operation.answer {
                Answer::Item { list, .. } => format!(
                    "Has {link} answer with this, whatever it is asked for. Else it looks among what [`{list}`](Self::{list}) was given."
                ),
                _ => format!("Has {link} answer with this."),
            };
            let method = parse_quote! {
                pub fn #name(&self, value: &#ty) {
                    self.set_value(#text, value);
                }
            };
            (about, method)
        }
        Answer::Nothing => return None,
    };
    method.attrs = docs::attributes("", &[about]);
    Some(ImplItem::Fn(method))
}
