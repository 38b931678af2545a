//! The files that `gen` owns: those of a directory, or a single file. An owned file has the generated marker in its first lines. Any
//! other entry, including a symbolic link, is an error, and no file changes.

use std::collections::BTreeMap;
use std::fs::{self, FileType, TryLockError};
use std::io::{Error, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use codegen::{File, GENERATED_MARKER};
use tempfile::{Builder, NamedTempFile};

use crate::error::TaskError;
use crate::spec_file::relative_to_here;
use crate::terminal::print_error;

/// The suffix of staged files. A file with it is left over from a run that was killed.
const STAGED_SUFFIX: &str = ".xtask-gen.tmp";
/// An upper bound of the length of the first two lines, one of which has the marker.
const HEAD_BYTES: u64 = 1024;

/// Creates the directory to lock, unless the path exists.
pub(crate) fn create(directory: &Path) -> Result<(), TaskError> {
    match file_type(directory)? {
        Some(_) => Ok(()),
        None => fs::create_dir_all(directory).map_err(|error| io_error("create", directory, &error)),
    }
}

/// Waits until no other run writes to a directory, and keeps others out until the result is dropped. The lock is on the directory
/// itself: no lock file appears in the tree, and the kernel releases the lock of a process that is killed.
pub(crate) fn lock(directory: &Path) -> Result<Option<fs::File>, TaskError> {
    // Only Unix can open a directory as a file.
    if !cfg!(unix) || !directory.is_dir() {
        return Ok(None);
    }
    let file = fs::File::open(directory).map_err(|error| io_error("read", directory, &error))?;
    let locked = match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            print_error(&format!("waiting for another run that writes to {}\n", relative_to_here(directory)));
            file.lock()
        }
        Err(TryLockError::Error(error)) => Err(error),
        Ok(()) => Ok(()),
    };
    match locked {
        // Some network file systems do not support locks.
        Err(error) if error.kind() != ErrorKind::Unsupported => Err(io_error("lock", directory, &error)),
        _ => Ok(Some(file)),
    }
}

/// The existing files, by their path in the directory.
pub(crate) struct OutputTree {
    directory: PathBuf,
    /// The directory or the single file; reports name it.
    path: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
}

/// A difference between the existing files and the expected ones.
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

impl OutputTree {
    /// Reads a directory and everything in it.
    pub(crate) fn directory(directory: &Path) -> Result<Self, TaskError> {
        let mut tree =
            Self { directory: directory.to_owned(), path: directory.to_owned(), files: BTreeMap::new() };
        match file_type(directory)? {
            None => {}
            Some(kind) if kind.is_dir() => tree.read_folder(directory)?,
            Some(kind) if kind.is_file() => {
                return Err(tree.foreign_file_error(directory, "is not a directory"));
            }
            Some(kind) => return Err(tree.not_a_file(directory, kind)),
        }
        Ok(tree)
    }

