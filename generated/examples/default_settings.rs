//! Shows the settings that voices have by default: `cargo run --example default_settings`.
//!
//! The key comes from `ELEVENLABS_API_KEY`, the host from `ELEVENLABS_BASE_URL` if that is set.

use elevenlabs_voices::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let mut builder = Client::builder();
    if let Ok(base_url) = std::env::var("ELEVENLABS_BASE_URL") {
        builder = builder.base_url(base_url);
    }
    let settings = builder.build()?.get_default_voice_settings().send().await?;

    let show = |name: &str, value: Option<f64>| match value {
        Some(value) => println!("{name}: {value}"),
        None => println!("{name}: not set"),
    };
    show("stability", settings.stability);
    show("similarity boost", settings.similarity_boost);
    show("style", settings.style);
    show("speed", settings.speed);
    match settings.use_speaker_boost {
        Some(on) => println!("speaker boost: {on}"),
        None => println!("speaker boost: not set"),
    }
    Ok(())
}
