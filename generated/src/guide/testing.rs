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
//! `Voice::fixture()` returns sample data. Every model has a `fixture`, and `with` changes it in an expression:
//!
//! ```
//! # use elevenlabs_voices::Voice;
//! let zoe = Voice::fixture().with(|voice| voice.name = "Zoë".into());
//! # assert_eq!(zoe.name, "Zoë");
//! ```
//!
//! # What the mock does with parameters
//!
//! It does what the API documents: `search` looks in name, description, labels and category, `category` is an exact filter, `sort`
//! and `sort_direction` sort by a property, and `include_total_count(false)` leaves the total out.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # use elevenlabs_voices::{SortDirection, Voice, VoiceCategory, VoiceSort, mock::Mock};
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! let named = |name: &str| Voice::fixture().with(|voice| voice.name = name.into());
//! mock.list_voices([named("Adam"), named("Zoë")]);
//!
//! let page = client.list_voices().sort(VoiceSort::Name).sort_direction(SortDirection::Desc).send().await?;
//! assert_eq!(page.iter().map(|voice| voice.name.as_str()).collect::<Vec<_>>(), ["Zoë", "Adam"]);
//!
//! let page = client.list_voices().category(VoiceCategory::Cloned).include_total_count(false).send().await?;
//! assert_eq!((page.len(), page.total_count), (0, None));
//! # Ok(())
//! # }
//! ```
//!
//! The effect of other parameters is not documented precisely enough. A call with one of them fails, so that no test passes because
//! the mock ignores it; set the response for it:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # use elevenlabs_voices::{ListVoicesResponse, Voice, VoiceType, http::StatusCode, mock::{Mock, Reply}};
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! let community = client.list_voices().voice_type(VoiceType::Community);
//! let error = community.clone().send().await.expect_err("not documented precisely enough");
//! assert!(error.message().contains("the mock does not know what the parameter `voice_type` does"));
//!
//! let page = ListVoicesResponse::default().with(|page| page.voices = vec![Voice::fixture()]);
//! mock.enqueue_reply(Reply::json(StatusCode::OK, &serde_json::json!(page)));
//! assert_eq!(community.send().await?.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Errors and other responses
//!
//! [`enqueue_reply`](crate::mock::Mock::enqueue_reply) sets the response to the next request: an error in the API's format, an
//! invalid argument, any text, or a connection error. Several replies are used in order, one per request. The client of a mock does
//! not retry, so that the error is that of the call:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! use elevenlabs_voices::http::StatusCode;
//! use elevenlabs_voices::mock::{Mock, Reply};
//!
//! let mock = Mock::new();
//! let client = mock.client()?;
//!
//! mock.enqueue_reply(Reply::error(StatusCode::UNAUTHORIZED, "invalid_api_key", "Invalid API key."));
//! let error = client.list_voices().send().await.expect_err("an invalid key");
//! assert!(error.is_unauthorized());
//!
//! mock.enqueue_reply(Reply::error(StatusCode::INTERNAL_SERVER_ERROR, "internal", "A failure."));
//! let error = client.list_voices().send().await.expect_err("a failure");
//! assert_eq!((error.code(), error.attempts()), (Some("internal"), 1));
//!
//! mock.assert_replies_used();
//! # Ok(())
//! # }
//! ```
//!
//! [`assert_replies_used`](crate::mock::Mock::assert_replies_used) fails if the program did not send a request that a reply was for.
//!
//! A reply can be for one operation, and for every request instead of one:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # use elevenlabs_voices::http::StatusCode;
//! # use elevenlabs_voices::mock::{Mock, Reply};
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! use elevenlabs_voices::operations::GetVoice;
//!
//! let gone = Reply::error(StatusCode::NOT_FOUND, "voice_not_found", "The voice was deleted.");
//! mock.enqueue_reply(gone.for_operation::<GetVoice>().always());
//!
//! assert!(client.list_voices().send().await.is_ok());
//! for id in ["a", "b"] {
//!     assert!(client.get_voice(id).send().await.expect_err("deleted").is_not_found());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Timeouts and retries
//!
//! A [`delay`](crate::mock::Reply::delay) counts for the timeouts of the call, and so do the waits before retries, but nothing waits:
//! the time of the call advances instead. A request allows retries with `with_max_retries`:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # use elevenlabs_voices::Voice;
//! # use elevenlabs_voices::http::{StatusCode, header::RETRY_AFTER};
//! # use elevenlabs_voices::mock::{Mock, Reply};
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! # let start = std::time::Instant::now();
//! use std::time::Duration;
//!
//! let busy = Reply::error(StatusCode::TOO_MANY_REQUESTS, "system_busy", "Come back later.");
//! mock.enqueue_reply(busy.header(RETRY_AFTER, 20));
//! assert!(client.list_voices().with_max_retries(1).send().await.is_ok());
//!
//! let slow = Reply::json(StatusCode::OK, &serde_json::json!(Voice::fixture()));
//! mock.enqueue_reply(slow.delay(Duration::from_secs(8)));
//! let error = client.get_voice("a").with_timeout(Duration::from_secs(5)).send().await.expect_err("a timeout");
//! assert!(error.is_timeout());
//! # assert!(start.elapsed() < Duration::from_secs(5));
//! # Ok(())
//! # }
//! ```
//!
//! [`Reply`](crate::mock::Reply) has further constructors. A client with other options takes the mock as its transport:
//! `Client::builder().api_key("none").transport(mock.clone()).build()`. It retries by default, without waiting.
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
