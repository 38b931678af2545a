//! Error handling.
//!
//! There is one type, [`Error`](crate::Error). Its `Display` is enough for a log or a user: the operation, the status, the server's
//! message, the request id. Programs branch on its methods:
//!
//! ```
//! # use elevenlabs_voices::{Error, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! match client.get_voice("unknown-id").send().await {
//!     Ok(voice) => println!("{}", voice.name),
//!     Err(error) if error.is_not_found() => println!("there is no voice with this id"),
//!     Err(error) if error.is_retryable() => println!("try again later: {error}"),
//!     Err(error) => return Err(error),
//! }
//! # assert_eq!(client.get_voice("unknown-id").send().await.unwrap_err().code(), Some("voice_not_found"));
//! # Ok(())
//! # }
//! ```
//!
//! An error that `main` returns is printed as its `Debug`, which is for developers. A program for other users prints its `Display`:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use elevenlabs_voices::{Client, Error};
//!
//! async fn run() -> Result<(), Error> {
//!     let voice = Client::from_env()?.get_voice("21m00Tcm4TlvDq8ikWAM").send().await?;
//!     println!("{}", voice.name);
//!     Ok(())
//! }
//!
//! #[tokio::main]
//! async fn main() -> ExitCode {
//!     match run().await {
//!         Ok(()) => ExitCode::SUCCESS,
//!         Err(error) => {
//!             eprintln!("{error}");
//!             ExitCode::FAILURE
//!         }
//!     }
//! }
//! ```
//!
//! [`code`](crate::Error::code) is the API's error code. Branch on it rather than on the [`status`](crate::Error::status): the
//! statuses of some errors have changed over time.
//!
//! # What an error contains
//!
//! ```
//! # use elevenlabs_voices::{Error, http::{StatusCode, header::RETRY_AFTER}, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # mock.enqueue_reply(Reply::error(StatusCode::TOO_MANY_REQUESTS, "system_busy", "Too many requests.").header(RETRY_AFTER, 300));
//! # let client = mock.client()?;
//! # let error = client.list_voices().send().await.unwrap_err();
//! // The API is overloaded, and its `Retry-After` is longer than the client waits by itself:
//! assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
//! assert_eq!(error.code(), Some("system_busy"));
//! assert_eq!(error.message(), "Too many requests.");
//! assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(300));
//! assert!(error.is_retryable());
//! assert_eq!(
//!     error.to_string(),
//!     "list_voices: HTTP status 429 (system_busy): Too many requests. [retry after 300s]"
//! );
//! # Ok(())
//! # }
//! ```
//!
//! [`kind`](crate::Error::kind) also covers calls without a response: no connection, a timeout, an undecodable response.
//! [`attempts`](crate::Error::attempts) is the number of attempts, and [`time_limit`](crate::Error::time_limit) the timeout of the
//! client that has passed. [`headers`](crate::Error::headers) are those of the response, without the key.
//!
//! [`is_not_found`](crate::Error::is_not_found), [`is_unauthorized`](crate::Error::is_unauthorized),
//! [`is_rate_limited`](crate::Error::is_rate_limited), [`is_timeout`](crate::Error::is_timeout) and
//! [`is_retryable`](crate::Error::is_retryable) name what programs usually branch on.
//!
//! The message contains the texts of all causes. `source()` is always `None`: a cause could contain the key, and a report that
//! prints the chain of causes would repeat them. All texts but [`body`](crate::Error::body) are a single line; control characters
//! of the server are escaped.
//!
//! # Invalid arguments
//!
//! If the API rejects arguments with status 422, the error names each of them and the reason:
//!
//! ```
//! # use elevenlabs_voices::{Error, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # mock.enqueue_reply(Reply::invalid(&["query", "sort"], "Input should be 'created_at_unix' or 'name'", "enum"));
//! # let client = mock.client()?;
//! let error = client.list_voices().sort("age").send().await.expect_err("an invalid sort key");
//! for invalid in error.validation_errors() {
//!     println!("{invalid}"); // query.sort: Input should be 'created_at_unix' or 'name'
//! #   assert_eq!(invalid.to_string(), "query.sort: Input should be 'created_at_unix' or 'name'");
//!     println!("{:?} {:?} {:?}", invalid.loc, invalid.msg, invalid.kind);
//! }
//! # assert_eq!(error.validation_errors().len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! Documented limits are checked before anything is sent:
//!
//! ```
//! # use elevenlabs_voices::{Error, ErrorKind, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! let error = client.list_voices().page_size(500).send().await.expect_err("more than 100");
//! assert_eq!(error.kind(), ErrorKind::Argument);
//! assert_eq!(error.to_string(), "list_voices: page_size is 500, but has to be at most 100");
//! # assert!(mock.received_requests().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! Values without a documented limit are sent: the server decides about `page_size(0)`.
//!
//! # For the vendor's support
//!
//! [`request_id`](crate::Error::request_id) and [`trace_id`](crate::Error::trace_id) identify the request: quote them to the
//! vendor's support. [`body`](crate::Error::body) is the start of the response's body. For a successful call,
//! [`send_raw`](crate::Request::send_raw) returns a [`Raw`](crate::Raw) with the ids:
//!
//! ```
//! # use elevenlabs_voices::{Error, http::{HeaderName, HeaderValue, StatusCode}, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let id = (HeaderName::from_static("request-id"), HeaderValue::from_static("7f3a"));
//! # mock.enqueue_reply(Reply::text(StatusCode::OK, "{}").header(id.0, id.1));
//! # let client = mock.client()?;
//! let raw = client.get_default_voice_settings().send_raw().await?;
//! println!("{:?} {:?} {}", raw.request_id(), raw.trace_id(), raw.status());
//! let settings = raw.into_value();
//! # assert_eq!(settings.speed, None);
//! # Ok(())
//! # }
//! ```
//!
//! No error contains the key, and neither does its kept body: where the server repeats the key, it is replaced by `[redacted]`. A
//! key of less than eight characters is assumed to be a dummy, which can be part of any word, and is not replaced. The value of a
//! call, [`Raw::headers`](crate::Raw::headers) and [`Raw::body`](crate::Raw::body) are not redacted.
