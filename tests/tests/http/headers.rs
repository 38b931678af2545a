//! Headers of one's own, and the one that is not.

use elevenlabs_voices::ErrorKind;
use tests::modes::Mode;

use crate::helpers::{KEY, NO_VOICES, SETTINGS, client, header, ok, only_request, requests, serve};
use crate::script::{far_away, response, scripted};

tests::both_clients! {
    a_header_is_sent_and_replaces_its_like,
    the_key_header_cannot_be_set,
    invalid_header_is_refused,
    white_space_around_a_key_is_not_part_of_it,
    headers_that_belong_to_the_connection_are_refused,
    a_later_header_makes_up_for_a_refused_one_and_for_nothing_else,
    too_many_headers_are_refused,
}

async fn a_header_is_sent_and_replaces_its_like<M: Mode>() {
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

async fn the_key_header_cannot_be_set<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    for name in ["xi-api-key", "XI-API-KEY", "Xi-Api-Key"] {
        let call = client::<M>(&server).get_default_voice_settings().with_header(name, "another-secret");
        let error = M::send(call).await.expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert!(!format!("{error} {error:?}").contains("another-secret"), "{error:?}");
    }
    assert!(requests(&server).await.is_empty());
}

async fn invalid_header_is_refused<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    for (name, value) in [("x team", "a"), ("", "a"), ("x-team", "a\r\nx-other: b"), ("x-team", "a\0")] {
        let call = client::<M>(&server).get_default_voice_settings().with_header(name, value);
        assert_eq!(M::send(call).await.expect_err(name).kind(), ErrorKind::Argument);
    }
    assert!(requests(&server).await.is_empty());
}

async fn white_space_around_a_key_is_not_part_of_it<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let builder = M::builder().api_key(format!(" \t{KEY}\r\n")).base_url(server.uri());
    M::send(M::build(builder).expect("a client").get_default_voice_settings()).await.expect("settings");
    assert_eq!(header(&only_request(&server).await, "xi-api-key"), KEY);
}

async fn headers_that_belong_to_the_connection_are_refused<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    for name in ["host", "Content-Length", "transfer-encoding", "connection", "Accept-Encoding", "upgrade"] {
        let call = client::<M>(&server).get_default_voice_settings().with_header(name, "7");
        let error = M::send(call).await.expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}

async fn a_later_header_makes_up_for_a_refused_one_and_for_nothing_else<M: Mode>() {
    let server = serve(ok(NO_VOICES)).await;
    let call = client::<M>(&server).list_voices().page_size(101).with_header("page_size", "7");
    assert_eq!(M::send(call).await.expect_err("101 is too large").kind(), ErrorKind::Argument);
    let call = client::<M>(&server).list_voices().with_header("x-team", "a\n").with_header("X-Team", "b");
    M::send(call).await.expect("a page");
    assert_eq!(header(&only_request(&server).await, "x-team"), "b");
}

async fn too_many_headers_are_refused<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let with = |count: usize| {
        let call = client::<M>(&server).get_default_voice_settings();
        (0..count).fold(call, |call, n| call.with_header(format!("x-{n}"), "v"))
    };
    // A map of headers panics at 32,768.
    let error = M::send(with(33_000)).await.expect_err("too many");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.to_string().contains("more than 1000 headers"), "{error}");
    assert!(requests(&server).await.is_empty());
    // One that is there already can still be replaced.
    let (client, sent) = scripted::<M>(far_away::<M>(), |_| Ok(response(200, SETTINGS)));
    let call = client.get_default_voice_settings();
    let call = (0..1_000).chain([7]).fold(call, |call, n| call.with_header(format!("x-{n}"), "v"));
    M::send(call).await.expect("settings");
    assert!(sent.only().1.request.headers().len() > 1_000);
}
