//! The generator and the runtime know nothing of the API that they are first used for: all that they say of it comes from
//! the spec.

use std::fs;
use std::path::{Path, PathBuf};

/// The files below a folder, deepest last.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Names that mean this API and no other: its own, its paths, and the values of the spec's `api` section and paging.
fn names() -> Vec<String> {
    let spec: serde_yaml::Value = serde_yaml::from_str(&tests::read("spec/voices.yaml")).expect("a spec");
    let mut names: Vec<String> = ["voice", "elevenlabs", "eleven_labs"].map(str::to_owned).to_vec();
    let api = &spec["api"];
    let said = [&api["key"]["header"], &api["key"]["environment"], &api["response_headers"]["request_id"]];
    let paging = &spec["endpoints"]["list_voices"]["paging"];
    let said =
        said.into_iter().chain([&api["response_headers"]["trace_id"], &paging["more"], &paging["next"]]);
    names.extend(said.map(|value| value.as_str().expect("text").to_lowercase()));
    let schemas = spec["schemas"]
        .as_mapping()
        .expect("schemas")
        .keys()
        .chain(spec["enums"].as_mapping().expect("enums").keys());
    // Words that mean something in every API are no secret of this one's.
    let own =
        schemas.filter_map(|name| name.as_str()).filter(|name| !["Recording", "Speaker"].contains(name));
    names.extend(own.map(str::to_lowercase));
    names
}

#[test]
fn no_name_of_the_api_stands_in_the_generator_or_the_runtime() {
    let names = names();
    assert!(names.len() > 30, "{names:?}");
    let mut found = Vec::new();
    for folder in ["codegen/src", "xtask/src", "generated/src/runtime"] {
        for path in files(&tests::root().join(folder)) {
            let text = fs::read_to_string(&path).expect("a text").to_lowercase();
            let here = names.iter().filter(|name| text.contains(name.as_str()));
            found.extend(here.map(|name| format!("{}: {name}", path.display())));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
