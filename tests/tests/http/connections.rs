//! Connections that fail, and responses without measure.

use std::time::Duration;

use elevenlabs_voices::ErrorKind;
use tests::modes::Mode;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpSocket};

use crate::helpers::{
    SETTINGS, VOICE, assert_no_key, builder, listen, ok, raw_ok, read_head, requests, serve, serve_raw, soon,
    status_of,
};

tests::both_clients! {
    a_response_over_the_size_limit_is_refused,
    a_response_just_at_the_size_limit_is_read,
    a_response_without_end_is_refused,
    failure_with_a_body_cut_off_is_a_status_error,
    a_refused_connection_is_an_error_of_connecting,
    non_http_and_broken_responses_are_transport_errors,
    a_connection_is_used_again,
    a_connection_that_was_closed_meanwhile_is_no_failure,
    an_error_of_connecting_does_not_show_what_was_asked,
    a_connection_has_tcp_keep_alive,
}

async fn a_response_over_the_size_limit_is_refused<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let builder = builder::<M>(server.uri()).max_response_bytes(SETTINGS.len() - 1);
    let call = M::build(builder).expect("a client").get_default_voice_settings();
    let error = M::send(call).await.expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(!error.is_retryable());
    assert!(error.to_string().contains(&(SETTINGS.len() - 1).to_string()), "{error}");
    assert_eq!(requests(&server).await.len(), 1);
}

async fn a_response_just_at_the_size_limit_is_read<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let client = M::build(builder::<M>(server.uri()).max_response_bytes(SETTINGS.len())).expect("a client");
    M::send(client.get_default_voice_settings()).await.expect("settings");
}

async fn a_response_without_end_is_refused<M: Mode>() {
    let (url, listener) = listen().await;
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        read_head(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await.expect("open");
        while stream.write_all(b"4\r\n    \r\n").await.is_ok() {}
    });
    let client = M::build(builder::<M>(url).max_response_bytes(100_000)).expect("a client");
    let error = soon(M::send(client.get_default_voice_settings())).await.expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    // The client hangs up, or else the server would go on for ever.
    soon(server).await.expect("no panic");
}

async fn failure_with_a_body_cut_off_is_a_status_error<M: Mode>() {
    let reply = "HTTP/1.1 404 Not Found\r\nrequest-id: r-8\r\ncontent-length: 100\r\n\r\n{\"detail\":";
    let (url, server) = serve_raw(vec![reply.to_owned()]).await;
    let client = M::build(builder::<M>(url)).expect("a client");
    let error = soon(M::send(client.get_default_voice_settings())).await.expect_err("not found");
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(404)), "{error:?}");
    assert_eq!((error.request_id(), error.body()), (Some("r-8"), None));
    assert_eq!(server.await.expect("no panic").len(), 1);
}

async fn a_refused_connection_is_an_error_of_connecting<M: Mode>() {
    // Bound, so that nobody else takes the port, but not listening.
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let url = format!("http://{}", socket.local_addr().expect("bound"));
    let client = M::build(builder::<M>(url).max_retries(0)).expect("a client");
    let error = M::send(client.get_voice("v1")).await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable() && !error.is_timeout());
    assert_eq!((error.status(), error.body()), (None, None));
    assert!(error.to_string().starts_with("get_voice"), "{error}");
    assert!(error.to_string().to_lowercase().contains("refused"), "{error}");
    assert_no_key(&error);
}

async fn non_http_and_broken_responses_are_transport_errors<M: Mode>() {
    let cut_off = "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"voice_id\"";
    for reply in ["220 mail.example.com ready\r\n\r\n", cut_off, ""] {
        let (url, _server) = serve_raw(vec![reply.to_owned()]).await;
        let client = M::build(builder::<M>(url).max_retries(0)).expect("a client");
        let error = M::send(client.get_voice("v1")).await.expect_err(reply);
        assert_eq!(error.kind(), ErrorKind::Transport, "{reply:?}: {error:?}");
        assert!(error.is_retryable());
        assert_no_key(&error);
    }
}

/// Answers two requests on one connection.
async fn answer_twice(listener: TcpListener) {
    let (mut stream, _) = listener.accept().await.expect("a connection");
    for _ in 0..2 {
        read_head(&mut stream).await;
        let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{VOICE}", VOICE.len());
        stream.write_all(reply.as_bytes()).await.expect("an open connection");
    }
}

async fn a_connection_is_used_again<M: Mode>() {
    let (url, listener) = listen().await;
    let server = tokio::spawn(answer_twice(listener));
    let client = M::build(builder::<M>(url)).expect("a client");
    M::send(client.get_voice("v1")).await.expect("a voice");
    soon(M::send(client.get_voice("v2"))).await.expect("a voice");
    soon(server).await.expect("both came over one connection");
}

async fn a_connection_that_was_closed_meanwhile_is_no_failure<M: Mode>() {
    // It does not say that it will close them.
    let reply = raw_ok(VOICE).replace("connection: close\r\n", "");
    let (url, server) = serve_raw(vec![reply.clone(), reply.clone(), reply]).await;
    let client = M::build(builder::<M>(url)).expect("a client");
    for voice_id in ["v1", "v2", "v3"] {
        M::send(client.get_voice(voice_id)).await.expect("a voice");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(server.await.expect("the server should live").len(), 3);
}

async fn an_error_of_connecting_does_not_show_what_was_asked<M: Mode>() {
    // Nobody listens there any more.
    let (url, listener) = listen().await;
    drop(listener);
    let client = M::build(builder::<M>(url).max_retries(0)).expect("a client");
    let error = M::send(client.list_voices().search("confidential")).await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!format!("{error} {error:?}").contains("confidential"), "{error:?}");
}

/// Whether this process's machine keeps a connection to that port alive, by Linux's table of them.
fn is_kept_alive(port: u16) -> bool {
    let table = std::fs::read_to_string("/proc/net/tcp").expect("a table");
    let remote = format!(":{port:04X}");
    table.lines().any(|line| {
        let columns: Vec<_> = line.split_whitespace().collect();
        columns.get(2).is_some_and(|address| address.ends_with(&remote))
            && columns.get(5).is_some_and(|timer| timer.starts_with("02:"))
    })
}

async fn a_connection_has_tcp_keep_alive<M: Mode>() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let (url, listener) = listen().await;
    let port = listener.local_addr().expect("bound").port();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        read_head(&mut stream).await;
        while !is_kept_alive(port) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        stream.write_all(raw_ok(VOICE).as_bytes()).await.expect("an open connection");
    });
    let client = M::build(builder::<M>(url)).expect("a client");
    soon(M::send(client.get_voice("v1"))).await.expect("a voice, once the connection is kept alive");
    server.await.expect("no panic");
}
