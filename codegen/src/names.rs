//! Which Rust name a name of the API becomes.

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::spec::{EnumValue, Field};

/// Words that cannot name anything, not even behind `r#`.
const NEVER: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// The field, setter or argument of a property or parameter: the API's own name wherever Rust can spell it.
pub(crate) fn field(field: &Field) -> String {
    match &field.rust_name {
        Some(name) => name.value.clone(),
        None if is_identifier(&field.name.value) => field.name.value.clone(),
        None => field.name.value.to_snake_case(),
    }
}

/// The variant of an enum's value.
pub(crate) fn variant(value: &EnumValue) -> String {
    match &value.facts.rust_name {
        Some(name) => name.value.clone(),
        None => value.name.value.to_upper_camel_case(),
    }
}

/// The variant of a region.
pub(crate) fn region(name: &str) -> String {
    name.to_upper_camel_case()
}

/// What a name would be as a type's, if it makes one.
pub(crate) fn ty(name: &str) -> Option<String> {
    let name = name.to_upper_camel_case();
    (name.starts_with(|c: char| c.is_ascii_uppercase()) && is_plain_identifier(&name)).then_some(name)
}

/// What a name would be as an endpoint's, if it makes one.
pub(crate) fn endpoint(name: &str) -> Option<String> {
    let name = name.to_snake_case();
    (name.starts_with(|c: char| c.is_ascii_lowercase()) && is_plain_identifier(&name)).then_some(name)
}

/// The file and module of a schema or an enum.
pub(crate) fn module(type_name: &str) -> String {
    type_name.to_snake_case()
}

/// The type that stands for an endpoint.
pub(crate) fn operation(endpoint_name: &str) -> String {
    endpoint_name.to_upper_camel_case()
}

/// Whether Rust can spell it, if need be behind `r#`.
pub(crate) fn is_identifier(name: &str) -> bool {
    let ascii = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    ascii && !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty() && !NEVER.contains(&name)
}

/// Whether it can be used as it is, without `r#`.
pub(crate) fn is_plain_identifier(name: &str) -> bool {
    is_identifier(name) && syn::parse_str::<syn::Ident>(name).is_ok()
}
