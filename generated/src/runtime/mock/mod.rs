//! An in-process mock server, for tests. It responds with values that the test sets, in pages where the API has pages, and records
//! the requests.

mod answer;
mod paging;
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
pub use route::{MockBehavior, MockForm, MockList, MockRoute};

use router::find_route;

/// An in-process mock server, for tests without a key and without a network.
///
/// It has a setter for each operation with a response, under the operation's name:
///
/// - For an operation that lists items, it sets the items. The mock paginates, searches and filters them; it does not sort them.
/// - For an operation that returns one item by an argument, it sets the response to every argument. Without it, the mock looks the
///   item up among the listed items.
/// - For any other operation, it sets the response. Without it, the response is a fixture.
///
/// Clones share their state. A mock is a transport; [`client`](Self::client) and [`blocking_client`](Self::blocking_client) return
/// a client with it.
#[derive(Clone)]
pub struct Mock {
    api: &'static Api,
    routes: &'static [MockRoute],
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Items as JSON, by operation.
    items: HashMap<&'static str, Vec<Value>>,
    values: HashMap<&'static str, Value>,
    replies: VecDeque<Reply>,
    recorded: Vec<RecordedRequest>,
}

impl Mock {
    /// Responds to the next request with this reply, once, whatever the request is. Several replies are used in order.
    pub fn enqueue_reply(&self, reply: Reply) {
        lock(&self.state).replies.push_back(reply);
    }

    /// Returns all requests so far, including retries and further pages.
    #[must_use]
    pub fn received_requests(&self) -> Vec<RecordedRequest> {
        lock(&self.state).recorded.clone()
    }

    /// Returns a client that sends all requests to this mock.
    ///
    /// # Errors
    ///
    /// If the API's base URL is invalid.
    #[cfg(feature = "async")]
    pub fn client(&self) -> Result<Client, Error> {
        with_key(ClientBuilder::<Async>::new(self.api), self.api).transport(self.clone()).build()
    }

    /// Returns a blocking client that sends all requests to this mock.
    ///
    /// # Errors
    ///
    /// If the API's base URL is invalid.
    #[cfg(feature = "blocking")]
    pub fn blocking_client(&self) -> Result<blocking::Client, Error> {
        with_key(ClientBuilder::<blocking::Blocking>::new(self.api), self.api).transport(self.clone()).build()
    }
}

/// Creates a mock without items. A function rather than a method, as [`respond`] is.
pub(crate) fn new_mock(api: &'static Api, routes: &'static [MockRoute]) -> Mock {
    Mock { api, routes, state: Arc::default() }
}

/// Sets the key of the mock's clients, if the API has a key.
#[cfg(any(feature = "async", feature = "blocking"))]
fn with_key<B>(builder: ClientBuilder<B>, api: &Api) -> ClientBuilder<B> {
    if api.key.is_some() { builder.api_key(KEY) } else { builder }
}

/// Locks the state, also after a panic in another thread: the state is consistent between calls.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The key of the mock's clients. It must not occur in responses, where it would be redacted.
const KEY: &str = "key-of-no-account";

/// Used by the emitted setters.
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

/// Converts a value to the JSON that the API would send.
pub fn to_json(value: &impl JsonValue) -> Value {
    // It fails only for maps with keys other than strings, which no value has.
    serde_json::to_value(AsSerialize(value)).unwrap_or_default()
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("received_requests", &lock(&self.state).recorded.len())
            .finish_non_exhaustive()
    }
}

/// Records a request and returns its response. A function, because a method could have the name of an operation's setter.
fn respond(mock: &Mock, attempt: &Attempt) -> Result<http::Response<Vec<u8>>, TransportError> {
    let mut request = RecordedRequest::new(&attempt.request);
    let route = find_route(mock.routes, mock.api.base_url, &request);
    request.operation = route.as_ref().map(|matched| matched.route.operation);
    let mut state = lock(&mock.state);
    let reply = state.replies.pop_front().unwrap_or_else(|| match route {
        Some(matched) => matched.answer(&request, &state.items, &state.values),
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
