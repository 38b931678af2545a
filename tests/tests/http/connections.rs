//! Failing and reused connections, and the limit on the size of responses.

use std::time::Duration;

use elevenlabs_voices::ErrorKind;
use tests::modes::Mode;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpSocket};

use crate::helpers::{
    SETTINGS, VOICE, assert_no_key, builder, listen, ok, raw_ok, read_head, requests, serve, serve_raw,
    status_of, within_limit,
};

tests::both_clients! {
    response_above_the_size_limit_is_rejected,
    response_at_the_size_limit_is_read,
    endless_response_is_rejected,
    failure_with_a_truncated_body_is_a_status_error,
    refused_connection_is_a_connect_error,
    non_http_and_broken_responses_are_transport_errors,
    connection_is_reused,
    closed_idle_connection_is_replaced,
    connect_error_does_not_reveal_the_query,
    connection_uses_tcp_keep_alive,
}

async fn response_above_the_size_limit_is_rejected<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let builder = builder::<M>(server.uri()).max_response_bytes(SETTINGS.len() - 1);
    let call = M::build(builder).expect("a client").get_default_voice_settings();
    let error = M::send(call).await.expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(!error.is_retryable());
    assert!(error.to_string().contains(&(SETTINGS.len() - 1).to_string()), "{error}");
    assert_eq!(requests(&server).await.len(), 1);
}

async fn response_at_the_size_limit_is_read<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let client = M::build(builder::<M>(server.uri()).max_response_bytes(SETTINGS.len())).expect("a client");
    M::send(client.get_default_voice_settings()).await.expect("settings");
}

async fn endless_response_is_rejected<M: Mode>() {
    let (url, listener) = listen().await;
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        read_head(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await.expect("open");
        while stream.write_all(b"4\r\n    \r\n").await.is_ok() {}
    });
    let client = M::build(builder::<M>(url).max_response_bytes(100_000)).expect("a client");
    let error = within_limit(M::send(client.get_default_voice_settings())).await.expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    // The task ends only if the client closes the connection.
    within_limit(server).await.expect("no panic");
}

async fn failure_with_a_truncated_body_is_a_status_error<M: Mode>() {
    let reply = "HTTP/1.1 404 Not Found\r\nrequest-id: r-8\r\ncontent-length: 100\r\n\r\n{\"detail\":";
    let (url, server) = serve_raw(vec![reply.to_owned()]).await;
    let client = M::build(builder::<M>(url)).expect("a client");
    let error = within_limit(M::send(client.get_default_voice_settings())).await.expect_err("not found");
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(404)), "{error:?}");
    assert_eq!((error.request_id(), error.body()), (Some("r-8"), None));
    assert_eq!(server.await.expect("no panic").len(), 1);
}

async fn refused_connection_is_a_connect_error<M: Mode>() {
    // Bound, so that no other process takes the port, but not listening.
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let url = format!("http://{}", socket.local_addr().expect("bound"));
    let client = M::build(builder::<M>(url).max_retries(0)).expect("a client");
    let error = M::send(client.get_voice("v1")).await.expect_err("connection refused");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable() && !error.is_timeout());
    assert_eq!((error.status(), error.body()), (None, None));
    assert!(error.to_string().starts_with("get_voice"), "{error}");
    assert!(error.to_string().to_lowercase().contains("refused"), "{error}");
    assert_no_key(&error);
}

async fn non_http_and_broken_responses_are_transport_errors<M: Mode>() {
    let truncated = "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"voice_id\"";
    for reply in ["220 mail.example.com ready\r\n\r\n", truncated, ""] {
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

async fn connection_is_reused<M: Mode>() {
    let (url, listener) = listen().await;
    let server = tokio::spawn(answer_twice(listener));
    let client = M::build(builder::<M>(url)).expect("a client");
    M::send(client.get_voice("v1")).await.expect("a voice");
    within_limit(M::send(client.get_voice("v2"))).await.expect("a voice");
    within_limit(server).await.expect("both requests use one connection");
}

async fn closed_idle_connection_is_replaced<M: Mode>() {
    // The server closes connections without announcing it.
    let reply = raw_ok(VOICE).replace("connection: close\r\n", "");
    let (url, server) = serve_raw(vec![reply.clone(), reply.clone(), reply]).await;
    let client = M::build(builder::<M>(url)).expect("a client");
    for voice_id in ["v1", "v2", "v3"] {
        M::send(client.get_voice(voice_id)).await.expect("a voice");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(server.await.expect("no panic").len(), 3);
}

async fn connect_error_does_not_reveal_the_query<M: Mode>() {
    // Connections to this port are refused.
    let (url, listener) = listen().await;
    drop(listener);
    let client = M::build(builder::<M>(url).max_retries(0)).expect("a client");
    let error = M::send(client.list_voices().search("confidential")).await.expect_err("connection refused");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!format!("{error} {error:?}").contains("confidential"), "{error:?}");
}

/// Whether a connection to the port has a keep-alive timer, according to Linux's table of connections.
fn is_kept_alive(port: u16) -> bool {
    let table = std::fs::read_to_string("/proc/net/tcp").expect("a table");
    let remote = format!(":{port:04X}");
    table.lines().any(|line| {
        let columns: Vec<_> = line.split_whitespace().collect();
        columns.get(2).is_some_and(|address| address.ends_with(&remote))
            && columns.get(5).is_some_and(|timer| timer.starts_with("02:"))
    })
}

async fn connection_uses_tcp_keep_alive<M: Mode>() {
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
    within_limit(M::send(client.get_voice("v1"))).await.expect("a voice");
    server.await.expect("no panic");
}
