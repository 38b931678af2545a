//! Finds voices by their labels: `cargo run --example by_label gender=female use_case=news`.
//!
//! Without an argument it prints all labels, each with its number of voices.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use elevenlabs_voices::{Error, Voice};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let filters: Vec<_> = std::env::args().skip(1).collect();
    let mut voices = support::client()?.list_voices().page_size(100).items().skip_rejected();
    let mut labels = BTreeMap::<(String, String), usize>::new();
    while let Some(voice) = voices.next().await {
        let voice = voice?;
        if filters.is_empty() {
            for label in voice.labels {
                *labels.entry(label).or_default() += 1;
            }
        } else if filters.iter().all(|filter| matches(&voice, filter)) {
            println!("{}  {}", voice.voice_id, voice.name);
        }
    }
    for ((label, value), count) in labels {
        println!("{label}={value}: {count}");
    }
    if let skipped @ 1.. = voices.skipped() {
        eprintln!("{skipped} voices could not be decoded.");
    }
    Ok(())
}

/// Whether a voice has a label, as `label=value` or `label`. Values are compared without case, because labels are free text.
fn matches(voice: &Voice, filter: &str) -> bool {
    let Some((label, expected)) = filter.split_once('=') else {
        return voice.labels.contains_key(filter);
    };
    voice.labels.get(label).is_some_and(|value| value.to_lowercase() == expected.to_lowercase())
}
