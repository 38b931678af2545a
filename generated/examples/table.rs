//! Prints one page of voices as a table: `cargo run --example table [SEARCH]`.

#[path = "support/mod.rs"]
mod support;

use elevenlabs_voices::{Error, Voice};
use time::OffsetDateTime;
use unicode_width::UnicodeWidthStr;

type Row = [String; 5];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let mut request = support::client()?.list_voices().page_size(100);
    if let Some(search) = std::env::args().nth(1) {
        request = request.search(search);
    }
    let page = request.send().await?;

    let mut rows = vec![["ID", "NAME", "CATEGORY", "ACCENT", "CREATED"].map(str::to_owned)];
    rows.extend(page.voices.iter().map(row));
    print(&rows);

    for rejected in &page.rejected {
        eprintln!("undecodable: {rejected}");
    }
    if page.has_more {
        eprintln!("There are more voices: narrow the search.");
    }
    Ok(())
}

fn row(voice: &Voice) -> Row {
    let accent = voice.labels.get("accent").cloned().unwrap_or_default();
    // Empty if the timestamp is out of the range of `time`.
    let created = voice.created_at_unix.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    let created = created.map(|created| created.date().to_string());
    [
        voice.voice_id.clone(),
        voice.name.clone(),
        voice.category.to_string(),
        accent,
        created.unwrap_or_default(),
    ]
}

/// Prints rows with aligned columns. Widths are those on a terminal, where some characters are two columns wide.
fn print(rows: &[Row]) {
    let widths: [usize; 5] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0));
    for row in rows {
        let cells =
            row.iter().zip(widths).map(|(cell, width)| cell.clone() + &" ".repeat(width - cell.width()));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}
