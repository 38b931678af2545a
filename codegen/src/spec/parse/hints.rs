//! What was probably meant: the habits of YAML, of other spec languages and of programming languages, and what to write here.

use crate::source::closest_match;

/// Whether the indentation before this place holds a tab.
pub(super) fn tab_before(text: &str, at: usize) -> bool {
    let line = &text[..at];
    let line = line.rsplit('\n').next().unwrap_or_default();
    line.trim().is_empty() && (line.contains('\t') || text[at..].starts_with('\t'))
}

/// What to do about a complaint of the YAML parser's.
pub(super) fn syntax(problem: &str, found: Option<char>) -> Option<&'static str> {
    let help = if problem.contains("mapping values are not allowed") {
        "text with `: ` in it has to be quoted; if no text is meant, is the line indented like the others?"
    } else if problem.contains("expected ',' or '}'") || problem.contains("expected ',' or ']'") {
        "is a bracket not closed, or a comma missing? Text with `: ` or `, ` in it has to be quoted inside brackets"
    } else if problem.contains("cannot start any token") {
        match found {
            Some('@' | '`' | '%') => "text that begins with this character has to be quoted",
            _ => return None,
        }
    } else if problem.contains("expected ':'") || problem.contains("expected key") {
        "does every key end in `: `, and is the line indented like the others?"
    } else if problem.contains("unexpected end of stream") {
        "is a quote or a bracket not closed?"
    } else {
        return None;
    };
    Some(help)
}

/// Words that older YAML, and with it many a tool, takes for booleans.
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

/// The key of ours that means the same as one of another language.
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

/// Which of the keys that are not there yet is meant by an unknown one, if that is plain enough to go on with.
pub(super) fn meant_key(
    written: &str,
    free: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    let renamed = renamed_key(written).and_then(|key| free.clone().find(|free| *free == key));
    let similar = || closest_match(written, free).filter(|_| key(written).is_none());
    renamed.or_else(similar)
}

/// How the spec language says what a key of another language says.
pub(super) fn key(written: &str) -> Option<&'static str> {
    Some(match written {
        "required" | "nullable" | "optional" => "presence is a word of the type: `type: optional string`",
        "items" => "the type says what a list holds: `type: list of string`",
        "additionalProperties" => "the type says what a map holds: `type: map of string`",
        "enum" => "an enum has an entry of its own in the section `enums`, and the type names it",
        "$ref" | "ref" => "the type names the schema: `type: Pet`",
        "title" => "the text about it is called `description`",
        "format" => "a number's unit is called `unit`; the type says the rest",
        "parameters" | "params" => "parameters stand under `path`, `query` and `headers`",
        "responses" => "the type of a success is written under `response`, and errors under `errors`",
        "method" | "url" => "method and path are one key: `get: /v1/pets`",
        "components" => "types stand under `schemas` and `enums`, without a section around them",
        _ => return None,
    })
}

/// The primitive that goes by another name elsewhere.
pub(crate) fn primitive(written: &str) -> Option<&'static str> {
    Some(match written.to_lowercase().as_str() {
        "str" | "text" | "char" | "uuid" | "uri" | "url" | "date" | "datetime" | "date-time" => "string",
        "int" | "int32" | "int64" | "i32" | "i64" | "u32" | "u64" | "usize" | "long" => "integer",
        "number" | "float" | "f32" | "f64" | "decimal" | "real" => "double",
        "bool" => "boolean",
        "json" | "object" | "unknown" | "anything" => "any",
        _ => return None,
    })
}

/// A type of another notation in ours: `Pet[]`, `List<Pet>`, `Pet?`, `array of Pet`. Gives up on what it does not know.
pub(super) fn type_expression(written: &str) -> Option<String> {
    // As deep as anyone writes types; the text is anybody's.
    translate(written.trim(), 8)
}

fn translate(written: &str, depth: usize) -> Option<String> {
    let inner = |text: &str| translate(text.trim(), depth.checked_sub(1)?);
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
        let of = rest.strip_prefix("of ").unwrap_or(rest);
        return Some(wrap(container(first)?, inner(of)?));
    }
    let name = written.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && written.starts_with(|c: char| c.is_ascii_alphabetic());
    name.then(|| primitive(written).unwrap_or(written).to_owned())
}

