//! Checks names: each must be a valid Rust name, and no two may become the same.

use std::collections::HashMap;

use crate::names;
use crate::reserved::{RESERVED_METHODS, RESERVED_TYPES, RESERVED_VARIANT};
use crate::source::{Diagnostic, Rule, Span, Spanned};
use crate::spec::language::{Endpoint, Enum, EnumValue, Field, Schema, Union, UnionVariant};

use super::checker::Checker;

/// The help for most names that cannot be used.
const CHOOSE: &str = "choose another one with `rust_name`";

/// A name of the spec and the Rust name it becomes.
pub(super) struct Named<'a> {
    written: &'a str,
    /// Where the Rust name comes from.
    place: &'a Span,
    rust: String,
    /// Whether the spec chooses the Rust name.
    is_chosen: bool,
}

impl<'a> Named<'a> {
    fn new(name: &'a Spanned<String>, choice: Option<&'a Spanned<String>>, rust: String) -> Self {
        let place = &choice.unwrap_or(name).span;
        Self { written: &name.value, place, rust, is_chosen: choice.is_some() }
    }

    pub(super) fn field(field: &'a Field) -> Self {
        Self::new(&field.name, field.rust_name.as_ref(), field.chosen_rust_name())
    }

    pub(super) fn value(value: &'a EnumValue) -> Self {
        Self::new(&value.name, value.attributes.rust_name.as_ref(), value.chosen_rust_name())
    }

    pub(super) fn variant(variant: &'a UnionVariant) -> Self {
        Self::new(&variant.name, variant.attributes.rust_name.as_ref(), variant.chosen_rust_name())
    }

    fn union_def(union_def: &'a Union) -> Self {
        Self::new(&union_def.name, union_def.rust_name.as_ref(), union_def.chosen_rust_name())
    }

    fn schema(schema: &'a Schema) -> Self {
        Self::new(&schema.name, schema.rust_name.as_ref(), schema.chosen_rust_name())
    }

    fn enum_def(enum_def: &'a Enum) -> Self {
        Self::new(&enum_def.name, enum_def.rust_name.as_ref(), enum_def.chosen_rust_name())
    }

    fn endpoint(endpoint: &'a Endpoint) -> Self {
        Self::new(&endpoint.name, endpoint.rust_name.as_ref(), endpoint.chosen_rust_name())
    }

    /// The same name of the spec, for something that is made from its Rust name.
    pub(super) fn becoming(self, rust: String) -> Self {
        Self { rust, ..self }
    }
}

