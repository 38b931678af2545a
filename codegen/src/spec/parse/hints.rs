//! Hints for notations of YAML, of other spec languages and of programming languages: what to write in a spec instead.

use crate::source::closest_match;

/// Whether the indentation before this offset contains a tab.
pub(super) fn tab_before(text: &str, at: usize) -> bool {
    let line = &text[..at];
    let line = line.rsplit('\n').next().unwrap_or_default();
    line.trim().is_empty() && (line.contains('\t') || text[at..].starts_with('\t'))
}

/// The tab before this offset, if it follows a colon. YAML allows it, but not every parser does.
pub(super) fn tab_after_colon(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?.trim_end_matches(['\t', ' ']);
    (before.ends_with(':') && text[before.len()..].starts_with('\t')).then_some(before.len())
}

/// The value of words that YAML 1.1, and with it many tools, reads as booleans.
pub(crate) fn boolean_elsewhere(text: &str) -> Option<bool> {
    let words = [("yes", true), ("no", false), ("on", true), ("off", false)];
    let (_, meant) = words.into_iter().find(|(word, _)| {
        text == *word || text == word.to_uppercase() || text.eq_ignore_ascii_case(word) && is_title_case(text)
    })?;
    Some(meant)
}

fn is_title_case(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text[1..].bytes().all(|b| b.is_ascii_lowercase())
}

/// The key that means the same as a key of another language.
pub(super) fn renamed_key(written: &str) -> Option<&'static str> {
    Some(match written {
        "minimum" | "at_least" => "min",
        "maximum" | "at_most" => "max",
        "summary" | "doc" | "docs" => "description",
        "units" => "unit",
        "returns" | "result" => "response",
        "paths" | "operations" | "routes" | "methods" | "calls" => "endpoints",
        "types" | "models" | "structs" | "objects" | "definitions" => "schemas",
        "enum" | "enumerations" | "vocabularies" => "enums",
        "fields" | "attributes" | "members" | "columns" => "properties",
        "variants" | "options" | "cases" => "values",
        "info" => "api",
        _ => return None,
    })
}

/// The absent key that an unknown key was probably meant to be, if it is similar enough to continue with.
pub(super) fn meant_key(
    written: &str,
    free: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    let renamed = renamed_key(written).and_then(|key| free.clone().find(|free| *free == key));
    let similar = || closest_match(written, free).filter(|_| key(written).is_none());
    renamed.or_else(similar)
}

/// How the spec language expresses a key of another language.
pub(super) fn key(written: &str) -> Option<&'static str> {
    Some(match written {
        "required" | "nullable" | "optional" => "presence is part of the type: `type: optional string`",
        "items" => "the type says what a list holds: `type: list of string`",
        "additionalProperties" => {
            "the type says what a map holds: `type: map of string`; the other properties of a schema have the type under `rest`"
        }
        "enum" => "declare an enum in the section `enums`, and name it as the type",
        "oneOf" | "anyOf" => "declare a union in the section `unions`, and name it as the type",
        "discriminator" => "the property that identifies the variant of a union is its `tag`",
        "$ref" | "ref" => "the type names the schema: `type: Pet`",
        "title" => "the prose belongs under `description`",
        "format" => "the unit of a number belongs under `unit`; the rest is part of the type",
        "parameters" | "params" => "parameters belong under `path`, `query` and `headers`",
        "responses" => "the type of a successful response belongs under `response`, errors under `errors`",
        "method" | "url" => "method and path are one key: `get: /v1/pets`",
        "components" => "types belong under `schemas`, `unions` and `enums`, at the top level",
        _ => return None,
    })
}

/// The primitive type that has this name in another language.
pub(crate) fn primitive(written: &str) -> Option<&'static str> {
    Some(match written.to_lowercase().as_str() {
        "string" | "str" | "text" | "char" | "uuid" | "uri" | "url" | "time" => "string",
        "date-time" | "datetime" | "date_time" | "timestamp" => "date-time",
        "date" => "date",
        "integer" | "int" | "int32" | "int64" | "i32" | "i64" | "u32" | "long" => "integer",
        "uint64" | "u64" | "usize" => "uint64",
        "double" | "number" | "float" | "f64" | "decimal" | "real" => "double",
        "float32" | "f32" => "float32",
        "base64" | "byte" | "bytes" => "base64",
        "base64url" => "base64url",
        "boolean" | "bool" => "boolean",
        "any" | "json" | "object" | "unknown" | "anything" => "any",
        _ => return None,
    })
}

