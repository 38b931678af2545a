//! Pagination: all voices, resuming, undecodable voices.
//!
//! # All voices
//!
//! [`items`](crate::Request::items) returns all voices of all pages. The next page is requested when the last one is used up:
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices(vec![Voice::fixture(); 250]);
//! # let client = mock.client()?;
//! let mut count = 0;
//! let mut voices = client.list_voices().page_size(100).items();
//! while let Some(voice) = voices.next().await {
//!     let voice = voice?; // an error if a request fails or a voice cannot be decoded
//!     println!("{}", voice.name);
//!     count += 1;
//! }
//! assert_eq!(count, 250);
//! # assert_eq!(mock.received_requests().len(), 3);
//! # Ok(())
//! # }
//! ```
//!
//! `collect_vec` collects them, up to the first error. `items` is also a `Stream`, for the combinators of `futures` or
//! `tokio-stream`.
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices(vec![Voice::fixture(); 250]);
//! # let client = mock.client()?;
//! let voices = client.list_voices().page_size(100).items().collect_vec().await?;
//! assert_eq!(voices.len(), 250);
//! # Ok(())
//! # }
//! ```
//!
//! # Undecodable voices
//!
//! One undecodable voice does not fail its page. `items` returns an error for it, with
//! [`rejected_item`](crate::Error::rejected_item), and continues with the next voice. `?` ends the loop at such an error; to report
//! it and continue, match on it:
//!
//! ```
//! # use elevenlabs_voices::{Error, mock::{Mock, Reply}, http::StatusCode};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let page = || Reply::text(StatusCode::OK, r#"{ "has_more": false, "voices": [
//! #     { "voice_id": "1", "name": "Rachel", "category": "premade" },
//! #     { "voice_id": "2", "name": ["Adam"], "category": "premade" },
//! #     { "voice_id": "3", "name": "Zoë", "category": "premade" }] }"#);
//! # mock.enqueue_reply(page());
//! # let client = mock.client()?;
//! # let mut names = Vec::new();
//! let mut voices = client.list_voices().items();
//! while let Some(voice) = voices.next().await {
//!     match voice {
//!         Ok(voice) => println!("{}", voice.name),
//!         Err(error) if error.rejected_item().is_some() => eprintln!("{error}"),
//!         Err(error) => return Err(error),
//!     }
//! }
//! # mock.enqueue_reply(page());
//!
//! // Or skip and count them:
//! let mut voices = client.list_voices().items().skip_rejected();
//! while let Some(voice) = voices.next().await {
//!     let voice = voice?;
//!     println!("{}", voice.name);
//! #   names.push(voice.name);
//! }
//! println!("{} voices could not be decoded", voices.skipped());
//! # assert_eq!((names, voices.skipped()), (vec!["Rachel".to_owned(), "Zoë".to_owned()], 1));
//! # Ok(())
//! # }
//! ```
//!
//! A page has its undecodable voices in [`rejected`](crate::ListVoicesResponse::rejected), and their number in
//! [`rejected_count`](crate::ListVoicesResponse::rejected_count). **Iterating over a page leaves them out**: `for voice in page`
//! and `page.voices` contain the decoded voices only. Of more than a thousand on one page the rest are only counted; `items`
//! returns one error for them, after the other voices of the page.
//!
//! # Page by page
//!
//! [`pages`](crate::Request::pages) returns the pages themselves:
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices(vec![Voice::fixture(); 250]);
//! # let client = mock.client()?;
//! # let mut sizes = Vec::new();
//! let mut pages = client.list_voices().page_size(100).pages();
//! while let Some(page) = pages.next().await {
//!     let page = page?;
//!     println!("{} voices, another page: {}", page.voices.len(), page.has_more);
//! #   sizes.push(page.voices.len());
//!     for rejected in &page.rejected {
//!         eprintln!("undecodable: {rejected}");
//!     }
//!     for voice in page {
//!         println!("  {}", voice.name);
//!     }
//! }
//! # assert_eq!(sizes, [100, 100, 50]);
//! # Ok(())
//! # }
//! ```
//!
//! # Resuming
//!
//! If a page cannot be fetched, pagination ends with an error. [`next_token`](crate::Pages::next_token) is the token of that page;
//! pagination can resume from it, also in a later run of the program:
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices(vec![Voice::fixture(); 250]);
//! # let client = mock.client()?;
//! let mut pages = client.list_voices().page_size(100).pages();
//! let first = pages.next().await.expect("a first page")?;
//! # mock.enqueue_reply(Reply::text(elevenlabs_voices::http::StatusCode::BAD_REQUEST, ""));
//! let error = pages.next().await.expect("a second page").expect_err("the request fails");
//! # assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
//! # assert!(pages.next().await.is_none());
//! let Some(token) = pages.next_token() else { return Err(error) };
//!
//! let mut count = first.voices.len();
//! let mut rest = client.list_voices().page_size(100).next_page_token(token).items();
//! while let Some(voice) = rest.next().await {
//!     voice?;
//!     count += 1;
//! }
//! assert_eq!(count, 250);
//! # Ok(())
//! # }
//! ```
//!
//! # Limits
//!
//! Pagination always ends. It is an error of the kind [`Paging`](crate::ErrorKind::Paging) if a page returns the token of an
//! earlier page, if it announces another page without a token, or if there are more pages than `max_pages` (10,000 by default).
