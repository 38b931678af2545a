//! Creates and builds programs of users from scratch, to measure the cost of a dependency.

use std::ffi::OsStr;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use bench::progress::progress;

/// The root directory of the repository.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// The directory of the programs.
pub(crate) fn programs() -> PathBuf {
    root().join("target/bench")
}

/// A package to build, usually a program in a separate folder.
pub(crate) struct Consumer {
    folder: PathBuf,
    /// The target directory.
    target: PathBuf,
    /// The package to build, if the folder has several.
    arguments: &'static [&'static str],
}

/// The cost of a build.
#[derive(Clone, Copy)]
pub(crate) struct Built {
    pub(crate) time: Duration,
    /// The number of crates that were compiled, including the program.
    pub(crate) crates: usize,
}

impl Consumer {
    /// Creates the program with the given lines from `[dependencies]` on, and downloads its dependencies.
    pub(crate) fn new(name: &str, dependencies: &str, main: &str) -> io::Result<Self> {
        let folder = programs().join(name);
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("src/main.rs"), main)?;
        fs::write(
            folder.join("Cargo.toml"),
            format!(
                "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n\
                 [profile.stripped]\ninherits = \"release\"\nstrip = true\n\n[dependencies]\n{dependencies}"
            ),
        )?;
        // The dependencies of the crate of this repository may have changed.
        let _ = fs::remove_file(folder.join("Cargo.lock"));
        let consumer = Self { target: folder.join("target"), folder, arguments: &[] };
        cargo(&consumer.folder, &["fetch"])?;
        Ok(consumer)
    }

    /// The maintainers' program of this repository.
    pub(crate) fn generator() -> Self {
        let target = programs().join("generator");
        Self { folder: root().to_owned(), target, arguments: &["--package", "xtask"] }
    }

    /// Builds the program from scratch.
    pub(crate) fn build(&self) -> io::Result<Built> {
        self.clean()?;
        let start = Instant::now();
        let output = self.cargo(&[&["build", "--offline"], self.arguments].concat())?;
        let time = start.elapsed();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let crates = stderr.lines().filter(|line| line.trim_start().starts_with("Compiling ")).count();
        Ok(Built { time, crates })
    }

    /// The time to check one of its dependencies again, and nothing else.
    pub(crate) fn check_again(&self, package: &str) -> io::Result<Duration> {
        self.cargo(&["check", "--offline", "--package", package])?;
        self.cargo(&["clean", "--offline", "--package", package])?;
        let start = Instant::now();
        self.cargo(&["check", "--offline", "--package", package])?;
        Ok(start.elapsed())
    }

    /// The size of the program with each of these profiles.
    pub(crate) fn sizes<const N: usize>(&self, profiles: [&str; N]) -> io::Result<[u64; N]> {
        self.clean()?;
        let mut sizes = [0; N];
        for (size, profile) in sizes.iter_mut().zip(profiles) {
            progress(&format!("  building {} with the profile {profile}", self.name()));
            *size = self.size(profile)?;
        }
        Ok(sizes)
    }

    fn size(&self, profile: &str) -> io::Result<u64> {
        self.cargo(&["build", "--offline", "--profile", profile])?;
        fs::metadata(self.target.join(profile).join(self.name())).map(|program| program.len())
    }

    fn name(&self) -> &str {
        // The directory of the repository may have any name.
        let name = if self.arguments.is_empty() { self.folder.file_name() } else { self.target.file_name() };
        name.and_then(OsStr::to_str).unwrap_or_default()
    }

    /// Removes all build artifacts.
    fn clean(&self) -> io::Result<()> {
        remove_dir(&self.target)
    }

    fn cargo(&self, arguments: &[&str]) -> io::Result<Output> {
        let target = self.target.to_string_lossy();
        cargo(&self.folder, &[arguments, &["--target-dir", &target]].concat())
    }
}

/// Builds all of them in turn, and returns the fastest of a few builds of each, since other load can only slow a build down.
pub(crate) fn fastest(consumers: &[&Consumer]) -> io::Result<Vec<Built>> {
    const ROUNDS: usize = 3;
    let mut fastest: Vec<Option<Built>> = vec![None; consumers.len()];
    let builds = ROUNDS * consumers.len();
    for round in 0..ROUNDS {
        for (n, (fastest, consumer)) in fastest.iter_mut().zip(consumers).enumerate() {
            let number = round * consumers.len() + n + 1;
            progress(&format!("  cold build {number} of {builds}: {}", consumer.name()));
            let built = consumer.build()?;
            *fastest = fastest.filter(|before| before.time < built.time).or(Some(built));
        }
    }
    Ok(fastest.into_iter().flatten().collect())
}

pub(crate) fn remove_dir(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> io::Result<Output> {
    let mut cargo = Command::new(env!("CARGO"));
    // These variables apply to this program, not to the builds that it starts.
    cargo.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
    let output = cargo.current_dir(folder).args(arguments).output()?;
    if output.status.success() {
        return Ok(output);
    }
    Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
}

/// Dependency lines for the dependencies of a package of this repository, with the same versions and features.
pub(crate) fn libraries_of(package: &str, features: &str) -> io::Result<String> {
    let arguments = ["tree", "--offline", "--depth", "1", "--edges", "normal", "--prefix", "none"];
    let selection =
        ["--format", "{p}|{f}", "--package", package, "--no-default-features", "--features", features];
    let output = cargo(root(), &[&arguments[..], &selection].concat())?;
    let mut lines = String::new();
    // The first is the package itself; packages of this repository are not libraries to depend on.
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
