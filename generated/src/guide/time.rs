//! Points in time, for chrono, jiff and time.
//!
//! The API counts seconds or milliseconds since 1970. The fields are these numbers under the API's names; a method beside each
//! gives the `SystemTime` that it stands for:
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! use elevenlabs_voices::Voice;
//!
//! let voice = Voice::fixture();
//! assert_eq!(voice.created_at_unix, Some(1_714_204_800));
//! assert_eq!(voice.created_at(), Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_714_204_800)));
//!
//! // For example, how old it is:
//! let age = voice.created_at().and_then(|created| created.elapsed().ok());
//! # assert!(age.is_some());
//! ```
//!
//! From there it is one conversion to whichever crate you use for dates. With chrono:
//!
//! ```
//! use chrono::{DateTime, Utc};
//! # use elevenlabs_voices::Voice;
//! # let voice = Voice::fixture();
//!
//! let created = voice.created_at().map(DateTime::<Utc>::from);
//! assert_eq!(created.map(|created| created.date_naive().to_string()).as_deref(), Some("2024-04-27"));
//! ```
//!
//! With jiff, whose times end in the year 9999:
//!
//! ```
//! use jiff::Timestamp;
//! # use elevenlabs_voices::Voice;
//! # let voice = Voice::fixture();
//!
//! let created = voice.created_at().and_then(|created| Timestamp::try_from(created).ok());
//! assert_eq!(created.map(|created| created.to_string()).as_deref(), Some("2024-04-27T08:00:00Z"));
//! ```
//!
//! With time:
//!
//! ```
//! use time::OffsetDateTime;
//! # use elevenlabs_voices::Voice;
//! # let voice = Voice::fixture();
//!
//! let created = voice.created_at().map(OffsetDateTime::from);
//! assert_eq!(created.map(|created| created.date().to_string()).as_deref(), Some("2024-04-27"));
//! ```
//!
//! The conversions of chrono and time panic on years that they do not have. Where a server could send any number, the fields
//! themselves give fallible ways: `DateTime::from_timestamp(seconds, 0)` and `OffsetDateTime::from_unix_timestamp(seconds)`.
