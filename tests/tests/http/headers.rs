//! Custom headers, and reserved ones.

use elevenlabs_voices::ErrorKind;
use tests::modes::Mode;

use crate::helpers::{KEY, NO_VOICES, SETTINGS, client, header, ok, only_request, requests, serve};
use crate::script::{offline, response, scripted};

tests::both_clients! {
    header_replaces_one_of_the_same_name,
    key_header_is_reserved,
    invalid_header_is_rejected,
    white_space_around_a_key_is_trimmed,
    connection_headers_are_rejected,
    valid_header_clears_the_error_of_an_invalid_one,
    too_many_headers_are_rejected,
}

async fn header_replaces_one_of_the_same_name<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let call = client::<M>(&server).get_default_voice_settings();
    let call =
        call.with_header("x-team", "one").with_header("X-Team", "two").with_header("Accept", "text/json");
    M::send(call).await.expect("settings");
    let request = only_request(&server).await;
    assert_eq!(header(&request, "x-team"), "two");
    assert_eq!(header(&request, "accept"), "text/json");
    assert_eq!(header(&request, "xi-api-key"), KEY);
}

async fn key_header_is_reserved<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    for name in ["xi-api-key", "XI-API-KEY", "Xi-Api-Key"] {
        let call = client::<M>(&server).get_default_voice_settings().with_header(name, "another-secret");
        let error = M::send(call).await.expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert!(!format!("{error} {error:?}").contains("another-secret"), "{error:?}");
    }
    assert!(requests(&server).await.is_empty());
}

async fn invalid_header_is_rejected<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    for (name, value) in [("x team", "a"), ("", "a"), ("x-team", "a\r\nx-other: b"), ("x-team", "a\0")] {
        let call = client::<M>(&server).get_default_voice_settings().with_header(name, value);
        assert_eq!(M::send(call).await.expect_err(name).kind(), ErrorKind::Argument);
    }
    assert!(requests(&server).await.is_empty());
}

async fn white_space_around_a_key_is_trimmed<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let builder = M::builder().api_key(format!(" \t{KEY}\r\n")).base_url(server.uri());
    M::send(M::build(builder).expect("a client").get_default_voice_settings()).await.expect("settings");
    assert_eq!(header(&only_request(&server).await, "xi-api-key"), KEY);
}

async fn connection_headers_are_rejected<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    for name in ["host", "Content-Length", "transfer-encoding", "connection", "Accept-Encoding", "upgrade"] {
        let call = client::<M>(&server).get_default_voice_settings().with_header(name, "7");
        let error = M::send(call).await.expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}

async fn valid_header_clears_the_error_of_an_invalid_one<M: Mode>() {
    let server = serve(ok(NO_VOICES)).await;
    let call = client::<M>(&server).list_voices().page_size(101).with_header("page_size", "7");
    assert_eq!(M::send(call).await.expect_err("101 is too large").kind(), ErrorKind::Argument);
    let call = client::<M>(&server).list_voices().with_header("x-team", "a\n").with_header("X-Team", "b");
    M::send(call).await.expect("a page");
    assert_eq!(header(&only_request(&server).await, "x-team"), "b");
}

async fn too_many_headers_are_rejected<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let with = |count: usize| {
        let call = client::<M>(&server).get_default_voice_settings();
        (0..count).fold(call, |call, n| call.with_header(format!("x-{n}"), "v"))
    };
    // `HeaderMap` panics at 32,768 headers.
    let error = M::send(with(33_000)).await.expect_err("too many");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.to_string().contains("more than 1000 headers"), "{error}");
    assert!(requests(&server).await.is_empty());
    // An existing header can still be replaced.
    let (client, sent) = scripted::<M>(offline::<M>(), |_| Ok(response(200, SETTINGS)));
    let call = client.get_default_voice_settings();
    let call = (0..1_000).chain([7]).fold(call, |call, n| call.with_header(format!("x-{n}"), "v"));
    M::send(call).await.expect("settings");
    assert!(sent.only().1.request.headers().len() > 1_000);
}
