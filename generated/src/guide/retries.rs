//! How long a call may take, and how often it is tried.
//!
//! All of it has a default, so that nothing hangs, and a moment of trouble is waited for:
//!
//! | | by default |
//! | --- | --- |
//! | `timeout`: the whole call with its retries | 60 s |
//! | `attempt_timeout`: one attempt | 30 s |
//! | `connect_timeout`: making a connection | 10 s |
//! | `max_retries`: attempts after the first | 2 |
//! | `max_response_bytes`: size of a response, decompressed, and by it the memory that a call takes | 16 MiB |
//!
//! ```
//! use std::time::Duration;
//!
//! use elevenlabs_voices::Client;
//!
//! # fn main() -> Result<(), elevenlabs_voices::Error> {
//! let client = Client::builder()
//!     .api_key("key")
//!     .timeout(Duration::from_secs(20))
//!     .attempt_timeout(Duration::from_secs(5))
//!     .max_retries(4)
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! One call can have its own:
//!
//! ```
//! # use elevenlabs_voices::{Error, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! use std::time::Duration;
//!
//! # mock.enqueue_reply(Reply::timeout());
//! let answer = client
//!     .get_default_voice_settings()
//!     .with_timeout(Duration::from_millis(500))
//!     .with_max_retries(0)
//!     .send()
//!     .await;
//! match answer {
//!     Ok(settings) => println!("{:?}", settings.speed),
//!     Err(error) if error.is_timeout() => println!("not now"),
//!     Err(error) => return Err(error),
//! }
//! # assert_eq!(mock.received_requests().len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # What is tried again
//!
//! Only calls that may be repeated, as all calls of this API may; only after connection errors, timeouts and the statuses 408,
//! 429, 500, 502, 503 and 504; with waits that double and are drawn by chance. A `Retry-After` is honoured, up to a minute and
//! within the call's time. Clones of a client share a budget of 20 retries, so that many tasks do not hammer a server that is
//! down: each answer of a server that is alive (any but 408, 429, 500, 502, 503 and 504) brings a fifth of one back, and where it
//! is exhausted, errors are returned at once and say so.
//!
//! ```
//! # use elevenlabs_voices::{Error, http::{StatusCode, header::RETRY_AFTER}, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let client = mock.client()?;
//! // A server that has too much to do, once:
//! let busy = Reply::error(StatusCode::TOO_MANY_REQUESTS, "system_busy", "Come back later.");
//! mock.enqueue_reply(busy.header(RETRY_AFTER, 0));
//! client.list_voices().send().await?;
//! assert_eq!(mock.received_requests().len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! To retry by rules of your own, switch ours off by `max_retries(0)`, and ask [`is_retryable`](crate::Error::is_retryable) and
//! [`retry_after`](crate::Error::retry_after).
