//! Writes response bodies into a folder, as the seed corpus of fuzzing: `cargo run --example bodies -- FOLDER`.

use std::fs;
use std::io;
use std::path::PathBuf;

use bench::page::Page;

fn main() -> io::Result<()> {
    let folder = PathBuf::from(
        std::env::args_os().nth(1).ok_or_else(|| io::Error::other("missing argument: FOLDER"))?,
    );
    for (number, voices) in [0, 1, 2, 5].into_iter().enumerate() {
        let text = Page { voices, unknown: number % 2 == 0, next: Some(number) }.text();
        fs::write(folder.join(format!("page-{number}.json")), &text)?;
        let page: serde_json::Value = serde_json::from_str(&text)?;
        if let Some(voice) = page["voices"].get(0) {
            fs::write(folder.join(format!("voice-{number}.json")), voice.to_string())?;
            fs::write(folder.join(format!("settings-{number}.json")), voice["settings"].to_string())?;
        }
    }
    Ok(())
}
