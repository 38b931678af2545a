//! Timestamps with chrono, jiff and time.
//!
//! The API sends timestamps as integers: seconds or milliseconds since 1970-01-01 00:00 UTC. The fields hold these integers, under
//! the API's names; next to each field, a method returns the timestamp as a `SystemTime`:
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
//! // The age of the voice:
//! let age = voice.created_at().and_then(|created| created.elapsed().ok());
//! # assert!(age.is_some());
//! ```
//!
//! The crates for dates and times convert from `SystemTime`. With chrono:
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
//! With jiff, whose timestamps end in the year 9999:
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
//! The `From` conversions of chrono and time panic on years out of their range. If the server could send any integer, use their
//! fallible constructors on the fields: `DateTime::from_timestamp(seconds, 0)` and `OffsetDateTime::from_unix_timestamp(seconds)`.
