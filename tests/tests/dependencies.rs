//! What the crate brings into a user's tree, for each choice of features.

use std::collections::BTreeSet;
use std::process::Command;

use tests::root;

/// How many crates the default features may bring in, the crate itself included.
const MAX_BY_DEFAULT: usize = 53;

/// What no blocking client needs.
const ASYNC: &[&str] = &[
    "async-io",
    "async-std",
    "futures-channel",
    "futures-executor",
    "futures-util",
    "h2",
    "hyper",
    "hyper-rustls",
    "hyper-util",
    "mio",
    "reqwest",
    "smol",
    "tokio",
    "tokio-rustls",
    "tower-service",
];

const RUSTLS: &[&str] = &["hyper-rustls", "ring", "rustls", "rustls-webpki", "tokio-rustls"];

/// What does the work of TLS.
const CRYPTOGRAPHY: &[&str] = &["aws-lc-rs", "aws-lc-sys", "openssl-src", "ring"];

const NATIVE_TLS: &[&str] = &["native-tls", "openssl", "openssl-sys"];

/// What rustls could be made of instead, and roots other than the operating system's.
const OTHER_TLS: &[&str] = &[
    "aws-lc-fips-sys",
    "aws-lc-rs",
    "aws-lc-sys",
    "rustls-platform-verifier",
    "webpki-root-certs",
    "webpki-roots",
];

/// A crate in the tree.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    features: BTreeSet<String>,
    proc_macro: bool,
}

impl Package {
    /// From a line such as `serde v1.0.0 (proc-macro)|default,std (*)`.
    fn parse(line: &str) -> Self {
        let (package, features) = line.trim_end_matches(" (*)").split_once('|').expect("two parts");
        let mut words = package.split(' ').map(str::to_owned);
        let features = features.split(',').filter(|feature| !feature.is_empty()).map(str::to_owned).collect();
        Self {
            name: words.next().unwrap_or_default(),
            version: words.next().unwrap_or_default(),
            features,
            proc_macro: package.contains("(proc-macro)"),
        }
    }
}

/// All crates that a build needs, each version once.
struct Tree(BTreeSet<Package>);

impl Tree {
    /// With these features, none of which is on by default.
    fn of(features: &str) -> Self {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(root()).args(["tree", "--locked", "--edges", "normal", "--prefix", "none"]);
        command.args(["--format", "{p}|{f}", "--package", "elevenlabs-voices", "--no-default-features"]);
        let output = command.args(["--features", features]).output().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).expect("text");
        Self(lines.lines().map(Package::parse).collect())
    }

    fn names(&self) -> BTreeSet<&str> {
        self.0.iter().map(|package| package.name.as_str()).collect()
    }

    fn has(&self, name: &str) -> bool {
        self.names().contains(name)
    }

    fn features_of(&self, name: &str) -> BTreeSet<&str> {
        let packages = self.0.iter().filter(|package| package.name == name);
        packages.flat_map(|package| &package.features).map(String::as_str).collect()
    }
}

#[track_caller]
fn assert_has(tree: &Tree, wanted: &[&str]) {
    for name in wanted {
        assert!(tree.has(name), "there is no {name} in {:?}", tree.names());
    }
}

#[track_caller]
fn assert_has_none(tree: &Tree, unwanted: &[&str]) {
    for name in unwanted {
        assert!(!tree.has(name), "there is {name} in {:?}", tree.names());
    }
}

/// All choices of features that are documented.
const CHOICES: &[&str] = &[
    "",
    "async",
    "async,rustls",
    "async,rustls,http2",
    "blocking",
    "blocking,rustls",
    "native-tls",
    "mock",
    "async,blocking,mock",
    "reqwest",
    "async,blocking,rustls,reqwest,tracing",
];

