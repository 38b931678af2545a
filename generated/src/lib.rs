//! A client of the ElevenLabs Voices API that survives what the API really sends.
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
//! # // The client with a key is made, and does not call anybody.
//! # unsafe { std::env::set_var("ELEVENLABS_API_KEY", "key") };
//!     let client = Client::from_env()?; // reads ELEVENLABS_API_KEY
//! # let mock = elevenlabs_voices::mock::Mock::new();
//! # let mut voice = elevenlabs_voices::Voice::fixture();
//! # (voice.category, voice.description) = (VoiceCategory::Premade, Some("A warm voice.".to_owned()));
//! # mock.list_voices([voice]);
//! # let client = mock.client()?;
//!     // The first page; `items()` in place of `send()` walks all of them.
//!     let page = client.list_voices().search("warm").category(VoiceCategory::Premade).send().await?;
//! # assert_eq!(page.voices.len(), 1);
//!     for voice in page {
//!         println!("{}: {}", voice.voice_id, voice.name);
//!     }
//!     Ok(())
//! }
//! # }
//! # #[cfg(all(feature = "async", feature = "mock"))]
//! # fn main() { program::main().unwrap(); }
//! # #[cfg(not(all(feature = "async", feature = "mock")))]
//! # fn main() {}
//! ```
//!
//! Without a key, put the feature `mock` on and say `Mock::new().client()?` in place of `Client::from_env()?`: see
//! [`guide::testing`].
//!
//! # How to
//!
//! - [find voices](guide::search), by text, kind or label
//! - [walk the whole list](guide::all_voices), resume where it broke off, step over what cannot be read
//! - [read settings](guide::settings), and hand them to text-to-speech
//! - [handle errors](guide::errors)
//! - [set timeouts and retries](guide::retries)
//! - [do without async](guide::without_async)
//! - [trust other certificates, or use the operating system's TLS](guide::tls)
//! - [use what the API has and this version does not know](guide::newer_api)
//! - [test your own program](guide::testing) without a key and without a network
//! - [convert points in time](guide::time)
//!
//! # What it survives
//!
//! - **Open enums**: a value that this version does not know is kept, compared, printed and sent back as it came.
//! - **Kept properties**: what the API sends beyond the documentation stands in `extra`.
//! - **Nulls and absences** where the API has been seen to send them are `Option`s, and never an invented zero.
//! - **One broken voice** does not take its page down: it stands in [`ListVoicesResponse::rejected`].
//! - **A moment of trouble** is waited for, and nothing hangs: see [`guide::retries`].
//!
//! # Features
//!
//! | feature | |
//! | --- | --- |
//! | `async` (default) | [`Client`], on Tokio and hyper |
//! | `blocking` | [`blocking::Client`], on ureq |
//! | `rustls` (default) | TLS by rustls on ring, with the operating system's certificate roots, for both clients |
//! | `native-tls` | the blocking client (`blocking`) with the operating system's TLS; takes precedence over `rustls` there. For the async client: [`guide::tls`] |
//! | `http2` | HTTP/2 for the async client, where the server speaks it |
//! | `reqwest` | [`transport::ReqwestTransport`]: the async client (`async`) through a reqwest client of the program, with any TLS |
//! | `mock` | [`mock::Mock`], an API in the program itself, and plausible values of all types, for tests |
//! | `tracing` | a span for each call and each attempt, with OpenTelemetry's names |
//!
//! Without a client feature the crate is its models alone, on `serde_core` and `serde_json`, and builds no proc macro.
#![cfg_attr(docsrs, feature(doc_cfg))]
// Features that are not for use by name are none to be told to switch on.
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
    clippy::many_single_char_names,
    clippy::module_inception,
    clippy::should_implement_trait,
    clippy::struct_excessive_bools,
    clippy::too_many_arguments,
    clippy::too_many_lines,
    clippy::type_complexity,
    clippy::unicode_not_nfc,
    reason = "names, numbers and types are the API's, and how many there are of each"
)]
mod emitted;
mod runtime;

#[allow(unused_imports, unreachable_pub, reason = "an API without schemas and enums has no models")]
pub use crate::emitted::*;
pub use crate::runtime::error::{Error, ErrorKind, ValidationError};
pub use crate::runtime::model::{RejectedItem, UnknownValue};

/// The version of `http` whose types stand in this crate's interface.
#[cfg(feature = "_client")]
pub use http;

#[cfg(feature = "_client")]
pub use crate::runtime::call::{ApiClient, ClientBuilder, Operation, Paged, Raw, Request};
#[cfg(feature = "async")]
pub use crate::runtime::call::{Async, Client, Items, Pages};

/// The blocking client: the same calls, which return when they are done, and iterators where the async client has streams.
#[cfg(feature = "blocking")]
pub mod blocking {
    pub use crate::runtime::call::blocking::{
        Blocking, Client, ClientBuilder, Items, Pages, Request, Transport,
    };
}

/// An API in the program itself, for tests without a key and without a network.
#[cfg(all(feature = "_client", feature = "mock"))]
pub mod mock {
    pub use crate::runtime::mock::{Mock, Recorded, Reply};
}

// Documentation alone. Its programs need both clients, TLS and the mock; its readers do not.
#[cfg_attr(docsrs, doc(auto_cfg = false))]
#[cfg(any(doc, all(doctest, feature = "async", feature = "blocking", feature = "mock", feature = "rustls")))]
pub mod guide;

#[cfg(all(doctest, feature = "async", feature = "mock"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// What emitted code may use of the runtime. Public, so that the compiler does not take for unused what one API does without;
/// hidden, since it is for emitted code alone and changes without notice.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "_client")]
    pub use crate::runtime::call::*;
    #[cfg(all(feature = "_client", feature = "mock"))]
    pub use crate::runtime::mock::*;
    pub use crate::runtime::model::*;
}

/// What stands between a client and the network, for those who put something else there.
///
/// ```
/// # #[cfg(feature = "async")]
/// # {
/// use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
/// use elevenlabs_voices::{Client, http};
///
/// struct Canned(&'static str);
///
/// impl Transport for Canned {
///     fn send(&self, _: Attempt) -> TransportFuture<'_> {
///         let response = http::Response::new(self.0.as_bytes().to_vec());
///         Box::pin(async move { Ok(response) })
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// let client = Client::builder().api_key("none").transport(Canned(r#"{ "speed": 1.1 }"#)).build()?;
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
