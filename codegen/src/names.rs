//! Conversion of API names to Rust names.

use std::borrow::Cow;
use std::mem;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Words that are not identifiers, even as raw identifiers.
const NEVER: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// Keywords of all editions, strict and reserved. Sorted, for binary search: every emitted identifier is looked up.
const KEYWORDS: [&str; 53] = [
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self",
    "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The field, setter or argument of a property or parameter: the API's name itself if it is in snake case.
pub(crate) fn field(name: &str) -> String {
    let own = name.trim_start_matches('_');
    let is_usable = is_identifier(own) && is_snake_case(own);
    free(if is_usable { own.to_owned() } else { words(name).to_snake_case() })
}

/// The variant of an enum's value.
pub(crate) fn variant(value: &str) -> String {
    free(upper_camel_case(value))
}

/// The method that returns the value of a union's variant.
pub(crate) fn accessor(variant: &str) -> String {
    format!("as_{}", variant.to_snake_case())
}

/// The variant of a region.
pub(crate) fn region(name: &str) -> String {
    free(upper_camel_case(name))
}

/// Converts to a type name, if possible.
pub(crate) fn ty(name: &str) -> Option<String> {
    let name = name.to_upper_camel_case();
    (name.starts_with(|c: char| c.is_ascii_uppercase()) && is_plain_identifier(&name)).then_some(name)
}

/// Converts to an endpoint name, if possible.
pub(crate) fn endpoint(name: &str) -> Option<String> {
    let name = name.to_snake_case();
    (name.starts_with(|c: char| c.is_ascii_lowercase()) && is_identifier(&name)).then_some(name)
}

/// The file and module of a type.
pub(crate) fn module(type_name: &str) -> String {
    file(type_name.to_snake_case())
}

/// The file and module of that name. `mod.rs` is reserved for the folder itself.
pub(crate) fn file(name: String) -> String {
    if name == "mod" { "mod_".to_owned() } else { free(name) }
}

/// The marker type of an endpoint, unless another type has that name.
pub(crate) fn operation(endpoint_name: &str) -> String {
    endpoint_name.to_upper_camel_case()
}

/// The name, with an underscore appended if it cannot be an identifier.
pub(crate) fn free(mut name: String) -> String {
    if NEVER.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// As programs write it: a raw identifier if it is a keyword.
pub(crate) fn written(name: &str) -> Cow<'_, str> {
    if is_keyword(name) { format!("r#{name}").into() } else { name.into() }
}

/// Converts to upper camel case. Digits that are separated stay separated: `1.5` is not `15`.
fn upper_camel_case(name: &str) -> String {
    let (mut parts, mut part, mut previous) = (Vec::new(), String::new(), None);
    for c in words(name).chars() {
        let separates = part.ends_with(|last: char| !last.is_alphanumeric());
        if c.is_ascii_digit() && separates && previous.is_some_and(|last: char| last.is_ascii_digit()) {
            parts.push(mem::take(&mut part).to_upper_camel_case());
        }
        part.push(c);
        previous = if c.is_alphanumeric() { Some(c) } else { previous };
    }
    parts.push(part.to_upper_camel_case());
    parts.join("_")
}

/// The words of a name, with words in place of characters that identifiers cannot contain. Operators and leading signs are spelled
/// out; a leading digit gets the prefix `value`.
fn words(name: &str) -> String {
    if name.is_empty() {
        return "empty".to_owned();
    }
    if let Some(symbols) = name.chars().map(symbol).collect::<Option<Vec<_>>>() {
        return symbols.join(" ");
    }
    if let Some(rest) = name.strip_prefix('+') {
        return format!("plus {rest}");
    }
    if let Some(rest) = name.strip_prefix('-') {
        return format!("minus {rest}");
    }
    let is_number = name.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_ascii_digit());
    if is_number { format!("value {name}") } else { name.to_owned() }
}

/// The word for a symbol.
fn symbol(symbol: char) -> Option<&'static str> {
    Some(match symbol {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '%' => "percent",
        '=' => "equals",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '_' => "underscore",
        _ => return None,
    })
}

/// Whether neither rustc nor Clippy warns about it as the name of a field, function or module. A leading underscore marks an unused
/// name.
pub(crate) fn is_snake_case(name: &str) -> bool {
    let inner = name.trim_end_matches('_');
    !name.starts_with('_') && !inner.contains("__") && !inner.contains(char::is_uppercase)
}

