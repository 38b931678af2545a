//! The pages for maintainers say nothing that is not there: commands, options, suites, files, headings.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const PAGES: [&str; 8] = [
    "README.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "RELIABILITY.md",
    "spec/README.md",
    "spec/COMPATIBILITY.md",
    "generated/README.md",
    "generated/CHANGELOG.md",
];

/// The words of a command line, up to its comment.
type Words = Vec<String>;

/// Every command that a page shows, or names in its prose.
fn commands(page: &str) -> Vec<Words> {
    let text = tests::read(page);
    let fenced = text.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let shown = fenced.flat_map(str::lines).filter_map(|line| line.strip_prefix("$ "));
    let named = text.split('`').skip(1).step_by(2).filter(|code| !code.contains('\n'));
    let named = named.filter(|code| code.starts_with("cargo ") || code.starts_with(".ci/"));
    let words =
        |line: &str| line.split_whitespace().take_while(|word| *word != "#").map(str::to_owned).collect();
    shown.chain(named).map(words).collect()
}

fn all_commands() -> Vec<(&'static str, Words)> {
    PAGES.into_iter().flat_map(|page| commands(page).into_iter().map(move |words| (page, words))).collect()
}

/// What `cargo xtask help` says, with a task's name of that.
fn help(task: &str) -> Option<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(tests::root()).args(["xtask", "help"]).args(Some(task).filter(|task| !task.is_empty()));
    let done = cargo.output().expect("cargo runs");
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

#[test]
fn each_task_and_its_options_are_there() {
    let mut helps = BTreeMap::new();
    let mut seen = 0;
    for (page, words) in all_commands() {
        let Some(at) = words.windows(2).position(|pair| pair == ["cargo", "xtask"]) else { continue };
        let Some((task, arguments)) = words[at + 2..].split_first() else { continue };
        let task = if task == "help" { arguments.first().map_or("", String::as_str) } else { task.as_str() };
        let help = helps.entry(task.to_owned()).or_insert_with(|| help(task));
        let help = help.as_ref().unwrap_or_else(|| panic!("{page}: there is no task `{task}`"));
        for option in arguments.iter().filter(|word| word.starts_with('-') && *word != "--help") {
            let known = help.split_whitespace().any(|word| word == option);
            assert!(known, "{page}: `{task}` has no option `{option}`:\n{help}");
        }
        seen += 1;
    }
    assert!(seen > 15, "{seen} commands were looked at");
}

#[test]
fn each_suite_and_example_is_there() {
    let is_there = |path: String| tests::root().join(path).exists();
    let mut seen = 0;
    for (page, words) in all_commands() {
        for pair in words.windows(2) {
            let name = &pair[1];
            let there = match pair[0].as_str() {
                // What stands for any name.
                _ if name.chars().all(char::is_uppercase) => continue,
                "--test" => ["tests", "xtask"].iter().any(|package| {
                    is_there(format!("{package}/tests/{name}.rs"))
                        || is_there(format!("{package}/tests/{name}/main.rs"))
                }),
                "--example" => ["tests", "generated"]
                    .iter()
                    .any(|package| is_there(format!("{package}/examples/{name}.rs"))),
                _ => continue,
            };
            assert!(there, "{page}: there is no {} of the name in `{}`", &pair[0][2..], words.join(" "));
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen} names were looked at");
}

#[test]
fn each_script_and_its_checks_are_there() {
    for (page, words) in all_commands() {
        let Some((script, arguments)) = words.split_first().filter(|(first, _)| first.starts_with(".ci/"))
        else {
            continue;
        };
        let text = tests::read(script);
        for argument in arguments {
            let known =
                text.contains(&format!("\n{argument}() {{")) || text.contains(&format!("\"{argument}\""));
            assert!(known, "{page}: {script} knows no `{argument}`");
        }
    }
}

/// The targets of a page's links and pictures, but for those on other sites.
fn links(text: &str) -> Vec<&str> {
    let markdown = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let html = ["src=\"", "srcset=\"", "href=\""].into_iter();
    let html = html.flat_map(|key| text.split(key).skip(1)).filter_map(|rest| rest.split('"').next());
    markdown.chain(html).filter(|target| !target.contains("://")).collect()
}

/// The anchors that GitHub makes of a page's headings.
fn anchors(text: &str) -> Vec<String> {
    let headings =
        text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let kept = |c: &char| c.is_alphanumeric() || "-_ ".contains(*c);
    headings
        .map(|title| title.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-"))
        .collect()
}

#[test]
fn each_link_leads_somewhere() {
    let mut seen = 0;
    for page in PAGES {
        let text = tests::read(page);
        let folder = Path::new(page).parent().unwrap_or(Path::new(""));
        for link in links(&text) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.into() } else { folder.join(path) };
            assert!(tests::root().join(&target).exists(), "{page}: {link} leads nowhere");
            if !anchor.is_empty() {
                let there = anchors(&tests::read(&target.to_string_lossy()));
                assert!(there.iter().any(|known| known == anchor), "{page}: {link} in {there:?}");
            }
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} links were looked at");
}

#[test]
fn a_link_that_leads_nowhere_would_be_seen() {
    assert_eq!(
        links("[a](b.md#c) ![d](e.svg) <img src=\"f.svg\"> [g](https://h.example)"),
        ["b.md#c", "e.svg", "f.svg"]
    );
    assert_eq!(anchors("# A `b`, c\n## d_e-f\n"), ["a-b-c", "d_e-f"]);
}