impl<'a> Checker<'a, '_> {
    /// Schemas, enums and unions: proper type names, no two with the same name or in the same file.
    pub(super) fn check_type_names(&mut self) {
        let spec = self.index.spec;
        let types = spec.schemas.iter().map(|s| &s.name).chain(spec.enums.iter().map(|e| &e.name));
        for name in types.chain(spec.unions.iter().map(|u| &u.name)) {
            self.check_type_name(name);
        }
        let named = || {
            let types = spec.schemas.iter().map(Named::schema).chain(spec.enums.iter().map(Named::enum_def));
            types.chain(spec.unions.iter().map(Named::union_def))
        };
        for named in named() {
            self.check_type_rust_name(&named);
        }
        let modules = named().map(|named| {
            let module = names::module(&named.rust);
            named.becoming(module)
        });
        self.check_distinct("types", "their files would both be", Some(CHOOSE), modules.collect());
    }

    /// No two endpoints have marker types of the same name, which implies distinct methods and files.
    pub(super) fn check_distinct_endpoints(&mut self) {
        let index = self.index;
        let markers = index.spec.endpoints.iter();
        let markers = markers.map(|endpoint| Named::endpoint(endpoint).becoming(index.marker_type(endpoint)));
        self.check_distinct("endpoints", "their types would both be", Some(CHOOSE), markers.collect());
    }

    pub(super) fn check_endpoint_name(&mut self, endpoint: &'a Endpoint) {
        let name = &endpoint.name;
        let named = Named::endpoint(endpoint);
        let is_lower = name.value.starts_with(|c: char| c.is_ascii_lowercase());
        let is_method = names::is_identifier(&names::free(name.value.clone())) && is_lower;
        if !is_method || !named.is_chosen && !names::is_snake_case(&named.rust) {
            let message = format!("`{}` is not the name of a method", name.value);
            let diagnostic = Diagnostic::error(Rule::EndpointName, &name.span, message);
            self.report(diagnostic.help(match names::endpoint(&name.value) {
                Some(name) => format!("write it like `{name}`"),
                None => "write it like `get_pet`".to_owned(),
            }));
        } else if !names::is_identifier(&named.rust) {
            let message = format!("`{}` cannot be a name in Rust", named.rust);
            self.report(Diagnostic::error(Rule::RustName, named.place, message).help(CHOOSE));
        } else if RESERVED_METHODS.contains(&named.rust.as_str()) {
            let message = format!(
                "the method name `{}` is reserved for a method that every client or mock has",
                named.rust
            );
            self.report(Diagnostic::error(Rule::ReservedName, named.place, message).help(CHOOSE));
        } else {
            self.check_snake_case("an endpoint", &named);
        }
    }

    /// Regions become variants of `Region`.
    pub(super) fn check_region_names(&mut self) {
        let Some(api) = self.index.spec.api.get() else { return };
        let named: Vec<_> = api
            .regions
            .iter()
            .map(|region| Named::new(&region.name, None, names::region(&region.name.value)))
            .collect();
        for Named { written, place, rust, .. } in &named {
            if !names::is_plain_identifier(rust) {
                let message = format!("`{written}` cannot be the name of a variant in Rust");
                self.error(Rule::RustName, place, message);
            }
        }
        self.check_distinct("regions", "both become", None, named);
    }

    /// Checks the name in the spec, by which types refer to it.
    fn check_type_name(&mut self, name: &Spanned<String>) {
        let starts_upper = name.value.starts_with(|c: char| c.is_ascii_uppercase());
        if !starts_upper || !name.value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let message = format!("`{}` is not the name of a type", name.value);
            let diagnostic = Diagnostic::error(Rule::TypeName, &name.span, message);
            self.report(diagnostic.help(match names::ty(&name.value) {
                Some(name) => format!("write it like `{name}`"),
                None => "write it like `PetStore`".to_owned(),
            }));
        }
    }

    fn check_type_rust_name(&mut self, named: &Named<'_>) {
        let Named { place, rust, is_chosen, .. } = named;
        if RESERVED_TYPES.contains(&rust.as_str()) {
            let message = format!("the name `{rust}` is reserved in every generated crate");
            self.report(Diagnostic::error(Rule::ReservedName, place, message).help(CHOOSE));
        } else if *is_chosen {
            if names::is_plain_identifier(rust) && rust.starts_with(|c: char| c.is_ascii_uppercase()) {
                self.check_upper_camel_case("a type", named);
            } else {
                let message = format!("`{rust}` cannot be the name of a type in Rust");
                self.error(Rule::RustName, place, message);
            }
        }
    }

    /// Fields, setters, arguments and methods: valid Rust names, not reserved, no two the same.
    pub(super) fn check_field_names(&mut self, what: &str, taken: &[&str], fields: Vec<Named<'_>>) {
        for named in &fields {
            let Named { place, rust, .. } = named;
            let (rule, message) = if !names::is_identifier(rust) {
                (Rule::RustName, format!("`{rust}` cannot be a name in Rust"))
            } else if rust.starts_with(|c: char| c.is_ascii_uppercase()) {
                (Rule::RustName, format!("`{rust}` is not a name for {what}"))
            } else if taken.contains(&rust.as_str()) {
                (Rule::ReservedName, format!("the name `{rust}` is reserved there"))
            } else {
                self.check_snake_case(what, named);
                continue;
            };
            self.report(Diagnostic::error(rule, place, message).help(CHOOSE));
        }
        self.check_distinct(what, "both become", Some(CHOOSE), fields);
    }

    /// Variants: the same for names in upper camel case.
    pub(super) fn check_variant_names(&mut self, what: &str, variants: Vec<Named<'_>>) {
        for named in &variants {
            let Named { written, place, rust, .. } = named;
            let (rule, message) = if !names::is_plain_identifier(rust) {
                (Rule::RustName, format!("`{written}` cannot be the name of a variant in Rust"))
            } else if rust == RESERVED_VARIANT {
                let why = "the variant `Unknown` is reserved for values that are not in the spec";
                (Rule::ReservedName, why.to_owned())
            } else if rust == "KNOWN" {
                (Rule::ReservedName, "`KNOWN` is reserved for a constant of every enum".to_owned())
            } else {
                self.check_upper_camel_case("a variant", named);
                continue;
            };
            self.report(Diagnostic::error(rule, place, message).help("choose a name with `rust_name`"));
        }
        self.check_distinct(what, "both become", Some(CHOOSE), variants);
    }

    /// No two variants of a union have the same accessor.
    pub(super) fn check_accessors(&mut self, variants: Vec<Named<'_>>) {
        let accessors = variants.into_iter().map(|named| {
            let accessor = names::accessor(&named.rust);
            named.becoming(accessor)
        });
        self.check_distinct("variants", "their accessors would both be", Some(CHOOSE), accessors.collect());
    }

    /// Warns of a chosen name in another style, for which the emitted code would cause warnings.
    fn check_snake_case(&mut self, what: &str, Named { place, rust, .. }: &Named<'_>) {
        if !names::is_snake_case(rust) {
            self.report_style(what, rust, place, &names::field(rust));
        }
    }

    fn check_upper_camel_case(&mut self, what: &str, Named { place, rust, .. }: &Named<'_>) {
        if !names::is_upper_camel_case(rust) {
            self.report_style(what, rust, place, &names::variant(rust));
        }
    }

    fn report_style(&mut self, what: &str, rust: &str, place: &Span, better: &str) {
        let message = format!("rustc or Clippy warns about the name `{rust}` for {what}");
        self.report(
            Diagnostic::warning(Rule::RustName, place, message).help(format!("write it like `{better}`")),
        );
    }

    fn check_distinct(&mut self, what: &str, become_: &str, help: Option<&str>, named: Vec<Named<'_>>) {
        let mut seen: HashMap<String, (&str, &Span)> = HashMap::new();
        for Named { written, place, rust, .. } in named {
            match seen.get(&rust) {
                Some((first, first_place)) => {
                    let message = format!("the {what} `{first}` and `{written}`: {become_} `{rust}`");
                    let diagnostic = Diagnostic::error(Rule::NameCollision, place, message);
                    let diagnostic = diagnostic.context(first_place, "the first one");
                    self.report(match help {
                        Some(help) => diagnostic.help(help),
                        None => diagnostic,
                    });
                }
                None => {
                    seen.insert(rust, (written, place));
                }
            }
        }
    }
}
