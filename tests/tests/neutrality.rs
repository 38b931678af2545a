//! The generator and the runtime do not depend on the API of this crate: everything about it comes from the spec.

use std::fs;
use std::path::{Path, PathBuf};

/// The files below a folder, deepest last.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Words that identify this API, matched in any case and inside other words.
fn words() -> Vec<String> {
    let spec = spec();
    let (api, paging) = (&spec["api"], &spec["endpoints"]["list_voices"]["paging"]);
    let names = [&api["key"]["header"], &api["key"]["environment"], &api["response_headers"]["request_id"]];
    let names =
        names.into_iter().chain([&api["response_headers"]["trace_id"], &paging["more"], &paging["next"]]);
    let names = names.map(|value| value.as_str().expect("text").to_lowercase());
    names.chain(["voice", "elevenlabs", "eleven_labs"].map(str::to_owned)).collect()
}

/// The names of the API's types, matched case-sensitively.
fn types() -> Vec<String> {
    let spec = spec();
    let names = ["schemas", "enums"]
        .into_iter()
        .flat_map(|section| spec[section].as_mapping().expect("a section").keys());
    names.map(|name| name.as_str().expect("a name").to_owned()).collect()
}

fn spec() -> serde_yaml::Value {
    serde_yaml::from_str(&tests::read("spec/voices.yaml")).expect("a spec")
}

/// Whether a text contains the identifier as a whole word.
fn contains_word(text: &str, identifier: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == identifier)
}

#[test]
fn generator_and_runtime_contain_no_name_of_the_api() {
    let (words, types) = (words(), types());
    let mut found = Vec::new();
    for folder in ["codegen/src", "xtask/src", "generated/src/runtime"] {
        for path in files(&tests::root().join(folder)) {
            let text = fs::read_to_string(&path).expect("text");
            let matches = words.iter().filter(|word| text.to_lowercase().contains(word.as_str()));
            let matches = matches.chain(types.iter().filter(|name| contains_word(&text, name)));
            found.extend(
                matches.map(|name| format!("{} contains `{name}`: move it to the spec", path.display())),
            );
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Emitted code passes everything about the API to the runtime, so that the two do not import each other.
#[test]
fn runtime_does_not_import_emitted_code() {
    for path in files(&tests::root().join("generated/src/runtime")) {
        let text = fs::read_to_string(&path).expect("text");
        assert!(!text.contains("crate::emitted"), "{}", path.display());
    }
}
