//! HTTP/2 of the async client, negotiated with ALPN.

use std::collections::HashSet;
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use elevenlabs_voices::{Client, ErrorKind};
use h2::server::SendResponse;
use http::{Response, Version};
use rustls::ServerConfig;
use tests::modes::Asynchronous;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;

use crate::authority::Authority;
use crate::helpers::{KEY, SHORT, all_texts, builder, client, failure, padding, page, within_limit};
use crate::origin::{Origin, Session, page_with};

/// The configuration of a server for `localhost` that offers these protocols.
fn offering(authority: &Authority, protocols: &[&str]) -> Arc<ServerConfig> {
    let mut config = ServerConfig::clone(&authority.server(&["localhost"]));
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    Arc::new(config)
}

type Received = Arc<Mutex<Vec<(Version, bool)>>>;

/// Answers each request with a page, and records its version and whether it had the key.
async fn serve(session: Session, received: Received) {
    let mut connection = h2::server::handshake(session.stream).await.expect("an HTTP/2 client");
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let has_key = request.headers().contains_key("xi-api-key");
        received.lock().expect("no panic").push((request.version(), has_key));
        answer(&mut respond, "two");
    }
}

fn answer(respond: &mut SendResponse<Bytes>, padding: &str) {
    let mut body = respond.send_response(Response::new(()), false).expect("an open stream");
    body.send_data(Bytes::from(page_with(padding)), true).expect("an open stream");
}

