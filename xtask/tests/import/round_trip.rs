//! For random documents: the imported spec generates, agrees with the document but for what the import lists, and survives
//! a round trip through OpenAPI.

use codegen::{Import, ImportOptions, Source};
use serde_json::Value;

use crate::documents::{Random, junk, pointers};

/// The number of documents: by default few enough for every test run.
pub(crate) fn count() -> u64 {
    std::env::var("IMPORT_DOCUMENTS").map_or(150, |count| count.parse().expect("a number"))
}

fn import(document: &str) -> Import {
    let source = Source { name: "vendor.json", text: document };
    codegen::import(source, None, &ImportOptions::default())
        .unwrap_or_else(|error| panic!("{}", error.render(source)))
}

/// The spec without its comments, which name locations of one document.
fn without_comments(spec: &str) -> String {
    let lines: Vec<_> =
        spec.split_inclusive('\n').filter(|line| !line.trim_start().starts_with('#')).collect();
    lines.concat()
}

/// The names of the endpoints that are imported without a loss.
fn lossless_endpoints(report: &Value) -> Vec<&str> {
    let operations = report["operations"].as_array().expect("operations").iter();
    let lossless = operations.filter(|operation| operation["lossless"] == true);
    lossless.map(|operation| operation["name"].as_str().expect("a name")).collect()
}

#[test]
fn imported_spec_generates_agrees_and_survives_a_round_trip() {
    let (mut operations, mut lossless) = (0, 0);
    for seed in 1..=count() {
        let document = Random(seed).api().to_string();
        let vendor = Source { name: "vendor.json", text: &document };
        let imported = import(&document);
        let text = imported.spec();
        let spec = Source { name: "spec.yaml", text: &text };
        let checked = codegen::check(spec).unwrap_or_else(|report| {
            panic!("seed {seed}: {}\n{text}\n{document}", report.render(spec, false))
        });
        let warnings = checked.warnings.render(spec, false);
        let others: Vec<_> = warnings
            .lines()
            .filter(|line| {
                line.starts_with("warning")
                    && !line.starts_with("warning[no-description]")
                    && !line.starts_with("warning[surrounding-space]")
            })
            .collect();
        assert!(others.is_empty(), "seed {seed}: {others:#?}\n{text}\n{document}");

        let report: Value = serde_json::from_str(&imported.to_json(vendor).to_text()).expect("JSON");
        let drift = checked.drift(vendor, None).expect("a comparison").to_json(spec, vendor).to_text();
        let drift: Value = serde_json::from_str(&drift).expect("JSON");
        let lossless_names = lossless_endpoints(&report);
        let differences = drift["differences"].as_array().expect("a list").iter();
        let unexpected: Vec<_> = differences
            .filter(|difference| lossless_names.contains(&difference["endpoint"].as_str().expect("a name")))
            .collect();
        assert!(unexpected.is_empty(), "seed {seed}: {unexpected:#?}\n{text}\n{document}");

        let again = import(&checked.openapi()).spec();
        let (again, text_without) = (without_comments(&again), without_comments(&text));
        let diff = similar::TextDiff::from_lines(&text_without, &again);
        let diff = diff.unified_diff().header("imported", "imported again").to_string();
        assert!(again == text_without, "seed {seed}: {diff}\n{document}");
        assert_eq!(import(&document).spec(), text, "seed {seed}");
        operations += report["counts"]["imported"].as_u64().expect("a count");
        lossless += report["counts"]["lossless"].as_u64().expect("a count");
    }
    assert!(operations > 300 && lossless > 50, "{operations} {lossless}");
}

#[test]
fn malformed_documents_are_imported_or_rejected() {
    let mut imported = 0;
    for seed in 1..=count() {
        let mut random = Random(seed);
        let mut document = random.api();
        for _ in 0..8 {
            let mut found = Vec::new();
            pointers(&document, "", &mut found);
            let pointer: &String = random.pick(&found);
            *document.pointer_mut(pointer).expect("a value at the pointer") = random.pick(&junk()).clone();
        }
        let text = document.to_string();
        let source = Source { name: "vendor.json", text: &text };
        if let Ok(import) = codegen::import(source, None, &ImportOptions::default()) {
            let text = import.spec();
            let spec = Source { name: "spec.yaml", text: &text };
            codegen::check(spec).unwrap_or_else(|report| {
                panic!("seed {seed}: {}\n{text}\n{document}", report.render(spec, false))
            });
            imported += 1;
        }
    }
    assert!(imported > 50, "{imported}");
}
