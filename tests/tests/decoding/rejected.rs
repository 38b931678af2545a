//! Undecodable items are rejected one by one; any other invalid value is an error with its path.

use std::collections::BTreeSet;

use elevenlabs_voices::{ErrorKind, ListVoicesResponse, Voice, VoiceSettings};
use serde::de::value::MapDeserializer;
use serde::de::{Deserialize, IntoDeserializer};
use serde_json::json;

use crate::bodies;
use crate::helpers::{FIRST, assert_contains, encoded, page_around, page_error, text, with};

/// Asserts that an item between two valid ones is rejected, and returns the message of its error.
fn rejection(item: &str, path: &str) -> String {
    let page = page_around(item);
    let ids: Vec<_> = page.voices.iter().map(|voice| &*voice.voice_id).collect();
    assert_eq!(ids, ["vc-1", "vc-3"]);
    assert!(page.has_more);
    assert_eq!(page.next_page_token, text("t"));
    let [rejected] = &page.rejected[..] else { panic!("{:?}", page.rejected) };
    assert_eq!(rejected.index, 1);
    assert_eq!(rejected.path, path);
    assert_eq!(rejected.raw, item);
    let displayed = rejected.to_string();
    assert!(displayed.contains(path) && displayed.contains(&rejected.message), "{displayed}");
    rejected.message.clone()
}

