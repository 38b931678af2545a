//! A client of the ElevenLabs Voices API that tolerates undocumented values, nulls and properties.
//!
//! It covers three read endpoints: `GET /v2/voices` ([`list_voices`](ApiClient::list_voices)), `GET /v1/voices/settings/default`
//! ([`get_default_voice_settings`](ApiClient::get_default_voice_settings)) and `GET /v1/voices/{voice_id}`
//! ([`get_voice`](ApiClient::get_voice)). It does not create, edit or delete voices, and it does not generate speech.
//!
//! ```toml
//! [dependencies]
//! elevenlabs-voices = "0.1"
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```
//!
//! ```
//! # #![allow(unused)]
//! # #[cfg(all(feature = "async", feature = "mock"))]
//! # mod program {
//! use elevenlabs_voices::{Client, VoiceCategory};
//!
//! #[tokio::main]
//! # pub
//! async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # // The client with a key is built, and sends nothing.
//! # unsafe { std::env::set_var("ELEVENLABS_API_KEY", "key") };
//!     let client = Client::from_env()?; // reads ELEVENLABS_API_KEY
//! # let mock = elevenlabs_voices::mock::Mock::new();
//! # let mut voice = elevenlabs_voices::Voice::fixture();
//! # (voice.category, voice.description) = (VoiceCategory::Premade, Some("A warm voice.".to_owned()));
//! # mock.list_voices([voice]);
//! # let client = mock.client()?;
//! # let mut count = 0;
//!     let request = client.list_voices().search("warm").category(VoiceCategory::Premade);
//!     let mut voices = request.items();
//!     while let Some(voice) = voices.next().await {
//!         let voice = voice?; // an error if a request fails or a voice cannot be decoded
//!         println!("{}: {}", voice.voice_id, voice.name);
//! # count += 1;
//!     }
//! # assert_eq!(count, 1);
//!     Ok(())
//! }
//! # }
//! # #[cfg(all(feature = "async", feature = "mock"))]
//! # fn main() { program::main().unwrap(); }
//! # #[cfg(not(all(feature = "async", feature = "mock")))]
//! # fn main() {}
//! ```
//!
//! `send()` in place of `items()` returns one page. Iterating over a page leaves out the voices that could not be decoded; they
//! are in [`ListVoicesResponse::rejected`]. Decode a saved page with [`ListVoicesResponse::from_json`], which does the same;
//! `serde_json::from_str` is strict, and one undecodable voice is an error.
//!
//! Without a key, enable the feature `mock` and write `Mock::new().client()?` in place of `Client::from_env()?`: see
//! [`guide::testing`].
//!
//! # Main types
//!
//! - [`Client`] is created from the environment, from a key, or by a [`ClientBuilder`] with timeouts, retries, region, proxy and
//!   transport. It is cheap to clone. [`blocking::Client`] has the same methods.
//! - [`Request`] is what each of its methods returns. It has a setter for each optional parameter, and `send`, `send_raw`, `items` and
//!   `pages`.
//! - [`Voice`], [`VoiceSettings`] and [`ListVoicesResponse`] are what calls return; [`Raw`] is one of them with its response.
//! - [`Error`] is the only error type, with methods to branch on.
//! - [`mock::Mock`] answers calls in tests, and every model has a `fixture`.
//!
//! ```
//! # #[cfg(feature = "async")]
//! # fn clients() -> Result<(), elevenlabs_voices::Error> {
//! # use std::time::Duration;
//! # use elevenlabs_voices::Region;
//! use elevenlabs_voices::Client;
//!
//! let client = Client::from_env()?; // the key in ELEVENLABS_API_KEY
//! let client = Client::new("key")?;
//! let client = Client::builder()
//!     .api_key("key")
//!     .region(Region::Eu)
//!     .timeout(Duration::from_secs(20))
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Guides
//!
//! - [searching and filtering](guide::search) by text, category or label
//! - [pagination](guide::pagination): all voices, resuming, undecodable voices
//! - [voice settings](guide::settings), and passing them to text-to-speech
//! - [error handling](guide::errors)
//! - [timeouts and retries](guide::retries)
//! - [the blocking client](guide::blocking)
//! - [regions, other base URLs and proxies](guide::regions)
//! - [TLS, custom transports and middleware](guide::tls)
//! - [tracing](guide::tracing)
//! - [values, properties and parameters unknown to this version](guide::unknown_values)
//! - [testing](guide::testing) without a key and without a network
//! - [timestamps](guide::timestamps)
//!
//! # What it tolerates
//!
//! - **Unknown enum values** are kept, compared, printed and sent back as they were received.
//! - **Unknown properties** are kept in `extra`.
//! - **Nulls and absent properties**, where the API has been observed to send them, are `Option`s, never invented zeros.
//! - **One undecodable voice** does not fail its page: it is in [`ListVoicesResponse::rejected`].
//! - **Transient failures** are retried with backoff, within a deadline: see [`guide::retries`].
//!
//! # Features
//!
//! | feature | adds |
//! | --- | --- |
//! | `async` (default) | [`Client`], on Tokio and hyper; it is called in a Tokio runtime with I/O and timers |
//! | `blocking` | [`blocking::Client`], on ureq |
//! | `rustls` (default) | TLS by rustls on ring, with the operating system's certificate roots, for both clients |
//! | `native-tls` | the blocking client (`blocking`) with the operating system's TLS; takes precedence over `rustls` there. For the async client: [`guide::tls`] |
//! | `http2` | HTTP/2 for the async client, if the server offers it |
//! | `reqwest` | [`transport::ReqwestTransport`]: the async client (`async`) sends through the program's reqwest client: reqwest 0.13, which brings no TLS here, so that the program enables one of its TLS features |
//! | `mock` | [`mock::Mock`], an in-process mock server, and sample data of all types, for tests |
//! | `tracing` | a span for each call and each attempt, with OpenTelemetry's names, and an event for each retry and each failed call: see [`guide::tracing`] |
//!
//! The crate enables Tokio's features `io-util`, `net` and `time`. A program adds the runtime: `rt-multi-thread`, or `rt` for one
//! thread, and `macros` for `#[tokio::main]`. A runtime that is built by hand needs `enable_all`; without one, or without timers, a
//! call is an error that says so.
//!
//! Without `async` and `blocking` the crate contains only the models. They need `serde_core` and `serde_json`, and no proc macro.
#![cfg_attr(docsrs, feature(doc_cfg))]
// Internal features are not displayed as requirements.
#![cfg_attr(docsrs, doc(auto_cfg(hide(feature = "_client", feature = "_tls"))))]
#![cfg_attr(
    not(all(feature = "async", feature = "blocking", feature = "mock", feature = "reqwest")),
    allow(rustdoc::broken_intra_doc_links, reason = "the front page shows all features")
)]

