//! Sections that are indented too far. They are read as sections, so that references to their entries are not reported as well.

use std::mem;

use crate::source::{Diagnostic, DiagnosticSink, Rule};

use super::yaml::{Node, Value};

const SECTIONS: [&str; 4] = ["endpoints", "schemas", "unions", "enums"];

type Pair = (Node, Node);

/// Reports every section that is indented under another one, and moves it to the root.
pub(super) fn move_indented_sections(root: &mut Node, sink: &mut DiagnosticSink) {
    let Value::Mapping(sections) = &mut root.value else { return };
    let mut moved = Vec::new();
    for (section, entries) in &mut *sections {
        let from = moved.len();
        take_sections(entries, &mut moved);
        // One level deeper, inside an entry.
        if let Value::Mapping(entries) = &mut entries.value {
            for (_, entry) in entries {
                take_sections(entry, &mut moved);
            }
        }
        moved[from..].iter().for_each(|(name, _)| sink.report(misplaced(name, section)));
    }
    for name in SECTIONS {
        add(sections, moved.extract_if(.., |(moved, _)| text(moved) == name));
    }
}

fn misplaced(name: &Node, section: &Node) -> Diagnostic {
    let message = format!("the section `{}` is indented under `{}`", text(name), text(section));
    Diagnostic::error(Rule::MisplacedSection, &name.span, message)
        .context(&section.span, "the section that contains it")
        .help("begin the line at the left margin, and indent its entries by one level")
}

/// Takes the sections out of a mapping. An empty section is followed by its entries.
fn take_sections(node: &mut Node, moved: &mut Vec<Pair>) {
    let Value::Mapping(pairs) = &mut node.value else { return };
    let mut is_open = false;
    for (name, value) in mem::take(pairs) {
        if is_section(&name, &value) {
            is_open = matches!(value.value, Value::Null);
            moved.push((name, value));
        } else if let Some((_, section)) = moved.last_mut().filter(|_| is_open) {
            add_pairs(section, vec![(name, value)]);
        } else {
            pairs.push((name, value));
        }
    }
}

/// No entry of a section, and no key of an entry, is a section's name with mappings under it.
fn is_section(name: &Node, value: &Node) -> bool {
    let has_entries = match &value.value {
        Value::Mapping(pairs) => pairs.iter().all(|(_, entry)| matches!(entry.value, Value::Mapping(_))),
        Value::Null => true,
        _ => false,
    };
    SECTIONS.contains(&text(name)) && has_entries
}

fn text(node: &Node) -> &str {
    match &node.value {
        Value::String(text) => text,
        _ => "",
    }
}

/// Merges sections of one name into the existing one, if any.
fn add(sections: &mut Vec<Pair>, mut moved: impl Iterator<Item = Pair>) {
    let Some((name, mut entries)) = moved.next() else { return };
    let there = sections.iter().position(|(section, _)| text(section) == text(&name));
    for (_, more) in moved {
        if let Value::Mapping(pairs) = more.value {
            add_pairs(&mut entries, pairs);
        }
    }
    match (there.and_then(|at| sections.get_mut(at)), entries.value) {
        (Some((_, section)), Value::Mapping(pairs)) => add_pairs(section, pairs),
        (Some(_), _) => {}
        (None, value) => sections.push((name, Node { value, span: entries.span })),
    }
}

fn add_pairs(section: &mut Node, more: Vec<Pair>) {
    match &mut section.value {
        Value::Mapping(pairs) => pairs.extend(more),
        value @ Value::Null => *value = Value::Mapping(more),
        // The wrong type is reported where the section is read.
        _ => {}
    }
}
