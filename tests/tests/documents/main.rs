//! Commands, options, suites, files, links and walkthroughs in the pages for maintainers and users exist.

mod guides;
mod walkthroughs;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use tests::markdown::anchors;
use tests::page::{code_blocks, code_spans, column, links};

const PAGES: [&str; 20] = [
    "README.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "RELIABILITY.md",
    "spec/README.md",
    "spec/COMPATIBILITY.md",
    "generated/README.md",
    "generated/CHANGELOG.md",
    "generated/guide/blocking.md",
    "generated/guide/errors.md",
    "generated/guide/pagination.md",
    "generated/guide/regions.md",
    "generated/guide/retries.md",
    "generated/guide/search.md",
    "generated/guide/settings.md",
    "generated/guide/testing.md",
    "generated/guide/timestamps.md",
    "generated/guide/tls.md",
    "generated/guide/tracing.md",
    "generated/guide/unknown_values.md",
];

/// The words of a command line, up to its comment.
type CommandLine = Vec<String>;

/// Every command in the code blocks or the prose of a page.
fn commands(page: &str) -> Vec<CommandLine> {
    let text = tests::read(page);
    let displayed = code_blocks(&text, "console").join("\n");
    let displayed = displayed.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned);
    let named = code_spans(&text).into_iter();
    let named = named.filter(|code| code.starts_with("cargo ") || code.starts_with(".ci/"));
    let words = |line: String| line.split_whitespace().take_while(|w| *w != "#").map(str::to_owned).collect();
    displayed.chain(named).map(words).collect()
}

fn all_commands() -> Vec<(&'static str, CommandLine)> {
    PAGES.into_iter().flat_map(|page| commands(page).into_iter().map(move |words| (page, words))).collect()
}

/// The output of `cargo xtask help` for a task.
fn help(task: &str) -> Option<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(tests::root()).args(["xtask", "help"]).args(Some(task).filter(|task| !task.is_empty()));
    let done = cargo.output().expect("cargo runs");
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

#[test]
fn each_task_and_its_options_exist() {
    let mut helps = BTreeMap::new();
    let mut seen = 0;
    for (page, words) in all_commands() {
        let Some(start) = words.windows(2).position(|pair| pair == ["cargo", "xtask"]) else { continue };
        let Some((task, arguments)) = words[start + 2..].split_first() else { continue };
        let task = if task == "help" { arguments.first().map_or("", String::as_str) } else { task.as_str() };
        let help = helps.entry(task.to_owned()).or_insert_with(|| help(task));
        let help = help.as_ref().unwrap_or_else(|| panic!("{page}: there is no task `{task}`"));
        for option in arguments.iter().filter(|word| word.starts_with('-') && *word != "--help") {
            let known = help.split_whitespace().any(|word| word == option);
            assert!(known, "{page}: `{task}` has no option `{option}`:\n{help}");
        }
        seen += 1;
    }
    assert!(seen > 15, "{seen} commands were checked");
}

#[test]
fn each_suite_and_example_exists() {
    let exists = |path: String| tests::root().join(path).exists();
    let mut seen = 0;
    for (page, words) in all_commands() {
        for pair in words.windows(2) {
            let name = &pair[1];
            let found = match pair[0].as_str() {
                // A placeholder for any name.
                _ if name.chars().all(char::is_uppercase) => continue,
                "--test" => ["tests", "xtask"].iter().any(|package| {
                    exists(format!("{package}/tests/{name}.rs"))
                        || exists(format!("{package}/tests/{name}/main.rs"))
                }),
                "--example" => ["tests", "generated"]
                    .iter()
                    .any(|package| exists(format!("{package}/examples/{name}.rs"))),
                _ => continue,
            };
            assert!(found, "{page}: the {} in `{}` does not exist", &pair[0][2..], words.join(" "));
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen} names were checked");
}

#[test]
fn each_script_and_its_checks_exist() {
    for (page, words) in all_commands() {
        let Some((script, arguments)) = words.split_first().filter(|(first, _)| first.starts_with(".ci/"))
        else {
            continue;
        };
        let text = tests::read(script);
        for argument in arguments {
            let known =
                text.contains(&format!("\n{argument}() {{")) || text.contains(&format!("\"{argument}\""));
            assert!(known, "{page}: {script} has no check `{argument}`");
        }
    }
}

#[test]
fn each_link_has_a_target() {
    let mut seen = 0;
    for page in PAGES {
        let text = tests::read(page);
        let folder = Path::new(page).parent().unwrap_or(Path::new(""));
        for link in links(&text) {
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { page.into() } else { folder.join(path) };
            assert!(tests::root().join(&target).exists(), "{page}: the target of {link} does not exist");
            if !anchor.is_empty() {
                let anchors = anchors(&tests::read(&target.to_string_lossy()));
                assert!(anchors.contains(anchor), "{page}: {link} in {anchors:?}");
            }
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} links were checked");
}

/// The crate's README names a suite, or a file of one, for each guarantee.
#[test]
fn each_guarantee_has_a_test_file() {
    let cells = column(&tests::read("generated/README.md"), "tests");
    assert!(cells.len() > 10, "{cells:?}");
    for cell in &cells[1..] {
        let named = code_spans(cell);
        assert!(!named.is_empty(), "no test is named in {cell}");
        for name in named {
            let path = tests::root().join("tests/tests").join(&name);
            assert!(path.extension().is_some_and(|end| end == "rs") && path.is_file(), "{name} in {cell}");
        }
    }
}
