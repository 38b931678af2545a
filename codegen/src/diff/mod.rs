//! Two versions of a spec against each other: what the change means for those who use the crate.

mod compare;
mod kinds;

use std::fmt::Write;

use crate::diagnostic::Span;
use crate::json::Json;
use crate::lines::Lines;
use crate::{Checked, Source};

pub use kinds::{Class, Kind};

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What kind of change it is.
    pub kind: Kind,
    /// What has changed, and how.
    pub what: String,
    place: Place,
}

/// Where a change is to be seen.
#[derive(Clone, Debug)]
enum Place {
    /// In the spec as it was.
    Old(Span),
    /// In the spec as it is.
    New(Span),
}

/// All changes from one spec to another, the worst first.
#[derive(Clone, Debug)]
pub struct Changes {
    changes: Vec<Change>,
}

impl Checked {
    /// What has changed since an older version of the spec.
    #[must_use]
    pub fn changes_since(&self, old: &Self) -> Changes {
        let mut changes = compare::specs(&old.spec, &self.spec);
        changes.sort_by_key(|change| {
            let at = match &change.place {
                Place::Old(span) | Place::New(span) => span.start,
            };
            (std::cmp::Reverse(change.kind.class()), at)
        });
        Changes { changes }
    }
}

impl Changes {
    /// What all changes together mean; nothing if there is none.
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        self.changes.iter().map(|change| change.kind.class()).max()
    }

    /// As a person reads it.
    #[must_use]
    pub fn render(&self, old: Source<'_>, new: Source<'_>, colour: bool) -> String {
        let (then, now) = (Lines::new(old.text), Lines::new(new.text));
        let mut text = String::new();
        for change in &self.changes {
            let class = change.kind.class();
            let (file, (line, column)) = match &change.place {
                Place::Old(span) => (old.name, then.position(span.start)),
                Place::New(span) => (new.name, now.position(span.start)),
            };
            // Writing to memory cannot fail.
            let _ = writeln!(text, "{}[{}]: {}", paint(class, colour), change.kind.id(), change.what);
            let _ = writeln!(text, "  --> {file}:{line}:{column}");
            if class > Class::Documentation {
                let _ = writeln!(text, "  = {}", change.kind.why());
            }
        }
        let _ = writeln!(text, "{}", self.verdict());
        text
    }

    /// The verdict in a line.
    #[must_use]
    pub fn verdict(&self) -> String {
        let Some(class) = self.class() else {
            return "no change for users of the crate".to_owned();
        };
        let count = |class| self.changes.iter().filter(|change| change.kind.class() == class).count();
        format!(
            "{} breaking, {} additive, {} documentation: {}",
            count(Class::Breaking),
            count(Class::Additive),
            count(Class::Documentation),
            class.verdict()
        )
    }

    /// As a machine reads it.
    #[must_use]
    pub fn to_json(&self, old: Source<'_>, new: Source<'_>) -> Json {
        let (then, now) = (Lines::new(old.text), Lines::new(new.text));
        let number = |n: usize| Json::Integer(i64::try_from(n).unwrap_or(i64::MAX));
        let change = |change: &Change| {
            let (file, (line, column)) = match &change.place {
                Place::Old(span) => (old.name, then.position(span.start)),
                Place::New(span) => (new.name, now.position(span.start)),
            };
            Json::object([
                ("class", Json::from(change.kind.class().name())),
                ("kind", change.kind.id().into()),
                ("what", change.what.as_str().into()),
                ("why", change.kind.why().into()),
                ("file", file.into()),
                ("line", number(line)),
                ("column", number(column)),
            ])
        };
        Json::object([
            ("class", Json::from(self.class().map_or("none", Class::name))),
            ("changes", Json::List(self.changes.iter().map(change).collect())),
        ])
    }
}

fn paint(class: Class, colour: bool) -> String {
    let code = match class {
        Class::Breaking => "31",
        Class::Additive => "32",
        Class::Documentation => "36",
    };
    if colour { format!("\u{1b}[1;{code}m{}\u{1b}[0m", class.name()) } else { class.name().to_owned() }
}
