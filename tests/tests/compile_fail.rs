//! Mistakes that the compiler finds, and what it says of them: a program a mistake, beside what it is answered with.

#[test]
fn mistakes_are_found_by_the_compiler() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
