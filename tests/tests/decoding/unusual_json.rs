//! JSON with deep nesting, escapes, or duplicate properties.

use std::thread;

use elevenlabs_voices::{ErrorKind, ListVoicesResponse, Voice, VoiceCategory};
use serde_json::json;

use crate::bodies;
use crate::helpers::{
    FIRST, LAST, assert_contains, encoded, full_voice, page, page_around, page_error, settings,
};

fn deep() -> String {
    format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))
}

#[test]
fn voice_nested_too_deeply_is_an_error() {
    let text = format!(r#"{{"voice_id": "v", "name": "n", "category": "cloned", "unknown": {}}}"#, deep());
    let error = Voice::from_json(&text).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_contains(error.message(), &["recursion limit"]);
}

#[test]
fn voice_nested_too_deeply_does_not_fail_its_page() {
    let item = format!(r#"{{"voice_id": "v", "name": "n", "category": "cloned", "unknown": {}}}"#, deep());
    let page = page_around(&item);
    assert_eq!(page.voices.len(), 2);
    assert_eq!(page.rejected[0].raw, item[..64 * 1024]);
}

#[test]
fn page_nested_too_deeply_is_an_error() {
    page_error(&format!(r#"{{"voices": [], "has_more": false, "unknown": {}}}"#, deep()));
    page_error(&format!(r#"{{"voices": {}, "has_more": {}}}"#, deep(), deep()));
    page_error(&deep());
    page_error(&"{\"voices\":[".repeat(100_000));
}

#[test]
fn nesting_below_the_limit_is_decoded() {
    let nested = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let text = format!(r#"{{"voice_id": "v", "name": "n", "category": "cloned", "unknown": {nested}}}"#);
    assert_eq!(encoded(&Voice::from_json(&text).unwrap())["unknown"].to_string(), nested);
}

#[test]
fn escaped_property_names_are_recognized() {
    let text =
        r#"{"voice\u005fid": "v\u00e9", "n\u0061me": "a\"b", "category": "clon\u0065d", "unkn\u006fwn": 1}"#;
    let voice = Voice::from_json(text).unwrap();
    assert_eq!(voice.voice_id, "vé");
    assert_eq!(voice.name, "a\"b");
    assert_eq!(voice.category, VoiceCategory::Cloned);
    assert_eq!(voice.extra["unknown"], json!(1));
    let page =
        ListVoicesResponse::from_json(&format!(r#"{{"v\u006fices": [1, {FIRST}], "has\u005fmore": true}}"#));
    let page = page.unwrap();
    assert_eq!(page.voices[0].voice_id, "vc-1");
    assert_eq!(page.rejected[0].path, "voices[0]");
}

#[test]
fn last_duplicate_property_takes_precedence() {
    let text = r#"{"speed": 0.8, "style": 1, "unknown": 1, "speed": 1.1, "style": null, "unknown": 2}"#;
    let settings = settings(text);
    assert_eq!(settings.speed, Some(1.1));
    assert_eq!(settings.style, None);
    assert_eq!(settings.extra["unknown"], json!(2));
}

#[test]
fn last_duplicate_list_of_voices_takes_precedence() {
    let text = format!(
        r#"{{"voices": [1, {FIRST}], "has_more": true, "voices": [{LAST}, 2, 3], "has_more": false}}"#
    );
    let page = ListVoicesResponse::from_json(&text).unwrap();
    assert_eq!(page.voices.iter().map(|voice| &*voice.voice_id).collect::<Vec<_>>(), ["vc-3"]);
    assert_eq!(page.rejected.iter().map(|item| &*item.raw).collect::<Vec<_>>(), ["2", "3"]);
    assert!(!page.has_more);
}

#[test]
fn models_deserialize_from_every_serde_json_source() {
    let text = bodies::voice().to_string();
    assert_eq!(serde_json::from_slice::<Voice>(text.as_bytes()).unwrap(), full_voice());
    assert_eq!(serde_json::from_reader::<_, Voice>(text.as_bytes()).unwrap(), full_voice());
    assert_eq!(serde_json::from_value::<Voice>(bodies::voice()).unwrap(), full_voice());
    assert_eq!(serde_json::from_value::<ListVoicesResponse>(bodies::page()).unwrap(), page(&bodies::page()));
    assert_eq!(encoded(&serde_json::to_value(full_voice()).unwrap()), encoded(&full_voice()));
}

/// With its feature `raw_value`, `serde_json::Value` deserializes such an object from the string in it.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

#[test]
fn json_in_a_string_stays_a_string() {
    let settings = settings(&format!(r#"{{"unknown": {{"{RAW_VALUE}": "[1]"}}}}"#));
    assert_eq!(settings.extra["unknown"], json!({RAW_VALUE: "[1]"}));
}

/// With the feature `arbitrary_precision`, serde_json deserializes it as a number.
#[test]
#[cfg(not(feature = "arbitrary_precision"))]
fn number_in_a_string_stays_a_string() {
    let nested = json!({"$serde_json::private::Number": "1"});
    assert_eq!(settings(&json!({"unknown": nested}).to_string()).extra["unknown"], nested);
}

/// The recursion limit alone would not protect the stack, because it restarts in each string.
#[test]
fn nested_raw_value_strings_do_not_overflow_the_stack() {
    let mut nested = "1".to_owned();
    while nested.len() < 1 << 20 {
        let (open, string, close) = ("[".repeat(120), json!(nested), "]".repeat(120));
        nested = format!(r#"{open}{{"{RAW_VALUE}": {string}}}{close}"#);
    }
    let text = format!(r#"{{"unknown": {nested}}}"#);
    let read = thread::Builder::new().stack_size(512 << 10).spawn(move || settings(&text).extra.len());
    assert_eq!(read.expect("a thread").join().expect("settings"), 1);
}