/// The help for a word that is a type in another language and has no one-word counterpart.
pub(crate) fn type_word(written: &str) -> Option<String> {
    let word = written.to_lowercase();
    Some(match word.as_str() {
        "binary" | "blob" | "file" => "JSON has no bytes: an API sends them as text, such as `base64`".to_owned(),
        "enum" => "declare the values under `enums`, and write the enum's name here".to_owned(),
        "null" | "none" | "void" | "nothing" | "unit" => {
            "an endpoint without a response body has no `response`, and a value that may be null is `optional`".to_owned()
        }
        word => format!("add the type of the entries: `{} string`", known_container(word)?),
    })
}

/// Splits a type whose words are joined: `optionalPet` into `optional` and `Pet`.
pub(crate) fn split_type(written: &str) -> Option<(&'static str, &str)> {
    let words = [
        ("optional", "optional"),
        ("listof", "list of"),
        ("mapof", "map of"),
        ("list_of", "list of"),
        ("map_of", "map of"),
    ];
    words.into_iter().find_map(|(start, container)| {
        let (head, rest) = written.split_at_checked(start.len())?;
        let rest = rest.trim_start_matches('_');
        (head.eq_ignore_ascii_case(start) && !rest.is_empty()).then_some((container, rest))
    })
}

/// Translates a type in another notation: `Pet[]`, `List<Pet>`, `Pet?`, `array of Pet`. `None` if it is unknown.
pub(super) fn type_expression(written: &str) -> Option<String> {
    // Deeper than any real type. The text is untrusted, so recursion needs a limit.
    translate(written.trim(), 8)
}

fn translate(written: &str, depth: usize) -> Option<String> {
    let inner = |text: &str| translate(text.trim(), depth.checked_sub(1)?);
    if let Some(primitive) = primitive(written) {
        return Some(primitive.to_owned());
    }
    if let Some(optional) = optional(written) {
        return Some(wrap("optional", inner(optional)?));
    }
    if let Some(item) = written.strip_suffix("[]") {
        return Some(format!("list of {}", inner(item)?));
    }
    if let Some((name, arguments)) = generic(written) {
        let last = arguments.rsplit_once(',').map_or(arguments, |(_, last)| last);
        return Some(wrap(container(name)?, inner(last)?));
    }
    if let Some((first, rest)) = written.split_once(char::is_whitespace) {
        let rest = rest.trim();
        let of = rest.strip_prefix("of").filter(|of| of.is_empty() || of.starts_with(char::is_whitespace));
        return Some(wrap(container(first)?, inner(of.unwrap_or(rest))?));
    }
    let name = written.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && written.starts_with(|c: char| c.is_ascii_alphabetic());
    name.then(|| written.to_owned())
}

/// Adds a container; `optional` is not repeated.
fn wrap(container: &str, ty: String) -> String {
    if container == "optional" && ty.starts_with("optional ") { ty } else { format!("{container} {ty}") }
}

/// The inner type of a notation for optional types: a suffix, or an alternative with null.
fn optional(written: &str) -> Option<&str> {
    let (end, start) = (["?", "| null", "|null", " or null", " optional"], ["null |", "null|"]);
    let ended = end.iter().find_map(|mark| written.strip_suffix(mark));
    ended.or_else(|| start.iter().find_map(|mark| written.strip_prefix(mark)))
}

/// Splits `List<Pet>`, `list[Pet]`, `Vec(Pet)` and `[Pet]` into the name and the text in the brackets.
fn generic(written: &str) -> Option<(&str, &str)> {
    let (name, close) = [('<', '>'), ('[', ']'), ('(', ')')]
        .into_iter()
        .find_map(|(open, close)| written.split_once(open).map(|(name, _)| (name, close)))?;
    let arguments = written[name.len() + 1..].strip_suffix(close)?;
    Some((if name.is_empty() { "list" } else { name }, arguments))
}

fn container(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    known_container(&name).or_else(|| match closest_match(&name, ["list", "map", "optional"])? {
        "list" => Some("list of"),
        "map" => Some("map of"),
        _ => Some("optional"),
    })
}

