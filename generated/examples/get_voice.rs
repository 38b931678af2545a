//! Shows one voice: `cargo run --example get_voice VOICE_ID`.
//!
//! The key comes from `ELEVENLABS_API_KEY`, the host from `ELEVENLABS_BASE_URL` if that is set.

use elevenlabs_voices::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let Some(voice_id) = std::env::args().nth(1) else {
        eprintln!("usage: get_voice VOICE_ID");
        std::process::exit(2);
    };
    let mut builder = Client::builder();
    if let Ok(base_url) = std::env::var("ELEVENLABS_BASE_URL") {
        builder = builder.base_url(base_url);
    }
    let client = builder.build()?;

    let voice = match client.get_voice(voice_id).send().await {
        Ok(voice) => voice,
        Err(error) if error.code() == Some("voice_not_found") => {
            eprintln!("there is no such voice: {error}");
            std::process::exit(1);
        }
        Err(error) => return Err(error),
    };

    println!("{} ({})", voice.name, voice.category);
    if let Some(description) = &voice.description {
        println!("{description}");
    }
    for (label, value) in &voice.labels {
        println!("  {label}: {value}");
    }
    for sample in voice.samples.iter().flatten() {
        println!("  sample {}: {} bytes", sample.file_name, sample.size_bytes);
    }
    if let Some(sharing) = &voice.sharing {
        println!("  sharing: {}, liked by {}", sharing.status, sharing.liked_by_count);
    }
    Ok(())
}
