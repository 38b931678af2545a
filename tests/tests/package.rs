//! What would be published: the crate as users get it, and nothing else.

use std::path::Path;
use std::process::Command;

use tests::root;

/// What `cargo package` says, on stdout and on stderr.
fn package(arguments: &[&str]) -> (String, String) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("package");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["package", "--package", "elevenlabs-voices", "--allow-dirty", "--target-dir"]);
    let output = cargo.arg(target).args(arguments).current_dir(root()).output().expect("cargo runs");
    let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("text"));
    assert!(output.status.success(), "{err}");
    (out, err)
}

#[test]
fn package_contains_only_what_users_need() {
    let (list, _) = package(&["--list"]);
    // These are made by cargo.
    let made = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml.orig"];
    let mut files: Vec<_> = list.lines().map(|line| line.replace('\\', "/")).collect();
    files.retain(|file| !made.contains(&file.as_str()));
    for wanted in ["Cargo.toml", "README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "src/lib.rs"] {
        assert!(files.iter().any(|file| file == wanted), "there is no {wanted} in {files:?}");
    }
    let is_source =
        |file: &str| (file.starts_with("src/") || file.starts_with("examples/")) && has_extension(file, "rs");
    let is_for_readers =
        |file: &str| !file.contains('/') && (has_extension(file, "md") || file.starts_with("LICENSE-"));
    files.retain(|file| file != "Cargo.toml" && !is_source(file) && !is_for_readers(file));
    assert!(files.is_empty(), "{files:#?}");
}

fn has_extension(file: &str, extension: &str) -> bool {
    Path::new(file).extension().is_some_and(|other| other == extension)
}

#[test]
fn cargo_packs_it_without_a_warning() {
    let (_, said) = package(&["--no-verify"]);
    assert!(said.contains("Packaged"), "{said}");
    assert!(!said.contains("warning"), "{said}");
    let archive =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("package/package/elevenlabs-voices-0.1.0.crate");
    let size = archive.metadata().expect("it is there").len();
    assert!(size < 200_000, "{size} bytes");
}

#[test]
fn package_licenses_match_the_repository() {
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert_eq!(tests::read(&format!("generated/{name}")), tests::read(name));
    }
}
