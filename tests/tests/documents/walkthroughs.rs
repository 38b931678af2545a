//! Applies each edit of the spec in CONTRIBUTING.md to a copy of it; the emitted Rust and the report of the change contain the
//! excerpts on the page.

use std::collections::BTreeMap;

use codegen::{File, Source, check};
use tests::page::code_blocks;

const SPEC: &str = "spec/voices.yaml";

/// The sections of the page that change the spec, by their headings.
fn walkthroughs(page: &str) -> Vec<(&str, &str)> {
    let sections = page.split("\n## ").skip(1).filter_map(|section| section.split_once('\n'));
    sections.filter(|(_, text)| !code_blocks(text, "diff").is_empty()).collect()
}

/// A text before and after an edit, which applies to the only location of its lines. The text may already contain the edit.
fn edited(text: &str, edit: &str) -> [String; 2] {
    let side = |excluded: char| -> String {
        let lines = edit.lines().filter(|line| !line.starts_with(excluded));
        lines.flat_map(|line| [line.get(1..).unwrap_or_default(), "\n"]).collect()
    };
    let (old, new) = (side('+'), side('-'));
    if text.contains(&new) {
        return [text.replace(&new, &old), text.to_owned()];
    }
    assert_eq!(text.matches(&old).count(), 1, "occurrences of these lines in {SPEC}:\n{old}");
    [text.to_owned(), text.replace(&old, &new)]
}

/// The lines of `cargo xtask diff` output on the page.
fn verdicts(steps: &str) -> Vec<String> {
    let blocks = code_blocks(steps, "console");
    let printed = blocks.iter().filter_map(|block| block.split_once("$ cargo xtask diff\n"));
    let lines = printed.flat_map(|(_, printed)| printed.lines().take_while(|line| !line.starts_with("$ ")));
    lines.map(str::to_owned).collect()
}

fn check_walkthrough(name: &str, steps: &str) {
    let [edit] = &code_blocks(steps, "diff")[..] else { panic!("{name} has several edits") };
    let [old, new] = edited(&tests::read(SPEC), edit);
    let source = |text| Source { name: SPEC, text };
    let report =
        |text| check(source(text)).unwrap_or_else(|report| panic!("{}", report.render(source(text), false)));
    let (before, after) = (report(&old), report(&new));
    assert!(after.warnings.is_empty(), "{name}: {}", after.warnings.render(source(&new), false));

    let printed = after.changes_since(&before).render(source(&old), source(&new), false);
    let verdicts = verdicts(steps);
    assert!(!verdicts.is_empty(), "{name} has no output of `cargo xtask diff`");
    for line in verdicts {
        assert!(printed.lines().any(|printed| printed == line), "{name}: {line} in\n{printed}");
    }

    let files = after.generate(SPEC).files.into_iter();
    let emitted: BTreeMap<_, _> = files.map(|File { path, text }| (path, text)).collect();
    let excerpts = code_blocks(steps, "rust");
    assert!(!excerpts.is_empty(), "{name} has no excerpt of emitted files");
    for block in excerpts {
        let (path, lines) = block.split_once('\n').expect("a path and lines of that file");
        let path = path.strip_prefix("// generated/src/emitted/").unwrap_or_else(|| panic!("{name}: {path}"));
        let text = emitted.get(path).unwrap_or_else(|| panic!("{name}: {path} is not emitted"));
        assert!(text.contains(lines), "{name}: {path} does not contain\n{lines}:\n{text}");
    }
}

#[test]
fn each_walkthrough_has_the_documented_results() {
    let page = tests::read("CONTRIBUTING.md");
    let walkthroughs = walkthroughs(&page);
    assert!(!walkthroughs.is_empty());
    for (name, steps) in walkthroughs {
        check_walkthrough(name, steps);
    }
}

/// The command with which the walkthrough of an endpoint begins: the vendor's schema has another name than that of the spec.
#[test]
fn endpoint_of_the_walkthrough_is_imported_with_the_schema_of_the_spec() {
    let spec = tests::read(SPEC);
    let checked = check(Source { name: SPEC, text: &spec }).expect("the spec is valid");
    let settings = r##"{ "openapi": "3.1.0", "info": { "title": "Voices", "version": "1" },
        "paths": { "/v1/voices/{voice_id}/settings": { "get": { "operationId": "get_voice_settings",
            "parameters": [{ "name": "voice_id", "in": "path", "required": true, "schema": { "type": "string" } }],
            "responses": { "200": { "description": "", "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/SettingsModel" } } } } } } } },
        "components": SCHEMAS }"##;
    let components = checked.openapi();
    let start = components.find("\"components\": ").expect("components") + "\"components\": ".len();
    let components = components[start..]
        .trim_end()
        .trim_end_matches('}')
        .replace("\"VoiceSettings\":", "\"SettingsModel\":");
    let document = settings.replace("SCHEMAS", &components);
    let options = codegen::ImportOptions {
        operations: vec!["GET /v1/voices/{voice_id}/settings".to_owned()],
        descriptions: false,
    };
    let source = Source { name: "openapi.json", text: &document };
    let import = codegen::import(source, Some(&checked), &options)
        .unwrap_or_else(|error| panic!("{}", error.render(source)));
    let sections = import.sections();
    assert!(
        sections.contains("    response: VoiceSettings\n") && !sections.contains("schemas:"),
        "{sections}"
    );
    assert!(import.is_lossless(), "{}", import.render(source, false));
}
