//! Written files, reports of `--check`, and printed output.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Run, SPEC, TestDir, files_in, root};

fn in_checkout(arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(root()).args(arguments);
    Run::of(command)
}

#[test]
fn gen_writes_only_changed_files() {
    let dir = TestDir::new(SPEC);
    let first = dir.generate(&[]);
    assert_eq!(
        (first.code, first.stdout.as_str()),
        (Some(0), "out: 11 files, 11 written, 0 removed\n"),
        "{}",
        first.stderr
    );
    let before = dir.files();
    assert_eq!(before.len(), 11);

    let written = |dir: &TestDir| {
        fs::metadata(dir.path("out/schemas/pet.rs")).expect("the file exists").modified().expect("a time")
    };
    let time = written(&dir);
    assert_eq!(dir.generate(&[]).stdout, "out: 11 files, 0 written, 0 removed\n");
    assert_eq!(dir.files(), before);
    assert_eq!(written(&dir), time);

    fs::remove_dir_all(dir.path("out")).expect("a removal");
    dir.generate(&[]);
    assert_eq!(dir.files(), before);
}

#[test]
fn real_files_are_restored_byte_for_byte() {
    let dir = TestDir::new(SPEC);
    let done = in_checkout(&["gen", "--out", dir.out().to_str().expect("a path")]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);

    let below = |folder: &Path| -> BTreeMap<PathBuf, String> {
        let files = files_in(folder).into_iter();
        files.map(|(path, text)| (path.strip_prefix(folder).expect("inside").to_owned(), text)).collect()
    };
    assert_eq!(below(&dir.out()), below(&root().join("generated/src/emitted")));
}

#[test]
fn spec_is_the_only_input_of_generated_files() {
    let dir = TestDir::new(SPEC);
    dir.generate(&[]);
    let more = SPEC
        .replace("dog: A dog. }", "dog: A dog., newt: A newt. }")
        .replace("schemas:", "  list_toys: { get: /toys, description: Toys., response: list of Toy }\nschemas:")
        .replace("enums:", "  Toy:\n    description: A toy.\n    properties:\n      squeaks: { type: boolean, description: Whether it squeaks. }\nenums:")
        .replace("Species of the pet. }\n", "Species of the pet. }\n      age: { type: optional integer, unit: years, description: How old it is. }\n");
    dir.write("pets.yaml", more);
    let done = dir.generate(&[]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);

    let file = |path: &str| fs::read_to_string(dir.path("out").join(path)).expect(path);
    assert!(file("enums/species.rs").contains("\"newt\" => Self::Newt,"));
    assert!(file("schemas/pet.rs").contains("pub age: Option<i64>,"));
    assert!(file("schemas/toy.rs").contains("pub squeaks: bool,"));
    assert!(file("operations/list_toys.rs").contains("type Output = Vec<Toy>;"));
}

#[test]
fn files_of_removed_parts_are_deleted() {
    let dir = TestDir::new(SPEC);
    dir.generate(&[]);
    let without = SPEC.split("enums:").next().expect("a start").replace("type: Species", "type: string");
    dir.write("pets.yaml", without);
    assert_eq!(dir.generate(&[]).stdout, "out: 9 files, 3 written, 2 removed\n");
    assert!(!dir.path("out/enums").exists());
    assert_eq!(dir.generate(&["--check"]).code, Some(0));
}

#[test]
fn check_prints_a_diff_and_changes_no_file() {
    let dir = TestDir::new(SPEC);
    dir.generate(&[]);
    assert_eq!(dir.generate(&["--check"]).stdout, "out is up to date\n");

    dir.write("pets.yaml", SPEC.replace("A pet.", "An animal."));
    fs::remove_file(dir.path("out/api.rs")).expect("the file exists");
    dir.write(
        "out/schemas/old.rs",
        format!("// {} from pets.yaml. Do not edit.\n", codegen::GENERATED_MARKER),
    );
    let before = dir.files();
    let stale = dir.generate(&["--check"]);
    assert_eq!(stale.code, Some(1));
    assert_eq!(dir.files(), before);
    for line in [
        "--- out/schemas/pet.rs",
        "+++ out/schemas/pet.rs (from the spec)",
        "-/// A pet.",
        "+/// An animal.",
        "+pub(crate) static API: Api = Api {",
        "--- out/schemas/old.rs",
    ] {
        assert!(stale.stdout.lines().any(|found| found == line), "{line} in\n{}", stale.stdout);
    }
    assert!(
        stale.stderr.contains("stale files in out: 3; run `cargo xtask gen --spec pets.yaml --out out`"),
        "{}",
        stale.stderr
    );
}

