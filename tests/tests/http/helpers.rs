//! Shared helpers: clients, servers, and received requests.

use std::time::Duration;

use elevenlabs_voices::{ApiClient, ClientBuilder, Error};
use tests::modes::Mode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The key, without characters that need encoding, so that it can be found in any text.
pub(crate) const KEY: &str = "sk_only_for_tests_4be19c";

pub(crate) const SETTINGS: &str =
    r#"{"stability": 0.25, "similarity_boost": 1, "use_speaker_boost": true, "speed": 0.9}"#;
pub(crate) const VOICE: &str =
    r#"{"voice_id": "v1", "name": "Oskar", "category": "cloned", "labels": {"age": "old"}}"#;
pub(crate) const NO_VOICES: &str =
    r#"{"voices": [], "has_more": false, "total_count": 0, "next_page_token": null}"#;

/// A limit for the tests: longer than any successful call, and shorter than `FOREVER`.
const TEST_LIMIT: Duration = Duration::from_secs(3);
pub(crate) const FOREVER: Duration = Duration::from_secs(30);

pub(crate) fn builder<M: Mode>(url: impl Into<String>) -> ClientBuilder<M::Backend> {
    M::builder().api_key(KEY).base_url(url)
}

pub(crate) fn client<M: Mode>(server: &MockServer) -> ApiClient<M::Backend> {
    M::build(builder::<M>(server.uri())).expect("the client should be built")
}

pub(crate) fn ok(body: &str) -> ResponseTemplate {
    json_response(200, body)
}

pub(crate) fn json_response(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// A failure with `retry-after: 0`, so that tests do not wait for backoff.
pub(crate) fn retry_now(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("retry-after", "0")
}

/// A server that answers every request with this response.
pub(crate) async fn serve(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(response).mount(&server).await;
    server
}

/// A server that returns the responses in order, and then 404.
pub(crate) async fn serve_sequence(responses: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    for response in responses {
        Mock::given(any()).respond_with(response).up_to_n_times(1).mount(&server).await;
    }
    server
}

pub(crate) async fn requests(server: &MockServer) -> Vec<wiremock::Request> {
    server.received_requests().await.expect("requests are recorded")
}

pub(crate) async fn only_request(server: &MockServer) -> wiremock::Request {
    let mut requests = requests(server).await;
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
}

/// The only value of a header.
pub(crate) fn header<'a>(request: &'a wiremock::Request, name: &str) -> &'a str {
    let values: Vec<_> = request.headers.get_all(name).iter().collect();
    assert_eq!(values.len(), 1, "{name}: {values:?}");
    values[0].to_str().expect("text")
}

/// The error of a call that receives this response, without retries.
pub(crate) async fn error_of<M: Mode>(response: ResponseTemplate) -> Error {
    let server = serve(response).await;
    let call = client::<M>(&server).get_voice("v1").with_max_retries(0);
    M::send(call).await.expect_err("the call should fail")
}

pub(crate) fn status_of(error: &Error) -> Option<u16> {
    error.status().map(|status| status.as_u16())
}

/// A listener on a loopback port, and its URL.
pub(crate) async fn listen() -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    (format!("http://{}", listener.local_addr().expect("bound")), listener)
}

/// A TCP server for malformed responses: for each reply it accepts a connection, reads the head of a request, writes the
/// reply and closes the connection. The task returns the heads.
pub(crate) async fn serve_raw(replies: Vec<String>) -> (String, JoinHandle<Vec<String>>) {
    let (url, listener) = listen().await;
    let task = tokio::spawn(async move {
        let mut heads = Vec::new();
        for reply in replies {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            heads.push(read_head(&mut stream).await);
            stream.write_all(reply.as_bytes()).await.expect("an open connection");
        }
        heads
    });
    (url, task)
}

pub(crate) async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = String::new();
    let mut buffer = [0; 1024];
    while !head.contains("\r\n\r\n") {
        let count = stream.read(&mut buffer).await.expect("an open connection");
        assert_ne!(count, 0, "the client closed the connection after {head:?}");
        head.push_str(std::str::from_utf8(&buffer[..count]).expect("ASCII"));
    }
    head
}

pub(crate) fn raw_ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// The output of the future; panics if it takes longer than the limit of the tests.
pub(crate) async fn within_limit<F: IntoFuture>(future: F) -> F::Output {
    tokio::time::timeout(TEST_LIMIT, future).await.expect("the future completes within the limit")
}

/// Asserts that no part of the error contains the key.
pub(crate) fn assert_no_key(error: &Error) {
    let mut texts = vec![
        ("Display", error.to_string()),
        ("Debug", format!("{error:?}")),
        ("pretty Debug", format!("{error:#?}")),
        ("message", error.message().to_owned()),
        ("code", error.code().unwrap_or_default().to_owned()),
        ("request id", error.request_id().unwrap_or_default().to_owned()),
        ("trace id", error.trace_id().unwrap_or_default().to_owned()),
        ("path", error.path().unwrap_or_default().to_owned()),
        ("body", error.body().unwrap_or_default().to_owned()),
        ("headers", format!("{:?}", error.headers())),
        ("validation errors", format!("{:?}", error.validation_errors())),
    ];
    let first = std::error::Error::source(error);
    let sources = std::iter::successors(first, |source| source.source());
    texts.extend(sources.map(|source| ("a source", format!("{source} {source:?}"))));
    for (part, text) in texts {
        assert!(!text.contains(KEY), "the key is in {part}: {text}");
    }
}
