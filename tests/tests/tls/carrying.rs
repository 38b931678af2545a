//! What goes over a connection with TLS, in whatever pieces, and how it may end.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use elevenlabs_voices::{Error, ErrorKind, ListVoicesResponse};
use rustls::ServerConfig;
use rustls::version::TLS13;
use tests::both_clients;
use tests::modes::Mode;
use tokio::io::AsyncReadExt;

use crate::authority::{ALL, Authority, HERE, NOW};
use crate::helpers::{QUICKLY, SHORT, builder, client, failure, padding, page, settle, soon};
use crate::origin::{Origin, PAGE, Session, by_bytes, ok, page_with, slowly};

both_clients! {
    a_large_body_arrives_whole,
    a_body_in_tiny_records_arrives_whole,
    a_connection_of_single_bytes_works,
    a_large_request_arrives_whole,
    a_large_request_to_a_slow_reader_arrives_whole,
    keys_may_be_renewed_on_the_way,
    a_body_in_chunks_arrives_whole,
    a_body_that_ends_with_the_connection_arrives_whole,
    content_length_body_needs_no_close_notify,
    body_without_length_needs_no_close_notify,
    cut_chunked_body_is_a_transport_error,
    a_body_that_breaks_off_is_a_broken_connection,
    a_body_that_stops_uses_up_the_attempt,
    an_answer_before_the_whole_request_is_heard,
}

/// Two megabytes, no part of which is like another.
fn large() -> String {
    let mut text = String::new();
    for number in 0..2 * 1024 * 1024 / 8 {
        write!(text, "{number:07} ").expect("memory");
    }
    text
}

/// What the client makes of a server that does this with each connection, with one version of TLS after the other.
async fn ask<M: Mode, F: Future<Output = ()> + Send + 'static>(
    change: impl Fn(&mut ServerConfig),
    serve: impl Fn(Session) -> F + Clone + Send + Sync + 'static,
) -> Vec<Result<ListVoicesResponse, Error>> {
    let authority = Authority::new("One");
    let mut answers = Vec::new();
    for version in ALL {
        let mut config = authority.server_with(HERE, NOW, &[version]);
        change(Arc::get_mut(&mut config).expect("nobody else has it"));
        let origin = Origin::tls(config, serve.clone());
        answers.push(page::<M>(&client::<M>(&origin.url(), &authority.pem())).await);
    }
    answers
}

fn as_it_is(_: &mut ServerConfig) {}

fn assert_all_whole(answers: Vec<Result<ListVoicesResponse, Error>>, expected: &str) {
    assert_eq!(answers.len(), 2);
    for answer in answers {
        assert_whole(&answer.expect("a page"), expected);
    }
}

fn assert_whole(page: &ListVoicesResponse, expected: &str) {
    let found = padding(page);
    assert_eq!(found.len(), expected.len());
    assert!(found == expected, "bytes are not where they were");
}

/// Answers each request with that.
async fn answer_all(mut session: Session, response: Arc<String>) {
    while session.request().await.is_some() {
        session.send(response.as_bytes()).await;
    }
}

async fn a_large_body_arrives_whole<M: Mode>() {
    let large = large();
    let response = Arc::new(ok(&page_with(&large)));
    let pages = ask::<M, _>(as_it_is, move |session| answer_all(session, Arc::clone(&response))).await;
    assert_all_whole(pages, &large);
}

async fn a_body_in_tiny_records_arrives_whole<M: Mode>() {
    let text = &large()[..100_000];
    let response = Arc::new(ok(&page_with(text)));
    // With the record's own header and its authentication, there are 10 bytes of payload left.
    let tiny = |config: &mut ServerConfig| config.max_fragment_size = Some(32);
    let pages = ask::<M, _>(tiny, move |session| answer_all(session, Arc::clone(&response))).await;
    assert_all_whole(pages, text);
}

async fn a_connection_of_single_bytes_works<M: Mode>() {
    let authority = Authority::new("One");
    let origin = Origin::tls_over(authority.server(HERE), by_bytes, Session::be_polite);
    let client = client::<M>(&origin.url(), &authority.pem());
    for _ in 0..3 {
        page::<M>(&client).await.expect("a page");
        settle().await;
    }
    assert_eq!(origin.connections(), 1);
}

