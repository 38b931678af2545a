//! `mock.rs`: the routes of the mock server, and the methods that set its responses.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{
    MediaFormat, MockBehavior, MockList, Model, Operation, Page, Paging, PagingForm, ParameterLocation,
    PropertyPath, Type,
};
use crate::spec::Literal;

use super::docs;
use super::imports::Imports;
use super::tokens::{EmittedFile, ident, option};

pub(super) fn file(model: &Model) -> EmittedFile {
    let setters = setters(model);
    let (imports, routes) = (imports(model, setters.is_some()), routes(model));
    EmittedFile {
        path: "mock.rs".to_owned(),
        source: quote! {
            #imports
            #routes
            #setters
        },
    }
}

fn imports(model: &Model, has_setters: bool) -> Imports<'_> {
    let mut imports = Imports::of(model.operations.iter().filter_map(|operation| match &operation.mock {
        MockBehavior::Page(list) => Some(&list.item),
        MockBehavior::Value(ty) | MockBehavior::Item { ty, .. } => Some(ty),
        MockBehavior::Empty => None,
    }));
    imports.add("crate::runtime::mock", ["MockRoute"]);
    imports.add("crate::runtime::mock", has_setters.then_some("Mock"));
    for operation in &model.operations {
        imports.add("crate::runtime::call", ["Method"]);
        imports.add("crate::runtime::mock", ["MockBehavior"]);
        match &operation.mock {
            MockBehavior::Page(list) => {
                imports.add("crate::runtime::mock", ["MockList"]);
                if form(&list.paging).is_some() {
                    imports.add("crate::runtime::mock", ["MockForm"]);
                    imports.add("crate::runtime::call", ["PagingForm"]);
                }
            }
            MockBehavior::Value(_) if operation.response_format() == MediaFormat::Json => {
                imports.add("crate::runtime::mock", ["to_json"]);
            }
            MockBehavior::Value(_) | MockBehavior::Item { .. } | MockBehavior::Empty => {}
        }
    }
    imports
}

