//! What was probably meant: the habits of YAML, of other spec languages and of programming languages, and what to write here.

use crate::diagnostic::similar;

/// Whether the indentation before this place holds a tab.
pub(super) fn tab_before(text: &str, at: usize) -> bool {
    let line = &text[..at];
    let line = line.rsplit('\n').next().unwrap_or_default();
    text[at..].starts_with('\t') && line.trim().is_empty() || line.contains('\t') && line.trim().is_empty()
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
pub(super) fn is_boolean_elsewhere(text: &str) -> bool {
    ["yes", "no", "on", "off"].iter().any(|word| {
        text == *word || text == word.to_uppercase() || text.eq_ignore_ascii_case(word) && titled(text)
    })
}

fn titled(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text[1..].bytes().all(|b| b.is_ascii_lowercase())
}

/// How the spec language says what a key of another language says.
pub(super) fn key(written: &str) -> Option<&'static str> {
    Some(match written {
        "required" | "nullable" | "optional" => "presence is a word of the type: `type: optional string`",
        "items" => "the type says what a list holds: `type: list of string`",
        "additionalProperties" => "the type says what a map holds: `type: map of string`",
        "enum" => "an enum has an entry of its own in the section `enums`, and the type names it",
        "$ref" | "ref" => "the type names the schema: `type: Pet`",
        "minimum" | "at_least" => "it is called `min`",
        "maximum" | "at_most" => "it is called `max`",
        "summary" | "doc" | "docs" | "title" => "it is called `description`",
        "units" | "format" => "a number's unit is called `unit`; the type says the rest",
        "parameters" | "params" => "parameters stand under `path`, `query` and `headers`",
        "returns" | "responses" | "result" => "it is called `response`, and errors stand under `errors`",
        "url" => "it stands under the method: `get: /v1/pets`",
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
        let ty = inner(optional)?;
        return Some(if ty.starts_with("optional ") { ty } else { format!("optional {ty}") });
    }
    if let Some(item) = written.strip_suffix("[]") {
        return Some(format!("list of {}", inner(item)?));
    }
    if let Some((name, arguments)) = generic(written) {
        let last = arguments.rsplit_once(',').map_or(arguments, |(_, last)| last);
        return Some(format!("{} {}", container(name)?, inner(last)?));
    }
    if let Some((first, rest)) = written.split_once(char::is_whitespace) {
        let rest = rest.trim();
        let of = rest.strip_prefix("of ").unwrap_or(rest);
        return Some(match (container(first)?, inner(of)?) {
            ("optional", ty) if ty.starts_with("optional ") => ty,
            (container, ty) => format!("{container} {ty}"),
        });
    }
    let name = written.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && written.starts_with(|c: char| c.is_ascii_alphabetic());
    name.then(|| primitive(written).unwrap_or(written).to_owned())
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
        other => match similar(other, ["list", "map", "optional"])? {
            "list" => "list of",
            "map" => "map of",
            _ => "optional",
        },
    })
}
