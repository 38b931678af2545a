//! The dependency tree of the crate, for each set of features.

use std::collections::BTreeSet;
use std::process::Command;

use tests::root;

/// The maximum number of crates with the default features, including the crate itself.
const MAX_BY_DEFAULT: usize = 53;

/// Crates that the blocking client must not depend on.
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

/// Implementations of cryptography.
const CRYPTOGRAPHY: &[&str] = &["aws-lc-rs", "aws-lc-sys", "openssl-src", "ring"];

const NATIVE_TLS: &[&str] = &["native-tls", "openssl", "openssl-sys"];

/// Other cryptography providers of rustls, and root certificates other than the operating system's.
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
    /// Parses a line such as `serde v1.0.0 (proc-macro)|default,std (*)`.
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
    /// With exactly these features; default features are disabled.
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
fn assert_has(tree: &Tree, required: &[&str]) {
    for name in required {
        assert!(tree.has(name), "{name} is not in {:?}", tree.names());
    }
}

#[track_caller]
fn assert_has_none(tree: &Tree, forbidden: &[&str]) {
    for name in forbidden {
        assert!(!tree.has(name), "{name} is in {:?}", tree.names());
    }
}

/// All documented sets of features.
const FEATURE_SETS: &[&str] = &[
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
fn models_depend_only_on_serde_and_serde_json() {
    let tree = Tree::of("");
    let expected = ["elevenlabs-voices", "serde_core", "serde_json"];
    assert_has(&tree, &expected);
    let dependencies_of_serde_json = ["itoa", "memchr", "ryu", "zmij"];
    let mut others = tree.names();
    others.retain(|name| !expected.contains(name) && !dependencies_of_serde_json.contains(name));
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn models_depend_on_no_proc_macro() {
    let tree = Tree::of("");
    let macros: Vec<_> = tree.0.iter().filter(|package| package.proc_macro).collect();
    assert!(macros.is_empty(), "{macros:?}");
    assert_has_none(&tree, &["serde", "serde_derive"]);
}

#[test]
fn proc_macro_is_detected() {
    let package = Package::parse("serde_derive v1.0.229 (proc-macro)|default (*)");
    assert_eq!((package.name.as_str(), package.version.as_str()), ("serde_derive", "v1.0.229"));
    assert!(package.proc_macro);
    assert!(package.features.iter().eq(["default"]));
}

#[test]
fn blocking_client_depends_on_no_async_runtime() {
    for features in ["blocking", "blocking,rustls", "native-tls"] {
        let tree = Tree::of(features);
        assert_has(&tree, &["ureq"]);
        assert_has_none(&tree, ASYNC);
        assert_has_none(&tree, &["tracing"]);
    }
}

#[test]
fn rustls_feature_adds_no_other_tls() {
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
fn native_tls_feature_adds_no_other_tls() {
    let tree = Tree::of("native-tls");
    assert_has(&tree, &["native-tls"]);
    assert_has_none(&tree, RUSTLS);
    assert_has_none(&tree, OTHER_TLS);
}

#[test]
fn blocking_client_has_no_tls_without_a_tls_feature() {
    assert_no_tls("blocking");
}

/// Its tree has rustls, which Cargo's features cannot prevent, but no cryptography provider.
#[test]
fn async_client_has_no_cryptography_without_a_tls_feature() {
    let tree = Tree::of("async");
    assert_has_none(&tree, CRYPTOGRAPHY);
    assert_has_none(&tree, NATIVE_TLS);
}

fn assert_no_tls(features: &str) {
    let tree = Tree::of(features);
    assert_has_none(&tree, RUSTLS);
    assert_has_none(&tree, NATIVE_TLS);
    assert_has_none(&tree, OTHER_TLS);
    assert_has_none(&tree, &["rustls-native-certs"]);
}

#[test]
fn reqwest_is_added_only_by_its_feature() {
    for features in FEATURE_SETS {
        let tree = Tree::of(features);
        if features.contains("reqwest") {
            assert_has(&tree, &["reqwest"]);
        } else {
            assert_has_none(&tree, &["reqwest", "tower-http", "url"]);
        }
    }
}

#[test]
fn mock_feature_adds_no_dependencies() {
    assert_eq!(Tree::of("mock").names(), Tree::of("").names());
    assert_eq!(Tree::of("async,mock").names(), Tree::of("async").names());
    assert_eq!(Tree::of("blocking,mock").names(), Tree::of("blocking").names());
}

#[test]
fn tracing_feature_adds_only_tracing() {
    assert_has(&Tree::of("blocking,tracing"), &["tracing"]);
    assert_has_none(&Tree::of("blocking,tracing"), &["tracing-attributes", "tracing-subscriber"]);
}

#[test]
fn serde_json_features_are_minimal() {
    let allowed = BTreeSet::from(["default", "float_roundtrip", "raw_value", "std"]);
    for features in FEATURE_SETS {
        let tree = Tree::of(features);
        let enabled = tree.features_of("serde_json");
        assert!(enabled.contains("float_roundtrip"), "{features}: {enabled:?}");
        assert!(enabled.is_subset(&allowed), "{features}: {enabled:?}");
    }
}

#[test]
fn default_features_are_async_and_rustls_below_the_crate_limit() {
    let tree = Tree::of("default");
    assert_eq!(tree.names(), Tree::of("async,rustls").names());
    println!("{} crates by default: {:?}", tree.0.len(), tree.names());
    assert!(tree.0.len() <= MAX_BY_DEFAULT, "{} crates: {:?}", tree.0.len(), tree.names());
}

#[test]
fn guide_has_the_current_version_of_reqwest() {
    let manifest = tests::read("Cargo.toml");
    let line =
        manifest.lines().find(|line| line.starts_with("reqwest = ")).expect("the manifest has reqwest");
    let version = line.split('"').nth(1).expect("a version");
    let guide = tests::read("generated/guide/tls.md");
    assert!(guide.contains(&format!("reqwest = {{ version = \"{version}\"")), "{version}");
}
