//! Documentation to attributes, one a line.

use syn::Attribute;

use crate::ir::Docs;
use crate::prose::paragraphs;

use super::syntax::attribute;

/// Where a line of documentation is broken, counted without `///`.
const WIDTH: usize = 100;

/// One `#[doc]` attribute a line; prettyplease turns each into a `///` line.
pub(super) fn attributes(docs: &Docs) -> Vec<Attribute> {
    let mut paragraphs: Vec<Vec<String>> = paragraphs(&docs.prose).map(|words| wrap(&words)).collect();
    for fact in &docs.facts {
        // Items of a list belong together.
        match paragraphs.last_mut() {
            Some(last) if is_item(fact) && last.last().is_some_and(|line| is_item(line)) => {
                last.push(fact.clone());
            }
            _ => paragraphs.push(vec![fact.clone()]),
        }
    }
    let lines = paragraphs.join(&String::new());
    lines.iter().map(|line| attribute("doc", &with_space(line))).collect()
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ")
}

fn with_space(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// Words in lines, none of which begins like a list, a heading or a quotation.
fn wrap(words: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(line_start(word)),
        }
    }
    lines
}

fn line_start(word: &str) -> String {
    let numbered = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if numbered.len() < word.len() && numbered.starts_with(['.', ')']) {
        let digits = &word[..word.len() - numbered.len()];
        return format!("{digits}\\{numbered}");
    }
    if word.starts_with(['-', '+', '=']) { format!("\\{word}") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn a_line_never_starts_a_list() {
        let words = ["-", "one"].map(str::to_owned);
        assert_eq!(wrap(&words), ["\\- one"]);
        assert_eq!(wrap(&["1.".to_owned()]), ["1\\."]);
    }
}
