//! Dependencies: their registry, licences, and duplicate versions.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};
use tests::root;

/// Licences that permit everything that the licence of this crate permits, if their notices are kept.
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
/// of them are built on only one.
const SEVERAL: &[(&str, usize, usize, &str)] = &[
    ("base64", 1, 2, "wiremock and rcgen, which only tests have, still want the one before"),
    ("getrandom", 2, 3, "ring has stayed with its own version, and so has ahash, which only tests have"),
    ("r-efi", 1, 2, "getrandom's, for firmware"),
    ("syn", 2, 2, "openssl's macros want the one before ours"),
    (
        "synstructure",
        1,
        2,
        "x509-parser's macros want the one before; rcgen could be built with it, and is not",
    ),
    ("windows-sys", 2, 2, "ring has stayed with its own version"),
];

/// A crate in `cargo metadata`.
struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    source: Option<String>,
    /// Its dependencies, without those of its tests.
    needs: Vec<String>,
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
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo speaks JSON");
    let for_tests = |kind: &Value| kind["kind"] == "dev";
    let needs = list(&metadata["resolve"]["nodes"]).filter_map(|node| {
        let needs = list(&node["deps"]).filter(|dep| !list(&dep["dep_kinds"]).all(for_tests));
        Some((text(&node["id"])?, needs.filter_map(|dep| text(&dep["pkg"])).collect()))
    });
    let mut needs: BTreeMap<String, Vec<String>> = needs.collect();
    let package = |package: &Value| {
        let id = text(&package["id"])?;
        let package = Package {
            name: text(&package["name"])?,
            version: text(&package["version"])?,
            licence: text(&package["license"]),
            source: text(&package["source"]),
            needs: needs.remove(&id).unwrap_or_default(),
        };
        Some((id, package))
    };
    list(&metadata["packages"]).filter_map(package).collect()
}

/// The crates that a program with this crate depends on.
fn of_users(packages: &BTreeMap<String, Package>) -> BTreeSet<&str> {
    let ours = packages.iter().find(|(_, package)| package.name == "elevenlabs-voices");
    let mut found = BTreeSet::new();
    let mut open = vec![ours.expect("it is a member").0.as_str()];
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(packages[id].needs.iter().map(String::as_str));
        }
    }
    found
}

/// The number of versions of each crate with several.
fn several<'a>(packages: impl Iterator<Item = &'a Package>) -> BTreeMap<&'a str, usize> {
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
    let wrong: Vec<_> = packages
        .values()
        .filter(|package| !package.licence.as_deref().is_some_and(is_granted))
        .map(|package| format!("{} {}: {:?}", package.name, package.version, package.licence))
        .collect();
    println!("{} crates, of which users get at most {}", packages.len(), of_users(&packages).len());
    assert!(wrong.is_empty(), "{wrong:#?}");
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
    let users = of_users(&packages);
    let users = several(users.iter().map(|id| &packages[*id]));
    let here = several(packages.values());
    let expected = |count: fn(&(&'static str, usize, usize, &str)) -> usize| {
        SEVERAL.iter().map(|known| (known.0, count(known))).filter(|(_, count)| *count > 1).collect()
    };
    assert_eq!(users, expected(|known| known.1), "what users get");
    assert_eq!(here, expected(|known| known.2), "what is built here");
}
