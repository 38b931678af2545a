//! A page of voices like observed ones: the same properties are null, and most of the text is verified languages.

use serde_json::{Map, Value, json};

const MODELS: [&str; 8] = [
    "eleven_v2_flash",
    "eleven_flash_v2",
    "eleven_turbo_v2_5",
    "eleven_multilingual_v2",
    "eleven_v2_5_flash",
    "eleven_flash_v2_5",
    "eleven_turbo_v2",
    "eleven_multilingual_sts_v2",
];
const LANGUAGES: [(&str, &str, &str); 10] = [
    ("en", "american", "en-US"),
    ("fr", "parisian", "fr-FR"),
    ("hi", "standard", "hi-IN"),
    ("de", "standard", "de-DE"),
    ("pt", "brazilian", "pt-BR"),
    ("cs", "standard", "cs-CZ"),
    ("ja", "standard", "ja-JP"),
    ("es", "peninsular", "es-ES"),
    ("nl", "flemish", "nl-BE"),
    ("it", "standard", "it-IT"),
];
const NAMES: [&str; 5] = ["Rachel", "Zoë – “late night”", "Old \"Ben\"", "Søren", "Amélie\nLive"];
const LANGUAGES_PER_VOICE: usize = 13;

/// The options of a page.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The number of voices.
    pub voices: usize,
    /// Whether there are undocumented properties.
    pub unknown: bool,
    /// The token of the next page, if there is one.
    pub next: Option<usize>,
}

impl Page {
    /// The page of the published figures: 100 voices in about 560 KB.
    pub const FULL: Self = Self { voices: 100, unknown: true, next: None };

    /// Its JSON.
    #[must_use]
    pub fn text(self) -> String {
        let voices: Vec<Value> = (0..self.voices).map(|n| self.voice(n)).collect();
        json!({
            "voices": voices,
            "has_more": self.next.is_some(),
            "total_count": 378,
            "next_page_token": self.next.map(|token| token.to_string()),
        })
        .to_string()
    }

    fn voice(self, n: usize) -> Value {
        let cloned = n % 4 == 1;
        let mut voice = json!({
            "voice_id": id("voice", n),
            "name": NAMES[n % NAMES.len()],
            "samples": if cloned { json!([sample(n), sample(n + 1)]) } else { Value::Null },
            "category": if cloned { "cloned" } else { "premade" },
            "fine_tuning": fine_tuning(n),
            "labels": {
                "accent": "American",
                "age": "middle-aged",
                "descriptive": "expressive",
                "gender": "female",
                "use case ": "social media",
            },
            "description": "A warm, expressive voice with a touch of humour, at home in long readings and short notices alike.",
            "preview_url": address("premade", n),
            "available_for_tiers": [],
            "settings": null,
            "sharing": if n % 2 == 1 { sharing(n) } else { Value::Null },
            "high_quality_base_model_ids": MODELS,
            "verified_languages": (0..LANGUAGES_PER_VOICE).map(|l| language(n, l)).collect::<Value>(),
            "safety_control": null,
            "voice_verification": {
                "requires_verification": false,
                "is_verified": false,
                "verification_failures": [],
                "verification_attempts_count": 0,
                "language": null,
                "verification_attempts": null,
            },
            "permission_on_resource": "admin",
            "is_owner": cloned,
            "is_legacy": false,
            "is_mixed": false,
            "created_at_unix": 1_690_000_000 + n,
        });
        if let (true, Some(voice)) = (self.unknown, voice.as_object_mut()) {
            voice.extend(unknown(n));
        }
        voice
    }
}

/// Undocumented properties like the observed ones, under names that no future spec will have.
fn unknown(n: usize) -> Map<String, Value> {
    let unknown = json!({
        "undocumented_yes": n.is_multiple_of(3),
        "undocumented_nil": null,
        "undocumented_ids": [id("collection", n)],
        "undocumented_on": true,
        "undocumented_as": "studio",
        "undocumented_by": "done",
    });
    match unknown {
        Value::Object(properties) => properties,
        _ => Map::new(),
    }
}

fn id(kind: &str, n: usize) -> String {
    format!("{kind:x<10}{:010}", n * 7919)
}

fn address(kind: &str, n: usize) -> String {
    format!(
        "https://audio.example/previews/{kind}/{}/405766b8-1f4e-4d3c-aba1-{:012x}.mp3",
        id("v", n),
        n * 104_729
    )
}

fn language(n: usize, l: usize) -> Value {
    let (language, accent, locale) = LANGUAGES[l % LANGUAGES.len()];
    json!({
        "language": language,
        "model_id": MODELS[(n + l) % MODELS.len()],
        "accent": accent,
        "locale": locale,
        "preview_url": address("languages", n + l),
    })
}

fn sample(n: usize) -> Value {
    json!({
        "sample_id": id("sample", n),
        "file_name": format!("take {n}.mp3"),
        "mime_type": "audio/mpeg",
        "size_bytes": 631_244_952_u64 + n as u64,
        "hash": "d41d8cd98f00b204e9800998ecf8427e",
        "duration_secs": format!("{n}.345").parse::<f64>().ok(),
        "remove_background_noise": false,
        "has_isolated_audio": true,
        "has_isolated_audio_preview": false,
        "speaker_separation": null,
    })
}

fn fine_tuning(n: usize) -> Value {
    let by_model = |value: Value| -> Map<String, Value> {
        MODELS[..5].iter().map(|model| ((*model).to_owned(), value.clone())).collect()
    };
    json!({
        "is_allowed_to_fine_tune": n.is_multiple_of(2),
        "state": by_model(json!("fine_tuned")),
        "verification_failures": [],
        "verification_attempts_count": 0,
        "manual_verification_requested": false,
        "language": "en",
        "progress": by_model(json!(1.0)),
        "message": by_model(json!("Done!")),
        "dataset_duration_seconds": null,
        "verification_attempts": null,
        "slice_ids": null,
        "manual_verification": null,
        "max_verification_attempts": 5,
        "next_max_verification_attempts_reset_unix_ms": 1_700_000_000_000_u64,
    })
}

fn sharing(n: usize) -> Value {
    json!({
        "status": "enabled",
        "history_item_sample_id": null,
        "date_unix": 1_714_204_800 + n,
        "whitelisted_emails": [],
        "public_owner_id": id("owner", n),
        "original_voice_id": id("voice", n),
        "financial_rewards_enabled": true,
        "free_users_allowed": true,
        "live_moderation_enabled": false,
        "rate": 0.05,
        "notice_period": null,
        "disable_at_unix": null,
        "voice_mixing_allowed": false,
        "featured": false,
        "category": "professional",
        "reader_app_enabled": true,
        "image_url": "",
        "ban_reason": null,
        "liked_by_count": 100 * n,
        "cloned_by_count": 50 * n,
        "name": NAMES[n % NAMES.len()],
        "description": "A soft and friendly tone.",
        "labels": { "accent": "American", "gender": "female" },
        "review_status": "allowed",
        "review_message": "",
        "enabled_in_library": true,
        "instagram_username": null,
        "twitter_username": null,
        "youtube_username": null,
        "tiktok_username": null,
        "moderation_check": null,
        "reader_restricted_on": [],
    })
}
