//! Every documented property is decoded to its value, and the bodies have every documented property.

use std::collections::BTreeSet;

use crate::bodies;
use crate::helpers::{decoded, full_voice, labels, page, settings, text, voice};
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
        assert!(value.extra.is_empty(), "undocumented: {:?}", value.extra);
    }};
}

fn full_sharing() -> VoiceSharing {
    *full_voice().sharing.expect("the body has sharing")
}

fn full_fine_tuning() -> FineTuning {
    *full_voice().fine_tuning.expect("the body has fine_tuning")
}

fn full_separation() -> SpeakerSeparation {
    let mut samples = full_voice().samples.expect("the body has samples");
    *samples.swap_remove(0).speaker_separation.expect("the sample has a speaker separation")
}

fn full_speaker() -> Speaker {
    let mut speakers = full_separation().speakers.expect("the body has speakers");
    speakers.remove("sp-a").flatten().expect("the body has the speaker")
}

fn full_attempt() -> VerificationAttempt {
    full_fine_tuning().verification_attempts.expect("the body has verification_attempts").swap_remove(0)
}

fn texts<const N: usize>(values: [&str; N]) -> Vec<String> {
    values.map(str::to_owned).to_vec()
}

#[test]
fn page_properties_are_decoded() {
    let page = page(&bodies::page());
    assert_fields!(
        &page,
        ListVoicesResponse {
            voices: [decoded(bodies::voice()), decoded(bodies::bare_voice("vc-bare-0002"))],
            has_more: true,
            total_count: Some(41),
            next_page_token: text("tok-after-0002"),
        }
    );
    assert_eq!(page.rejected, []);
}

#[test]
fn voice_properties_are_decoded() {
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
            samples: Some(vec![decoded(bodies::sample())]),
            fine_tuning: Some(Box::new(decoded(bodies::fine_tuning()))),
            description: text("A calm voice."),
            preview_url: text("https://audio.example/halvard.mp3"),
            settings: Some(Box::new(decoded(bodies::settings()))),
            sharing: Some(Box::new(decoded(bodies::sharing()))),
            verified_languages: Some(vec![decoded(bodies::verified_language())]),
            safety_control: Some(SafetyControl::EnterpriseCaptcha),
            voice_verification: Some(Box::new(decoded(bodies::voice_verification()))),
            permission_on_resource: text("editor"),
            is_owner: Some(true),
            is_legacy: Some(false),
            is_mixed: Some(true),
            created_at_unix: Some(1_690_000_001),
        }
    );
}

#[test]
fn voice_decodes_equally_alone_and_in_a_page() {
    assert_eq!(voice(&bodies::voice()), full_voice());
}

#[test]
fn settings_properties_are_decoded() {
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
fn sample_properties_are_decoded() {
    let samples = full_voice().samples.expect("the body has samples");
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
            speaker_separation: Some(Box::new(decoded(bodies::speaker_separation()))),
        }
    );
}

#[test]
fn speaker_separation_properties_are_decoded() {
    assert_fields!(
        &full_separation(),
        SpeakerSeparation {
            voice_id: "vc-full-0001-separated",
            sample_id: "sm-01-separated",
            status: SpeakerSeparationStatus::Completed,
            speakers: Some(labels([("sp-a", Some(decoded(bodies::speaker()))), ("sp-b", None)])),
            selected_speaker_ids: Some(texts(["sp-a"])),
        }
    );
}

#[test]
#[expect(clippy::float_cmp, reason = "decoding is exact")]
fn speaker_properties_are_decoded() {
    assert_fields!(
        &full_speaker(),
        Speaker {
            speaker_id: "sp-a-inside",
            duration_secs: 7.75,
            utterances: Some(vec![decoded(bodies::utterance())]),
        }
    );
}

#[test]
#[expect(clippy::float_cmp, reason = "decoding is exact")]
fn utterance_properties_are_decoded() {
    let utterances = full_speaker().utterances.expect("the body has utterances");
    assert_fields!(&utterances[0], Utterance { start: 0.375, end: 2.625 });
}

