//! Prints one voice, by default the first one, without async: `cargo run --example blocking [VOICE_ID]`.

#[path = "support/mod.rs"]
mod support;

use std::process::ExitCode;

use elevenlabs_voices::Error;

fn main() -> ExitCode {
    match print_voice(std::env::args().nth(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.code() == Some("voice_not_found") => {
            eprintln!("No voice has this id.");
            ExitCode::FAILURE
        }
        Err(error) => {
            // One line with the operation, the status and the server's message.
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn print_voice(voice_id: Option<String>) -> Result<(), Error> {
    let client = support::blocking_client()?;
    let voice = match voice_id {
        Some(voice_id) => client.get_voice(voice_id).send()?,
        None => {
            let Some(voice) = client.list_voices().items().next() else {
                println!("There are no voices.");
                return Ok(());
            };
            voice?
        }
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
        println!("  sharing: {}", sharing.status);
    }
    if let Some(settings) = &voice.settings {
        println!("  settings: {}", serde_json::json!(settings));
    }
    Ok(())
}
