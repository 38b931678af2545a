//! `cargo xtask gen` end to end: the built program, real files.

mod files;
mod interrupted;
#[cfg(unix)]
mod output_tree;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

const SPEC: &str = "\
api:
  title: Pets
  base_url: https://pets.example
  key: { header: x-pet-key, environment: PET_KEY }
endpoints:
  get_pet: { get: /pet, description: The pet., response: Pet }
schemas:
  Pet:
    description: A pet.
    properties:
      species: { type: Species, description: Species of the pet. }
enums:
  Species:
    description: Species of pets.
    values: { cat: A cat., dog: A dog. }
";

/// The timeout of a run.
const MAX_TIME: Duration = Duration::from_secs(60);

/// A directory with a spec in it, and `out` for the result.
struct TestDir(TempDir);

impl TestDir {
    fn new(spec: impl AsRef<[u8]>) -> Self {
        let dir = Self(tempfile::tempdir().expect("a directory"));
        dir.write("pets.yaml", spec);
        dir
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn out(&self) -> PathBuf {
        self.path("out")
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a directory")).expect("a new file");
        fs::write(path, text).expect("the file can be written");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.0.path()).args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments))
    }

    fn generate(&self, options: &[&str]) -> Run {
        self.run(&[&["gen", "--spec", "pets.yaml", "--out", "out"], options].concat())
    }

    /// The files in `out`.
    fn files(&self) -> BTreeMap<PathBuf, String> {
        files_in(&self.out())
    }
}

fn files_in(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_in(&path));
        } else if path.is_file() {
            let text = fs::read_to_string(&path).expect("text");
            files.insert(path, text);
        }
    }
    files
}

/// The result of a run of the program.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    fn of(mut command: Command) -> Self {
        let (sender, receiver) = channel();
        thread::spawn(move || sender.send(command.output()));
        let output = receiver.recv_timeout(MAX_TIME).expect("the run ends within the timeout");
        let Output { status, stdout, stderr } = output.expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }

    /// The standard error of a run that must have exit status 2.
    fn error(self) -> String {
        assert_eq!(self.code, Some(2), "{}{}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self.stderr
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the checkout")
}