/// `optional` is said once.
fn wrap(container: &str, ty: String) -> String {
    if container == "optional" && ty.starts_with("optional ") { ty } else { format!("{container} {ty}") }
}

/// What may be missing, where a notation says so with a mark at the end or an alternative.
fn optional(written: &str) -> Option<&str> {
    let (end, start) = (["?", "| null", "|null", " or null", " optional"], ["null |", "null|"]);
    let ended = end.iter().find_map(|mark| written.strip_suffix(mark));
    ended.or_else(|| start.iter().find_map(|mark| written.strip_prefix(mark)))
}

/// `List<Pet>`, `list[Pet]`, `Vec(Pet)` and `[Pet]` as a name and what stands in the brackets.
fn generic(written: &str) -> Option<(&str, &str)> {
    let (name, close) = [('<', '>'), ('[', ']'), ('(', ')')]
        .into_iter()
        .find_map(|(open, close)| written.split_once(open).map(|(name, _)| (name, close)))?;
    let arguments = written[name.len() + 1..].strip_suffix(close)?;
    Some((if name.is_empty() { "list" } else { name }, arguments))
}

fn container(name: &str) -> Option<&'static str> {
    Some(match name.trim().to_lowercase().as_str() {
        "list" | "lists" | "array" | "arrays" | "vec" | "vector" | "sequence" | "set" => "list of",
        "map" | "maps" | "dict" | "dictionary" | "hash" | "hashmap" | "btreemap" | "record" | "object" => {
            "map of"
        }
        "optional" | "option" | "maybe" | "nullable" => "optional",
        other => match closest_match(other, ["list", "map", "optional"])? {
            "list" => "list of",
            "map" => "map of",
            _ => "optional",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::{boolean_elsewhere, key, meant_key, primitive, syntax, tab_before, type_expression};

    #[test]
    fn tabs_count_where_a_line_begins() {
        assert!(tab_before("a:\n\tb", 3));
        assert!(tab_before("a:\n \tb", 5));
        assert!(!tab_before("a:\n  b", 5));
        assert!(!tab_before("a:\tb", 3));
        assert!(!tab_before("a:\t", 2));
        assert!(!tab_before("\ta:\n  b", 6));
    }

    #[test]
    fn complaints_of_the_parser_are_explained() {
        for (problem, found, word) in [
            ("mapping values are not allowed in this context", None, "quoted"),
            ("did not find expected ',' or '}'", None, "bracket"),
            ("did not find expected ',' or ']'", None, "bracket"),
            ("found character that cannot start any token", Some('@'), "begins with this character"),
            ("could not find expected ':'", None, "does every key"),
            ("did not find expected key", None, "does every key"),
            ("found unexpected end of stream", None, "not closed"),
        ] {
            assert!(syntax(problem, found).is_some_and(|help| help.contains(word)), "{problem}");
        }
        assert_eq!(syntax("found character that cannot start any token", Some('x')), None);
        assert_eq!(syntax("something else", None), None);
    }

    #[test]
    fn booleans_of_older_yaml_are_known_in_the_three_ways_to_write_them() {
        for text in ["yes", "Yes", "YES", "no", "on", "Off"] {
            assert!(boolean_elsewhere(text).is_some(), "{text}");
        }
        for text in ["yEs", "yeS", "oN", "nope", "true", ""] {
            assert!(boolean_elsewhere(text).is_none(), "{text}");
        }
    }

    #[test]
    fn keys_of_other_languages_are_explained() {
        for (written, here) in [
            ("nullable", "`type: optional string`"),
            ("items", "`type: list of string`"),
            ("additionalProperties", "`type: map of string`"),
            ("enum", "`enums`"),
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
    fn keys_are_read_as_what_they_mean_unless_that_is_there_already() {
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
        ] {
            assert_eq!(primitive(written), Some(here));
        }
        assert_eq!(primitive("Pet"), None);
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
        ] {
            assert_eq!(type_expression(written).as_deref(), Some(here), "{written}");
        }
        for nonsense in ["", "1st", "pet-id", "Vec<Pet", "Box<Pet>", "union of Pet", "a?????????"] {
            assert_eq!(type_expression(nonsense), None, "{nonsense}");
        }
    }
}
