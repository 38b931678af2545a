//! Fuzzes decoding: any text as the body of a response. Nothing panics, messages are bounded, decoded values can be encoded and
//! decoded again, and every item of a page is either decoded or rejected.

#![no_main]

use std::collections::BTreeMap;
use std::fmt::Debug;

use elevenlabs_voices::{Error, ListVoicesResponse, Voice, VoiceSettings};
use serde::Serialize;
use serde_json::value::RawValue;

fn round_trip<T: Debug + PartialEq + Serialize>(text: &str, read: fn(&str) -> Result<T, Error>) {
    match read(text) {
        Ok(value) => {
            let encoded = serde_json::to_string(&value).expect("a decoded value can be encoded");
            assert_eq!(read(&encoded).ok(), Some(value));
        }
        Err(error) => assert!(error.to_string().len() < 2_000),
    }
}

fn page(text: &str) -> Result<ListVoicesResponse, Error> {
    let mut page = ListVoicesResponse::from_json(text)?;
    let properties: BTreeMap<String, &RawValue> = serde_json::from_str(text).expect("a decoded page is a JSON object");
    let list = properties.get("voices").map_or("null", |list| list.get());
    let items: Option<Vec<&RawValue>> = serde_json::from_str(list).expect("the voices of a decoded page are an array or null");
    let items = items.unwrap_or_default();
    assert_eq!(items.len(), page.voices.len() + page.rejected_count);
    // Rejected items are not encoded.
    page.rejected_count = 0;
    for rejected in page.rejected.drain(..) {
        assert!(items[rejected.index].get().starts_with(&rejected.raw));
        assert!(rejected.path.starts_with(&format!("voices[{}]", rejected.index)));
    }
    Ok(page)
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        round_trip(text, Voice::from_json);
        round_trip(text, VoiceSettings::from_json);
        round_trip(text, page);
    }
});
