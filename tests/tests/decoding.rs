//! From the text of a response to its value and back: what the API documents, and what it sends instead.

#[path = "support/support_decoding/mod.rs"]
mod support_decoding;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Debug;

use elevenlabs_voices::{
    Error, ErrorKind, FineTuning, FineTuningState, FineTuningStateFilter, ListVoicesResponse,
    ManualVerification, ManualVerificationFile, ReaderResource, ReaderResourceType, Recording, ReviewStatus,
    SafetyControl, SortDirection, Speaker, SpeakerSeparation, SpeakerSeparationStatus, Utterance,
    VerificationAttempt, VerifiedLanguage, Voice, VoiceCategory, VoiceModerationCheck, VoiceSample,
    VoiceSettings, VoiceSharing, VoiceSharingStatus, VoiceSort, VoiceType, VoiceVerification,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use support_decoding::spec::{Place, Property, Spec, Type};
use support_decoding::{Random, bodies, meaning, with, without};

// ---- Every property ----

/// Asserts the value of every property that the spec gives a schema; a property left out is a failure too.
macro_rules! holds {
    ($value:expr, $schema:ident { $($property:ident: $expected:expr),* $(,)? }) => {{
        let value: &$schema = $value;
        let asserted = BTreeSet::from([$(stringify!($property).to_owned()),*]);
        assert_eq!(asserted, property_names(stringify!($schema)), "the properties asserted");
        $(assert_eq!(value.$property, $expected, "{}", stringify!($property));)*
        assert!(value.extra.is_empty(), "{:?} went unrecognised", value.extra);
    }};
}

fn property_names(schema: &str) -> BTreeSet<String> {
    Spec::read().properties(schema).into_iter().map(|property| property.name).collect()
}

fn page(body: &Value) -> ListVoicesResponse {
    ListVoicesResponse::from_json(&body.to_string()).expect("the page can be decoded")
}

fn voice(body: &Value) -> Voice {
    Voice::from_json(&body.to_string()).expect("the voice can be decoded")
}

fn settings(text: &str) -> VoiceSettings {
    VoiceSettings::from_json(text).expect("the settings can be decoded")
}

fn full_voice() -> Voice {
    page(&bodies::page()).voices.swap_remove(0)
}

fn full_sharing() -> VoiceSharing {
    *full_voice().sharing.expect("the voice is shared")
}

fn full_fine_tuning() -> FineTuning {
    *full_voice().fine_tuning.expect("the voice is fine-tuned")
}

fn full_separation() -> SpeakerSeparation {
    let mut samples = full_voice().samples.expect("the voice has samples");
    *samples.swap_remove(0).speaker_separation.expect("the sample has its speakers told apart")
}

fn full_speaker() -> Speaker {
    let mut speakers = full_separation().speakers.expect("there are speakers");
    speakers.remove("sp-a").flatten().expect("the speaker is there")
}

fn full_attempt() -> VerificationAttempt {
    full_fine_tuning().verification_attempts.expect("there are attempts").swap_remove(0)
}

/// A nested object decoded by itself; a test of its own says whether its values are right.
fn alone<T: DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).expect("the object can be decoded")
}

#[expect(clippy::unnecessary_wraps, reason = "it writes the value of an optional property")]
fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn texts<const N: usize>(values: [&str; N]) -> Vec<String> {
    values.map(str::to_owned).to_vec()
}

fn labels<T, const N: usize>(entries: [(&str, T); N]) -> BTreeMap<String, T> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

#[test]
fn a_page_has_its_values() {
    let page = page(&bodies::page());
    holds!(
        &page,
        ListVoicesResponse {
            voices: [alone(bodies::voice()), alone(bodies::bare_voice("vc-bare-0002"))],
            has_more: true,
            total_count: Some(41),
            next_page_token: text("tok-after-0002"),
        }
    );
    assert_eq!(page.rejected, []);
}

#[test]
fn a_voice_has_its_values() {
    let voice = voice(&bodies::voice());
    holds!(
        &voice,
        Voice {
            voice_id: "vc-full-0001",
            name: "Halvard",
            category: VoiceCategory::HighQuality,
            labels: labels([("accent", "Norwegian".to_owned()), ("use case", "audio guides".to_owned())]),
            available_for_tiers: ["tier-gold", "tier-silver"],
            high_quality_base_model_ids: ["model-north", "model-south"],
            samples: Some(vec![alone(bodies::sample())]),
            fine_tuning: Some(Box::new(alone(bodies::fine_tuning()))),
            description: text("Calm, with salt in it."),
            preview_url: text("https://audio.example/halvard.mp3"),
            settings: Some(Box::new(alone(bodies::settings()))),
            sharing: Some(Box::new(alone(bodies::sharing()))),
            verified_languages: Some(vec![alone(bodies::verified_language())]),
            safety_control: Some(SafetyControl::EnterpriseCaptcha),
            voice_verification: Some(Box::new(alone(bodies::voice_verification()))),
            permission_on_resource: text("editor"),
            is_owner: Some(true),
            is_legacy: Some(false),
            is_mixed: Some(true),
            created_at_unix: Some(1_690_000_001),
        }
    );
}

#[test]
fn a_voice_is_the_same_alone_and_on_a_page() {
    assert_eq!(voice(&bodies::voice()), full_voice());
}

#[test]
fn settings_have_their_values() {
    let settings = settings(&bodies::settings().to_string());
    holds!(
        &settings,
        VoiceSettings {
            stability: Some(0.41),
            similarity_boost: Some(0.82),
            style: Some(0.13),
            use_speaker_boost: Some(true),
            speed: Some(1.07),
        }
    );
}

#[test]
fn a_sample_has_its_values() {
    let samples = full_voice().samples.expect("the voice has samples");
    holds!(
        &samples[0],
        VoiceSample {
            sample_id: "sm-01",
            file_name: "harbour.wav",
            mime_type: "audio/wav",
            size_bytes: 5_000_000_011,
            hash: "c0ffee",
            duration_secs: Some(12.25),
            remove_background_noise: Some(true),
            has_isolated_audio: Some(false),
            has_isolated_audio_preview: Some(true),
            speaker_separation: Some(Box::new(alone(bodies::speaker_separation()))),
        }
    );
}

#[test]
fn a_speaker_separation_has_its_values() {
    holds!(
        &full_separation(),
        SpeakerSeparation {
            voice_id: "vc-full-0001-separated",
            sample_id: "sm-01-separated",
            status: SpeakerSeparationStatus::Completed,
            speakers: Some(labels([("sp-a", Some(alone(bodies::speaker()))), ("sp-b", None)])),
            selected_speaker_ids: Some(texts(["sp-a"])),
        }
    );
}