/// Whether rustc does not warn about it as the name of a type or variant.
pub(crate) fn is_upper_camel_case(name: &str) -> bool {
    let inner = name.trim_matches('_');
    let has_case = |c: Option<char>| c.is_some_and(|c| c.is_lowercase() || c.is_uppercase());
    let parts_words = inner
        .match_indices('_')
        .any(|(at, _)| has_case(inner[..at].chars().next_back()) || has_case(inner[at + 1..].chars().next()));
    !inner.starts_with(char::is_lowercase) && !inner.contains("__") && !parts_words
}

/// Whether it is an identifier, if need be a raw one.
pub(crate) fn is_identifier(name: &str) -> bool {
    let ascii = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    ascii && !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty() && !NEVER.contains(&name)
}

/// Whether it is an identifier without `r#`.
pub(crate) fn is_plain_identifier(name: &str) -> bool {
    is_identifier(name) && !is_keyword(name)
}

/// Whether it is a keyword, strict or reserved. syn could also decide it, but only by parsing it.
pub(crate) fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{
        KEYWORDS, endpoint, field, is_identifier, is_plain_identifier, is_snake_case, is_upper_camel_case,
        module, ty, variant,
    };

    #[test]
    fn property_name_of_any_style_becomes_snake_case() {
        for (name, expected) in [
            ("pet_id", "pet_id"),
            ("petId", "pet_id"),
            ("PetID", "pet_id"),
            ("if-match", "if_match"),
            ("_id", "id"),
            ("__typename", "typename"),
            ("$ref", "ref"),
            ("class_", "class_"),
            ("a__b", "a_b"),
            ("9lives", "value_9lives"),
            ("+1", "plus_1"),
            ("-1", "minus_1"),
            ("self", "self_"),
            ("Self", "self_"),
            ("type", "type"),
            ("", "empty"),
            ("_", "underscore"),
        ] {
            assert_eq!(field(name), expected, "{name}");
            assert!(is_identifier(expected) && is_snake_case(expected), "{expected}");
        }
    }

    #[test]
    fn enum_value_becomes_a_distinct_variant() {
        for (value, expected) in [
            ("very_big", "VeryBig"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("1", "Value1"),
            ("2x", "Value2x"),
            ("1.5", "Value1_5"),
            ("15", "Value15"),
            ("v2_5-turbo", "V2_5Turbo"),
            ("2024-01-02", "Value2024_01_02"),
            ("-created_at", "MinusCreatedAt"),
            ("created_at", "CreatedAt"),
            ("+", "Plus"),
            ("<=", "LessEquals"),
            ("!=", "NotEquals"),
            ("self", "Self_"),
            ("", "Empty"),
        ] {
            assert_eq!(variant(value), expected, "{value}");
            assert!(is_identifier(expected) && is_upper_camel_case(expected), "{expected}");
        }
    }

    #[test]
    fn module_of_a_keyword_is_an_identifier() {
        assert_eq!([module("Mod"), module("Crate"), module("Type")], ["mod_", "crate_", "type"]);
    }

    #[test]
    fn style_agrees_with_rustc_lints() {
        for name in ["petId", "a__b", "_id", "Pet"] {
            assert!(!is_snake_case(name), "{name}");
        }
        for name in ["pet", "Pet_Store", "A__B", "A_1"] {
            assert!(!is_upper_camel_case(name), "{name}");
        }
        assert!(is_upper_camel_case("HTTPServer2_5") && is_upper_camel_case("KNOWN"));
    }

    #[test]
    fn identifiers_are_recognized() {
        for name in ["a", "a_1", "_a", "A", "type", "gen"] {
            assert!(is_identifier(name), "{name}");
        }
        for name in ["", "1a", "a-b", "a b", "é", "_", "self", "Self", "super", "crate"] {
            assert!(!is_identifier(name), "{name}");
        }
    }

    #[test]
    fn type_and_endpoint_names_are_converted_if_possible() {
        assert_eq!(ty("pet-store").as_deref(), Some("PetStore"));
        assert_eq!(endpoint("GetPet").as_deref(), Some("get_pet"));
        for name in ["self", "1", ""] {
            assert_eq!(ty(name), None, "{name}");
        }
        assert_eq!(endpoint("Match").as_deref(), Some("match"));
        for name in ["Self", "1", ""] {
            assert_eq!(endpoint(name), None, "{name}");
        }
    }

    /// `gen` is a keyword since the edition of 2024, which syn does not check.
    #[test]
    fn keywords_are_those_of_syn_and_gen() {
        assert!(KEYWORDS.is_sorted());
        for keyword in KEYWORDS {
            assert!(!is_plain_identifier(keyword));
            assert!(keyword == "gen" || syn::parse_str::<syn::Ident>(keyword).is_err(), "{keyword}");
        }
    }
}
