//! What `gen` owns: a directory, or a single file in a folder of others. What it owns has the mark at its head; whatever lacks the
//! mark is somebody's work, and the target is refused rather than that work touched.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

use codegen::{File, GENERATED_MARKER};

use crate::Failure;

/// How a file that is being written is called until it is whole.
const UNFINISHED: &str = ".unfinished";

/// The target as it stands: its files by their path in the directory.
pub(crate) struct Target {
    directory: PathBuf,
    /// What reports call it.
    place: PathBuf,
    files: BTreeMap<String, String>,
}

/// What brings it up to date.
pub(crate) enum Change<'a> {
    Write { file: &'a File },
    Remove { path: &'a str },
}

impl Change<'_> {
    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Write { file } => &file.path,
            Self::Remove { path } => path,
        }
    }
}

impl Target {
    /// A directory and all that is in it.
    pub(crate) fn directory(directory: &Path) -> Result<Self, Failure> {
        let mut target =
            Self { directory: directory.to_owned(), place: directory.to_owned(), files: BTreeMap::new() };
        target.read(directory)?;
        Ok(target)
    }

    /// One file.
    pub(crate) fn file(path: &Path) -> Result<Self, Failure> {
        let directory = path.parent().unwrap_or(path).to_owned();
        let mut target = Self { directory, place: path.to_owned(), files: BTreeMap::new() };
        if path.exists() {
            target.read_file(path)?;
        }
        Ok(target)
    }

    fn read(&mut self, folder: &Path) -> Result<(), Failure> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(|error| cannot("read", folder, &error))?,
        };
        for entry in entries {
            let path = entry.map_err(|error| cannot("read", folder, &error))?.path();
            if path.is_dir() && !path.is_symlink() {
                self.read(&path)?;
            } else {
                self.read_file(&path)?;
            }
        }
        Ok(())
    }

    fn read_file(&mut self, path: &Path) -> Result<(), Failure> {
        let text = fs::read(path).map_err(|error| cannot("read", path, &error))?;
        let unfinished = path.to_string_lossy().ends_with(UNFINISHED);
        match String::from_utf8(text) {
            Ok(text) if unfinished || text.lines().take(2).any(|line| line.contains(GENERATED_MARKER)) => {
                let inside = path.strip_prefix(&self.directory).unwrap_or(path);
                let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
                self.files.insert(parts.join("/"), text);
                Ok(())
            }
            _ => Err(Failure::Broken(format!(
                "{} was not written by `cargo xtask gen`, so {} is left alone: move the file away, or choose another \
                 directory with --out",
                path.display(),
                self.place.display()
            ))),
        }
    }

    pub(crate) fn name(&self) -> String {
        let here = std::env::current_dir().unwrap_or_default();
        self.place.strip_prefix(here).unwrap_or(&self.place).display().to_string()
    }

    /// The path of a changed file, as reports show it.
    pub(crate) fn shown(&self, change: &Change<'_>) -> String {
        let here = std::env::current_dir().unwrap_or_default();
        let path = self.directory.join(change.path());
        path.strip_prefix(here).unwrap_or(&path).display().to_string()
    }

    /// What differs from the files that should be there, by path.
    pub(crate) fn changes<'a>(&'a self, wanted: &'a [File]) -> Vec<Change<'a>> {
        let stale = self.files.keys().filter(|path| !wanted.iter().any(|file| file.path == **path));
        let differs = |file: &&File| self.files.get(&file.path) != Some(&file.text);
        let writes = wanted.iter().filter(differs).map(|file| Change::Write { file });
        let mut changes: Vec<_> = writes.chain(stale.map(|path| Change::Remove { path })).collect();
        changes.sort_by(|a, b| a.path().cmp(b.path()));
        changes
    }

    /// The text before and after a change; empty where there is no file.
    pub(crate) fn versions(&self, change: &Change<'_>) -> (String, String) {
        let old = self.files.get(change.path()).cloned().unwrap_or_default();
        match change {
            Change::Write { file } => (old, file.text.clone()),
            Change::Remove { .. } => (old, String::new()),
        }
    }

    /// Does what of a change can fail for want of space or permission, and nothing that can be seen in a file yet.
    pub(crate) fn prepare(&self, change: &Change<'_>) -> Result<Prepared<'_>, Failure> {
        let path = self.directory.join(change.path());
        let mut prepared = Prepared { target: self, path, unfinished: None };
        if let Change::Write { file } = change {
            prepared.write(&file.text).map_err(|error| cannot("write", &prepared.path, &error))?;
        }
        Ok(prepared)
    }

    fn remove_empty_folders(&self, path: &Path) {
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.directory) {
            // It fails on a folder that still holds something, which is what keeps the others.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// A change that only has to be shown. If it never is, nothing is left of it.
pub(crate) struct Prepared<'a> {
    target: &'a Target,
    path: PathBuf,
    /// The new file under another name; there is none if the file is to be removed.
    unfinished: Option<PathBuf>,
}

impl Prepared<'_> {
    fn write(&mut self, text: &str) -> Result<(), Error> {
        if self.path.is_dir() {
            return Err(Error::other("there is a directory of that name; move it away"));
        }
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let unfinished = PathBuf::from(format!("{}{UNFINISHED}", self.path.display()));
        let mut file = fs::File::create(self.unfinished.insert(unfinished))?;
        file.write_all(text.as_bytes())?;
        // Else a power cut after the renaming could leave an empty file.
        file.sync_all()
    }

    /// Shows it, at once and whole.
    pub(crate) fn show(mut self) -> Result<(), Failure> {
        if let Some(unfinished) = &self.unfinished {
            fs::rename(unfinished, &self.path).map_err(|error| cannot("write", &self.path, &error))?;
            self.unfinished = None;
            return Ok(());
        }
        match fs::remove_file(&self.path) {
            // An unfinished file of an earlier run may have been written anew, and shown.
            Err(error) if error.kind() != ErrorKind::NotFound => Err(cannot("remove", &self.path, &error)),
            _ => {
                self.target.remove_empty_folders(&self.path);
                Ok(())
            }
        }
    }
}

impl Drop for Prepared<'_> {
    fn drop(&mut self) {
        if let Some(unfinished) = &self.unfinished {
            let _ = fs::remove_file(unfinished);
            self.target.remove_empty_folders(&self.path);
        }
    }
}

fn cannot(what: &str, path: &Path, error: &Error) -> Failure {
    Failure::Broken(format!("cannot {what} {}: {error}", path.display()))
}