#[test]
#[expect(clippy::float_cmp, reason = "decoding rounds nothing")]
fn a_speaker_has_its_values() {
    holds!(
        &full_speaker(),
        Speaker {
            speaker_id: "sp-a-inside",
            duration_secs: 7.75,
            utterances: Some(vec![alone(bodies::utterance())]),
        }
    );
}

#[test]
#[expect(clippy::float_cmp, reason = "decoding rounds nothing")]
fn an_utterance_has_its_values() {
    let utterances = full_speaker().utterances.expect("the speaker says something");
    holds!(&utterances[0], Utterance { start: 0.375, end: 2.625 });
}

#[test]
fn fine_tuning_has_its_values() {
    holds!(
        &full_fine_tuning(),
        FineTuning {
            is_allowed_to_fine_tune: true,
            state: labels([
                ("model-north", FineTuningState::FineTuned),
                ("model-south", FineTuningState::Queued)
            ]),
            verification_failures: ["too short"],
            verification_attempts_count: 3,
            manual_verification_requested: true,
            language: text("nb"),
            progress: Some(labels([("model-north", Some(0.625)), ("model-south", None)])),
            message: Some(labels([("model-north", text("Ready.")), ("model-south", None)])),
            dataset_duration_seconds: Some(1801.5),
            verification_attempts: Some(vec![alone(bodies::verification_attempt())]),
            slice_ids: Some(texts(["sl-1", "sl-2"])),
            manual_verification: Some(Box::new(alone(bodies::manual_verification()))),
            max_verification_attempts: Some(5),
            next_max_verification_attempts_reset_unix_ms: Some(1_712_345_678_901),
        }
    );
}

#[test]
#[expect(clippy::float_cmp, reason = "decoding rounds nothing")]
fn a_verification_attempt_has_its_values() {
    holds!(
        &full_attempt(),
        VerificationAttempt {
            text: "The ferry leaves at nine.",
            date_unix: 1_691_111_111,
            accepted: true,
            similarity: 0.875,
            levenshtein_distance: 1.5,
            recording: Some(Box::new(alone(bodies::recording()))),
        }
    );
}

#[test]
fn a_recording_has_its_values() {
    let recording = full_attempt().recording.expect("something was recorded");
    holds!(
        &recording,
        Recording {
            recording_id: "rc-7",
            mime_type: "audio/flac",
            size_bytes: 222_222,
            upload_date_unix: 1_691_111_112,
            transcription: "The ferry leaves at wine.",
        }
    );
}

#[test]
fn a_manual_verification_has_its_values() {
    let verification = full_fine_tuning().manual_verification.expect("verification by hand was asked for");
    holds!(
        &verification,
        ManualVerification {
            extra_text: "I had a cold that day.",
            request_time_unix: 1_691_222_222,
            files: [alone(bodies::manual_verification_file())],
        }
    );
    holds!(
        &verification.files[0],
        ManualVerificationFile {
            file_id: "fl-3",
            file_name: "letter.pdf",
            mime_type: "application/pdf",
            size_bytes: 33_333,
            upload_date_unix: 1_691_222_223,
        }
    );
}

#[test]
fn sharing_has_its_values() {
    holds!(
        &full_sharing(),
        VoiceSharing {
            status: VoiceSharingStatus::CopiedDisabled,
            date_unix: Some(1_692_000_001),
            whitelisted_emails: ["skipper@mail.example"],
            public_owner_id: "ow-9",
            original_voice_id: "vc-origin-9",
            financial_rewards_enabled: Some(true),
            free_users_allowed: Some(false),
            live_moderation_enabled: Some(true),
            notice_period: Some(90),
            voice_mixing_allowed: Some(false),
            featured: Some(true),
            category: Some(VoiceCategory::Professional),
            liked_by_count: 1201,
            cloned_by_count: 302,
            name: "Halvard of the Fjord",
            labels: labels([("age", "old".to_owned())]),
            review_status: ReviewStatus::AllowedWithChanges,
            enabled_in_library: true,
            history_item_sample_id: text("hi-4"),
            rate: Some(1.25),
            disable_at_unix: Some(1_792_000_002),
            reader_app_enabled: Some(false),
            image_url: text("https://img.example/halvard.png"),
            ban_reason: text("none that we know"),
            description: text("As heard on the ferry."),
            review_message: text("Shorten the name."),
            instagram_username: text("halvard.ig"),
            twitter_username: text("halvard_x"),
            youtube_username: text("halvard-yt"),
            tiktok_username: text("halvard.tt"),
            moderation_check: Some(Box::new(alone(bodies::moderation_check()))),
            reader_restricted_on: Some(vec![alone(bodies::reader_resource())]),
        }
    );
}

#[test]
fn a_moderation_check_has_its_values() {
    let check = full_sharing().moderation_check.expect("moderation checked the voice");
    holds!(
        &check,
        VoiceModerationCheck {
            date_checked_unix: Some(1_692_500_000),
            name_value: text("Halvard, checked"),
            name_check: Some(true),
            description_value: text("As heard, checked"),
            description_check: Some(false),
            sample_ids: Some(texts(["sm-01", "sm-02"])),
            sample_checks: Some(vec![0.5, 0.75]),
            captcha_ids: Some(texts(["cp-1"])),
            captcha_checks: Some(vec![0.25]),
        }
    );
}

#[test]
fn a_reader_resource_has_its_values() {
    let resources = full_sharing().reader_restricted_on.expect("the voice is restricted");
    holds!(
        &resources[0],
        ReaderResource { resource_type: ReaderResourceType::Collection, resource_id: "rs-5" }
    );
}

#[test]
fn a_verified_language_has_its_values() {
    let languages = full_voice().verified_languages.expect("a language was verified");
    holds!(
        &languages[0],
        VerifiedLanguage {
            language: "no",
            model_id: "model-north",
            accent: text("bergensk"),
            locale: text("nb-NO"),
            preview_url: text("https://audio.example/halvard-no.mp3"),
        }
    );
}

#[test]
fn a_voice_verification_has_its_values() {
    let verification = full_voice().voice_verification.expect("the voice was verified");
    holds!(
        &verification,
        VoiceVerification {
            requires_verification: true,
            is_verified: true,
            verification_failures: ["wrong words", "too quiet"],
            verification_attempts_count: 2,
            language: text("da"),
            verification_attempts: Some(vec![alone(bodies::verification_attempt())]),
        }
    );
}

/// The body of an endpoint, by the schema of its response.
fn body_of(schema: &str) -> Value {
    match schema {
        "ListVoicesResponse" => bodies::page(),
        "Voice" => bodies::voice(),
        "VoiceSettings" => bodies::settings(),
        other => panic!("no body is written for {other}"),
    }
}

