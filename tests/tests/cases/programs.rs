//! Programs that decode and encode the values of a case.

use std::process::Command;

use tests::built::Build;

use super::copy::{assert_succeeds, copy_of_the_sources, emit_into};
use super::{WITHOUT_TLS, files};

#[test]
fn unions_are_decoded_encoded_and_sent() {
    assert_program_runs("unions");
}

#[test]
fn enums_of_integers_are_decoded_encoded_and_sent() {
    assert_program_runs("integers");
}

#[test]
fn requests_and_responses_of_every_form_are_exchanged() {
    assert_program_runs("exchanges");
}

#[test]
fn lists_are_paginated_in_every_form() {
    assert_program_runs("paging_forms");
}

#[test]
fn properties_beyond_the_named_ones_are_decoded_encoded_and_sent() {
    assert_program_runs("rest");
}

#[test]
fn absence_null_and_values_are_told_apart() {
    assert_program_runs("nullable");
}

#[test]
fn text_and_numbers_in_formats_are_decoded_encoded_and_sent() {
    assert_program_runs("scalars");
}

/// Compiles the crate that a case becomes, and runs the program of the case against it.
fn assert_program_runs(case: &str) {
    let build = Build::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = copy_of_the_sources();
    emit_into(folder.path(), files(case));
    let at = |path: &str| folder.path().join(path);
    let mut library = build.rustc_with(WITHOUT_TLS.iter().copied());
    library.args(["--crate-name", "elevenlabs_voices", "--crate-type", "rlib", "-D", "warnings"]);
    assert_succeeds(library.arg(at("src/lib.rs")).arg("-o").arg(at("libelevenlabs_voices.rlib")));

    let mut program = build.rustc();
    let library = format!("elevenlabs_voices={}", at("libelevenlabs_voices.rlib").display());
    program.args(["--crate-name", "program", "-D", "warnings", "--extern", &library]);
    let source = tests::root().join(format!("tests/cases/{case}/program.rs"));
    assert_succeeds(program.arg(source).arg("-o").arg(at("program")));
    assert_succeeds(&mut Command::new(at("program")));
}
