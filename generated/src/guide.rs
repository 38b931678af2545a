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
//! - [`tls`]: certificates, the operating system's TLS, custom transports, middleware
//! - [`tracing`]: spans for calls and attempts, events for retries and failures
//! - [`unknown_values`]: values, properties and parameters unknown to this version
//! - [`testing`]: testing a program without a key and without a network
//! - [`timestamps`]: timestamps with chrono, jiff and time
//!
//! The examples in the repository are complete programs: start with `cargo run --example tour`.

// Each page is a Markdown file, which the code host renders as well. The links at its end are for the code host: they are to files of
// the repository. In rustdoc, the definition of the same link here takes precedence, because it is the first one.

/// [`when_some`]: crate::Request::when_some
/// [pagination]: pagination
///
#[doc = include_str!("../guide/search.md")]
pub mod search {}

/// [`items`]: crate::Request::items
/// [`pages`]: crate::Request::pages
/// [`next_token`]: crate::Pages::next_token
/// [`rejected_item`]: crate::Error::rejected_item
/// [`rejected`]: crate::ListVoicesResponse::rejected
/// [`rejected_count`]: crate::ListVoicesResponse::rejected_count
/// [`Paging`]: crate::ErrorKind::Paging
///
#[doc = include_str!("../guide/pagination.md")]
pub mod pagination {}

/// [`VoiceSettings`]: crate::VoiceSettings
///
#[doc = include_str!("../guide/settings.md")]
pub mod settings {}

/// [`Error`]: crate::Error
/// [`attempts`]: crate::Error::attempts
/// [`body`]: crate::Error::body
/// [`code`]: crate::Error::code
/// [`headers`]: crate::Error::headers
/// [`is_not_found`]: crate::Error::is_not_found
/// [`is_rate_limited`]: crate::Error::is_rate_limited
/// [`is_retryable`]: crate::Error::is_retryable
/// [`is_timeout`]: crate::Error::is_timeout
/// [`is_unauthorized`]: crate::Error::is_unauthorized
/// [`kind`]: crate::Error::kind
/// [`request_id`]: crate::Error::request_id
/// [`status`]: crate::Error::status
/// [`time_limit`]: crate::Error::time_limit
/// [`decode_body`]: crate::Error::decode_body
/// [`trace_id`]: crate::Error::trace_id
/// [`send_raw`]: crate::Request::send_raw
/// [`Raw`]: crate::Raw
/// [`Raw::headers`]: crate::Raw::headers
/// [`Raw::body`]: crate::Raw::body
///
#[doc = include_str!("../guide/errors.md")]
pub mod errors {}

/// [`is_retryable`]: crate::Error::is_retryable
/// [`retry_after`]: crate::Error::retry_after
///
#[doc = include_str!("../guide/retries.md")]
pub mod retries {}

/// [`blocking::Client`]: crate::blocking::Client
/// [`Client`]: crate::Client
///
#[doc = include_str!("../guide/blocking.md")]
pub mod blocking {}

/// [`Region`]: crate::Region
/// [`base_url`]: crate::ClientBuilder::base_url
/// [`allow_plain_http`]: crate::ClientBuilder::allow_plain_http
/// [`proxy`]: crate::ClientBuilder::proxy
/// [`no_proxy`]: crate::ClientBuilder::no_proxy
///
#[doc = include_str!("../guide/regions.md")]
pub mod regions {}

/// [`Configuration`]: crate::ErrorKind::Configuration
/// [`Transport`]: crate::transport::Transport
/// [`transport`]: crate::ClientBuilder::transport
/// [`wrap_transport`]: crate::ClientBuilder::wrap_transport
/// [`Attempt`]: crate::transport::Attempt
/// [`blocking::Transport`]: crate::blocking::Transport
///
#[doc = include_str!("../guide/tls.md")]
pub mod tls {}

/// [`ErrorKind`]: crate::ErrorKind
/// [`TransportErrorKind`]: crate::transport::TransportErrorKind
/// [`items`]: crate::Request::items
/// [`pages`]: crate::Request::pages
///
#[doc = include_str!("../guide/tracing.md")]
pub mod tracing {}

/// [`send_raw`]: crate::Request::send_raw
/// [`rejected`]: crate::ListVoicesResponse::rejected
///
#[doc = include_str!("../guide/unknown_values.md")]
pub mod unknown_values {}

/// [`Mock`]: crate::mock::Mock
/// [`assert_replies_used`]: crate::mock::Mock::assert_replies_used
/// [`enqueue_reply`]: crate::mock::Mock::enqueue_reply
/// [`Reply`]: crate::mock::Reply
/// [`delay`]: crate::mock::Reply::delay
///
#[doc = include_str!("../guide/testing.md")]
pub mod testing {}

#[doc = include_str!("../guide/timestamps.md")]
pub mod timestamps {}
