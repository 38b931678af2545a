//! A transport that is a function, and records the attempts.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use elevenlabs_voices::transport::Attempt;
use elevenlabs_voices::{ApiClient, ClientBuilder};
use tests::modes::{Answer, Mode};

use crate::helpers::builder;

/// The recorded attempts.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<Mutex<Vec<(Instant, Attempt)>>>);

impl Sent {
    /// Each attempt with its time.
    pub(crate) fn all(&self) -> Vec<(Instant, Attempt)> {
        self.0.lock().expect("no panic").clone()
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

/// A client whose transport is a function, and its recorded attempts.
pub(crate) fn scripted<M: Mode>(
    builder: ClientBuilder<M::Backend>,
    answer: impl Fn(&Attempt) -> Answer + Send + Sync + 'static,
) -> (ApiClient<M::Backend>, Sent) {
    let sent = Sent::default();
    let recorded = sent.clone();
    let builder = M::with_transport(builder, move |attempt| {
        recorded.0.lock().expect("no panic").push((Instant::now(), attempt.clone()));
        answer(&attempt)
    });
    (M::build(builder).expect("a client"), sent)
}

/// The builder of a client that is not used with the network.
pub(crate) fn offline<M: Mode>() -> ClientBuilder<M::Backend> {
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
