//! A transport that is a function, and remembers what it was given to send.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use elevenlabs_voices::transport::Attempt;
use elevenlabs_voices::{ApiClient, ClientBuilder};
use tests::modes::{Answer, Mode};

use crate::helpers::builder;

/// What there was to send.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<Mutex<Vec<(Instant, Attempt)>>>);

impl Sent {
    /// Each attempt, and when it came.
    pub(crate) fn all(&self) -> Vec<(Instant, Attempt)> {
        self.0.lock().expect("nobody panics").clone()
    }

    pub(crate) fn only(&self) -> (Instant, Attempt) {
        let mut all = self.all();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    pub(crate) fn count(&self) -> usize {
        self.all().len()
    }

    pub(crate) fn uris(&self) -> Vec<String> {
        self.all().iter().map(|(_, attempt)| attempt.request.uri().to_string()).collect()
    }
}

/// A client of a server that is a function.
pub(crate) fn scripted<M: Mode>(
    builder: ClientBuilder<M::Kind>,
    answer: impl Fn(&Attempt) -> Answer + Send + Sync + 'static,
) -> (ApiClient<M::Kind>, Sent) {
    let sent = Sent::default();
    let remembered = sent.clone();
    let builder = M::through(builder, move |attempt| {
        remembered.0.lock().expect("nobody panics").push((Instant::now(), attempt.clone()));
        answer(&attempt)
    });
    (M::build(builder).expect("a client"), sent)
}

/// The builder of a client that reaches no network.
pub(crate) fn far_away<M: Mode>() -> ClientBuilder<M::Kind> {
    builder::<M>("https://api.example.com")
}

pub(crate) fn response(status: u16, body: impl Into<Vec<u8>>) -> http::Response<Vec<u8>> {
    let mut response = http::Response::new(body.into());
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    response
}

pub(crate) fn with_header(
    mut response: http::Response<Vec<u8>>,
    name: &'static str,
    value: &str,
) -> http::Response<Vec<u8>> {
    response.headers_mut().insert(name, http::HeaderValue::from_str(value).expect("a value"));
    response
}
