//! Undocumented properties are kept when decoding and encoded unchanged.

use serde_json::{Value, json};

use crate::bodies;
use crate::helpers::{encoded, objects, page, undocumented, voice, with};

/// The names are unlikely in any spec: observed undocumented properties may be added to it.
#[test]
fn undocumented_properties_are_kept() {
    let body = with(bodies::voice(), "", "undocumented_yes", json!(true));
    let body = with(body, "", "undocumented_nil", Value::Null);
    let body = with(body, "", "undocumented_time", json!(1_693_000_000));
    let body = with(body, "", "undocumented_ids", json!(["co-1", null]));
    let body = with(body, "", "undocumented_word", json!("studio"));
    let body = with(body, "/samples/0", "undocumented_start", json!(250));
    let voice = voice(&with(body, "/sharing", "undocumented_rate", json!(0.015)));
    assert_eq!(voice.extra.len(), 5);
    assert_eq!(voice.extra["undocumented_yes"], json!(true));
    assert_eq!(voice.extra["undocumented_nil"], Value::Null);
    assert_eq!(voice.extra["undocumented_time"], json!(1_693_000_000));
    assert_eq!(voice.extra["undocumented_ids"], json!(["co-1", null]));
    assert_eq!(voice.extra["undocumented_word"], "studio");
    assert_eq!(voice.samples.as_ref().unwrap()[0].extra["undocumented_start"], json!(250));
    assert_eq!(voice.sharing.as_ref().unwrap().extra["undocumented_rate"], json!(0.015));
}

#[test]
fn undocumented_properties_of_every_object_are_encoded_unchanged() {
    let full = bodies::page();
    let body = objects(&full).iter().fold(full, |body, object| {
        let body = with(body, object, "undocumented", undocumented());
        with(body, object, "undocumented too", Value::Null)
    });
    let encoded_text = encoded(&page(&body));
    for object in objects(&bodies::page()) {
        let encoded_text = encoded_text.pointer(&object).expect("the object is encoded");
        assert_eq!(encoded_text["undocumented"], undocumented(), "in {object}");
        assert_eq!(encoded_text.get("undocumented too"), Some(&Value::Null), "in {object}");
    }
}

#[test]
fn extra_and_rejected_fields_are_not_properties() {
    let page = page(&json!({"voices": [], "has_more": false, "rejected": [1], "extra": {"a": 2}}));
    assert_eq!(page.rejected, []);
    assert_eq!(page.extra["rejected"], json!([1]));
    assert_eq!(page.extra["extra"], json!({"a": 2}));
}

#[test]
fn property_names_are_case_sensitive() {
    let voice = voice(&with(bodies::voice(), "", "Voice_Id", json!("upper case")));
    assert_eq!(voice.voice_id, "vc-full-0001");
    assert_eq!(voice.extra["Voice_Id"], "upper case");
}
