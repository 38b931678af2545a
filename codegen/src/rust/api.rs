//! `api.rs`: the constants of the API that hold for every call.

use quote::quote;

use crate::ir::Api;

use super::{EmittedFile, docs, option};

/// ```text
/// /// Pets of a shop.
/// pub(crate) const API: Api = Api { base_url: "https://api.pets.example", ... };
/// ```
pub(super) fn file(api: &Api) -> EmittedFile {
    let Api { title, base_url, key_header, key_environment, error_code, error_message, .. } = api;
    let docs = docs::attributes(&api.description, &["What the spec says of the API as a whole.".to_owned()]);
    let request_id = option(api.request_id_header.as_ref());
    let trace_id = option(api.trace_id_header.as_ref());
    let error_property = option(api.error_property.as_ref());
    EmittedFile {
        path: "api.rs".to_owned(),
        source: quote! {
            use crate::runtime::call::Api;

            #docs
            pub(crate) const API: Api = Api {
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
