//! A file of `operations/`: a type that stands for the endpoint, the client's method, and the setters of its optional
//! parameters.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Number, Operation, Parameter, Place, Type};

use super::imports::Imports;
use super::{EmittedFile, deprecated, docs, ident, signed};

pub(super) fn file(operation: &Operation) -> EmittedFile {
    let (imports, marker_type) = (imports(operation), marker_type(operation));
    let (operation_impl, paged_impl) = (operation_impl(operation), paged_impl(operation));
    let (method, setters) = (method(operation), setters(operation));
    EmittedFile {
        path: format!("operations/{}.rs", operation.name),
        source: quote! {
            #imports
            #marker_type
            #operation_impl
            #paged_impl
            #method
            #setters
        },
    }
}

fn imports(operation: &Operation) -> Imports<'_> {
    let parameters = operation.arguments.iter().chain(&operation.setters).map(|parameter| &parameter.ty);
    let mut imports = Imports::of(parameters.chain(&operation.body).chain(&operation.response));
    imports.add("crate::runtime::call", ["ApiClient", "Method", "Operation", "Request"]);
    imports.add("crate::runtime::call", operation.paging.as_ref().map(|_| "Paged"));
    imports
}

/// ```text
/// pub enum GetPet {}
/// ```
fn marker_type(operation: &Operation) -> TokenStream {
    let Operation { name, method, path, .. } = operation;
    let marker = ident(&operation.marker);
    let about = format!("Stands for the operation [`{name}`](ApiClient::{name}), `{method} {path}`.");
    let docs = docs::attributes("", &[about]);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub enum #marker {}
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
fn operation_impl(operation: &Operation) -> TokenStream {
    let Operation { name, path, response, .. } = operation;
    let (marker, method) = (ident(&operation.marker), ident(operation.method));
    let output = response.as_ref().map_or_else(|| quote! { () }, |ty| quote! { #ty });
    quote! {
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
fn paged_impl(operation: &Operation) -> Option<TokenStream> {
    let marker = ident(&operation.marker);
    let token = &operation.paging.as_ref()?.token;
    Some(quote! {
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
fn method(operation: &Operation) -> TokenStream {
    let (name, marker) = (ident(&operation.name), ident(&operation.marker));
    let (docs, deprecated) = (docs::operation(operation), deprecated(operation.deprecated.as_ref()));
    let arguments = operation.arguments.iter().map(|parameter| {
        let (name, ty) = (ident(&parameter.name), argument_type(&parameter.ty));
        quote! { #name: #ty }
    });
    let body = operation.body.as_ref().map(body_type).map(|ty| quote! { body: &#ty });
    let arguments = arguments.chain(body);
    let calls = operation.arguments.iter().map(call);
    let calls = calls.chain(operation.body.as_ref().map(|_| quote! { .in_body(body) }));
    quote! {
        impl<K> ApiClient<K> {
            #docs
            #deprecated
            pub fn #name(&self #(, #arguments)*) -> Request<#marker, K> {
                Request::new(self)#(#calls)*
            }
        }
    }
}

/// ```text
/// impl<K> Request<ListPets, K> {
///     pub fn limit(self, limit: i64) -> Self {
///         self.check_limits("limit", limit, ..=100).in_query::<i64>("limit", limit)
///     }
/// }
/// ```
fn setters(operation: &Operation) -> Option<TokenStream> {
    let marker = ident(&operation.marker);
    let about = format!("Parameters of [`{name}`](ApiClient::{name}).", name = operation.name);
    let docs = docs::attributes("", &[about]);
    let setters = operation.setters.iter().map(|parameter| {
        let (name, ty, call) = (ident(&parameter.name), argument_type(&parameter.ty), call(parameter));
        let (docs, deprecated) = (docs::parameter(parameter), deprecated(parameter.deprecated.as_ref()));
        quote! {
            #docs
            #deprecated
            pub fn #name(self, #name: #ty) -> Self {
                self #call
            }
        }
    });
    (!operation.setters.is_empty()).then(|| {
        quote! {
            #docs
            impl<K> Request<#marker, K> {
                #(#setters)*
            }
        }
    })
}

/// The type of a setter's or a method's argument.
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

/// The type that the body is borrowed as.
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
    let [min, max] =
        [parameter.values.min, parameter.values.max].map(|number| Some(limit(number?, &parameter.ty)));
    match (min, max) {
        (None, None) => None,
        (min, Some(max)) => Some(quote! { #min..=#max }),
        (min, None) => Some(quote! { #min.. }),
    }
}

/// A limit, as a value of the parameter's type.
fn limit(number: Number, ty: &Type) -> TokenStream {
    #[expect(clippy::cast_precision_loss, reason = "limits are small numbers")]
    let double = match number {
        Number::Integer(value) if *ty == Type::Integer => {
            return signed(value < 0, &Literal::u64_unsuffixed(value.unsigned_abs()));
        }
        Number::Integer(value) => value as f64,
        Number::Double(value) => value,
    };
    signed(double < 0.0, &Literal::f64_unsuffixed(double.abs()))
}

#[cfg(test)]
mod tests {
    use super::{Number, Type, limit};

    #[test]
    fn limit_is_a_literal_of_the_parameter_type() {
        for (number, ty, expected) in [
            (Number::Integer(-100), Type::Integer, "-100"),
            (Number::Integer(i64::MIN), Type::Integer, "-9223372036854775808"),
            (Number::Integer(100), Type::Double, "100.0"),
            (Number::Double(-0.5), Type::Double, "-0.5"),
        ] {
            assert_eq!(limit(number, &ty).to_string().replace(' ', ""), expected);
        }
    }
}
