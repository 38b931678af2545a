//! A file of `operations/`: a marker type for the endpoint, the client's method, and the setters of its optional
//! parameters.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{
    Field, Format, ListStyle, MediaFormat, Model, Operation, PagingForm, Parameter, ParameterLocation,
    Primitive, Type,
};
use crate::spec::Literal as Limit;

use super::docs;
use super::example;
use super::imports::Imports;
use super::tokens::{EmittedFile, deprecated, double, float32, ident, integer};

pub(super) fn file(model: &Model, operation: &Operation) -> EmittedFile {
    let (imports, marker_type) = (imports(operation), marker_type(operation));
    let (operation_impl, paged_impl) = (operation_impl(operation), paged_impl(operation));
    let example = example::operation(model, operation);
    let (method, setters) = (method(operation, example), setters(operation));
    EmittedFile {
        path: format!("operations/{}.rs", operation.module),
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
    // A list or map is taken as an iterator, and a parameter's numbers have no quotes.
    let parameters = operation.parameters.iter().map(|parameter| parameter.field.ty.innermost());
    let parameters = parameters.filter(|ty| !ty.is_quoted());
    let mut imports = Imports::of(parameters.chain(&operation.body).chain(&operation.response));
    imports.add("crate::runtime::call", ["ApiClient", "Method", "Operation", "Request"]);
    imports.add("crate::runtime::call", operation.paging.as_ref().map(|_| "Paged"));
    let form = operation.paging.as_ref().and_then(|paging| form(&paging.form));
    imports.add("crate::runtime::call", form.map(|_| "PagingForm"));
    imports
}

/// ```text
/// pub enum GetPet {}
/// ```
fn marker_type(operation: &Operation) -> TokenStream {
    let (name, route) = (&operation.rust_name, operation.route());
    let marker = ident(&operation.marker_type);
    let about = format!("Marker type for the operation [`{name}`](ApiClient::{name}), `{route}`.");
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
    let Operation { path, response, .. } = operation;
    let name = &operation.rust_name;
    let (marker, method) = (ident(&operation.marker_type), ident(operation.method.as_str()));
    let output = response.as_ref().map_or_else(|| quote! { () }, |ty| quote! { #ty });
    let has_key = (!operation.has_key).then(|| quote! { const HAS_KEY: bool = false; });
    let accept = operation.accept.as_ref().map(|media_type| &media_type.name);
    let accept = accept.map(|name| quote! { const ACCEPT: &'static str = #name; });
    quote! {
        impl Operation for #marker {
            type Output = #output;
            const NAME: &'static str = #name;
            const METHOD: Method = Method::#method;
            const PATH: &'static str = #path;
            #has_key
            #accept
        }
    }
}

/// ```text
/// impl Paged for ListPets {
///     const TOKEN: &'static str = "page";
///     const FORM: PagingForm = PagingForm::Number { first: 1 };
/// }
/// ```
///
/// The form is that of a token in a property and a query parameter, if none is stated.
fn paged_impl(operation: &Operation) -> Option<TokenStream> {
    let marker = ident(&operation.marker_type);
    let paging = operation.paging.as_ref()?;
    let parameter = paging.form.parameter().map(|name| quote! { const TOKEN: &'static str = #name; });
    let form = form(&paging.form).map(|form| quote! { const FORM: PagingForm = PagingForm::#form; });
    let header = paging.form.header();
    let header = header.map(|name| quote! { const NEXT_HEADER: Option<&'static str> = Some(#name); });
    Some(quote! {
        impl Paged for #marker {
            #parameter
            #form
            #header
        }
    })
}

/// The variant of the form; `None` for that of a token in a query parameter, which is the default.
pub(super) fn form(form: &PagingForm) -> Option<TokenStream> {
    Some(match form {
        PagingForm::Token { location: ParameterLocation::Query, .. } => return None,
        PagingForm::Token { .. } => quote! { HeaderToken },
        PagingForm::Number { first, .. } => {
            let first = integer(*first);
            quote! { Number { first: #first } }
        }
        PagingForm::Offset { first, .. } => {
            let first = integer(*first);
            quote! { Offset { first: #first } }
        }
        PagingForm::Link { .. } => quote! { Link },
    })
}

/// ```text
/// impl<B> ApiClient<B> {
///     pub fn get_pet(&self, pet_id: impl Into<String>) -> Request<GetPet, B> {
///         Request::new(self).path_param::<String>("pet_id", pet_id)
///     }
/// }
/// ```
fn method(operation: &Operation, example: Option<Vec<String>>) -> TokenStream {
    let (name, marker) = (ident(&operation.rust_name), ident(&operation.marker_type));
    let (docs, deprecated) = (docs::operation(operation, example), deprecated(operation.deprecated.as_ref()));
    let arguments = operation.arguments().map(|Parameter { field, .. }| {
        let (name, ty) = (ident(&field.rust_name), argument_type(&sent_type(&field.ty)));
        quote! { #name: #ty }
    });
    let body = operation.body.as_ref().filter(|body| !body.is_optional());
    let arguments = arguments.chain(body.map(body_type).map(|ty| quote! { body: &#ty }));
    let conversions = operation.arguments().map(conversion);
    let calls = operation.arguments().map(call);
    let calls = calls.chain(body.map(|_| body_call(operation)));
    quote! {
        impl<B> ApiClient<B> {
            #docs
            #deprecated
            pub fn #name(&self #(, #arguments)*) -> Request<#marker, B> {
                #(#conversions)*
                Request::new(self)#(#calls)*
            }
        }
    }
}

/// ```text
/// impl<B> Request<ListPets, B> {
///     pub fn limit(self, limit: impl Into<i64>) -> Self {
///         let limit = limit.into();
///         self.check_limits("limit", limit, ..=100).query_param::<i64>("limit", limit)
///     }
/// }
/// ```
fn setters(operation: &Operation) -> Option<TokenStream> {
    let marker = ident(&operation.marker_type);
    let about = format!("Optional parameters of [`{name}`](ApiClient::{name}).", name = operation.rust_name);
    let docs = docs::attributes("", &[about]);
    let setters = operation.setters().map(|parameter| {
        let field = &parameter.field;
        let (name, ty, call) =
            (ident(&field.rust_name), argument_type(&sent_type(field.ty.required())), call(parameter));
        let (docs, deprecated) = (docs::parameter(parameter), deprecated(field.deprecated.as_ref()));
        let conversion = conversion(parameter);
        quote! {
            #docs
            #deprecated
            pub fn #name(self, #name: #ty) -> Self {
                #conversion
                self #call
            }
        }
    });
    let setters: Vec<_> = setters.chain(body_setter(operation)).chain(resume_setter(operation)).collect();
    (!setters.is_empty()).then(|| {
        quote! {
            #docs
            impl<B> Request<#marker, B> {
                #(#setters)*
            }
        }
    })
}

/// ```text
/// pub fn body(self, body: &NewPet) -> Self {
///     self.json_body(body)
/// }
/// ```
fn body_setter(operation: &Operation) -> Option<TokenStream> {
    let Type::Optional(body) = operation.body.as_ref()? else { return None };
    let (ty, call) = (body_type(body), body_call(operation));
    let docs = docs::attributes("", &["Sets the body.".to_owned()]);
    Some(quote! {
        #docs
        pub fn body(self, body: &#ty) -> Self {
            self #call
        }
    })
}

/// ```text
/// pub fn with_next_token(self, token: impl Into<String>) -> Self {
///     self.resume_page(token)
/// }
/// ```
///
/// A token is resumed from by the setter of its parameter.
fn resume_setter(operation: &Operation) -> Option<TokenStream> {
    let what = match operation.paging.as_ref()?.form {
        PagingForm::Token { .. } => return None,
        PagingForm::Number { .. } => "the number of a page",
        PagingForm::Offset { .. } => "the offset of a page",
        PagingForm::Link { .. } => "the URL of a page, which must be of the client's origin",
    };
    let about = "Resumes pagination from what [`next_token`](crate::Pages::next_token) has returned";
    let docs = docs::attributes("", &[format!("{about}: {what}.")]);
    Some(quote! {
        #docs
        pub fn with_next_token(self, token: impl Into<String>) -> Self {
            self.resume_page(token)
        }
    })
}

/// `.json_body(body)`, with the media type if it is another one.
fn body_call(operation: &Operation) -> TokenStream {
    let (send, default) = match operation.body_format() {
        MediaFormat::Json => (quote! { .json_body(body) }, "application/json"),
        MediaFormat::Text => (quote! { .text_body(body) }, "text/plain"),
        MediaFormat::Form => return quote! { .form_body(body) },
    };
    let name = operation.content_type.as_ref().map(|media_type| &media_type.name);
    let content_type = name.filter(|name| *name != default).map(|name| quote! { .content_type(#name) });
    quote! { #send #content_type }
}

/// The type of a parameter's text, in which a number has no quotes.
fn sent_type(ty: &Type) -> Type {
    match ty {
        Type::List(item) => Type::List(Box::new(sent_type(item))),
        Type::Formatted(format) => match format.written() {
            Primitive::Integer => Type::Integer,
            Primitive::Double => Type::Double,
            Primitive::Format(written) => Type::Formatted(written),
            Primitive::String | Primitive::Boolean | Primitive::Any => ty.clone(),
        },
        other => other.clone(),
    }
}

/// The type of a setter's or a method's argument.
fn argument_type(ty: &Type) -> TokenStream {
    match ty {
        Type::Formatted(Format::Float32) => quote! { #ty },
        Type::String | Type::Integer | Type::Enum(_) | Type::Union(_) | Type::Formatted(_) => {
            quote! { impl Into<#ty> }
        }
        Type::List(item) => {
            let item = argument_type(item);
            quote! { impl IntoIterator<Item = #item> }
        }
        Type::Map(value) => {
            let value = argument_type(value);
            quote! { impl IntoIterator<Item = (impl Into<String>, #value)> }
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

/// `let limit = limit.into();`, for an argument that is checked before it is sent.
fn conversion(Parameter { field, .. }: &Parameter) -> Option<TokenStream> {
    let name = ident(&field.rust_name);
    let is_integer =
        matches!(sent_type(field.ty.required()), Type::Integer | Type::Formatted(Format::Uint64));
    let is_converted = is_integer && range(field).is_some();
    is_converted.then(|| quote! { let #name = #name.into(); })
}

/// `.query_param::<i64>("limit", limit)`, with a check of the limits before it.
fn call(parameter: &Parameter) -> TokenStream {
    let Parameter { field, location, style, is_reserved } = parameter;
    let (wire_name, name) = (&field.name.value, ident(&field.rust_name));
    let check = range(field).map(|range| quote! { .check_limits(#wire_name, #name, #range) });
    let send = match (&sent_type(field.ty.required()), location) {
        (Type::List(item), ParameterLocation::Path) => quote! { .path_list::<#item>(#wire_name, #name) },
        (Type::List(item), ParameterLocation::Header) => quote! { .header_list::<#item>(#wire_name, #name) },
        (Type::List(item), ParameterLocation::Query) => match style {
            None => quote! { .query_params::<#item>(#wire_name, #name) },
            Some(style) => {
                let delimiter = delimiter(*style);
                quote! { .query_list::<#item>(#wire_name, #name, #delimiter) }
            }
        },
        (Type::Map(value), ParameterLocation::Path) => quote! { .path_map::<#value>(#wire_name, #name) },
        (Type::Map(value), ParameterLocation::Header) => quote! { .header_map::<#value>(#wire_name, #name) },
        (Type::Map(value), ParameterLocation::Query) => match style {
            None => quote! { .query_pairs::<#value>(#wire_name, #name) },
            Some(ListStyle::Brackets) => quote! { .query_brackets::<#value>(#wire_name, #name) },
            Some(_) => quote! { .query_map::<#value>(#wire_name, #name) },
        },
        (ty, ParameterLocation::Path) if *is_reserved => {
            quote! { .path_segments::<#ty>(#wire_name, #name) }
        }
        (ty, ParameterLocation::Path) => quote! { .path_param::<#ty>(#wire_name, #name) },
        (ty, ParameterLocation::Header) => quote! { .header_param::<#ty>(#wire_name, #name) },
        (ty, ParameterLocation::Query) => quote! { .query_param::<#ty>(#wire_name, #name) },
    };
    quote! { #check #send }
}

/// What separates the entries of a list in a query, percent-encoded where a URL requires it.
fn delimiter(style: ListStyle) -> &'static str {
    match style {
        ListStyle::Comma | ListStyle::Brackets => ",",
        ListStyle::Space => "%20",
        ListStyle::Pipe => "%7C",
    }
}

fn range(field: &Field) -> Option<TokenStream> {
    let constraints = &field.constraints;
    let [min, max] = [&constraints.min, &constraints.max]
        .map(|value| limit(value.as_ref()?, &sent_type(field.ty.required())));
    match (min, max) {
        (None, None) => None,
        (min, Some(max)) => Some(quote! { #min..=#max }),
        (min, None) => Some(quote! { #min.. }),
    }
}

/// A limit, as a value of the parameter's type.
fn limit(value: &Limit, ty: &Type) -> Option<TokenStream> {
    match (value, ty) {
        (Limit::Integer(value), Type::Integer | Type::Formatted(Format::Uint64)) => Some(integer(*value)),
        (value, Type::Formatted(Format::Float32)) => value.as_f64().map(float32),
        (value, _) => value.as_f64().map(double),
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, Type, limit};

    #[test]
    fn limit_is_a_literal_of_the_parameter_type() {
        for (value, ty, expected) in [
            (Limit::Integer(-100), Type::Integer, "-100"),
            (Limit::Integer(i64::MIN), Type::Integer, "-9_223_372_036_854_775_808"),
            (Limit::Integer(100), Type::Double, "100.0"),
            (Limit::Double(-0.5), Type::Double, "-0.5"),
        ] {
            let tokens = limit(&value, &ty).map(|tokens| tokens.to_string().replace(' ', ""));
            assert_eq!(tokens.as_deref(), Some(expected));
        }
    }
}
