//! Obstacles to the output: only files of `gen` are ever written to or removed, and every error names the path.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{BufRead, BufReader, PipeWriter, pipe};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Run, SPEC, TestDir};

/// A spec that results in the same files with other text.
fn other_spec() -> String {
    SPEC.replace("Pets", "Animals").replace("A pet.", "An animal.")
}

/// A directory in which `out` is up to date with `pets.yaml`, but not with `other.yaml`.
fn generated() -> TestDir {
    let dir = TestDir::new(SPEC);
    dir.write("other.yaml", other_spec());
    assert_eq!(dir.generate(&[]).code, Some(0));
    dir
}

/// Runs `gen` with another spec, with and without `--check`, and asserts an error that names the path and changes no file.
fn assert_rejected(dir: &TestDir, path: &str) {
    let before = dir.files();
    for option in [&[][..], &["--check"]] {
        let error = dir.generate(&[&["--spec", "other.yaml"], option].concat()).error();
        assert!(error.contains(path), "{path} in {error}");
        assert!(error.contains("--out"), "{error}");
        assert_eq!(dir.files(), before);
    }
}

fn mkfifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
}

#[test]
fn foreign_file_is_rejected() {
    for path in
        ["out/notes.txt", "out/schemas/mine.rs", "out/schemas/pet.rs", "out/empty", "out/pet.rs.unfinished"]
    {
        let dir = generated();
        dir.write(path, if path == "out/empty" { "" } else { "foreign text\n" });
        assert_rejected(&dir, path);
    }
}

#[test]
fn foreign_file_with_the_name_of_a_staged_one_is_rejected() {
    let dir = generated();
    let path = "out/schemas/.pet.rs.abc123.xtask-gen.tmp";
    dir.write(path, "foreign text\n");
    assert_rejected(&dir, path);
}

#[test]
fn staged_files_of_a_killed_run_are_removed() {
    let dir = generated();
    let before = dir.files();
    dir.write("out/schemas/.pet.rs.abc123.xtask-gen.tmp", "");
    dir.write(
        "out/.api.rs.abc123.xtask-gen.tmp",
        format!("// {} from pets.yaml. Do not ed", codegen::GENERATED_MARKER),
    );
    assert_eq!(dir.generate(&[]).stdout, "out: 11 files, 0 written, 2 removed\n");
    assert_eq!(dir.files(), before);
}

#[test]
fn symbolic_link_to_a_file_is_not_written_through() {
    for name in ["schemas/pet.rs", "mine.rs", "schemas/dangling.rs"] {
        let dir = generated();
        let (link, target) = (dir.out().join(name), dir.path("outside.rs"));
        let _ = fs::remove_file(&link);
        // The target has the marker, so that only the link is an error.
        let text = format!("// {} from other.yaml. Do not edit.\n", codegen::GENERATED_MARKER);
        if !name.contains("dangling") {
            fs::write(&target, &text).expect("the file can be written");
        }
        symlink(&target, &link).expect("a link");
        assert_rejected(&dir, name);
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap_or_default().is_empty(), name.contains("dangling"));
    }
}

#[test]
fn symbolic_link_with_a_predictable_temporary_name_is_not_written_through() {
    let dir = generated();
    let target = dir.path("precious");
    fs::write(&target, format!("// {} from other.yaml.\n", codegen::GENERATED_MARKER))
        .expect("the file can be written");
    symlink(&target, dir.out().join("schemas/pet.rs.unfinished")).expect("a link");
    assert_rejected(&dir, "pet.rs.unfinished");
    assert!(fs::read_to_string(&target).expect("the file exists").contains("other.yaml"));
}

#[test]
fn symbolic_link_to_a_directory_inside_is_rejected() {
    let dir = generated();
    let (schemas, outside) = (dir.out().join("schemas"), dir.path("outside"));
    fs::rename(&schemas, &outside).expect("a rename");
    symlink(&outside, &schemas).expect("a link");
    assert_rejected(&dir, "out/schemas is a symbolic link");
    assert!(fs::read_to_string(outside.join("pet.rs")).expect("the file exists").contains("A pet."));
}

#[test]
fn symbolic_link_as_the_directory_is_rejected_even_with_a_slash() {
    for exists in [true, false] {
        let dir = generated();
        if exists {
            fs::rename(dir.out(), dir.path("outside")).expect("a rename");
        } else {
            fs::remove_dir_all(dir.out()).expect("a removal");
        }
        symlink("outside", dir.out()).expect("a link");
        assert_rejected(&dir, "out is a symbolic link");
        for out in ["out/", "out/."] {
            let error = dir.run(&["gen", "--spec", "other.yaml", "--out", out]).error();
            assert!(error.contains("out is a symbolic link"), "{error}");
        }
        assert_eq!(dir.path("outside").exists(), exists);
    }
}

