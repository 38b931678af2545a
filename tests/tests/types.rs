//! Properties of public types: `Send`, `Sync`, `Clone`, `'static`, and sizes.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::future::Future;
use std::hash::Hash;
use std::panic::UnwindSafe;

use elevenlabs_voices::operations::{GetDefaultVoiceSettings, GetVoice, ListVoices};
use elevenlabs_voices::transport::{Attempt, TransportError};
use elevenlabs_voices::{
    Client, ClientBuilder, Error, Raw, RejectedItem, Request, ValidationError, blocking,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The maximum size of a call's future: a program has one for each pending call.
const MAX_FUTURE: usize = 800;

fn client() -> Client {
    Client::builder().api_key("only-for-tests").base_url("http://127.0.0.1:9").build().expect("a client")
}

fn assert_shareable<T: Send + Sync + Unpin + 'static>() {}

fn assert_cloneable<T: Clone + Debug>() {}

/// The size of a call's future, if it can be spawned.
fn size_of_call<F: Future + Send + 'static>(name: &str, future: F) -> usize {
    let size = size_of_val(&future);
    drop(future);
    println!("{name}: {size} bytes");
    size
}

#[test]
fn clients_are_cloneable_and_thread_safe() {
    assert_shareable::<Client>();
    assert_cloneable::<Client>();
    assert_shareable::<blocking::Client>();
    assert_cloneable::<blocking::Client>();
    assert!(size_of::<Client>() <= 16);
    assert!(size_of::<blocking::Client>() <= 16);
}

#[test]
fn builders_and_requests_are_thread_safe() {
    assert_cloneable::<Request<ListVoices, elevenlabs_voices::Async>>();
    assert_cloneable::<blocking::Request<GetVoice>>();
    assert_shareable::<ClientBuilder<elevenlabs_voices::Async>>();
    assert_shareable::<blocking::ClientBuilder>();
    assert_shareable::<Request<ListVoices, elevenlabs_voices::Async>>();
    assert_shareable::<Request<GetVoice, elevenlabs_voices::Async>>();
    assert_shareable::<Request<GetDefaultVoiceSettings, elevenlabs_voices::Async>>();
    assert_shareable::<blocking::Request<ListVoices>>();
    assert_shareable::<blocking::Request<GetVoice>>();
    assert_shareable::<blocking::Request<GetDefaultVoiceSettings>>();
    assert_shareable::<Attempt>();
    assert_cloneable::<Attempt>();
    assert_shareable::<TransportError>();
}

#[test]
fn paginators_of_the_blocking_client_are_thread_safe() {
    assert_shareable::<blocking::Items<ListVoices>>();
    assert_shareable::<blocking::Pages<ListVoices>>();
}

#[test]
fn paginators_of_the_async_client_are_spawnable_and_small() {
    fn assert_spawnable<F: Future + Send>(_: &F) {}
    let mut items = client().list_voices().items();
    let mut pages = client().list_voices().pages();
    println!("Items: {} bytes, Pages: {} bytes", size_of_val(&items), size_of_val(&pages));
    assert!(size_of_val(&items) <= 448 && size_of_val(&pages) <= 352);
    assert_spawnable(&items.next());
    assert_spawnable(&pages.next());
}

#[test]
fn calls_are_spawnable_and_small() {
    let client = client();
    let sizes = [
        size_of_call("list_voices", client.list_voices().send()),
        size_of_call("list_voices, raw", client.list_voices().send_raw()),
        size_of_call("get_voice", client.get_voice("v1").send()),
        size_of_call("get_voice, raw", client.get_voice("v1").send_raw()),
        size_of_call("get_default_voice_settings", client.get_default_voice_settings().send()),
        size_of_call("get_default_voice_settings, raw", client.get_default_voice_settings().send_raw()),
    ];
    assert!(sizes.iter().all(|size| *size <= MAX_FUTURE), "{sizes:?}");
}

#[test]
fn error_is_pointer_sized_and_implements_error() {
    fn assert_error<T: StdError + Display + Debug>() {}
    assert_shareable::<Error>();
    assert_error::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    assert_shareable::<ValidationError>();
    assert_shareable::<RejectedItem>();
}

#[test]
fn voice_is_small() {
    let size = size_of::<elevenlabs_voices::Voice>();
    println!("Voice: {size} bytes");
    assert!(size <= 600, "{size}");
    assert_shareable::<Raw<elevenlabs_voices::Voice>>();
    assert_cloneable::<Raw<elevenlabs_voices::Voice>>();
}

/// Checks each type of the list.
macro_rules! all {
    ($check:ident: $($name:ident),* $(,)?) => {
        $($check::<elevenlabs_voices::$name>();)*
    };
}

#[test]
fn models_are_plain_data() {
    fn assert_model<T>()
    where
        T: Clone
            + Debug
            + PartialEq
            + Default
            + Serialize
            + DeserializeOwned
            + Send
            + Sync
            + UnwindSafe
            + 'static,
    {
        assert_eq!(T::default(), T::default().clone());
    }
    all!(
        assert_model: ListVoicesResponse, Voice, VoiceSettings, VoiceSample, SpeakerSeparation, Speaker, Utterance,
        FineTuning, VerificationAttempt, Recording, ManualVerification, ManualVerificationFile, VoiceSharing,
        VoiceModerationCheck, ReaderResource, VerifiedLanguage, VoiceVerification,
    );
}

#[test]
fn model_is_built_in_one_expression() {
    use elevenlabs_voices::{ListVoicesResponse, Voice, VoiceSettings};

    let voice = Voice::fixture().with(|voice| voice.name = "Zoë".into());
    assert_eq!((voice.name.as_str(), &voice.voice_id), ("Zoë", &Voice::fixture().voice_id));
    let settings = VoiceSettings::default().with(|settings| settings.speed = Some(1.1));
    assert_eq!(settings.speed, Some(1.1));
    let page = ListVoicesResponse::default().with(|page| page.voices = vec![voice]);
    assert_eq!(page.len(), 1);
}

#[test]
fn page_is_iterated_by_reference() {
    use elevenlabs_voices::{ListVoicesResponse, Voice};

    let empty = ListVoicesResponse::default();
    assert!(empty.is_empty() && empty.iter().next().is_none());
    let page = empty.with(|page| page.voices = vec![Voice::fixture(), Voice::fixture()]);
    let mut names = Vec::new();
    for voice in &page {
        names.push(voice.name.as_str());
    }
    assert_eq!(names, ["Rachel", "Rachel"]);
    assert_eq!((page.len(), page.iter().count(), page.is_empty()), (2, 2, false));
    assert_eq!(page.into_iter().count(), 2);
}

#[test]
fn enums_are_plain_values() {
    fn assert_enum<T>()
    where
        T: Clone + Debug + Default + Display + Eq + Hash + Ord + Serialize + DeserializeOwned,
        T: From<&'static str> + From<String> + AsRef<str> + Send + Sync + UnwindSafe + 'static,
    {
        assert!(size_of::<T>() <= 24, "{}", std::any::type_name::<T>());
    }
    all!(
        assert_enum: VoiceCategory, SpeakerSeparationStatus, FineTuningState, FineTuningStateFilter, VoiceSharingStatus,
        ReviewStatus, ReaderResourceType, SafetyControl, VoiceSort, SortDirection, VoiceType,
    );
}
