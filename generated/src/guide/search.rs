//! Searching and filtering by text, category or label.
//!
//! A request has a setter for each parameter of the API. It is sent with `send`, which returns one page, or with `items`, which
//! returns all voices of all pages. Parameters that are not set have the API's defaults.
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices([Voice::fixture()]);
//! # let client = mock.client()?;
//! use elevenlabs_voices::{SortDirection, VoiceCategory, VoiceSort};
//!
//! let mut voices = client
//!     .list_voices()
//!     .search("calm") // in name, description, labels and category
//!     .category(VoiceCategory::Professional)
//!     .sort(VoiceSort::Name)
//!     .sort_direction(SortDirection::Asc)
//!     .page_size(20)
//!     .items();
//! while let Some(voice) = voices.next().await {
//!     let voice = voice?; // an error if a request fails or a voice cannot be decoded
//!     println!("{}: {}", voice.voice_id, voice.name);
//! }
//! # assert_eq!(mock.received_requests()[0].parameter("sort_direction"), Some("asc"));
//! # assert_eq!(mock.received_requests()[0].query().len(), 5);
//! # Ok(())
//! # }
//! ```
//!
//! A value that may be absent is set with `when_some`, and a request can be cloned and sent again:
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices([Voice::fixture()]);
//! # let client = mock.client()?;
//! use elevenlabs_voices::{Request, VoiceCategory};
//!
//! let (text, category, size) = (Some("calm"), None::<VoiceCategory>, Some(20_u32));
//! let request = client
//!     .list_voices()
//!     .when_some(text, Request::search)
//!     .when_some(category.as_ref(), Request::category)
//!     .when_some(size, Request::page_size);
//! let page = request.clone().send().await?;
//! assert_eq!(page, request.send().await?);
//! # assert_eq!(mock.received_requests()[1].query().len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! # Number of voices
//!
//! A page has the total number of voices, unless `include_total_count(false)` is set, which is faster. `has_more` is whether
//! another page follows: see [`pagination`](super::pagination).
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices(vec![Voice::fixture(); 25]);
//! # let client = mock.client()?;
//! let page = client.list_voices().page_size(10).send().await?;
//! println!("{} of {:?}", page.voices.len(), page.total_count);
//! # assert_eq!((page.voices.len(), page.total_count, page.has_more), (10, Some(25), true));
//! # Ok(())
//! # }
//! ```
//!
//! `page.voices`, and iterating over a page, leave out voices that could not be decoded; they are in `page.rejected`.
//!
//! # By label
//!
//! Labels are free text, such as accent, age, gender and use case. `search` matches its text anywhere in them; for an exact match,
//! compare the labels of each voice:
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices([Voice::fixture()]);
//! # let client = mock.client()?;
//! let mut american = Vec::new();
//! let mut voices = client.list_voices().search("american").page_size(100).items();
//! while let Some(voice) = voices.next().await {
//!     let voice = voice?;
//!     if voice.labels.get("accent").is_some_and(|accent| accent == "American") {
//!         american.push(voice.name);
//!     }
//! }
//! assert_eq!(american, ["Rachel"]);
//! # Ok(())
//! # }
//! ```
//!
//! # By id
//!
//! ```
//! # use elevenlabs_voices::{Voice, mock::Mock};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), elevenlabs_voices::Error> {
//! # let mock = Mock::new();
//! # mock.list_voices([Voice::fixture()]);
//! # let client = mock.client()?;
//! let voice = client.get_voice("21m00Tcm4TlvDq8ikWAM").send().await?;
//! assert_eq!(voice.name, "Rachel");
//! # Ok(())
//! # }
//! ```
//!
//! An id is percent-encoded, so no character in it changes the route. An argument outside its documented limits, such as a page
//! size over 100, is an error before anything is sent.
