//! Copies of the generated crate with other emitted files.

use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::File;
use tempfile::TempDir;

/// The sources of the generated crate without the emitted files.
pub(crate) fn copy_of_the_sources() -> TempDir {
    let copy = tempfile::tempdir().expect("a directory");
    copy_folder(&tests::root().join("generated"), copy.path());
    fs::remove_dir_all(copy.path().join("src/emitted")).expect("src/emitted exists");
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let copy = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            write(&copy, &fs::read_to_string(&path).expect("text"));
        }
    }
}

pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be created");
    fs::write(path, text).expect("the file can be written");
}

/// Writes emitted files into a copy.
pub(crate) fn emit_into(copy: &Path, files: Vec<File>) {
    for File { path, text } in files {
        write(&copy.join("src/emitted").join(path), &text);
    }
}

/// Runs a compiler and asserts that it succeeds.
pub(crate) fn assert_succeeds(rustc: &mut Command) {
    let output = rustc.output().expect("rustc runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
