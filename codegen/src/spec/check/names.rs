//! Names: each must be one that Rust can spell, and no two may become the same.

use std::collections::HashMap;

use crate::names;
use crate::source::{Diagnostic, Rule, Span, Spanned};
use crate::spec::language::{EnumValue, Field};

use super::checker::Checker;

/// What the emitted files and the crate's root already call something else.
pub(crate) const RESERVED_TYPES: [&str; 44] = [
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
    "Mock",
    "MockBehavior",
    "MockList",
    "MockRoute",
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
    "PropertyReader",
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
    "PropertyWriter",
];

/// Methods that every client has, or every mock.
pub(super) const RESERVED_METHODS: [&str; 10] = [
    "enqueue_reply",
    "blocking_client",
    "builder",
    "client",
    "clone",
    "from_env",
    "new",
    "received_requests",
    "set_items",
    "set_value",
];

/// Methods that every call has.
pub(crate) const RESERVED_SETTERS: [&str; 16] = [
    "check_limits",
    "clone",
    "json_body",
    "header_param",
    "path_param",
    "query_param",
    "query_params",
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

/// The fields that an emitted struct may have beside its properties; the last one only if it is a page.
pub(crate) const RESERVED_FIELDS: [&str; 3] = ["extra", "from_json", "rejected"];

/// The variant that holds the values that the spec does not name.
pub(crate) const RESERVED_VARIANT: &str = "Unknown";

/// A name of the spec and the Rust name it becomes.
pub(super) struct Named<'a> {
    written: &'a str,
    /// Where the Rust name comes from.
    place: &'a Span,
    rust: String,
}

impl<'a> Named<'a> {
    fn new(name: &'a Spanned<String>, rust: String) -> Self {
        Self { written: &name.value, place: &name.span, rust }
    }

    pub(super) fn field(field: &'a Field) -> Self {
        let place = &field.rust_name.as_ref().unwrap_or(&field.name).span;
        Self { written: &field.name.value, place, rust: field.chosen_rust_name() }
    }

    pub(super) fn value(value: &'a EnumValue) -> Self {
        let place = &value.attributes.rust_name.as_ref().unwrap_or(&value.name).span;
        Self { written: &value.name.value, place, rust: value.chosen_rust_name() }
    }
}

impl Checker<'_, '_> {
    /// Schemas and enums: proper type names, no two with the same name or in the same file.
    pub(super) fn check_type_names(&mut self) {
        let spec = self.index.spec;
        let schemas = spec.schemas.iter().map(|s| &s.name);
        let texts: Vec<&Spanned<String>> = schemas.chain(spec.enums.iter().map(|e| &e.name)).collect();
        for name in &texts {
            self.check_type_name(name);
        }
        let modules = texts.iter().map(|name| Named::new(name, names::module(&name.value)));
        self.check_distinct("types", "their files would both be", modules.collect());
    }

    /// The type that stands for an endpoint is named after it, and lives beside the types of the response.
    pub(super) fn check_operation_name(&mut self, endpoint: &Spanned<String>) {
        let operation = names::operation(&endpoint.value);
        let schema = self.index.schema(&operation).map(|(_, schema)| &schema.name);
        if let Some(other) = schema.or(self.index.enum_def(&operation).map(|(_, other)| &other.name)) {
            let message =
                format!("the endpoint `{}` and the type `{operation}` would share a name", endpoint.value);
            let diagnostic = Diagnostic::error(Rule::NameCollision, &endpoint.span, message);
            let diagnostic = diagnostic.context(&other.span, "the type");
            self.report(diagnostic.help("begin the endpoint's name with what it does, like `get_pet`"));
        } else if RESERVED_TYPES.contains(&operation.as_str()) {
            let message = format!("the name `{operation}` is already taken in every generated crate");
            let diagnostic = Diagnostic::error(Rule::ReservedName, &endpoint.span, message);
            self.report(diagnostic.help("call the endpoint something else"));
        }
    }

    /// Regions become variants too.
    pub(super) fn check_region_names(&mut self) {
        let Some(api) = self.index.spec.api.get() else { return };
        let named: Vec<_> = api
            .regions
            .iter()
            .map(|region| Named::new(&region.name, names::region(&region.name.value)))
            .collect();
        for Named { written, place, rust } in &named {
            if !names::is_plain_identifier(rust) {
                let message = format!("`{written}` makes no name of a variant in Rust");
                self.error(Rule::RustName, place, message);
            }
        }
        self.check_distinct("regions", "both become", named);
    }

    fn check_type_name(&mut self, name: &Spanned<String>) {
        let upper = name.value.starts_with(|c: char| c.is_ascii_uppercase());
        let taken = RESERVED_TYPES.contains(&name.value.as_str()) || names::module(&name.value) == "mod";
        if !taken && (!upper || !names::is_plain_identifier(&name.value) || name.value.contains('_')) {
            let message = format!("`{}` is not the name of a type", name.value);
            let diagnostic = Diagnostic::error(Rule::TypeName, &name.span, message);
            self.report(diagnostic.help(match names::ty(&name.value) {
                Some(name) => format!("write it like `{name}`"),
                None => "write it like `PetStore`".to_owned(),
            }));
        } else if taken {
            let message = format!("the name `{}` is already taken in every generated crate", name.value);
            let diagnostic = Diagnostic::error(Rule::ReservedName, &name.span, message);
            self.report(diagnostic.help("call it something else"));
        }
    }

    /// Fields, setters, arguments, methods: names that Rust can spell, not taken, no two the same.
    pub(super) fn check_field_names(&mut self, what: &str, taken: &[&str], fields: Vec<Named<'_>>) {
        for Named { place, rust, .. } in &fields {
            let (rule, message) = if !names::is_identifier(rust) {
                (Rule::RustName, format!("`{rust}` cannot be a name in Rust"))
            } else if rust.starts_with(|c: char| c.is_ascii_uppercase()) {
                (Rule::RustName, format!("`{rust}` is no name for {what}"))
            } else if taken.contains(&rust.as_str()) {
                (Rule::ReservedName, format!("`{rust}` already means something else there"))
            } else {
                continue;
            };
            self.report(Diagnostic::error(rule, place, message).help("choose another one with `rust_name`"));
        }
        self.check_distinct(what, "both become", fields);
    }

    /// Variants: the same for names in upper camel case.
    pub(super) fn check_variant_names(&mut self, variants: Vec<Named<'_>>) {
        for Named { written, place, rust } in &variants {
            let (rule, message) =
                if !names::is_plain_identifier(rust) || rust.starts_with(|c: char| c.is_ascii_lowercase()) {
                    (Rule::RustName, format!("`{written}` makes no name of a variant in Rust"))
                } else if rust == RESERVED_VARIANT {
                    let why = "the variant `Unknown` holds the values that the spec does not name";
                    (Rule::ReservedName, why.to_owned())
                } else {
                    continue;
                };
            self.report(Diagnostic::error(rule, place, message).help("choose a name with `rust_name`"));
        }
        self.check_distinct("values", "both become", variants);
    }

    fn check_distinct(&mut self, what: &str, become_: &str, named: Vec<Named<'_>>) {
        let mut seen: HashMap<String, (&str, &Span)> = HashMap::new();
        for Named { written, place, rust } in named {
            match seen.get(&rust) {
                Some((first, first_place)) => {
                    let message = format!("the {what} `{first}` and `{written}`: {become_} `{rust}`");
                    self.report(
                        Diagnostic::error(Rule::NameCollision, place, message)
                            .context(first_place, "the first one"),
                    );
                }
                None => {
                    seen.insert(rust, (written, place));
                }
            }
        }
    }
}
