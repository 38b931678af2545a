//! What a comparison came to: for people, for machines, and as lines to add to the spec.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::json::{Json, json};
use crate::source::{Color, LineIndex, Source, escape_control, paint};

use super::difference::{Agreement, Difference, Drift, DriftError, Side};
use super::patch::Patch;

impl Drift {
    /// Whether there is no difference.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.differences.is_empty()
    }

    /// As a person reads it.
    #[must_use]
    pub fn render(&self, ours: Source<'_>, theirs: Source<'_>, color: bool) -> String {
        let (our_lines, their_lines) = (LineIndex::new(ours.text), LineIndex::new(theirs.text));
        let mut text = String::new();
        for difference in &self.differences {
            let sign = match difference.side {
                Side::OnlyVendor => paint("+", Color::Green, false, color),
                Side::OnlySpec => paint("-", Color::Red, false, color),
                Side::Differs => paint("~", Color::Yellow, false, color),
            };
            let times =
                if difference.count > 1 { format!(" ({} times)", difference.count) } else { String::new() };
            // Writing to memory cannot fail.
            let _ = writeln!(
                text,
                "{sign} {} {}{times}",
                difference.subject.name(),
                escape_control(&difference.message)
            );
            let (line, column) = our_lines.line_col(difference.spec_span.start);
            let _ = writeln!(text, "    ours:   {}:{line}:{column}", ours.name);
            if let Some(span) = &difference.vendor_span {
                let (line, column) = their_lines.line_col(span.start);
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
                count(Side::OnlyVendor),
                count(Side::OnlySpec),
                count(Side::Differs)
            ),
        }
    }

    /// As a machine reads it.
    #[must_use]
    pub fn to_json(&self, ours: Source<'_>, theirs: Source<'_>) -> Json {
        let (our_lines, their_lines) = (LineIndex::new(ours.text), LineIndex::new(theirs.text));
        let place = |name: &str, lines: &LineIndex<'_>, at: usize| {
            let (line, column) = lines.line_col(at);
            json!({ "file": name, "line": line, "column": column })
        };
        let difference = |difference: &Difference| {
            let side = match difference.side {
                Side::OnlyVendor => "theirs",
                Side::OnlySpec => "ours",
                Side::Differs => "both",
            };
            let mut members = vec![
                ("side", Json::from(side)),
                ("subject", difference.subject.name().into()),
                ("endpoint", difference.endpoint.as_str().into()),
                ("name", difference.name.as_str().into()),
                ("message", difference.message.as_str().into()),
                ("times", difference.count.into()),
                ("ours", place(ours.name, &our_lines, difference.spec_span.start)),
            ];
            members.extend(
                difference
                    .vendor_span
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
        json!({
            "file": theirs.name,
            "agreement": Json::object(agreement.map(|(what, n)| (what, Json::from(n)))),
            "differences": self.differences.iter().map(difference).collect::<Vec<_>>(),
        })
    }

    /// The lines to add to the spec, each group under the place that it belongs to.
    #[must_use]
    pub fn patch(&self, ours: Source<'_>) -> String {
        let lines = LineIndex::new(ours.text);
        let mut groups: BTreeMap<(usize, &str), Vec<&str>> = BTreeMap::new();
        for patch in self.differences.iter().filter_map(|difference| difference.patch.as_ref()) {
            add(&mut groups, patch);
        }
        let mut text = String::new();
        for ((near, into), added) in groups {
            let (line, _) = lines.line_col(near);
            let _ = writeln!(text, "# {}:{line}: add to {into}", ours.name);
            text.extend(added);
        }
        text
    }
}

fn add<'p>(groups: &mut BTreeMap<(usize, &'p str), Vec<&'p str>>, patch: &'p Patch) {
    let group = groups.entry((patch.anchor.start, &patch.target)).or_default();
    // Two properties may need the same new schema.
    if !group.contains(&patch.lines.as_str()) {
        group.push(&patch.lines);
    }
    patch.dependencies.iter().for_each(|patch| add(groups, patch));
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

impl DriftError {
    /// The message with its place in their file.
    #[must_use]
    pub fn render(&self, theirs: Source<'_>) -> String {
        match &self.span {
            Some(span) => {
                let (line, column) = LineIndex::new(theirs.text).line_col(span.start);
                format!("{}:{line}:{column}: {}", theirs.name, escape_control(&self.message))
            }
            None => format!("{}: {}", theirs.name, escape_control(&self.message)),
        }
    }
}
