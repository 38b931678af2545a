//! Compile-fail tests: each program in `compile_fail/` is invalid, and a snapshot has the compiler's errors.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tests::built::Build;

#[test]
fn invalid_programs_are_rejected_by_the_compiler() {
    let build = Build::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = tests::root().join("tests/tests/compile_fail");
    let mut programs: Vec<_> =
        fs::read_dir(folder).expect("the programs").map(|entry| entry.expect("an entry").path()).collect();
    programs.sort();
    let reports: Vec<_> = programs.iter().map(|program| report(&build, program)).collect();
    insta::assert_snapshot!(reports.join("\n"));
}

/// The errors in a program with their notes. The columns and code that rustc displays with them differ between versions.
fn report(build: &Build, program: &Path) -> String {
    let mut rustc = build.rustc();
    rustc.args(["--extern", &build.generated_crate_extern(), "--emit=metadata", "--error-format=json", "-o"]);
    rustc.arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_fail.rmeta")).arg(program);
    let output = rustc.output().expect("rustc runs");
    let name = program.file_name().expect("a name").to_string_lossy();
    assert!(!output.status.success(), "{name} compiles");
    let messages = String::from_utf8(output.stderr).expect("text");
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).expect("a message"));
    let errors =
        messages.filter(|message| message["spans"].as_array().is_some_and(|spans| !spans.is_empty()));
    format!("//// {name}\n{}", errors.map(|error| summary(&error)).collect::<String>())
}

fn summary(error: &Value) -> String {
    let text = |value: &Value| value["message"].as_str().expect("a message").to_owned();
    let spans = error["spans"].as_array().into_iter().flatten();
    let line = spans.filter(|span| span["is_primary"] == true).map(|span| &span["line_start"]).next();
    let line = line.expect("an error has a primary span");
    let code = error["code"]["code"].as_str().unwrap_or("no code");
    let notes = error["children"].as_array().into_iter().flatten();
    // Notes with spans, and suggestions, differ between versions of rustc.
    let notes = notes.filter(|note| note["level"] == "note" && note["spans"] == Value::Array(Vec::new()));
    let notes: Vec<_> = notes.map(|note| format!("    {}\n", text(note))).collect();
    format!("line {line}: [{code}] {}\n{}", text(error), notes.concat())
}
