//! Values, properties and parameters that this version does not know.
//!
//! The API grows, and programs that were built before go on: what is unknown is kept, can be looked at, and can be sent.
//!
//! # Values
//!
//! Enums are open. A value without a name here is kept as text; a match has an arm for the rest:
//!
//! ```
//! use elevenlabs_voices::VoiceCategory;
//!
//! let category = VoiceCategory::from("holographic");
//! assert!(!category.is_known());
//! assert_eq!(category.as_str(), "holographic");
//!
//! let word = match category {
//!     VoiceCategory::Premade => "ready-made".to_owned(),
//!     VoiceCategory::Cloned | VoiceCategory::Professional => "a clone".to_owned(),
//!     other => other.to_string(),
//! };
//! assert_eq!(word, "holographic");
//! ```
//!
//! Compare by value or by `as_str`, and a later version that has a name for it changes nothing. Setters take text as well:
//!
//! ```
//! # use elevenlabs_voices::{Error, Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! let page = client.list_voices().category("holographic").send().await?;
//! # assert_eq!(mock.received_requests()[0].parameter("category"), Some("holographic"));
//! # assert!(page.voices.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # Properties
//!
//! What the API sends beyond its documentation stands in `extra`, and is written again when the value is:
//!
//! ```
//! # use elevenlabs_voices::Voice;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let voice = Voice::from_json(
//!     r#"{ "voice_id": "1", "name": "Rachel", "category": "premade", "is_bookmarked": true }"#,
//! )?;
//! assert_eq!(voice.extra["is_bookmarked"], true);
//! assert!(serde_json::to_string(&voice)?.contains("is_bookmarked"));
//! # Ok(())
//! # }
//! ```
//!
//! Use `extra.get` where the property may be absent. A property that gets a field in a later version is no longer in `extra`.
//!
//! # Parameters and headers
//!
//! ```
//! # use elevenlabs_voices::{Error, Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! client.list_voices().with_query("mood", "sunny").with_header("x-team", "games").send().await?;
//! # assert_eq!(mock.received_requests()[0].parameter("mood"), Some("sunny"));
//! # assert_eq!(mock.received_requests()[0].headers()["x-team"], "games");
//! # Ok(())
//! # }
//! ```
//!
//! # The text itself
//!
//! `send_raw` gives the value, and the response that it came from:
//!
//! ```
//! # use elevenlabs_voices::{Error, Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! let raw = client.get_default_voice_settings().send_raw().await?;
//! println!("{}: {}", raw.status(), raw.body());
//! # assert!(raw.body().contains("stability"));
//! # Ok(())
//! # }
//! ```
