//! The reference that a spec becomes: what it says, and that nothing in a spec breaks it.

mod odd;
mod real;

#[test]
fn reference_covers_every_key_of_the_language() {
    insta::assert_snapshot!(tests::reference("tests/tests/reference/spec.yaml"));
}
