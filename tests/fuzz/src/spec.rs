//! Fuzzes the generator: any bytes as a spec. It checks the same invariants as the tests.

#![no_main]

#[path = "../../src/hostile.rs"]
mod hostile;
#[path = "../../src/markdown.rs"]
#[expect(dead_code, reason = "this target checks only that the reference can be parsed")]
mod markdown;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = hostile::check_invariants(text);
    }
});
