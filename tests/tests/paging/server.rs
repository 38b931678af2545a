//! A test server with a list of voices: responses by the token of the request.

use std::collections::{BTreeMap, VecDeque};
use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use elevenlabs_voices::operations::ListVoices;
use elevenlabs_voices::{ApiClient, Request};
use serde_json::{Value, json};
use tests::modes::Mode;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Respond, ResponseTemplate};

/// The key for requests without a token.
pub(crate) const FIRST: &str = "(no token)";

/// More requests than any test here should send. Further requests are answered with 404, so that no list is endless.
const MAX: usize = 60;

/// Only pagination that does not end at an error either sends this many requests. The process is aborted then.
const ABORT_AFTER: usize = 1000;

/// A server with a list.
pub(crate) struct Server(MockServer);

impl Server {
    /// Adds a response to a token. Several responses to one token are sent in order, and the last one is repeated.
    pub(crate) async fn start(
        responses: impl IntoIterator<Item = (impl Into<String>, ResponseTemplate)>,
    ) -> Self {
        let mut script = BTreeMap::<_, VecDeque<_>>::new();
        for (token, response) in responses {
            script.entry(token.into()).or_default().push_back(response);
        }
        let script = Script { responses: Mutex::new(script), request_count: AtomicUsize::new(0) };
        let server = MockServer::start().await;
        let list = Mock::given(method("GET")).and(path("/v2/voices"));
        list.respond_with(script).mount(&server).await;
        Self(server)
    }

    /// A list of that many pages, with one voice each: `v1`, `v2` and so on, behind the tokens `t2`, `t3` and so on.
    pub(crate) async fn of_pages(count: usize) -> Self {
        let page = |n: usize| {
            let token = if n == 1 { FIRST.to_owned() } else { format!("t{n}") };
            let id = format!("v{n}");
            let response = if n == count { last(&[&id]) } else { followed(&[&id], &format!("t{}", n + 1)) };
            (token, response)
        };
        Self::start((1..=count).map(page)).await
    }

    pub(crate) fn client<M: Mode>(&self) -> ApiClient<M::Backend> {
        let builder = M::builder().api_key("only-for-tests").base_url(self.0.uri());
        M::build(builder).expect("a client")
    }

    /// A list request to the server.
    pub(crate) fn list<M: Mode>(&self) -> Request<ListVoices, M::Backend> {
        self.client::<M>().list_voices()
    }

    pub(crate) async fn requests(&self) -> Vec<wiremock::Request> {
        self.0.received_requests().await.expect("requests are recorded")
    }

    /// The received tokens, one per request.
    pub(crate) async fn received_tokens(&self) -> Vec<String> {
        self.requests().await.iter().map(token).collect()
    }
}

struct Script {
    responses: Mutex<BTreeMap<String, VecDeque<ResponseTemplate>>>,
    request_count: AtomicUsize,
}

impl Script {
    fn response(&self, token: &str) -> Option<ResponseTemplate> {
        let mut responses = self.responses.lock().expect("no panic");
        let responses = responses.get_mut(token)?;
        if responses.len() > 1 { responses.pop_front() } else { responses.front().cloned() }
    }
}

impl Respond for Script {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let request_count = self.request_count.fetch_add(1, Ordering::SeqCst);
        if request_count > ABORT_AFTER {
            // Written to stderr directly: the captured output of a test that does not end is never printed.
            let _ = writeln!(
                std::io::stderr(),
                "pagination does not end: {} is requested repeatedly",
                token(request)
            );
            std::process::exit(1);
        }
        let response = if request_count < MAX { self.response(&token(request)) } else { None };
        response.unwrap_or_else(|| ResponseTemplate::new(404))
    }
}

/// The token of a request. Several tokens are a bug, and are joined so that they match no response.
fn token(request: &wiremock::Request) -> String {
    let pairs = request.url.query_pairs().into_owned();
    let tokens: Vec<_> =
        pairs.filter(|(name, _)| name == "next_page_token").map(|(_, token)| token).collect();
    if tokens.is_empty() { FIRST.to_owned() } else { tokens.join(" and ") }
}

/// A page of these voices with the token of another page.
pub(crate) fn followed(ids: &[&str], token: &str) -> ResponseTemplate {
    page(ids, &json!({"has_more": true, "next_page_token": token}))
}

/// A last page of these voices.
pub(crate) fn last(ids: &[&str]) -> ResponseTemplate {
    page(ids, &json!({"has_more": false, "next_page_token": null}))
}

/// A page of these voices with further properties. A voice with `!` before its id cannot be decoded.
pub(crate) fn page(ids: &[&str], properties: &Value) -> ResponseTemplate {
    let mut page = properties.clone();
    page["voices"] = ids.iter().map(|id| voice(id)).collect();
    ResponseTemplate::new(200).set_body_json(page)
}

fn voice(id: &str) -> Value {
    match id.strip_prefix('!') {
        Some(id) => json!({"voice_id": id, "name": ["not", "a", "name"], "category": "cloned"}),
        None => json!({"voice_id": id, "name": format!("Voice {id}"), "category": "cloned"}),
    }
}

/// A retryable failure, without a wait.
pub(crate) fn retryable_failure() -> ResponseTemplate {
    ResponseTemplate::new(503).insert_header("retry-after", "0")
}
