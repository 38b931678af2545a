//! What a comparison came to: for people, for machines, and as lines to add to the spec.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::Source;
use crate::json::Json;
use crate::lines::Lines;

use super::patch::Patch;
use super::{Agreement, Difference, Drift, Side, Unreadable};

impl Drift {
    /// Whether there is no difference.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.differences.is_empty()
    }

    /// As a person reads it.
    #[must_use]
    pub fn render(&self, ours: Source<'_>, theirs: Source<'_>, colour: bool) -> String {
        let (our_lines, their_lines) = (Lines::new(ours.text), Lines::new(theirs.text));
        let mut text = String::new();
        for difference in &self.differences {
            let sign = match difference.side {
                Side::Theirs => paint("+", "32", colour),
                Side::Ours => paint("-", "31", colour),
                Side::Both => paint("~", "33", colour),
            };
            let times =
                if difference.times > 1 { format!(" ({} times)", difference.times) } else { String::new() };
            // Writing to memory cannot fail.
            let _ = writeln!(text, "{sign} {} {}{times}", difference.subject.name(), difference.message);
            let (line, column) = our_lines.position(difference.ours.start);
            let _ = writeln!(text, "    ours:   {}:{line}:{column}", ours.name);
            if let Some(span) = &difference.theirs {
                let (line, column) = their_lines.position(span.start);
                let _ = writeln!(text, "    theirs: {}:{line}:{column}", theirs.name);
            }
        }
        let _ = writeln!(text, "{}: {}; {}", theirs.name, self.counts(), self.agreement);
        text
    }

    fn counts(&self) -> String {
        let count = |side| self.differences.iter().filter(|difference| difference.side == side).count();
        match self.differences.len() {
            0 => "no difference".to_owned(),
            _ => format!(
                "+ they have {}, - we have {}, ~ {} differ",
                count(Side::Theirs),
                count(Side::Ours),
                count(Side::Both)
            ),
        }
    }

    /// As a machine reads it.
    #[must_use]
    pub fn to_json(&self, ours: Source<'_>, theirs: Source<'_>) -> Json {
        let (our_lines, their_lines) = (Lines::new(ours.text), Lines::new(theirs.text));
        let number = |n: usize| Json::Integer(i64::try_from(n).unwrap_or(i64::MAX));
        let place = |name: &str, lines: &Lines<'_>, at: usize| {
            let (line, column) = lines.position(at);
            Json::object([("file", name.into()), ("line", number(line)), ("column", number(column))])
        };
        let difference = |difference: &Difference| {
            let side = match difference.side {
                Side::Theirs => "theirs",
                Side::Ours => "ours",
                Side::Both => "both",
            };
            let mut members = vec![
                ("side", Json::from(side)),
                ("subject", difference.subject.name().into()),
                ("endpoint", difference.endpoint.as_str().into()),
                ("name", difference.name.as_str().into()),
                ("message", difference.message.as_str().into()),
                ("times", number(difference.times)),
                ("ours", place(ours.name, &our_lines, difference.ours.start)),
            ];
            members.extend(
                difference
                    .theirs
                    .as_ref()
                    .map(|span| ("theirs", place(theirs.name, &their_lines, span.start))),
            );
            Json::object(members)
        };
        let Agreement { endpoints, parameters, properties, values } = self.agreement;
        let agreement = [
            ("endpoints", endpoints),
            ("parameters", parameters),
            ("properties", properties),
            ("values", values),
        ];
        Json::object([
            ("file", Json::from(theirs.name)),
            ("agreement", Json::object(agreement.map(|(what, n)| (what, number(n))))),
            ("differences", Json::List(self.differences.iter().map(difference).collect())),
        ])
    }

    /// The lines to add to the spec, each group under the place that it belongs to.
    #[must_use]
    pub fn patch(&self, ours: Source<'_>) -> String {
        let lines = Lines::new(ours.text);
        let mut groups: BTreeMap<(usize, &str), Vec<&str>> = BTreeMap::new();
        for patch in self.differences.iter().filter_map(|difference| difference.patch.as_ref()) {
            add(&mut groups, patch);
        }
        let mut text = String::new();
        for ((near, into), added) in groups {
            let (line, _) = lines.position(near);
            let _ = writeln!(text, "# {}:{line}: add to {into}", ours.name);
            text.extend(added);
        }
        text
    }
}

fn add<'p>(groups: &mut BTreeMap<(usize, &'p str), Vec<&'p str>>, patch: &'p Patch) {
    let group = groups.entry((patch.near.start, &patch.into)).or_default();
    // Two properties may need the same new schema.
    if !group.contains(&patch.lines.as_str()) {
        group.push(&patch.lines);
    }
    patch.also.iter().for_each(|patch| add(groups, patch));
}

impl std::fmt::Display for Agreement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { endpoints, parameters, properties, values } = *self;
        let counts = [
            (endpoints, "endpoint", "endpoints"),
            (parameters, "parameter", "parameters"),
            (properties, "property", "properties"),
            (values, "value", "values"),
        ];
        let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
        let counts =
            counts.map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }));
        let counts: Vec<_> = counts.collect();
        if counts.is_empty() {
            f.write_str("nothing agrees")
        } else {
            write!(f, "in agreement: {}", counts.join(", "))
        }
    }
}

impl Unreadable {
    /// The message with its place in their file.
    #[must_use]
    pub fn render(&self, theirs: Source<'_>) -> String {
        match &self.span {
            Some(span) => {
                let (line, column) = Lines::new(theirs.text).position(span.start);
                format!("{}:{line}:{column}: {}", theirs.name, self.message)
            }
            None => format!("{}: {}", theirs.name, self.message),
        }
    }
}

fn paint(text: &str, code: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
