//! A body for each endpoint with every documented property. The values in an object differ from each other and from the defaults of
//! their types, as far as the type has enough values, so that swapped properties are detected.

use serde_json::{Value, json};

/// The response of the list: a full voice and a minimal one.
pub(crate) fn page() -> Value {
    json!({
        "voices": [voice(), bare_voice("vc-bare-0002")],
        "has_more": true,
        "total_count": 41,
        "next_page_token": "tok-after-0002"
    })
}

/// A voice with only its required properties.
pub(crate) fn bare_voice(id: &str) -> Value {
    json!({
        "voice_id": id,
        "name": "Bare",
        "category": "cloned",
        "labels": {},
        "available_for_tiers": [],
        "high_quality_base_model_ids": []
    })
}

/// A voice with all its properties.
pub(crate) fn voice() -> Value {
    json!({
        "voice_id": "vc-full-0001",
        "name": "Halvard",
        "category": "high_quality",
        "labels": { "accent": "Norwegian", "use case": "audio guides" },
        "available_for_tiers": ["tier-gold", "tier-silver"],
        "high_quality_base_model_ids": ["model-north", "model-south"],
        "samples": [sample()],
        "fine_tuning": fine_tuning(),
        "description": "A calm voice.",
        "preview_url": "https://audio.example/halvard.mp3",
        "settings": settings(),
        "sharing": sharing(),
        "verified_languages": [verified_language()],
        "safety_control": "ENTERPRISE_CAPTCHA",
        "voice_verification": voice_verification(),
        "permission_on_resource": "editor",
        "is_owner": true,
        "is_legacy": false,
        "is_mixed": true,
        "created_at_unix": 1_690_000_001
    })
}

/// The default settings.
pub(crate) fn settings() -> Value {
    json!({
        "stability": 0.41,
        "similarity_boost": 0.82,
        "style": 0.13,
        "use_speaker_boost": true,
        "speed": 1.07
    })
}

pub(crate) fn sample() -> Value {
    json!({
        "sample_id": "sm-01",
        "file_name": "harbour.wav",
        "mime_type": "audio/wav",
        "size_bytes": 5_000_000_011_i64,
        "hash": "c0ffee",
        "duration_secs": 12.25,
        "remove_background_noise": true,
        "has_isolated_audio": false,
        "has_isolated_audio_preview": true,
        "speaker_separation": speaker_separation()
    })
}

pub(crate) fn speaker_separation() -> Value {
    json!({
        "voice_id": "vc-full-0001-separated",
        "sample_id": "sm-01-separated",
        "status": "completed",
        "speakers": { "sp-a": speaker(), "sp-b": null },
        "selected_speaker_ids": ["sp-a"]
    })
}

pub(crate) fn speaker() -> Value {
    json!({ "speaker_id": "sp-a-inside", "duration_secs": 7.75, "utterances": [utterance()] })
}

pub(crate) fn utterance() -> Value {
    json!({ "start": 0.375, "end": 2.625 })
}

pub(crate) fn fine_tuning() -> Value {
    json!({
        "is_allowed_to_fine_tune": true,
        "state": { "model-north": "fine_tuned", "model-south": "queued" },
        "verification_failures": ["too short"],
        "verification_attempts_count": 3,
        "manual_verification_requested": true,
        "language": "nb",
        "progress": { "model-north": 0.625, "model-south": null },
        "message": { "model-north": "Ready.", "model-south": null },
        "dataset_duration_seconds": 1801.5,
        "verification_attempts": [verification_attempt()],
        "slice_ids": ["sl-1", "sl-2"],
        "manual_verification": manual_verification(),
        "max_verification_attempts": 5,
        "next_max_verification_attempts_reset_unix_ms": 1_712_345_678_901_i64
    })
}

pub(crate) fn verification_attempt() -> Value {
    json!({
        "text": "The train leaves at nine.",
        "date_unix": 1_691_111_111,
        "accepted": true,
        "similarity": 0.875,
        "levenshtein_distance": 1.5,
        "recording": recording()
    })
}

pub(crate) fn recording() -> Value {
    json!({
        "recording_id": "rc-7",
        "mime_type": "audio/flac",
        "size_bytes": 222_222,
        "upload_date_unix": 1_691_111_112,
        "transcription": "The train leaves at fine."
    })
}

pub(crate) fn manual_verification() -> Value {
    json!({
        "extra_text": "Extra text.",
        "request_time_unix": 1_691_222_222,
        "files": [manual_verification_file()]
    })
}

pub(crate) fn manual_verification_file() -> Value {
    json!({
        "file_id": "fl-3",
        "file_name": "letter.pdf",
        "mime_type": "application/pdf",
        "size_bytes": 33_333,
        "upload_date_unix": 1_691_222_223
    })
}

pub(crate) fn sharing() -> Value {
    json!({
        "status": "copied_disabled",
        "date_unix": 1_692_000_001,
        "whitelisted_emails": ["skipper@mail.example"],
        "public_owner_id": "ow-9",
        "original_voice_id": "vc-origin-9",
        "financial_rewards_enabled": true,
        "free_users_allowed": false,
        "live_moderation_enabled": true,
        "notice_period": 90,
        "voice_mixing_allowed": false,
        "featured": true,
        "category": "professional",
        "liked_by_count": 1201,
        "cloned_by_count": 302,
        "name": "Halvard, shared",
        "labels": { "age": "old" },
        "review_status": "allowed_with_changes",
        "enabled_in_library": true,
        "history_item_sample_id": "hi-4",
        "rate": 1.25,
        "disable_at_unix": 1_792_000_002,
        "reader_app_enabled": false,
        "image_url": "https://img.example/halvard.png",
        "ban_reason": "unknown reason",
        "description": "A shared voice.",
        "review_message": "Shorten the name.",
        "instagram_username": "halvard.ig",
        "twitter_username": "halvard_x",
        "youtube_username": "halvard-yt",
        "tiktok_username": "halvard.tt",
        "moderation_check": moderation_check(),
        "reader_restricted_on": [reader_resource()]
    })
}

pub(crate) fn moderation_check() -> Value {
    json!({
        "date_checked_unix": 1_692_500_000,
        "name_value": "Halvard, checked",
        "name_check": true,
        "description_value": "As heard, checked",
        "description_check": false,
        "sample_ids": ["sm-01", "sm-02"],
        "sample_checks": [0.5, 0.75],
        "captcha_ids": ["cp-1"],
        "captcha_checks": [0.25]
    })
}

pub(crate) fn reader_resource() -> Value {
    json!({ "resource_type": "collection", "resource_id": "rs-5" })
}

pub(crate) fn verified_language() -> Value {
    json!({
        "language": "no",
        "model_id": "model-north",
        "accent": "bergensk",
        "locale": "nb-NO",
        "preview_url": "https://audio.example/halvard-no.mp3"
    })
}

pub(crate) fn voice_verification() -> Value {
    json!({
        "requires_verification": true,
        "is_verified": true,
        "verification_failures": ["wrong words", "too quiet"],
        "verification_attempts_count": 2,
        "language": "da",
        "verification_attempts": [verification_attempt()]
    })
}
