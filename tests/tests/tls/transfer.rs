//! Data transfer over TLS: fragmentation, large bodies, and the end of connections.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use elevenlabs_voices::{Error, ErrorKind, ListVoicesResponse};
use rustls::ServerConfig;
use rustls::version::TLS13;
use tests::both_clients;
use tests::modes::Mode;
use tokio::io::AsyncReadExt;

use crate::authority::{ALL, Authority, LOOPBACK_NAMES, NOW};
use crate::helpers::{SHORT, TEST_LIMIT, builder, client, failure, padding, page, settle, within_limit};
use crate::origin::{Origin, PAGE, Session, by_bytes, ok, page_with, slowly};

both_clients! {
    large_body_is_complete,
    body_in_small_records_is_complete,
    connection_with_single_byte_writes_works,
    large_request_is_complete,
    large_request_to_a_slow_reader_is_complete,
    traffic_keys_can_be_updated,
    chunked_body_is_complete,
    body_that_ends_with_the_connection_is_complete,
    content_length_body_needs_no_close_notify,
    body_without_length_needs_no_close_notify,
    truncated_chunked_body_is_a_transport_error,
    truncated_body_is_a_transport_error,
    stalled_body_times_out,
    response_before_the_end_of_the_request_is_read,
}

/// Two megabytes of distinct numbers.
fn large() -> String {
    let mut text = String::new();
    for number in 0..2 * 1024 * 1024 / 8 {
        write!(text, "{number:07} ").expect("memory");
    }
    text
}

/// The results of calls to a server that runs `serve` for each connection, for each version of TLS.
async fn call_with_each_version<M: Mode, F: Future<Output = ()> + Send + 'static>(
    change: impl Fn(&mut ServerConfig),
    serve: impl Fn(Session) -> F + Clone + Send + Sync + 'static,
) -> Vec<Result<ListVoicesResponse, Error>> {
    let authority = Authority::new("CA 1");
    let mut answers = Vec::new();
    for version in ALL {
        let mut config = authority.server_with(LOOPBACK_NAMES, NOW, &[version]);
        change(Arc::get_mut(&mut config).expect("the only reference"));
        let origin = Origin::tls(config, serve.clone());
        answers.push(page::<M>(&client::<M>(&origin.url(), &authority.pem())).await);
    }
    answers
}

fn unchanged(_: &mut ServerConfig) {}

fn assert_all_complete(answers: Vec<Result<ListVoicesResponse, Error>>, expected: &str) {
    assert_eq!(answers.len(), 2);
    for answer in answers {
        assert_complete(&answer.expect("a page"), expected);
    }
}

fn assert_complete(page: &ListVoicesResponse, expected: &str) {
    let found = padding(page);
    assert_eq!(found.len(), expected.len());
    assert!(found == expected, "the content differs");
}

/// Answers each request with the response.
async fn answer_all(mut session: Session, response: Arc<String>) {
    while session.request().await.is_some() {
        session.send(response.as_bytes()).await;
    }
}

async fn large_body_is_complete<M: Mode>() {
    let large = large();
    let response = Arc::new(ok(&page_with(&large)));
    let pages =
        call_with_each_version::<M, _>(unchanged, move |session| answer_all(session, Arc::clone(&response)))
            .await;
    assert_all_complete(pages, &large);
}

async fn body_in_small_records_is_complete<M: Mode>() {
    let text = &large()[..100_000];
    let response = Arc::new(ok(&page_with(text)));
    // After the header and the authentication tag of a record, 10 bytes of payload are left.
    let tiny = |config: &mut ServerConfig| config.max_fragment_size = Some(32);
    let pages =
        call_with_each_version::<M, _>(tiny, move |session| answer_all(session, Arc::clone(&response))).await;
    assert_all_complete(pages, text);
}

async fn connection_with_single_byte_writes_works<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = Origin::tls_over(authority.server(LOOPBACK_NAMES), by_bytes, Session::answer_all_with_page);
    let client = client::<M>(&origin.url(), &authority.pem());
    for _ in 0..3 {
        page::<M>(&client).await.expect("a page");
        settle().await;
    }
    assert_eq!(origin.connections(), 1);
}

/// Calls with a query of the maximum length and a long header.
async fn large_request<M: Mode>(origin: &Origin, roots: &str) {
    let (query, header) = (&large()[..60_000].replace(' ', "-"), &large()[..100_000].replace(' ', "-"));
    let client = client::<M>(&origin.url(), roots);
    for _ in 0..2 {
        let call = client.list_voices().search(query).with_header("x-padding", header);
        within_limit(M::send(call)).await.expect("a page");
        settle().await;
    }
    let heads = origin.heads();
    assert_eq!(heads.len(), 2);
    for head in heads {
        assert!(head.starts_with(&format!("GET /v2/voices?search={query} HTTP/1.1\r\n")));
        assert!(head.contains(&format!("x-padding: {header}\r\n")));
    }
    assert_eq!(origin.connections(), 1);
}

async fn large_request_is_complete<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = Origin::serving_pages(authority.server(LOOPBACK_NAMES));
    large_request::<M>(&origin, &authority.pem()).await;
}

async fn large_request_to_a_slow_reader_is_complete<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = Origin::tls_over(authority.server(LOOPBACK_NAMES), slowly, Session::answer_all_with_page);
    large_request::<M>(&origin, &authority.pem()).await;
}

