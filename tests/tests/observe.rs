//! Tracing: a span for each call and one for each attempt, without secrets or user data.

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
    retried_call_has_one_span_with_two_attempt_spans,
    attempt_span_has_fields_of_the_request_and_response,
    server_port_defaults_to_the_port_of_the_scheme,
    path_is_recorded_as_its_template,
    attempt_without_a_response_has_an_error_type,
    secrets_and_user_data_are_not_recorded,
    call_span_is_a_child_of_the_callers_span,
}

/// A client whose spans can be recorded.
trait Traced: Mode {
    /// Sends a request with this subscriber.
    async fn send_with_subscriber<Op: Operation>(
        dispatch: &Dispatch,
        request: Request<Op, Self::Backend>,
    ) -> Result<Op::Output, Error>;
}

impl Traced for Asynchronous {
    async fn send_with_subscriber<Op: Operation>(
        dispatch: &Dispatch,
        request: Request<Op, Self::Backend>,
    ) -> Result<Op::Output, Error> {
        request.send().with_subscriber(dispatch.clone()).await
    }
}

impl Traced for Synchronous {
    async fn send_with_subscriber<Op: Operation>(
        dispatch: &Dispatch,
        request: Request<Op, Self::Backend>,
    ) -> Result<Op::Output, Error> {
        tokio::task::block_in_place(|| tracing::dispatcher::with_default(dispatch, || request.send()))
    }
}

/// A span, as a tracing backend receives it.
#[derive(Clone, Debug, Default)]
struct Span {
    name: &'static str,
    /// The module that records it.
    target: String,
    /// The index of its parent in the recorder.
    parent: Option<usize>,
    fields: BTreeMap<&'static str, String>,
    closed: bool,
}

/// The targets of the checked spans: those of the crate and of the tests.
const CRATE: &str = "elevenlabs_voices";
const TESTS: &str = module_path!();

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

/// Records all spans in the order of creation; events are recorded as spans that are never closed.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Span>>>);

/// The index of a span in the recorder.
struct SpanIndex(usize);

impl Recorder {
    fn dispatch(&self) -> Dispatch {
        Dispatch::new(Registry::default().with(self.clone()))
    }

    fn spans(&self) -> Vec<Span> {
        self.0.lock().expect("no panic").clone()
    }

    /// The spans of the crate and the tests, without those of dependencies.
    fn own(&self) -> Vec<Span> {
        let own = |span: &Span| [CRATE, TESTS].iter().any(|target| span.target.starts_with(target));
        self.spans().into_iter().filter(own).collect()
    }

    /// The names of spans, each with the name of its parent.
    fn names_with_parents(&self) -> Vec<(&'static str, Option<&'static str>)> {
        let all = self.spans();
        self.own().iter().map(|span| (span.name, span.parent.map(|parent| all[parent].name))).collect()
    }

    fn attempts(&self) -> Vec<Span> {
        self.named("http_request")
    }

    fn named(&self, name: &str) -> Vec<Span> {
        self.own().into_iter().filter(|span| span.name == name).collect()
    }

    fn change(&self, id: &Id, context: &Context<'_, Registry>, change: impl FnOnce(&mut Span)) {
        if let Some(index) = span_index(id, context) {
            change(&mut self.0.lock().expect("no panic")[index]);
        }
    }
}

fn span_index(id: &Id, context: &Context<'_, Registry>) -> Option<usize> {
    context.span(id)?.extensions().get().map(|SpanIndex(index)| *index)
}

