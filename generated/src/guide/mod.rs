//! How to do common tasks with this crate, one page per task. The tests compile and run all code on these pages, against a
//! [`Mock`](crate::mock::Mock).
//!
//! - [`search`]: searching and filtering by text, category or label
//! - [`pagination`]: all voices, resuming, undecodable voices
//! - [`settings`]: voice settings, and passing them to text-to-speech
//! - [`errors`]: error handling
//! - [`retries`]: timeouts and retries
//! - [`blocking`]: the blocking client
//! - [`regions`]: regions, other base URLs and proxies
//! - [`tls`]: certificates, the operating system's TLS, custom transports
//! - [`tracing`]: spans for calls and attempts, events for retries and failures
//! - [`unknown_values`]: values, properties and parameters unknown to this version
//! - [`testing`]: testing a program without a key and without a network
//! - [`timestamps`]: timestamps with chrono, jiff and time
//!
//! The examples in the repository are complete programs: start with `cargo run --example tour`.

pub mod blocking;
pub mod errors;
pub mod pagination;
pub mod regions;
pub mod retries;
pub mod search;
pub mod settings;
pub mod testing;
pub mod timestamps;
pub mod tls;
pub mod tracing;
pub mod unknown_values;
