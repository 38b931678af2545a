//! Test your own program without a key and without a network.
//!
//! The feature `mock` is an API in the program itself, and plausible values of all types. It is for the tests alone:
//!
//! ```toml
//! [dev-dependencies]
//! elevenlabs-voices = { version = "0.1", features = ["mock"] }
//! ```
//!
//! A function that takes its client can be given one of a [`Mock`](crate::mock::Mock). The mock is told which voices there are; it
//! pages, searches and filters them, and finds them by their ids, as the API would:
//!
//! ```
//! use elevenlabs_voices::mock::Mock;
//! use elevenlabs_voices::{Client, Error, Voice};
//!
//! /// What is to be tested.
//! async fn names(client: &Client, search: &str) -> Result<Vec<String>, Error> {
//!     let page = client.list_voices().search(search).send().await?;
//!     Ok(page.into_iter().map(|voice| voice.name).collect())
//! }
//!
//! # fn main() { finds_voices_by_name(); }
//! # #[cfg(any())]
//! #[tokio::test]
//! # async fn hidden() {}
//! # #[tokio::main(flavor = "current_thread")]
//! async fn finds_voices_by_name() {
//!     let mut zoe = Voice::fixture();
//!     zoe.voice_id = "zoe".into();
//!     zoe.name = "Zoë".into();
//!
//!     let mock = Mock::new();
//!     mock.list_voices([Voice::fixture(), zoe]);
//!     let client = mock.client().expect("a client");
//!
//!     assert_eq!(names(&client, "zoë").await.expect("a page"), ["Zoë"]);
//! }
//! ```
//!
//! A fixture is a value with all that is usual in it; assign to what the test is about. Everything that it is made of has one too.
//!
//! # When things go wrong
//!
//! [`enqueue_reply`](crate::mock::Mock::enqueue_reply) gives the next request another answer, once, and several in turn: an error as the
//! API reports it, a refused argument, any text, or no answer at all.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! use elevenlabs_voices::http::StatusCode;
//! use elevenlabs_voices::http::header::RETRY_AFTER;
//! use elevenlabs_voices::mock::{Mock, Reply};
//!
//! let mock = Mock::new();
//! let client = mock.client()?;
//!
//! // A call is tried again: one bad moment is not seen outside.
//! let busy = Reply::error(StatusCode::TOO_MANY_REQUESTS, "system_busy", "Come back later.");
//! mock.enqueue_reply(busy.header(RETRY_AFTER, 0));
//! assert!(client.list_voices().send().await.is_ok());
//!
//! mock.enqueue_reply(Reply::error(StatusCode::UNAUTHORIZED, "invalid_api_key", "Who is this?"));
//! let error = client.list_voices().send().await.expect_err("the key is refused");
//! assert_eq!(error.code(), Some("invalid_api_key"));
//!
//! mock.enqueue_reply(Reply::timeout());
//! let error = client.list_voices().with_max_retries(0).send().await.expect_err("out of time");
//! assert!(error.is_timeout());
//! # Ok(())
//! # }
//! ```
//!
//! [`Reply`](crate::mock::Reply) has the rest. A client made to order takes the mock as its transport:
//! `Client::builder().api_key("none").max_retries(0).transport(mock.clone()).build()`.
//!
//! # What was asked
//!
//! The mock remembers every request, retries and pages included:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # use elevenlabs_voices::mock::Mock;
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! client.list_voices().search("warm").page_size(50).send().await?;
//!
//! let recorded = mock.received_requests();
//! assert_eq!(recorded.len(), 1);
//! assert_eq!(recorded[0].operation(), Some("list_voices"));
//! assert_eq!(recorded[0].parameter("search"), Some("warm"));
//! # Ok(())
//! # }
//! ```
//!
//! # Without async
//!
//! A program that has switched the default features off says so here as well, or its tests build the async client for nothing:
//!
//! ```toml
//! [dev-dependencies]
//! elevenlabs-voices = { version = "0.1", default-features = false, features = ["mock"] }
//! ```
//!
//! ```
//! # fn main() -> Result<(), elevenlabs_voices::Error> {
//! # use elevenlabs_voices::{Voice, mock::Mock};
//! let mock = Mock::new();
//! mock.list_voices([Voice::fixture()]);
//! let client = mock.blocking_client()?;
//! assert_eq!(client.list_voices().items().count(), 1);
//! # Ok(())
//! # }
//! ```
