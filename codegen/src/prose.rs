//! Prose of a spec to Markdown, so that it reads as it was written: nothing in it becomes a link, HTML, a list or a test.

/// Prose inside a line of Markdown.
pub(crate) fn escape(prose: &str) -> String {
    paragraphs(prose).flatten().collect::<Vec<_>>().join(" ")
}

/// Paragraphs, parted by blank lines, as escaped words.
pub(crate) fn paragraphs(prose: &str) -> impl Iterator<Item = Vec<String>> {
    let lines: Vec<&str> = prose.lines().map(str::trim).collect();
    let paragraphs: Vec<Vec<String>> = lines
        .split(|line| line.is_empty())
        .map(|lines| lines.iter().flat_map(|line| line.split_whitespace()).map(word).collect())
        .filter(|words: &Vec<String>| !words.is_empty())
        .collect();
    paragraphs.into_iter()
}

fn word(word: &str) -> String {
    if word.starts_with("https://") || word.starts_with("http://") {
        return link(word);
    }
    if is_code(word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '_')) {
        return code(word);
    }
    word.chars().fold(String::with_capacity(word.len()), |mut escaped, c| {
        let heading = c == '#' && escaped.is_empty();
        if heading || "\\`*[]<>&~|".contains(c) || (c == '_' && is_edge(word)) {
            escaped.push('\\');
        }
        escaped.push(c);
        escaped
    })
}

/// A name of the API, such as `pet_id`, is set like one.
fn is_code(word: &str) -> bool {
    let name = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    name && word.trim_matches('_').contains('_')
}

/// The name in backticks, the punctuation around it outside of them.
fn code(word: &str) -> String {
    let around = |c: char| c.is_ascii_punctuation() && c != '_';
    let rest = word.trim_start_matches(around);
    let name = rest.trim_end_matches(around);
    let plain = |text: &str| text.chars().flat_map(|c| ['\\', c]).collect::<String>();
    let (before, after) = (&word[..word.len() - rest.len()], &rest[name.len()..]);
    let after = if after.chars().all(|c| ".,;:!?)\"'".contains(c)) { after.to_owned() } else { plain(after) };
    let before = if before.chars().all(|c| "(\"'".contains(c)) { before.to_owned() } else { plain(before) };
    format!("{before}`{name}`{after}")
}

/// Underscores inside a word are text; at its edges they would be emphasis.
fn is_edge(word: &str) -> bool {
    word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '_').trim_matches('_').len()
        != word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '_').len()
}

/// A bare address becomes a link, without the punctuation that ends the sentence.
fn link(word: &str) -> String {
    let address = word.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
    if address.contains(['<', '>', '\\']) {
        return format!("`{}`", word.replace('`', "'"));
    }
    format!("<{address}>{}", &word[address.len()..])
}

#[cfg(test)]
mod tests {
    use super::{escape, link};

    #[test]
    fn nothing_becomes_markup() {
        assert_eq!(escape("a [link] <b> *x* `c`"), "a \\[link\\] \\<b\\> \\*x\\* \\`c\\`");
        assert_eq!(escape("_edges_ are no emphasis"), "\\_edges\\_ are no emphasis");
        assert_eq!(escape("    indented\n```\ncode\n```"), "indented \\`\\`\\` code \\`\\`\\`");
        assert_eq!(escape("# no heading &amp; no entity"), "\\# no heading \\&amp; no entity");
    }

    #[test]
    fn names_of_the_api_are_set_as_code() {
        assert_eq!(escape("see pet_id, or (is_tame)."), "see `pet_id`, or (`is_tame`).");
        assert_eq!(escape("`pet_id`"), "\\``pet_id`\\`");
    }

    #[test]
    fn addresses_become_links() {
        assert_eq!(link("https://example.com/a_b."), "<https://example.com/a_b>.");
    }
}
