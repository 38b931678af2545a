//! HTTP/2: spoken where both sides offer it, by the async client.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Response, Version};
use rustls::ServerConfig;
use tests::modes::Asynchronous;

use crate::authority::Authority;
use crate::helpers::{client, page, soon};
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
