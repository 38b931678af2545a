//! Null and absent properties: optional ones, their decoded values, and required ones.

use elevenlabs_voices::{ErrorKind, Voice, VoiceSettings};
use serde_json::{Value, json};

use crate::bodies;
use crate::helpers::{locations, page, settings, voice, with, without};
use crate::spec::{PropertyLocation, Type};

#[test]
fn null_notice_period_is_none() {
    let sharing = voice(&with(bodies::voice(), "/sharing", "notice_period", Value::Null)).sharing.unwrap();
    assert_eq!(sharing.notice_period, None);
    assert_eq!(sharing.liked_by_count, 1201);
}

#[test]
fn older_sharing_lacks_eight_properties() {
    let lacking = [
        "category",
        "date_unix",
        "featured",
        "financial_rewards_enabled",
        "free_users_allowed",
        "live_moderation_enabled",
        "notice_period",
        "voice_mixing_allowed",
    ];
    let older = lacking.iter().fold(bodies::voice(), |body, property| without(body, "/sharing", property));
    let sharing = voice(&older).sharing.unwrap();
    assert_eq!(sharing.category, None);
    assert_eq!(sharing.date_unix, None);
    assert_eq!(sharing.featured, None);
    assert_eq!(sharing.financial_rewards_enabled, None);
    assert_eq!(sharing.free_users_allowed, None);
    assert_eq!(sharing.live_moderation_enabled, None);
    assert_eq!(sharing.notice_period, None);
    assert_eq!(sharing.voice_mixing_allowed, None);
    assert_eq!(sharing.name, "Halvard, shared");
}

#[test]
fn fine_tuning_without_state_has_no_states() {
    let fine_tuning = voice(&without(bodies::voice(), "/fine_tuning", "state")).fine_tuning.unwrap();
    assert!(fine_tuning.state.is_empty());
    assert_eq!(fine_tuning.verification_attempts_count, 3);
}

#[test]
fn fine_tuning_of_2023_lacks_manual_verification_requested() {
    let property = "manual_verification_requested";
    let voice = voice(&without(bodies::voice(), "/fine_tuning", property));
    assert_eq!(voice.fine_tuning.unwrap().manual_verification_requested, None);
}

