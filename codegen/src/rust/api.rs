//! `api.rs`: the constants of the API that hold for every call.

use quote::quote;

use crate::model::Api;

use super::docs;
use super::tokens::{EmittedFile, option};

/// ```text
/// /// Pets of a shop.
/// pub(crate) static API: Api = Api { base_url: "https://api.pets.example", ... };
/// ```
pub(super) fn file(api: &Api) -> EmittedFile {
    let Api { title, base_url, key_header, key_environment, .. } = api;
    let [title, base_url, key_header, key_environment] =
        [title, base_url, key_header, key_environment].map(|text| &text.value);
    let docs =
        docs::attributes(api.description.as_str(), &["What the spec says of the API as a whole.".to_owned()]);
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
            use crate::runtime::call::Api;

            #docs
            pub(crate) static API: Api = Api {
                title: #title,
                base_url: #base_url,
                key_header: #key_header,
                key_environment: #key_environment,
                request_id_header: #request_id,
                trace_id_header: #trace_id,
                error_property: #error_property,
                error_code: &[#(#error_code),*],
                error_message: &[#(#error_message),*],
            };
        },
    }
}
