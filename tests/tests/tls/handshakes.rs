//! Failing and stalled TLS handshakes.

use std::sync::Arc;
use std::time::Instant;

use elevenlabs_voices::{ApiClient, TimeLimit};
use tests::both_clients;
use tests::modes::Mode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::authority::{Authority, LOOPBACK_NAMES};
use crate::helpers::{SHORT, TEST_LIMIT, assert_connect_error, builder, client, failure, page};
use crate::origin::{Log, Origin, PAGE, ok, read_head};

both_clients! {
    connection_closed_after_client_hello_is_a_connect_error,
    connection_closed_during_the_handshake_is_a_connect_error,
    plain_http_server_is_a_connect_error,
    server_without_tls_is_a_connect_error,
    silent_server_exceeds_the_attempt_timeout,
    stalled_handshake_exceeds_the_attempt_timeout,
    silent_server_exceeds_the_connect_timeout,
    failed_handshake_is_retried,
}

/// Asserts a connect error for a server that sends `answer` after the client hello and closes the connection.
async fn assert_connect_error_after<M: Mode>(answer: &'static [u8]) {
    let origin = Origin::tcp(move |mut tcp: TcpStream, _, _| async move {
        read_client_hello(&mut tcp).await;
        let _ = tcp.write_all(answer).await;
    });
    let client = client::<M>(&origin.url(), &Authority::new("CA 1").pem());
    assert_connect_error(&failure::<M>(&client).await);
    assert_eq!(origin.connections(), 1);
}

/// Reads the complete first record of the client, so that closing the connection does not reset it.
async fn read_client_hello(tcp: &mut TcpStream) {
    let mut header = [0; 5];
    tcp.read_exact(&mut header).await.expect("a record");
    assert_eq!(header[0], 22, "a handshake");
    let mut rest = vec![0; usize::from(u16::from_be_bytes([header[3], header[4]]))];
    tcp.read_exact(&mut rest).await.expect("a complete record");
}

async fn connection_closed_after_client_hello_is_a_connect_error<M: Mode>() {
    assert_connect_error_after::<M>(b"").await;
}

async fn connection_closed_during_the_handshake_is_a_connect_error<M: Mode>() {
    // A record that is shorter than its length field.
    assert_connect_error_after::<M>(&[22, 3, 3, 0, 122, 2, 0, 0]).await;
}

async fn plain_http_server_is_a_connect_error<M: Mode>() {
    assert_connect_error_after::<M>(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
}

async fn server_without_tls_is_a_connect_error<M: Mode>() {
    assert_connect_error_after::<M>(&[0xA5; 64]).await;
}

/// A server that sends these bytes after the client hello, and then nothing.
fn silent_after(bytes: &'static [u8]) -> Origin {
    Origin::tcp(move |mut tcp: TcpStream, _, _| async move {
        read_client_hello(&mut tcp).await;
        let _ = tcp.write_all(bytes).await;
        // Until the client closes the connection.
        while tcp.read(&mut [0; 1024]).await.is_ok_and(|count| count > 0) {}
    })
}

async fn silent_server_exceeds_the_attempt_timeout<M: Mode>() {
    let origin = silent_after(b"");
    let client = M::build(builder::<M>(&origin.url()).attempt_timeout(SHORT)).expect("a client");
    assert_times_out::<M>(&client, TimeLimit::Attempt(SHORT)).await;
}

async fn stalled_handshake_exceeds_the_attempt_timeout<M: Mode>() {
    let origin = silent_after(&[22, 3, 3, 0, 122, 2, 0, 0]);
    let client = M::build(builder::<M>(&origin.url()).attempt_timeout(SHORT)).expect("a client");
    assert_times_out::<M>(&client, TimeLimit::Attempt(SHORT)).await;
}

/// The connect timeout includes the TLS handshake.
async fn silent_server_exceeds_the_connect_timeout<M: Mode>() {
    let origin = silent_after(b"");
    let client = M::build(builder::<M>(&origin.url()).connect_timeout(SHORT)).expect("a client");
    assert_times_out::<M>(&client, TimeLimit::Connect(SHORT)).await;
}

/// Asserts that the call times out with that limit, at the expected time.
async fn assert_times_out<M: Mode>(client: &ApiClient<M::Backend>, limit: TimeLimit) {
    let start = Instant::now();
    let error = failure::<M>(client).await;
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.time_limit(), Some(limit), "{error}");
    assert!((SHORT..TEST_LIMIT / 4).contains(&start.elapsed()), "{:?}", start.elapsed());
}

async fn failed_handshake_is_retried<M: Mode>() {
    let authority = Authority::new("CA 1");
    let acceptor = TlsAcceptor::from(authority.server(LOOPBACK_NAMES));
    let origin = Origin::tcp(move |mut tcp: TcpStream, nth, _: Arc<Log>| {
        let acceptor = acceptor.clone();
        async move {
            if nth == 0 {
                return read_client_hello(&mut tcp).await;
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
