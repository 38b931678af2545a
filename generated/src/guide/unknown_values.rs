//! Values, properties and parameters unknown to this version.
//!
//! The API can add values, properties and parameters without breaking existing programs: unknown ones are kept, can be read, and
//! can be sent.
//!
//! # Values
//!
//! Enums are open. A value that is unknown to this version is kept as text, and a `match` needs a wildcard arm:
//!
//! ```
//! use elevenlabs_voices::VoiceCategory;
//!
//! let category = VoiceCategory::from("holographic");
//! assert!(!category.is_known());
//! assert_eq!(category.as_str(), "holographic");
//!
//! let label = match category {
//!     VoiceCategory::Premade => "ready-made".to_owned(),
//!     VoiceCategory::Cloned | VoiceCategory::Professional => "a clone".to_owned(),
//!     other => other.to_string(),
//! };
//! assert_eq!(label, "holographic");
//! ```
//!
//! Comparisons by value or by `as_str` stay the same when a later version adds a variant for the value. Setters accept text as
//! well:
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
//! Undocumented properties are in `extra`, and are serialized with the value:
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
//! Indexing panics if the property is absent: use `extra.get` unless it is known to be present. A property that becomes a field in
//! a later version is no longer in `extra`.
//!
//! # Parameters and headers
//!
//! ```
//! # use elevenlabs_voices::{Error, Voice, http::StatusCode, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # mock.enqueue_reply(Reply::text(StatusCode::OK, r#"{ "voices": [], "has_more": false }"#));
//! # let client = mock.client()?;
//! client.list_voices().with_query("mood", "sunny").with_header("x-team", "games").send().await?;
//! # assert_eq!(mock.received_requests()[0].parameter("mood"), Some("sunny"));
//! # assert_eq!(mock.received_requests()[0].headers()["x-team"], "games");
//! # Ok(())
//! # }
//! ```
//!
//! # The response itself
//!
//! [`send_raw`](crate::Request::send_raw) returns the value with its response: status, headers and body.
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
//!
//! # Saved responses
//!
//! Each model has a `from_json`, which decodes as the client does. For a page this matters: `ListVoicesResponse::from_json` is
//! lenient and moves undecodable voices to [`rejected`](crate::ListVoicesResponse::rejected);
//! `serde_json::from_str::<ListVoicesResponse>` is strict, and one undecodable voice is an error.
//!
//! ```
//! use elevenlabs_voices::ListVoicesResponse;
//!
//! # fn main() -> Result<(), elevenlabs_voices::Error> {
//! let saved = r#"{ "has_more": false, "voices": [{ "voice_id": 7 }] }"#;
//! let page = ListVoicesResponse::from_json(saved)?;
//! assert_eq!((page.voices.len(), page.rejected.len()), (0, 1));
//! assert!(serde_json::from_str::<ListVoicesResponse>(saved).is_err());
//! # Ok(())
//! # }
//! ```
