//! Testing a program without a key and without a network.
//!
//! The feature `mock` is an in-process mock server and sample data of all types. Enable it for tests only:
//!
//! ```toml
//! [dev-dependencies]
//! elevenlabs-voices = { version = "0.1", features = ["mock"] }
//! ```
//!
//! A function that takes its client as an argument can be tested with the client of a [`Mock`](crate::mock::Mock). The test sets
//! the voices of the mock; the mock paginates, searches and filters them, and finds them by id, as the API does:
//!
//! ```
//! use elevenlabs_voices::mock::Mock;
//! use elevenlabs_voices::{Client, Error, Voice};
//!
//! /// The function to test.
//! async fn names(client: &Client, search: &str) -> Result<Vec<String>, Error> {
//!     let mut names = Vec::new();
//!     let mut voices = client.list_voices().search(search).items();
//!     while let Some(voice) = voices.next().await {
//!         names.push(voice?.name);
//!     }
//!     Ok(names)
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
//!     assert_eq!(names(&client, "zoë").await.expect("names"), ["Zoë"]);
//! }
//! ```
//!
//! `Voice::fixture()` returns sample data; assign to the fields that the test is about. Every model has a `fixture`.
//!
//! # Errors and other responses
//!
//! [`enqueue_reply`](crate::mock::Mock::enqueue_reply) sets the response to the next request: an error in the API's format, an
//! invalid argument, any text, or a connection error. Several replies are used in order, one per request.
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
//! // The client retries after a transient failure, and the call succeeds.
//! let busy = Reply::error(StatusCode::TOO_MANY_REQUESTS, "system_busy", "Come back later.");
//! mock.enqueue_reply(busy.header(RETRY_AFTER, 0));
//! assert!(client.list_voices().send().await.is_ok());
//!
//! mock.enqueue_reply(Reply::error(StatusCode::UNAUTHORIZED, "invalid_api_key", "Invalid API key."));
//! let error = client.list_voices().send().await.expect_err("an invalid key");
//! assert_eq!(error.code(), Some("invalid_api_key"));
//!
//! mock.enqueue_reply(Reply::timeout());
//! let error = client.list_voices().with_max_retries(0).send().await.expect_err("a timeout");
//! assert!(error.is_timeout());
//! # Ok(())
//! # }
//! ```
//!
//! [`Reply`](crate::mock::Reply) has further constructors. A client with other options takes the mock as its transport:
//! `Client::builder().api_key("none").max_retries(0).transport(mock.clone()).build()`.
//!
//! # Received requests
//!
//! The mock records every request, including retries and further pages:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # use elevenlabs_voices::mock::Mock;
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! client.list_voices().search("warm").page_size(50).send().await?;
//!
//! let requests = mock.received_requests();
//! assert_eq!(requests.len(), 1);
//! assert_eq!(requests[0].operation(), Some("list_voices"));
//! assert_eq!(requests[0].parameter("search"), Some("warm"));
//! # Ok(())
//! # }
//! ```
//!
//! # The blocking client
//!
//! A program without the default features disables them for tests as well; otherwise its tests build the unused async client:
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
