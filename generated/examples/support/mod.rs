//! Creates the client of the examples. If `ELEVENLABS_API_KEY` is set, it calls the API (at `ELEVENLABS_BASE_URL`, if that is
//! set); otherwise it uses a mock with twelve sample voices. It prints on stderr which one it is.
#![allow(dead_code, reason = "each example uses a part of this module")]

use std::env;

use elevenlabs_voices::mock::Mock;
use elevenlabs_voices::{ClientBuilder, Error, Voice, VoiceCategory};

/// Returns the client.
#[cfg(feature = "async")]
pub(crate) fn client() -> Result<elevenlabs_voices::Client, Error> {
    client_and_mock().map(|(client, _)| client)
}

/// Returns the client, and its mock if it uses one, for an example that changes the voices of the mock.
#[cfg(feature = "async")]
pub(crate) fn client_and_mock() -> Result<(elevenlabs_voices::Client, Option<Mock>), Error> {
    match configured(elevenlabs_voices::Client::builder()) {
        Some(builder) => Ok((builder.build()?, None)),
        None => {
            let mock = mock();
            Ok((mock.client()?, Some(mock)))
        }
    }
}

/// Returns the blocking client.
#[cfg(feature = "blocking")]
pub(crate) fn blocking_client() -> Result<elevenlabs_voices::blocking::Client, Error> {
    match configured(elevenlabs_voices::blocking::Client::builder()) {
        Some(builder) => builder.build(),
        None => mock().blocking_client(),
    }
}

/// Configures the builder from the environment. `None` if there is no key.
fn configured<B>(builder: ClientBuilder<B>) -> Option<ClientBuilder<B>> {
    let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let Some(key) = variable("ELEVENLABS_API_KEY") else {
        eprintln!("ELEVENLABS_API_KEY is not set: using sample voices.");
        return None;
    };
    let builder = builder.api_key(key);
    match variable("ELEVENLABS_BASE_URL") {
        Some(base_url) => {
            eprintln!("Using {base_url}.");
            Some(builder.base_url(base_url))
        }
        None => {
            eprintln!("Using the API.");
            Some(builder)
        }
    }
}

/// Returns a mock with the sample voices.
pub(crate) fn mock() -> Mock {
    let mock = Mock::new();
    mock.list_voices(voices());
    mock
}

/// Sample voices that differ in the fields that the examples use.
pub(crate) fn voices() -> Vec<Voice> {
    VOICES.iter().map(voice).collect()
}

fn voice((id, name, category, [gender, accent, use_case], created): &Row) -> Voice {
    let mut voice = Voice::fixture();
    voice.voice_id = (*id).into();
    voice.name = (*name).into();
    voice.category = category.clone();
    voice.labels = [("gender", gender), ("accent", accent), ("use_case", use_case)]
        .map(|(label, value)| (label.to_owned(), (*value).to_owned()))
        .into();
    voice.description = Some(format!("Recorded in a studio, for {use_case}."));
    voice.created_at_unix = Some(*created);
    voice
}

/// Id, name, category, labels (gender, accent, use case), and creation time in unix seconds.
type Row = (&'static str, &'static str, VoiceCategory, [&'static str; 3], i64);

const VOICES: &[Row] = &[
    (
        "5HqRa0ch3lVd7Tn2KpXw",
        "Rachel",
        VoiceCategory::Premade,
        ["female", "American", "narration"],
        1_672_567_200,
    ),
    ("Ad4mPz8sYk1LcQ6vBn0E", "Adam", VoiceCategory::Premade, ["male", "American", "news"], 1_672_567_200),
    (
        "Zo3eMt5wRb9XhJ2fUk7C",
        "Zoë",
        VoiceCategory::Premade,
        ["female", "British", "audiobooks"],
        1_690_848_000,
    ),
    (
        "M1sak1Gd4VnY8pTq0LsZ",
        "美咲",
        VoiceCategory::Professional,
        ["female", "Japanese", "narration"],
        1_704_067_200,
    ),
    ("S0renWx6KfB3jHc9RmPv", "Søren", VoiceCategory::Cloned, ["male", "Danish", "podcasts"], 1_709_251_200),
    ("Lk4szNb7QyT2gVe5XdAu", "Łukasz", VoiceCategory::Cloned, ["male", "Polish", "games"], 1_711_929_600),
    (
        "0lenaCj8ZrH1wMs6FtKq",
        "Олена",
        VoiceCategory::Professional,
        ["female", "Ukrainian", "news"],
        1_714_204_800,
    ),
    ("J1wooEv2DxP5bNk9YgLh", "지우", VoiceCategory::Generated, ["neutral", "Korean", "games"], 1_717_200_000),
    (
        "Am3l1Tq7SuR4cXf0WjBz",
        "Amélie",
        VoiceCategory::Professional,
        ["female", "French", "audiobooks"],
        1_719_792_000,
    ),
    (
        "G10vaKp9HmC6dLy3EnVt",
        "Giovanni",
        VoiceCategory::Famous,
        ["male", "Italian", "audiobooks"],
        1_722_470_400,
    ),
    (
        "Pr1yaZs5FwJ8eQb2UxGk",
        "Priya",
        VoiceCategory::HighQuality,
        ["female", "Indian", "news"],
        1_725_148_800,
    ),
    (
        "Mat30Yc1VhN7tRd4KjLf",
        "Mateo",
        VoiceCategory::Generated,
        ["male", "Mexican", "podcasts"],
        1_727_740_800,
    ),
];