impl Layer<Registry> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, Registry>) {
        let span = context.span(id).expect("a new span is registered");
        let parent = span.parent().and_then(|parent| span_index(&parent.id(), &context));
        let mut new = Span { parent, ..Span::named(attributes.metadata()) };
        attributes.record(&mut new);
        let mut spans = self.0.lock().expect("no panic");
        span.extensions_mut().insert(SpanIndex(spans.len()));
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

/// A server that returns the responses in order.
async fn serve(answers: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    for answer in answers {
        Mock::given(any()).respond_with(answer).up_to_n_times(1).mount(&server).await;
    }
    server
}

fn client<M: Mode>(url: String) -> elevenlabs_voices::ApiClient<M::Backend> {
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
async fn trace_retry<M: Traced>() -> (Recorder, MockServer) {
    let server = serve([busy(), page()]).await;
    let recorder = Recorder::default();
    let request = client::<M>(server.uri()).list_voices().search(SEARCHED);
    let page = M::send_with_subscriber(&recorder.dispatch(), request).await.expect("a page");
    assert_eq!(page.voices.len(), 1);
    (recorder, server)
}

async fn retried_call_has_one_span_with_two_attempt_spans<M: Traced>() {
    let (recorder, _server) = trace_retry::<M>().await;
    let attempt = ("http_request", Some("api_call"));
    assert_eq!(recorder.names_with_parents(), [("api_call", None), attempt, attempt]);
    let spans = recorder.own();
    assert!(spans.iter().all(|span| span.closed), "{spans:#?}");
    assert_eq!(spans[0].get("otel.name"), Some("list_voices"));
}

async fn attempt_span_has_fields_of_the_request_and_response<M: Traced>() {
    let (recorder, server) = trace_retry::<M>().await;
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

async fn server_port_defaults_to_the_port_of_the_scheme<M: Traced>() {
    for (url, port) in [("https://api.example.com", "443"), ("http://localhost", "80")] {
        let recorder = Recorder::default();
        let builder = M::with_transport(M::builder().api_key(KEY).base_url(url), |_| {
            Ok(http::Response::new(br#"{"voices": [], "has_more": false}"#.to_vec()))
        });
        let request = M::build(builder).expect("a client").list_voices();
        M::send_with_subscriber(&recorder.dispatch(), request).await.expect("a page");
        assert_eq!(recorder.attempts()[0].get("server.port"), Some(port), "{url}");
    }
}

async fn path_is_recorded_as_its_template<M: Traced>() {
    let server = serve([ResponseTemplate::new(404)]).await;
    let recorder = Recorder::default();
    let request = client::<M>(server.uri()).get_voice(SEARCHED);
    M::send_with_subscriber(&recorder.dispatch(), request).await.expect_err("no such voice");
    let attempts = recorder.attempts();
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].get("url.template"), Some("/v1/voices/{voice_id}"));
    assert_eq!(attempts[0].get("http.response.status_code"), Some("404"));
    assert_eq!(attempts[0].get("error.type"), Some("404"));
    assert_eq!(recorder.named("api_call").len(), 1);
}

async fn attempt_without_a_response_has_an_error_type<M: Traced>() {
    // Bound, so that no other process takes the port, but not listening, so that connections are refused.
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let url = format!("http://{}", socket.local_addr().expect("bound"));
    let recorder = Recorder::default();
    let request = client::<M>(url).get_default_voice_settings().with_max_retries(0);
    M::send_with_subscriber(&recorder.dispatch(), request).await.expect_err("a connection error");
    let attempts = recorder.attempts();
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].get("error.type"), Some("Connect"), "{attempts:#?}");
    assert_eq!(attempts[0].get("http.response.status_code"), None);
}

async fn secrets_and_user_data_are_not_recorded<M: Traced>() {
    let (recorder, server) = trace_retry::<M>().await;
    server.reset().await;
    let rejection = ResponseTemplate::new(422).set_body_string(format!("{BODY} {KEY} {SEARCHED}"));
    Mock::given(any()).respond_with(rejection).mount(&server).await;
    let client = client::<M>(server.uri());
    let dispatch = recorder.dispatch();
    M::send_with_subscriber(&dispatch, client.get_voice(SEARCHED)).await.expect_err("a 422");
    let request = client.list_voices().next_page_token(SEARCHED).with_header("x-team", SEARCHED);
    M::send_with_subscriber(&dispatch, request).await.expect_err("a 422");

    assert_eq!(recorder.names_with_parents().len(), 7, "{:?}", recorder.names_with_parents());
    let spans = recorder.spans();
    for secret in [KEY, SEARCHED, BODY, "x-team"] {
        let contains = |span: &Span| span.fields.values().any(|value| value.contains(secret));
        assert!(!spans.iter().any(contains), "{secret}: {spans:#?}");
    }
}

async fn call_span_is_a_child_of_the_callers_span<M: Traced>() {
    let server = serve([page()]).await;
    let recorder = Recorder::default();
    let dispatch = recorder.dispatch();
    let outer = tracing::dispatcher::with_default(&dispatch, || tracing::info_span!("outer"));
    let request = client::<M>(server.uri()).list_voices();
    let call = M::send_with_subscriber(&dispatch, request);
    tracing::Instrument::instrument(call, outer).await.expect("a page");
    let expected = [("outer", None), ("api_call", Some("outer")), ("http_request", Some("api_call"))];
    assert_eq!(recorder.names_with_parents(), expected);
}
