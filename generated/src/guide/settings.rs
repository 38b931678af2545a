//! Voice settings, and passing them to text-to-speech.
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices([Voice::fixture()]);
//! # let client = mock.client()?;
//! // The settings of voices without custom ones:
//! let defaults = client.get_default_voice_settings().send().await?;
//! assert_eq!(defaults.stability, Some(0.5));
//!
//! // The settings of one voice. `list_voices` has been observed to omit them; `get_voice` returns them.
//! let voice = client.get_voice("21m00Tcm4TlvDq8ikWAM").send().await?;
//! let settings = voice.settings.map_or(defaults, |custom| *custom);
//! # assert_eq!(settings.speed, Some(1.0));
//! # Ok(())
//! # }
//! ```
//!
//! Each setting is an `Option`: `None` if the API omits it, never an invented zero.
//!
//! # For text-to-speech
//!
//! [`VoiceSettings`](crate::VoiceSettings) serializes to the object that the text-to-speech endpoints take as `voice_settings`;
//! settings that are `None` are omitted. Change settings by assignment and put them into the body:
//!
//! ```
//! use elevenlabs_voices::VoiceSettings;
//! use serde_json::json;
//!
//! # fn main() -> Result<(), serde_json::Error> {
//! # let defaults = VoiceSettings::fixture();
//! let mut settings: VoiceSettings = defaults;
//! settings.speed = Some(1.1);
//! settings.style = None;
//!
//! let body = json!({
//!     "text": "Good morning.",
//!     "model_id": "eleven_multilingual_v2",
//!     "voice_settings": serde_json::to_value(&settings)?,
//! });
//! assert_eq!(
//!     body["voice_settings"],
//!     json!({ "stability": 0.5, "similarity_boost": 0.75, "use_speaker_boost": true, "speed": 1.1 })
//! );
//! # Ok(())
//! # }
//! ```
//!
//! # Saving settings
//!
//! All models are decoded from JSON and serialized to it, with undocumented properties:
//!
//! ```
//! use elevenlabs_voices::VoiceSettings;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let settings = VoiceSettings::from_json(r#"{ "speed": 0.9, "warmth": 3 }"#)?;
//! assert_eq!(settings.speed, Some(0.9));
//! assert_eq!(serde_json::to_string(&settings)?, r#"{"speed":0.9,"warmth":3}"#);
//! # Ok(())
//! # }
//! ```