/// ```text
/// pub(crate) const ROUTES: &[MockRoute] = &[
///     MockRoute { operation: "get_pet", method: Method::GET, path: "/v1/pets/{pet_id}", defaults: &[], behavior: ... },
/// ];
/// ```
fn routes(model: &Model) -> TokenStream {
    let routes = model.operations.iter().map(|operation| {
        let (name, path) = (&operation.rust_name, &operation.path);
        let (method, behavior) = (ident(operation.method.as_str()), behavior(model, operation));
        let defaults = defaults(operation);
        quote! {
            MockRoute {
                operation: #name,
                method: Method::#method,
                path: #path,
                defaults: &[#(#defaults),*],
                behavior: #behavior,
            }
        }
    });
    quote! {
        /// The mock's behavior for each operation.
        pub(crate) const ROUTES: &[MockRoute] = &[#(#routes),*];
    }
}

/// The documented defaults of query parameters: `("limit", "10")`.
fn defaults(operation: &Operation) -> impl Iterator<Item = TokenStream> {
    operation.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query).filter_map(
        |parameter| {
            let (name, default) =
                (&parameter.field.name.value, parameter.field.constraints.default.as_ref()?);
            let text = match default {
                Literal::String(text) => text.clone(),
                other => other.to_string(),
            };
            Some(quote! { (#name, #text) })
        },
    )
}

fn behavior(model: &Model, operation: &Operation) -> TokenStream {
    match &operation.mock {
        MockBehavior::Value(_) if operation.response_format() == MediaFormat::Text => {
            quote! { MockBehavior::Text }
        }
        MockBehavior::Page(list) => page_behavior(list),
        MockBehavior::Item { list, property, not_found_code, .. } => {
            quote! { MockBehavior::Item { list: #list, property: #property, not_found_code: #not_found_code } }
        }
        MockBehavior::Value(ty) => {
            let value = sample(model, ty.required());
            quote! { MockBehavior::Value(|| to_json(&#value)) }
        }
        MockBehavior::Empty => quote! { MockBehavior::Nothing },
    }
}

/// A value of a type: a fixture, where there is one.
fn sample(model: &Model, ty: &Type) -> TokenStream {
    match ty {
        Type::Schema(_) | Type::Union(_) => quote! { #ty::fixture() },
        Type::Enum(id) => {
            let variants = &model.enum_def(id).variants;
            match variants.iter().find(|variant| variant.deprecated.is_none()) {
                Some(variant) => {
                    let variant = ident(&variant.rust_name);
                    quote! { #ty::#variant }
                }
                None => quote! { #ty::default() },
            }
        }
        ty => quote! { <#ty>::default() },
    }
}

fn page_behavior(MockList { paging, filters, sortable, .. }: &MockList) -> TokenStream {
    let Paging {
        page: Page { items, more, next, .. },
        size,
        search,
        search_in,
        sort,
        direction,
        total,
        count,
        ..
    } = paging;
    let items = names(Some(items));
    let [more, next, total] = [more, next, total].map(|path| names(path.as_ref()));
    let token = paging.form.parameter().unwrap_or_default();
    let [size, search, sort, direction, count] =
        [size, search, sort, direction, count].map(|name| option(name.as_ref()));
    let list = quote! {
        MockList {
            items: #items,
            more: #more,
            next: #next,
            token: #token,
            size: #size,
            search: #search,
            search_in: &[#(#search_in),*],
            filters: &[#(#filters),*],
            sort: #sort,
            sortable: &[#(#sortable),*],
            direction: #direction,
            total: #total,
            count: #count,
        }
    };
    match form(paging) {
        Some(form) => quote! { MockBehavior::PageBy(#form, #list) },
        None => quote! { MockBehavior::Page(#list) },
    }
}

/// The API's names of the properties on a path; none if there is no path.
fn names(path: Option<&PropertyPath>) -> TokenStream {
    let names = path.map(PropertyPath::names).unwrap_or_default();
    quote! { &[#(#names),*] }
}

/// How the pages follow each other; `None` if each has the token of the next one in a property, for a query parameter.
fn form(paging: &Paging) -> Option<TokenStream> {
    let header = paging.form.header();
    let form = match (super::operation::form(&paging.form), &paging.form) {
        (None, PagingForm::Token { .. }) if header.is_none() => return None,
        (None, _) => quote! { QueryToken },
        (Some(form), _) => form,
    };
    let (header, pages) = (option(header), names(paging.page.pages.as_ref()));
    Some(quote! { MockForm { form: PagingForm::#form, header: #header, pages: #pages } })
}

/// ```text
/// impl Mock {
///     pub fn find_pets(&self, items: impl IntoIterator<Item = Pet>) {
///         self.set_items("find_pets", items);
///     }
/// }
/// ```
fn setters(model: &Model) -> Option<TokenStream> {
    let mut finders = HashMap::<&str, Vec<&str>>::new();
    for operation in &model.operations {
        if let MockBehavior::Item { list, .. } = &operation.mock {
            finders.entry(list).or_default().push(&operation.rust_name);
        }
    }
    let setter = |operation: &Operation| {
        setter(operation, finders.get(operation.rust_name.as_str()).map(Vec::as_slice).unwrap_or_default())
    };
    let setters: Vec<_> = model.operations.iter().filter_map(setter).collect();
    (!setters.is_empty()).then(|| quote! { impl Mock { #(#setters)* } })
}

/// The method that sets the response of an operation; `finders` are the operations that look up an item in it.
fn setter(operation: &Operation, finders: &[&str]) -> Option<TokenStream> {
    let (text, name) = (&operation.rust_name, ident(&operation.rust_name));
    let link = format!("[`{text}`](crate::ApiClient::{text})");
    let found =
        finders.iter().map(|other| format!(" [`{other}`](crate::ApiClient::{other}) finds them as well."));
    let found = found.collect::<Vec<_>>().concat();
    let about = match &operation.mock {
        MockBehavior::Page(_) => format!("Sets the items that {link} returns.{found}"),
        MockBehavior::Item { list, .. } => format!(
            "Sets the response of {link}, whatever its arguments are. Without one, the item is found among those of [`{list}`](Self::{list})."
        ),
        MockBehavior::Value(_) => format!("Sets the response of {link}."),
        MockBehavior::Empty => return None,
    };
    let docs = docs::attributes("", &[about]);
    Some(match &operation.mock {
        MockBehavior::Page(list) => {
            let item = &list.item;
            quote! {
                #docs
                pub fn #name(&self, items: impl IntoIterator<Item = #item>) {
                    self.set_items(#text, items);
                }
            }
        }
        MockBehavior::Value(ty) | MockBehavior::Item { ty, .. } => quote! {
            #docs
            pub fn #name(&self, value: &#ty) {
                self.set_value(#text, value);
            }
        },
        MockBehavior::Empty => return None,
    })
}