    /// Reads one file, and staged files of it that killed runs have left.
    pub(crate) fn file(path: &Path) -> Result<Self, TaskError> {
        let directory = path.parent().unwrap_or(path).to_owned();
        let mut tree = Self { directory, path: path.to_owned(), files: BTreeMap::new() };
        match file_type(path)? {
            None => {}
            Some(kind) if kind.is_file() => tree.read_file(path)?,
            Some(kind) => return Err(tree.not_a_file(path, kind)),
        }
        let staged_prefix = staged_prefix(path);
        for path in paths_in(&tree.directory)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_staged = name.starts_with(&staged_prefix) && name.ends_with(STAGED_SUFFIX);
            // The folder also has other files, so an unrelated entry with such a name is not an error.
            if is_staged && file_type(&path)?.is_some_and(|kind| kind.is_file()) && is_owned(&path)? {
                tree.read_file(&path)?;
            }
        }
        Ok(tree)
    }

    fn read_folder(&mut self, folder: &Path) -> Result<(), TaskError> {
        for path in paths_in(folder)? {
            match file_type(&path)? {
                // Removed since the folder was listed.
                None => {}
                Some(kind) if kind.is_dir() => self.read_folder(&path)?,
                Some(kind) if kind.is_file() => self.read_file(&path)?,
                Some(kind) => return Err(self.not_a_file(&path, kind)),
            }
        }
        Ok(())
    }

    fn read_file(&mut self, path: &Path) -> Result<(), TaskError> {
        let inside = path.strip_prefix(&self.directory).unwrap_or(path);
        let parts: Option<Vec<_>> = inside.iter().map(|part| part.to_str()).collect();
        match parts {
            Some(parts) if is_owned(path)? => {
                let bytes = fs::read(path).map_err(|error| io_error("read", path, &error))?;
                self.files.insert(parts.join("/"), bytes);
                Ok(())
            }
            _ => Err(self.foreign_file_error(path, "was not written by `cargo xtask gen`")),
        }
    }

    fn not_a_file(&self, path: &Path, kind: FileType) -> TaskError {
        let problem = if kind.is_symlink() {
            "is a symbolic link"
        } else if kind.is_dir() {
            "is a directory"
        } else {
            "is not a regular file"
        };
        self.foreign_file_error(path, problem)
    }

    fn foreign_file_error(&self, path: &Path, problem: &str) -> TaskError {
        TaskError::Error(format!(
            "{} {problem}, so {} is left unchanged: move it away, or choose another directory with --out",
            path.display(),
            self.path.display()
        ))
    }

    pub(crate) fn name(&self) -> String {
        relative_to_here(&self.path)
    }

    /// The path of a changed file in reports.
    pub(crate) fn display_path(&self, change: &Change<'_>) -> String {
        relative_to_here(&self.directory.join(change.path()))
    }

    /// The differences from the expected files, sorted by path.
    pub(crate) fn changes<'a>(&'a self, expected: &'a [File]) -> Result<Vec<Change<'a>>, TaskError> {
        if expected.is_empty() {
            let reason = "no files were generated, which is a bug in the generator";
            return Err(TaskError::Error(format!("{reason}; {} is left unchanged", self.name())));
        }
        let stale = self.files.keys().filter(|path| !expected.iter().any(|file| file.path == **path));
        let differs =
            |file: &&File| self.files.get(&file.path).map(Vec::as_slice) != Some(file.text.as_bytes());
        let writes = expected.iter().filter(differs).map(|file| Change::Write { file });
        let mut changes: Vec<_> = writes.chain(stale.map(|path| Change::Remove { path })).collect();
        changes.sort_by(|a, b| a.path().cmp(b.path()));
        Ok(changes)
    }

    /// The text before and after a change; empty if there is no file.
    pub(crate) fn versions(&self, change: &Change<'_>) -> (String, String) {
        let old = self.files.get(change.path()).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let new = match change {
            Change::Write { file } => file.text.clone(),
            Change::Remove { .. } => String::new(),
        };
        (old.unwrap_or_default(), new)
    }

    /// Prepares a change, including everything that can fail for lack of space or permission. No file changes yet.
    pub(crate) fn stage(&self, change: &Change<'_>) -> Result<StagedChange<'_>, TaskError> {
        let path = self.directory.join(change.path());
        let mut staged = StagedChange { tree: self, path, new_file: None };
        if let Change::Write { file } = change {
            staged.write(&file.text).map_err(|error| io_error("write", &staged.path, &error))?;
        }
        Ok(staged)
    }

    fn remove_empty_folders(&self, path: &Path) {
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.directory) {
            // It fails on a folder that is not empty, which ends the loop as well.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// A prepared change. If it is dropped without a commit, it leaves nothing behind.
pub(crate) struct StagedChange<'a> {
    tree: &'a OutputTree,
    path: PathBuf,
    /// The new file under a temporary name; `None` if the file is to be removed.
    new_file: Option<NamedTempFile>,
}

impl StagedChange<'_> {
    fn write(&mut self, text: &str) -> Result<(), Error> {
        if self.path.is_dir() {
            return Err(Error::other("it is a directory; move it away"));
        }
        let folder = self.path.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder)?;
        let prefix = staged_prefix(&self.path);
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(STAGED_SUFFIX);
        // The permissions of any new file; temporary files are private by default.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = self.new_file.insert(builder.tempfile_in(folder)?);
        file.write_all(text.as_bytes())?;
        // Otherwise a power failure after the rename could leave an empty file.
        file.as_file().sync_all()
    }

    /// Replaces the old file atomically with the new one, or removes it.
    pub(crate) fn commit(mut self) -> Result<(), TaskError> {
        if let Some(file) = self.new_file.take() {
            return match file.persist(&self.path) {
                Ok(_) => Ok(()),
                Err(error) => Err(io_error("write", &self.path, &error.error)),
            };
        }
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(io_error("remove", &self.path, &error)),
            _ => {
                self.tree.remove_empty_folders(&self.path);
                Ok(())
            }
        }
    }
}

impl Drop for StagedChange<'_> {
    fn drop(&mut self) {
        // A committed file has been taken.
        if self.new_file.take().is_some() {
            self.tree.remove_empty_folders(&self.path);
        }
    }
}

/// The prefix of a file's temporary name.
fn staged_prefix(path: &Path) -> String {
    format!(".{}.", path.file_name().unwrap_or_default().to_string_lossy())
}

/// Whether `gen` wrote a file: its head has the marker, or it is a staged file of a run that was killed before it wrote a byte.
fn is_owned(path: &Path) -> Result<bool, TaskError> {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head));
    read.map_err(|error| io_error("read", path, &error))?;
    let is_staged = path.to_string_lossy().ends_with(STAGED_SUFFIX);
    let has_marker =
        String::from_utf8_lossy(&head).lines().take(2).any(|line| line.contains(GENERATED_MARKER));
    Ok(has_marker || is_staged && head.is_empty())
}

/// The type of the file at a path, without following links; `None` if there is none.
fn file_type(path: &Path) -> Result<Option<FileType>, TaskError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_error("read", path, &error)),
        Ok(metadata) => Ok(Some(metadata.file_type())),
    }
}

/// The paths in a folder, in order; none if it does not exist.
fn paths_in(folder: &Path) -> Result<Vec<PathBuf>, TaskError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect()),
    };
    let mut paths: Vec<_> = entries.map_err(|error| io_error("read", folder, &error))?;
    paths.sort();
    Ok(paths)
}

fn io_error(action: &str, path: &Path, error: &Error) -> TaskError {
    TaskError::Error(format!("cannot {action} {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{OutputTree, TaskError};

    #[test]
    fn empty_result_removes_no_files() {
        let directory = tempfile::tempdir().expect("a directory");
        let text = format!("// {} from a spec. Do not edit.\n", codegen::GENERATED_MARKER);
        std::fs::write(directory.path().join("api.rs"), text).expect("the file can be written");
        let Ok(tree) = OutputTree::directory(directory.path()) else { panic!("the directory can be read") };
        let Err(TaskError::Error(reason)) = tree.changes(&[]) else { panic!("an empty result is accepted") };
        assert!(reason.contains("no files"), "{reason}");
    }
}
