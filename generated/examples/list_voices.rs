//! Lists voices: `cargo run --example list_voices [SEARCH]`.
//!
//! The key comes from `ELEVENLABS_API_KEY`, the host from `ELEVENLABS_BASE_URL` if that is set.

use elevenlabs_voices::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let mut builder = Client::builder();
    if let Ok(base_url) = std::env::var("ELEVENLABS_BASE_URL") {
        builder = builder.base_url(base_url);
    }
    let client = builder.build()?;

    let mut call = client.list_voices().page_size(20);
    if let Some(search) = std::env::args().nth(1) {
        call = call.search(search);
    }
    let page = call.send().await?;

    for voice in &page.voices {
        println!("{}  {} ({})", voice.voice_id, voice.name, voice.category);
    }
    for rejected in &page.rejected {
        eprintln!("could not be read: {rejected}");
    }
    match page.total_count {
        Some(total) => println!("{} of {total} voices", page.voices.len()),
        None => println!("{} voices", page.voices.len()),
    }
    if page.has_more {
        println!("there are more");
    }
    Ok(())
}
