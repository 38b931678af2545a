//! Specs of any size: copies of the real one, each with unique names.

use std::collections::HashSet;
use std::fmt::Write;

/// The sections whose entries are copied. The rest of the spec is kept.
const COPIED: [&str; 3] = ["endpoints", "schemas", "enums"];

/// The spec with `copies` copies of every endpoint, schema and enum.
#[must_use]
pub fn copies(spec: &str, copies: usize) -> String {
    let sections = sections(spec);
    let names: HashSet<&str> =
        sections.iter().filter(|section| section.is_copied()).flat_map(Section::entries).collect();
    let mut large = String::with_capacity(spec.len() * copies);
    for section in &sections {
        large.push_str(section.head);
        if !section.is_copied() {
            large.push_str(section.body);
            continue;
        }
        for copy in 0..copies {
            push_renamed(section.body, &names, copy, &mut large);
        }
    }
    large
}

/// A key without indentation, and the indented lines below it.
struct Section<'a> {
    /// The line of the key.
    head: &'a str,
    body: &'a str,
}

impl<'a> Section<'a> {
    fn is_copied(&self) -> bool {
        self.head.trim_end().strip_suffix(':').is_some_and(|name| COPIED.contains(&name))
    }

    /// The names that are declared one level below.
    fn entries(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.body.lines().filter_map(|line| {
            let entry = line.strip_prefix("  ")?.trim_end().strip_suffix(':')?;
            (!entry.starts_with(' ')).then_some(entry)
        })
    }
}

fn sections(spec: &str) -> Vec<Section<'_>> {
    let is_key = |line: &str| line.starts_with(|first: char| first.is_ascii_lowercase());
    let mut starts = vec![0];
    let mut offset = 0;
    for line in spec.split_inclusive('\n') {
        if is_key(line) && offset > 0 {
            starts.push(offset);
        }
        offset += line.len();
    }
    starts.push(spec.len());
    let texts = starts.windows(2).map(|ends| &spec[ends[0]..ends[1]]);
    texts
        .map(|text| {
            let (head, body) = text.split_at(text.find('\n').map_or(text.len(), |end| end + 1));
            Section { head, body }
        })
        .collect()
}

/// Adds a copy of some lines in which declared names, and routes, end in the copy's number.
fn push_renamed(lines: &str, names: &HashSet<&str>, copy: usize, to: &mut String) {
    let number = |to: &mut String| write!(to, "{copy}").is_ok();
    for line in lines.split_inclusive('\n') {
        let mut rest = line;
        while !rest.is_empty() {
            let in_word = |char: char| char.is_alphanumeric() || char == '_';
            let end = rest.find(|char| !in_word(char)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            to.push_str(word);
            if names.contains(word) {
                number(to);
            }
            // Routes must be unique.
            if word == "get" && after.starts_with(": /") {
                to.push_str(": /copy");
                number(to);
                rest = &after[2..];
                continue;
            }
            let length = after.chars().next().map_or(0, char::len_utf8);
            to.push_str(&after[..length]);
            rest = &after[length..];
        }
    }
}

#[cfg(test)]
mod tests {
    use codegen::Source;

    use super::copies;

    const SPEC: &str = include_str!("../../../spec/voices.yaml");

    fn files(text: &str) -> usize {
        let source = Source { name: "spec.yaml", text };
        codegen::generate(source)
            .unwrap_or_else(|report| panic!("{}", report.render(source, false)))
            .files
            .len()
    }

    #[test]
    fn copies_of_a_valid_spec_are_a_valid_spec() {
        // The `mod.rs` of four folders and the files of the API itself exist once.
        let (one, three, seven) = (files(&copies(SPEC, 1)), files(&copies(SPEC, 3)), files(&copies(SPEC, 7)));
        assert_eq!(one, files(SPEC));
        assert_eq!((seven - three) / 2, three - one);
        assert!(three > 2 * one);
    }
}
