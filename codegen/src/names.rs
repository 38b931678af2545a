//! Which Rust name a name of the API becomes.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Words that cannot name anything, not even behind `r#`.
const NEVER: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// Words that can name something behind `r#` alone, or not at all. Sorted, for binary search: every emitted identifier is looked up.
const KEYWORDS: [&str; 53] = [
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self",
    "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The field, setter or argument of a property or parameter: the API's own name wherever Rust can spell it.
pub(crate) fn field(name: &str) -> String {
    if is_identifier(name) { name.to_owned() } else { name.to_snake_case() }
}

/// The variant of an enum's value.
pub(crate) fn variant(value: &str) -> String {
    value.to_upper_camel_case()
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
    is_identifier(name) && !is_keyword(name)
}

/// Whether Rust has taken it, or has set it aside. syn would know as well, but only by parsing it.
pub(crate) fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, endpoint, is_identifier, is_plain_identifier, ty};

    #[test]
    fn an_identifier_is_what_rust_can_spell() {
        for name in ["a", "a_1", "_a", "A", "type", "gen"] {
            assert!(is_identifier(name), "{name}");
        }
        for name in ["", "1a", "a-b", "a b", "é", "_", "self", "Self", "super", "crate"] {
            assert!(!is_identifier(name), "{name}");
        }
    }

    #[test]
    fn a_name_is_proposed_where_it_makes_one() {
        assert_eq!(ty("pet-store").as_deref(), Some("PetStore"));
        assert_eq!(endpoint("GetPet").as_deref(), Some("get_pet"));
        for name in ["self", "1", ""] {
            assert_eq!(ty(name), None, "{name}");
        }
        for name in ["Match", "1", ""] {
            assert_eq!(endpoint(name), None, "{name}");
        }
    }

    /// `gen` is one since the edition of 2024, which syn does not ask for.
    #[test]
    fn keywords_are_those_of_syn_and_gen() {
        assert!(KEYWORDS.is_sorted());
        for keyword in KEYWORDS {
            assert!(!is_plain_identifier(keyword));
            assert!(keyword == "gen" || syn::parse_str::<syn::Ident>(keyword).is_err(), "{keyword}");
        }
    }
}
