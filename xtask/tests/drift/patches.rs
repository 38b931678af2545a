//! Patches for random documents: every patch is a valid addition to the spec, and the patched spec agrees.

use codegen::Source;
use codegen::drift::Drift;
use serde_json::Value;

use crate::documents::{Random, junk, pointers};

const SPEC: &str = include_str!("store.yaml");

/// The number of documents.
const COUNT: u64 = 120;

fn drift(spec: &str, document: &str) -> Drift {
    let source = Source { name: "store.yaml", text: spec };
    let checked =
        codegen::check(source).unwrap_or_else(|report| panic!("{}\n{spec}", report.render(source, false)));
    checked.drift(Source { name: "vendor.json", text: document }, None).expect("a comparison")
}

/// The spec with the lines of a patch inserted.
fn apply(spec: &str, patch: &str) -> String {
    let mut lines: Vec<&str> = spec.lines().collect();
    let groups = patch.split("# store.yaml:").skip(1);
    for group in groups {
        let (head, added) = group.split_once('\n').expect("lines");
        let (_, target) = head.split_once(": add to ").expect("a target");
        // The spec has no unions yet.
        if target == "unions" && !lines.contains(&"unions:") {
            lines.push("unions:");
        }
        let mut at = 0;
        for (depth, key) in target.split('.').enumerate() {
            let key = format!("{}{key}:", "  ".repeat(depth));
            at += 1 + lines[at..].iter().position(|line| *line == key).unwrap_or_else(|| panic!("{target}"));
        }
        lines.splice(at..at, added.lines());
    }
    lines.join("\n") + "\n"
}

#[test]
fn patches_of_generated_documents_are_accepted_and_make_the_spec_agree() {
    let source = Source { name: "store.yaml", text: SPEC };
    let base: Value = serde_json::from_str(&codegen::check(source).expect("a spec").openapi()).expect("JSON");
    for seed in 1..=COUNT {
        let document = Random(seed).document(base.clone()).to_string();
        let patch = drift(SPEC, &document).patch(source);
        let patched = apply(SPEC, &patch);
        let sources =
            [("store.yaml", &patched), ("vendor.json", &document)].map(|(name, text)| Source { name, text });
        let rest = drift(&patched, &document).to_json(sources[0], sources[1]).to_text();
        let rest: Value = serde_json::from_str(&rest).expect("JSON");
        let messages = rest["differences"].as_array().expect("a list").iter();
        let messages = messages.map(|difference| difference["message"].as_str().expect("a message"));
        let unexpected: Vec<_> =
            messages.filter(|message| !message.ends_with("which a spec cannot declare")).collect();
        assert!(unexpected.is_empty(), "seed {seed}: {unexpected:#?}\n{document}\n{patch}");
        assert!(!patch.is_empty(), "seed {seed}");
    }
}

#[test]
fn malformed_documents_are_compared_or_rejected() {
    let checked = codegen::check(Source { name: "store.yaml", text: SPEC }).expect("a spec");
    let base: Value = serde_json::from_str(&checked.openapi()).expect("JSON");
    let mut compared = 0;
    for seed in 1..=COUNT {
        let mut random = Random(seed);
        let mut document = random.document(base.clone());
        for _ in 0..8 {
            let mut found = Vec::new();
            pointers(&document, "", &mut found);
            let pointer: &String = random.pick(&found);
            *document.pointer_mut(pointer).expect("a value at the pointer") = random.pick(&junk()).clone();
        }
        let text = document.to_string();
        let source = Source { name: "vendor.json", text: &text };
        if let Ok(drift) = checked.drift(source, None) {
            let spec = Source { name: "store.yaml", text: SPEC };
            assert!(!drift.render(spec, source, true, false).is_empty());
            compared += usize::from(!drift.patch(spec).is_empty());
        }
    }
    assert!(compared > 50, "{compared}");
}
