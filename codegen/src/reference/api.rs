//! The section about settings that apply to every call.

use crate::markdown::code_span;
use crate::model::{Api, ErrorBody, Key, Region};

use super::section::Section;
use super::table::table;

/// The settings that apply to every call.
pub(super) fn base_url_section(api: &Api) -> Section<'_> {
    let mut blocks = Vec::new();
    let base_url = code_span(&api.base_url.value);
    if api.regions.is_empty() {
        blocks.push(format!("Base URL: {base_url}."));
    } else {
        blocks.push(format!("Base URL: {base_url}. Other regions:"));
        let row = |region: &Region| {
            [
                code_span(&region.name.value),
                code_span(&format!("Region::{}", region.rust_name)),
                code_span(&region.base_url.value),
            ]
        };
        blocks.push(table(["region", "in Rust", "base URL"], api.regions.iter().map(row)));
    }
    blocks.push(key_line(api));
    blocks.extend(request_id_line(api));
    blocks.extend(error_body(api));
    Section { title: "Base URL and authentication", names: Vec::new(), blocks }
}

fn key_line(api: &Api) -> String {
    let Some(Key { header, scheme, environment }) = &api.key else {
        return "The API has no key: a client is built by `Client::builder().build()`.".to_owned();
    };
    let scheme = scheme
        .as_ref()
        .map_or_else(String::new, |scheme| format!(", after the scheme {}", code_span(scheme)));
    format!(
        "The header {} carries the key{scheme}, which `Client::from_env()` reads from the environment variable {}.",
        code_span(&header.value),
        code_span(&environment.value)
    )
}

fn request_id_line(api: &Api) -> Option<String> {
    let header = |what: &str, name: &Option<String>| Some(format!("{what} in {}", code_span(name.as_ref()?)));
    let request = header("the request", &api.request_id_header);
    let trace = header("the trace", &api.trace_id_header);
    let named: Vec<_> = request.into_iter().chain(trace).collect();
    (!named.is_empty()).then(|| format!("Response headers identify {}.", named.join(" and ")))
}

fn error_body(api: &Api) -> Option<String> {
    let ErrorBody { property, code, message } = api.error_body.as_ref()?;
    let names = |what: &str, names: &[String]| {
        let names: Vec<_> = names.iter().map(|name| code_span(name)).collect();
        if names.is_empty() { String::new() } else { format!(", the {what} in {}", names.join(" or ")) }
    };
    Some(format!(
        "The JSON body of an error has the details in {}{}{}.",
        code_span(property),
        names("code", code),
        names("message", message)
    ))
}
