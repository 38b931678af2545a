//! Timeouts and retries.
//!
//! Every limit has a default, so that no call waits forever, and transient failures are retried with backoff:
//!
//! | limit | default |
//! | --- | --- |
//! | `timeout`: the whole call with its retries | 60 s |
//! | `attempt_timeout`: one attempt | 30 s |
//! | `connect_timeout`: establishing a connection | 10 s |
//! | `max_retries`: attempts after the first | 2 |
//! | `max_response_bytes`: size of a decompressed response, which also bounds the memory of a call | 16 MiB |
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
//! A call can override the timeout and the number of retries:
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
//! let result = client
//!     .get_default_voice_settings()
//!     .with_timeout(Duration::from_millis(500))
//!     .with_max_retries(0)
//!     .send()
//!     .await;
//! match result {
//!     Ok(settings) => println!("{:?}", settings.speed),
//!     Err(error) if error.is_timeout() => println!("timed out"),
//!     Err(error) => return Err(error),
//! }
//! # assert_eq!(mock.received_requests().len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # What is retried
//!
//! - Idempotent calls only, which all calls of this API are.
//! - After connection errors, timeouts and the statuses 408, 429, 500, 502, 503 and 504.
//! - With exponential backoff and full jitter. A `Retry-After` is respected instead, up to a minute and within the call's timeout.
//! - Within a budget of 20 retries, which clones of a client share, so that many tasks do not overload a failing server. A response
//!   with any other status refunds 0.2 of a retry. When the budget is exhausted, errors are returned without a retry, and say so.
//!
//! ```
//! # use elevenlabs_voices::{Error, http::{StatusCode, header::RETRY_AFTER}, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let client = elevenlabs_voices::Client::builder().api_key("key").transport(mock.clone()).build()?;
//! // The first attempt fails with 429:
//! let busy = Reply::error(StatusCode::TOO_MANY_REQUESTS, "system_busy", "Come back later.");
//! mock.enqueue_reply(busy.header(RETRY_AFTER, 0));
//! client.list_voices().send().await?;
//! assert_eq!(mock.received_requests().len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! To retry by other rules, disable retries with `max_retries(0)`, and use [`is_retryable`](crate::Error::is_retryable) and
//! [`retry_after`](crate::Error::retry_after).
