//! Conveniences of requests, builders and errors: optional setters, clones, middleware, proxies, predicates of errors.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use elevenlabs_voices::http::header::RETRY_AFTER;
use elevenlabs_voices::http::{HeaderValue, StatusCode};
use elevenlabs_voices::mock::{Mock, Reply};
use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
use elevenlabs_voices::{Client, ErrorKind, Voice, VoiceCategory, VoiceSort, blocking};

/// A voice in an expression.
fn named(name: &str) -> Voice {
    Voice::fixture().with(|voice| name.clone_into(&mut voice.name))
}

fn mock_of(names: &[&str]) -> Mock {
    let mock = Mock::new();
    mock.list_voices(names.iter().copied().map(named));
    mock
}

#[tokio::test]
async fn setter_is_applied_only_to_a_value() {
    let mock = mock_of(&["needle", "other"]);
    let client = mock.client().expect("a client");
    for search in [None, Some("needle")] {
        let request = client.list_voices().when_some(search, elevenlabs_voices::Request::search);
        let page = request.send().await.expect("a page");
        assert_eq!(page.voices.len(), if search.is_some() { 1 } else { 2 });
    }
}

#[tokio::test]
async fn clone_of_a_request_is_sent_again() {
    let mock = mock_of(&["a"]);
    let client = mock.client().expect("a client");
    let request = client.list_voices().sort(&VoiceSort::Name);
    request.clone().send().await.expect("a page");
    request.await.expect("a page");
    let received = mock.received_requests();
    assert_eq!((received.len(), received[0].query()), (2, received[1].query()));
}