#[test]
fn the_models_need_serde_and_json_alone() {
    let tree = Tree::of("");
    let ours = ["elevenlabs-voices", "serde_core", "serde_json"];
    assert_has(&tree, &ours);
    let helpers_of_json = ["itoa", "memchr", "ryu", "zmij"];
    let mut others = tree.names();
    others.retain(|name| !ours.contains(name) && !helpers_of_json.contains(name));
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn the_models_need_no_proc_macro() {
    let tree = Tree::of("");
    let macros: Vec<_> = tree.0.iter().filter(|package| package.proc_macro).collect();
    assert!(macros.is_empty(), "{macros:?}");
    assert_has_none(&tree, &["serde", "serde_derive"]);
}

#[test]
fn a_proc_macro_would_be_noticed() {
    let package = Package::parse("serde_derive v1.0.229 (proc-macro)|default (*)");
    assert_eq!((package.name.as_str(), package.version.as_str()), ("serde_derive", "v1.0.229"));
    assert!(package.proc_macro);
    assert!(package.features.iter().eq(["default"]));
}

#[test]
fn the_blocking_client_needs_no_runtime() {
    for features in ["blocking", "blocking,rustls", "native-tls"] {
        let tree = Tree::of(features);
        assert_has(&tree, &["ureq"]);
        assert_has_none(&tree, ASYNC);
        assert_has_none(&tree, &["tracing"]);
    }
}

#[test]
fn rustls_is_all_that_its_feature_brings() {
    let asynchronous = Tree::of("async,rustls");
    assert_has(&asynchronous, &["hyper"]);
    assert_has_none(&asynchronous, &["reqwest", "ureq", "h2"]);
    for tree in [asynchronous, Tree::of("blocking,rustls")] {
        assert_has(&tree, &["ring", "rustls", "rustls-native-certs"]);
        assert_has_none(&tree, NATIVE_TLS);
        assert_has_none(&tree, OTHER_TLS);
    }
}

#[test]
fn native_tls_brings_no_tls_but_its_own() {
    let tree = Tree::of("native-tls");
    assert_has(&tree, &["native-tls"]);
    assert_has_none(&tree, RUSTLS);
    assert_has_none(&tree, OTHER_TLS);
}

#[test]
fn the_blocking_client_has_no_tls_unless_asked_for() {
    no_tls("blocking");
}

/// rustls is in its tree, which Cargo's features cannot help, but nothing that it would do cryptography with.
#[test]
fn the_async_client_has_no_cryptography_unless_asked_for() {
    let tree = Tree::of("async");
    assert_has_none(&tree, CRYPTOGRAPHY);
    assert_has_none(&tree, NATIVE_TLS);
}

fn no_tls(features: &str) {
    let tree = Tree::of(features);
    assert_has_none(&tree, RUSTLS);
    assert_has_none(&tree, NATIVE_TLS);
    assert_has_none(&tree, OTHER_TLS);
    assert_has_none(&tree, &["rustls-native-certs"]);
}

#[test]
fn reqwest_comes_with_its_feature_alone() {
    for features in CHOICES {
        let tree = Tree::of(features);
        if features.contains("reqwest") {
            assert_has(&tree, &["reqwest"]);
        } else {
            assert_has_none(&tree, &["reqwest", "tower-http", "url"]);
        }
    }
}

#[test]
fn a_mock_needs_nothing_more() {
    assert_eq!(Tree::of("mock").names(), Tree::of("").names());
    assert_eq!(Tree::of("async,mock").names(), Tree::of("async").names());
    assert_eq!(Tree::of("blocking,mock").names(), Tree::of("blocking").names());
}

#[test]
fn tracing_comes_with_its_feature() {
    assert_has(&Tree::of("blocking,tracing"), &["tracing"]);
    assert_has_none(&Tree::of("blocking,tracing"), &["tracing-attributes", "tracing-subscriber"]);
}

#[test]
fn json_is_read_as_the_user_has_it_configured() {
    let needed = BTreeSet::from(["default", "float_roundtrip", "raw_value", "std"]);
    for features in CHOICES {
        let tree = Tree::of(features);
        let on = tree.features_of("serde_json");
        assert!(on.contains("float_roundtrip"), "{features}: {on:?}");
        assert!(on.is_subset(&needed), "{features}: {on:?}");
    }
}

#[test]
fn the_default_is_async_with_rustls_and_not_too_much() {
    let tree = Tree::of("default");
    assert_eq!(tree.names(), Tree::of("async,rustls").names());
    println!("{} crates by default: {:?}", tree.0.len(), tree.names());
    assert!(tree.0.len() <= MAX_BY_DEFAULT, "{} crates: {:?}", tree.0.len(), tree.names());
}

#[test]
fn guide_names_the_version_of_reqwest_in_use() {
    let manifest = tests::read("Cargo.toml");
    let line = manifest.lines().find(|line| line.starts_with("reqwest = ")).expect("reqwest is there");
    let version = line.split('"').nth(1).expect("a version");
    let guide = tests::read("generated/src/guide/tls.rs");
    assert!(guide.contains(&format!("reqwest = {{ version = \"{version}\"")), "{version}");
}
