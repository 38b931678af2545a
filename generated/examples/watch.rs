//! Prints added, removed and changed voices: `cargo run --example watch [ROUNDS] [SECONDS]`.
//!
//! By default it lists the voices three times, a minute apart. With the mock it changes voices between the rounds, without waiting.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use elevenlabs_voices::mock::Mock;
use elevenlabs_voices::{Client, Voice, VoiceCategory};

/// Voices by id.
type Voices = BTreeMap<String, Voice>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let rounds: usize = arguments.next().map_or(Ok(3), |rounds| rounds.parse())?;
    let seconds: u64 = arguments.next().map_or(Ok(60), |seconds| seconds.parse())?;
    let (client, mock) = support::client_and_mock()?;

    let mut before = all_voices(&client).await?;
    println!("{} voices", before.len());
    for round in 1..rounds {
        match &mock {
            Some(mock) => change_voices(mock, round),
            None => tokio::time::sleep(Duration::from_secs(seconds)).await,
        }
        match all_voices(&client).await {
            Ok(now) => {
                compare(&before, &now)?;
                before = now;
            }
            // The next round can succeed.
            Err(error) if error.is_retryable() => eprintln!("{error}"),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

async fn all_voices(client: &Client) -> Result<Voices, elevenlabs_voices::Error> {
    let mut found = Voices::new();
    let mut voices = client.list_voices().page_size(100).items();
    while let Some(voice) = voices.next().await {
        let voice = voice?;
        found.insert(voice.voice_id.clone(), voice);
    }
    Ok(found)
}

fn compare(before: &Voices, now: &Voices) -> serde_json::Result<()> {
    for (id, voice) in now {
        match before.get(id) {
            None => println!("added: {}", voice.name),
            Some(old) if old != voice => println!("changed: {}: {}", voice.name, differences(old, voice)?),
            Some(_) => {}
        }
    }
    for voice in before.values().filter(|voice| !now.contains_key(&voice.voice_id)) {
        println!("removed: {}", voice.name);
    }
    Ok(())
}

/// The properties that differ, by their names in JSON.
fn differences(old: &Voice, new: &Voice) -> serde_json::Result<String> {
    let (old, new) = (serde_json::to_value(old)?, serde_json::to_value(new)?);
    let properties = old.as_object().into_iter().chain(new.as_object()).flat_map(|object| object.keys());
    let mut names: Vec<_> = properties.filter(|name| old[*name] != new[*name]).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names.join(", "))
}

/// Renames, recategorizes and removes voices of the mock.
fn change_voices(mock: &Mock, round: usize) {
    let mut voices = support::voices();
    voices[0].name = format!("Rachel {round}");
    voices[0].category = VoiceCategory::HighQuality;
    voices.remove(round % voices.len());
    mock.list_voices(voices);
}
