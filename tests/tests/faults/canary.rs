//! A key that sings: wherever it shows, a test fails.

use std::error::Error as StdError;
use std::io::{self, Write};
use std::sync::{LazyLock, Mutex, PoisonError};

use elevenlabs_voices::Error;
use tracing_subscriber::filter::LevelFilter;

pub(crate) const KEY: &str = "sk_canary_9d27f1c40b";

/// All that was told so far.
static TOLD: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Teller;

impl Write for Teller {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        TOLD.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes down what anybody traces from now on, and every panic.
static LISTENING: LazyLock<()> = LazyLock::new(|| {
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_writer(|| Teller);
    tracing::subscriber::set_global_default(subscriber.finish()).expect("the only one");
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tell(&panic.to_string());
        usual(panic);
    }));
});

pub(crate) fn listen() {
    LazyLock::force(&LISTENING);
}

fn tell(text: &str) {
    Teller.write_all(text.as_bytes()).expect("memory takes it");
}

/// Tells all that an error has to say.
pub(crate) fn tell_error(error: &Error) {
    tell(&format!("{error}\n{error:?}\n{error:#?}\n{}\n", error.message()));
    for text in [error.code(), error.request_id(), error.trace_id(), error.path(), error.body()] {
        tell(text.unwrap_or_default());
    }
    tell(&format!("{:?} {:?}\n", error.validation_errors(), error.rejected_item()));
    let mut source = StdError::source(error);
    while let Some(cause) = source {
        tell(&format!("{cause} {cause:?}\n"));
        source = cause.source();
    }
}

/// Tells how a value shows itself.
pub(crate) fn tell_debug(value: &impl std::fmt::Debug) {
    tell(&format!("{value:?}\n{value:#?}\n"));
}

/// Nothing that was told has the key in it; says how much that was.
pub(crate) fn assert_silent() -> usize {
    // A copy: whoever panics is heard as well, and would wait for the lock for ever.
    let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let text = String::from_utf8_lossy(&told);
    let line = text.lines().find(|line| line.contains(KEY));
    assert!(line.is_none(), "the key shows: {}", line.unwrap_or_default());
    told.len()
}
