//! Shows the main features in one run, always against a mock: `cargo run --example tour`.

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
    // A real program uses `Client::from_env()?` here; the rest is the same.
    let client = mock.client()?;

    heading("A page of voices");
    let page = client.list_voices().page_size(5).send().await?;
    page.voices.iter().for_each(print_voice);
    println!("  ... of {}", page.total_count.unwrap_or_default());

    heading("Search for \"audiobooks\"");
    let mut voices = client.list_voices().search("audiobooks").items();
    while let Some(voice) = voices.next().await {
        print_voice(&voice?);
    }

    heading("Only professional clones");
    let mut voices = client.list_voices().category(VoiceCategory::Professional).items();
    while let Some(voice) = voices.next().await {
        print_voice(&voice?);
    }

    heading("All voices, over all pages");
    let mut voices = client.list_voices().page_size(5).items();
    let mut names = Vec::new();
    while let Some(voice) = voices.next().await {
        names.push(voice?.name);
    }
    println!("  {}", names.join(", "));

    heading("A voice by its id, and an unknown id");
    print_voice(&client.get_voice("Zo3eMt5wRb9XhJ2fUk7C").send().await?);
    unknown_id(&client).await?;

    heading("A transient failure");
    let busy = Reply::error(StatusCode::TOO_MANY_REQUESTS, "system_busy", "Come back later.");
    mock.enqueue_reply(busy.header(RETRY_AFTER, 0));
    let before = mock.received_requests().len();
    // A client of a mock does not retry unless a request allows it; other clients do.
    client.list_voices().with_max_retries(2).send().await?;
    println!(
        "  The API was busy; the call succeeded after {} attempts.",
        mock.received_requests().len() - before
    );

    heading("Settings for text-to-speech");
    let settings = client.get_default_voice_settings().send().await?;
    println!("  voice_settings: {}", serde_json::json!(settings));
    Ok(())
}

async fn unknown_id(client: &Client) -> Result<(), Error> {
    match client.get_voice("unknown-id").send().await {
        Ok(voice) => print_voice(&voice),
        Err(error) if error.code() == Some("voice_not_found") => println!("  {error}"),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Prints a heading, in bold on a terminal.
fn heading(text: &str) {
    if std::io::stdout().is_terminal() {
        println!("\n\x1b[1m{text}\x1b[0m");
    } else {
        println!("\n{text}");
    }
}

fn print_voice(voice: &Voice) {
    let accent = voice.labels.get("accent").map_or("?", String::as_str);
    println!("  {} ({}, {accent})", voice.name, voice.category);
}
