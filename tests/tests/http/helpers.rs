//! What the tests share: clients, servers, and what these have seen.

use std::time::Duration;

use elevenlabs_voices::{ApiClient, ClientBuilder, Error};
use tests::modes::Mode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Of characters that need no encoding, so that it can be searched for in any text.
pub(crate) const KEY: &str = "sk_only_for_tests_4be19c";

pub(crate) const SETTINGS: &str =
    r#"{"stability": 0.25, "similarity_boost": 1, "use_speaker_boost": true, "speed": 0.9}"#;
pub(crate) const VOICE: &str =
    r#"{"voice_id": "v1", "name": "Oskar", "category": "cloned", "labels": {"age": "old"}}"#;
pub(crate) const NO_VOICES: &str =
    r#"{"voices": [], "has_more": false, "total_count": 0, "next_page_token": null}"#;

/// Longer than any call here takes, and shorter than what the tests of time have the server wait.
const QUICKLY: Duration = Duration::from_secs(3);
pub(crate) const FOREVER: Duration = Duration::from_secs(30);

pub(crate) fn builder<M: Mode>(url: impl Into<String>) -> ClientBuilder<M::Kind> {
    M::builder().api_key(KEY).base_url(url)
}

pub(crate) fn client<M: Mode>(server: &MockServer) -> ApiClient<M::Kind> {
    M::build(builder::<M>(server.uri())).expect("the client should be built")
}

pub(crate) fn ok(body: &str) -> ResponseTemplate {
    json_response(200, body)
}

pub(crate) fn json_response(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// Asks for a retry without a pause, so that the tests need not wait for backoffs.
pub(crate) fn retry_at_once(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("retry-after", "0")
}

/// A server that answers everything so.
pub(crate) async fn serve(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(response).mount(&server).await;
    server
}

/// A server that answers so in turn, and then with a 404.
pub(crate) async fn serve_in_turn(responses: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
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

/// The one value of that header.
pub(crate) fn header<'a>(request: &'a wiremock::Request, name: &str) -> &'a str {
    let values: Vec<_> = request.headers.get_all(name).iter().collect();
    assert_eq!(values.len(), 1, "{name}: {values:?}");
    values[0].to_str().expect("text")
}

/// The error of a call that the server answers so, without retries.
pub(crate) async fn error_of<M: Mode>(response: ResponseTemplate) -> Error {
    let server = serve(response).await;
    let call = client::<M>(&server).get_voice("v1").with_max_retries(0);
    M::send(call).await.expect_err("the call should fail")
}

pub(crate) fn status_of(error: &Error) -> Option<u16> {
    error.status().map(|status| status.as_u16())
}

/// A port of this machine, and its address.
pub(crate) async fn listen() -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    (format!("http://{}", listener.local_addr().expect("bound")), listener)
}

/// A server below HTTP, for what a well-behaved one hides or would not do: for each reply it takes a connection,
/// reads a request's head, writes the reply and hangs up. In the end it gives the heads.
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
        assert_ne!(count, 0, "the client hung up after {head:?}");
        head.push_str(std::str::from_utf8(&buffer[..count]).expect("ASCII"));
    }
    head
}

pub(crate) fn raw_ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// What comes of it, unless it takes so long that it may as well hang.
pub(crate) async fn soon<F: IntoFuture>(future: F) -> F::Output {
    tokio::time::timeout(QUICKLY, future).await.expect("it should be over by now")
}

/// Fails the test if the key can be seen anywhere in the error.
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
        ("validation errors", format!("{:?}", error.validation_errors())),
    ];
    let first = std::error::Error::source(error);
    let sources = std::iter::successors(first, |source| source.source());
    texts.extend(sources.map(|source| ("a source", format!("{source} {source:?}"))));
    for (place, text) in texts {
        assert!(!text.contains(KEY), "the key shows in {place}: {text}");
    }
}
