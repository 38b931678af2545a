//! A client of the ElevenLabs Voices API that survives what the API really sends.
//!
//! ```no_run
//! # #[cfg(feature = "async")]
//! # async fn run() -> Result<(), elevenlabs_voices::Error> {
//! use elevenlabs_voices::{Client, VoiceCategory};
//!
//! let client = Client::from_env()?; // reads ELEVENLABS_API_KEY
//! let page = client.list_voices().search("warm").category(VoiceCategory::Premade).send().await?;
//! for voice in &page.voices {
//!     println!("{}: {}", voice.voice_id, voice.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # All voices
//!
//! [`items`](Request::items) walks a list voice by voice and asks for pages as it goes; [`pages`](Request::pages) walks it page by
//! page. Both are `Stream`s, and neither needs another crate:
//!
//! ```no_run
//! # #[cfg(feature = "async")]
//! # async fn run(client: elevenlabs_voices::Client) -> Result<(), elevenlabs_voices::Error> {
//! let mut voices = client.list_voices().page_size(100).items();
//! while let Some(voice) = voices.next().await {
//!     match voice {
//!         Ok(voice) => println!("{}", voice.name),
//!         // This one could not be read; the others follow.
//!         Err(error) if error.rejected_item().is_some() => eprintln!("{error}"),
//!         Err(error) => return Err(error),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! There is one [`Error`]. Its `Display` says all that is known, and its methods tell programs what to branch on:
//!
//! ```no_run
//! # #[cfg(feature = "async")]
//! # async fn run(client: elevenlabs_voices::Client) -> Result<(), elevenlabs_voices::Error> {
//! match client.get_voice("21m00Tcm4TlvDq8ikWAM").send().await {
//!     Ok(voice) => println!("{}", voice.name),
//!     Err(error) if error.code() == Some("voice_not_found") => println!("there is no such voice"),
//!     Err(error) if error.is_retryable() => println!("later, perhaps: {error}"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Without async
//!
//! With the feature `blocking` there is the same again in [`blocking`], with iterators in place of streams and no async runtime:
//!
//! ```no_run
//! # #[cfg(feature = "blocking")]
//! # fn run() -> Result<(), elevenlabs_voices::Error> {
//! let client = elevenlabs_voices::blocking::Client::from_env()?;
//! for voice in client.list_voices().items() {
//!     println!("{}", voice?.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What it survives
//!
//! - **Open enums**: a value that this version does not know is kept, compared, printed and sent back as it came.
//! - **Kept properties**: what the API sends beyond the documentation stands in `extra`.
//! - **Nulls and absences** where the API has been seen to send them are `Option`s, and never an invented zero.
//! - **One broken voice** does not take its page down: it stands in [`ListVoicesResponse::rejected`].
//! - **A moment of trouble** is waited for: see [`ClientBuilder`] for timeouts, retries and their limits.
//!
//! # Features
//!
//! | feature | |
//! | --- | --- |
//! | `async` (default) | [`Client`], on Tokio and hyper |
//! | `blocking` | [`blocking::Client`], on ureq |
//! | `rustls` (default) | TLS by rustls on ring, with the operating system's certificate roots |
//! | `native-tls` | TLS by the operating system's own library; wins if both are on |
//! | `http2` | HTTP/2 for the async client, where the server speaks it |
//! | `reqwest` | [`transport::ReqwestTransport`], for programs that have configured one already |
//! | `tracing` | a span for each call and each attempt, with OpenTelemetry's names |
//!
//! Without a client feature the crate is its models alone, on `serde_core` and `serde_json`, and builds no proc macro.
#![cfg_attr(
    not(all(feature = "async", feature = "blocking", feature = "reqwest")),
    allow(rustdoc::broken_intra_doc_links, reason = "the front page shows all features")
)]

#[rustfmt::skip]
mod emitted;
mod runtime;

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