#[tokio::test(flavor = "multi_thread")]
async fn http2_uses_one_connection_if_offered() {
    let authority = Authority::new("CA 1");
    let received = Received::default();
    let log = Arc::clone(&received);
    let origin = Origin::tls(offering(&authority, &["h2"]), move |session| serve(session, Arc::clone(&log)));
    let client = client::<Asynchronous>(&origin.url(), &authority.pem());
    for _ in 0..3 {
        within_limit(page::<Asynchronous>(&client)).await.expect("a page");
    }
    assert_eq!(*received.lock().expect("no panic"), [(Version::HTTP_2, true); 3]);
    assert_eq!(origin.connections(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn http1_is_used_if_http2_is_not_offered() {
    let authority = Authority::new("CA 1");
    let origin = Origin::serving_pages(offering(&authority, &["http/1.1"]));
    let client = client::<Asynchronous>(&origin.url(), &authority.pem());
    within_limit(page::<Asynchronous>(&client)).await.expect("a page");
    assert!(origin.heads()[0].contains("HTTP/1.1"), "{:?}", origin.heads());
}

#[tokio::test(flavor = "multi_thread")]
async fn key_in_the_debug_data_of_goaway_is_not_displayed() {
    const SETTINGS: u8 = 4;
    const GOAWAY: u8 = 7;
    const INTERNAL_ERROR: u8 = 2;
    let authority = Authority::new("CA 1");
    let origin = Origin::tls(offering(&authority, &["h2"]), |mut session: Session| async move {
        let head = [0, 0, 0, 0, 0, 0, 0, INTERNAL_ERROR];
        let goaway = frame(GOAWAY, 0, 0, &[&head, KEY.as_bytes()].concat());
        let _ = session.stream.write_all(&[frame(SETTINGS, 0, 0, &[]), goaway].concat()).await;
        while session.stream.read(&mut [0; 1024]).await.is_ok_and(|count| count > 0) {}
    });
    let builder = builder::<Asynchronous>(&origin.url()).root_certificate_pem(authority.pem());
    let client = builder.build().expect("a client");
    let error = within_limit(page::<Asynchronous>(&client)).await.expect_err("a transport error");
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(!all_texts(&error).contains(KEY), "{error:?}");
}

/// Answers each request with its query, unless it is refused.
async fn serve_unless(session: Session, mut is_refused: impl FnMut(&str) -> bool) {
    let mut connection = h2::server::handshake(session.stream).await.expect("an HTTP/2 client");
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let query = request.uri().query().unwrap_or_default();
        if is_refused(query) {
            respond.send_reset(h2::Reason::REFUSED_STREAM);
        } else {
            answer(&mut respond, query);
        }
    }
}

/// Makes fifty concurrent calls without retries, and checks that each receives its own response.
async fn call_fifty_times(client: &Client) {
    let mut calls = JoinSet::new();
    for call in 0..50 {
        let request = client.list_voices().search(format!("c{call}"));
        calls.spawn(async move {
            let page = within_limit(request.send()).await.unwrap_or_else(|error| panic!("{error:?}"));
            assert_eq!(padding(&page), format!("search=c{call}"));
        });
    }
    calls.join_all().await;
}

/// A server that refuses streams before it processes them.
#[tokio::test(flavor = "multi_thread")]
async fn refused_streams_are_resent_without_a_retry() {
    let authority = Authority::new("CA 1");
    let received = Arc::<Mutex<HashSet<String>>>::default();
    let queries = Arc::clone(&received);
    let origin = Origin::tls(offering(&authority, &["h2"]), move |session| {
        let queries = Arc::clone(&queries);
        serve_unless(session, move |query| queries.lock().expect("no panic").insert(query.to_owned()))
    });
    call_fifty_times(&client::<Asynchronous>(&origin.url(), &authority.pem())).await;
    assert_eq!(received.lock().expect("no panic").len(), 50);
}

/// Encodes a frame.
fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short payload");
    [&[0, 0, length, kind, flags, 0, 0, 0, stream], payload].concat()
}

/// Reads frames up to the headers of a request.
async fn read_request(session: &mut Session) {
    loop {
        let mut header = [0; 9];
        session.stream.read_exact(&mut header).await.expect("a frame");
        let length = u32::from_be_bytes([0, header[0], header[1], header[2]]);
        let mut payload = vec![0; usize::try_from(length).expect("it fits")];
        session.stream.read_exact(&mut payload).await.expect("a complete frame");
        if header[3] == 1 {
            return;
        }
    }
}

/// Answers the first request, reads ten more, and sends GOAWAY for the first stream, so that those ten are unprocessed.
async fn go_away(mut session: Session) {
    session.stream.read_exact(&mut [0; 24]).await.expect("the preface");
    let (settings, acknowledged) = (frame(4, 0, 0, &[]), frame(4, 1, 0, &[]));
    session.send([settings, acknowledged].concat()).await;
    read_request(&mut session).await;
    // The status 200 is entry 8 of the static table.
    let (headers, data) = (frame(1, 4, 1, &[0x88]), frame(0, 1, 1, page_with("one").as_bytes()));
    session.send([headers, data].concat()).await;
    for _ in 0..10 {
        read_request(&mut session).await;
    }
    // GOAWAY after stream 1, without an error.
    session.send(frame(7, 0, 0, &[0, 0, 0, 1, 0, 0, 0, 0])).await;
    session.drain().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unprocessed_calls_are_resent_after_goaway() {
    let authority = Authority::new("CA 1");
    let origin = Origin::tls(offering(&authority, &["h2"]), |session| async move {
        if session.nth == 0 { go_away(session).await } else { serve_unless(session, |_| false).await }
    });
    let client = client::<Asynchronous>(&origin.url(), &authority.pem());
    assert_eq!(padding(&page::<Asynchronous>(&client).await.expect("a page")), "one");
    call_fifty_times(&client).await;
    assert!(origin.connections() > 1);
}

/// A server that reads a request on its first connection and never answers there.
fn silent_once(authority: &Authority, on_silence: fn()) -> Origin {
    Origin::tls(offering(authority, &["h2"]), move |session| async move {
        if session.nth > 0 {
            return serve_unless(session, |_| false).await;
        }
        let mut connection = h2::server::handshake(session.stream).await.expect("a client");
        let _request = connection.accept().await.expect("a request").expect("a complete request");
        on_silence();
        pending::<()>().await;
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_a_timeout_uses_a_new_connection() {
    let authority = Authority::new("CA 1");
    let origin = silent_once(&authority, || {});
    let builder = builder::<Asynchronous>(&origin.url()).root_certificate_pem(authority.pem());
    let client = builder.attempt_timeout(SHORT).max_retries(1).build().expect("a client");
    page::<Asynchronous>(&client).await.expect("a page");
    assert_eq!(origin.connections(), 2);
}

/// Advances the paused clock of client and server.
async fn advance(span: Duration) {
    tokio::time::advance(span).await;
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

/// Pings detect the dead connection long before the attempt times out.
#[tokio::test]
async fn dead_connection_is_detected_by_pings() {
    let authority = Authority::new("CA 1");
    let origin = silent_once(&authority, || {
        tokio::time::pause();
        tokio::spawn(async {
            advance(Duration::from_millis(10_500)).await;
            advance(Duration::from_millis(10_500)).await;
            tokio::time::resume();
        });
    });
    let builder = builder::<Asynchronous>(&origin.url()).root_certificate_pem(authority.pem());
    let client = builder.attempt_timeout(Duration::from_secs(40)).max_retries(1).build().expect("a client");
    let start = std::time::Instant::now();
    client.list_voices().send().await.expect("a page");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!(origin.connections(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn response_with_too_many_or_too_large_headers_is_rejected() {
    for (count, size) in [(1, 70_000), (200, 1)] {
        let authority = Authority::new("CA 1");
        let origin = Origin::tls(offering(&authority, &["h2"]), move |session| async move {
            let mut connection = h2::server::handshake(session.stream).await.expect("a client");
            while let Some(Ok((_, mut respond))) = connection.accept().await {
                let mut response = Response::new(());
                for n in 0..count {
                    let name = http::HeaderName::try_from(format!("x-{n}")).expect("a name");
                    response.headers_mut().insert(name, "v".repeat(size).parse().expect("a value"));
                }
                let mut body = respond.send_response(response, false).expect("an open stream");
                body.send_data(Bytes::from(page_with("")), true).expect("an open stream");
            }
        });
        let error = failure::<Asynchronous>(&client::<Asynchronous>(&origin.url(), &authority.pem())).await;
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
    }
}
