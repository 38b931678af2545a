//! What a call tells of itself: a span for the call and one for each attempt, and nothing that is secret or the user's.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use elevenlabs_voices::{Error, Operation, Request};
use tests::both_clients;
use tests::modes::{Asynchronous, Mode, Synchronous};
use tracing::Dispatch;
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::Registry;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const KEY: &str = "sk_only_for_tests_77d0";
const SEARCHED: &str = "velvet-thunder";
const BODY: &str = "words-of-the-body";

both_clients! {
    a_retried_call_is_one_span_with_two_attempts_in_it,
    an_attempt_says_what_was_asked_of_whom_and_what_came_of_it,
    a_server_without_a_port_is_at_its_schemes,
    a_path_is_shown_without_its_arguments,
    an_attempt_without_a_response_has_a_type_of_error,
    nothing_secret_is_told,
    a_call_is_a_part_of_what_its_caller_does,
}

/// A client whose calls can be watched.
trait Watched: Mode {
    /// Sends a request where these spans are told to it.
    async fn send_to<Op: Operation>(
        dispatch: &Dispatch,
        request: Request<Op, Self::Kind>,
    ) -> Result<Op::Output, Error>;
}

impl Watched for Asynchronous {
    async fn send_to<Op: Operation>(
        dispatch: &Dispatch,
        request: Request<Op, Self::Kind>,
    ) -> Result<Op::Output, Error> {
        request.send().with_subscriber(dispatch.clone()).await
    }
}

impl Watched for Synchronous {
    async fn send_to<Op: Operation>(
        dispatch: &Dispatch,
        request: Request<Op, Self::Kind>,
    ) -> Result<Op::Output, Error> {
        tokio::task::block_in_place(|| tracing::dispatcher::with_default(dispatch, || request.send()))
    }
}

/// A span, as a tracing backend would see it.
#[derive(Clone, Debug, Default)]
struct Span {
    name: &'static str,
    /// Which crate tells of it.
    target: String,
    /// Whose part it is: its place in the record.
    parent: Option<usize>,
    fields: BTreeMap<&'static str, String>,
    closed: bool,
}

/// Whose spans are looked at closely: the crate's and the tests'.
const OURS: &str = "elevenlabs_voices";
const HERE: &str = module_path!();

impl Visit for Span {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields.insert(field.name(), format!("{value:?}"));
    }
}

impl Span {
    fn named(metadata: &tracing::Metadata<'static>) -> Self {
        Self { name: metadata.name(), target: metadata.target().to_owned(), ..Self::default() }
    }

    fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }
}

/// Writes down all spans, in the order of their beginning; events count as spans without an end.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Span>>>);

/// A span's place in the record.
struct Place(usize);

impl Recorder {
    fn dispatch(&self) -> Dispatch {
        Dispatch::new(Registry::default().with(self.clone()))
    }

    fn spans(&self) -> Vec<Span> {
        self.0.lock().expect("no panic").clone()
    }

    /// Without what the crates say that ours is made of.
    fn ours(&self) -> Vec<Span> {
        let ours = |span: &Span| [OURS, HERE].iter().any(|target| span.target.starts_with(target));
        self.spans().into_iter().filter(ours).collect()
    }

    /// The names of spans, each with the name of the one that it is a part of.
    fn parts(&self) -> Vec<(&'static str, Option<&'static str>)> {
        let all = self.spans();
        self.ours().iter().map(|span| (span.name, span.parent.map(|parent| all[parent].name))).collect()
    }

    fn attempts(&self) -> Vec<Span> {
        self.named("http_request")
    }

    fn named(&self, name: &str) -> Vec<Span> {
        self.ours().into_iter().filter(|span| span.name == name).collect()
    }

    fn change(&self, id: &Id, context: &Context<'_, Registry>, change: impl FnOnce(&mut Span)) {
        if let Some(place) = place(id, context) {
            change(&mut self.0.lock().expect("no panic")[place]);
        }
    }
}

fn place(id: &Id, context: &Context<'_, Registry>) -> Option<usize> {
    context.span(id)?.extensions().get().map(|Place(place)| *place)
}

impl Layer<Registry> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, Registry>) {
        let span = context.span(id).expect("it is new");
        let parent = span.parent().and_then(|parent| place(&parent.id(), &context));
        let mut new = Span { parent, ..Span::named(attributes.metadata()) };
        attributes.record(&mut new);
        let mut spans = self.0.lock().expect("no panic");
        span.extensions_mut().insert(Place(spans.len()));
        spans.push(new);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, Registry>) {
        self.change(id, &context, |span| values.record(span));
    }

    fn on_close(&self, id: Id, context: Context<'_, Registry>) {
        self.change(&id, &context, |span| span.closed = true);
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, Registry>) {
        let mut span = Span::named(event.metadata());
        event.record(&mut span);
        self.0.lock().expect("no panic").push(span);
    }
}

/// A server that answers so in turn.
async fn serve(answers: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    for answer in answers {
        Mock::given(any()).respond_with(answer).up_to_n_times(1).mount(&server).await;
    }
    server
}

fn client<M: Mode>(url: String) -> elevenlabs_voices::ApiClient<M::Kind> {
    M::build(M::builder().api_key(KEY).base_url(url)).expect("a client")
}

fn busy() -> ResponseTemplate {
    ResponseTemplate::new(503).insert_header("retry-after", "0").set_body_string(BODY)
}

