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
//! - **Open enums**: a value that this version does not know is kept, compared, printed and sent back as it came.
//! - **Kept properties**: what the API sends beyond the documentation stands in `extra`.
//! - **Nulls and absences** where the API has been seen to send them are `Option`s, and never an invented zero.
//! - **One broken voice** does not take its page down: it stands in [`ListVoicesResponse::rejected`].
//!
//! # Features
//!
//! | feature | |
//! | --- | --- |
//! | `async` (default) | [`Client`], on Tokio |
//! | `rustls` (default) | TLS by rustls with the operating system's certificate roots |
//!
//! Without a client feature the crate is its models alone, on serde, `serde_json` and `serde_path_to_error`.
//!
#![cfg_attr(
    not(feature = "async"),
    allow(rustdoc::broken_intra_doc_links, reason = "the front page shows all features")
)]

#[rustfmt::skip]
mod emitted;
mod runtime;

pub use crate::emitted::*;
pub use crate::runtime::error::{Error, ErrorKind, ValidationError};
pub use crate::runtime::model::{RejectedItem, UnknownValue};

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

/// What stands between a client and the network, for those who put something else there.
#[cfg(feature = "_client")]
pub mod transport {
    #[cfg(feature = "reqwest")]
    pub use crate::runtime::call::ReqwestTransport;
    pub use crate::runtime::call::{Attempt, TransportError, TransportErrorKind};
    #[cfg(feature = "async")]
    pub use crate::runtime::call::{Transport, TransportFuture};
}
