//! Prints the client's events with a plain subscriber, always against a mock: `cargo run --example tracing`.

#[path = "support/mod.rs"]
mod support;

use std::io::IsTerminal;

use elevenlabs_voices::Error;
use elevenlabs_voices::http::StatusCode;
use elevenlabs_voices::http::header::RETRY_AFTER;
use elevenlabs_voices::mock::Reply;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // For a program of its own, `tracing_subscriber::fmt().init()` is enough.
    tracing_subscriber::fmt().without_time().with_ansi(std::io::stdout().is_terminal()).init();
    let mock = support::mock();
    let client = mock.client()?;

    // A success prints nothing.
    client.list_voices().send().await?;

    // A retry is an event of the level INFO.
    let busy = Reply::error(StatusCode::SERVICE_UNAVAILABLE, "system_busy", "Come back later.");
    mock.enqueue_reply(busy.header(RETRY_AFTER, 2));
    client.list_voices().with_max_retries(1).send().await?;

    // A failed call is one of the level WARN, whatever the program does with the error.
    let error = client.get_voice("unknown-id").send().await.expect_err("no voice has this id");
    assert!(error.is_not_found());
    Ok(())
}
