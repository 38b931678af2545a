//! Walk the whole list, resume where it broke off, step over what cannot be read.
//!
//! # Voice by voice
//!
//! [`items`](crate::Request::items) gives voice after voice, and asks for the next page when it has come to the end of one:
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
//!     println!("{}", voice?.name);
//!     count += 1;
//! }
//! assert_eq!(count, 250);
//! # assert_eq!(mock.received_requests().len(), 3);
//! # Ok(())
//! # }
//! ```
//!
//! It is a `Stream` too, for those who use the combinators of `futures` or `tokio-stream`.
//!
//! # Page by page
//!
//! [`pages`](crate::Request::pages) gives the pages themselves. A page is an iterator's source:
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
//!     println!("{} voices, more to come: {}", page.voices.len(), page.has_more);
//! #   sizes.push(page.voices.len());
//!     for voice in page {
//!         println!("  {}", voice.name);
//!     }
//! }
//! # assert_eq!(sizes, [100, 100, 50]);
//! # Ok(())
//! # }
//! ```
//!
//! Neither goes round in circles: pages that lead back to an earlier one, or say that more follow and not how to ask for them,
//! are an error, and so is a run of more than 10,000 pages, or of as many as `max_pages` says.
//!
//! # Resume
//!
//! A page that does not come is an error, after which the walk is over. `next_token` says where another one can go on, in this
//! run of the program or in the next:
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices(vec![Voice::fixture(); 250]);
//! # let client = mock.client()?;
//! let mut pages = client.list_voices().page_size(100).pages();
//! let first = pages.next().await.expect("there is one")?;
//! # mock.enqueue_reply(Reply::text(elevenlabs_voices::http::StatusCode::BAD_REQUEST, ""));
//! let trouble = pages.next().await.expect("there is another").expect_err("it does not come");
//! # assert_eq!(trouble.status().map(|status| status.as_u16()), Some(400));
//! # assert!(pages.next().await.is_none());
//! let Some(token) = pages.next_token() else { return Err(trouble) };
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
//! # A voice that cannot be read
//!
//! One voice that came broken does not take its page down. On a page it stands in
//! [`rejected`](crate::ListVoicesResponse::rejected). In a walk of items it is an error of its own, and the others follow it:
//!
//! ```
//! # use elevenlabs_voices::{Error, mock::{Mock, Reply}, http::StatusCode};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # let broken = || Reply::text(StatusCode::OK, r#"{ "has_more": false, "voices": [
//! #     { "voice_id": "1", "name": "Rachel", "category": "premade" },
//! #     { "voice_id": "2", "name": ["Adam"], "category": "premade" },
//! #     { "voice_id": "3", "name": "Zoë", "category": "premade" }] }"#);
//! # mock.enqueue_reply(broken());
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
//! # mock.enqueue_reply(broken());
//!
//! // Or leave them out, and count them:
//! let mut voices = client.list_voices().items().skip_rejected();
//! while let Some(voice) = voices.next().await {
//!     let voice = voice?;
//!     println!("{}", voice.name);
//! #   names.push(voice.name);
//! }
//! println!("{} could not be read", voices.skipped());
//! # assert_eq!((names, voices.skipped()), (vec!["Rachel".to_owned(), "Zoë".to_owned()], 1));
//! # Ok(())
//! # }
//! ```
