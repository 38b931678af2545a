//! Every documented property is decoded to its value, and the bodies have every documented property.

use std::collections::BTreeSet;

use crate::bodies;
use crate::helpers::{alone, full_voice, labels, page, settings, text, voice};
use crate::spec::Spec;
use elevenlabs_voices::{
    FineTuning, FineTuningState, ListVoicesResponse, ManualVerification, ManualVerificationFile,
    ReaderResource, ReaderResourceType, Recording, ReviewStatus, SafetyControl, Speaker, SpeakerSeparation,
    SpeakerSeparationStatus, Utterance, VerificationAttempt, VerifiedLanguage, Voice, VoiceCategory,
    VoiceModerationCheck, VoiceSample, VoiceSettings, VoiceSharing, VoiceSharingStatus, VoiceVerification,
};

/// Asserts the values of a schema's properties, and that there were no undocumented properties.
macro_rules! assert_fields {
    ($value:expr, $schema:ident { $($property:ident: $expected:expr),* $(,)? }) => {{
        let value: &$schema = $value;
        $(assert_eq!(value.$property, $expected, "{}", stringify!($property));)*
        assert!(value.extra.is_empty(), "{:?} went unrecognised", value.extra);
    }};
}

fn full_sharing() -> VoiceSharing {
    *full_voice().sharing.expect("the voice is shared")
}

fn full_fine_tuning() -> FineTuning {
    *full_voice().fine_tuning.expect("the voice is fine-tuned")
}

fn full_separation() -> SpeakerSeparation {
    let mut samples = full_voice().samples.expect("the voice has samples");
    *samples.swap_remove(0).speaker_separation.expect("the sample has a speaker separation")
}

fn full_speaker() -> Speaker {
    let mut speakers = full_separation().speakers.expect("there are speakers");
    speakers.remove("sp-a").flatten().expect("the speaker is there")
}

fn full_attempt() -> VerificationAttempt {
    full_fine_tuning().verification_attempts.expect("there are attempts").swap_remove(0)
}

fn texts<const N: usize>(values: [&str; N]) -> Vec<String> {
    values.map(str::to_owned).to_vec()
}

#[test]
fn a_page_has_its_values() {
    let page = page(&bodies::page());
    assert_fields!(
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
    assert_fields!(
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
fn voice_is_equal_alone_and_on_a_page() {
    assert_eq!(voice(&bodies::voice()), full_voice());
}

#[test]
fn settings_have_their_values() {
    let settings = settings(&bodies::settings().to_string());
    assert_fields!(
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
    assert_fields!(
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
    assert_fields!(
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
    assert_fields!(
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
    assert_fields!(&utterances[0], Utterance { start: 0.375, end: 2.625 });
}

#[test]
fn fine_tuning_has_its_values() {
    assert_fields!(
        &full_fine_tuning(),
        FineTuning {
            is_allowed_to_fine_tune: true,
            state: labels([
                ("model-north", FineTuningState::FineTuned),
                ("model-south", FineTuningState::Queued)
            ]),
            verification_failures: ["too short"],
            verification_attempts_count: 3,
            manual_verification_requested: Some(true),
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
    assert_fields!(
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
    assert_fields!(
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
    assert_fields!(
        &verification,
        ManualVerification {
            extra_text: "I had a cold that day.",
            request_time_unix: 1_691_222_222,
            files: [alone(bodies::manual_verification_file())],
        }
    );
    assert_fields!(
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
    assert_fields!(
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
    assert_fields!(
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
    assert_fields!(
        &resources[0],
        ReaderResource { resource_type: ReaderResourceType::Collection, resource_id: "rs-5" }
    );
}

#[test]
fn a_verified_language_has_its_values() {
    let languages = full_voice().verified_languages.expect("a language was verified");
    assert_fields!(
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
    assert_fields!(
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

/// The documentation has 136 properties in 17 schemas. The page has all of them, so that tests driven by the spec are not vacuous;
/// properties that are added to the spec later need no data here.
#[test]
fn page_has_every_documented_property() {
    let spec = Spec::read();
    let places = spec.places(&bodies::page(), "ListVoicesResponse");
    let schemas: BTreeSet<_> = places.iter().map(|place| place.property.schema.clone()).collect();
    let properties: BTreeSet<_> =
        places.iter().map(|place| (place.property.schema.clone(), place.property.name.clone())).collect();
    assert_eq!((schemas.len(), properties.len()), (17, 136));
}
