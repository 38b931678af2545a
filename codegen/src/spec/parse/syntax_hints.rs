//! Hints for text that is not YAML: usually prose that has to be quoted, or a missing space.

/// The help for an error of the YAML parser at `at`. `began` is the start of the construct that it was parsing.
pub(super) fn help(problem: &str, text: &str, at: usize, began: Option<usize>) -> Option<String> {
    let char_at = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    let found = char_at(at);
    if problem.contains("alphabetic or numeric character") || problem.contains("unknown anchor") {
        return Some(format!("text that begins with `{}` has to be quoted", char_at(began.unwrap_or(at))?));
    }
    if problem.contains("comment or line break") {
        return Some("after `|` or `>`, the text begins on the next line".to_owned());
    }
    if problem.contains("cannot start any token") {
        let starts = found.filter(|c| "@`%".contains(*c));
        return starts.map(|c| format!("text that begins with `{c}` has to be quoted"));
    }
    if problem.contains("expected node content") {
        return Some("text that begins with this character has to be quoted".to_owned());
    }
    if problem.contains("block sequence entries") || problem.contains("mapping keys are not allowed") {
        let mark = found?;
        return Some(format!("text that begins with `{mark} ` has to be quoted"));
    }
    if problem.contains("unexpected end of stream") {
        return Some("is a quote or a bracket not closed?".to_owned());
    }
    around(problem, text, at, found)
}

/// A hint from the characters and lines around the error.
fn around(problem: &str, text: &str, at: usize, found: Option<char>) -> Option<String> {
    let in_brackets = problem.contains("expected ',' or");
    let mapping_value = problem.contains("mapping values are not allowed");
    if !in_brackets
        && !mapping_value
        && !problem.contains("expected ':'")
        && !problem.contains("expected key")
    {
        return None;
    }
    if !mapping_value && let Some(help) = after_quote_or_bracket(text, at, found) {
        return Some(help.to_owned());
    }
    if in_brackets {
        let help = "is a bracket not closed, or a comma missing? Text with `: ` or `, ` in it has to be quoted inside brackets";
        return Some(help.to_owned());
    }
    let mut lines = lines_to(text, at);
    let line = lines.next().unwrap_or_default();
    let above = lines.find(|line| !line.trim().is_empty()).unwrap_or_default();
    if let Some(spaced) = without_space(line).or_else(|| without_space(above)) {
        return Some(format!("a space is missing after the colon: `{spaced}`"));
    }
    if mapping_value && !above.contains(':') && !above.trim_start().starts_with('#') {
        return Some("does the line above end in a colon, or have one and a space after its key?".to_owned());
    }
    Some(if mapping_value {
        "text with `: ` in it has to be quoted; if no text is meant, is the line indented like the others?"
            .to_owned()
    } else {
        "does every key end in `: `, and is the line indented like the others?".to_owned()
    })
}

/// A hint for text after a closing quote or bracket.
fn after_quote_or_bracket(text: &str, at: usize, found: Option<char>) -> Option<&'static str> {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    match (line.trim_end().chars().next_back(), found) {
        (Some('\''), Some(found)) if found.is_alphanumeric() => {
            Some("write an apostrophe in single quotes twice, or put the text into double quotes")
        }
        (Some('"'), Some(found)) if found != ':' => {
            Some("put text that contains double quotes into single quotes")
        }
        (_, Some('[' | '{')) if is_type(line) => Some("a type has no brackets: `list of string`"),
        (Some(']' | '}'), _) | (_, Some('[' | '{')) => Some("text with brackets has to be quoted"),
        _ => None,
    }
}

/// Whether a line ends in the middle of a type.
fn is_type(line: &str) -> bool {
    line.rsplit([',', '{']).next().is_some_and(|part| part.trim_start().starts_with("type:"))
}

/// The line of an offset and the lines above it, upwards.
fn lines_to(text: &str, at: usize) -> impl Iterator<Item = &str> {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    text[..end].rsplit('\n')
}

/// A line that lacks the space after its key's colon, with that space.
fn without_space(line: &str) -> Option<String> {
    let (key, value) = line.trim().split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    let is_value = value.starts_with(|c: char| !c.is_whitespace() && c != ':') && !value.starts_with("//");
    // Long enough to be recognized.
    let value: String = value.chars().take(30).collect();
    (is_key && is_value).then(|| format!("{key}: {value}"))
}

#[cfg(test)]
mod tests {
    use super::help;

    fn assert_help(problem: &str, text: &str, word: &str) {
        let at = text.find('^').expect("a mark");
        let text = text.replacen('^', "", 1);
        let help = help(problem, &text, at, None);
        assert!(help.as_ref().is_some_and(|help| help.contains(word)), "{text}: {help:?}");
    }

    #[test]
    fn parser_errors_are_explained() {
        for (problem, text, word) in [
            ("mapping values are not allowed in this context", "a:\n  b: c^: d", "has to be quoted"),
            (
                "mapping values are not allowed in this context",
                "a:\n  type:string\n  b^: c",
                "`type: string`",
            ),
            ("mapping values are not allowed in this context", "a:\n  type string\n  b^: c", "line above"),
            ("did not find expected ',' or '}'", "a: { b: c\nd^: 1", "bracket not closed"),
            ("did not find expected ',' or '}'", "a: { b: A ^[c] }", "text with brackets"),
            ("did not find expected ',' or '}'", "a: { type: A^[c] }", "a type has no brackets"),
            ("did not find expected ',' or '}'", "a: { b: 'It'^s' }", "apostrophe"),
            ("did not find expected ',' or ']'", "a: [\"b\" ^c]", "single quotes"),
            ("did not find expected key", "a: [b] ^c", "text with brackets"),
            ("did not find expected key", "a: 1\n ^b: 2", "does every key"),
            ("found character that cannot start any token", "a: ^@b", "begins with `@`"),
            ("could not find expected ':'", "a\n^b: 1", "does every key"),
            ("could not find expected ':'", "a:b\n^c: 1", "`a: b`"),
            ("did not find expected alphabetic or numeric character", "a: ^* b", "begins with `*`"),
            ("unknown anchor", "a: ^*b", "begins with `*`"),
            ("did not find expected comment or line break", "a: > ^b", "next line"),
            ("block sequence entries are not allowed in this context", "a: ^- b", "begins with `- `"),
            ("mapping keys are not allowed in this context", "a: ^? b", "begins with `? `"),
            ("did not find expected node content", "a: ^, b", "begins with this character"),
            ("found unexpected end of stream", "a: [^", "not closed"),
        ] {
            assert_help(problem, text, word);
        }
        assert_eq!(help("found character that cannot start any token", "x", 0, None), None);
        assert_eq!(help("something else", "x", 0, None), None);
        // A URL is not a key that lacks a space.
        let help = help("did not find expected key", "https://pets.example\n b: 1", 22, None);
        assert!(help.is_some_and(|help| help.contains("does every key")));
    }
}
