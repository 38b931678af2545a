//! The reference that a spec becomes: what it says, and that nothing in a spec breaks it.

mod odd;
mod real;

#[test]
fn it_says_all_that_a_spec_can() {
    insta::assert_snapshot!(tests::reference("tests/tests/reference/spec.yaml"));
}