#[test]
fn fine_tuning_properties_are_decoded() {
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
            verification_attempts: Some(vec![decoded(bodies::verification_attempt())]),
            slice_ids: Some(texts(["sl-1", "sl-2"])),
            manual_verification: Some(Box::new(decoded(bodies::manual_verification()))),
            max_verification_attempts: Some(5),
            next_max_verification_attempts_reset_unix_ms: Some(1_712_345_678_901),
        }
    );
}

#[test]
#[expect(clippy::float_cmp, reason = "decoding is exact")]
fn verification_attempt_properties_are_decoded() {
    assert_fields!(
        &full_attempt(),
        VerificationAttempt {
            text: "The train leaves at nine.",
            date_unix: 1_691_111_111,
            accepted: true,
            similarity: 0.875,
            levenshtein_distance: 1.5,
            recording: Some(Box::new(decoded(bodies::recording()))),
        }
    );
}

#[test]
fn recording_properties_are_decoded() {
    let recording = full_attempt().recording.expect("the body has a recording");
    assert_fields!(
        &recording,
        Recording {
            recording_id: "rc-7",
            mime_type: "audio/flac",
            size_bytes: 222_222,
            upload_date_unix: 1_691_111_112,
            transcription: "The train leaves at fine.",
        }
    );
}

#[test]
fn manual_verification_properties_are_decoded() {
    let verification = full_fine_tuning().manual_verification.expect("the body has manual_verification");
    assert_fields!(
        &verification,
        ManualVerification {
            extra_text: "Extra text.",
            request_time_unix: 1_691_222_222,
            files: [decoded(bodies::manual_verification_file())],
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
fn sharing_properties_are_decoded() {
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
            name: "Halvard, shared",
            labels: labels([("age", "old".to_owned())]),
            review_status: ReviewStatus::AllowedWithChanges,
            enabled_in_library: true,
            history_item_sample_id: text("hi-4"),
            rate: Some(1.25),
            disable_at_unix: Some(1_792_000_002),
            reader_app_enabled: Some(false),
            image_url: text("https://img.example/halvard.png"),
            ban_reason: text("unknown reason"),
            description: text("A shared voice."),
            review_message: text("Shorten the name."),
            instagram_username: text("halvard.ig"),
            twitter_username: text("halvard_x"),
            youtube_username: text("halvard-yt"),
            tiktok_username: text("halvard.tt"),
            moderation_check: Some(Box::new(decoded(bodies::moderation_check()))),
            reader_restricted_on: Some(vec![decoded(bodies::reader_resource())]),
        }
    );
}

#[test]
fn moderation_check_properties_are_decoded() {
    let check = full_sharing().moderation_check.expect("the body has moderation_check");
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
fn reader_resource_properties_are_decoded() {
    let resources = full_sharing().reader_restricted_on.expect("the body has reader_restricted_on");
    assert_fields!(
        &resources[0],
        ReaderResource { resource_type: ReaderResourceType::Collection, resource_id: "rs-5" }
    );
}

#[test]
fn verified_language_properties_are_decoded() {
    let languages = full_voice().verified_languages.expect("the body has verified_languages");
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
fn voice_verification_properties_are_decoded() {
    let verification = full_voice().voice_verification.expect("the body has voice_verification");
    assert_fields!(
        &verification,
        VoiceVerification {
            requires_verification: true,
            is_verified: true,
            verification_failures: ["wrong words", "too quiet"],
            verification_attempts_count: 2,
            language: text("da"),
            verification_attempts: Some(vec![decoded(bodies::verification_attempt())]),
        }
    );
}

/// The documentation has 136 properties in 17 schemas. The page has all of them, so that tests driven by the spec are not vacuous;
/// properties that are added to the spec later need no data here.
#[test]
fn page_has_every_documented_property() {
    let spec = Spec::read();
    let locations = spec.locations(&bodies::page(), "ListVoicesResponse");
    let schemas: BTreeSet<_> = locations.iter().map(|location| location.property.schema.clone()).collect();
    let properties: BTreeSet<_> = locations
        .iter()
        .map(|location| (location.property.schema.clone(), location.property.name.clone()))
        .collect();
    assert_eq!((schemas.len(), properties.len()), (17, 136));
}