#[tokio::test]
async fn remaining_items_are_collected() {
    let mock = mock_of(&["a", "b", "c"]);
    let client = mock.client().expect("a client");
    let voices = client.list_voices().page_size(2).items().collect_vec().await.expect("voices");
    assert_eq!(voices.iter().map(|voice| voice.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    mock.enqueue_reply(Reply::error(StatusCode::NOT_FOUND, "gone", "Gone."));
    assert!(client.list_voices().items().collect_vec().await.expect_err("an error").is_not_found());
}

#[test]
fn enum_is_compared_with_text() {
    assert!(VoiceCategory::Premade == "premade");
    let unknown = VoiceCategory::from("new");
    assert!(unknown == *"new" && unknown != "old");
}

#[tokio::test]
async fn predicates_name_common_statuses() {
    let mock = Mock::new();
    let client = mock.client().expect("a client");
    for (status, expected) in [
        (StatusCode::NOT_FOUND, [true, false, false]),
        (StatusCode::UNAUTHORIZED, [false, true, false]),
        (StatusCode::TOO_MANY_REQUESTS, [false, false, true]),
        (StatusCode::BAD_REQUEST, [false, false, false]),
    ] {
        mock.enqueue_reply(Reply::error(status, "code", "Message."));
        let error = client.get_voice("v1").with_max_retries(0).send().await.expect_err("an error");
        assert_eq!(
            [error.is_not_found(), error.is_unauthorized(), error.is_rate_limited()],
            expected,
            "{status}"
        );
    }
}

/// Records the attempts, and adds a header.
struct Recorder<T> {
    inner: T,
    seen: Arc<Mutex<Vec<(String, String, u32)>>>,
}

impl<T> Recorder<T> {
    fn record(&self, attempt: &mut Attempt) {
        let seen = (attempt.operation.to_owned(), attempt.route.to_owned(), attempt.number);
        self.seen.lock().expect("no panic").push(seen);
        attempt.request.headers_mut().insert("x-middleware", "yes".parse().expect("a value"));
    }
}

impl Transport for Recorder<Arc<dyn Transport>> {
    fn send(&self, mut attempt: Attempt) -> TransportFuture<'_> {
        self.record(&mut attempt);
        self.inner.send(attempt)
    }
}

impl blocking::Transport for Recorder<Arc<dyn blocking::Transport>> {
    fn send(
        &self,
        mut attempt: Attempt,
    ) -> Result<elevenlabs_voices::http::Response<Vec<u8>>, elevenlabs_voices::transport::TransportError>
    {
        self.record(&mut attempt);
        self.inner.send(attempt)
    }
}

fn expected_attempts() -> [(String, String, u32); 2] {
    [1, 2].map(|number| ("get_voice".to_owned(), "/v1/voices/{voice_id}".to_owned(), number))
}

fn failing_once() -> Mock {
    let mock = mock_of(&["a"]);
    mock.enqueue_reply(
        Reply::error(StatusCode::SERVICE_UNAVAILABLE, "busy", "Busy.")
            .header(RETRY_AFTER, HeaderValue::from_static("0")),
    );
    mock.get_voice(&Voice::fixture());
    mock
}

#[tokio::test]
async fn middleware_sees_every_attempt() {
    let (mock, seen) = (failing_once(), Arc::<Mutex<Vec<_>>>::default());
    let record = Arc::clone(&seen);
    let builder = Client::builder().api_key("only-for-tests").transport(mock.clone());
    let client =
        builder.wrap_transport(move |inner| Recorder { inner, seen: record }).build().expect("a client");
    client.get_voice("v1").send().await.expect("a voice");
    assert_eq!(*seen.lock().expect("no panic"), expected_attempts());
    assert_eq!(mock.received_requests()[1].headers()["x-middleware"], "yes");
}

#[test]
fn blocking_middleware_sees_every_attempt() {
    let (mock, seen) = (failing_once(), Arc::<Mutex<Vec<_>>>::default());
    let record = Arc::clone(&seen);
    let builder = blocking::Client::builder().api_key("only-for-tests").transport(mock.clone());
    let client =
        builder.wrap_transport(move |inner| Recorder { inner, seen: record }).build().expect("a client");
    client.get_voice("v1").send().expect("a voice");
    assert_eq!(*seen.lock().expect("no panic"), expected_attempts());
}

/// Middleware around the crate's own transport: the request fails to connect, after the middleware.
#[test]
fn middleware_wraps_the_own_transport() {
    static ATTEMPTS: AtomicU32 = AtomicU32::new(0);
    struct Counter(Arc<dyn blocking::Transport>);
    impl blocking::Transport for Counter {
        fn send(
            &self,
            attempt: Attempt,
        ) -> Result<elevenlabs_voices::http::Response<Vec<u8>>, elevenlabs_voices::transport::TransportError>
        {
            ATTEMPTS.fetch_add(1, Ordering::Relaxed);
            self.0.send(attempt)
        }
    }
    let builder =
        blocking::Client::builder().api_key("only-for-tests").base_url("http://127.0.0.1:9").max_retries(0);
    let client = builder.wrap_transport(Counter).build().expect("a client");
    let error = client.get_voice("v1").send().expect_err("no server");
    assert_eq!((error.kind(), ATTEMPTS.load(Ordering::Relaxed)), (ErrorKind::Connect, 1));
}

#[test]
fn invalid_proxy_of_the_builder_is_a_configuration_error() {
    for url in ["socks5://proxy.example.com", "http://", "http://user:secret-word@proxy.example.com/path"] {
        let builder = blocking::Client::builder().api_key("only-for-tests").proxy(url);
        let error = builder.build().expect_err(url);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = format!("{error} {error:?}");
        assert!(text.contains("the proxy ") && !text.contains("secret-word"), "{text}");
    }
}

/// The proxy receives a request for a tunnel to the origin, whatever the environment says.
#[tokio::test(flavor = "multi_thread")]
async fn proxy_of_the_builder_is_asked_for_a_tunnel() {
    use std::io::{Read, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let proxy = format!("http://{}", listener.local_addr().expect("an address"));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut buffer = [0; 1024];
        let length = stream.read(&mut buffer).expect("a request");
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").expect("writable");
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    });
    let builder =
        Client::builder().api_key("only-for-tests").base_url("https://api.example.com").max_retries(0);
    let error =
        builder.proxy(proxy).build().expect("a client").get_voice("v1").send().await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Connect);
    let request = server.join().expect("no panic");
    assert!(request.starts_with("CONNECT api.example.com:443 HTTP/1.1\r\n"), "{request}");
}
