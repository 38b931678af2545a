//! Certificates, the operating system's TLS, and custom transports.
//!
//! Both clients use [rustls](https://docs.rs/rustls) (the feature `rustls`, on by default) and trust the operating system's
//! root certificates. The builder accepts further ones, such as that of a company's TLS-inspecting proxy:
//!
//! ```
//! use elevenlabs_voices::{Client, Error};
//!
//! fn client(pem: &[u8]) -> Result<Client, Error> {
//!     Client::builder().api_key("key").root_certificate_pem(pem).build()
//! }
//! # assert!(client(b"-").is_err_and(|error| error.message().contains("certificate")));
//! ```
//!
//! # The operating system's TLS
//!
//! The **blocking client** uses it with the feature `native-tls`: `default-features = false, features = ["native-tls"]`.
//!
//! The **async client** needs a transport with that TLS. With the feature `reqwest`, the transport is a reqwest client with the
//! TLS, proxies and certificates that it is configured with:
//!
//! ```toml
//! [dependencies]
//! elevenlabs-voices = { version = "0.1", default-features = false, features = ["reqwest"] }
//! reqwest = { version = "0.13", default-features = false, features = ["native-tls"] }
//! ```
//!
//! ```
//! # #[cfg(feature = "reqwest")]
//! # fn main() -> Result<(), elevenlabs_voices::Error> {
//! use elevenlabs_voices::Client;
//! use elevenlabs_voices::transport::ReqwestTransport;
//!
//! let transport = ReqwestTransport::new(reqwest::Client::builder())?;
//! let client = Client::builder().api_key("key").transport(transport).build()?;
//! # let _ = client;
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "reqwest"))]
//! # fn main() {}
//! ```
//!
//! Building a client for an `https` URL without TLS is an error of the kind
//! [`Configuration`](crate::ErrorKind::Configuration).
//!
//! # Custom transports
//!
//! A [`Transport`](crate::transport::Transport) sends one attempt of a call. The client keeps timeouts, retries, redirects,
//! decompression and decoding. A transport can wrap another one, here to count the attempts:
//!
//! ```
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicUsize, Ordering};
//!
//! use elevenlabs_voices::Client;
//! use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
//!
//! struct Counting<T> {
//!     inner: T,
//!     attempts: Arc<AtomicUsize>,
//! }
//!
//! impl<T: Transport> Transport for Counting<T> {
//!     fn send(&self, attempt: Attempt) -> TransportFuture<'_> {
//!         self.attempts.fetch_add(1, Ordering::Relaxed);
//!         self.inner.send(attempt)
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let inner = elevenlabs_voices::mock::Mock::new();
//! let attempts = Arc::new(AtomicUsize::new(0));
//! let transport = Counting { inner, attempts: Arc::clone(&attempts) };
//! let client = Client::builder().api_key("key").transport(transport).build()?;
//! client.list_voices().send().await?;
//! assert_eq!(attempts.load(Ordering::Relaxed), 1);
//! # Ok(())
//! # }
//! ```
//!
//! [`Attempt`](crate::transport::Attempt) documents what a transport must do. The blocking client has
//! [`blocking::Transport`](crate::blocking::Transport).
