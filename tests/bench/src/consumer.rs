//! Programs of users, made and built from nothing: what a dependency costs those who depend on it.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// The checkout.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// A program in a folder of its own.
pub(crate) struct Consumer {
    folder: PathBuf,
}

/// What a build took.
pub(crate) struct Built {
    pub(crate) time: Duration,
    /// How many crates were compiled, the program itself included.
    pub(crate) crates: usize,
}

impl Consumer {
    /// Writes it, with the lines of its `[dependencies]` and whatever follows them, and downloads what it depends on.
    pub(crate) fn new(name: &str, dependencies: &str, main: &str) -> io::Result<Self> {
        let folder = root().join("target/bench").join(name);
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("src/main.rs"), main)?;
        fs::write(
            folder.join("Cargo.toml"),
            format!(
                "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n\
                 [profile.stripped]\ninherits = \"release\"\nstrip = true\n\n[dependencies]\n{dependencies}"
            ),
        )?;
        let consumer = Self { folder };
        consumer.cargo(&["fetch"])?;
        Ok(consumer)
    }

    /// Builds it with nothing built before.
    pub(crate) fn build(&self) -> io::Result<Built> {
        self.forget()?;
        build(&self.folder, &[])
    }

    /// The time that it takes to check one of its dependencies again, and nothing else but the program.
    pub(crate) fn check_again(&self, package: &str) -> io::Result<Duration> {
        self.cargo(&["check", "--offline"])?;
        self.cargo(&["clean", "--offline", "--package", package])?;
        let start = Instant::now();
        self.cargo(&["check", "--offline"])?;
        Ok(start.elapsed())
    }

    /// How large the program is, by the profile's name.
    pub(crate) fn size(&self, profile: &str) -> io::Result<u64> {
        self.cargo(&["build", "--offline", "--profile", profile])?;
        let name = self.folder.file_name().unwrap_or_default();
        fs::metadata(self.folder.join("target").join(profile).join(name)).map(|program| program.len())
    }

    /// Removes all that was built.
    pub(crate) fn forget(&self) -> io::Result<()> {
        forget(&self.folder.join("target"))
    }

    fn cargo(&self, arguments: &[&str]) -> io::Result<Output> {
        cargo(&self.folder, arguments)
    }
}

/// Builds the checkout's generator with nothing built before.
pub(crate) fn build_generator() -> io::Result<Built> {
    let target = root().join("target/bench/generator");
    forget(&target)?;
    build(root(), &["--package", "xtask", "--target-dir", &target.to_string_lossy()])
}

fn build(folder: &Path, arguments: &[&str]) -> io::Result<Built> {
    let start = Instant::now();
    let output = cargo(folder, &[&["build", "--offline"], arguments].concat())?;
    let time = start.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    let crates = said.lines().filter(|line| line.trim_start().starts_with("Compiling ")).count();
    Ok(Built { time, crates })
}

fn forget(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn cargo(folder: &Path, arguments: &[&str]) -> io::Result<Output> {
    let mut cargo = Command::new(env!("CARGO"));
    // What cargo tells a program that it runs is not meant for the builds that this one starts.
    cargo.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
    let output = cargo.current_dir(folder).args(arguments).output()?;
    if output.status.success() {
        return Ok(output);
    }
    Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
}

/// The line that depends on the crate of this checkout.
pub(crate) fn ours(features: &str) -> String {
    let path = root().join("generated");
    let path = path.display();
    let features: Vec<_> = features.split(',').filter(|feature| !feature.is_empty()).collect();
    format!("elevenlabs-voices = {{ path = '{path}', default-features = false, features = {features:?} }}\n")
}

/// Lines that depend on what a package of this checkout depends on, in the same versions with the same features.
pub(crate) fn libraries_of(package: &str, features: &str) -> io::Result<String> {
    let arguments = ["tree", "--offline", "--depth", "1", "--edges", "normal", "--prefix", "none"];
    let choice =
        ["--format", "{p}|{f}", "--package", package, "--no-default-features", "--features", features];
    let output = cargo(root(), &[&arguments[..], &choice].concat())?;
    let mut lines = String::new();
    // The first is the package itself; those of this checkout are no libraries.
    for line in String::from_utf8_lossy(&output.stdout).lines().skip(1).filter(|line| !line.contains('/')) {
        let (package, features) = line.trim_end_matches(" (*)").split_once('|').unwrap_or((line, ""));
        let features: Vec<_> = features.split(',').filter(|feature| !feature.is_empty()).collect();
        if let Some((name, version)) = package.split_once(" v") {
            let version = version.trim_end_matches(" (proc-macro)");
            let dependency =
                format!("version = \"={version}\", default-features = false, features = {features:?}");
            writeln!(lines, "{name} = {{ {dependency} }}").map_err(io::Error::other)?;
        }
    }
    Ok(lines)
}
