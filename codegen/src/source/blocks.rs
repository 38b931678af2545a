//! The blocks of prose, as in Markdown: paragraphs, items of lists, and code between fences.

/// A part of prose.
#[derive(Debug, PartialEq)]
enum Block<'a> {
    Paragraph(Vec<&'a str>),
    /// An item of a list: `-`, or a number such as `1.`.
    Item {
        depth: usize,
        marker: &'a str,
        lines: Vec<&'a str>,
    },
    Code(Vec<&'a str>),
}

/// Prose in Markdown, as groups of lines with a blank line between them. A list is one group. `wrap` gets the lines of a paragraph or
/// an item, and `code` a line of code.
pub(crate) fn to_markdown(
    prose: &str,
    wrap: impl Fn(&[&str]) -> Vec<String>,
    code: impl Fn(&str) -> String,
) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut is_list = false;
    for block in blocks(prose) {
        let continues = is_list;
        is_list = matches!(block, Block::Item { .. });
        let lines = match block {
            Block::Paragraph(lines) => wrap(&lines),
            Block::Item { depth, marker, lines } => item_lines(depth, marker, wrap(&lines)),
            Block::Code(lines) => fenced(lines.into_iter().map(&code).collect()),
        };
        match groups.last_mut() {
            Some(list) if is_list && continues => list.extend(lines),
            _ => groups.push(lines),
        }
    }
    groups
}

/// Prose with each paragraph and each item of a list in one line.
pub(crate) fn unwrapped(prose: &str) -> String {
    let groups = to_markdown(prose, |lines| vec![super::one_line(&lines.join(" "))], str::to_owned);
    groups.iter().map(|lines| lines.join("\n")).collect::<Vec<_>>().join("\n\n")
}

/// Whether prose consists of paragraphs alone, whose line breaks mean nothing.
pub(crate) fn has_only_paragraphs(prose: &str) -> bool {
    blocks(prose).iter().all(|block| matches!(block, Block::Paragraph(_)))
}

/// Enough spaces to nest an item in one with any marker.
const NESTING: usize = 4;

fn item_lines(depth: usize, marker: &str, lines: Vec<String>) -> Vec<String> {
    let indentation = " ".repeat(NESTING * depth);
    let hanging = " ".repeat(marker.len());
    let markers = std::iter::once(marker).chain(std::iter::repeat(hanging.as_str()));
    lines.into_iter().zip(markers).map(|(line, marker)| format!("{indentation}{marker} {line}")).collect()
}

/// Code that is no doc-test, between fences that are longer than any in it.
fn fenced(lines: Vec<String>) -> Vec<String> {
    let longest = lines.iter().map(|line| line.chars().take_while(|c| *c == '`').count()).max();
    let fence = "`".repeat(longest.map_or(3, |longest| (longest + 1).max(3)));
    [vec![format!("{fence}text")], lines, vec![fence]].concat()
}

fn blocks(prose: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    // The indentations of the items around the current one.
    let mut indentations: Vec<usize> = Vec::new();
    // Whether the next line continues the last block.
    let mut continues = false;
    let mut lines = prose.lines();
    while let Some(line) = lines.next() {
        let text = line.trim();
        let indentation = line.len() - line.trim_start().len();
        if text.is_empty() {
            continues = false;
        } else if let Some(fence) = opening_fence(text) {
            let code = lines.by_ref().take_while(|line| !is_closed_by(line.trim(), fence));
            blocks.push(Block::Code(code.map(|line| without_indentation(line, indentation)).collect()));
            continues = false;
        } else if let Some((marker, first)) =
            item(text).filter(|_| !continues || may_precede_item(blocks.last()))
        {
            indentations.retain(|outer| *outer < indentation);
            blocks.push(Block::Item { depth: indentations.len(), marker, lines: vec![first] });
            indentations.push(indentation);
            continues = true;
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(lines) | Block::Item { lines, .. }) if continues => lines.push(text),
                _ => {
                    blocks.push(Block::Paragraph(vec![text]));
                    indentations.clear();
                }
            }
            continues = true;
        }
    }
    blocks
}

/// A list starts a block, continues a list or follows a colon. Elsewhere a line that starts with a dash is a wrapped one.
fn may_precede_item(last: Option<&Block<'_>>) -> bool {
    match last {
        Some(Block::Paragraph(lines)) => lines.last().is_some_and(|line| line.ends_with(':')),
        _ => true,
    }
}

/// The marker and the text of an item.
fn item(text: &str) -> Option<(&str, &str)> {
    let (marker, rest) = text.split_once(' ')?;
    let number = marker.strip_suffix(['.', ')']);
    let is_number = number
        .is_some_and(|number| (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()));
    let marker = if matches!(marker, "-" | "*" | "+") { "-" } else { marker };
    (is_number || marker == "-").then(|| (marker, rest.trim_start()))
}

/// The backticks or tildes of a fence, without the name of a language.
fn opening_fence(text: &str) -> Option<&str> {
    let character = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let name = text.trim_start_matches(character);
    let fence = &text[..text.len() - name.len()];
    (fence.len() >= 3 && !name.contains(character)).then_some(fence)
}

fn is_closed_by(text: &str, fence: &str) -> bool {
    text.strip_prefix(fence).is_some_and(|rest| rest.bytes().all(|b| fence.as_bytes().first() == Some(&b)))
}

/// A line of code without the indentation of its fence.
fn without_indentation(line: &str, indentation: usize) -> &str {
    let spaces = line.bytes().take(indentation).take_while(|b| *b == b' ').count();
    line[spaces..].trim_end()
}

#[cfg(test)]
mod tests {
    use super::{has_only_paragraphs, unwrapped};

    #[test]
    fn lists_and_code_are_kept() {
        let prose = "States\nof a pet:\n- `tame`, which is\n  common\n* wild\n    1) hunts\n    2) hides\n\nThen\n\n  ~~~json\n  { \"a\":\n    1 }\n  ~~~\nthe end";
        let expected = "States of a pet:\n\n- `tame`, which is common\n- wild\n    1) hunts\n    2) hides\n\nThen\n\n```text\n{ \"a\":\n  1 }\n```\n\nthe end";
        assert_eq!(unwrapped(prose), expected);
        assert_eq!(unwrapped(expected), expected);
        assert!(!has_only_paragraphs(prose));
    }

    #[test]
    fn wrapped_lines_are_no_list() {
        for prose in [
            "between -5\n- or less - and 7",
            "a version of\n3. or so",
            "-5 degrees",
            "3.5 or 1.",
            "``` in a line```",
        ] {
            assert_eq!(unwrapped(prose), prose.replace('\n', " "));
            assert!(has_only_paragraphs(prose), "{prose}");
        }
    }

    #[test]
    fn code_with_fences_gets_longer_ones() {
        let prose = "~~~\n```\n~~~";
        assert_eq!(unwrapped(prose), "````text\n```\n````");
        assert_eq!(unwrapped("```\nopen to the end"), "```text\nopen to the end\n```");
    }
}
