//! The reqwest transport of the async client.

use std::time::Duration;

use elevenlabs_voices::transport::ReqwestTransport;
use elevenlabs_voices::{Async, Client, ClientBuilder, ErrorKind};
use reqwest::redirect::Policy;
use tests::modes::Asynchronous;
use wiremock::{MockServer, ResponseTemplate};

use crate::helpers::{
    FOREVER, KEY, NO_VOICES, SETTINGS, VOICE, assert_no_key, builder, header, json_response, listen, ok,
    only_request, raw_ok, requests, retry_now, serve, serve_raw, serve_sequence, status_of, within_limit,
};

/// A reqwest builder that follows redirects and ignores proxies of the environment.
fn reqwest_builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy().redirect(Policy::limited(10))
}

fn with_reqwest(url: impl Into<String>, reqwest: reqwest::ClientBuilder) -> ClientBuilder<Async> {
    let transport = ReqwestTransport::new(reqwest).expect("reqwest can be configured");
    builder::<Asynchronous>(url).transport(transport)
}

fn client(server: &MockServer) -> Client {
    with_reqwest(server.uri(), reqwest_builder()).build().expect("a client")
}

#[tokio::test]
async fn calls_succeed() {
    let server = serve_sequence([ok(NO_VOICES), ok(VOICE), ok(SETTINGS)]).await;
    let client = client(&server);
    client.list_voices().search("a b").send().await.expect("a page");
    let voice = client.get_voice("a/b").send().await.expect("a voice");
    let raw = client.get_default_voice_settings().send_raw().await.expect("settings");
    assert_eq!((voice.name.as_str(), raw.value().speed), ("Oskar", Some(0.9)));
    assert_eq!((raw.body(), raw.headers()["content-type"].as_bytes()), (SETTINGS, &b"application/json"[..]));
    let requests = requests(&server).await;
    assert_eq!(requests[0].url.query(), Some("search=a%20b"));
    assert_eq!(requests[1].url.path(), "/v1/voices/a%2Fb");
    for request in &requests {
        assert_eq!(header(request, "xi-api-key"), KEY);
        assert_eq!(header(request, "accept-encoding"), "gzip");
        assert!(header(request, "user-agent").starts_with("elevenlabs-voices/"), "{request:?}");
    }
}

#[tokio::test]
async fn error_response_is_parsed() {
    let server = serve(ResponseTemplate::new(404).set_body_string(r#"{"detail": "Not here."}"#)).await;
    let error = client(&server).get_voice("v1").send().await.expect_err("a 404");
    assert_eq!((status_of(&error), error.message()), (Some(404), "Not here."));
}

#[tokio::test]
async fn cross_origin_redirect_is_not_followed_with_any_policy() {
    let other_server = serve(ok(VOICE)).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/v1/voices/v1", other_server.uri());
        let server = serve(ResponseTemplate::new(status).insert_header("location", location)).await;
        let error = client(&server).get_voice("v1").send().await.expect_err("not followed");
        assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(status)));
        assert!(error.to_string().contains("another origin"), "{error}");
        only_request(&server).await;
    }
    assert!(requests(&other_server).await.is_empty());
}

#[tokio::test]
async fn same_origin_redirect_is_followed_with_any_policy() {
    for policy in [Policy::none(), Policy::limited(10)] {
        let redirect = ResponseTemplate::new(302).insert_header("location", "/new");
        let server = serve_sequence([redirect, ok(VOICE)]).await;
        let client =
            with_reqwest(server.uri(), reqwest_builder().redirect(policy)).build().expect("a client");
        client.get_voice("v1").send().await.expect("a voice");
        let requests = requests(&server).await;
        assert_eq!((requests[1].url.path(), header(&requests[1], "xi-api-key")), ("/new", KEY));
    }
}

#[tokio::test]
async fn redirect_loop_is_limited_once() {
    let server = serve(ResponseTemplate::new(302).insert_header("location", "/again")).await;
    client(&server).get_voice("v1").send().await.expect_err("a redirect loop");
    assert_eq!(requests(&server).await.len(), 6);
}

#[tokio::test]
async fn response_size_limit_is_enforced() {
    let server = serve(ok(SETTINGS)).await;
    for (limit, fits) in [(SETTINGS.len() - 1, false), (SETTINGS.len(), true)] {
        let client = with_reqwest(server.uri(), reqwest_builder())
            .max_response_bytes(limit)
            .build()
            .expect("a client");
        let result = client.get_default_voice_settings().send().await;
        assert_eq!(
            result.map(drop).map_err(|error| error.kind()),
            if fits { Ok(()) } else { Err(ErrorKind::TooLarge) }
        );
    }
}

#[tokio::test]
async fn failure_over_the_size_limit_is_a_status_error() {
    let server = serve(json_response(404, SETTINGS).insert_header("request-id", "r-5")).await;
    let builder = with_reqwest(server.uri(), reqwest_builder()).max_response_bytes(SETTINGS.len() - 1);
    let client = builder.build().expect("a client");
    let error = client.get_default_voice_settings().send().await.expect_err("not found");
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(404)));
    assert_eq!(error.request_id(), Some("r-5"));
}

#[tokio::test]
async fn max_retries_of_the_client_is_enforced() {
    let server = serve(retry_now(503)).await;
    let client = with_reqwest(server.uri(), reqwest_builder()).max_retries(3).build().expect("a client");
    client.get_voice("v1").send().await.expect_err("always 503");
    assert_eq!(requests(&server).await.len(), 4);
}

#[tokio::test]
async fn broken_connection_is_retried() {
    let (url, server) = serve_raw(vec![String::new(), raw_ok(VOICE)]).await;
    let client = with_reqwest(url, reqwest_builder()).build().expect("a client");
    client.get_voice("v1").send().await.expect("a voice");
    assert_eq!(server.await.expect("no panic").len(), 2);
}

#[tokio::test]
async fn timeouts_of_client_and_reqwest_are_enforced() {
    let server = serve(ok(VOICE).set_delay(FOREVER)).await;
    let short = Duration::from_millis(100);
    for builder in [
        with_reqwest(server.uri(), reqwest_builder()).attempt_timeout(short),
        with_reqwest(server.uri(), reqwest_builder().timeout(short)),
    ] {
        let client = builder.max_retries(0).build().expect("a client");
        let error = within_limit(client.get_voice("v1").send()).await.expect_err("a timeout");
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_no_key(&error);
    }
}

#[tokio::test]
async fn connect_error_does_not_reveal_the_query() {
    // Connections to this port are refused.
    let (url, listener) = listen().await;
    drop(listener);
    let client = with_reqwest(url, reqwest_builder()).max_retries(0).build().expect("a client");
    let error = client.list_voices().search("confidential").send().await.expect_err("connection refused");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!format!("{error} {error:?}").contains("confidential"), "{error:?}");
    assert_no_key(&error);
}

#[tokio::test]
async fn broken_connection_is_a_transport_error() {
    let truncated = "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"voice_id\"";
    for reply in ["220 mail.example.com ready\r\n\r\n", truncated, ""] {
        let (url, _server) = serve_raw(vec![reply.to_owned()]).await;
        let client = with_reqwest(url, reqwest_builder()).max_retries(0).build().expect("a client");
        let error = client.get_voice("v1").send().await.expect_err(reply);
        assert_eq!(error.kind(), ErrorKind::Transport, "{reply:?}: {error:?}");
    }
}
