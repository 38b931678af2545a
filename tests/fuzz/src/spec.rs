//! Any bytes, taken for a spec. The promises are the ones that the tests hold the generator to.

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
