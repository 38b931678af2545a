//! Shows in one run what a client does: `cargo run --example tour`. It asks a mock, whatever key there is.

#[path = "support/mod.rs"]
mod support;

use std::io::IsTerminal;

use elevenlabs_voices::http::StatusCode;
use elevenlabs_voices::http::header::RETRY_AFTER;
use elevenlabs_voices::mock::Reply;
use elevenlabs_voices::{Client, Error, Voice, VoiceCategory};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let mock = support::mock();
    // Your program says `Client::from_env()?` here, and all that follows stays as it is.
    let client = mock.client()?;

    heading("A page of voices");
    let page = client.list_voices().page_size(5).send().await?;
    page.voices.iter().for_each(show);
    println!("  ... of {}", page.total_count.unwrap_or_default());

    heading("Search for \"audiobooks\"");
    for voice in client.list_voices().search("audiobooks").send().await? {
        show(&voice);
    }

    heading("Only professional clones");
    for voice in client.list_voices().category(VoiceCategory::Professional).send().await? {
        show(&voice);
    }

    heading("All of them, page after page");
    let mut voices = client.list_voices().page_size(5).items();
    let mut names = Vec::new();
    while let Some(voice) = voices.next().await {
        names.push(voice?.name);
    }
    println!("  {}", names.join(", "));

    heading("One by its id, and one that is not there");
    show(&client.get_voice("Zo3eMt5wRb9XhJ2fUk7C").send().await?);
    not_there(&client).await?;

    heading("A moment of trouble");
    let busy = Reply::error(StatusCode::TOO_MANY_REQUESTS, "system_busy", "Come back later.");
    mock.enqueue_reply(busy.header(RETRY_AFTER, 0));
    let before = mock.received_requests().len();
    client.list_voices().send().await?;
    println!(
        "  The API was busy; the client asked {} times, and it worked.",
        mock.received_requests().len() - before
    );

    heading("Settings, ready for text-to-speech");
    let settings = client.get_default_voice_settings().send().await?;
    println!("  voice_settings: {}", serde_json::json!(settings));
    Ok(())
}

async fn not_there(client: &Client) -> Result<(), Error> {
    match client.get_voice("nobody").send().await {
        Ok(voice) => show(&voice),
        Err(error) if error.code() == Some("voice_not_found") => println!("  {error}"),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// In bold on a terminal.
fn heading(text: &str) {
    if std::io::stdout().is_terminal() {
        println!("\n\x1b[1m{text}\x1b[0m");
    } else {
        println!("\n{text}");
    }
}

fn show(voice: &Voice) {
    let accent = voice.labels.get("accent").map_or("?", String::as_str);
    println!("  {} ({}, {accent})", voice.name, voice.category);
}
