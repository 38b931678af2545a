//! Find voices, by text, kind or label.
//!
//! A call takes the API's parameters as setters, and does nothing until `send`. They can be combined; what is left out is left
//! to the API.
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
//! let page = client
//!     .list_voices()
//!     .search("calm") // in name, description, labels and category
//!     .category(VoiceCategory::Professional)
//!     .sort(VoiceSort::Name)
//!     .sort_direction(SortDirection::Asc)
//!     .page_size(20)
//!     .send()
//!     .await?;
//! for voice in page {
//!     println!("{}: {}", voice.voice_id, voice.name);
//! }
//! # assert_eq!(mock.received_requests()[0].parameter("sort_direction"), Some("asc"));
//! # assert_eq!(mock.received_requests()[0].query().len(), 5);
//! # Ok(())
//! # }
//! ```
//!
//! # How many there are
//!
//! A page says how many voices there are in all, unless it is asked not to, which is faster. It says too whether another page
//! follows: see [`all_voices`](super::all_voices).
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
//! # By label
//!
//! Labels are free text, such as accent, age, gender and use case. `search` looks into them too, but finds its text anywhere; to
//! be exact, look at each voice:
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
//! # One whose id is known
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
//! An argument that the API is documented to refuse, such as a page size over 100, is an error before anything is sent. An
//! id never changes the route, whatever characters it has.