fn named(property: &Property) -> String {
    format!("{}.{}", property.schema, property.name)
}

#[test]
fn the_bodies_have_every_property_of_the_spec() {
    let spec = Spec::read();
    for response in spec.responses() {
        let places = spec.places(&body_of(response), response);
        let filled: BTreeSet<_> = places.iter().map(|place| named(&place.property)).collect();
        let reachable = spec.reachable(response);
        let declared: BTreeSet<_> =
            reachable.iter().flat_map(|schema| spec.properties(schema)).map(|p| named(&p)).collect();
        assert_eq!(filled, declared, "the body of {response}");
    }
}

/// Guards the tests that go by the spec against going by nothing.
#[test]
fn the_spec_has_what_the_documentation_has() {
    let spec = Spec::read();
    assert_eq!(spec.responses(), ["ListVoicesResponse", "VoiceSettings", "Voice"]);
    let reachable = spec.reachable("ListVoicesResponse");
    assert_eq!(reachable.len(), 17);
    assert_eq!(reachable.iter().map(|schema| spec.properties(schema).len()).sum::<usize>(), 136);
}

// ---- Presence ----

fn places(body: &Value) -> Vec<Place> {
    let places = Spec::read().places(body, "Voice");
    assert!(places.len() > 100, "only {} places", places.len());
    places
}

#[test]
fn a_null_notice_period_is_none() {
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
    assert_eq!(sharing.name, "Halvard of the Fjord");
}

