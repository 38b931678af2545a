//! Fuzzes the generator: any bytes as a spec. It checks the same promises as the tests.

#![no_main]

#[path = "../../src/hostile.rs"]
mod hostile;
#[path = "../../src/markdown.rs"]
#[expect(dead_code, reason = "what is read is of no use here, only whether it can be")]
mod markdown;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = hostile::put(text);
    }
});
