//! What a search that is led by coverage found to be odd once: each is tried again.

use std::fs;

use tests::hostile::put;

#[test]
fn what_was_found_once_is_answered() {
    let folder = tests::root().join("tests/tests/hostile/found");
    let mut tried = 0;
    for entry in fs::read_dir(folder).expect("the cases") {
        let bytes = fs::read(entry.expect("a case").path()).expect("a text");
        let _ = put(&String::from_utf8_lossy(&bytes));
        tried += 1;
    }
    assert!(tried > 0);
}
