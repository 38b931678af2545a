//! Models that a program constructs and stores.

use elevenlabs_voices::{Voice, VoiceSettings};
use serde_json::json;

use crate::bodies;
use crate::helpers::{encoded, voice};

#[test]
fn model_can_be_constructed() {
    let mut built = Voice::default();
    built.voice_id = "vc-built".to_owned();
    built.name = "Bare".to_owned();
    built.category = "cloned".into();
    assert_eq!(built, voice(&bodies::bare_voice("vc-built")));
    assert_eq!(encoded(&built), bodies::bare_voice("vc-built"));
}

#[test]
fn undocumented_property_of_a_constructed_model_is_encoded() {
    let mut built = VoiceSettings::default();
    built.speed = Some(0.9);
    built.extra.insert("warmth".to_owned(), json!([0.5]));
    assert_eq!(encoded(&built), json!({"speed": 0.9, "warmth": [0.5]}));
}

/// A page has up to 100 voices, which are moved often.
#[test]
fn voice_is_small() {
    assert!(size_of::<Voice>() <= 600, "{} bytes", size_of::<Voice>());
}
