//! Finds voices by their labels: `cargo run --example by_label gender=female use_case=news`.
//!
//! Without an argument it shows which labels there are.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use elevenlabs_voices::{Error, Voice};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let wanted: Vec<_> = std::env::args().skip(1).collect();
    let mut voices = support::client()?.list_voices().page_size(100).items().skip_rejected();
    let mut labels = BTreeMap::<(String, String), usize>::new();
    while let Some(voice) = voices.next().await {
        let voice = voice?;
        if wanted.is_empty() {
            for label in voice.labels {
                *labels.entry(label).or_default() += 1;
            }
        } else if wanted.iter().all(|label| has(&voice, label)) {
            println!("{}  {}", voice.voice_id, voice.name);
        }
    }
    for ((label, value), count) in labels {
        println!("{label}={value}: {count}");
    }
    if let left_out @ 1.. = voices.skipped() {
        eprintln!("{left_out} voices could not be read.");
    }
    Ok(())
}

/// Labels are free text: case does not count.
fn has(voice: &Voice, label: &str) -> bool {
    let Some((label, wanted)) = label.split_once('=') else {
        return voice.labels.contains_key(label);
    };
    voice.labels.get(label).is_some_and(|value| value.to_lowercase() == wanted.to_lowercase())
}
