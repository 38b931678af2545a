//! Escapes prose and names of a spec for Markdown: nothing in them becomes a link, HTML, a doctest or a table cell,
//! and a list or code only if it is one in the spec.

use std::fmt::Write;

use crate::source::to_markdown;

/// Escapes prose inside a line of Markdown.
pub(crate) fn escape(prose: &str) -> String {
    let mut line = String::with_capacity(prose.len() + 16);
    for word in prose.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        push_escaped(&mut line, word);
    }
    line
}

/// A name or value as code. Nothing can be escaped between backticks, so text that needs escaping is put between tags.
pub(crate) fn code_span(text: &str) -> String {
    let edges = text.starts_with(' ') || text.ends_with(' ');
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    if !edges && !text.contains(|c: char| c == '`' || c == '|' || is_invisible(c)) {
        return ["`", text, "`"].concat();
    }
    let mut code = "<code>".to_owned();
    for c in text.chars() {
        let visible = if is_invisible(c) { c.escape_default().to_string() } else { c.to_string() };
        for c in visible.chars() {
            match c {
                ' ' | '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' => {
                    let _ = write!(code, "&#{};", u32::from(c));
                }
                _ => code.push(c),
            }
        }
    }
    code.push_str("</code>");
    code
}

/// Prose with its paragraphs, lists and code: groups of lines, with a blank line between them. `wrap` distributes escaped words to lines.
pub(crate) fn blocks(prose: &str, wrap: impl Fn(&[String]) -> Vec<String>) -> Vec<Vec<String>> {
    let words =
        |lines: &[&str]| lines.iter().flat_map(|line| line.split_whitespace()).map(word).collect::<Vec<_>>();
    to_markdown(prose, |lines| wrap(&words(lines)), code_line)
}

/// A line of code, with invisible characters made visible.
fn code_line(line: &str) -> String {
    let visible = |c: char| match c {
        '\t' => "    ".to_owned(),
        c if is_invisible(c) => c.escape_default().to_string(),
        c => c.to_string(),
    };
    line.chars().map(visible).collect()
}

/// Escapes a word at the start of a line, where it could begin a list item or turn the line above into a heading.
pub(crate) fn line_start(word: &str) -> String {
    let numbered = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if numbered.len() < word.len() && numbered.starts_with(['.', ')']) {
        let digits = &word[..word.len() - numbered.len()];
        return format!("{digits}\\{numbered}");
    }
    if word.starts_with(['-', '+', '=']) { format!("\\{word}") } else { word.to_owned() }
}

fn word(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    push_escaped(&mut escaped, word);
    escaped
}

/// Appends a word, escaped.
fn push_escaped(line: &mut String, word: &str) {
    if word.contains(is_invisible) {
        push_visible(line, word);
    } else if !word.bytes().any(needs_escaping) {
        line.push_str(word);
    } else if word.starts_with("https://") || word.starts_with("http://") {
        line.push_str(&autolink(word));
    } else if is_code(word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '_')) {
        line.push_str(&code_span_in_word(word));
    } else {
        for (at, c) in word.char_indices() {
            let heading = c == '#' && at == 0;
            if heading || "\\`*[]<>&~|".contains(c) || (c == '_' && !is_inside(word, at)) {
                line.push('\\');
            }
            line.push(c);
        }
    }
}

/// Control characters, bidirectional formatting characters, and invisible characters: in a comment they would make the source look
/// different from its content, so rustc and Clippy reject some of them.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Appends a word with such characters as character references; control characters have none.
fn push_visible(line: &mut String, word: &str) {
    for part in word.split_inclusive(is_invisible) {
        let text = part.trim_end_matches(is_invisible);
        if !text.is_empty() {
            push_escaped(line, text);
        }
        for c in part[text.len()..].chars() {
            if c.is_control() {
                push_escaped(line, &c.escape_default().to_string());
            } else {
                let _ = write!(line, "&#x{:X};", u32::from(c));
            }
        }
    }
}

/// A fast check: most words have no such byte and need no escaping.
fn needs_escaping(byte: u8) -> bool {
    matches!(byte, b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'>' | b'&' | b'~' | b'|' | b'_' | b'#' | b':')
}

/// Whether a word is a name of the API, such as `pet_id`, which is formatted as code.
fn is_code(word: &str) -> bool {
    let name = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    name && word.trim_matches('_').contains('_')
}

