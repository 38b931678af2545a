//! Diagnostics of invalid specs. Each folder in `tests/diagnostics` is named after a rule and has specs that violate it, each with a
//! snapshot of its report; the folder `together` has specs that violate several rules.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::Source;
use codegen::{Diagnostic, Report, Rule};

const TOGETHER: &str = "together";

fn folder() -> PathBuf {
    tests::root().join("tests/diagnostics")
}

/// The names in a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

/// The report on a spec: its errors, or the warnings of a valid one.
fn report(text: &str) -> Report {
    let source = Source { name: "spec.yaml", text };
    codegen::generate(source).map_or_else(|report| report, |generated| generated.warnings)
}

/// Compares the report on a spec with its snapshot.
fn compare(folder: &Path, case: &str) -> Report {
    let text = fs::read_to_string(folder.join(format!("{case}.yaml"))).expect("a spec");
    let report = report(&text);
    insta::with_settings!({ snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(case, report.render(Source { name: "spec.yaml", text: &text }, false));
    });
    report
}

/// The specs in a folder, without `.yaml`.
fn cases(folder: &Path) -> Vec<String> {
    names(folder).iter().filter_map(|name| name.strip_suffix(".yaml")).map(str::to_owned).collect()
}

#[test]
fn every_rule_has_a_case() {
    let rules: BTreeSet<String> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    let mut folders = names(&folder());
    folders.remove(TOGETHER);
    assert_eq!(folders, rules);
}

#[test]
fn each_error_is_reported_at_its_location() {
    for rule in Rule::ALL {
        let folder = folder().join(rule.id());
        let cases = cases(&folder);
        assert!(!cases.is_empty(), "{}", folder.display());
        for case in cases {
            let report = compare(&folder, &case);
            let found: Vec<_> = report.diagnostics().iter().map(Diagnostic::rule).collect();
            assert!(found.contains(rule), "{}/{case}: {found:?}", rule.id());
        }
    }
}

#[test]
fn several_errors_are_reported_together() {
    let folder = folder().join(TOGETHER);
    for case in cases(&folder) {
        compare(&folder, &case);
    }
}

#[test]
fn ten_errors_are_reported_as_ten_in_the_order_of_the_file() {
    let text = tests::read("tests/diagnostics/together/ten.yaml");
    let report = report(&text);
    let rendered_report = report.render(Source { name: "spec.yaml", text: &text }, false);
    let rules = rendered_report
        .lines()
        .filter(|line| line.starts_with("error["))
        .map(|line| line.trim_start_matches("error[").split(']').next().unwrap_or_default());
    let locations =
        rendered_report.lines().filter_map(|line| line.trim_start().strip_prefix("--> spec.yaml:"));
    let found: Vec<_> = rules.zip(locations).collect();
    assert_eq!(
        found,
        [
            ("base-url", "3:13"),
            ("header-name", "4:18"),
            ("unknown-key", "5:3"),
            ("undeclared-parameter", "8:16"),
            ("unknown-type", "10:15"),
            ("one-method", "11:3"),
            ("unknown-key", "17:53"),
            ("min-above-max", "18:52"),
            ("type-syntax", "19:22"),
            ("deviation-reason", "20:7"),
        ]
    );
    assert_eq!(report.counts(), (10, 0));
}

#[test]
fn color_does_not_change_the_text() {
    let text = tests::read("tests/diagnostics/together/ten.yaml");
    let report = report(&text);
    let source = Source { name: "spec.yaml", text: &text };
    let coloured = report.render(source, true);
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    assert_eq!(plain, report.render(source, false));
}

/// The rendered report on a spec.
fn rendered(text: &str) -> String {
    report(text).render(Source { name: "spec.yaml", text }, false)
}

fn violates(text: &str, rule: Rule) -> bool {
    report(text).diagnostics().iter().any(|diagnostic| diagnostic.rule() == rule)
}

#[test]
fn nesting_above_the_limit_is_rejected() {
    let nested = |depth: usize| {
        let lists = depth - 1;
        format!("deep: {}{}\nnext: 1\n", "[".repeat(lists), "]".repeat(lists))
    };
    assert!(violates(&nested(65), Rule::TooDeep));
    assert!(!violates(&nested(64), Rule::TooDeep));
    // Later nodes have correct spans.
    assert!(rendered(&nested(64)).contains("--> spec.yaml:2:1\n"));
}

#[test]
fn type_with_too_many_tokens_is_rejected() {
    let lists = "list of ".repeat(15);
    for (ty, rejected) in
        [(format!("optional {lists}string"), false), (format!("list of {lists}string"), true)]
    {
        let spec = tests::read("tests/diagnostics/unused-type/spec.yaml")
            .replace("type: string", &format!("type: {ty}"));
        assert!(spec.contains(&ty));
        assert_eq!(violates(&spec, Rule::TypeSyntax), rejected, "{ty}");
    }
}

#[test]
fn distant_spans_are_given_by_line() {
    let far = "# A long comment.\n".repeat(10_000);
    let rendered_report = rendered(&format!("enums:\n{far}enums:\n"));
    assert!(rendered_report.contains("10002 | enums:\n"), "{rendered_report}");
    assert!(rendered_report.contains("first defined here: line 1\n"), "{rendered_report}");
    assert!(rendered_report.len() < 1_000, "{}", rendered_report.len());
}

#[test]
fn very_long_line_is_not_displayed() {
    let long = format!("enums:\nname: {}\n", "long ".repeat(20_000));
    let rendered_report = rendered(&long);
    assert!(rendered_report.contains("--> spec.yaml:2:1\n"), "{rendered_report}");
    assert!(rendered_report.len() < 1_000, "{}", rendered_report.len());
}

#[test]
fn diagnostics_above_the_limit_are_counted() {
    let keys: Vec<_> = (0..3000).map(|n| format!("key{n}: 1\n")).collect();
    let keys = keys.concat();
    let report = report(&keys);
    // The section `api` is missing as well.
    assert_eq!((report.diagnostics().len(), report.counts()), (1000, (3001, 0)));
    let rendered_report = report.render(Source { name: "spec.yaml", text: &keys }, false);
    assert!(
        rendered_report.contains("2001 more are omitted"),
        "{}",
        &rendered_report[rendered_report.len() - 200..]
    );
}