#[test]
fn fine_tuning_without_state_has_no_states() {
    let fine_tuning = voice(&without(bodies::voice(), "/fine_tuning", "state")).fine_tuning.unwrap();
    assert!(fine_tuning.state.is_empty());
    assert_eq!(fine_tuning.verification_attempts_count, 3);
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
fn empty_settings_hold_nothing() {
    assert_eq!(settings("{}"), VoiceSettings::default());
}

/// What was null in everything recorded.
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

fn without_what_is_always_null(voice: &Voice) {
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
fn what_is_always_null_may_be_null() {
    let body = ALWAYS_NULL
        .iter()
        .fold(bodies::voice(), |body, (object, property)| with(body, object, property, Value::Null));
    without_what_is_always_null(&page(&json!({"voices": [body], "has_more": false})).voices[0]);
}

#[test]
fn what_is_always_null_may_be_absent() {
    let body =
        ALWAYS_NULL.iter().fold(bodies::voice(), |body, (object, property)| without(body, object, property));
    without_what_is_always_null(&page(&json!({"voices": [body], "has_more": false})).voices[0]);
}

#[test]
fn every_optional_property_may_be_null_or_absent() {
    let full = bodies::voice();
    for place in places(&full).iter().filter(|place| matches!(place.property.ty, Type::Optional(_))) {
        let (object, name) = (&place.object, &place.property.name);
        let absent = voice(&without(full.clone(), object, name));
        assert_eq!(voice(&with(full.clone(), object, name, Value::Null)), absent, "{}", place.path());
        assert_ne!(absent, voice(&full), "{}", place.path());
    }
}

#[test]
fn every_required_list_or_map_may_be_null_or_absent() {
    let full = bodies::voice();
    for place in places(&full) {
        let empty = match place.property.ty {
            Type::List(_) => json!([]),
            Type::Map(_) => json!({}),
            _ => continue,
        };
        let (object, name) = (&place.object, &place.property.name);
        let empty = voice(&with(full.clone(), object, name, empty));
        assert_eq!(voice(&with(full.clone(), object, name, Value::Null)), empty, "{}", place.path());
        assert_eq!(voice(&without(full.clone(), object, name)), empty, "{}", place.path());
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
fn a_page_without_voices_is_empty() {
    for body in [json!({"has_more": false}), json!({"voices": null, "has_more": false})] {
        let page = page(&body);
        assert_eq!(page.voices, [], "{body}");
        assert_eq!(page.rejected, [], "{body}");
    }
}

#[test]
fn a_total_count_may_be_left_out() {
    assert_eq!(page(&without(bodies::page(), "", "total_count")).total_count, None);
    assert_eq!(page(&with(bodies::page(), "", "total_count", Value::Null)).total_count, None);
}

#[test]
fn the_last_page_has_no_token() {
    let last = page(&json!({"voices": [], "has_more": false, "next_page_token": null, "total_count": 0}));
    assert!(!last.has_more);
    assert_eq!(last.next_page_token, None);
    assert_eq!(last.total_count, Some(0));
}

/// The required properties that are neither lists nor maps: they have no emptiness that could stand for null.
fn plain_places(body: &Value) -> Vec<Place> {
    places(body).into_iter().filter(|place| matches!(place.property.ty, Type::Named(_))).collect()
}

#[test]
fn every_other_required_property_must_not_be_null() {
    for place in plain_places(&bodies::voice()) {
        let body = with(bodies::voice(), &place.object, &place.property.name, Value::Null);
        let error = Voice::from_json(&body.to_string()).expect_err(&place.path());
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.path(), Some(&*place.path()));
        assert!(error.message().contains("null"), "{error}");
        assert!(error.to_string().contains(&place.path()), "{error}");
    }
}

#[test]
fn every_other_required_property_must_be_there() {
    for place in plain_places(&bodies::voice()) {
        let name = &place.property.name;
        let body = without(bodies::voice(), &place.object, name);
        let error = Voice::from_json(&body.to_string()).expect_err(&place.path());
        let object = if place.object_path.is_empty() { "." } else { &place.object_path };
        assert_eq!(error.path(), Some(object));
        assert!(error.message().contains(&format!("`{name}`")), "{}: {error}", place.path());
    }
}

// ---- Values ----

#[test]
fn integers_have_64_bits() {
    let size = |written: &str| recording_size(written).expect(written);
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

/// Decodes a recording of the size so written.
fn recording_size(size: &str) -> Result<i64, Error> {
    let rest = r#""recording_id": "r", "mime_type": "m", "upload_date_unix": 1, "transcription": "t""#;
    Recording::from_json(&format!(r#"{{"size_bytes": {size}, {rest}}}"#))
        .map(|recording| recording.size_bytes)
}

#[test]
fn an_integer_may_be_written_as_a_double() {
    for (written, value) in
        [("1.0", 1), ("2048.0", 2048), ("-3.0", -3), ("0.0", 0), ("6e3", 6000), ("-0.0", 0)]
    {
        assert_eq!(recording_size(written).expect(written), value, "{written}");
    }
    let sharing = with(bodies::voice(), "/sharing", "notice_period", json!(14.0));
    assert_eq!(voice(&sharing).sharing.unwrap().notice_period, Some(14));
}

#[test]
fn what_is_no_integer_is_refused() {
    for written in ["1.5", "1e300", "9223372036854775808", "9223372036854775808.0", "\"1\"", "true"] {
        let error = recording_size(written).expect_err(written);
        assert_eq!(error.path(), Some("size_bytes"), "{written}");
        assert!(error.message().contains("expected an integer"), "{written}: {error}");
    }
}

/// It must not turn into the least integer that there is.
#[test]
fn an_integer_below_64_bits_is_refused() {
    for written in ["-9223372036854775809", "-9223372036854776000"] {
        let error = recording_size(written).expect_err(written);
        assert_eq!(error.path(), Some("size_bytes"), "{written}");
    }
}

#[test]
fn a_double_may_be_written_as_an_integer() {
    let settings =
        settings(r#"{"stability": 1, "similarity_boost": 0, "style": -2, "speed": 9007199254740992}"#);
    assert_eq!(settings.stability, Some(1.0));
    assert_eq!(settings.similarity_boost, Some(0.0));
    assert_eq!(settings.style, Some(-2.0));
    assert_eq!(settings.speed, Some(9_007_199_254_740_992.0));
}

#[test]
fn limits_of_the_documentation_do_not_bind_responses() {
    assert_eq!(settings(r#"{"speed": 4.5}"#).speed, Some(4.5));
    assert_eq!(settings(r#"{"speed": 0.1}"#).speed, Some(0.1));
}

#[test]
fn an_empty_image_url_stays_empty() {
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
fn a_message_maps_models_to_optional_texts() {
    let message = json!({"model-north": null, "model-east": "", "model-west": "Waiting."});
    let voice = voice(&with(bodies::voice(), "/fine_tuning", "message", message.clone()));
    let expected =
        labels([("model-north", None), ("model-east", text("")), ("model-west", text("Waiting."))]);
    assert_eq!(voice.fine_tuning.as_ref().unwrap().message, Some(expected));
    assert_eq!(encoded(&voice)["fine_tuning"]["message"], message);
}

#[test]
fn a_message_of_old_costs_its_voice_alone() {
    let old = with(bodies::voice(), "/fine_tuning", "message", json!("Waiting."));
    let page = page(&json!({"voices": [old, bodies::bare_voice("vc-after")], "has_more": false}));
    assert_eq!(page.voices[0].voice_id, "vc-after");
    assert_eq!(page.rejected[0].path, "voices[0].fine_tuning.message");
}

fn encoded(value: &impl Serialize) -> Value {
    let text = serde_json::to_string(value).expect("a model can be encoded");
    serde_json::from_str(&text).expect("what was encoded is JSON")
}

/// The properties whose values are enums, and the texts that a documented value there could turn into.
fn enum_places(body: &Value) -> Vec<(Place, [&'static str; 3])> {
    let spec = Spec::read();
    let names: BTreeSet<_> = spec.enum_names().into_iter().map(str::to_owned).collect();
    let is_enum = |ty: &Type| matches!(ty, Type::Named(name) if names.contains(name));
    let found: Vec<_> = places(body)
        .into_iter()
        .filter(|place| match &place.property.ty {
            Type::Optional(inner) => is_enum(inner),
            ty => is_enum(ty),
        })
        .map(|place| (place, ["declined_resubmittable", "Älles neu", ""]))
        .collect();
    assert_eq!(found.len(), 7);
    found
}

#[test]
fn an_unknown_enum_value_is_kept_wherever_it_stands() {
    for (place, values) in enum_places(&bodies::voice()) {
        for value in values {
            let body = with(bodies::voice(), &place.object, &place.property.name, json!(value));
            let kept = encoded(&voice(&body));
            let kept = kept.pointer(&format!("{}/{}", place.object, place.property.name));
            assert_eq!(kept, Some(&json!(value)), "{}", place.path());
        }
    }
}

#[test]
fn an_unknown_enum_value_can_be_used() {
    let body = with(bodies::voice(), "/sharing", "review_status", json!("declined_resubmittable"));
    let status = voice(&body).sharing.unwrap().review_status;
    assert!(!status.is_known());
    assert_eq!(status.as_str(), "declined_resubmittable");
    assert_eq!(status.to_string(), "declined_resubmittable");
    assert_eq!(status, ReviewStatus::from("declined_resubmittable"));
    assert_ne!(status, ReviewStatus::from("declined_for_good"));
    assert_ne!(status, ReviewStatus::Declined);
    assert!(matches!(&status, ReviewStatus::Unknown(value) if value.as_str() == "declined_resubmittable"));
}

#[test]
fn an_unknown_enum_value_in_a_map_is_kept() {
    let state = json!({"model-north": "paused", "model-south": "failed"});
    let voice = voice(&with(bodies::voice(), "/fine_tuning", "state", state.clone()));
    let states = &voice.fine_tuning.as_ref().unwrap().state;
    assert_eq!(states["model-north"], FineTuningState::from("paused"));
    assert_eq!(states["model-south"], FineTuningState::Failed);
    assert_eq!(encoded(&voice)["fine_tuning"]["state"], state);
}

#[test]
fn a_safety_control_that_comes_and_goes_is_read() {
    for (written, known) in [("CAPTCHA_AND_MODERATION", true), ("MODERATION_ONLY", false)] {
        let control =
            voice(&with(bodies::voice(), "", "safety_control", json!(written))).safety_control.unwrap();
        assert_eq!(control.is_known(), known, "{written}");
        assert_eq!(control.as_str(), written);
    }
}

#[test]
fn another_casing_of_an_enum_value_is_kept_as_it_came() {
    let body = with(bodies::voice(), "", "safety_control", json!("enterprise_captcha"));
    let voice = voice(&with(body, "", "category", json!("High_Quality")));
    assert_eq!(voice.category.as_str(), "High_Quality");
    assert!(!voice.category.is_known());
    assert_eq!(encoded(&voice)["category"], "High_Quality");
    assert_eq!(encoded(&voice)["safety_control"], "enterprise_captcha");
}

#[test]
fn an_enum_value_is_a_text() {
    for broken in [json!(1), json!({}), json!(["cloned"]), json!(true)] {
        let body = with(bodies::voice(), "", "category", broken.clone());
        let error = Voice::from_json(&body.to_string()).expect_err("it is no text");
        assert_eq!(error.path(), Some("category"), "{broken}");
        assert!(error.message().contains("expected a string"), "{error}");
    }
}

// ---- Undocumented properties ----

#[test]
fn undocumented_properties_are_kept() {
    let body = with(bodies::voice(), "", "is_added_by_user", json!(true));
    let body = with(body, "", "owner_id", Value::Null);
    let body = with(body, "", "favorited_at_unix", json!(1_693_000_000));
    let body = with(body, "", "collection_ids", json!(["co-1", null]));
    let body = with(body, "", "recording_quality", json!("studio"));
    let body = with(body, "/samples/0", "trim_start", json!(250));
    let voice = voice(&with(body, "/sharing", "fiat_rate", json!(0.015)));
    assert_eq!(voice.extra.len(), 5);
    assert_eq!(voice.extra["is_added_by_user"], json!(true));
    assert_eq!(voice.extra["owner_id"], Value::Null);
    assert_eq!(voice.extra["favorited_at_unix"], json!(1_693_000_000));
    assert_eq!(voice.extra["collection_ids"], json!(["co-1", null]));
    assert_eq!(voice.extra["recording_quality"], "studio");
    assert_eq!(voice.samples.as_ref().unwrap()[0].extra["trim_start"], json!(250));
    assert_eq!(voice.sharing.as_ref().unwrap().extra["fiat_rate"], json!(0.015));
}

/// Every object of the documentation in a page, as pointers.
fn objects(body: &Value) -> BTreeSet<String> {
    let places = Spec::read().places(body, "ListVoicesResponse");
    let objects: BTreeSet<_> = places.into_iter().map(|place| place.object).collect();
    assert!(objects.len() >= 17, "only {objects:?}");
    objects
}

fn undocumented() -> Value {
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

#[test]
fn undocumented_properties_of_every_object_are_written_as_they_came() {
    let full = bodies::page();
    let body = objects(&full).iter().fold(full, |body, object| {
        let body = with(body, object, "undocumented", undocumented());
        with(body, object, "undocumented too", Value::Null)
    });
    let written = encoded(&page(&body));
    for object in objects(&bodies::page()) {
        let written = written.pointer(&object).expect("the object is still there");
        assert_eq!(written["undocumented"], undocumented(), "in {object}");
        assert_eq!(written.get("undocumented too"), Some(&Value::Null), "in {object}");
    }
}

#[test]
fn our_own_fields_are_not_properties() {
    let page = page(&json!({"voices": [], "has_more": false, "rejected": [1], "extra": {"a": 2}}));
    assert_eq!(page.rejected, []);
    assert_eq!(page.extra["rejected"], json!([1]));
    assert_eq!(page.extra["extra"], json!({"a": 2}));
}

#[test]
fn the_names_of_properties_are_exact() {
    let voice = voice(&with(bodies::voice(), "", "Voice_Id", json!("shouted")));
    assert_eq!(voice.voice_id, "vc-full-0001");
    assert_eq!(voice.extra["Voice_Id"], "shouted");
}

// ---- Open enums ----

/// Asserts what every open enum promises, and that it has these named values and no others.
macro_rules! open_enum {
    ($test:ident, $name:ident, $count:literal, { $($variant:ident: $text:literal),* $(,)? }) => {
        #[test]
        fn $test() {
            assert_eq!(Spec::read().enum_values(stringify!($name)), [$($text),*]);
            assert_eq!($name::KNOWN.len(), $count);
            for (known, (variant, text)) in $name::KNOWN.iter().zip([$(($name::$variant, $text)),*]) {
                assert_eq!(*known, variant);
                assert_eq!(known.as_str(), text);
                assert_eq!($name::from(known.as_str()), variant);
                assert!(known.is_known());
                assert_converts(known, text);
            }
            for text in ["", "brand_new", " ", "UNKNOWN", "unknown"] {
                let unknown = $name::from(text);
                assert!(!unknown.is_known(), "{text:?}");
                assert_eq!(unknown.as_str(), text);
                assert!(!$name::KNOWN.contains(&unknown), "{text:?}");
                assert_converts(&unknown, text);
            }
            assert_eq!($name::default().as_str(), "");
            assert!(!$name::default().is_known());
            assert_sets($name::KNOWN);
        }
    };
}

/// All ways from and to text give the same.
fn assert_converts<T>(value: &T, text: &str)
where
    T: Clone
        + Debug
        + Eq
        + std::fmt::Display
        + AsRef<str>
        + From<String>
        + for<'a> From<&'a str>
        + Into<String>,
    T: std::str::FromStr<Err = std::convert::Infallible> + Serialize + DeserializeOwned,
{
    assert_eq!(T::from(text), *value);
    assert_eq!(T::from(text.to_owned()), *value);
    assert_eq!(text.parse::<T>().as_ref(), Ok(value));
    assert_eq!(value.to_string(), text);
    assert_eq!(format!("{value:>20}|"), format!("{text:>20}|"));
    assert_eq!(value.as_ref(), text);
    assert_eq!(value.clone().into(), text);
    assert_eq!(encoded(value), json!(text));
    assert_eq!(alone::<T>(json!(text)), *value);
}

/// Values can be put into sets and in order; unknown ones are told apart by their texts.
fn assert_sets<T: Clone + Debug + Ord + std::hash::Hash + for<'a> From<&'a str>>(known: &[T]) {
    let mut values = known.to_vec();
    values.extend(["brand_new", "also_new"].map(T::from));
    let twice = || values.iter().chain(&values).cloned();
    assert_eq!(twice().collect::<HashSet<_>>().len(), known.len() + 2);
    assert_eq!(twice().collect::<BTreeSet<_>>().len(), known.len() + 2);
    assert_eq!(T::from("also_new").cmp(&T::from("brand_new")), Ordering::Less);
    assert_eq!(T::from("brand_new").cmp(&T::from("brand_new")), Ordering::Equal);
}

open_enum!(voice_category_is_open, VoiceCategory, 6, {
    Generated: "generated",
    Cloned: "cloned",
    Premade: "premade",
    Professional: "professional",
    Famous: "famous",
    HighQuality: "high_quality",
});

open_enum!(speaker_separation_status_is_open, SpeakerSeparationStatus, 4, {
    NotStarted: "not_started",
    Pending: "pending",
    Completed: "completed",
    Failed: "failed",
});

open_enum!(fine_tuning_state_is_open, FineTuningState, 6, {
    NotStarted: "not_started",
    Queued: "queued",
    FineTuning: "fine_tuning",
    FineTuned: "fine_tuned",
    Failed: "failed",
    Delayed: "delayed",
});

open_enum!(fine_tuning_state_filter_is_open, FineTuningStateFilter, 8, {
    Draft: "draft",
    NotVerified: "not_verified",
    NotStarted: "not_started",
    Queued: "queued",
    FineTuning: "fine_tuning",
    FineTuned: "fine_tuned",
    Failed: "failed",
    Delayed: "delayed",
});

open_enum!(voice_sharing_status_is_open, VoiceSharingStatus, 4, {
    Enabled: "enabled",
    Disabled: "disabled",
    Copied: "copied",
    CopiedDisabled: "copied_disabled",
});

open_enum!(review_status_is_open, ReviewStatus, 5, {
    NotRequested: "not_requested",
    Pending: "pending",
    Declined: "declined",
    Allowed: "allowed",
    AllowedWithChanges: "allowed_with_changes",
});

open_enum!(reader_resource_type_is_open, ReaderResourceType, 2, { Read: "read", Collection: "collection" });

open_enum!(safety_control_is_open, SafetyControl, 6, {
    None: "NONE",
    Ban: "BAN",
    Captcha: "CAPTCHA",
    CaptchaAndModeration: "CAPTCHA_AND_MODERATION",
    EnterpriseBan: "ENTERPRISE_BAN",
    EnterpriseCaptcha: "ENTERPRISE_CAPTCHA",
});

open_enum!(voice_sort_is_open, VoiceSort, 2, { CreatedAtUnix: "created_at_unix", Name: "name" });

open_enum!(sort_direction_is_open, SortDirection, 2, { Asc: "asc", Desc: "desc" });

open_enum!(voice_type_is_open, VoiceType, 4, {
    Personal: "personal",
    Community: "community",
    Default: "default",
    Workspace: "workspace",
});

#[test]
fn a_model_starts_with_no_documented_enum_value() {
    assert!(!Voice::default().category.is_known());
    assert!(!VoiceSharing::default().status.is_known());
    assert!(!VoiceType::default().is_known());
}

// ---- Rejected items ----

const FIRST: &str = r#"{"voice_id": "vc-1", "name": "One", "category": "cloned"}"#;
const LAST: &str = r#"{"voice_id": "vc-3", "name": "Three", "category": "premade"}"#;

/// A page with the item, as it is written, between two good ones.
fn page_around(item: &str) -> ListVoicesResponse {
    let text =
        format!(r#"{{"voices": [{FIRST}, {item} , {LAST}], "has_more": true, "next_page_token": "t"}}"#);
    ListVoicesResponse::from_json(&text).expect("the rest of the page can be decoded")
}

/// Asserts that the item between two good ones is rejected, and returns what the message says of it.
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
    let shown = rejected.to_string();
    assert!(shown.contains(path) && shown.contains(&rejected.message), "{shown}");
    rejected.message.clone()
}

fn assert_says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
}

#[test]
fn a_good_item_is_not_rejected() {
    let page = page_around(r#"{"voice_id": "vc-2", "name": "Two", "category": "famous"}"#);
    assert_eq!(page.voices.len(), 3);
    assert_eq!(page.rejected, []);
}

#[test]
fn a_voice_without_its_id_is_rejected() {
    let message = rejection(r#"{ "name" :"Two",  "category": "cloned" }"#, "voices[1]");
    assert_says(&message, &["missing", "`voice_id`"]);
}

#[test]
fn a_voice_with_a_null_name_is_rejected() {
    let message = rejection(r#"{"voice_id": "vc-2", "name": null, "category": "cloned"}"#, "voices[1].name");
    assert_says(&message, &["null", "expected a string"]);
}

#[test]
fn a_voice_with_a_wrong_type_deep_inside_is_rejected() {
    let broken = with(bodies::voice(), "/sharing", "liked_by_count", json!("many"));
    let message = rejection(&broken.to_string(), "voices[1].sharing.liked_by_count");
    assert_says(&message, &["string \"many\"", "expected an integer"]);
}

#[test]
fn a_wrong_type_in_a_list_or_map_is_located() {
    let broken =
        with(bodies::voice(), "/samples/0/speaker_separation/speakers/sp-a/utterances/0", "end", json!([]));
    let path = "voices[1].samples[0].speaker_separation.speakers.sp-a.utterances[0].end";
    assert_says(&rejection(&broken.to_string(), path), &["sequence", "expected f64"]);
    let broken = with(bodies::voice(), "/labels", "use case", json!(3));
    assert_says(
        &rejection(&broken.to_string(), "voices[1].labels.use case"),
        &["integer `3`", "expected a string"],
    );
}

#[test]
fn an_item_that_is_no_object_is_rejected() {
    assert_says(&rejection("null", "voices[1]"), &["null", "expected an object"]);
    assert_says(&rejection("17", "voices[1]"), &["17", "expected an object"]);
    assert_says(&rejection("\"vc-2\"", "voices[1]"), &["vc-2", "expected an object"]);
    assert_says(&rejection("[ ]", "voices[1]"), &["sequence", "expected an object"]);
}

#[test]
fn every_broken_item_is_rejected_on_its_own() {
    let page =
        ListVoicesResponse::from_json(&format!(r#"{{"voices": [1, {FIRST}, {{}}], "has_more": false}}"#))
            .unwrap();
    assert_eq!(page.voices.len(), 1);
    assert_eq!(page.rejected.iter().map(|item| item.index).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(page.rejected.iter().map(|item| &*item.raw).collect::<Vec<_>>(), ["1", "{}"]);
}

#[test]
fn a_page_with_a_rejected_item_keeps_what_is_undocumented() {
    let text = format!(
        r#"{{"notice": {{"a": null}}, "voices": [7, {FIRST}], "has_more": false, "total_count": 2}}"#
    );
    let page = ListVoicesResponse::from_json(&text).unwrap();
    assert_eq!(page.extra["notice"], json!({"a": null}));
    assert_eq!(page.total_count, Some(2));
    assert_eq!(page.rejected.len(), 1);
}

#[test]
fn rejected_items_are_not_written() {
    let written = encoded(&page_around("17"));
    let names: BTreeSet<_> = written.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(["voices", "has_more", "next_page_token"]));
}

fn page_error(text: &str) -> Error {
    let error = ListVoicesResponse::from_json(text).expect_err(text);
    assert_eq!(error.kind(), ErrorKind::Decode, "{text}");
    assert!(error.path().is_some(), "{text}");
    error
}

#[test]
fn a_page_that_does_not_fit_beside_its_items_is_an_error() {
    let broken = |rest: &str| page_error(&format!(r#"{{"voices": [{FIRST}, 1], {rest}}}"#));
    let error = broken(r#""has_more": "yes""#);
    assert_eq!(error.path(), Some("has_more"));
    assert_says(error.message(), &["string \"yes\"", "expected a boolean"]);
    assert_eq!(broken(r#""has_more": null"#).path(), Some("has_more"));
    assert_eq!(broken(r#""has_more": true, "total_count": 1.5"#).path(), Some("total_count"));
    assert_eq!(broken(r#""has_more": true, "next_page_token": 3"#).path(), Some("next_page_token"));
    assert_says(broken(r#""total_count": 1"#).message(), &["missing", "`has_more`"]);
}

#[test]
fn a_page_whose_voices_are_no_list_is_an_error() {
    for voices in ["{}", "\"none\"", "3", "false"] {
        let error = page_error(&format!(r#"{{"voices": {voices}, "has_more": false}}"#));
        assert_eq!(error.path(), Some("voices"), "{voices}");
    }
}

#[test]
fn what_is_not_json_is_an_error() {
    let cut = format!(r#"{{"has_more": false, "voices": [{FIRST}, {{"voice_id": "#);
    let bad_item = format!(r#"{{"has_more": false, "voices": [{FIRST}, {{"voice_id": }}]}}"#);
    for text in ["", " ", "{", "<html></html>", "{'voices': []}", r#"{"has_more": false,}"#, &cut, &bad_item]
    {
        page_error(text);
    }
}

#[test]
fn what_follows_the_page_is_an_error() {
    for rest in ["x", "}", "{}", ",", "null"] {
        let good = format!(r#"{{"voices": [{FIRST}], "has_more": false}} {rest}"#);
        assert_says(page_error(&good).message(), &["trailing"]);
        let with_rejected = format!(r#"{{"voices": [1], "has_more": false}} {rest}"#);
        assert_says(page_error(&with_rejected).message(), &["trailing"]);
    }
    assert!(ListVoicesResponse::from_json("{\"has_more\": false} \r\n\t").is_ok());
}

#[test]
fn what_is_no_object_is_no_page() {
    for text in ["[]", "null", "3", "\"page\"", "true"] {
        let error = page_error(text);
        assert_eq!(error.path(), Some("."), "{text}");
        assert_says(error.message(), &["expected an object"]);
    }
}

#[test]
fn the_error_of_a_voice_names_the_place() {
    let body = with(
        bodies::voice(),
        "/voice_verification/verification_attempts/0/recording",
        "size_bytes",
        json!("big"),
    );
    let error = Voice::from_json(&body.to_string()).unwrap_err();
    let path = "voice_verification.verification_attempts[0].recording.size_bytes";
    assert_eq!(error.path(), Some(path));
    assert_says(&error.to_string(), &[path, "string \"big\"", "expected an integer"]);
}

#[test]
fn the_error_of_settings_names_the_place() {
    let error = VoiceSettings::from_json(r#"{"style": 0.5, "speed": "fast"}"#).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some("speed"));
    assert_says(error.message(), &["string \"fast\""]);
}

#[test]
fn what_is_no_voice_is_an_error() {
    for text in ["", "null", "[]", "{}", "3", r#"{"voice_id": "a", "name": "b", "category": "c"} ]"#] {
        assert_eq!(Voice::from_json(text).expect_err(text).kind(), ErrorKind::Decode);
    }
}

// ---- Round trips ----

fn assert_round_trip<T: Serialize>(schema: &str, body: &Value, decoded: &T) {
    let spec = Spec::read();
    let written = encoded(decoded);
    assert!(meaning::same(&spec, schema, body, &written), "{body:#}\nbecame\n{written:#}");
}

#[test]
fn full_bodies_survive() {
    assert_round_trip("ListVoicesResponse", &bodies::page(), &page(&bodies::page()));
    assert_round_trip("Voice", &bodies::voice(), &voice(&bodies::voice()));
    assert_round_trip("VoiceSettings", &bodies::settings(), &settings(&bodies::settings().to_string()));
}

#[test]
fn bodies_with_anything_missing_survive() {
    let full = bodies::voice();
    for place in places(&full).iter().filter(|place| !matches!(place.property.ty, Type::Named(_))) {
        let (object, name) = (&place.object, &place.property.name);
        for body in [with(full.clone(), object, name, Value::Null), without(full.clone(), object, name)] {
            assert_round_trip("Voice", &body, &voice(&body));
        }
    }
}

#[test]
fn bodies_with_more_than_is_documented_survive() {
    let full = bodies::page();
    let more = objects(&full).iter().fold(full, |body, object| with(body, object, "more", undocumented()));
    assert_round_trip("ListVoicesResponse", &more, &page(&more));
}

#[test]
fn bodies_with_other_notations_of_numbers_survive() {
    let body = with(bodies::voice(), "/settings", "style", json!(0));
    let body = with(body, "/sharing", "notice_period", json!(30.0));
    let body = with(body, "/fine_tuning/progress", "model-north", json!(1));
    assert_round_trip("Voice", &body, &voice(&body));
}

#[test]
fn what_was_written_reads_as_the_same_value() {
    let full = page(&bodies::page());
    assert_eq!(page(&encoded(&full)), full);
}

#[test]
fn the_comparison_allows_what_means_the_same() {
    let spec = Spec::read();
    let full = bodies::voice();
    let same = |other: Value| assert!(meaning::same(&spec, "Voice", &full, &other), "{other:#}");
    same(full.clone());
    same(with(full.clone(), "/fine_tuning", "verification_attempts_count", json!(3.0)));
    let bare = bodies::bare_voice("b");
    assert!(meaning::same(&spec, "Voice", &bare, &with(bare.clone(), "", "labels", Value::Null)));
    assert!(meaning::same(&spec, "Voice", &bare, &without(bare.clone(), "", "available_for_tiers")));
    assert!(meaning::same(&spec, "Voice", &bare, &with(bare.clone(), "", "samples", Value::Null)));
    assert!(meaning::same(&spec, "VoiceSettings", &json!({"speed": 1}), &json!({"speed": 1.0})));
}

#[test]
fn the_comparison_sees_every_changed_property() {
    let spec = Spec::read();
    let full = bodies::voice();
    for place in places(&full) {
        let (object, name) = (&place.object, &place.property.name);
        let changed = with(full.clone(), object, name, json!(-77));
        assert!(!meaning::same(&spec, "Voice", &full, &changed), "{}", place.path());
        let lost = without(full.clone(), object, name);
        assert!(!meaning::same(&spec, "Voice", &full, &lost), "{}", place.path());
    }
}

#[test]
fn the_comparison_is_exact_about_maps_and_undocumented_properties() {
    let spec = Spec::read();
    let full = with(bodies::voice(), "/sharing", "more", json!({"a": null, "b": 1}));
    let other = |changed: Value| assert!(!meaning::same(&spec, "Voice", &full, &changed), "{changed:#}");
    other(without(full.clone(), "/fine_tuning/message", "model-south"));
    other(without(full.clone(), "/samples/0/speaker_separation/speakers", "sp-b"));
    other(without(full.clone(), "/sharing/more", "a"));
    other(with(full.clone(), "/sharing/more", "b", json!(1.0)));
    other(with(full.clone(), "/sharing", "even more", Value::Null));
    other(with(full.clone(), "", "available_for_tiers", json!(["tier-silver", "tier-gold"])));
}

// ---- Doubles ----

fn assert_survives(double: f64) {
    let written = serde_json::to_string(&double).expect("a finite double can be written");
    let decoded = settings(&format!(r#"{{"stability": {written}}}"#));
    assert_eq!(decoded.stability.map(f64::to_bits), Some(double.to_bits()), "{written}");
    let encoded = serde_json::to_string(&decoded).expect("settings can be encoded");
    assert_eq!(encoded, format!(r#"{{"stability":{written}}}"#));
}

#[test]
fn doubles_of_any_size_survive_bit_for_bit() {
    let doubles = Random(0x9E37_79B9_7F4A_7C15).map(f64::from_bits).filter(|double| double.is_finite());
    doubles.take(5000).for_each(assert_survives);
}

#[test]
fn doubles_of_everyday_size_survive_bit_for_bit() {
    // Any 52 bits after the exponent of 1.0 are a double from 1 to 2.
    let fractions =
        Random(0xD1B5_4A32_D192_ED03).map(|bits| f64::from_bits(1_f64.to_bits() | bits >> 12) - 1.0);
    fractions.take(5000).for_each(assert_survives);
}

#[test]
fn doubles_at_the_edges_survive_bit_for_bit() {
    let edges =
        [0.0, -0.0, f64::MIN_POSITIVE, f64::from_bits(1), f64::MAX, f64::MIN, f64::EPSILON, 0.1 + 0.2];
    edges.into_iter().for_each(assert_survives);
}

// ---- Odd JSON ----

fn deep() -> String {
    format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))
}

#[test]
fn a_voice_nested_too_deeply_is_an_error() {
    let text = format!(r#"{{"voice_id": "v", "name": "n", "category": "cloned", "odd": {}}}"#, deep());
    let error = Voice::from_json(&text).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_says(error.message(), &["recursion limit"]);
}

#[test]
fn a_voice_nested_too_deeply_does_not_take_its_page_down() {
    let item = format!(r#"{{"voice_id": "v", "name": "n", "category": "cloned", "odd": {}}}"#, deep());
    let page = page_around(&item);
    assert_eq!(page.voices.len(), 2);
    assert_eq!(page.rejected[0].raw.len(), item.len());
}

#[test]
fn a_page_nested_too_deeply_is_an_error() {
    page_error(&format!(r#"{{"voices": [], "has_more": false, "odd": {}}}"#, deep()));
    page_error(&format!(r#"{{"voices": {}, "has_more": {}}}"#, deep(), deep()));
    page_error(&deep());
    page_error(&"{\"voices\":[".repeat(100_000));
}

#[test]
fn modest_nesting_is_no_error() {
    let nested = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let text = format!(r#"{{"voice_id": "v", "name": "n", "category": "cloned", "odd": {nested}}}"#);
    assert_eq!(encoded(&Voice::from_json(&text).unwrap())["odd"].to_string(), nested);
}

#[test]
fn escaped_names_of_properties_are_recognised() {
    let text =
        r#"{"voice\u005fid": "v\u00e9", "n\u0061me": "a\"b", "category": "clon\u0065d", "o\u0064d": 1}"#;
    let voice = Voice::from_json(text).unwrap();
    assert_eq!(voice.voice_id, "vé");
    assert_eq!(voice.name, "a\"b");
    assert_eq!(voice.category, VoiceCategory::Cloned);
    assert_eq!(voice.extra["odd"], json!(1));
    let page =
        ListVoicesResponse::from_json(&format!(r#"{{"v\u006fices": [1, {FIRST}], "has\u005fmore": true}}"#));
    let page = page.unwrap();
    assert_eq!(page.voices[0].voice_id, "vc-1");
    assert_eq!(page.rejected[0].path, "voices[0]");
}

#[test]
fn the_last_of_equal_properties_counts() {
    let text = r#"{"speed": 0.8, "style": 1, "odd": 1, "speed": 1.1, "style": null, "odd": 2}"#;
    let settings = settings(text);
    assert_eq!(settings.speed, Some(1.1));
    assert_eq!(settings.style, None);
    assert_eq!(settings.extra["odd"], json!(2));
}

#[test]
fn the_last_of_equal_lists_of_voices_counts() {
    let text = format!(
        r#"{{"voices": [1, {FIRST}], "has_more": true, "voices": [{LAST}, 2, 3], "has_more": false}}"#
    );
    let page = ListVoicesResponse::from_json(&text).unwrap();
    assert_eq!(page.voices.iter().map(|voice| &*voice.voice_id).collect::<Vec<_>>(), ["vc-3"]);
    assert_eq!(page.rejected.iter().map(|item| &*item.raw).collect::<Vec<_>>(), ["2", "3"]);
    assert!(!page.has_more);
}

#[test]
fn serde_reads_models_from_any_source() {
    let text = bodies::voice().to_string();
    assert_eq!(serde_json::from_slice::<Voice>(text.as_bytes()).unwrap(), full_voice());
    assert_eq!(serde_json::from_reader::<_, Voice>(text.as_bytes()).unwrap(), full_voice());
    assert_eq!(serde_json::from_value::<Voice>(bodies::voice()).unwrap(), full_voice());
    assert_eq!(serde_json::from_value::<ListVoicesResponse>(bodies::page()).unwrap(), page(&bodies::page()));
    assert_eq!(encoded(&serde_json::to_value(full_voice()).unwrap()), encoded(&full_voice()));
}

// ---- Models in a program ----

#[test]
fn a_model_can_be_built() {
    let mut built = Voice::default();
    built.voice_id = "vc-built".to_owned();
    built.name = "Bare".to_owned();
    built.category = "cloned".into();
    assert_eq!(built, voice(&bodies::bare_voice("vc-built")));
    assert_eq!(encoded(&built), bodies::bare_voice("vc-built"));
}

#[test]
fn a_built_property_beyond_the_documentation_is_written() {
    let mut built = VoiceSettings::default();
    built.speed = Some(0.9);
    built.extra.insert("warmth".to_owned(), json!([0.5]));
    assert_eq!(encoded(&built), json!({"speed": 0.9, "warmth": [0.5]}));
}

/// A page of 100 voices moves through many hands.
#[test]
fn a_voice_is_small() {
    assert!(size_of::<Voice>() <= 600, "{} bytes", size_of::<Voice>());
}