#[test]
fn settings_of_2024_lack_speed() {
    let settings =
        settings(r#"{"stability": 0.3, "similarity_boost": 0.9, "style": 0, "use_speaker_boost": false}"#);
    assert_eq!(settings.speed, None);
    assert_eq!(settings.style, Some(0.0));
    assert_eq!(settings.use_speaker_boost, Some(false));
}

#[test]
fn empty_settings_have_no_values() {
    assert_eq!(settings("{}"), VoiceSettings::default());
}

/// Properties that were null in all recorded responses.
const ALWAYS_NULL: [(&str, &str); 10] = [
    ("", "settings"),
    ("", "safety_control"),
    ("/fine_tuning", "dataset_duration_seconds"),
    ("/fine_tuning", "slice_ids"),
    ("/fine_tuning", "manual_verification"),
    ("/fine_tuning", "verification_attempts"),
    ("/voice_verification", "language"),
    ("/voice_verification", "verification_attempts"),
    ("/samples/0", "speaker_separation"),
    ("/sharing", "moderation_check"),
];

fn assert_always_null_are_none(voice: &Voice) {
    assert_eq!(voice.settings, None);
    assert_eq!(voice.safety_control, None);
    let fine_tuning = voice.fine_tuning.as_ref().unwrap();
    assert_eq!(fine_tuning.dataset_duration_seconds, None);
    assert_eq!(fine_tuning.slice_ids, None);
    assert_eq!(fine_tuning.manual_verification, None);
    assert_eq!(fine_tuning.verification_attempts, None);
    let verification = voice.voice_verification.as_ref().unwrap();
    assert_eq!(verification.language, None);
    assert_eq!(verification.verification_attempts, None);
    assert_eq!(voice.samples.as_ref().unwrap()[0].speaker_separation, None);
    assert_eq!(voice.sharing.as_ref().unwrap().moderation_check, None);
}

#[test]
fn always_null_property_accepts_null() {
    let body = ALWAYS_NULL
        .iter()
        .fold(bodies::voice(), |body, (object, property)| with(body, object, property, Value::Null));
    assert_always_null_are_none(&page(&json!({"voices": [body], "has_more": false})).voices[0]);
}

#[test]
fn always_null_property_accepts_absence() {
    let body =
        ALWAYS_NULL.iter().fold(bodies::voice(), |body, (object, property)| without(body, object, property));
    assert_always_null_are_none(&page(&json!({"voices": [body], "has_more": false})).voices[0]);
}

#[test]
fn every_optional_property_may_be_null_or_absent() {
    let full = bodies::voice();
    for location in
        locations(&full).iter().filter(|location| matches!(location.property.ty, Type::Optional(_)))
    {
        let (object, name) = (&location.object, &location.property.name);
        let absent = voice(&without(full.clone(), object, name));
        assert_eq!(voice(&with(full.clone(), object, name, Value::Null)), absent, "{}", location.path());
        assert_ne!(absent, voice(&full), "{}", location.path());
    }
}

#[test]
fn every_required_list_or_map_may_be_null_or_absent() {
    let full = bodies::voice();
    for location in locations(&full) {
        let empty = match location.property.ty {
            Type::List(_) => json!([]),
            Type::Map(_) => json!({}),
            _ => continue,
        };
        let (object, name) = (&location.object, &location.property.name);
        let empty = voice(&with(full.clone(), object, name, empty));
        assert_eq!(voice(&with(full.clone(), object, name, Value::Null)), empty, "{}", location.path());
        assert_eq!(voice(&without(full.clone(), object, name)), empty, "{}", location.path());
    }
}

#[test]
fn null_labels_and_failures_are_empty() {
    let body = with(bodies::voice(), "", "labels", Value::Null);
    let body = with(body, "/sharing", "labels", Value::Null);
    let body = with(body, "/fine_tuning", "verification_failures", Value::Null);
    let voice = voice(&with(body, "/voice_verification", "verification_failures", Value::Null));
    assert!(voice.labels.is_empty());
    assert!(voice.sharing.unwrap().labels.is_empty());
    assert!(voice.fine_tuning.unwrap().verification_failures.is_empty());
    assert!(voice.voice_verification.unwrap().verification_failures.is_empty());
}

#[test]
fn page_without_voices_is_empty() {
    for body in [json!({"has_more": false}), json!({"voices": null, "has_more": false})] {
        let page = page(&body);
        assert_eq!(page.voices, [], "{body}");
        assert_eq!(page.rejected, [], "{body}");
    }
}

#[test]
fn total_count_may_be_absent() {
    assert_eq!(page(&without(bodies::page(), "", "total_count")).total_count, None);
    assert_eq!(page(&with(bodies::page(), "", "total_count", Value::Null)).total_count, None);
}

#[test]
fn last_page_has_no_token() {
    let last = page(&json!({"voices": [], "has_more": false, "next_page_token": null, "total_count": 0}));
    assert!(!last.has_more);
    assert_eq!(last.next_page_token, None);
    assert_eq!(last.total_count, Some(0));
}

/// The required properties that are neither lists nor maps, which have no empty value for null.
fn plain_locations(body: &Value) -> Vec<PropertyLocation> {
    locations(body).into_iter().filter(|location| matches!(location.property.ty, Type::Named(_))).collect()
}

#[test]
fn every_other_required_property_must_not_be_null() {
    for location in plain_locations(&bodies::voice()) {
        let body = with(bodies::voice(), &location.object, &location.property.name, Value::Null);
        let error = Voice::from_json(&body.to_string()).expect_err(&location.path());
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.path(), Some(&*location.path()));
        assert!(error.message().contains("null"), "{error}");
        assert!(error.to_string().contains(&location.path()), "{error}");
    }
}

#[test]
fn every_other_required_property_must_be_present() {
    for location in plain_locations(&bodies::voice()) {
        let name = &location.property.name;
        let body = without(bodies::voice(), &location.object, name);
        let error = Voice::from_json(&body.to_string()).expect_err(&location.path());
        let object = if location.object_path.is_empty() { "." } else { &location.object_path };
        assert_eq!(error.path(), Some(object));
        assert!(error.message().contains(&format!("`{name}`")), "{}: {error}", location.path());
    }
}
