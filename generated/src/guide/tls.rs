//! TLS: certificates, and the operating system's library.
//!
//! Both clients use [rustls](https://docs.rs/rustls) (the feature `rustls`, on by default) and trust the operating system's
//! certificates. The builder takes further ones, such as that of a company's proxy:
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
//! The **async client** takes a transport that has it. With the feature `reqwest` that is a reqwest client of the program, with
//! whatever TLS, proxies and certificates it is configured with:
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
//! A client without TLS for its base URL is an error of [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when it is built.
