//! An in-process mock server, for tests. It responds with values that the test sets, in pages where the API has pages, and records
//! the requests.

mod answer;
mod list;
mod paging;
mod recorded;
mod reply;
mod route;
mod router;

use std::collections::HashMap;
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
/// - For an operation that lists items, it sets the items. The mock paginates, searches, filters and sorts them as the API documents.
/// - For an operation that returns one item by an argument, it sets the response to every argument. Without it, the mock looks the
///   item up among the listed items.
/// - For any other operation, it sets the response. Without it, the response is a fixture. A value of
///   `None` is a response without a body.
///
/// A request with a parameter whose effect is not documented precisely enough fails with an error that names the parameter, so that no
/// test passes because the mock ignores it: [`enqueue_reply`](Self::enqueue_reply) sets the response. Texts are sorted by their
/// characters' code points, ascending unless the request has a direction; absent values are last.
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
    /// Responses by operation; `None` is one without a body.
    values: HashMap<&'static str, Option<Value>>,
    replies: Vec<QueuedReply>,
    recorded: Vec<RecordedRequest>,
}

struct QueuedReply {
    reply: Reply,
    is_used: bool,
}

impl State {
    /// The first reply to one request of the operation, or else the last to every request.
    fn next_reply(&mut self, operation: Option<&'static str>) -> Option<Reply> {
        let is_for =
            |queued: &QueuedReply| queued.reply.operation.is_none() || queued.reply.operation == operation;
        let is_once = |queued: &QueuedReply| is_for(queued) && !queued.reply.is_sticky;
        if let Some(position) = self.replies.iter().position(is_once) {
            return Some(self.replies.remove(position).reply);
        }
        let queued = self.replies.iter_mut().rev().find(|queued| is_for(queued))?;
        queued.is_used = true;
        Some(queued.reply.clone())
    }
}

impl Mock {
    /// Responds with this reply to the next request, or as [`Reply`] says. Several replies are used in order.
    pub fn enqueue_reply(&self, reply: Reply) {
        lock(&self.state).replies.push(QueuedReply { reply, is_used: false });
    }

    /// Checks that every reply has been used, those to every request at least once. A reply that was not used is usually one to a
    /// request that the program did not send.
    ///
    /// # Panics
    ///
    /// If a reply has not been used.
    #[track_caller]
    pub fn assert_replies_used(&self) {
        let unused: Vec<_> = lock(&self.state)
            .replies
            .iter()
            .filter(|queued| !queued.is_used)
            .map(|queued| format!("\n- {}", queued.reply.describe()))
            .collect();
        assert!(unused.is_empty(), "replies of the mock that were not used:{}", unused.concat());
    }

    /// Returns all requests so far, including retries and further pages.
    #[must_use]
    pub fn received_requests(&self) -> Vec<RecordedRequest> {
        lock(&self.state).recorded.clone()
    }

    /// Returns a client that sends all requests to this mock. It does not retry, so that an enqueued error is that of the call, unless
    /// a request has [`with_max_retries`](crate::Request::with_max_retries). It never waits: before a retry the time of the call
    /// advances.
    ///
    /// # Errors
    ///
    /// If the API's base URL is invalid.
    #[cfg(feature = "async")]
    pub fn client(&self) -> Result<Client, Error> {
        builder(ClientBuilder::<Async>::new(self.api), self.api).transport(self.clone()).build()
    }

    /// Returns a blocking client that sends all requests to this mock, otherwise like [`client`](Self::client).
    ///
    /// # Errors
    ///
    /// If the API's base URL is invalid.
    #[cfg(feature = "blocking")]
    pub fn blocking_client(&self) -> Result<blocking::Client, Error> {
        builder(ClientBuilder::<blocking::Blocking>::new(self.api), self.api).transport(self.clone()).build()
    }
}

/// Creates a mock without items. A function rather than a method, as [`respond`] is.
pub(crate) fn new_mock(api: &'static Api, routes: &'static [MockRoute]) -> Mock {
    Mock { api, routes, state: Arc::default() }
}

/// Sets the options of the mock's clients: no retries, and a key if the API has one.
#[cfg(any(feature = "async", feature = "blocking"))]
fn builder<B>(builder: ClientBuilder<B>, api: &Api) -> ClientBuilder<B> {
    let builder = builder.max_retries(0);
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
        let value = (!value.is_absent()).then(|| to_json(value));
        lock(&self.state).values.insert(operation, value);
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
    let reply = state.next_reply(request.operation).unwrap_or_else(|| match route {
        Some(matched) => matched.answer(&request, &state.items, &state.values),
        None => Reply::not_found(&request),
    });
    state.recorded.push(request);
    attempt.skipped_time.start(reply.delay);
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
