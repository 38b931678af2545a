//! An API in the program itself, for tests: it answers from values that it was given, page by page where the API does, and
//! remembers what it was asked.

mod answer;
mod recorded;
mod reply;
mod route;
mod router;

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

#[cfg(feature = "blocking")]
use crate::runtime::call::blocking;
use crate::runtime::call::{Api, Attempt, ClientBuilder, TransportError};
#[cfg(feature = "async")]
use crate::runtime::call::{Async, Client, Transport, TransportFuture};
use crate::runtime::error::Error;
use crate::runtime::model::{AsSerialize, JsonValue};

pub use recorded::RecordedRequest;
pub use reply::Reply;
pub use route::{MockBehavior, MockList, MockRoute};

use router::find_route;

/// An API in the program itself, for tests without a key and without a network.
///
/// It has a method for each operation that has to be told what to answer, named after it: an operation that lists items takes the
/// items, and pages, searches and filters them as it is asked to; one that finds an item by an argument finds it among them, unless
/// it has an answer of its own; others take their answer, and give a fixture until they have one. Items are listed in the order they were given in, whatever
/// order is asked for.
///
/// Clones are the same mock. A client takes one as its transport; [`client`](Self::client) and
/// [`blocking_client`](Self::blocking_client) make such a client.
#[derive(Clone)]
pub struct Mock {
    api: &'static Api,
    routes: &'static [MockRoute],
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// By operation, in JSON.
    items: HashMap<&'static str, Vec<Value>>,
    values: HashMap<&'static str, Value>,
    replies: VecDeque<Reply>,
    recorded: Vec<RecordedRequest>,
}

impl Mock {
    /// Answers the next request with this, once, whatever it asks for. Several are given in turn.
    pub fn enqueue_reply(&self, reply: Reply) {
        lock(&self.state).replies.push_back(reply);
    }

    /// All requests so far, retries and pages included.
    #[must_use]
    pub fn received_requests(&self) -> Vec<RecordedRequest> {
        lock(&self.state).recorded.clone()
    }

    /// A client of this mock, and of nothing else.
    ///
    /// # Errors
    ///
    /// If the API's own address is none that a client takes.
    #[cfg(feature = "async")]
    pub fn client(&self) -> Result<Client, Error> {
        ClientBuilder::<Async>::new(self.api).api_key(KEY).transport(self.clone()).build()
    }

    /// A blocking client of this mock, and of nothing else.
    ///
    /// # Errors
    ///
    /// If the API's own address is none that a client takes.
    #[cfg(feature = "blocking")]
    pub fn blocking_client(&self) -> Result<blocking::Client, Error> {
        ClientBuilder::<blocking::Blocking>::new(self.api).api_key(KEY).transport(self.clone()).build()
    }
}

/// A mock of that API which has no items yet. A function, as [`respond`] is.
pub(crate) fn new_mock(api: &'static Api, routes: &'static [MockRoute]) -> Mock {
    Mock { api, routes, state: Arc::default() }
}

/// A test that panics elsewhere is no reason to answer nothing.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The key of the mock's own clients: no word that stands in an answer, where it would not be shown.
const KEY: &str = "key-of-no-account";

/// For the setters that are emitted, one an operation.
#[doc(hidden)]
impl Mock {
    pub fn set_items<T: JsonValue>(&self, operation: &'static str, items: impl IntoIterator<Item = T>) {
        let items = items.into_iter().map(|item| to_json(&item)).collect();
        lock(&self.state).items.insert(operation, items);
    }

    pub fn set_value(&self, operation: &'static str, value: &impl JsonValue) {
        lock(&self.state).values.insert(operation, to_json(value));
    }
}

/// A value as the API would send it.
pub fn to_json(value: &impl JsonValue) -> Value {
    // Only maps with keys that are no text cannot be written, and no value has any.
    serde_json::to_value(AsSerialize(value)).unwrap_or_default()
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("received_requests", &lock(&self.state).recorded.len())
            .finish_non_exhaustive()
    }
}

/// Writes a request down and answers it. A function, since a method's name could be an operation's.
fn respond(mock: &Mock, attempt: &Attempt) -> Result<http::Response<Vec<u8>>, TransportError> {
    let mut request = RecordedRequest::new(&attempt.request);
    let found = find_route(mock.routes, mock.api.base_url, &request);
    request.operation = found.as_ref().map(|found| found.route.operation);
    let mut state = lock(&mock.state);
    let reply = state.replies.pop_front().unwrap_or_else(|| match found {
        Some(found) => found.answer(&request, &state.items, &state.values),
        None => Reply::not_found(&request),
    });
    state.recorded.push(request);
    reply.into_response(mock.api)
}

#[cfg(feature = "async")]
impl Transport for Mock {
    fn send(&self, attempt: Attempt) -> TransportFuture<'_> {
        Box::pin(std::future::ready(respond(self, &attempt)))
    }
}

#[cfg(feature = "blocking")]
impl blocking::Transport for Mock {
    fn send(&self, attempt: Attempt) -> Result<http::Response<Vec<u8>>, TransportError> {
        respond(self, &attempt)
    }
}
