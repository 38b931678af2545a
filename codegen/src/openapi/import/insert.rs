//! Adds entries to the sections of a spec, in place.

use crate::source::Source;
use crate::spec::yaml::{self, Node, Value};

/// The sections that an import adds to, in the order of a spec.
pub(super) const SECTIONS: [&str; 4] = ["endpoints", "schemas", "unions", "enums"];

/// Inserts the entries of each section at its end. A section that the spec lacks is added at the end of the spec.
pub(super) fn insert(spec: Source<'_>, entries: impl Fn(&str) -> Vec<String>) -> Result<String, String> {
    let root = yaml::parse_lenient(spec.text).map_err(|error| format!("it is not YAML: {error}"))?;
    let Value::Mapping(sections) = &root.value else { return Err("it is not a mapping".to_owned()) };
    let mut insertions: Vec<(usize, String)> = Vec::new();
    for name in SECTIONS {
        let entries = entries(name);
        let found = sections.iter().find(|(key, _)| matches!(&key.value, Value::String(key) if key == name));
        if !entries.is_empty() {
            insertions.push(match found {
                Some((key, section)) => {
                    let next =
                        sections.iter().map(|(next, _)| next.span.start).find(|at| *at > key.span.start);
                    let end = end_of_section(spec.text, next.unwrap_or(spec.text.len()));
                    (end, in_section(spec.text, name, section, &entries)?)
                }
                None => (spec.text.len(), format!("\n{name}:\n{}", entries.join("\n"))),
            });
        }
    }
    insertions.sort_by_key(|(at, _)| *at);
    let mut text = String::new();
    let mut end = 0;
    for (at, lines) in insertions {
        text += &spec.text[end..at];
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text += &lines;
        end = at;
    }
    text += &spec.text[end..];
    Ok(text)
}

/// The end of the last line of a section, which precedes the key at `next`. Blank lines and comments that are not indented belong to
/// what follows.
fn end_of_section(text: &str, next: usize) -> usize {
    let mut end = text[..next].rfind('\n').map_or(0, |at| at + 1);
    if next == text.len() {
        end = next;
    }
    while let Some(line) = text[..end].split_inclusive('\n').next_back() {
        if !line.trim().is_empty() && !line.starts_with('#') {
            break;
        }
        end -= line.len();
    }
    end
}

/// The lines to insert at the end of a section.
fn in_section(text: &str, name: &str, section: &Node, entries: &[String]) -> Result<String, String> {
    match &section.value {
        Value::Null => Ok(entries.join("\n")),
        Value::Mapping(pairs) => {
            let is_flow = text.get(section.span.start..).is_some_and(|source| source.starts_with('{'));
            let (Some((first, _)), false) = (pairs.first(), is_flow) else {
                let message = "is written in braces: write it in lines, so that entries can be added";
                return Err(format!("the section `{name}` {message}"));
            };
            let indentation = first.span.start - text[..first.span.start].rfind('\n').map_or(0, |at| at + 1);
            let entries: Vec<_> = entries.iter().map(|entry| indented(entry, indentation)).collect();
            let separator = if has_blank_lines(text, pairs) { "\n" } else { "" };
            Ok(format!("{separator}{}", entries.join(separator)))
        }
        _ => Err(format!("the section `{name}` is not a mapping")),
    }
}

/// Whether blank lines separate the entries, as they would further ones.
fn has_blank_lines(text: &str, pairs: &[(Node, Node)]) -> bool {
    pairs.windows(2).all(|pair| {
        let entry = &text[pair[0].0.span.start..pair[1].0.span.start];
        entry.contains("\n\n") || entry.contains("\r\n\r\n")
    })
}

/// An entry that is indented by two spaces, indented as the others are.
fn indented(entry: &str, indentation: usize) -> String {
    let line = |line: &str| match line.strip_prefix("  ") {
        Some(rest) => format!("{:indentation$}{rest}\n", ""),
        None => format!("{line}\n"),
    };
    entry.lines().map(line).collect::<Vec<_>>().concat()
}