/// As long a query as an address can hold, and a long header.
async fn large_request<M: Mode>(origin: &Origin, roots: &str) {
    let (query, header) = (&large()[..60_000].replace(' ', "-"), &large()[..100_000].replace(' ', "-"));
    let client = client::<M>(&origin.url(), roots);
    for _ in 0..2 {
        let call = client.list_voices().search(query).with_header("x-padding", header);
        soon(M::send(call)).await.expect("a page");
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

async fn a_large_request_arrives_whole<M: Mode>() {
    let authority = Authority::new("One");
    let origin = Origin::polite(authority.server(HERE));
    large_request::<M>(&origin, &authority.pem()).await;
}

async fn a_large_request_to_a_slow_reader_arrives_whole<M: Mode>() {
    let authority = Authority::new("One");
    let origin = Origin::tls_over(authority.server(HERE), slowly, Session::be_polite);
    large_request::<M>(&origin, &authority.pem()).await;
}

/// The server changes its keys before each piece, and asks the client to change its own.
async fn keys_may_be_renewed_on_the_way<M: Mode>() {
    let authority = Authority::new("One");
    let server = authority.server_with(HERE, NOW, &[&TLS13]);
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
        assert_whole(&page::<M>(&client).await.expect("a page"), &large()[..200_000]);
        settle().await;
    }
    assert_eq!(origin.connections(), 1);
}

async fn a_body_in_chunks_arrives_whole<M: Mode>() {
    let text = &large()[..50_000];
    let body = page_with(text);
    let mut response = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
    for chunk in body.as_bytes().chunks(777) {
        let chunk = str::from_utf8(chunk).expect("ASCII");
        write!(response, "{:x}\r\n{chunk}\r\n", chunk.len()).expect("memory");
    }
    let response = Arc::new(response + "0\r\n\r\n");
    let pages = ask::<M, _>(as_it_is, move |session| answer_all(session, Arc::clone(&response))).await;
    assert_all_whole(pages, text);
}

/// A response whose end is that of the connection.
fn uncounted(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}")
}

async fn a_body_that_ends_with_the_connection_arrives_whole<M: Mode>() {
    let served = |mut session: Session| async move {
        session.request().await.expect("a request");
        session.send(uncounted(&page_with(&large()))).await;
        session.end().await;
        session.drain().await;
    };
    assert_all_whole(ask::<M, _>(as_it_is, served).await, &large());
}

async fn content_length_body_needs_no_close_notify<M: Mode>() {
    for header in ["200 OK", "200 OK\r\nconnection: close"] {
        let served = move |mut session: Session| async move {
            session.request().await.expect("a request");
            session.send(ok(PAGE).replace("200 OK", header)).await;
            session.end_rudely().await;
            session.drain().await;
        };
        for answer in ask::<M, _>(as_it_is, served).await {
            answer.expect("a page");
        }
    }
}

/// The answers of a server that sends this and ends the connection, with a goodbye or without.
async fn answers_to_uncounted<M: Mode>(
    body: &'static str,
    goodbye: bool,
) -> Vec<Result<ListVoicesResponse, Error>> {
    let served = move |mut session: Session| async move {
        session.request().await.expect("a request");
        session.send(uncounted(body)).await;
        if goodbye {
            session.end().await;
        } else {
            session.end_rudely().await;
        }
        session.drain().await;
    };
    ask::<M, _>(as_it_is, served).await
}

/// TLS libraries disagree about a missing goodbye. The JSON shows whether the body is whole.
async fn body_without_length_needs_no_close_notify<M: Mode>() {
    for goodbye in [true, false] {
        for answer in answers_to_uncounted::<M>(PAGE, goodbye).await {
            answer.expect("a page");
        }
        for answer in answers_to_uncounted::<M>(&PAGE[..PAGE.len() - 1], goodbye).await {
            let error = answer.expect_err("the answer was cut");
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(!error.is_retryable());
        }
    }
}

/// It says itself where it ends.
async fn cut_chunked_body_is_a_transport_error<M: Mode>() {
    let served = |mut session: Session| async move {
        session.request().await.expect("a request");
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        session.send(format!("{head}{:x}\r\n{PAGE}\r\n", PAGE.len())).await;
        session.end_rudely().await;
        session.drain().await;
    };
    for answer in ask::<M, _>(as_it_is, served).await {
        assert_eq!(answer.expect_err("the answer was cut").kind(), ErrorKind::Transport);
    }
}

async fn a_body_that_breaks_off_is_a_broken_connection<M: Mode>() {
    for polite in [true, false] {
        let served = move |mut session: Session| async move {
            session.request().await.expect("a request");
            session.send(&ok(PAGE)[..ok(PAGE).len() - 5]).await;
            if polite {
                session.end().await;
            }
        };
        for answer in ask::<M, _>(as_it_is, served).await {
            let error = answer.expect_err("the answer was cut");
            assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        }
    }
}

async fn a_body_that_stops_uses_up_the_attempt<M: Mode>() {
    let authority = Authority::new("One");
    let origin = Origin::tls(authority.server(HERE), |mut session: Session| async move {
        session.request().await.expect("a request");
        session.send(&ok(PAGE)[..ok(PAGE).len() - 5]).await;
        session.drain().await;
    });
    let builder = builder::<M>(&origin.url()).root_certificate_pem(authority.pem()).attempt_timeout(SHORT);
    let client = M::build(builder).expect("a client");
    let start = Instant::now();
    let error = failure::<M>(&client).await;
    assert!(error.is_timeout(), "{error}");
    assert!((SHORT..QUICKLY / 4).contains(&start.elapsed()), "{:?}", start.elapsed());
}

/// The server has heard enough, says so, and sends no more; but it still takes the rest.
async fn an_answer_before_the_whole_request_is_heard<M: Mode>() {
    let authority = Authority::new("One");
    let origin = Origin::tls(authority.server(HERE), |mut session: Session| async move {
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
    let error = soon(M::send(call)).await.expect_err("the server refuses it");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(431), "{error}");
}