fn page() -> ResponseTemplate {
    let voices = format!(r#"[{{"voice_id": "v1", "name": "{BODY}", "category": "cloned"}}]"#);
    let body = format!(r#"{{"voices": {voices}, "has_more": false, "next_page_token": null}}"#);
    ResponseTemplate::new(200).set_body_raw(body, "application/json")
}

/// A call that succeeds at the second attempt.
async fn watch_a_retry<M: Watched>() -> (Recorder, MockServer) {
    let server = serve([busy(), page()]).await;
    let recorder = Recorder::default();
    let request = client::<M>(server.uri()).list_voices().search(SEARCHED);
    let page = M::send_to(&recorder.dispatch(), request).await.expect("a page");
    assert_eq!(page.voices.len(), 1);
    (recorder, server)
}

async fn a_retried_call_is_one_span_with_two_attempts_in_it<M: Watched>() {
    let (recorder, _server) = watch_a_retry::<M>().await;
    let attempt = ("http_request", Some("api_call"));
    assert_eq!(recorder.parts(), [("api_call", None), attempt, attempt]);
    let spans = recorder.ours();
    assert!(spans.iter().all(|span| span.closed), "{spans:#?}");
    assert_eq!(spans[0].get("otel.name"), Some("list_voices"));
}

async fn an_attempt_says_what_was_asked_of_whom_and_what_came_of_it<M: Watched>() {
    let (recorder, server) = watch_a_retry::<M>().await;
    let attempts = recorder.attempts();
    let port = server.address().port().to_string();
    for attempt in &attempts {
        assert_eq!(attempt.get("http.request.method"), Some("GET"));
        assert_eq!(attempt.get("url.template"), Some("/v2/voices"));
        assert_eq!(attempt.get("url.scheme"), Some("http"));
        assert_eq!(attempt.get("server.address"), Some("127.0.0.1"));
        assert_eq!(attempt.get("server.port"), Some(port.as_str()));
        assert_eq!(attempt.get("otel.kind"), Some("client"));
    }
    let both = |field: &str| [0, 1].map(|attempt| attempts[attempt].get(field));
    assert_eq!(both("http.request.resend_count"), [None, Some("1")]);
    assert_eq!(both("http.response.status_code"), [Some("503"), Some("200")]);
    assert_eq!(both("error.type"), [Some("503"), None], "{attempts:#?}");
}

async fn a_server_without_a_port_is_at_its_schemes<M: Watched>() {
    for (url, port) in [("https://api.example.com", "443"), ("http://localhost", "80")] {
        let recorder = Recorder::default();
        let builder = M::through(M::builder().api_key(KEY).base_url(url), |_| {
            Ok(http::Response::new(br#"{"voices": [], "has_more": false}"#.to_vec()))
        });
        let request = M::build(builder).expect("a client").list_voices();
        M::send_to(&recorder.dispatch(), request).await.expect("a page");
        assert_eq!(recorder.attempts()[0].get("server.port"), Some(port), "{url}");
    }
}

async fn a_path_is_shown_without_its_arguments<M: Watched>() {
    let server = serve([ResponseTemplate::new(404)]).await;
    let recorder = Recorder::default();
    let request = client::<M>(server.uri()).get_voice(SEARCHED);
    M::send_to(&recorder.dispatch(), request).await.expect_err("there is no such voice");
    let attempts = recorder.attempts();
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].get("url.template"), Some("/v1/voices/{voice_id}"));
    assert_eq!(attempts[0].get("http.response.status_code"), Some("404"));
    assert_eq!(attempts[0].get("error.type"), Some("404"));
    assert_eq!(recorder.named("api_call").len(), 1);
}

async fn an_attempt_without_a_response_has_a_type_of_error<M: Watched>() {
    // Bound, so that nobody else takes the port, and not listening, so that nobody answers.
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let url = format!("http://{}", socket.local_addr().expect("bound"));
    let recorder = Recorder::default();
    let request = client::<M>(url).get_default_voice_settings().with_max_retries(0);
    M::send_to(&recorder.dispatch(), request).await.expect_err("nobody answers");
    let attempts = recorder.attempts();
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].get("error.type"), Some("Connect"), "{attempts:#?}");
    assert_eq!(attempts[0].get("http.response.status_code"), None);
}

async fn nothing_secret_is_told<M: Watched>() {
    let (recorder, server) = watch_a_retry::<M>().await;
    server.reset().await;
    let refused = ResponseTemplate::new(422).set_body_string(format!("{BODY} {KEY} {SEARCHED}"));
    Mock::given(any()).respond_with(refused).mount(&server).await;
    let client = client::<M>(server.uri());
    let dispatch = recorder.dispatch();
    M::send_to(&dispatch, client.get_voice(SEARCHED)).await.expect_err("a refusal");
    let request = client.list_voices().next_page_token(SEARCHED).with_header("x-team", SEARCHED);
    M::send_to(&dispatch, request).await.expect_err("a refusal");

    assert_eq!(recorder.parts().len(), 7, "{:?}", recorder.parts());
    let spans = recorder.spans();
    for secret in [KEY, SEARCHED, BODY, "x-team"] {
        let tells = |span: &Span| span.fields.values().any(|value| value.contains(secret));
        assert!(!spans.iter().any(tells), "{secret}: {spans:#?}");
    }
}

async fn a_call_is_a_part_of_what_its_caller_does<M: Watched>() {
    let server = serve([page()]).await;
    let recorder = Recorder::default();
    let dispatch = recorder.dispatch();
    let outer = tracing::dispatcher::with_default(&dispatch, || tracing::info_span!("outer"));
    let request = client::<M>(server.uri()).list_voices();
    let call = M::send_to(&dispatch, request);
    tracing::Instrument::instrument(call, outer).await.expect("a page");
    let parts = [("outer", None), ("api_call", Some("outer")), ("http_request", Some("api_call"))];
    assert_eq!(recorder.parts(), parts);
}