#[test]
fn invalid_spec_writes_nothing_and_is_reported_with_its_line() {
    let dir = TestDir::new(SPEC.replace("type: Species", "type: Specie"));
    let wrong = dir.generate(&[]);
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.stderr.contains("pets.yaml:11:24"), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("unknown enum `Specie`"), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("an enum with a similar name exists: `Species`"), "{}", wrong.stderr);
    assert!(!dir.path("out").exists());
}

#[test]
fn warnings_do_not_prevent_writing() {
    let dir = TestDir::new(SPEC.replace("description: A pet.", "description: ''"));
    let run = dir.generate(&[]);
    assert_eq!(run.code, Some(0));
    assert!(
        run.stderr.contains("warning[no-description]: the schema `Pet` has no description"),
        "{}",
        run.stderr
    );
    assert_eq!(dir.files().len(), 11);
}

#[test]
fn deny_warnings_treats_warnings_as_errors() {
    let dir = TestDir::new(SPEC.replace("description: A pet.", "description: ''"));
    let run = dir.generate(&["--deny-warnings"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("denied by --deny-warnings"), "{}", run.stderr);
    assert!(dir.files().is_empty());
    dir.write("pets.yaml", SPEC);
    assert_eq!(dir.generate(&["--deny-warnings"]).code, Some(0));
}

#[test]
fn json_schema_without_out_is_beside_the_spec() {
    let dir = TestDir::new(SPEC);
    let stale = dir.run(&["gen", "--spec", "pets.yaml", "--check"]);
    assert_eq!(stale.code, Some(1));
    let missing = ["--- pets.schema.json", "+++ pets.schema.json (from the spec)"];
    assert!(missing.iter().all(|line| stale.stdout.lines().any(|found| found == *line)));
    assert!(stale.stderr.contains("generated from another spec"), "{}", stale.stderr);

    dir.write("pets.schema.json", codegen::spec_schema());
    let stale = dir.run(&["gen", "--spec", "pets.yaml", "--check"]);
    assert!(stale.stdout.contains("pets.schema.json is up to date\n"));

    dir.write("pets.schema.json", "{}");
    let refused = dir.run(&["gen", "--spec", "pets.yaml", "--check"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("pets.schema.json was not written by `cargo xtask gen`"));
}

#[test]
fn reference_without_out_is_beside_the_emitted_code() {
    let fresh = in_checkout(&["gen", "--check"]);
    assert_eq!(fresh.code, Some(0), "{}{}", fresh.stdout, fresh.stderr);
    assert!(fresh.stdout.contains("\ngenerated/REFERENCE.md is up to date\n"), "{}", fresh.stdout);

    let dir = TestDir::new(SPEC);
    let stale = dir.run(&["gen", "--spec", "pets.yaml", "--check"]);
    let path = root().join("generated/REFERENCE.md");
    let lines = [format!("--- {}", path.display()), "+# Pets: reference".to_owned()];
    for line in lines {
        assert!(stale.stdout.lines().any(|found| found == line), "{line} in\n{}", stale.stdout);
    }
    assert!(stale.stderr.contains("REFERENCE.md"), "{}", stale.stderr);
}

#[test]
fn report_outside_a_terminal_has_no_color() {
    let dir = TestDir::new(SPEC.replace("type: Species", "type: Specie"));
    let wrong = dir.generate(&[]);
    assert!(!wrong.stderr.contains('\u{1b}'), "{:?}", wrong.stderr);
}

#[test]
fn file_above_the_maximum_size_is_not_read_completely() {
    let dir = TestDir::new(SPEC);
    let file = fs::File::create(dir.path("large.yaml")).expect("a file");
    file.set_len(1 << 40).expect("a hole");
    let refused = dir.run(&["gen", "--spec", "large.yaml", "--out", "out"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("large.yaml is larger than 64 MiB"), "{}", refused.stderr);
}

#[test]
fn byte_order_mark_and_windows_line_ends_change_nothing() {
    let dir = TestDir::new(SPEC);
    dir.generate(&[]);
    dir.write("pets.yaml", format!("\u{feff}{}", SPEC.replace('\n', "\r\n")));
    assert_eq!(dir.generate(&[]).stdout, "out: 11 files, 0 written, 0 removed\n");
}

#[test]
fn io_errors_exit_2_with_one_line() {
    let dir = TestDir::new(b"api:\n  title: caf\xe9\n");
    let refused = |arguments: &[&str]| {
        let error = dir.run(arguments).error();
        assert_eq!(error.lines().count(), 1, "{error}");
        error
    };
    assert!(refused(&["gen", "--spec", "pets.yaml", "--out", "out"]).contains("not UTF-8 (line 2)"));
    assert!(refused(&["gen", "--spec", "none.yaml"]).contains("none.yaml"));
    assert!(refused(&["gen", "--spec"]).contains("--spec"));
    assert!(refused(&["gen", "--outt", "x"]).contains("--outt"));
    assert!(refused(&["build"]).contains("unknown task `build`"));
    dir.write("pets.yaml", SPEC);
    assert!(refused(&["gen", "--spec", "pets.yaml", "--out", "pets.yaml"]).contains("pets.yaml"));
}

#[test]
fn help_lists_tasks_and_options() {
    let dir = TestDir::new(SPEC);
    for arguments in [&["help"][..], &[], &["--help"]] {
        let help = dir.run(arguments);
        assert_eq!(help.code, Some(0));
        assert!(help.stdout.contains("gen       Generates the emitted part"), "{}", help.stdout);
    }
    for arguments in [["help", "gen"], ["gen", "--help"], ["gen", "-h"]] {
        let help = dir.run(&arguments);
        assert_eq!(help.code, Some(0));
        assert!(help.stdout.contains("--deny-warnings"), "{}", help.stdout);
    }
}

#[test]
fn overview_names_the_first_commands_and_the_pages() {
    let overview = in_checkout(&["help"]).stdout;
    for text in
        ["  cargo xtask gen  ", "  cargo test  ", "CONTRIBUTING.md", "spec/README.md", "ARCHITECTURE.md"]
    {
        assert!(overview.contains(text), "{text} in\n{overview}");
    }
}

/// The names in the overview, except `help`.
fn tasks() -> Vec<String> {
    let overview = in_checkout(&["help"]).stdout;
    let (_, tasks) = overview.split_once("Tasks:\n").expect("a list of tasks");
    let lines = tasks.lines().take_while(|line| !line.is_empty());
    lines
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn help_of_every_task_has_usage_examples_and_exit_status() {
    let tasks = tasks();
    assert!(tasks.len() >= 5, "{tasks:?}");
    for task in tasks {
        let help = in_checkout(&["help", &task]).stdout;
        let call = format!("cargo xtask {task}");
        assert!(help.contains(&format!("\nUsage: {call} ")), "{help}");
        let (_, examples) = help.split_once("\nExample").unwrap_or_else(|| panic!("no example in\n{help}"));
        let (examples, statuses) = examples.split_once("\n\n").unwrap_or_else(|| panic!("no end in\n{help}"));
        assert!(examples.lines().skip(1).all(|line| line.trim_start().starts_with(&call)), "{help}");
        assert!(examples.lines().count() > 1, "{help}");
        assert!(statuses.starts_with("Exit status: 0 ") && statuses.contains("; 2 "), "{help}");
        assert!(help.lines().all(|line| line.len() <= 120), "{help}");
    }
}
