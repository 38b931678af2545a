//! HTTP/2: spoken where both sides offer it, by the async client.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use elevenlabs_voices::ErrorKind;
use http::{Response, Version};
use rustls::ServerConfig;
use tests::modes::Asynchronous;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::authority::Authority;
use crate::helpers::{KEY, all_texts, builder, client, page, soon};
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
        let mut body = respond.send_response(Response::new(()), false).expect("an open stream");
        body.send_data(Bytes::from(page_with("two")), true).expect("an open stream");
    }
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

/// A frame of HTTP/2 for the connection as a whole.
fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short payload").to_be_bytes();
    [&length[1..], &[kind, 0, 0, 0, 0, 0], payload].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn key_in_the_debug_data_of_goaway_is_not_displayed() {
    const SETTINGS: u8 = 4;
    const GOAWAY: u8 = 7;
    const INTERNAL_ERROR: u8 = 2;
    let authority = Authority::new("One");
    let origin = Origin::tls(offering(&authority, &["h2"]), |mut session: Session| async move {
        let head = [0, 0, 0, 0, 0, 0, 0, INTERNAL_ERROR];
        let goaway = frame(GOAWAY, &[&head, KEY.as_bytes()].concat());
        let _ = session.stream.write_all(&[frame(SETTINGS, &[]), goaway].concat()).await;
        while session.stream.read(&mut [0; 1024]).await.is_ok_and(|count| count > 0) {}
    });
    let builder = builder::<Asynchronous>(&origin.url()).root_certificate_pem(authority.pem());
    let client = builder.build().expect("a client");
    let error = soon(page::<Asynchronous>(&client)).await.expect_err("the server goes away");
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(!all_texts(&error).contains(KEY), "{error:?}");
}
