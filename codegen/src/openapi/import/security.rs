//! How a document authenticates calls: its security schemes and requirements.

use crate::model::Key;
use crate::openapi::document::Document;
use crate::openapi::lost::Lost;
use crate::openapi::operation::Operation;
use crate::openapi::view::View;
use crate::spec::is_header_name;

/// A key in a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DraftKey {
    pub(super) header: String,
    /// The word before the key in the header.
    pub(super) scheme: Option<String>,
}

/// The key of a document, and the operations that need it.
pub(super) struct Security<'d> {
    /// The key that a client sends.
    pub(super) key: Option<DraftKey>,
    /// The names of the security schemes that are sent as this key.
    names: Vec<String>,
    root: Option<View<'d>>,
}

impl<'d> Security<'d> {
    /// The key of the spec, or else the first one that an operation requires and a spec can state.
    pub(super) fn read(document: &Document<'d>, operations: &[Operation<'d>], spec: Option<&Key>) -> Self {
        let root = document.root();
        let schemes: Vec<(String, DraftKey)> = schemes(root);
        let of_root = root.get("security");
        let requirements =
            operations.iter().filter_map(|operation| operation.view.get("security").or(of_root));
        let required: Vec<String> = of_root.into_iter().chain(requirements).flat_map(names_in).collect();
        let of_spec =
            spec.map(|key| DraftKey { header: key.header.value.clone(), scheme: key.scheme.clone() });
        let first = || {
            let used = required.iter().find_map(|name| schemes.iter().find(|(known, _)| known == name));
            // A document that declares a key and no requirement means all operations.
            let used = used.or_else(|| schemes.first().filter(|_| required.is_empty()));
            used.map(|(_, key)| key.clone())
        };
        let key = of_spec.or_else(first);
        let is_required = |name: &String| required.contains(name);
        let names =
            schemes.into_iter().filter(|(name, scheme)| is_required(name) && Some(scheme) == key.as_ref());
        Self { names: names.map(|(name, _)| name).collect(), key, root: of_root }
    }

    /// Whether an operation is sent with the key. What else it requires is lost.
    pub(super) fn of_operation(&self, operation: &Operation<'d>) -> (bool, Option<Lost>) {
        let requirement = operation.view.get("security").or(self.root);
        let alternatives = requirement.map(|list| list.items()).unwrap_or_default();
        let of = |alternative: &View<'_>| -> Vec<String> {
            alternative.members().into_iter().map(|scheme| scheme.name.into_owned()).collect()
        };
        let alternatives: Vec<_> = alternatives.iter().map(of).collect();
        let is_key = |names: &Vec<String>| names.len() == 1 && self.names.contains(&names[0]);
        let span = operation.view.span();
        if alternatives.iter().any(is_key) {
            // Callers who have no key but another credential cannot use it.
            let has_other = alternatives.iter().any(|names| !names.is_empty() && !is_key(names));
            return (true, has_other.then(|| Lost::loss("alternatives to the key (`security`)", &span)));
        }
        if alternatives.is_empty() || alternatives.iter().any(Vec::is_empty) {
            // A document that never requires the key says nothing of it, unless an operation explicitly requires nothing.
            let is_explicit = requirement.is_some() && self.key.is_some();
            return (self.names.is_empty() && !is_explicit, None);
        }
        let has_key = alternatives.iter().flatten().any(|name| self.names.contains(name));
        (has_key || self.names.is_empty(), Some(Lost::loss("security", &span)))
    }
}

/// The names of the schemes in a list of requirements.
fn names_in(requirements: View<'_>) -> Vec<String> {
    let alternatives = requirements.items().into_iter().flat_map(|alternative| alternative.members());
    alternatives.map(|scheme| scheme.name.into_owned()).collect()
}

/// The security schemes that are a key in a header, by name.
fn schemes(root: View<'_>) -> Vec<(String, DraftKey)> {
    let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
    let schemes = schemes.map(|schemes| schemes.members()).unwrap_or_default().into_iter();
    schemes.filter_map(|scheme| Some((scheme.name.into_owned(), key(scheme.value)?))).collect()
}

/// The key that a scheme sends. Tokens of OAuth 2.0 and OpenID Connect are bearer tokens.
fn key(scheme: View<'_>) -> Option<DraftKey> {
    let text = |key| scheme.get(key).and_then(|value| value.as_string());
    let authorization =
        |word: String| Some(DraftKey { header: "authorization".to_owned(), scheme: Some(word) });
    match text("type")?.as_str() {
        "apiKey" if text("in").as_deref() == Some("header") => {
            let header = text("name")?.to_lowercase();
            is_header_name(&header)
                .then(|| DraftKey { header, scheme: text("x-scheme").filter(|word| is_word(word)) })
        }
        "http" => {
            authorization(spelled(&text("scheme")?)).filter(|key| key.scheme.as_deref().is_some_and(is_word))
        }
        "oauth2" | "openIdConnect" => authorization("Bearer".to_owned()),
        _ => None,
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// A scheme of HTTP with a capital letter, as it is usually written; schemes are case-insensitive.
fn spelled(scheme: &str) -> String {
    let mut letters = scheme.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