#[cfg(feature = "_client")]
mod constructors;
#[rustfmt::skip]
#[allow(
    clippy::approx_constant,
    clippy::disallowed_names,
    clippy::fn_params_excessive_bools,
    clippy::iter_not_returning_iterator,
    clippy::large_enum_variant,
    clippy::many_single_char_names,
    clippy::module_inception,
    clippy::should_implement_trait,
    clippy::struct_excessive_bools,
    clippy::too_many_arguments,
    clippy::too_many_lines,
    clippy::type_complexity,
    clippy::unicode_not_nfc,
    reason = "the API chooses names, numbers, types and how many there are of each"
)]
mod emitted;
mod runtime;

#[allow(unused_imports, unreachable_pub, reason = "an API without schemas and enums has no models")]
pub use crate::emitted::*;
pub use crate::runtime::error::{Error, ErrorKind, TimeLimit, ValidationError};
pub use crate::runtime::model::{RejectedItem, UnknownValue};

/// The version of `http` whose types are part of this crate's public API.
#[cfg(feature = "_client")]
pub use http;

#[cfg(feature = "_client")]
pub use crate::runtime::call::{ApiClient, ClientBuilder, Operation, Paged, Raw, Request};
#[cfg(feature = "async")]
pub use crate::runtime::call::{Async, Client, Items, Pages};

/// The blocking client: the same operations, with iterators in place of streams.
#[cfg(feature = "blocking")]
pub mod blocking {
    pub use crate::runtime::call::blocking::{
        Blocking, Client, ClientBuilder, Items, Pages, Request, Transport,
    };
}

/// An in-process mock server, for tests without a key and without a network.
#[cfg(all(feature = "_client", feature = "mock"))]
pub mod mock {
    pub use crate::runtime::mock::{Mock, RecordedRequest, Reply};
}

// Documentation only. Its code needs both clients, TLS, the mock and reqwest; its readers do not.
#[cfg_attr(docsrs, doc(auto_cfg = false))]
#[cfg(any(
    doc,
    all(doctest, feature = "blocking", feature = "mock", feature = "reqwest", feature = "rustls")
))]
pub mod guide;

#[cfg(all(doctest, feature = "async", feature = "mock"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// The items of the runtime that emitted code uses. Public, so that the compiler does not report those that an API has no use
/// for; hidden, because they are for emitted code only and change without notice.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "_client")]
    pub use crate::runtime::call::*;
    #[cfg(all(feature = "_client", feature = "mock"))]
    pub use crate::runtime::mock::*;
    pub use crate::runtime::model::*;
    pub use crate::runtime::redact::Secret;
}

/// Custom transports, which send a client's requests over the network. See also [`guide::tls`].
///
/// ```
/// # #[cfg(feature = "async")]
/// # {
/// use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
/// use elevenlabs_voices::{Client, http};
///
/// struct FixedResponse(&'static str);
///
/// impl Transport for FixedResponse {
///     fn send(&self, _: Attempt) -> TransportFuture<'_> {
///         let response = http::Response::new(self.0.as_bytes().to_vec());
///         Box::pin(async move { Ok(response) })
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// let client = Client::builder().api_key("none").transport(FixedResponse(r#"{ "speed": 1.1 }"#)).build()?;
/// let settings = client.get_default_voice_settings().send().await?;
/// assert_eq!(settings.speed, Some(1.1));
/// # Ok::<(), elevenlabs_voices::Error>(())
/// # }).unwrap();
/// # }
/// ```
#[cfg(feature = "_client")]
pub mod transport {
    #[cfg(feature = "reqwest")]
    pub use crate::runtime::call::ReqwestTransport;
    pub use crate::runtime::call::{Attempt, TransportError, TransportErrorKind};
    #[cfg(feature = "async")]
    pub use crate::runtime::call::{Transport, TransportFuture};
}
