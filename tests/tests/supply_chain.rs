//! Dependencies: their registry, licences, and duplicate versions.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};
use tests::root;

/// Licences that grant everything that the licence of this crate grants, if their notices are kept.
const GRANTED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates in several versions: the number for users, the number in this repository, and the reason. For all operating systems: most
/// are built on only one.
const DUPLICATES: &[(&str, usize, usize, &str)] = &[
    ("base64", 1, 2, "wiremock and rcgen, which only tests use, require the previous version"),
    ("getrandom", 2, 3, "ring and ahash, which only tests use, each require an older version"),
    ("r-efi", 1, 2, "two versions of getrandom, for firmware"),
    ("syn", 2, 2, "openssl-macros requires the previous version"),
    (
        "synstructure",
        1,
        2,
        "the macros of x509-parser, an unused optional dependency of rcgen, require the previous version",
    ),
    ("windows-sys", 2, 2, "ring requires an older version"),
];

/// A crate in `cargo metadata`.
struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    source: Option<String>,
    /// Its dependencies, without dev-dependencies.
    dependencies: Vec<String>,
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// All crates for all features and systems, by id. The lock file must exist and be up to date.
fn packages() -> BTreeMap<String, Package> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["metadata", "--locked", "--all-features", "--format-version", "1"]);
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let for_tests = |kind: &Value| kind["kind"] == "dev";
    let dependencies = list(&metadata["resolve"]["nodes"]).filter_map(|node| {
        let dependencies = list(&node["deps"]).filter(|dep| !list(&dep["dep_kinds"]).all(for_tests));
        Some((text(&node["id"])?, dependencies.filter_map(|dep| text(&dep["pkg"])).collect()))
    });
    let mut dependencies: BTreeMap<String, Vec<String>> = dependencies.collect();
    let package = |package: &Value| {
        let id = text(&package["id"])?;
        let package = Package {
            name: text(&package["name"])?,
            version: text(&package["version"])?,
            licence: text(&package["license"]),
            source: text(&package["source"]),
            dependencies: dependencies.remove(&id).unwrap_or_default(),
        };
        Some((id, package))
    };
    list(&metadata["packages"]).filter_map(package).collect()
}

/// The crates that a program with this crate depends on.
fn user_dependencies(packages: &BTreeMap<String, Package>) -> BTreeSet<&str> {
    let root = packages.iter().find(|(_, package)| package.name == "elevenlabs-voices");
    let mut found = BTreeSet::new();
    let mut worklist = vec![root.expect("a workspace member").0.as_str()];
    while let Some(id) = worklist.pop() {
        if found.insert(id) {
            worklist.extend(packages[id].dependencies.iter().map(String::as_str));
        }
    }
    found
}

/// The number of versions of each crate with several.
fn duplicates<'a>(packages: impl Iterator<Item = &'a Package>) -> BTreeMap<&'a str, usize> {
    let mut versions = BTreeMap::<&str, BTreeSet<&str>>::new();
    for package in packages {
        versions.entry(&package.name).or_default().insert(&package.version);
    }
    versions
        .into_iter()
        .map(|(name, versions)| (name, versions.len()))
        .filter(|(_, count)| *count > 1)
        .collect()
}

fn is_granted(licence: &str) -> bool {
    let licence = Expression::parse_mode(licence, ParseMode::LAX).expect(licence);
    // An exception grants more than the licence by itself.
    let granted = |required: &LicenseReq| required.license.id().is_some_and(|id| GRANTED.contains(&id.name));
    licence.evaluate(granted)
}

#[test]
fn licences_are_compatible() {
    let packages = packages();
    let incompatible: Vec<_> = packages
        .values()
        .filter(|package| !package.licence.as_deref().is_some_and(is_granted))
        .map(|package| format!("{} {}: {:?}", package.name, package.version, package.licence))
        .collect();
    println!(
        "{} crates, of which users build at most {}",
        packages.len(),
        user_dependencies(&packages).len()
    );
    assert!(incompatible.is_empty(), "{incompatible:#?}");
    assert!(packages.len() > 200, "only {} crates", packages.len());
}

#[test]
fn incompatible_licence_is_detected() {
    for licence in ["GPL-3.0-only", "MIT AND LGPL-2.1-or-later", "MPL-2.0", "LicenseRef-Ours"] {
        assert!(!is_granted(licence), "{licence}");
    }
    for licence in ["MIT OR GPL-3.0-only", "(MIT OR Apache-2.0) AND Unicode-3.0", "MIT/Apache-2.0"] {
        assert!(is_granted(licence), "{licence}");
    }
}

#[test]
fn all_crates_come_from_the_public_registry() {
    for package in packages().values() {
        let registry = "registry+https://github.com/rust-lang/crates.io-index";
        assert!(
            package.source.as_deref().is_none_or(|source| source == registry),
            "{}: {:?}",
            package.name,
            package.source
        );
    }
}

#[test]
fn duplicate_versions_have_a_reason() {
    let packages = packages();
    let users = user_dependencies(&packages);
    let users = duplicates(users.iter().map(|id| &packages[*id]));
    let here = duplicates(packages.values());
    let expected = |count: fn(&(&'static str, usize, usize, &str)) -> usize| {
        DUPLICATES.iter().map(|known| (known.0, count(known))).filter(|(_, count)| *count > 1).collect()
    };
    assert_eq!(users, expected(|known| known.1), "dependencies of users");
    assert_eq!(here, expected(|known| known.2), "dependencies of this repository");
}
