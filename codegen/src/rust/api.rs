//! `api.rs`: what holds for every call, for the runtime to act on.

use syn::{Item, ItemConst, parse_quote};

use crate::ir::Api;

use super::syntax::option;
use super::{Draft, docs};

pub(super) fn file(api: &Api) -> Draft {
    Draft {
        path: "api.rs".to_owned(),
        docs: None,
        uses: vec![vec![parse_quote! { use crate::runtime::call::Api; }]],
        items: vec![vec![constant(api)]],
    }
}

/// ```text
/// pub(crate) const API: Api = Api { base_url: "https://api.pets.example", ... };
/// ```
fn constant(api: &Api) -> Item {
    let Api { title, base_url, key_header, key_environment, error_code, error_message, .. } = api;
    let [request_id, trace_id, error_property] =
        [&api.request_id_header, &api.trace_id_header, &api.error_property].map(|text| option(text.as_ref()));
    let mut item: ItemConst = parse_quote! {
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
    };
    item.attrs =
        docs::attributes(&api.description, &["What the spec says of the API as a whole.".to_owned()]);
    Item::Const(item)
}
