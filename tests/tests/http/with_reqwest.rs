//! The transport that is made from a builder of reqwest's, for the async client alone.

use std::time::Duration;

use elevenlabs_voices::transport::ReqwestTransport;
use elevenlabs_voices::{Async, Client, ClientBuilder, ErrorKind};
use reqwest::redirect::Policy;
use tests::modes::Asynchronous;
use wiremock::{MockServer, ResponseTemplate};

use crate::helpers::{
    FOREVER, KEY, NO_VOICES, SETTINGS, VOICE, assert_no_key, builder, header, listen, ok, only_request,
    raw_ok, requests, retry_at_once, serve, serve_in_turn, serve_raw, soon, status_of,
};

/// A builder of reqwest's that follows redirects, whatever the environment says of proxies.
fn following() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy().redirect(Policy::limited(10))
}

fn through(url: impl Into<String>, reqwest: reqwest::ClientBuilder) -> ClientBuilder<Async> {
    let transport = ReqwestTransport::new(reqwest).expect("reqwest can be set up");
    builder::<Asynchronous>(url).transport(transport)
}

fn client(server: &MockServer) -> Client {
    through(server.uri(), following()).build().expect("a client")
}

#[tokio::test]
async fn calls_succeed() {
    let server = serve_in_turn([ok(NO_VOICES), ok(VOICE), ok(SETTINGS)]).await;
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
async fn errors_are_explained() {
    let server = serve(ResponseTemplate::new(404).set_body_string(r#"{"detail": "Not here."}"#)).await;
    let error = client(&server).get_voice("v1").send().await.expect_err("nothing is there");
    assert_eq!((status_of(&error), error.message()), (Some(404), "Not here."));
}

#[tokio::test]
async fn a_redirect_to_another_server_is_not_followed_whatever_the_builder_was_told() {
    let elsewhere = serve(ok(VOICE)).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/v1/voices/v1", elsewhere.uri());
        let server = serve(ResponseTemplate::new(status).insert_header("location", location)).await;
        let error = client(&server).get_voice("v1").send().await.expect_err("not followed");
        assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(status)));
        assert!(error.to_string().contains("another origin"), "{error}");
        only_request(&server).await;
    }
    assert!(requests(&elsewhere).await.is_empty());
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_followed_whatever_the_builder_was_told() {
    for policy in [Policy::none(), Policy::limited(10)] {
        let redirect = ResponseTemplate::new(302).insert_header("location", "/new");
        let server = serve_in_turn([redirect, ok(VOICE)]).await;
        let client = through(server.uri(), following().redirect(policy)).build().expect("a client");
        client.get_voice("v1").send().await.expect("a voice");
        let requests = requests(&server).await;
        assert_eq!((requests[1].url.path(), header(&requests[1], "xi-api-key")), ("/new", KEY));
    }
}

#[tokio::test]
async fn redirects_without_end_are_counted_once() {
    let server = serve(ResponseTemplate::new(302).insert_header("location", "/again")).await;
    client(&server).get_voice("v1").send().await.expect_err("it never ends");
    assert_eq!(requests(&server).await.len(), 6);
}

#[tokio::test]
async fn a_response_over_the_size_limit_is_refused_and_one_just_at_it_is_read() {
    let server = serve(ok(SETTINGS)).await;
    for (limit, fits) in [(SETTINGS.len() - 1, false), (SETTINGS.len(), true)] {
        let client = through(server.uri(), following()).max_response_bytes(limit).build().expect("a client");
        let result = client.get_default_voice_settings().send().await;
        assert_eq!(
            result.map(drop).map_err(|error| error.kind()),
            if fits { Ok(()) } else { Err(ErrorKind::TooLarge) }
        );
    }
}

#[tokio::test]
async fn failures_are_tried_again_as_often_as_the_client_says() {
    let server = serve(retry_at_once(503)).await;
    let client = through(server.uri(), following()).max_retries(3).build().expect("a client");
    client.get_voice("v1").send().await.expect_err("never well");
    assert_eq!(requests(&server).await.len(), 4);
}

#[tokio::test]
async fn a_call_is_tried_again_after_a_broken_connection() {
    let (url, server) = serve_raw(vec![String::new(), raw_ok(VOICE)]).await;
    let client = through(url, following()).build().expect("a client");
    client.get_voice("v1").send().await.expect("a voice");
    assert_eq!(server.await.expect("the server should live").len(), 2);
}

#[tokio::test]
async fn time_runs_out_as_the_client_or_the_builder_says() {
    let server = serve(ok(VOICE).set_delay(FOREVER)).await;
    let short = Duration::from_millis(100);
    for builder in [
        through(server.uri(), following()).attempt_timeout(short),
        through(server.uri(), following().timeout(short)),
    ] {
        let client = builder.max_retries(0).build().expect("a client");
        let error = soon(client.get_voice("v1").send()).await.expect_err("time runs out");
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_no_key(&error);
    }
}

#[tokio::test]
async fn a_refused_connection_is_an_error_of_connecting_and_does_not_show_what_was_asked() {
    // Nobody listens there any more.
    let (url, listener) = listen().await;
    drop(listener);
    let client = through(url, following()).max_retries(0).build().expect("a client");
    let error = client.list_voices().search("confidential").send().await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!format!("{error} {error:?}").contains("confidential"), "{error:?}");
    assert_no_key(&error);
}

#[tokio::test]
async fn broken_connection_is_a_transport_error() {
    let cut_off = "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"voice_id\"";
    for reply in ["220 mail.example.com ready\r\n\r\n", cut_off, ""] {
        let (url, _server) = serve_raw(vec![reply.to_owned()]).await;
        let client = through(url, following()).max_retries(0).build().expect("a client");
        let error = client.get_voice("v1").send().await.expect_err(reply);
        assert_eq!(error.kind(), ErrorKind::Transport, "{reply:?}: {error:?}");
    }
}