#[test]
fn valid_item_is_not_rejected() {
    let page = page_around(r#"{"voice_id": "vc-2", "name": "Two", "category": "famous"}"#);
    assert_eq!(page.voices.len(), 3);
    assert_eq!(page.rejected, []);
}

#[test]
fn voice_without_id_is_rejected() {
    let message = rejection(r#"{ "name" :"Two",  "category": "cloned" }"#, "voices[1]");
    assert_contains(&message, &["missing", "`voice_id`"]);
}

#[test]
fn voice_with_null_name_is_rejected() {
    let message = rejection(r#"{"voice_id": "vc-2", "name": null, "category": "cloned"}"#, "voices[1].name");
    assert_contains(&message, &["null", "expected a string"]);
}

#[test]
fn voice_with_a_nested_wrong_type_is_rejected() {
    let broken = with(bodies::voice(), "/sharing", "liked_by_count", json!("many"));
    let message = rejection(&broken.to_string(), "voices[1].sharing.liked_by_count");
    assert_contains(&message, &["string \"many\"", "expected an integer"]);
}

#[test]
fn wrong_type_in_a_list_or_map_has_its_path() {
    let broken =
        with(bodies::voice(), "/samples/0/speaker_separation/speakers/sp-a/utterances/0", "end", json!([]));
    let path = "voices[1].samples[0].speaker_separation.speakers.sp-a.utterances[0].end";
    assert_contains(&rejection(&broken.to_string(), path), &["sequence", "expected f64"]);
    let broken = with(bodies::voice(), "/labels", "use case", json!(3));
    assert_contains(
        &rejection(&broken.to_string(), "voices[1].labels.use case"),
        &["integer `3`", "expected a string"],
    );
}

#[test]
fn item_that_is_not_an_object_is_rejected() {
    assert_contains(&rejection("null", "voices[1]"), &["null", "expected an object"]);
    assert_contains(&rejection("17", "voices[1]"), &["17", "expected an object"]);
    assert_contains(&rejection("\"vc-2\"", "voices[1]"), &["vc-2", "expected an object"]);
    assert_contains(&rejection("[ ]", "voices[1]"), &["sequence", "expected an object"]);
}

#[test]
fn each_invalid_item_is_rejected_separately() {
    let page =
        ListVoicesResponse::from_json(&format!(r#"{{"voices": [1, {FIRST}, {{}}], "has_more": false}}"#))
            .unwrap();
    assert_eq!(page.voices.len(), 1);
    assert_eq!(page.rejected.iter().map(|item| item.index).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(page.rejected.iter().map(|item| &*item.raw).collect::<Vec<_>>(), ["1", "{}"]);
}

/// A page of `count` copies of an invalid item and a valid one after them.
fn page_of(count: usize, item: &str) -> ListVoicesResponse {
    let items = format!("{item},").repeat(count);
    let page =
        ListVoicesResponse::from_json(&format!(r#"{{"voices": [{items} {FIRST}], "has_more": false}}"#));
    let page = page.expect("a page");
    assert_eq!((page.voices.len(), page.rejected_count), (1, count));
    page
}

#[test]
fn rejected_items_are_kept_up_to_a_number_and_counted() {
    for (count, kept) in [(3, 3), (1000, 1000), (1001, 1000), (100_000, 1000)] {
        let page = page_of(count, "0");
        assert_eq!(page.rejected.len(), kept, "{count}");
        assert!(page.rejected.iter().enumerate().all(|(index, rejected)| rejected.index == index));
    }
}

#[test]
fn rejected_items_are_kept_up_to_a_size_and_counted() {
    let item = format!(r#""{}""#, "x".repeat(100_000));
    let page = page_of(50, &item);
    // Each is truncated to 64 KiB.
    assert!((16..=17).contains(&page.rejected.len()), "{}", page.rejected.len());
    assert!(page.rejected.iter().all(|rejected| rejected.raw == item[..64 * 1024]));
}

#[test]
fn message_of_a_rejected_item_is_bounded() {
    // Characters of three bytes must not be split.
    let (name, value) = ("ん".repeat(100_000), "ん".repeat(100_000));
    for item in [format!(r#""{value}""#), format!(r#"{{"labels": {{"{name}": ["{value}"]}}}}"#)] {
        let rejected = page_of(1, &item).rejected.remove(0);
        assert!(rejected.message.len() < 1100, "{}", rejected.message.len());
        assert!(rejected.path.len() < 200, "{}", rejected.path);
    }
    let error = Voice::from_json(&format!(r#"{{"labels": {{"{name}": 1}}}}"#)).expect_err("not a label");
    assert!(error.path().is_some_and(|path| path.len() < 200), "{error:?}");
    let error = Voice::from_json(&format!(r#""{value}""#)).expect_err("not a voice");
    assert!(format!("{error:?}").len() < 2000, "{error:?}");
    assert!(error.message().ends_with('…'), "{error}");
}

#[test]
fn last_duplicate_list_determines_rejected_count() {
    let text = format!(r#"{{"voices": [1, 2], "voices": [{FIRST}, 3], "has_more": false}}"#);
    let page = ListVoicesResponse::from_json(&text).unwrap();
    assert_eq!((page.rejected_count, page.rejected.len()), (1, 1));
}

#[test]
fn page_with_a_rejected_item_keeps_undocumented_properties() {
    let text = format!(
        r#"{{"notice": {{"a": null}}, "voices": [7, {FIRST}], "has_more": false, "total_count": 2}}"#
    );
    let page = ListVoicesResponse::from_json(&text).unwrap();
    assert_eq!(page.extra["notice"], json!({"a": null}));
    assert_eq!(page.total_count, Some(2));
    assert_eq!(page.rejected.len(), 1);
}

#[test]
fn rejected_items_are_not_encoded() {
    let encoded_text = encoded(&page_around("17"));
    let names: BTreeSet<_> = encoded_text.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(["voices", "has_more", "next_page_token"]));
}

#[test]
fn page_with_an_invalid_value_outside_its_items_is_an_error() {
    let broken = |rest: &str| page_error(&format!(r#"{{"voices": [{FIRST}, 1], {rest}}}"#));
    let error = broken(r#""has_more": "yes""#);
    assert_eq!(error.path(), Some("has_more"));
    assert_contains(error.message(), &["string \"yes\"", "expected a boolean"]);
    assert_eq!(broken(r#""has_more": null"#).path(), Some("has_more"));
    assert_eq!(broken(r#""has_more": true, "total_count": 1.5"#).path(), Some("total_count"));
    assert_eq!(broken(r#""has_more": true, "next_page_token": 3"#).path(), Some("next_page_token"));
    assert_contains(broken(r#""total_count": 1"#).message(), &["missing", "`has_more`"]);
}

#[test]
fn page_whose_voices_are_not_a_list_is_an_error() {
    for voices in ["{}", "\"none\"", "3", "false"] {
        let error = page_error(&format!(r#"{{"voices": {voices}, "has_more": false}}"#));
        assert_eq!(error.path(), Some("voices"), "{voices}");
    }
}

#[test]
fn invalid_json_is_an_error() {
    let truncated = format!(r#"{{"has_more": false, "voices": [{FIRST}, {{"voice_id": "#);
    let bad_item = format!(r#"{{"has_more": false, "voices": [{FIRST}, {{"voice_id": }}]}}"#);
    for text in
        ["", " ", "{", "<html></html>", "{'voices': []}", r#"{"has_more": false,}"#, &truncated, &bad_item]
    {
        page_error(text);
    }
}

#[test]
fn invalid_json_in_an_item_has_its_path() {
    let error = page_error(&format!(r#"{{"voices": [{FIRST}, {{"voice_id": }}]}}"#));
    assert_eq!(error.path(), Some("voices[1].voice_id"));
    let error = page_error(&format!(r#"{{"voices": [1, {FIRST}, {{"voice_id": "#));
    assert_eq!(error.path(), Some("voices"), "the rejected item is not the cause");
    assert_contains(error.message(), &["EOF"]);
}

#[test]
fn page_error_takes_precedence_over_a_too_deeply_nested_item() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let error = page_error(&format!(r#"{{"voices": [{{"unknown": {deep}}}], "has_more": "yes"}}"#));
    assert_eq!(error.path(), Some("has_more"));
}

#[test]
fn trailing_text_after_the_page_is_an_error() {
    for rest in ["x", "}", "{}", ",", "null"] {
        let valid = format!(r#"{{"voices": [{FIRST}], "has_more": false}} {rest}"#);
        assert_contains(page_error(&valid).message(), &["trailing"]);
        let with_rejected = format!(r#"{{"voices": [1], "has_more": false}} {rest}"#);
        assert_contains(page_error(&with_rejected).message(), &["trailing"]);
    }
    assert!(ListVoicesResponse::from_json("{\"has_more\": false} \r\n\t").is_ok());
}

#[test]
fn non_object_is_not_a_page() {
    for text in ["[]", "null", "3", "\"page\"", "true"] {
        let error = page_error(text);
        assert_eq!(error.path(), Some("."), "{text}");
        assert_contains(error.message(), &["expected an object"]);
    }
}

#[test]
fn error_of_a_voice_has_the_path() {
    let body = with(
        bodies::voice(),
        "/voice_verification/verification_attempts/0/recording",
        "size_bytes",
        json!("big"),
    );
    let error = Voice::from_json(&body.to_string()).unwrap_err();
    let path = "voice_verification.verification_attempts[0].recording.size_bytes";
    assert_eq!(error.path(), Some(path));
    assert_contains(&error.to_string(), &[path, "string \"big\"", "expected an integer"]);
}

#[test]
fn error_of_settings_has_the_path() {
    let error = VoiceSettings::from_json(r#"{"style": 0.5, "speed": "fast"}"#).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some("speed"));
    assert_contains(error.message(), &["string \"fast\""]);
}

#[test]
fn non_object_item_is_an_error() {
    for text in ["", "null", "[]", "{}", "3", r#"{"voice_id": "a", "name": "b", "category": "c"} ]"#] {
        assert_eq!(Voice::from_json(text).expect_err(text).kind(), ErrorKind::Decode);
    }
}

/// The error of `Deserialize` for a property whose value is not a JSON value.
fn decode_error<'de, B, V>(name: B, value: V) -> String
where
    B: IntoDeserializer<'de>,
    V: IntoDeserializer<'de>,
{
    let object = MapDeserializer::<_, serde::de::value::Error>::new([(name, value)].into_iter());
    Voice::deserialize(object).expect_err("not a voice").to_string()
}

#[test]
fn values_of_other_deserializers_are_type_errors() {
    for (property, expected) in [
        ("voice_id", "a string"),
        ("description", "a value or null"),
        ("labels", "a map"),
        ("available_for_tiers", "a list"),
        ("sharing", "a value or null"),
    ] {
        assert_contains(&decode_error(property, 7_u64), &["integer `7`", &format!("expected {expected}")]);
    }
    assert_contains(&decode_error("created_at_unix", "soon"), &["\"soon\"", "expected a value or null"]);
    assert_contains(&decode_error(7_u64, 7_u64), &["integer `7`", "expected a property's name"]);
    let number = IntoDeserializer::<serde::de::value::Error>::into_deserializer(7_u64);
    assert_contains(&Voice::deserialize(number).unwrap_err().to_string(), &["expected an object (Voice)"]);
}
