//! Inputs found by fuzzing: the smallest text for each set of violated rules, and for each number of emitted files. Inputs that break a
//! promise are added here too.

use std::fs;

use tests::hostile::put;

#[test]
fn inputs_that_once_failed_are_reported() {
    let folder = tests::root().join("tests/tests/hostile/found");
    let mut tried = 0;
    for entry in fs::read_dir(folder).expect("the cases") {
        let bytes = fs::read(entry.expect("a case").path()).expect("a text");
        let _ = put(&String::from_utf8_lossy(&bytes));
        tried += 1;
    }
    assert!(tried > 70, "{tried} were tried");
}
