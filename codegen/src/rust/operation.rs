//! A file of `operations/`: a type that stands for the endpoint, the client's method, and the setters of its optional
//! parameters.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{ImplItem, ImplItemFn, Item, ItemImpl, parse_quote};

use crate::ir::{Number, Operation, Parameter, Place, Type};

use super::syntax::{fixed, ident};
use super::ty::Uses;
use super::{Draft, deprecated, docs};

pub(super) fn file(operation: &Operation) -> Draft {
    let parameters = operation.arguments.iter().chain(&operation.setters).map(|parameter| &parameter.ty);
    let uses = Uses::of(parameters.chain(&operation.body).chain(&operation.response));
    let runtime: Item = match operation.paging {
        Some(_) => fixed!(Item { use crate::runtime::call::{ApiClient, Method, Operation, Paged, Request}; }),
        None => fixed!(Item { use crate::runtime::call::{ApiClient, Method, Operation, Request}; }),
    };
    let value = uses.value.then(|| parse_quote! { use serde_json::Value; });
    Draft {
        path: format!("operations/{}.rs", operation.name),
        docs: None,
        uses: vec![
            uses.std(),
            value.into_iter().collect(),
            uses.emitted().into_iter().chain([runtime]).collect(),
        ],
        items: [
            Some(marker(operation)),
            Some(facts(operation)),
            paged(operation),
            Some(method(operation)),
            setters(operation),
        ]
        .into_iter()
        .flatten()
        .map(|item| vec![item])
        .collect(),
    }
}

/// ```text
/// pub enum GetPet {}
/// ```
fn marker(operation: &Operation) -> Item {
    let name = ident(&operation.marker);
    let fact = format!(
        "Stands for the operation [`{name}`](ApiClient::{name}), `{} {}`.",
        operation.method,
        operation.path,
        name = operation.name
    );
    let docs = docs::attributes("", &[fact]);
    parse_quote! {
        #(#docs)*
        #[derive(Clone, Copy, Debug)]
        pub enum #name {}
    }
}

/// ```text
/// impl Operation for GetPet {
///     type Output = Pet;
///     const NAME: &'static str = "get_pet";
///     const METHOD: Method = Method::GET;
///     const PATH: &'static str = "/v1/pets/{pet_id}";
/// }
/// ```
fn facts(operation: &Operation) -> Item {
    let Operation { name, path, response, .. } = operation;
    let (marker, method) = (ident(&operation.marker), ident(operation.method));
    let output = response.as_ref().map_or_else(|| quote! { () }, |ty| quote! { #ty });
    parse_quote! {
        impl Operation for #marker {
            type Output = #output;
            const NAME: &'static str = #name;
            const METHOD: Method = Method::#method;
            const PATH: &'static str = #path;
        }
    }
}

/// ```text
/// impl Paged for ListPets {
///     const TOKEN: &'static str = "page_token";
/// }
/// ```
fn paged(operation: &Operation) -> Option<Item> {
    let marker = ident(&operation.marker);
    let token = &operation.paging.as_ref()?.token;
    Some(parse_quote! {
        impl Paged for #marker {
            const TOKEN: &'static str = #token;
        }
    })
}

