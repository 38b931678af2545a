//! Renders the result of a comparison: as text, as JSON, and as lines to add to the spec.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::json::{Json, json};
use crate::model::KnownDifference;
use crate::source::{Color, LineIndex, Source, Span, escape_control, paint};

use super::difference::{Agreement, Difference, Drift, Side, Subject};
use super::patch::Patch;

impl Drift {
    /// Whether every difference is recorded in the spec as known.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.differences.is_empty()
    }

    /// Renders the result for people; with `all`, known differences too.
    #[must_use]
    pub fn render(&self, spec: Source<'_>, vendor: Source<'_>, all: bool, color: bool) -> String {
        let report =
            Report { spec, vendor, lines: [LineIndex::new(spec.text), LineIndex::new(vendor.text)], color };
        let mut text = String::new();
        for difference in &self.differences {
            text += &report.difference(difference, None);
        }
        for (difference, reason) in self.known.iter().filter(|_| all) {
            text += &report.difference(difference, Some(reason));
        }
        for known in &self.stale {
            text += &report.stale(known);
        }
        // Writing to memory cannot fail.
        if !self.not_compared.is_empty() {
            let _ = writeln!(text, "{}: not compared: {}", vendor.name, self.not_compared.join(", "));
        }
        let known = match self.known.len() {
            0 => String::new(),
            1 => " (and 1 is known)".to_owned(),
            known => format!(" (and {known} are known)"),
        };
        let _ = writeln!(text, "{}: {}{known}; {}", vendor.name, self.counts(), self.agreement);
        text
    }

    fn counts(&self) -> String {
        let count = |side| self.differences.iter().filter(|difference| difference.side == side).count();
        match self.differences.len() {
            0 => "no difference".to_owned(),
            _ => format!(
                "+ {} not in the spec, - {} only in the spec, ~ {} different",
                count(Side::OnlyVendor),
                count(Side::OnlySpec),
                count(Side::Differs)
            ),
        }
    }

    /// Renders the result as JSON.
    #[must_use]
    pub fn to_json(&self, spec: Source<'_>, vendor: Source<'_>) -> Json {
        let (spec_lines, vendor_lines) = (LineIndex::new(spec.text), LineIndex::new(vendor.text));
        let location = |name: &str, lines: &LineIndex<'_>, at: usize| {
            let (line, column) = lines.line_col(at);
            json!({ "file": name, "line": line, "column": column })
        };
        let difference = |difference: &Difference, reason: Option<&String>| {
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
                ("ours", location(spec.name, &spec_lines, difference.spec_span.start)),
            ];
            let vendor_span = difference.vendor_span.as_ref();
            members
                .extend(vendor_span.map(|span| ("theirs", location(vendor.name, &vendor_lines, span.start))));
            members.extend(reason.map(|reason| ("reason", reason.into())));
            Json::object(members)
        };
        let stale = |known: &KnownDifference| {
            json!({
                "subject": known.subject.name(),
                "name": known.name.value.as_str(),
                "reason": known.reason.as_str(),
                "ours": location(spec.name, &spec_lines, known.name.span.start),
            })
        };
        let Agreement { endpoints, parameters, properties, values } = self.agreement;
        let agreement = [
            ("endpoints", endpoints),
            ("parameters", parameters),
            ("properties", properties),
            ("values", values),
        ];
        json!({
            "file": vendor.name,
            "agreement": Json::object(agreement.map(|(what, n)| (what, Json::from(n)))),
            "differences": self.differences.iter().map(|it| difference(it, None)).collect::<Vec<_>>(),
            "known": self.known.iter().map(|(it, reason)| difference(it, Some(reason))).collect::<Vec<_>>(),
            "stale": self.stale.iter().map(stale).collect::<Vec<_>>(),
            "not_compared": Json::strings(self.not_compared.iter().copied()),
        })
    }

    /// The lines to add to the spec, grouped by the mapping to add them to.
    #[must_use]
    pub fn patch(&self, spec: Source<'_>) -> String {
        let lines = LineIndex::new(spec.text);
        let mut groups: BTreeMap<(usize, &str), Vec<&Patch>> = BTreeMap::new();
        for patch in self.differences.iter().filter_map(|difference| difference.patch.as_ref()) {
            add(&mut groups, patch);
        }
        let mut text = String::new();
        for ((anchor, target), added) in groups {
            let (line, _) = lines.line_col(anchor);
            let _ = writeln!(text, "# {}:{line}: add to {target}", spec.name);
            text.extend(added.into_iter().map(|patch| patch.lines.as_str()));
        }
        text
    }
}

/// Adds each key once, even if several differences need it.
fn add<'p>(groups: &mut BTreeMap<(usize, &'p str), Vec<&'p Patch>>, patch: &'p Patch) {
    let group = groups.entry((patch.anchor.start, &patch.target)).or_default();
    if !group.iter().any(|known| known.key == patch.key) {
        group.push(patch);
    }
    patch.dependencies.iter().for_each(|patch| add(groups, patch));
}

/// The sources and options of a report for people.
struct Report<'a> {
    spec: Source<'a>,
    vendor: Source<'a>,
    lines: [LineIndex<'a>; 2],
    color: bool,
}

impl Report<'_> {
    fn difference(&self, difference: &Difference, reason: Option<&String>) -> String {
        let (sign, color) = match (reason, difference.side) {
            (Some(_), _) => ("=", Color::Cyan),
            (None, Side::OnlyVendor) => ("+", Color::Green),
            (None, Side::OnlySpec) => ("-", Color::Red),
            (None, Side::Differs) => ("~", Color::Yellow),
        };
        let times =
            if difference.count > 1 { format!(" ({} times)", difference.count) } else { String::new() };
        let mut text = self.entry(sign, color, difference.subject, &format!("{}{times}", difference.message));
        // Writing to memory cannot fail.
        if let Some(reason) = reason {
            let _ = writeln!(text, "    known:  {reason}");
        }
        text += &self.spec_location(&difference.spec_span);
        if let Some(span) = &difference.vendor_span {
            let (line, column) = self.lines[1].line_col(span.start);
            let _ = writeln!(text, "    vendor: {}:{line}:{column}", self.vendor.name);
        }
        text
    }

    fn stale(&self, known: &KnownDifference) -> String {
        let message = format!("{}: recorded as known, but not found", known.name.value);
        let mut text = self.entry("?", Color::Yellow, known.subject, &message);
        text += &self.spec_location(&known.name.span);
        text
    }

    fn entry(&self, sign: &str, color: Color, subject: Subject, message: &str) -> String {
        let message = escape_control(message);
        format!("{} {} {message}\n", paint(sign, color, false, self.color), subject.name())
    }

    fn spec_location(&self, span: &Span) -> String {
        let (line, column) = self.lines[0].line_col(span.start);
        format!("    spec:   {}:{line}:{column}\n", self.spec.name)
    }
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
