//! Any text, taken for the body of a response. Our reader and serde_json come to the same, and what is decoded can be written and
//! decoded again.

#![no_main]

use std::fmt::Debug;

use elevenlabs_voices::{Error, ListVoicesResponse, Voice, VoiceSettings};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn agree<T>(text: &str, read: fn(&str) -> Result<T, Error>)
where
    T: Debug + DeserializeOwned + PartialEq + Serialize,
{
    let theirs = serde_json::from_str::<T>(text);
    match (read(text), theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(ours, theirs);
            let written = serde_json::to_string(&ours).expect("it can be written");
            assert_eq!(read(&written).ok(), Some(ours));
        }
        (Err(error), Err(_)) => assert!(error.to_string().len() < 2_000),
        (ours, theirs) => panic!("ours: {ours:?}\nserde_json: {theirs:?}"),
    }
}

/// A page keeps broken items apart, of which serde knows nothing.
fn page(text: &str) {
    let Ok(page) = ListVoicesResponse::from_json(text) else { return };
    for rejected in &page.rejected {
        assert!(text.contains(&rejected.raw), "it is the item as it came");
        assert!(rejected.path.starts_with("voices["));
    }
    if page.rejected.is_empty() {
        agree(text, ListVoicesResponse::from_json);
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        agree(text, Voice::from_json);
        agree(text, VoiceSettings::from_json);
        page(text);
    }
});
