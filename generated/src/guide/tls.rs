//! Certificates, the operating system's TLS, custom transports and middleware.
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
//! The feature takes reqwest 0.13 without default features, and so without TLS: the program chooses it by reqwest's features, such as
//! `rustls` or `native-tls`, as above. Another version of reqwest is a different type and does not fit.
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
//! decompression and decoding. [`transport`](crate::ClientBuilder::transport) replaces the crate's own.
//!
//! # Middleware
//!
//! [`wrap_transport`](crate::ClientBuilder::wrap_transport) puts a transport around the crate's own, or around a custom one. It sees
//! every attempt, with its operation, its route and its number, here to log, to count and to add a header:
//!
//! ```
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicUsize, Ordering};
//!
//! use elevenlabs_voices::Client;
//! use elevenlabs_voices::http::HeaderValue;
//! use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
//!
//! struct Middleware {
//!     inner: Arc<dyn Transport>,
//!     attempts: Arc<AtomicUsize>,
//! }
//!
//! impl Transport for Middleware {
//!     fn send(&self, mut attempt: Attempt) -> TransportFuture<'_> {
//!         println!("{} {}: attempt {}", attempt.operation, attempt.route, attempt.number);
//!         self.attempts.fetch_add(1, Ordering::Relaxed);
//!         attempt.request.headers_mut().insert("x-team", HeaderValue::from_static("audio"));
//!         self.inner.send(attempt)
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = elevenlabs_voices::mock::Mock::new();
//! # let builder = Client::builder().transport(mock.clone());
//! let attempts = Arc::new(AtomicUsize::new(0));
//! let counter = Arc::clone(&attempts);
//! # let client = builder;
//! # #[cfg(any())]
//! let client = Client::builder();
//! let client = client
//!     .api_key("key")
//!     .wrap_transport(move |inner| Middleware { inner, attempts: counter })
//!     .build()?;
//! client.list_voices().send().await?;
//! assert_eq!(attempts.load(Ordering::Relaxed), 1);
//! # assert_eq!(mock.received_requests()[0].headers()["x-team"], "audio");
//! # Ok(())
//! # }
//! ```
//!
//! [`Attempt`](crate::transport::Attempt) documents what a transport must do. The blocking client has
//! [`blocking::Transport`](crate::blocking::Transport) and the same method.
