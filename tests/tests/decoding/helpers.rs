//! Helpers of the decoding tests.

use std::collections::{BTreeMap, BTreeSet};

use elevenlabs_voices::{Error, ErrorKind, ListVoicesResponse, Voice, VoiceSettings};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::bodies;
use crate::spec::{PropertyLocation, Spec};

pub(crate) const FIRST: &str = r#"{"voice_id": "vc-1", "name": "One", "category": "cloned"}"#;
pub(crate) const LAST: &str = r#"{"voice_id": "vc-3", "name": "Three", "category": "premade"}"#;

pub(crate) fn page(body: &Value) -> ListVoicesResponse {
    ListVoicesResponse::from_json(&body.to_string()).expect("the page can be decoded")
}

pub(crate) fn voice(body: &Value) -> Voice {
    Voice::from_json(&body.to_string()).expect("the voice can be decoded")
}

pub(crate) fn settings(text: &str) -> VoiceSettings {
    VoiceSettings::from_json(text).expect("the settings can be decoded")
}

pub(crate) fn full_voice() -> Voice {
    page(&bodies::page()).voices.swap_remove(0)
}

/// Decodes a nested object separately; another test checks its values.
pub(crate) fn decoded<T: DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).expect("the object can be decoded")
}

pub(crate) fn encoded(value: &impl Serialize) -> Value {
    let text = serde_json::to_string(value).expect("a model can be encoded");
    serde_json::from_str(&text).expect("an encoded model is JSON")
}

#[expect(clippy::unnecessary_wraps, reason = "it returns the value of an optional property")]
pub(crate) fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

pub(crate) fn labels<T, const N: usize>(entries: [(&str, T); N]) -> BTreeMap<String, T> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The body with a property set in the object at a pointer.
pub(crate) fn with(mut body: Value, object: &str, property: &str, value: Value) -> Value {
    let object =
        body.pointer_mut(object).and_then(Value::as_object_mut).expect("the pointer leads to an object");
    object.insert(property.to_owned(), value);
    body
}

/// The body with a property removed.
pub(crate) fn without(mut body: Value, object: &str, property: &str) -> Value {
    let object =
        body.pointer_mut(object).and_then(Value::as_object_mut).expect("the pointer leads to an object");
    object.remove(property).expect("the object has the property");
    body
}

pub(crate) fn locations(body: &Value) -> Vec<PropertyLocation> {
    let locations = Spec::read().locations(body, "Voice");
    assert!(locations.len() > 100, "only {} locations", locations.len());
    locations
}

/// Pointers to every documented object in a page.
pub(crate) fn objects(body: &Value) -> BTreeSet<String> {
    let locations = Spec::read().locations(body, "ListVoicesResponse");
    let objects: BTreeSet<_> = locations.into_iter().map(|location| location.object).collect();
    assert!(objects.len() >= 17, "only {objects:?}");
    objects
}

pub(crate) fn undocumented() -> Value {
    json!({
        "null": null,
        "largest": u64::MAX,
        "least": i64::MIN,
        "tiny": 5e-324,
        "huge": 1.797_693_134_862_315_7e308,
        "whole double": 3.0,
        "empty": [{}, [], "", null],
        "name": "not the voice's",
        "deep": {"er": [{"voice_id": null, "\" \\ \u{1F399} \u{0}": [[[1]]]}]}
    })
}

/// A page with the raw item between two valid ones.
pub(crate) fn page_around(item: &str) -> ListVoicesResponse {
    let text =
        format!(r#"{{"voices": [{FIRST}, {item} , {LAST}], "has_more": true, "next_page_token": "t"}}"#);
    ListVoicesResponse::from_json(&text).expect("the rest of the page can be decoded")
}

pub(crate) fn page_error(text: &str) -> Error {
    let error = ListVoicesResponse::from_json(text).expect_err(text);
    assert_eq!(error.kind(), ErrorKind::Decode, "{text}");
    assert!(error.path().is_some(), "{text}");
    error
}

pub(crate) fn assert_contains(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
}
