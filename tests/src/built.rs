//! Artifacts that cargo has built, for tests that compile programs: each program needs one run of rustc, and dependencies are not
//! rebuilt.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const PACKAGE: &str = "elevenlabs-voices";

/// The artifacts of a build, and the dependencies of the generated crate among them.
#[derive(Debug)]
pub struct Build {
    artifacts: Vec<Value>,
    externs: Vec<String>,
}

impl Build {
    /// Builds the examples of the workspace in the directory of `cargo test`, which has usually built them already.
    ///
    /// # Panics
    ///
    /// If the build fails.
    #[must_use]
    pub fn new(target_tmpdir: &str) -> Self {
        let target =
            Path::new(target_tmpdir).parent().expect("CARGO_TARGET_TMPDIR is in the target directory");
        let build = ["build", "--offline", "--workspace", "--examples", "--message-format", "json"];
        let output = cargo(&[&build[..], &["--target-dir", &target.to_string_lossy()]].concat());
        let messages = output.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let messages = messages.map(|line| serde_json::from_slice::<Value>(line).expect("a message"));
        let artifacts = messages.filter(|message| message["reason"] == "compiler-artifact").collect();
        let mut build = Self { artifacts, externs: Vec::new() };
        build.externs = build.find_externs();
        build
    }

    /// The program of an example of any package.
    #[must_use]
    pub fn example(&self, name: &str) -> Option<PathBuf> {
        let matches = |target: &Value| target["kind"][0] == "example" && target["name"] == name;
        let artifact = self.artifacts.iter().find(|artifact| matches(&artifact["target"]))?;
        Some(artifact["executable"].as_str()?.into())
    }

    /// A command of rustc with all dependencies of the generated crate and its features.
    ///
    /// # Panics
    ///
    /// If the generated crate has not been built.
    #[must_use]
    pub fn rustc(&self) -> Command {
        self.rustc_with(self.features())
    }

    /// A command of rustc with other features, a subset of those that the crate is built with.
    ///
    /// # Panics
    ///
    /// If the generated crate has not been built.
    pub fn rustc_with<'a>(&self, features: impl IntoIterator<Item = &'a str>) -> Command {
        self.tool("rustc", features)
    }

    /// A program that is installed beside the compiler and takes the same arguments, such as `rustdoc`.
    ///
    /// # Panics
    ///
    /// If the generated crate has not been built.
    pub fn tool<'a>(&self, name: &str, features: impl IntoIterator<Item = &'a str>) -> Command {
        let mut tool = Command::new(sysroot().join("bin").join(name));
        tool.args(["--edition", "2024", "-C", "debuginfo=0"]);
        tool.env("CARGO_PKG_NAME", PACKAGE).env("CARGO_PKG_VERSION", env!("CARGO_PKG_VERSION"));
        let library = self.generated_crate();
        let directory = Path::new(rlib(library).expect("an rlib")).parent().expect("a directory");
        tool.arg("-L").arg(format!("dependency={}", directory.display()));
        let features = features.into_iter();
        tool.args(features.flat_map(|feature| ["--cfg".to_owned(), format!("feature={feature:?}")]));
        tool.args(self.externs.iter().flat_map(|library| ["--extern", library]));
        tool
    }

    /// The argument of `--extern` for the generated crate itself.
    ///
    /// # Panics
    ///
    /// If it has not been built.
    #[must_use]
    pub fn generated_crate_extern(&self) -> String {
        format!("elevenlabs_voices={}", rlib(self.generated_crate()).expect("an rlib"))
    }

    fn generated_crate(&self) -> &Value {
        let is_generated = |artifact: &&Value| artifact["target"]["name"] == "elevenlabs_voices";
        self.artifacts.iter().rev().find(is_generated).expect("the generated crate is built")
    }

    /// The dependencies by their names in code.
    fn find_externs(&self) -> Vec<String> {
        let features = self.features().collect::<Vec<_>>().join(",");
        let tree = ["tree", "--offline", "--depth", "1", "--edges", "normal,dev", "--prefix", "none"];
        let selection =
            ["--format", "{lib} {p}", "--package", PACKAGE, "--no-default-features", "--features"];
        let tree = cargo(&[&tree[..], &selection, &[&features]].concat());
        let tree = String::from_utf8(tree).expect("text");
        // Each line is like `http_body http-body v1.0.1`; the first one is the crate itself.
        tree.lines().skip(1).filter(|line| !line.is_empty()).map(|line| self.find_extern(line)).collect()
    }

    fn find_extern(&self, line: &str) -> String {
        let [name, package, version] = line.split(' ').take(3).collect::<Vec<_>>()[..] else {
            panic!("not a dependency line of `cargo tree`: {line}")
        };
        let id = format!("#{package}@{}", version.trim_start_matches('v'));
        let has_id = |value: &Value| value.as_str().is_some_and(|value| value.ends_with(&id));
        let mut libraries = self.artifacts.iter().filter(|artifact| has_id(&artifact["package_id"]));
        format!("{name}={}", libraries.find_map(rlib).unwrap_or_else(|| panic!("{id} is not built")))
    }

    fn features(&self) -> impl Iterator<Item = &str> {
        self.generated_crate()["features"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }
}

/// Where the toolchain is installed.
fn sysroot() -> PathBuf {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "sysroot"]).output().expect("rustc runs");
    PathBuf::from(String::from_utf8(output.stdout).expect("a path").trim())
}

fn rlib(artifact: &Value) -> Option<&str> {
    let files = artifact["filenames"].as_array()?.iter().filter_map(Value::as_str);
    files.into_iter().find(|file| Path::new(file).extension().is_some_and(|end| end == "rlib"))
}

fn cargo(arguments: &[&str]) -> Vec<u8> {
    let mut cargo = Command::new(env!("CARGO"));
    // Cargo's variables for the tested package: ring's build script depends on them, so that ring and everything that depends on it
    // would be rebuilt here, and again by the next `cargo test`.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    let output = cargo.args(arguments).current_dir(crate::root()).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
