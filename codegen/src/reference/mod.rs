//! The representation as a reference for people, in GitHub's Markdown: what can be called and with what, what comes back, and how
//! it nests. One file of this folder a kind of section. What is made is a list of blocks that blank lines part.

mod anchors;
mod diagram;
mod operation;
mod table;
mod types;

use crate::MARK;
use crate::ir::{Api, Crate, Region};
use crate::prose::{code, escape, line_start, paragraphs};

use self::anchors::Anchors;
use self::table::table;

/// The whole document, for a spec of that name.
pub(crate) fn document(spec: &str, krate: &Crate) -> String {
    let anchors = Anchors::new(krate);
    let sections = [
        Some(reached(&krate.api)),
        operation::section(krate, &anchors),
        diagram::section(krate),
        types::schemas(krate, &anchors),
        types::enums(krate),
    ];
    let sections: Vec<_> = sections.into_iter().flatten().collect();
    let contents: Vec<_> = sections.iter().map(|section| section.entry(&anchors)).collect();
    let mut blocks = vec![
        format!("<!-- {MARK} from {spec}. Do not edit. -->"),
        format!("# {}: reference", escape(&krate.api.title)),
    ];
    blocks.extend(prose(&krate.api.description));
    blocks.push(contents.join("\n"));
    for section in sections {
        blocks.push(format!("## {}", section.title));
        blocks.extend(section.blocks);
    }
    blocks.join("\n\n") + "\n"
}

/// What stands under a heading of the second level.
struct Section<'a> {
    /// More than a word, so that no name of the API is the same.
    title: &'static str,
    /// The names that have headings of their own in it.
    names: Vec<&'a str>,
    blocks: Vec<String>,
}

impl<'a> Section<'a> {
    /// Nothing where there is nothing to put in it.
    fn of<T>(
        title: &'static str,
        introduction: &str,
        things: &'a [T],
        name: impl Fn(&'a T) -> &'a str,
        blocks: impl Fn(&T) -> Vec<String>,
    ) -> Option<Self> {
        let all = [introduction.to_owned()].into_iter().chain(things.iter().flat_map(blocks)).collect();
        (!things.is_empty()).then(|| Self { title, names: things.iter().map(name).collect(), blocks: all })
    }

    /// Its line in the table of contents.
    fn entry(&self, anchors: &Anchors<'_>) -> String {
        let names: Vec<_> = self.names.iter().map(|name| anchors.link(name)).collect();
        let colon = if names.is_empty() { "" } else { ": " };
        let anchor = self.title.to_lowercase().replace(' ', "-");
        format!("- [{}](#{anchor}){colon}{}", self.title, names.join(", "))
    }
}

/// What holds for every call.
fn reached(api: &Api) -> Section<'_> {
    let mut blocks = Vec::new();
    let base_url = code(&api.base_url);
    if api.regions.is_empty() {
        blocks.push(format!("At {base_url}."));
    } else {
        blocks.push(format!("At {base_url}, unless the client is built for another region:"));
        let row = |region: &Region| {
            [code(&region.wire), code(&format!("Region::{}", region.name)), code(&region.base_url)]
        };
        blocks.push(table(["region", "in Rust", "base URL"], api.regions.iter().map(row)));
    }
    blocks.push(format!(
        "The header {} carries the key, which `Client::from_env()` reads from the environment variable {}.",
        code(&api.key_header),
        code(&api.key_environment)
    ));
    blocks.extend(support(api));
    blocks.extend(error_body(api));
    Section { title: "Where it is reached", names: Vec::new(), blocks }
}

fn support(api: &Api) -> Option<String> {
    let header = |what: &str, name: &Option<String>| Some(format!("{what} in {}", code(name.as_ref()?)));
    let request = header("the request", &api.request_id_header);
    let trace = header("the trace", &api.trace_id_header);
    let named: Vec<_> = request.into_iter().chain(trace).collect();
    (!named.is_empty()).then(|| format!("The headers of a response identify {}.", named.join(" and ")))
}

fn error_body(api: &Api) -> Option<String> {
    let names = |what: &str, names: &[String]| {
        let names: Vec<_> = names.iter().map(|name| code(name)).collect();
        (!names.is_empty()).then(|| format!(", its {what} as {}", names.join(" or ")))
    };
    Some(format!(
        "The JSON body of an error has the facts in {}{}{}.",
        code(api.error_property.as_ref()?),
        names("code", &api.error_code).unwrap_or_default(),
        names("message", &api.error_message).unwrap_or_default()
    ))
}

/// Prose of the spec, a block a paragraph.
fn prose(text: &str) -> impl Iterator<Item = String> {
    paragraphs(text).map(|words| {
        let start = words.first().map(|word| line_start(word));
        start.into_iter().chain(words.into_iter().skip(1)).collect::<Vec<_>>().join(" ")
    })
}

/// Why something should no longer be used.
fn deprecated(reason: Option<&String>) -> Option<String> {
    reason.map(|reason| format!("**Deprecated:** {}", escape(reason)))
}
