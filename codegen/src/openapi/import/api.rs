//! The section `api` of a new spec, from a document's title, servers and key.

use std::fmt::Write;

use heck::{ToShoutySnakeCase, ToSnakeCase};

use crate::names;
use crate::openapi::document::Document;
use crate::openapi::draft::{comment_lines, prose, quoted, quoted_prose};
use crate::openapi::view::View;
use crate::spec::is_base_url;

use super::security::DraftKey;

/// The section `api`.
#[derive(Debug)]
pub(super) struct DraftApi {
    title: String,
    description: String,
    base_url: Option<String>,
    /// Names and base URLs.
    regions: Vec<(String, String)>,
    key: Option<DraftKey>,
    environment: String,
}

impl DraftApi {
    pub(super) fn read(document: &Document<'_>, key: Option<DraftKey>, with_descriptions: bool) -> Self {
        let root = document.root();
        let info = root.get("info");
        let text = |key| info.and_then(|info| info.get(key)?.as_string()).unwrap_or_default();
        let title = text("title").trim().to_owned();
        let title = if title.is_empty() { "API".to_owned() } else { title };
        let mut servers = servers(root).into_iter();
        let base_url = servers.next().map(|(_, url)| url);
        let mut regions: Vec<(String, String)> = Vec::new();
        for (name, url) in servers {
            let is_free =
                |name: &String| regions.iter().all(|(known, _)| names::region(known) != names::region(name));
            let numbered = (2_usize..).map(|n| format!("{name}_{n}"));
            let name = [name.clone()].into_iter().chain(numbered).find(is_free).unwrap_or(name);
            regions.push((name, url));
        }
        let word = names::ty(&title).unwrap_or_else(|| "Api".to_owned()).to_shouty_snake_case();
        let environment = format!("{}_API_KEY", word.trim_end_matches("_API"));
        let description = if with_descriptions { text("description") } else { String::new() };
        Self { title, description, base_url, regions, key, environment }
    }

    pub(super) fn text(&self) -> String {
        let mut text = format!("api:\n  title: {}\n", quoted_prose(&self.title));
        // Writing to memory cannot fail.
        if !self.description.is_empty() {
            let _ = writeln!(text, "  description: {}", prose(&self.description, 4));
        }
        if self.base_url.is_none() {
            text += &comment_lines(
                &["Lost: the document names no server with a scheme and a host".to_owned()],
                2,
            );
        }
        let base_url = self.base_url.as_deref().unwrap_or("https://api.example.com");
        let _ = writeln!(text, "  base_url: {base_url}");
        if !self.regions.is_empty() {
            text += "  regions:\n";
        }
        for (name, url) in &self.regions {
            let _ = writeln!(text, "    {}: {url}", quoted(name));
        }
        if let Some(DraftKey { header, scheme }) = &self.key {
            let scheme =
                scheme.as_ref().map_or_else(String::new, |scheme| format!("scheme: {}, ", quoted(scheme)));
            let (header, environment) = (quoted(header), &self.environment);
            let _ = writeln!(text, "  key: {{ header: {header}, {scheme}environment: {environment} }}");
        }
        text
    }
}

/// The names and URLs of the servers that a spec can have, each URL once.
fn servers(root: View<'_>) -> Vec<(String, String)> {
    let mut servers: Vec<(String, String)> = Vec::new();
    for server in root.get("servers").map(|servers| servers.items()).unwrap_or_default() {
        let Some(url) = server.get("url").and_then(|url| url.as_string()) else { continue };
        let url = with_defaults(url, server).trim_end_matches('/').to_owned();
        if is_base_url(&url) && servers.iter().all(|(_, known)| *known != url) {
            let description = server.get("description").and_then(|text| text.as_string()).unwrap_or_default();
            servers.push((region(&description, &url), url));
        }
    }
    servers
}

/// The URL with the defaults of its variables.
fn with_defaults(mut url: String, server: View<'_>) -> String {
    for variable in server.get("variables").map(|variables| variables.members()).unwrap_or_default() {
        if let Some(default) = variable.value.get("default").and_then(|default| default.as_string()) {
            url = url.replace(&format!("{{{}}}", variable.name), &default);
        }
    }
    url
}

/// The name of a region: its description if that is short, otherwise its host.
fn region(description: &str, url: &str) -> String {
    const MAX_WORDS: usize = 3;
    let is_short = description.split_whitespace().count() <= MAX_WORDS;
    let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let names = [description.to_snake_case(), host.to_snake_case()];
    let is_usable = |name: &&String| !name.is_empty() && names::is_plain_identifier(&names::region(name));
    let mut usable = names.iter().skip(usize::from(!is_short)).filter(is_usable);
    usable.next().cloned().unwrap_or_else(|| "other".to_owned())
}
