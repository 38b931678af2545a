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
    retry_is_an_event_with_reason_wait_and_attempt,
    failed_call_is_a_warning,
    successful_call_has_no_event,
    plain_subscriber_prints_the_lines_of_the_guide,
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
    /// The level, if it is an event.
    event: Option<tracing::Level>,
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

/// Records all spans and events in the order of creation.
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
        let own = |span: &Span| {
            span.event.is_none() && [CRATE, TESTS].iter().any(|target| span.target.starts_with(target))
        };
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

    /// The events of the crate.
    fn events(&self) -> Vec<Span> {
        let own = |span: &Span| span.event.is_some() && span.target.starts_with(CRATE);
        self.spans().into_iter().filter(own).collect()
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

    fn on_event(&self, event: &tracing::Event<'_>, context: Context<'_, Registry>) {
        let parent = context.event_span(event).and_then(|parent| span_index(&parent.id(), &context));
        let level = Some(*event.metadata().level());
        let mut span = Span { parent, event: level, ..Span::named(event.metadata()) };
        event.record(&mut span);
        self.0.lock().expect("no panic").push(span);
    }
}

/// A subscriber's output.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Output {
    /// The lines, without their time.
    fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().expect("no panic").clone()).expect("text");
        text.lines().map(|line| line.trim().to_owned()).collect()
    }
}

impl std::io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
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

async fn retry_is_an_event_with_reason_wait_and_attempt<M: Traced>() {
    let (recorder, _server) = trace_retry::<M>().await;
    let events = recorder.events();
    let [retry] = &events[..] else { panic!("{events:#?}") };
    assert_eq!(retry.event, Some(tracing::Level::INFO));
    assert_eq!(retry.parent.map(|parent| recorder.spans()[parent].name), Some("api_call"));
    assert_eq!(retry.get("message"), Some("the attempt failed and is retried"));
    assert_eq!((retry.get("operation"), retry.get("error.type")), (Some("list_voices"), Some("503")));
    assert_eq!((retry.get("attempt"), retry.get("wait")), (Some("1"), Some("0ns")));
}

async fn failed_call_is_a_warning<M: Traced>() {
    let server = serve([busy(), ResponseTemplate::new(404).insert_header("request-id", "r-7")]).await;
    let recorder = Recorder::default();
    let client = client::<M>(server.uri());
    let dispatch = recorder.dispatch();
    M::send_with_subscriber(&dispatch, client.get_voice("v1")).await.expect_err("a 404");
    M::send_with_subscriber(&dispatch, client.list_voices().page_size(101)).await.expect_err("too many");
    let events = recorder.events();
    let [_, failed, invalid] = &events[..] else { panic!("{events:#?}") };
    for event in [failed, invalid] {
        assert_eq!(
            (event.event, event.get("message")),
            (Some(tracing::Level::WARN), Some("the call failed"))
        );
        assert_eq!(event.parent.map(|parent| recorder.spans()[parent].name), Some("api_call"));
    }
    assert_eq!((failed.get("operation"), failed.get("error.type")), (Some("get_voice"), Some("404")));
    assert_eq!((failed.get("attempts"), failed.get("request_id")), (Some("2"), Some("r-7")));
    assert_eq!((invalid.get("error.type"), invalid.get("attempts")), (Some("Argument"), Some("0")));
}

async fn successful_call_has_no_event<M: Traced>() {
    let server = serve([page()]).await;
    let recorder = Recorder::default();
    let request = client::<M>(server.uri()).list_voices();
    M::send_with_subscriber(&recorder.dispatch(), request).await.expect("a page");
    assert!(recorder.events().is_empty(), "{:#?}", recorder.events());
}

async fn plain_subscriber_prints_the_lines_of_the_guide<M: Traced>() {
    let server = serve([busy(), ResponseTemplate::new(404)]).await;
    let output = Output::default();
    let writer = output.clone();
    let subscriber = tracing_subscriber::fmt().without_time().with_ansi(false);
    let dispatch = Dispatch::new(subscriber.with_writer(move || writer.clone()).finish());
    M::send_with_subscriber(&dispatch, client::<M>(server.uri()).get_voice("v1")).await.expect_err("a 404");
    let lines = output.lines();
    let guide = tests::read("generated/guide/tracing.md");
    let expected = guide.lines().filter(|line| line.starts_with("INFO ") || line.starts_with("WARN "));
    assert_eq!(lines, expected.collect::<Vec<_>>());
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
