//! The guides read well on the code host as well as in rustdoc: no hidden lines, and each link has a target in both.

use std::collections::BTreeSet;
use std::fs;

use tests::page::code_blocks;

/// The names of the Markdown pages.
fn names() -> BTreeSet<String> {
    let files = fs::read_dir(tests::root().join("generated/guide")).expect("the folder exists");
    let names = files.map(|file| file.expect("an entry").file_name().into_string().expect("a name"));
    names.map(|name| name.strip_suffix(".md").expect("a Markdown file").to_owned()).collect()
}

fn page(name: &str) -> String {
    tests::read(&format!("generated/guide/{name}.md"))
}

/// The labels of the link definitions in a text.
fn labels(text: &str) -> BTreeSet<&str> {
    let definitions = text.lines().map(|line| line.strip_prefix("/// ").unwrap_or(line));
    let labels = definitions.filter_map(|line| Some(line.strip_prefix('[')?.split_once("]: ")?.0));
    labels.filter(|label| !label.contains(']')).collect()
}

/// The text of `guide.rs` that belongs to each module, with its name.
fn modules(source: &str) -> Vec<(&str, &str)> {
    let items = source.split("\npub mod ").collect::<Vec<_>>();
    let ends = items.iter().skip(1).map(|item| item.split_once(" {}").expect("a module without items").0);
    ends.zip(&items).map(|(name, text)| (name, text.rsplit("\n\n").next().unwrap_or(text))).collect()
}

#[test]
fn each_guide_is_a_module_and_in_the_lists() {
    let source = tests::read("generated/src/guide.rs");
    let modules = modules(&source);
    assert_eq!(modules.iter().map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>(), names());
    let [readme, front] = ["generated/README.md", "generated/src/lib.rs"].map(tests::read);
    for (name, text) in modules {
        assert!(text.contains(&format!("include_str!(\"../guide/{name}.md\")")), "{name}");
        assert!(source.contains(&format!("//! - [`{name}`]: ")), "{name} in the list of guide.rs");
        assert!(readme.contains(&format!("| [`{name}`](guide/{name}.md) | ")), "{name} in the README");
        assert!(front.contains(&format!("](guide::{name})")), "{name} on the front page");
    }
}

#[test]
fn guides_have_no_hidden_lines() {
    for name in names() {
        let page = page(&name);
        assert!(page.starts_with("# "), "{name} has no title");
        let blocks = code_blocks(&page, "rust");
        assert!(!blocks.is_empty(), "{name}");
        for line in blocks.iter().flat_map(|block| block.lines()) {
            assert!(!line.trim_start().starts_with("# ") && line.trim() != "#", "{name}: {line}");
            assert!(line.chars().count() <= 100, "{name}: wider than the column: {line}");
        }
    }
}

/// Rustdoc takes the first definition of a link; without one it would link to a file of the repository.
#[test]
fn each_link_of_a_guide_has_a_target_in_rustdoc() {
    let source = tests::read("generated/src/guide.rs");
    for (name, text) in modules(&source) {
        let page = page(name);
        assert_eq!(labels(&page), labels(text), "{name}");
        let inline = page.lines().find(|line| line.contains("](") && !line.contains("](https://"));
        assert_eq!(inline, None, "{name}: a link without a definition");
    }
}
