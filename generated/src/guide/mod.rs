//! How to do what programs usually do, one page each. All code here is compiled and run by the tests, against a
//! [`Mock`](crate::mock::Mock).
//!
//! - [`search`]: find voices, by text, kind or label
//! - [`all_voices`]: walk the whole list, resume where it broke off, step over what cannot be read
//! - [`settings`]: read settings, and hand them to text-to-speech
//! - [`errors`]: tell what went wrong, and what to do about it
//! - [`retries`]: how long a call may take, and how often it is tried
//! - [`without_async`]: the blocking client
//! - [`tls`]: trust other certificates, or use the operating system's TLS
//! - [`newer_api`]: values, properties and parameters that this version does not know
//! - [`testing`]: test your own program without a key and without a network
//! - [`time`]: points in time, for chrono, jiff and time
//!
//! The examples in the repository are whole programs: `cargo run --example tour` is where to begin.

pub mod all_voices;
pub mod errors;
pub mod newer_api;
pub mod retries;
pub mod search;
pub mod settings;
pub mod testing;
pub mod time;
pub mod tls;
pub mod without_async;
