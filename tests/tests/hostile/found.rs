//! Inputs found by fuzzing: the smallest text for each set of violated rules, and for each number of emitted files. Inputs that violate an
//! invariant are added here too.

use std::fs;

use tests::hostile::check_invariants;

#[test]
fn inputs_found_by_fuzzing_are_accepted_or_rejected() {
    let folder = tests::root().join("tests/tests/hostile/found");
    let mut tried = 0;
    for entry in fs::read_dir(folder).expect("the cases") {
        let bytes = fs::read(entry.expect("a case").path()).expect("a text");
        let _ = check_invariants(&String::from_utf8_lossy(&bytes));
        tried += 1;
    }
    assert!(tried > 70, "{tried} were tried");
}
