//! Changes and their report: for people and for machines.

use std::cmp::Reverse;
use std::fmt::Write;

use crate::json::{Json, json};
use crate::source::{Color, LineIndex, Source, Span, escape_control, paint};

use super::kinds::{ChangeClass, ChangeKind};

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// The kind of change.
    pub kind: ChangeKind,
    /// What changed, with the old and new value.
    pub description: String,
    pub(super) location: ChangeLocation,
}

/// The location of a change.
#[derive(Clone, Debug)]
pub(super) enum ChangeLocation {
    /// In the old spec.
    Old(Span),
    /// In the new spec.
    New(Span),
}

/// All changes from one spec to another, the most severe first.
#[derive(Clone, Debug)]
pub struct Changes {
    changes: Vec<Change>,
}

impl Changes {
    /// Sorts changes, the most severe first.
    pub(super) fn new(mut changes: Vec<Change>) -> Self {
        changes.sort_by_key(|change| {
            let (ChangeLocation::Old(span) | ChangeLocation::New(span)) = &change.location;
            (Reverse(change.kind.class()), span.start)
        });
        Self { changes }
    }

    /// The most severe class of all changes; `None` if nothing changed.
    #[must_use]
    pub fn class(&self) -> Option<ChangeClass> {
        self.changes.iter().map(|change| change.kind.class()).max()
    }

    /// Renders the changes for people.
    #[must_use]
    pub fn render(&self, old: Source<'_>, new: Source<'_>, color: bool) -> String {
        let versions = Versions::new(old, new);
        let mut text = String::new();
        for change in &self.changes {
            let class = change.kind.class();
            let (file, line, column) = versions.locate(&change.location);
            // Writing to memory cannot fail.
            let class_name = paint(class.name(), color_of(class), true, color);
            let _ =
                writeln!(text, "{class_name}[{}]: {}", change.kind.id(), escape_control(&change.description));
            let _ = writeln!(text, "  --> {file}:{line}:{column}");
            if class > ChangeClass::Documentation {
                let _ = writeln!(text, "  = {}", change.kind.rationale());
            }
        }
        let _ = writeln!(text, "{}", self.verdict());
        text
    }

    /// The verdict as one line.
    #[must_use]
    pub fn verdict(&self) -> String {
        let Some(class) = self.class() else {
            return "no change for users of the crate".to_owned();
        };
        let count = |class| self.changes.iter().filter(|change| change.kind.class() == class).count();
        format!(
            "{} breaking, {} additive, {} documentation: {}",
            count(ChangeClass::Breaking),
            count(ChangeClass::Additive),
            count(ChangeClass::Documentation),
            class.verdict()
        )
    }

    /// Renders the changes as JSON.
    #[must_use]
    pub fn to_json(&self, old: Source<'_>, new: Source<'_>) -> Json {
        let versions = Versions::new(old, new);
        let change = |change: &Change| {
            let (file, line, column) = versions.locate(&change.location);
            json!({
                "class": change.kind.class().name(),
                "kind": change.kind.id(),
                "what": change.description.as_str(),
                "why": change.kind.rationale(),
                "file": file,
                "line": line,
                "column": column,
            })
        };
        json!({
            "class": self.class().map_or("none", ChangeClass::name),
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
        })
    }
}

/// Both versions of a spec, to convert spans to lines.
struct Versions<'a> {
    old: (Source<'a>, LineIndex<'a>),
    new: (Source<'a>, LineIndex<'a>),
}

impl<'a> Versions<'a> {
    fn new(old: Source<'a>, new: Source<'a>) -> Self {
        Self { old: (old, LineIndex::new(old.text)), new: (new, LineIndex::new(new.text)) }
    }

    /// File, line and column.
    fn locate(&self, location: &ChangeLocation) -> (&'a str, usize, usize) {
        let ((source, lines), span) = match location {
            ChangeLocation::Old(span) => (&self.old, span),
            ChangeLocation::New(span) => (&self.new, span),
        };
        let (line, column) = lines.line_col(span.start);
        (source.name, line, column)
    }
}

/// Breaking changes are red, additive ones green, those of the documentation cyan.
fn color_of(class: ChangeClass) -> Color {
    match class {
        ChangeClass::Breaking => Color::Red,
        ChangeClass::Additive => Color::Green,
        ChangeClass::Documentation => Color::Cyan,
    }
}
