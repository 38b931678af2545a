//! HTTP/2: spoken where both sides offer it, by the async client.

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
use crate::helpers::{KEY, SHORT, all_texts, builder, client, failure, padding, page, soon};
use crate::origin::{Origin, Session, page_with};

/// The authority's server for this machine, which offers these protocols.
fn offering(authority: &Authority, protocols: &[&str]) -> Arc<ServerConfig> {
    let mut config = ServerConfig::clone(&authority.server(&["localhost"]));
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    Arc::new(config)
}

type Seen = Arc<Mutex<Vec<(Version, bool)>>>;

/// Answers each request with a page, and notes its version and whether it had the key.
async fn serve(session: Session, seen: Seen) {
    let mut connection = h2::server::handshake(session.stream).await.expect("a client that speaks HTTP/2");
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let has_key = request.headers().contains_key("xi-api-key");
        seen.lock().expect("no panic").push((request.version(), has_key));
        answer(&mut respond, "two");
    }
}

fn answer(respond: &mut SendResponse<Bytes>, padding: &str) {
    let mut body = respond.send_response(Response::new(()), false).expect("an open stream");
    body.send_data(Bytes::from(page_with(padding)), true).expect("an open stream");
}

#[tokio::test(flavor = "multi_thread")]
async fn http2_uses_one_connection_if_offered() {
    let authority = Authority::new("One");
    let seen = Seen::default();
    let log = Arc::clone(&seen);
    let origin = Origin::tls(offering(&authority, &["h2"]), move |session| serve(session, Arc::clone(&log)));
    let client = client::<Asynchronous>(&origin.url(), &authority.pem());
    for _ in 0..3 {
        soon(page::<Asynchronous>(&client)).await.expect("a page");
    }
    assert_eq!(*seen.lock().expect("no panic"), [(Version::HTTP_2, true); 3]);
    assert_eq!(origin.connections(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_it_is_spoken_to_as_ever() {
    let authority = Authority::new("One");
    let origin = Origin::polite(offering(&authority, &["http/1.1"]));
    let client = client::<Asynchronous>(&origin.url(), &authority.pem());
    soon(page::<Asynchronous>(&client)).await.expect("a page");
    assert!(origin.heads()[0].contains("HTTP/1.1"), "{:?}", origin.heads());
}

#[tokio::test(flavor = "multi_thread")]
async fn key_in_the_debug_data_of_goaway_is_not_displayed() {
    const SETTINGS: u8 = 4;
    const GOAWAY: u8 = 7;
    const INTERNAL_ERROR: u8 = 2;
    let authority = Authority::new("One");
    let origin = Origin::tls(offering(&authority, &["h2"]), |mut session: Session| async move {
        let head = [0, 0, 0, 0, 0, 0, 0, INTERNAL_ERROR];
        let goaway = frame(GOAWAY, 0, 0, &[&head, KEY.as_bytes()].concat());
        let _ = session.stream.write_all(&[frame(SETTINGS, 0, 0, &[]), goaway].concat()).await;
        while session.stream.read(&mut [0; 1024]).await.is_ok_and(|count| count > 0) {}
    });
    let builder = builder::<Asynchronous>(&origin.url()).root_certificate_pem(authority.pem());
    let client = builder.build().expect("a client");
    let error = soon(page::<Asynchronous>(&client)).await.expect_err("the server goes away");
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(!all_texts(&error).contains(KEY), "{error:?}");
}

/// Answers each request with its query, but for those that are refused.
async fn serve_unless(session: Session, mut is_refused: impl FnMut(&str) -> bool) {
    let mut connection = h2::server::handshake(session.stream).await.expect("a client that speaks HTTP/2");
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let query = request.uri().query().unwrap_or_default();
        if is_refused(query) {
            respond.send_reset(h2::Reason::REFUSED_STREAM);
        } else {
            answer(&mut respond, query);
        }
    }
}

/// Fifty calls at once that may not be retried, each of which gets its own answer.
async fn call_fifty_times(client: &Client) {
    let mut calls = JoinSet::new();
    for call in 0..50 {
        let request = client.list_voices().search(format!("c{call}"));
        calls.spawn(async move {
            let page = soon(request.send()).await.unwrap_or_else(|error| panic!("{error:?}"));
            assert_eq!(padding(&page), format!("search=c{call}"));
        });
    }
    calls.join_all().await;
}

/// A server at its limit, which says that it has not looked at the request.
#[tokio::test(flavor = "multi_thread")]
async fn refused_streams_are_sent_again_without_a_retry() {
    let authority = Authority::new("One");
    let seen = Arc::<Mutex<HashSet<String>>>::default();
    let known = Arc::clone(&seen);
    let origin = Origin::tls(offering(&authority, &["h2"]), move |session| {
        let known = Arc::clone(&known);
        serve_unless(session, move |query| known.lock().expect("no panic").insert(query.to_owned()))
    });
    call_fifty_times(&client::<Asynchronous>(&origin.url(), &authority.pem())).await;
    assert_eq!(seen.lock().expect("no panic").len(), 50);
}

/// A frame of that type, with its flags.
fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short one");
    [&[0, 0, length, kind, flags, 0, 0, 0, stream], payload].concat()
}

/// Until the start of a request.
async fn read_request(session: &mut Session) {
    loop {
        let mut header = [0; 9];
        session.stream.read_exact(&mut header).await.expect("a frame");
        let length = u32::from_be_bytes([0, header[0], header[1], header[2]]);
        let mut payload = vec![0; usize::try_from(length).expect("it fits")];
        session.stream.read_exact(&mut payload).await.expect("a whole frame");
        if header[3] == 1 {
            return;
        }
    }
}

/// Answers the first request, takes ten more, and then says that it is leaving and has looked at none of these.
async fn leave(mut session: Session) {
    session.stream.read_exact(&mut [0; 24]).await.expect("the preface");
    let (settings, acknowledged) = (frame(4, 0, 0, &[]), frame(4, 1, 0, &[]));
    session.send([settings, acknowledged].concat()).await;
    read_request(&mut session).await;
    // The status is 200, the 8th of the header fields that both sides know.
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
async fn calls_go_on_elsewhere_when_the_server_leaves() {
    let authority = Authority::new("One");
    let origin = Origin::tls(offering(&authority, &["h2"]), |session| async move {
        if session.nth == 0 { leave(session).await } else { serve_unless(session, |_| false).await }
    });
    let client = client::<Asynchronous>(&origin.url(), &authority.pem());
    assert_eq!(padding(&page::<Asynchronous>(&client).await.expect("a page")), "one");
    call_fifty_times(&client).await;
    assert!(origin.connections() > 1);
}

/// Takes a request on its first connection, and is never heard of again there.
fn silent_once(authority: &Authority, once_silent: fn()) -> Origin {
    Origin::tls(offering(authority, &["h2"]), move |session| async move {
        if session.nth > 0 {
            return serve_unless(session, |_| false).await;
        }
        let mut connection = h2::server::handshake(session.stream).await.expect("a client");
        let _request = connection.accept().await.expect("a request").expect("a whole one");
        once_silent();
        pending::<()>().await;
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_a_timeout_uses_a_new_connection() {
    let authority = Authority::new("One");
    let origin = silent_once(&authority, || {});
    let builder = builder::<Asynchronous>(&origin.url()).root_certificate_pem(authority.pem());
    let client = builder.attempt_timeout(SHORT).max_retries(1).build().expect("a client");
    page::<Asynchronous>(&client).await.expect("a page");
    assert_eq!(origin.connections(), 2);
}

/// Lets the client's clock run on, which is the server's as well.
async fn let_time_pass(span: Duration) {
    tokio::time::advance(span).await;
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

/// Long before the attempt's time is over.
#[tokio::test]
async fn silent_connection_is_found_dead_by_pings() {
    let authority = Authority::new("One");
    let origin = silent_once(&authority, || {
        tokio::time::pause();
        tokio::spawn(async {
            let_time_pass(Duration::from_millis(10_500)).await;
            let_time_pass(Duration::from_millis(10_500)).await;
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
async fn response_with_too_many_or_too_large_headers_is_too_large() {
    for (count, size) in [(1, 70_000), (200, 1)] {
        let authority = Authority::new("One");
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