/// A path to the directory is the caller's choice; `/tmp` is a link on some systems.
#[test]
fn symbolic_link_above_the_directory_is_followed() {
    let dir = TestDir::new(SPEC);
    fs::create_dir(dir.path("real")).expect("a directory");
    symlink("real", dir.path("link")).expect("a link");
    let run = dir.run(&["gen", "--spec", "pets.yaml", "--out", "link/out"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(dir.path("real/out/schemas/pet.rs").is_file());
}

#[test]
fn special_file_is_rejected_without_opening_it() {
    for name in ["fifo", "schemas/pet.rs"] {
        let dir = generated();
        let _ = fs::remove_file(dir.out().join(name));
        mkfifo(&dir.out().join(name));
        assert_rejected(&dir, &format!("out/{name} is not a regular file"));
    }
    let dir = generated();
    let _listener = UnixListener::bind(dir.out().join("socket")).expect("a socket");
    assert_rejected(&dir, "out/socket is not a regular file");
    let dir = generated();
    fs::remove_dir_all(dir.out()).expect("a removal");
    mkfifo(&dir.out());
    assert_rejected(&dir, "out is not a regular file");
    let error = dir.run(&["gen", "--spec", "pets.yaml", "--out", "/dev/null"]).error();
    assert!(error.contains("/dev/null is not a regular file"), "{error}");
}

#[test]
fn name_that_is_not_utf8_is_rejected_even_with_the_marker() {
    let dir = generated();
    let path = dir.out().join(std::ffi::OsStr::from_bytes(b"caf\xe9.rs"));
    fs::write(path, format!("// {} from pets.yaml. Do not edit.\n", codegen::GENERATED_MARKER))
        .expect("the file can be written");
    assert_rejected(&dir, "out/caf\u{fffd}.rs");
}

#[test]
fn own_file_that_is_no_longer_utf8_is_restored() {
    let dir = generated();
    let before = dir.files();
    let path = dir.out().join("schemas/pet.rs");
    let mut bytes = fs::read(&path).expect("the file exists");
    bytes.extend(b"// caf\xe9\n");
    fs::write(&path, bytes).expect("the file can be written");
    assert_eq!(dir.generate(&["--check"]).code, Some(1));
    assert_eq!(dir.generate(&[]).stdout, "out: 11 files, 1 written, 0 removed\n");
    assert_eq!(dir.files(), before);
}

#[test]
fn empty_out_is_a_usage_error_and_the_current_directory_is_unchanged() {
    let dir = TestDir::new(SPEC);
    dir.write("api.rs", "foreign text\n");
    let error = dir.run(&["gen", "--spec", "pets.yaml", "--out", ""]).error();
    assert!(error.contains("--out is empty"), "{error}");
    assert_eq!(fs::read_to_string(dir.path("api.rs")).expect("the file exists"), "foreign text\n");
    assert_eq!(fs::read_dir(dir.path("")).expect("a directory").count(), 2);
}

#[test]
fn current_directory_is_written_to_only_if_all_of_it_is_generated() {
    let dir = generated();
    let in_out = |arguments: &[&str]| {
        Run::of({
            let mut command = dir.command(arguments);
            command.current_dir(dir.out());
            command
        })
    };
    let run = in_out(&["gen", "--spec", "../other.yaml", "--out", "."]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(dir.files()[&dir.out().join("schemas/pet.rs")].contains("An animal."));

    let error = dir.run(&["gen", "--spec", "pets.yaml", "--out", "."]).error();
    assert!(error.contains("yaml was not written by"), "{error}");
}

#[test]
fn file_in_place_of_the_directory_is_rejected() {
    let dir = TestDir::new(SPEC);
    dir.write("other.yaml", other_spec());
    dir.write("out", "not a directory");
    assert_rejected(&dir, "out is not a directory");
    assert_eq!(fs::read_to_string(dir.out()).expect("the file exists"), "not a directory");
    let error = dir.run(&["gen", "--spec", "pets.yaml", "--out", "pets.yaml/out"]).error();
    assert!(error.contains("pets.yaml/out"), "{error}");
}

#[test]
fn directory_in_place_of_a_file_is_an_error_and_no_file_changes() {
    let dir = generated();
    let path = dir.out().join("schemas/pet.rs");
    fs::remove_file(&path).expect("the file exists");
    fs::create_dir_all(path.join("inside")).expect("a new file");
    let before = dir.files();
    let error = dir.generate(&["--spec", "other.yaml"]).error();
    assert!(error.contains("out/schemas/pet.rs") && error.contains("move it away"), "{error}");
    assert_eq!(dir.files(), before);
}

/// Runs `gen` without superuser rights, which would bypass permissions.
fn run_unprivileged(dir: &TestDir) -> Run {
    const UNPRIVILEGED_ID: u32 = 65_534;
    let folder = dir.path("");
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("the test owns it");
    let program = dir.path("xtask");
    fs::copy(env!("CARGO_BIN_EXE_xtask"), &program).expect("a copy");
    let mut command = Command::new(program);
    command.current_dir(&folder).args(["gen", "--spec", "other.yaml", "--out", "out"]);
    if fs::metadata(&folder).expect("a directory").uid() == 0 {
        command.uid(UNPRIVILEGED_ID).gid(UNPRIVILEGED_ID);
    }
    Run::of(command)
}

#[test]
fn missing_permission_is_an_error_and_no_file_changes() {
    for (path, mode) in [("out/enums", 0o555), ("out/schemas/pet.rs", 0o000), ("out/schemas", 0o000)] {
        let dir = generated();
        let before = dir.files();
        fs::set_permissions(dir.out(), Permissions::from_mode(0o777)).expect("the test owns it");
        fs::set_permissions(dir.path(path), Permissions::from_mode(mode)).expect("the test owns it");
        let error = run_unprivileged(&dir).error();
        assert!(error.contains(path) && error.contains("ermission denied"), "{error}");
        fs::set_permissions(dir.path(path), Permissions::from_mode(0o755)).expect("the test owns it");
        assert_eq!(dir.files(), before);
    }
}

/// Temporary files are private by default; generated files have the usual permissions.
#[test]
fn new_files_have_the_usual_permissions() {
    let dir = generated();
    dir.write("usual", "");
    let mode = |path| fs::metadata(dir.path(path)).expect("the file exists").mode();
    assert_eq!(mode("out/schemas/pet.rs"), mode("usual"));
}

#[test]
fn concurrent_runs_leave_the_files_of_one_run() {
    let dir = generated();
    let versions = ["pets.yaml", "other.yaml"].map(|spec| {
        dir.generate(&["--spec", spec]);
        dir.files()
    });
    for _ in 0..10 {
        let start =
            |spec| dir.command(&["gen", "--spec", spec, "--out", "out"]).stderr(Stdio::piped()).spawn();
        let runs = ["pets.yaml", "other.yaml", "pets.yaml", "other.yaml"]
            .map(|spec| start(spec).expect("the program starts"));
        for run in runs {
            let output = run.wait_with_output().expect("the program exits");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        assert!(versions.contains(&dir.files()));
    }
}

#[test]
fn second_run_waits_for_the_first_and_prints_a_note() {
    let dir = generated();
    let before = dir.files();
    let lock = File::open(dir.out()).expect("a directory");
    lock.lock().expect("a lock");
    let mut command = dir.command(&["gen", "--spec", "other.yaml", "--out", "out"]);
    let mut run = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut line = String::new();
    BufReader::new(run.stderr.take().expect("a pipe")).read_line(&mut line).expect("a line");
    assert_eq!(line, "waiting for another run that writes to out\n");
    std::thread::sleep(Duration::from_millis(50));
    assert!(run.try_wait().expect("a state").is_none());
    assert_eq!(dir.files(), before);
    drop(lock);
    assert!(run.wait().expect("the program exits").success());
    assert_ne!(dir.files(), before);
}

#[test]
fn lock_leaves_no_file() {
    let dir = generated();
    let names = |folder| fs::read_dir(folder).expect("a directory").count();
    assert_eq!((names(dir.path("")), dir.files().len()), (3, 11));
}

/// A device to which every write fails.
fn full() -> File {
    OpenOptions::new().write(true).open("/dev/full").expect("a device")
}

/// A pipe whose reader is closed.
fn closed_pipe() -> PipeWriter {
    let (reader, writer) = pipe().expect("a pipe");
    drop(reader);
    writer
}

/// The exit status and the standard error of a run whose standard output cannot be written to.
fn without_output(dir: &TestDir, arguments: &[&str], stdout: impl Into<Stdio>) -> (Option<i32>, String) {
    let output =
        dir.command(arguments).stdout(stdout).stderr(Stdio::piped()).output().expect("the program starts");
    (output.status.code(), String::from_utf8(output.stderr).expect("text"))
}

#[test]
fn unwritable_output_is_a_one_line_error() {
    let dir = generated();
    dir.write("pet.json", r#"{ "species": "cat", "age": 3 }"#);
    let spec = ["--spec", "pets.yaml"];
    let tasks: [&[&str]; 9] = [
        &[],
        &["help"],
        &["help", "gen"],
        &["gen", "--help"],
        &["gen", "--spec", "pets.yaml", "--out", "out"],
        &["gen", "--check", "--spec", "other.yaml", "--out", "out"],
        &["openapi", "--spec", "pets.yaml"],
        &["diff", "other.yaml", "--spec", "pets.yaml"],
        &["drift", "pet.json", "--spec", "pets.yaml"],
    ];
    for task in tasks {
        for (code, error) in [without_output(&dir, task, full()), without_output(&dir, task, closed_pipe())] {
            assert_eq!((code, error.lines().count()), (Some(2), 1), "{task:?}: {error}");
            assert!(error.starts_with("error: cannot write to the standard output: "), "{task:?}: {error}");
        }
    }
    let [option, spec] = spec;
    let run = dir
        .command(&["openapi", option, spec, "--output", "/dev/full"])
        .output()
        .expect("the program starts");
    assert_eq!(run.status.code(), Some(2));
}

#[test]
fn unwritable_error_stream_keeps_the_exit_status() {
    let dir = generated();
    dir.write("wrong.yaml", "api: 1\n");
    for (arguments, code) in [
        (["gen", "--spec", "wrong.yaml"], 1),
        (["gen", "--spec", "none.yaml"], 2),
        (["gen", "--what", "pets.yaml"], 2),
    ] {
        for stderr in [Stdio::from(full()), Stdio::from(closed_pipe())] {
            let status = dir.command(&arguments).stdout(Stdio::null()).stderr(stderr).status();
            assert_eq!(status.expect("the program starts").code(), Some(code), "{arguments:?}");
        }
    }
}

#[test]
fn name_with_a_newline_or_not_utf8_is_escaped() {
    let dir = generated();
    let names: [&[u8]; 4] = [b"a\nb.yaml", b"caf\xe9.yaml", b"--> <!--.yaml", "\u{202e}a.yaml".as_bytes()];
    for name in names {
        let name = std::ffi::OsStr::from_bytes(name);
        fs::write(dir.path("").join(name), SPEC).expect("the file can be written");
        let with_spec = |options: &[&str]| {
            let mut command = dir.command(options);
            Run::of({
                command.arg("--spec").arg(name);
                command
            })
        };
        let run = with_spec(&["gen", "--out", "out"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        for (path, text) in dir.files() {
            let mut lines = text.lines();
            let head = lines.next().unwrap_or_default();
            assert!(head.starts_with("// @generated") && head.ends_with(". Do not edit."), "{head}");
            assert_eq!(lines.next(), Some(""), "{}", path.display());
            assert!(!text.contains('\u{202e}'), "{text}");
        }
        // Messages with the name are one line, and another spec name is still detected.
        let stale = with_spec(&["gen", "--check", "--out", "other"]);
        assert_eq!((stale.code, stale.stderr.lines().count()), (Some(1), 1), "{}", stale.stderr);
        fs::write(dir.path("").join(name), "api: 1\n").expect("the file can be written");
        let wrong = with_spec(&["gen", "--out", "out"]);
        let last = wrong.stderr.lines().last().unwrap_or_default();
        assert!(last.ends_with(".yaml: 1 error, 0 warnings"), "{last}");
        fs::remove_file(dir.path("").join(name)).expect("a removal");
        let missing = with_spec(&["gen", "--out", "out"]).error();
        assert_eq!(missing.lines().count(), 1, "{missing}");
    }
}

#[test]
fn suggested_command_repeats_the_options() {
    let dir = generated();
    dir.write("a spec's.yaml", other_spec());
    let stale = dir.run(&["gen", "--check", "--spec", "a spec's.yaml", "--out", "out"]);
    let (_, suggestion) = stale.stderr.split_once("run `cargo xtask ").expect("suggestion");
    let (suggestion, _) = suggestion.split_once('`').expect("an end");
    assert_eq!(suggestion, r"gen --spec 'a spec'\''s.yaml' --out out");
    let mut shell = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_xtask");
    shell.current_dir(dir.path("")).args(["-c", &format!("'{program}' {suggestion}")]);
    assert_eq!(Run::of(shell).code, Some(0));
    assert_eq!(dir.run(&["gen", "--check", "--spec", "a spec's.yaml", "--out", "out"]).code, Some(0));
}
