//! Writes all voices to stdout, as JSON Lines or CSV: `cargo run --example export [jsonl|csv] > voices.jsonl`.

#[path = "support/mod.rs"]
mod support;

use std::error::Error;
use std::io::{Write, stdout};

use elevenlabs_voices::Voice;
use indicatif::{ProgressBar, ProgressStyle};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut output = match std::env::args().nth(1).as_deref() {
        None | Some("jsonl") => Output::JsonLines,
        Some("csv") => Output::csv()?,
        Some(other) => return Err(format!("unknown format `{other}`: use jsonl or csv").into()),
    };

    // Drawn on stderr, if that is a terminal.
    let bar = ProgressBar::no_length().with_style(ProgressStyle::with_template("{bar:40} {pos} of {len}")?);
    let mut pages = support::client()?.list_voices().page_size(5).pages();
    while let Some(page) = pages.next().await {
        let page = page?;
        if let Some(total) = page.total_count {
            bar.set_length(total.try_into()?);
        }
        for rejected in &page.rejected {
            bar.suspend(|| eprintln!("undecodable: {rejected}"));
        }
        for voice in page {
            output.write(&voice)?;
            bar.inc(1);
        }
    }
    bar.finish();
    Ok(())
}

enum Output {
    JsonLines,
    Csv(Box<csv::Writer<std::io::Stdout>>),
}

impl Output {
    fn csv() -> Result<Self, Box<dyn Error>> {
        let mut writer = csv::Writer::from_writer(stdout());
        writer.write_record(["voice_id", "name", "category", "labels", "description"])?;
        Ok(Self::Csv(Box::new(writer)))
    }

    fn write(&mut self, voice: &Voice) -> Result<(), Box<dyn Error>> {
        match self {
            // Includes properties that are unknown to this version of the crate.
            Self::JsonLines => writeln!(stdout(), "{}", serde_json::to_string(voice)?)?,
            Self::Csv(writer) => {
                let labels: Vec<_> =
                    voice.labels.iter().map(|(label, value)| format!("{label}={value}")).collect();
                let description = voice.description.as_deref().unwrap_or_default();
                writer.write_record([
                    voice.voice_id.as_str(),
                    voice.name.as_str(),
                    voice.category.as_str(),
                    labels.join("; ").as_str(),
                    description,
                ])?;
            }
        }
        Ok(())
    }
}
