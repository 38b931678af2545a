//! The walks of CONTRIBUTING.md, walked: each edit of the spec that is shown there is made in a copy of it, and what the walk shows of
//! the emitted Rust and of the report on the change is held against what comes of the edit.

use std::collections::BTreeMap;

use codegen::{File, Source, check};

const SPEC: &str = "spec/voices.yaml";

/// The sections of the page that change the spec, by their headings.
fn walks(page: &str) -> Vec<(&str, &str)> {
    let sections = page.split("\n## ").skip(1).filter_map(|section| section.split_once('\n'));
    sections.filter(|(_, text)| !blocks(text, "diff").is_empty()).collect()
}

/// What stands in the fenced blocks of a language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let fenced = text.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).collect()
}

/// A text before and after an edit, which is made in the one place where its lines stand. Whoever follows the page has made it.
fn edited(text: &str, edit: &str) -> [String; 2] {
    let side = |left_out: char| -> String {
        let lines = edit.lines().filter(|line| !line.starts_with(left_out));
        lines.flat_map(|line| [line.get(1..).unwrap_or_default(), "\n"]).collect()
    };
    let (old, new) = (side('+'), side('-'));
    if text.contains(&new) {
        return [text.replace(&new, &old), text.to_owned()];
    }
    assert_eq!(text.matches(&old).count(), 1, "how often these lines stand in {SPEC}:\n{old}");
    [text.to_owned(), text.replace(&old, &new)]
}

/// What `cargo xtask diff` is shown to print.
fn verdicts(walk: &str) -> Vec<&str> {
    blocks(walk, "console")
        .into_iter()
        .filter_map(|block| block.split_once("$ cargo xtask diff\n"))
        .flat_map(|(_, printed)| printed.lines().take_while(|line| !line.starts_with("$ ")))
        .collect()
}

fn walk(name: &str, steps: &str) {
    let [edit] = blocks(steps, "diff")[..] else { panic!("{name} has several edits") };
    let [old, new] = edited(&tests::read(SPEC), edit);
    let source = |text| Source { name: SPEC, text };
    let report =
        |text| check(source(text)).unwrap_or_else(|report| panic!("{}", report.render(source(text), false)));
    let (before, after) = (report(&old), report(&new));
    assert!(after.warnings.is_empty(), "{name}: {}", after.warnings.render(source(&new), false));

    let printed = after.changes_since(&before).render(source(&old), source(&new), false);
    let verdicts = verdicts(steps);
    assert!(!verdicts.is_empty(), "{name} shows no verdict");
    for line in verdicts {
        assert!(printed.lines().any(|printed| printed == line), "{name}: {line} in\n{printed}");
    }

    let files = after.generate(SPEC).files.into_iter();
    let emitted: BTreeMap<_, _> = files.map(|File { path, text }| (path, text)).collect();
    let shown: Vec<_> = blocks(steps, "rust")
        .into_iter()
        .map(|block| block.split_once('\n').expect("a path and what stands there"))
        .collect();
    assert!(!shown.is_empty(), "{name} shows nothing of what is emitted");
    for (path, lines) in shown {
        let path = path.strip_prefix("// generated/src/emitted/").unwrap_or_else(|| panic!("{name}: {path}"));
        let text = emitted.get(path).unwrap_or_else(|| panic!("{name}: {path} is not emitted"));
        assert!(text.contains(lines), "{name}: {path} lacks\n{lines}and is\n{text}");
    }
}

#[test]
fn each_walk_leads_where_it_says() {
    let page = tests::read("CONTRIBUTING.md");
    let walks = walks(&page);
    let names: Vec<_> = walks.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["Add a property", "Add a value of an enum", "Add an endpoint"]);
    for (name, steps) in walks {
        walk(name, steps);
    }
}

#[test]
fn an_edit_is_made_once_where_its_lines_stand() {
    let edit = " a\n-b\n+d\n+\n c\n";
    let there_and_back = ["a\nb\nc\n", "a\nd\n\nc\n"];
    for text in there_and_back {
        assert_eq!(edited(text, edit), there_and_back);
    }
}