fn known_container(name: &str) -> Option<&'static str> {
    Some(match name {
        "list" | "lists" | "listof" | "array" | "arrays" | "vec" | "vector" | "sequence" | "set"
        | "tuple" => "list of",
        "map" | "maps" | "mapof" | "dict" | "dictionary" | "hash" | "hashmap" | "btreemap" | "record"
        | "object" => "map of",
        "optional" | "option" | "maybe" | "nullable" => "optional",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{
        boolean_elsewhere, key, meant_key, primitive, split_type, tab_after_colon, tab_before,
        type_expression, type_word,
    };

    #[test]
    fn tab_in_indentation_is_found() {
        assert!(tab_before("a:\n\tb", 3));
        assert!(tab_before("a:\n \tb", 5));
        assert!(!tab_before("a:\n  b", 5));
        assert!(!tab_before("a:\tb", 3));
        assert!(!tab_before("a:\t", 2));
        assert!(!tab_before("\ta:\n  b", 6));
    }

    #[test]
    fn tab_after_a_colon_is_found() {
        assert_eq!(tab_after_colon("a:\tb", 3), Some(2));
        assert_eq!(tab_after_colon("a:\t\t b", 5), Some(2));
        assert_eq!(tab_after_colon("a: \tb", 4), None);
        assert_eq!(tab_after_colon("a\tb", 2), None);
    }

    #[test]
    fn booleans_of_yaml_1_1_are_known_in_all_three_cases() {
        for text in ["yes", "Yes", "YES", "no", "on", "Off"] {
            assert!(boolean_elsewhere(text).is_some(), "{text}");
        }
        for text in ["yEs", "yeS", "oN", "nope", "true", ""] {
            assert!(boolean_elsewhere(text).is_none(), "{text}");
        }
    }

    #[test]
    fn key_of_another_language_is_explained() {
        for (written, here) in [
            ("nullable", "`type: optional string`"),
            ("items", "`type: list of string`"),
            ("additionalProperties", "`type: map of string`"),
            ("enum", "`enums`"),
            ("oneOf", "`unions`"),
            ("discriminator", "`tag`"),
            ("$ref", "`type: Pet`"),
            ("title", "`description`"),
            ("format", "`unit`"),
            ("params", "`query`"),
            ("responses", "`response`"),
            ("url", "`get: /v1/pets`"),
            ("components", "`schemas`"),
        ] {
            assert!(key(written).is_some_and(|hint| hint.contains(here)), "{written}");
        }
        assert_eq!(key("nonsense"), None);
    }

    #[test]
    fn misspelt_keys_are_corrected_unless_the_key_exists() {
        let free = ["min", "response", "enums"];
        for (written, meant) in [
            ("minimum", Some("min")),
            ("returns", Some("response")),
            ("respnse", Some("response")),
            ("enum", Some("enums")),
            ("enumes", Some("enums")),
            ("responses", None),
            ("maximum", None),
            ("nonsense", None),
        ] {
            assert_eq!(meant_key(written, free.into_iter()), meant, "{written}");
        }
    }

    #[test]
    fn types_of_other_languages_are_explained() {
        for (written, here) in [
            ("UUID", "string"),
            ("i64", "integer"),
            ("float", "double"),
            ("bool", "boolean"),
            ("object", "any"),
            ("String", "string"),
            ("datetime", "date-time"),
            ("Date", "date"),
            ("u64", "uint64"),
            ("bytes", "base64"),
        ] {
            assert_eq!(primitive(written), Some(here));
        }
        assert_eq!(primitive("Pet"), None);
        for (written, here) in
            [("array", "`list of string`"), ("Dict", "`map of string`"), ("blob", "`base64`")]
        {
            assert!(type_word(written).is_some_and(|help| help.contains(here)), "{written}");
        }
        assert_eq!(type_word("Pet"), None);
        assert_eq!(split_type("optionalPet"), Some(("optional", "Pet")));
        assert_eq!(split_type("ListOfPet"), Some(("list of", "Pet")));
        assert_eq!(split_type("optional_string"), Some(("optional", "string")));
        for whole in ["optional", "Pet", "Listing", "é"] {
            assert_eq!(split_type(whole), None, "{whole}");
        }
    }

    #[test]
    fn types_in_other_notations_are_translated() {
        for (written, here) in [
            (" Pet ", "Pet"),
            ("Pet?", "optional Pet"),
            ("Pet | null", "optional Pet"),
            ("null | Pet", "optional Pet"),
            ("optional Pet?", "optional Pet"),
            ("Option<Option<Pet>>", "optional Pet"),
            ("optional Optional Pet", "optional Pet"),
            ("optional list of Pet", "optional list of Pet"),
            ("int[]", "list of integer"),
            ("Vec<Pet>", "list of Pet"),
            ("list[Pet]", "list of Pet"),
            ("array(Pet)", "list of Pet"),
            ("[Pet]", "list of Pet"),
            ("Dict[str, Pet]", "map of Pet"),
            ("HashMap<String, Vec<Pet?>>", "map of list of optional Pet"),
            ("arrays of pet_1", "list of pet_1"),
            ("lst Pet", "list of Pet"),
            ("mpa of Pet", "map of Pet"),
            ("optionl Pet", "optional Pet"),
            ("Vec<String>", "list of string"),
            ("list of datetime", "list of date-time"),
            ("HashMap<String, Boolean>", "map of boolean"),
        ] {
            assert_eq!(type_expression(written).as_deref(), Some(here), "{written}");
        }
        for nonsense in
            ["", "1st", "list of", "map of ", "pet-id", "Vec<Pet", "Box<Pet>", "union of Pet", "a?????????"]
        {
            assert_eq!(type_expression(nonsense), None, "{nonsense}");
        }
    }
}
