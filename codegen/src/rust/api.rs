//! `api.rs`: the constants of the API that hold for every call.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Key};

use super::docs;
use super::tokens::{EmittedFile, option};

/// ```text
/// /// Pets of a shop.
/// pub(crate) static API: Api = Api { base_url: "https://api.pets.example", ... };
/// ```
pub(super) fn file(api: &Api) -> EmittedFile {
    let [title, base_url] = [&api.title, &api.base_url].map(|text| &text.value);
    let (key_import, key) = api_key(api.key.as_ref());
    let docs = docs::attributes(
        api.description.as_str(),
        &["Attributes of the API that apply to every call.".to_owned()],
    );
    let request_id = option(api.request_id_header.as_ref());
    let trace_id = option(api.trace_id_header.as_ref());
    let error_body = api.error_body.as_ref();
    let error_property = option(error_body.map(|body| &body.property));
    let [error_code, error_message] =
        [error_body.map(|body| &body.code), error_body.map(|body| &body.message)]
            .map(|names| names.map(Vec::as_slice).unwrap_or_default());
    EmittedFile {
        path: "api.rs".to_owned(),
        source: quote! {
            use crate::runtime::call::{Api #key_import};

            #docs
            pub(crate) static API: Api = Api {
                title: #title,
                base_url: #base_url,
                key: #key,
                request_id_header: #request_id,
                trace_id_header: #trace_id,
                error_property: #error_property,
                error_code: &[#(#error_code),*],
                error_message: &[#(#error_message),*],
            };
        },
    }
}

/// ```text
/// Some(KeyHeader { header: "x-pet-key", scheme: None, environment: "PET_STORE_KEY" })
/// ```
fn api_key(key: Option<&Key>) -> (Option<TokenStream>, TokenStream) {
    let Some(Key { header, scheme, environment }) = key else { return (None, quote! { None }) };
    let (header, scheme, environment) = (&header.value, option(scheme.as_ref()), &environment.value);
    let value = quote! { Some(KeyHeader { header: #header, scheme: #scheme, environment: #environment }) };
    (Some(quote! { , KeyHeader }), value)
}
