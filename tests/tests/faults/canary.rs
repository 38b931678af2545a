//! Records everything that the client logs and returns, to assert that it never contains the API key.

use std::error::Error as StdError;
use std::io::{self, Write};
use std::sync::{LazyLock, Mutex, PoisonError};

use elevenlabs_voices::Error;
use tracing_subscriber::filter::LevelFilter;

pub(crate) const KEY: &str = "sk_canary_9d27f1c40b";

/// The recorded output.
static OUTPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Recorder;

impl Write for Recorder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        OUTPUT.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Records all traces and panics from now on.
static RECORDING: LazyLock<()> = LazyLock::new(|| {
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_writer(|| Recorder);
    tracing::subscriber::set_global_default(subscriber.finish()).expect("no other subscriber is set");
    let default_hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        record(&panic.to_string());
        default_hook(panic);
    }));
});

pub(crate) fn start_recording() {
    LazyLock::force(&RECORDING);
}

fn record(text: &str) {
    Recorder.write_all(text.as_bytes()).expect("writing to memory succeeds");
}

/// Records everything that an error displays and returns.
pub(crate) fn record_error(error: &Error) {
    record(&format!("{error}\n{error:?}\n{error:#?}\n{}\n", error.message()));
    for text in [error.code(), error.request_id(), error.trace_id(), error.path(), error.body()] {
        record(text.unwrap_or_default());
    }
    record(&format!("{:?} {:?}\n", error.validation_errors(), error.rejected_item()));
    let mut source = StdError::source(error);
    while let Some(cause) = source {
        record(&format!("{cause} {cause:?}\n"));
        source = cause.source();
    }
}

/// Records the `Debug` output of a value.
pub(crate) fn record_debug(value: &impl std::fmt::Debug) {
    record(&format!("{value:?}\n{value:#?}\n"));
}

/// Asserts that the recorded output does not contain the key, and returns its length.
pub(crate) fn assert_no_key_recorded() -> usize {
    // A copy: the panic hook records too, so a panic with the lock held would deadlock.
    let output = OUTPUT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let text = String::from_utf8_lossy(&output);
    let line = text.lines().find(|line| line.contains(KEY));
    assert!(line.is_none(), "the key is in the output: {}", line.unwrap_or_default());
    output.len()
}
