//! The report of an import: what it added and what it lost, as text and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::json::{Json, json};
use crate::openapi::draft::NewType;
use crate::openapi::lost::{Effect, Lost};
use crate::source::{Color, Source, escape_control, paint};

use super::operation::Outcome;
use super::{Import, ImportedOperation};

/// The locations that are listed for a construct in a report for people.
const MAX_LOCATIONS: usize = 3;

impl Import {
    /// Renders the report for people.
    #[must_use]
    pub fn render(&self, document: Source<'_>, color: bool) -> String {
        let mut text = String::new();
        for (construct, locations) in self.locations(Effect::Loss) {
            let line = entry("lost", Color::Yellow, &construct, locations.len(), color);
            text += &line;
            for location in locations.iter().take(MAX_LOCATIONS) {
                let _ = writeln!(text, "    {}", escape_control(location));
            }
            if locations.len() > MAX_LOCATIONS {
                let _ = writeln!(text, "    and {} more", locations.len() - MAX_LOCATIONS);
            }
        }
        for operation in &self.operations {
            if let Outcome::LeftOut(reason) = &operation.outcome {
                let message = format!("{}: {reason}", operation.route());
                text += &entry("left out", Color::Red, &message, 1, color);
            }
        }
        let notes = self.locations(Effect::Note);
        if !notes.is_empty() {
            let notes = notes.iter().map(|(construct, locations)| count(construct, locations.len()));
            let notes = escape_control(&notes.collect::<Vec<_>>().join(", "));
            let _ = writeln!(text, "{}: not stated, without effect on values: {notes}", document.name);
        }
        let _ = writeln!(text, "{}: {}", document.name, self.summary());
        text
    }

    fn summary(&self) -> String {
        let [imported, lossless, in_spec, left_out] = self.counts();
        let types = |section| self.types.iter().filter(|it| it.section() == section).count();
        let mut parts = vec![format!("{} imported", plural(imported, "operation"))];
        if lossless < imported {
            parts.push(format!("{} of them with a loss", imported - lossless));
        }
        parts.push(format!("{left_out} left out"));
        if in_spec > 0 {
            parts.push(format!("{in_spec} already in the spec"));
        }
        let unions = match types("unions") {
            0 => String::new(),
            unions => format!(", {}", plural(unions, "new union")),
        };
        let added = format!(
            "{}{unions}, {}",
            plural(types("schemas"), "new schema"),
            plural(types("enums"), "new enum")
        );
        let reused = match self.reused.len() {
            0 => String::new(),
            reused => format!(", {} of the spec reused", plural(reused, "type")),
        };
        format!("{}; {added}{reused}", parts.join(", "))
    }

    /// The numbers of operations: imported, imported without a loss, in the spec before, left out.
    fn counts(&self) -> [usize; 4] {
        let count = |is: fn(&ImportedOperation) -> bool| self.operations.iter().filter(|it| is(it)).count();
        [
            count(|it| matches!(it.outcome, Outcome::Imported(_))),
            count(|it| matches!(it.outcome, Outcome::Imported(_)) && it.is_lossless()),
            count(|it| matches!(it.outcome, Outcome::InSpec(_))),
            count(|it| matches!(it.outcome, Outcome::LeftOut(_))),
        ]
    }

    /// The constructs of one effect, each with its locations.
    fn locations(&self, effect: Effect) -> BTreeMap<String, Vec<&str>> {
        let mut constructs: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let lost = self.operations.iter().flat_map(|operation| &operation.lost);
        for (Lost { construct, .. }, location) in lost.filter(|(lost, _)| lost.effect == effect) {
            let locations = constructs.entry(construct.to_string()).or_default();
            if !locations.contains(&&**location) {
                locations.push(location);
            }
        }
        constructs
    }

    /// Renders the report as JSON.
    #[must_use]
    pub fn to_json(&self, document: Source<'_>) -> Json {
        let [imported, lossless, in_spec, left_out] = self.counts();
        let names = |section| {
            let types = self.types.iter().filter(move |it| it.section() == section);
            Json::strings(types.map(|it: &NewType| it.name.clone()))
        };
        json!({
            "file": document.name,
            "operations": self.operations.iter().map(ImportedOperation::to_json).collect::<Vec<_>>(),
            "counts": json!({
                "imported": imported,
                "lossless": lossless,
                "in_spec": in_spec,
                "left_out": left_out,
            }),
            "new": json!({
                "endpoints": Json::strings(self.endpoints().map(|endpoint| endpoint.name.clone())),
                "schemas": names("schemas"),
                "unions": names("unions"),
                "enums": names("enums"),
            }),
            "reused": Json::strings(self.reused.iter().cloned()),
        })
    }
}

impl ImportedOperation {
    fn to_json(&self) -> Json {
        let constructs = |effect| {
            let lost = self.lost.iter().filter(move |(lost, _)| lost.effect == effect);
            lost.map(|(lost, place)| json!({ "construct": &*lost.construct, "place": &**place }))
        };
        let mut members =
            vec![("method", Json::from(self.method.as_str())), ("path", self.path.as_str().into())];
        members.extend(self.operation_id.as_ref().map(|id| ("operation_id", id.into())));
        let mut lost: Vec<Json> = constructs(Effect::Loss).collect();
        let outcome = match &self.outcome {
            Outcome::Imported(endpoint) => {
                members.push(("name", endpoint.name.as_str().into()));
                "imported"
            }
            Outcome::InSpec(name) => {
                members.push(("name", name.as_str().into()));
                "in_spec"
            }
            Outcome::LeftOut(reason) => {
                lost.push(json!({ "construct": reason.as_str(), "place": self.place() }));
                "left_out"
            }
        };
        members.push(("outcome", outcome.into()));
        members.push(("lossless", self.is_lossless().into()));
        members.push(("lost", lost.into()));
        members.push(("not_stated", constructs(Effect::Note).collect::<Vec<_>>().into()));
        Json::object(members)
    }

    fn place(&self) -> String {
        let path = self.path.replace('~', "~0").replace('/', "~1");
        format!("#/paths/{path}/{}", self.method.to_lowercase())
    }
}

fn entry(label: &str, color: Color, what: &str, times: usize, is_colored: bool) -> String {
    format!("{} {}\n", paint(label, color, false, is_colored), escape_control(&count(what, times)))
}

/// What was met, with the number of times if that is more than one.
fn count(what: &str, times: usize) -> String {
    if times == 1 { what.to_owned() } else { format!("{what} ({times} times)") }
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