/// Puts the name in backticks, without the punctuation around it.
fn code_span_in_word(word: &str) -> String {
    let around = |c: char| c.is_ascii_punctuation() && c != '_';
    let rest = word.trim_start_matches(around);
    let name = rest.trim_end_matches(around);
    let plain = |text: &str| text.chars().flat_map(|c| ['\\', c]).collect::<String>();
    let (before, after) = (&word[..word.len() - rest.len()], &rest[name.len()..]);
    let after = if after.chars().all(|c| ".,;:!?)\"'".contains(c)) { after.to_owned() } else { plain(after) };
    let before = if before.chars().all(|c| "(\"'".contains(c)) { before.to_owned() } else { plain(before) };
    format!("{before}`{name}`{after}")
}

/// Whether the underscore is between letters, where it is text; elsewhere it could be emphasis.
fn is_inside(word: &str, at: usize) -> bool {
    word[..at].ends_with(char::is_alphanumeric) && word[at + 1..].starts_with(char::is_alphanumeric)
}

/// Turns a bare URL into a link, without the punctuation that ends the sentence.
fn autolink(word: &str) -> String {
    let address = word.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
    if address.contains(['<', '>', '\\']) {
        return code_span(word);
    }
    format!("<{}>{}", address.replace('|', "%7C"), &word[address.len()..])
}

#[cfg(test)]
mod tests {
    use super::{autolink, code_span, escape};

    #[test]
    fn markup_is_escaped() {
        assert_eq!(escape("a [link] <b> *x* `c`"), "a \\[link\\] \\<b\\> \\*x\\* \\`c\\`");
        assert_eq!(escape("_edges_ are no emphasis"), "\\_edges\\_ are no emphasis");
        assert_eq!(escape("    indented\n```\ncode\n```"), "indented \\`\\`\\` code \\`\\`\\`");
        assert_eq!(escape("in(_side_)too"), "in(\\_side\\_)too");
        assert_eq!(escape("no | cell"), "no \\| cell");
        assert_eq!(escape("# no heading &amp; no entity"), "\\# no heading \\&amp; no entity");
        assert_eq!(escape("1# of C# or a#b"), "1# of C# or a#b");
    }

    #[test]
    fn underscores_inside_a_word_are_text() {
        assert_eq!(escape("naïve_word"), "naïve_word");
        assert_eq!(escape("(naïve_word)"), "(naïve_word)");
        assert_eq!(escape("(_naïve_)"), "(\\_naïve\\_)");
    }

    #[test]
    fn api_names_become_code_spans() {
        assert_eq!(escape("see pet_id, or (is_tame)."), "see `pet_id`, or (`is_tame`).");
        assert_eq!(escape("`pet_id`"), "\\``pet_id`\\`");
        assert_eq!(escape("(('pet_id'))"), "(('`pet_id`'))");
    }

    #[test]
    fn urls_become_links() {
        assert_eq!(autolink("https://example.com/a_b."), "<https://example.com/a_b>.");
        assert_eq!(autolink("https://example.com/a|b"), "<https://example.com/a%7Cb>");
        assert_eq!(escape("see http://example.com)."), "see <http://example.com>).");
        assert_eq!(escape("https://example.com/<id>"), "`https://example.com/<id>`");
        assert_eq!(autolink("https://a<`|b"), "<code>https&#58;&#47;&#47;a&#60;&#96;&#124;b</code>");
    }

    #[test]
    fn invisible_characters_are_escaped() {
        assert_eq!(escape("a\u{202e}b_ \u{2066}"), "a&#x202E;b\\_ &#x2066;");
        assert_eq!(escape("bell\u{7}"), "bell\\\\u{7}");
        assert_eq!(code_span("a\u{202e}"), "<code>a&#92;u&#123;202e&#125;</code>");
        // Joiners are part of the text.
        assert_eq!(escape("\u{1f469}\u{200d}\u{1f52c}"), "\u{1f469}\u{200d}\u{1f52c}");
    }

    #[test]
    fn any_text_can_be_a_code_span() {
        assert_eq!(code_span("a<b> *c*"), "`a<b> *c*`");
        assert_eq!(code_span("a`|"), "<code>a&#96;&#124;</code>");
        assert_eq!(code_span("a\nb"), "<code>a&#92;nb</code>");
        assert_eq!(code_span(" a"), "<code>&#32;a</code>");
        assert_eq!(code_span(""), "`\"\"`");
    }
}