/// ```text
/// impl<K> ApiClient<K> {
///     pub fn get_pet(&self, pet_id: impl Into<String>) -> Request<GetPet, K> {
///         Request::new(self).in_path::<String>("pet_id", pet_id)
///     }
/// }
/// ```
fn method(operation: &Operation) -> Item {
    let (name, marker) = (ident(&operation.name), ident(&operation.marker));
    let body_argument = operation.body.as_ref().map(body_type).map(|ty| quote! { , body: &#ty });
    let body = operation.body.as_ref().map(|_| quote! { .in_body(body) });
    let arguments = operation.arguments.iter().map(|parameter| {
        let (name, ty) = (ident(&parameter.name), argument_type(&parameter.ty));
        quote! { , #name: #ty }
    });
    let calls = operation.arguments.iter().map(call);
    let mut item = fixed!(ItemImpl {
        impl<K> ApiClient<K> {}
    });
    let mut method: ImplItemFn = parse_quote! {
        pub fn #name(&self #(#arguments)* #body_argument) -> Request<#marker, K> {
            Request::new(self)#(#calls)*#body
        }
    };
    method.attrs = docs::operation(operation);
    method.attrs.extend(deprecated(operation.deprecated.as_ref()));
    item.items.push(ImplItem::Fn(method));
    Item::Impl(item)
}

/// ```text
/// impl<K> Request<ListPets, K> {
///     pub fn limit(self, limit: i64) -> Self {
///         self.check_limits("limit", limit, ..=100).in_query::<i64>("limit", limit)
///     }
/// }
/// ```
fn setters(operation: &Operation) -> Option<Item> {
    if operation.setters.is_empty() {
        return None;
    }
    let marker = ident(&operation.marker);
    let mut item: ItemImpl = parse_quote! {
        impl<K> Request<#marker, K> {}
    };
    let fact = format!("Parameters of [`{name}`](ApiClient::{name}).", name = operation.name);
    item.attrs = docs::attributes("", &[fact]);
    item.items = operation.setters.iter().map(|parameter| ImplItem::Fn(setter(parameter))).collect();
    Some(Item::Impl(item))
}

fn setter(parameter: &Parameter) -> ImplItemFn {
    let (name, ty) = (ident(&parameter.name), argument_type(&parameter.ty));
    let call = call(parameter);
    let mut setter: ImplItemFn = parse_quote! {
        pub fn #name(self, #name: #ty) -> Self {
            self #call
        }
    };
    setter.attrs = docs::parameter(parameter);
    setter.attrs.extend(deprecated(parameter.deprecated.as_ref()));
    setter
}

/// What a setter or an argument takes.
fn argument_type(ty: &Type) -> TokenStream {
    match ty {
        Type::String | Type::Enum(_) => quote! { impl Into<#ty> },
        Type::List(item) => {
            let item = argument_type(item);
            quote! { impl IntoIterator<Item = #item> }
        }
        other => quote! { #other },
    }
}

/// What the body is borrowed as.
fn body_type(ty: &Type) -> TokenStream {
    match ty {
        Type::String => quote! { str },
        Type::List(item) => quote! { [#item] },
        other => quote! { #other },
    }
}

/// `.in_query::<i64>("limit", limit)`, with a check of the limits before it.
fn call(parameter: &Parameter) -> TokenStream {
    let (wire, name) = (&parameter.wire, ident(&parameter.name));
    let check = range(parameter).map(|range| quote! { .check_limits(#wire, #name, #range) });
    let send = match (&parameter.ty, parameter.place) {
        (ty, Place::Path) => quote! { .in_path::<#ty>(#wire, #name) },
        (ty, Place::Header) => quote! { .in_header::<#ty>(#wire, #name) },
        (Type::List(item), Place::Query) => quote! { .in_query_each::<#item>(#wire, #name) },
        (ty, Place::Query) => quote! { .in_query::<#ty>(#wire, #name) },
    };
    quote! { #check #send }
}

fn range(parameter: &Parameter) -> Option<TokenStream> {
    let (min, max) = (
        parameter.values.min.map(|min| literal(min, &parameter.ty)),
        parameter.values.max.map(|max| literal(max, &parameter.ty)),
    );
    match (min, max) {
        (None, None) => None,
        (min, Some(max)) => Some(quote! { #min..=#max }),
        (min, None) => Some(quote! { #min.. }),
    }
}

/// A limit as Rust writes it; the sign is a token of its own.
fn literal(number: Number, ty: &Type) -> TokenStream {
    #[expect(clippy::cast_precision_loss, reason = "limits are small numbers")]
    let (negative, literal) = match (number, ty) {
        (Number::Integer(value), Type::Integer) => (value < 0, Literal::u64_unsuffixed(value.unsigned_abs())),
        (Number::Integer(value), _) => (value < 0, Literal::f64_unsuffixed((value as f64).abs())),
        (Number::Double(value), _) => (value < 0.0, Literal::f64_unsuffixed(value.abs())),
    };
    if negative {
        quote! { -#literal }
    } else {
        quote! { #literal }
    }
}
