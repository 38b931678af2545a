//! The blocking client.
//!
//! The feature `blocking` enables [`blocking::Client`](crate::blocking::Client): the same calls, which block the thread, and
//! iterators in place of streams. It needs no async runtime. A program without async uses
//! `default-features = false, features = ["blocking", "rustls"]`.
//!
//! ```
//! use elevenlabs_voices::blocking::Client;
//!
//! fn main() -> Result<(), elevenlabs_voices::Error> {
//! # unsafe { std::env::set_var("ELEVENLABS_API_KEY", "key") };
//!     let client = Client::from_env()?;
//! # let mock = elevenlabs_voices::mock::Mock::new();
//! # mock.list_voices([elevenlabs_voices::Voice::fixture()]);
//! # let client = mock.blocking_client()?;
//!     for voice in client.list_voices().items() {
//!         let voice = voice?; // an error if a request fails or a voice cannot be decoded
//!         println!("{}", voice.name);
//!     }
//! # assert_eq!(mock.received_requests().len(), 1);
//!     Ok(())
//! }
//! ```
//!
//! `items` and `pages` return iterators, with all adapters of `Iterator`:
//!
//! ```
//! # use elevenlabs_voices::{Error, Voice, mock::Mock};
//! # fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # mock.list_voices(vec![Voice::fixture(); 25]);
//! # let client = mock.blocking_client()?;
//! let names = client.list_voices().items().take(3).map(|voice| Ok(voice?.name));
//! let names: Vec<String> = names.collect::<Result<_, Error>>()?;
//! assert_eq!(names, ["Rachel", "Rachel", "Rachel"]);
//! # Ok(())
//! # }
//! ```
//!
//! Do not call it from async code, where it would block the runtime's thread: use [`Client`](crate::Client) there.
