//! Servers with which there comes no TLS about.

use std::sync::Arc;
use std::time::Instant;

use elevenlabs_voices::{ApiClient, TimeLimit};
use tests::both_clients;
use tests::modes::Mode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::authority::{Authority, HERE};
use crate::helpers::{QUICKLY, SHORT, assert_no_connection, builder, client, failure, page};
use crate::origin::{Log, Origin, PAGE, ok, read_head};

both_clients! {
    a_server_that_hangs_up_at_once_is_no_connection,
    a_server_that_hangs_up_in_the_middle_is_no_connection,
    a_server_that_speaks_plain_http_is_no_connection,
    a_server_that_speaks_nonsense_is_no_connection,
    a_server_that_never_answers_uses_up_the_attempt,
    a_server_that_stops_in_the_middle_uses_up_the_attempt,
    a_server_that_never_answers_uses_up_the_time_to_connect,
    a_handshake_that_failed_is_tried_again,
}

/// What the client of a server says that does this after the client's first words.
async fn no_connection_after<M: Mode>(answer: &'static [u8]) {
    let origin = Origin::tcp(move |mut tcp: TcpStream, _, _| async move {
        hear_hello(&mut tcp).await;
        let _ = tcp.write_all(answer).await;
    });
    let client = client::<M>(&origin.url(), &Authority::new("One").pem());
    assert_no_connection(&failure::<M>(&client).await);
    assert_eq!(origin.connections(), 1);
}

/// Takes the client's whole first record, so that the end of the connection is an orderly one.
async fn hear_hello(tcp: &mut TcpStream) {
    let mut header = [0; 5];
    tcp.read_exact(&mut header).await.expect("a record");
    assert_eq!(header[0], 22, "a handshake");
    let mut rest = vec![0; usize::from(u16::from_be_bytes([header[3], header[4]]))];
    tcp.read_exact(&mut rest).await.expect("the whole of it");
}

async fn a_server_that_hangs_up_at_once_is_no_connection<M: Mode>() {
    no_connection_after::<M>(b"").await;
}

async fn a_server_that_hangs_up_in_the_middle_is_no_connection<M: Mode>() {
    // A record that is announced to be longer than it is.
    no_connection_after::<M>(&[22, 3, 3, 0, 122, 2, 0, 0]).await;
}

async fn a_server_that_speaks_plain_http_is_no_connection<M: Mode>() {
    no_connection_after::<M>(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
}

async fn a_server_that_speaks_nonsense_is_no_connection<M: Mode>() {
    no_connection_after::<M>(&[0xA5; 64]).await;
}

/// Says so much, and then nothing.
fn silent_after(words: &'static [u8]) -> Origin {
    Origin::tcp(move |mut tcp: TcpStream, _, _| async move {
        hear_hello(&mut tcp).await;
        let _ = tcp.write_all(words).await;
        // Until the client has had enough.
        while tcp.read(&mut [0; 1024]).await.is_ok_and(|count| count > 0) {}
    })
}

async fn a_server_that_never_answers_uses_up_the_attempt<M: Mode>() {
    let origin = silent_after(b"");
    let client = M::build(builder::<M>(&origin.url()).attempt_timeout(SHORT)).expect("a client");
    assert_in_time::<M>(&client, TimeLimit::Attempt(SHORT)).await;
}

async fn a_server_that_stops_in_the_middle_uses_up_the_attempt<M: Mode>() {
    let origin = silent_after(&[22, 3, 3, 0, 122, 2, 0, 0]);
    let client = M::build(builder::<M>(&origin.url()).attempt_timeout(SHORT)).expect("a client");
    assert_in_time::<M>(&client, TimeLimit::Attempt(SHORT)).await;
}

/// A connection is made only when there is TLS.
async fn a_server_that_never_answers_uses_up_the_time_to_connect<M: Mode>() {
    let origin = silent_after(b"");
    let client = M::build(builder::<M>(&origin.url()).connect_timeout(SHORT)).expect("a client");
    assert_in_time::<M>(&client, TimeLimit::Connect(SHORT)).await;
}

/// Fails the test unless time runs out when it should, and the error names that limit.
async fn assert_in_time<M: Mode>(client: &ApiClient<M::Kind>, limit: TimeLimit) {
    let start = Instant::now();
    let error = failure::<M>(client).await;
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.time_limit(), Some(limit), "{error}");
    assert!((SHORT..QUICKLY / 4).contains(&start.elapsed()), "{:?}", start.elapsed());
}

async fn a_handshake_that_failed_is_tried_again<M: Mode>() {
    let authority = Authority::new("One");
    let acceptor = TlsAcceptor::from(authority.server(HERE));
    let origin = Origin::tcp(move |mut tcp: TcpStream, nth, _: Arc<Log>| {
        let acceptor = acceptor.clone();
        async move {
            if nth == 0 {
                return hear_hello(&mut tcp).await;
            }
            let mut stream = acceptor.accept(tcp).await.expect("TLS");
            read_head(&mut stream).await.expect("a request");
            stream.write_all(ok(PAGE).as_bytes()).await.expect("a connection");
            let _ = stream.shutdown().await;
        }
    });
    let builder = builder::<M>(&origin.url()).root_certificate_pem(authority.pem()).max_retries(1);
    page::<M>(&M::build(builder).expect("a client")).await.expect("a page");
    assert_eq!(origin.connections(), 2);
}
