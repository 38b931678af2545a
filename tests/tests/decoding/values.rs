//! Values of properties in all their notations.

use std::collections::BTreeSet;

use elevenlabs_voices::{Error, FineTuningState, Recording, ReviewStatus, Voice};
use serde_json::{Value, json};

use crate::bodies;
use crate::helpers::{encoded, labels, locations, page, settings, text, voice, with};
use crate::spec::{PropertyLocation, Spec, Type};

#[test]
fn integers_have_64_bits() {
    let size = |encoded_text: &str| recording_size(encoded_text).expect(encoded_text);
    assert_eq!(size("9007199254740993"), 9_007_199_254_740_993);
    assert_eq!(size("9223372036854775807"), i64::MAX);
    assert_eq!(size("-9223372036854775808"), i64::MIN);
    let body = with(
        bodies::voice(),
        "/fine_tuning",
        "next_max_verification_attempts_reset_unix_ms",
        json!(1_i64 << 41),
    );
    let fine_tuning = voice(&body).fine_tuning.unwrap();
    assert_eq!(fine_tuning.next_max_verification_attempts_reset_unix_ms, Some(1 << 41));
}

/// Decodes a recording whose size has this notation.
fn recording_size(size: &str) -> Result<i64, Error> {
    let rest = r#""recording_id": "r", "mime_type": "m", "upload_date_unix": 1, "transcription": "t""#;
    Recording::from_json(&format!(r#"{{"size_bytes": {size}, {rest}}}"#))
        .map(|recording| recording.size_bytes)
}

#[test]
fn integer_may_be_written_as_a_double() {
    for (encoded_text, value) in
        [("1.0", 1), ("2048.0", 2048), ("-3.0", -3), ("0.0", 0), ("6e3", 6000), ("-0.0", 0)]
    {
        assert_eq!(recording_size(encoded_text).expect(encoded_text), value, "{encoded_text}");
    }
    let sharing = with(bodies::voice(), "/sharing", "notice_period", json!(14.0));
    assert_eq!(voice(&sharing).sharing.unwrap().notice_period, Some(14));
}

#[test]
fn non_integer_is_an_error() {
    for encoded_text in ["1.5", "1e300", "9223372036854775808", "9223372036854775808.0", "\"1\"", "true"] {
        let error = recording_size(encoded_text).expect_err(encoded_text);
        assert_eq!(error.path(), Some("size_bytes"), "{encoded_text}");
        assert!(error.message().contains("expected an integer"), "{encoded_text}: {error}");
    }
}

/// The value must not saturate to the minimum integer.
#[test]
fn integer_below_64_bits_is_an_error() {
    for encoded_text in ["-9223372036854775809", "-9223372036854776000"] {
        let error = recording_size(encoded_text).expect_err(encoded_text);
        assert_eq!(error.path(), Some("size_bytes"), "{encoded_text}");
    }
}

#[test]
fn double_may_be_written_as_an_integer() {
    let settings =
        settings(r#"{"stability": 1, "similarity_boost": 0, "style": -2, "speed": 9007199254740992}"#);
    assert_eq!(settings.stability, Some(1.0));
    assert_eq!(settings.similarity_boost, Some(0.0));
    assert_eq!(settings.style, Some(-2.0));
    assert_eq!(settings.speed, Some(9_007_199_254_740_992.0));
}

#[test]
fn documented_limits_do_not_apply_to_responses() {
    assert_eq!(settings(r#"{"speed": 4.5}"#).speed, Some(4.5));
    assert_eq!(settings(r#"{"speed": 0.1}"#).speed, Some(0.1));
}

#[test]
fn empty_image_url_stays_empty() {
    let body = with(bodies::voice(), "/sharing", "image_url", json!(""));
    assert_eq!(voice(&body).sharing.unwrap().image_url, text(""));
}

#[test]
fn label_keys_are_free_text() {
    let free =
        json!({"use case": "news", "use case ": "ads", "": "nameless", "älder": "ung", "a.b[0]": "dots"});
    let voice = voice(&with(bodies::voice(), "", "labels", free.clone()));
    assert_eq!(voice.labels.len(), 5);
    assert_eq!(voice.labels["use case"], "news");
    assert_eq!(voice.labels["use case "], "ads");
    assert_eq!(encoded(&voice)["labels"], free);
}

#[test]
fn message_maps_models_to_optional_texts() {
    let message = json!({"model-north": null, "model-east": "", "model-west": "Waiting."});
    let voice = voice(&with(bodies::voice(), "/fine_tuning", "message", message.clone()));
    let expected =
        labels([("model-north", None), ("model-east", text("")), ("model-west", text("Waiting."))]);
    assert_eq!(voice.fine_tuning.as_ref().unwrap().message, Some(expected));
    assert_eq!(encoded(&voice)["fine_tuning"]["message"], message);
}

#[test]
fn message_in_the_old_format_rejects_only_its_voice() {
    let old = with(bodies::voice(), "/fine_tuning", "message", json!("Waiting."));
    let page = page(&json!({"voices": [old, bodies::bare_voice("vc-after")], "has_more": false}));
    assert_eq!(page.voices[0].voice_id, "vc-after");
    assert_eq!(page.rejected[0].path, "voices[0].fine_tuning.message");
}

/// The properties whose values are enums, and unknown texts to put there.
fn enum_locations(body: &Value) -> Vec<(PropertyLocation, [&'static str; 3])> {
    let spec = Spec::read();
    let names: BTreeSet<_> = spec.enum_names().into_iter().map(str::to_owned).collect();
    let is_enum = |ty: &Type| matches!(ty, Type::Named(name) if names.contains(name));
    let found: Vec<_> = locations(body)
        .into_iter()
        .filter(|location| match &location.property.ty {
            Type::Optional(inner) => is_enum(inner),
            ty => is_enum(ty),
        })
        .map(|location| (location, ["declined_resubmittable", "Älles neu", ""]))
        .collect();
    assert_eq!(found.len(), 7);
    found
}

#[test]
fn unknown_enum_value_is_kept_in_every_property() {
    for (location, values) in enum_locations(&bodies::voice()) {
        for value in values {
            let body = with(bodies::voice(), &location.object, &location.property.name, json!(value));
            let kept = encoded(&voice(&body));
            let kept = kept.pointer(&format!("{}/{}", location.object, location.property.name));
            assert_eq!(kept, Some(&json!(value)), "{}", location.path());
        }
    }
}

#[test]
fn unknown_enum_value_can_be_used() {
    let body = with(bodies::voice(), "/sharing", "review_status", json!("declined_resubmittable"));
    let status = voice(&body).sharing.unwrap().review_status;
    assert!(!status.is_known());
    assert_eq!(status.as_str(), "declined_resubmittable");
    assert_eq!(status.to_string(), "declined_resubmittable");
    assert_eq!(status, ReviewStatus::from("declined_resubmittable"));
    assert_ne!(status, ReviewStatus::from("declined_finally"));
    assert_ne!(status, ReviewStatus::Declined);
    assert!(matches!(&status, ReviewStatus::Unknown(value) if value.as_str() == "declined_resubmittable"));
}

#[test]
fn unknown_enum_value_in_a_map_is_kept() {
    let state = json!({"model-north": "paused", "model-south": "failed"});
    let voice = voice(&with(bodies::voice(), "/fine_tuning", "state", state.clone()));
    let states = &voice.fine_tuning.as_ref().unwrap().state;
    assert_eq!(states["model-north"], FineTuningState::from("paused"));
    assert_eq!(states["model-south"], FineTuningState::Failed);
    assert_eq!(encoded(&voice)["fine_tuning"]["state"], state);
}

#[test]
fn undocumented_safety_control_is_kept_and_documented_one_is_known() {
    for (encoded_text, known) in [("CAPTCHA_AND_MODERATION", true), ("MODERATION_ONLY", false)] {
        let control =
            voice(&with(bodies::voice(), "", "safety_control", json!(encoded_text))).safety_control.unwrap();
        assert_eq!(control.is_known(), known, "{encoded_text}");
        assert_eq!(control.as_str(), encoded_text);
    }
}

#[test]
fn enum_value_in_another_case_is_kept_unchanged() {
    let body = with(bodies::voice(), "", "safety_control", json!("enterprise_captcha"));
    let voice = voice(&with(body, "", "category", json!("High_Quality")));
    assert_eq!(voice.category.as_str(), "High_Quality");
    assert!(!voice.category.is_known());
    assert_eq!(encoded(&voice)["category"], "High_Quality");
    assert_eq!(encoded(&voice)["safety_control"], "enterprise_captcha");
}

#[test]
fn enum_value_that_is_not_text_is_an_error() {
    for invalid in [json!(1), json!({}), json!(["cloned"]), json!(true)] {
        let body = with(bodies::voice(), "", "category", invalid.clone());
        let error = Voice::from_json(&body.to_string()).expect_err("not a string");
        assert_eq!(error.path(), Some("category"), "{invalid}");
        assert!(error.message().contains("expected a string"), "{error}");
    }
}
