//! Names: each must be one that Rust can spell, and no two may become the same.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::names;
use crate::spec::Text;

use super::Checker;

/// What the emitted files and the crate's root already call something else.
const TAKEN_TYPES: [&str; 40] = [
    "ApiClient",
    "ApiKey",
    "Async",
    "BTreeMap",
    "Blocking",
    "Box",
    "Client",
    "ClientBuilder",
    "Clone",
    "Debug",
    "Default",
    "Err",
    "Error",
    "ErrorKind",
    "Items",
    "Map",
    "Method",
    "None",
    "Object",
    "Ok",
    "OpenEnum",
    "Operation",
    "Option",
    "Page",
    "Paged",
    "Pages",
    "Raw",
    "Reader",
    "Region",
    "RejectedItem",
    "Request",
    "Result",
    "Self",
    "Some",
    "String",
    "UnknownValue",
    "ValidationError",
    "Value",
    "Vec",
    "Writer",
];

/// Methods that every client has.
pub(super) const TAKEN_METHODS: [&str; 4] = ["builder", "clone", "from_env", "new"];

/// Methods that every call has.
pub(super) const TAKEN_SETTERS: [&str; 16] = [
    "check_limits",
    "clone",
    "in_body",
    "in_header",
    "in_path",
    "in_query",
    "in_query_each",
    "items",
    "new",
    "pages",
    "send",
    "send_raw",
    "with_header",
    "with_max_retries",
    "with_query",
    "with_timeout",
];

/// A name of the spec and the Rust name it becomes.
pub(super) struct Named<'a> {
    pub(super) written: &'a Text,
    pub(super) rust: String,
}

impl Checker<'_> {
    /// Schemas and enums: proper type names, no two with the same name or in the same file.
    pub(super) fn type_names(&mut self) {
        let spec = self.spec;
        let schemas = spec.schemas.iter().map(|s| &s.name);
        let texts: Vec<&Text> = schemas.chain(spec.enums.iter().map(|e| &e.name)).collect();
        for name in &texts {
            self.type_name(name);
        }
        let modules = texts.iter().map(|name| Named { written: name, rust: names::module(&name.value) });
        self.distinct("types", "their files would both be", modules.collect());
    }

    /// The type that stands for an endpoint is named after it, and lives beside the types of the response.
    pub(super) fn operation_name(&mut self, endpoint: &Text) {
        let operation = names::operation(&endpoint.value);
        let spec = self.spec;
        let types = spec.schemas.iter().map(|s| &s.name).chain(spec.enums.iter().map(|e| &e.name));
        if let Some(other) = types.into_iter().find(|name| name.value == operation) {
            let message =
                format!("the endpoint `{}` and the type `{operation}` would share a name", endpoint.value);
            let diagnostic = Diagnostic::error(&endpoint.span, message).context(&other.span, "the type");
            self.report(diagnostic.help("begin the endpoint's name with what it does, like `get_pet`"));
        } else if TAKEN_TYPES.contains(&operation.as_str()) {
            let message = format!("the name `{operation}` is already taken in every generated crate");
            self.report(Diagnostic::error(&endpoint.span, message).help("call the endpoint something else"));
        }
    }

    /// Regions become variants too.
    pub(super) fn region_names(&mut self) {
        let regions = self.spec.api.regions.iter();
        let named: Vec<_> =
            regions.map(|(name, _)| Named { written: name, rust: names::region(&name.value) }).collect();
        for Named { written, rust } in &named {
            if !names::is_plain_identifier(rust) {
                self.error(&written.span, format!("`{}` makes no name of a variant in Rust", written.value));
            }
        }
        self.distinct("regions", "both become", named);
    }

    fn type_name(&mut self, name: &Text) {
        let upper = name.value.starts_with(|c: char| c.is_ascii_uppercase());
        if !upper || !names::is_plain_identifier(&name.value) || name.value.contains('_') {
            let message = format!("`{}` is not the name of a type", name.value);
            self.report(Diagnostic::error(&name.span, message).help("write it like `PetStore`"));
        } else if TAKEN_TYPES.contains(&name.value.as_str()) || names::module(&name.value) == "mod" {
            let message = format!("the name `{}` is already taken in every generated crate", name.value);
            self.report(Diagnostic::error(&name.span, message).help("call it something else"));
        }
    }

    /// Fields, setters, arguments, methods: names that Rust can spell, not taken, no two the same.
    pub(super) fn field_names(&mut self, what: &str, taken: &[&str], fields: Vec<Named<'_>>) {
        for Named { written, rust } in &fields {
            let message = if !names::is_identifier(rust) {
                format!("`{rust}` cannot be a name in Rust")
            } else if rust.starts_with(|c: char| c.is_ascii_uppercase()) {
                format!("`{rust}` is no name for {what}")
            } else if taken.contains(&rust.as_str()) {
                format!("`{rust}` already means something else there")
            } else {
                continue;
            };
            self.report(
                Diagnostic::error(&written.span, message).help("choose another one with `rust_name`"),
            );
        }
        self.distinct(what, "both become", fields);
    }

    /// Variants: the same for names in upper camel case.
    pub(super) fn variant_names(&mut self, variants: Vec<Named<'_>>) {
        for Named { written, rust } in &variants {
            let message =
                if !names::is_plain_identifier(rust) || rust.starts_with(|c: char| c.is_ascii_lowercase()) {
                    format!("`{}` makes no name of a variant in Rust", written.value)
                } else if rust == "Unknown" {
                    "the variant `Unknown` holds the values that the spec does not name".to_owned()
                } else {
                    continue;
                };
            self.report(Diagnostic::error(&written.span, message).help("choose a name with `rust_name`"));
        }
        self.distinct("values", "both become", variants);
    }

    fn distinct(&mut self, what: &str, become_: &str, named: Vec<Named<'_>>) {
        let mut seen: HashMap<String, &Text> = HashMap::new();
        for Named { written, rust } in named {
            match seen.get(&rust) {
                Some(first) => {
                    let message =
                        format!("the {what} `{}` and `{}`: {become_} `{rust}`", first.value, written.value);
                    self.report(
                        Diagnostic::error(&written.span, message).context(&first.span, "the first one"),
                    );
                }
                None => {
                    seen.insert(rust, written);
                }
            }
        }
    }
}
