//! Tell what went wrong, and what to do about it.
//!
//! There is one [`Error`](crate::Error). Its `Display` is enough for a log or a user: the operation, the status, what the server
//! said, the request's id. Programs branch on its methods:
//!
//! ```
//! # use elevenlabs_voices::{Error, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! match client.get_voice("nobody").send().await {
//!     Ok(voice) => println!("{}", voice.name),
//!     Err(error) if error.code() == Some("voice_not_found") => println!("there is no such voice"),
//!     Err(error) if error.is_retryable() => println!("later, perhaps: {error}"),
//!     Err(error) => return Err(error),
//! }
//! # assert_eq!(client.get_voice("nobody").send().await.unwrap_err().code(), Some("voice_not_found"));
//! # Ok(())
//! # }
//! ```
//!
//! An error that `main` returns is printed as its `Debug`, which is for programmers. A tool for others prints the `Display`:
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
//! [`code`](crate::Error::code) is the API's own word for the error. Branch on it rather than on the
//! [`status`](crate::Error::status): the statuses of some errors have changed over time.
//!
//! # What to look at
//!
//! ```
//! # use elevenlabs_voices::{Error, http::{StatusCode, header::RETRY_AFTER}, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # mock.enqueue_reply(Reply::error(StatusCode::TOO_MANY_REQUESTS, "system_busy", "Too much to do.").header(RETRY_AFTER, 300));
//! # let client = mock.client()?;
//! # let error = client.list_voices().send().await.unwrap_err();
//! // The API has too much to do, and asks to wait longer than the client does by itself:
//! assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
//! assert_eq!(error.code(), Some("system_busy"));
//! assert_eq!(error.message(), "Too much to do.");
//! assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(300));
//! assert!(error.is_retryable());
//! assert_eq!(
//!     error.to_string(),
//!     "list_voices: the server answered 429 (system_busy): Too much to do. [retry after 300s]"
//! );
//! # Ok(())
//! # }
//! ```
//!
//! [`kind`](crate::Error::kind) is there when nothing was answered too: no connection, out of time, an answer that cannot be read.
//! [`attempts`](crate::Error::attempts) counts the attempts, and [`time_limit`](crate::Error::time_limit) says which limit of
//! the client's was reached.
//!
//! The texts of what caused an error are part of its message, and `source()` is always `None`: a cause that was kept could show the
//! key, and a report that prints chains of causes would print it twice. All texts but [`body`](crate::Error::body) are a single
//! line: control characters of a server are escaped.
//!
//! # Refused arguments
//!
//! When the API refuses an argument it says which, and why:
//!
//! ```
//! # use elevenlabs_voices::{Error, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # mock.enqueue_reply(Reply::invalid(&["query", "sort"], "Input should be 'created_at_unix' or 'name'", "enum"));
//! # let client = mock.client()?;
//! let error = client.list_voices().sort("age").send().await.expect_err("there is no such order");
//! for wrong in error.validation_errors() {
//!     println!("{wrong}"); // query.sort: Input should be 'created_at_unix' or 'name'
//! #   assert_eq!(wrong.to_string(), "query.sort: Input should be 'created_at_unix' or 'name'");
//!     println!("{:?} {:?} {:?}", wrong.loc, wrong.msg, wrong.kind);
//! }
//! # assert_eq!(error.validation_errors().len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! Limits that are documented are checked before anything is sent:
//!
//! ```
//! # use elevenlabs_voices::{Error, ErrorKind, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! let error = client.list_voices().page_size(500).send().await.expect_err("100 are the most");
//! assert_eq!(error.kind(), ErrorKind::Argument);
//! assert_eq!(error.to_string(), "list_voices: page_size is 500, but has to be at most 100");
//! # assert!(mock.received_requests().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! What the documentation does not limit is sent: `page_size(0)` goes to the server, whose answer decides.
//!
//! # For the vendor's support
//!
//! [`request_id`](crate::Error::request_id) and [`trace_id`](crate::Error::trace_id) name the request to those who run the server, and
//! [`body`](crate::Error::body) is what it answered. Calls that succeed have their ids in the [`Raw`](crate::Raw) that `send_raw` gives:
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
//! The key is in no error, nor in a kept body, also where the server has repeated it: it is replaced by `[redacted]`. A key
//! of less than eight characters is a dummy, which occurs in words by chance, and is left as it is. What a call returns, with
//! [`Raw::headers`](crate::Raw::headers) and [`Raw::body`](crate::Raw::body), is what the server sent.