/// The server updates its traffic keys before each write, and requests an update from the client.
async fn traffic_keys_can_be_updated<M: Mode>() {
    let authority = Authority::new("CA 1");
    let server = authority.server_with(LOOPBACK_NAMES, NOW, &[&TLS13]);
    let origin = Origin::tls(server, |mut session: Session| async move {
        while session.request().await.is_some() {
            for piece in ok(&page_with(&large()[..200_000])).as_bytes().chunks(7_000) {
                session.stream.get_mut().1.refresh_traffic_keys().expect("TLS 1.3");
                session.send(piece).await;
            }
        }
    });
    let client = client::<M>(&origin.url(), &authority.pem());
    for _ in 0..3 {
        assert_complete(&page::<M>(&client).await.expect("a page"), &large()[..200_000]);
        settle().await;
    }
    assert_eq!(origin.connections(), 1);
}

async fn chunked_body_is_complete<M: Mode>() {
    let text = &large()[..50_000];
    let body = page_with(text);
    let mut response = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
    for chunk in body.as_bytes().chunks(777) {
        let chunk = str::from_utf8(chunk).expect("ASCII");
        write!(response, "{:x}\r\n{chunk}\r\n", chunk.len()).expect("memory");
    }
    let response = Arc::new(response + "0\r\n\r\n");
    let pages =
        call_with_each_version::<M, _>(unchanged, move |session| answer_all(session, Arc::clone(&response)))
            .await;
    assert_all_complete(pages, text);
}

/// A response without a length, which ends with the connection.
fn without_length(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}")
}

async fn body_that_ends_with_the_connection_is_complete<M: Mode>() {
    let served = |mut session: Session| async move {
        session.request().await.expect("a request");
        session.send(without_length(&page_with(&large()))).await;
        session.end().await;
        session.drain().await;
    };
    assert_all_complete(call_with_each_version::<M, _>(unchanged, served).await, &large());
}

async fn content_length_body_needs_no_close_notify<M: Mode>() {
    for header in ["200 OK", "200 OK\r\nconnection: close"] {
        let served = move |mut session: Session| async move {
            session.request().await.expect("a request");
            session.send(ok(PAGE).replace("200 OK", header)).await;
            session.shut_down_tcp().await;
            session.drain().await;
        };
        for answer in call_with_each_version::<M, _>(unchanged, served).await {
            answer.expect("a page");
        }
    }
}

/// The results for a server that sends this body and ends the connection, with or without `close_notify`.
async fn results_without_length<M: Mode>(
    body: &'static str,
    close_notify: bool,
) -> Vec<Result<ListVoicesResponse, Error>> {
    let served = move |mut session: Session| async move {
        session.request().await.expect("a request");
        session.send(without_length(body)).await;
        if close_notify {
            session.end().await;
        } else {
            session.shut_down_tcp().await;
        }
        session.drain().await;
    };
    call_with_each_version::<M, _>(unchanged, served).await
}

/// TLS libraries differ in the handling of a missing `close_notify`. The JSON determines whether the body is complete.
async fn body_without_length_needs_no_close_notify<M: Mode>() {
    for close_notify in [true, false] {
        for answer in results_without_length::<M>(PAGE, close_notify).await {
            answer.expect("a page");
        }
        for answer in results_without_length::<M>(&PAGE[..PAGE.len() - 1], close_notify).await {
            let error = answer.expect_err("the response is truncated");
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(!error.is_retryable());
        }
    }
}

/// A chunked body has an explicit end.
async fn truncated_chunked_body_is_a_transport_error<M: Mode>() {
    let served = |mut session: Session| async move {
        session.request().await.expect("a request");
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        session.send(format!("{head}{:x}\r\n{PAGE}\r\n", PAGE.len())).await;
        session.shut_down_tcp().await;
        session.drain().await;
    };
    for answer in call_with_each_version::<M, _>(unchanged, served).await {
        assert_eq!(answer.expect_err("the response is truncated").kind(), ErrorKind::Transport);
    }
}

async fn truncated_body_is_a_transport_error<M: Mode>() {
    for close_notify in [true, false] {
        let served = move |mut session: Session| async move {
            session.request().await.expect("a request");
            session.send(&ok(PAGE)[..ok(PAGE).len() - 5]).await;
            if close_notify {
                session.end().await;
            }
        };
        for answer in call_with_each_version::<M, _>(unchanged, served).await {
            let error = answer.expect_err("the response is truncated");
            assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        }
    }
}

async fn stalled_body_times_out<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = Origin::tls(authority.server(LOOPBACK_NAMES), |mut session: Session| async move {
        session.request().await.expect("a request");
        session.send(&ok(PAGE)[..ok(PAGE).len() - 5]).await;
        session.drain().await;
    });
    let builder = builder::<M>(&origin.url()).root_certificate_pem(authority.pem()).attempt_timeout(SHORT);
    let client = M::build(builder).expect("a client");
    let start = Instant::now();
    let error = failure::<M>(&client).await;
    assert!(error.is_timeout(), "{error}");
    assert!((SHORT..TEST_LIMIT / 4).contains(&start.elapsed()), "{:?}", start.elapsed());
}

/// The server responds after a part of the request, and reads and discards the rest.
async fn response_before_the_end_of_the_request_is_read<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = Origin::tls(authority.server(LOOPBACK_NAMES), |mut session: Session| async move {
        session.stream.read_exact(&mut [0; 1000]).await.expect("the start of a request");
        let answer = ok("{}").replace("200 OK", "431 Too Large\r\nconnection: close");
        session.send(answer).await;
        session.end().await;
        session.drain().await;
    });
    let client = client::<M>(&origin.url(), &authority.pem());
    let padding = large()[..100_000].replace(' ', "-");
    let call = client.list_voices();
    let call = (0..10).fold(call, |call, i| call.with_header(format!("x-padding-{i}"), &padding));
    let error = within_limit(M::send(call)).await.expect_err("a 431");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(431), "{error}");
}
