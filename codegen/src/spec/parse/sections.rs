//! Sections that are indented too far. They are read as sections, so that nothing that they declare is missed elsewhere.

use crate::source::{Diagnostic, DiagnosticSink, Rule};

use super::yaml::{Node, Value};

const SECTIONS: [&str; 3] = ["endpoints", "schemas", "enums"];

type Pair = (Node, Node);

/// Reports every section that is indented under another one, and moves it to where it belongs.
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
    for (name, entries) in moved {
        add(sections, name, entries);
    }
}

fn misplaced(name: &Node, section: &Node) -> Diagnostic {
    let message = format!("the section `{}` is indented under `{}`", text(name), text(section));
    Diagnostic::error(Rule::MisplacedSection, &name.span, message)
        .context(&section.span, "this section does not end before it")
        .help("begin the line at the left margin, and indent what follows by one step")
}

/// Takes the sections out of a mapping. One without anything in it is followed by its entries.
fn take_sections(node: &mut Node, moved: &mut Vec<Pair>) {
    let Value::Mapping(pairs) = &mut node.value else { return };
    while let Some(at) = pairs.iter().position(is_section) {
        let (name, mut section) = pairs.remove(at);
        if let Value::Null = section.value {
            let next = pairs[at..].iter().position(is_section).map_or(pairs.len(), |next| at + next);
            section.value = Value::Mapping(pairs.drain(at..next).collect());
        }
        moved.push((name, section));
    }
}

/// No entry of a section, and no key of an entry, is a section's name with mappings under it.
fn is_section((name, value): &Pair) -> bool {
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

/// Adds entries to a section, which may be there already.
fn add(sections: &mut Vec<Pair>, name: Node, entries: Node) {
    let Some((_, section)) = sections.iter_mut().find(|(section, _)| text(section) == text(&name)) else {
        sections.push((name, entries));
        return;
    };
    match (&mut section.value, entries.value) {
        (Value::Mapping(pairs), Value::Mapping(more)) => pairs.extend(more),
        (Value::Null, value) => section.value = value,
        _ => {}
    }
}
