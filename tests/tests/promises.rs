//! The crate's README names a test for each promise: those tests are there.

use std::fs;
use std::path::Path;

/// All Rust text below a folder.
fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let texts = entries.map(|path| match path.extension() {
        _ if path.is_dir() => sources(&path),
        Some(end) if end == "rs" => fs::read_to_string(&path).expect("a text"),
        _ => String::new(),
    });
    texts.collect()
}

/// What stands in backticks in the second column of the table of promises.
fn named_tests() -> Vec<String> {
    let readme = tests::read("generated/README.md");
    let table = readme.split("| promise | tests |").nth(1).expect("the table is there");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let columns = rows.map(|row| row.rsplit('|').nth(1).expect("a second column"));
    columns.flat_map(|column| column.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn each_promise_has_its_tests() {
    let named = named_tests();
    assert!(named.len() > 50, "{named:?}");
    let root = tests::root();
    let text = sources(&root.join("tests/tests")) + &sources(&root.join("generated/src"));
    let is_there =
        |name: &String| text.contains(&format!("fn {name}(")) || text.contains(&format!("fn {name}<"));
    let missing: Vec<_> = named.iter().filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
