//! The generated reference: its contents, and its robustness against any text in a spec.

mod edge_cases;
mod real;
mod unions;

#[test]
fn reference_covers_every_key_of_the_language() {
    insta::assert_snapshot!(tests::reference("tests/tests/reference/spec.yaml"));
}
