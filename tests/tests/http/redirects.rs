//! Same-origin redirects, which are followed.

use std::time::Duration;

use elevenlabs_voices::ErrorKind;
use tests::modes::Mode;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::helpers::{
    KEY, NO_VOICES, VOICE, builder, client, header, ok, requests, retry_now, serve, serve_sequence,
    status_of, within_limit,
};
use crate::script::{offline, response, scripted, with_header};

tests::both_clients! {
    same_origin_redirect_is_followed_with_all_headers,
    query_of_the_location_replaces_that_of_the_request,
    location_without_a_path_keeps_the_path,
    fragment_of_a_location_is_not_sent,
    locations_are_resolved_below_a_path_prefix,
    notations_of_the_same_origin_are_equivalent,
    five_redirects_are_followed,
    sixth_redirect_is_not_followed,
    redirects_share_the_timeout_of_the_call,
    redirected_call_is_retried,
}

/// A server that redirects `old` and returns `new`.
async fn redirecting(status: u16, location: &str) -> MockServer {
    let server = MockServer::start().await;
    let location = location.replace("ORIGIN", &server.uri());
    let redirect = ResponseTemplate::new(status).insert_header("location", location);
    Mock::given(path("/v1/voices/old")).respond_with(redirect).mount(&server).await;
    Mock::given(path("/v1/voices/new")).respond_with(ok(VOICE)).mount(&server).await;
    server
}

async fn same_origin_redirect_is_followed_with_all_headers<M: Mode>() {
    for status in [301, 302, 303, 307, 308] {
        for location in ["ORIGIN/v1/voices/new", "/v1/voices/new", "new", "./new", "../voices/new"] {
            let server = redirecting(status, location).await;
            let call = client::<M>(&server).get_voice("old").with_header("x-team", "t");
            let voice = M::send(call).await.expect(location);
            assert_eq!(voice.name, "Oskar");
            let requests = requests(&server).await;
            let [first, second] = &*requests else { panic!("{status} {location}: {requests:?}") };
            assert_eq!((second.method.as_str(), second.url.path()), ("GET", "/v1/voices/new"));
            assert_eq!((header(second, "xi-api-key"), header(second, "x-team")), (KEY, "t"));
            assert_eq!(first.headers, second.headers);
        }
    }
}

/// The query of the second request of a redirected search.
async fn query_after<M: Mode>(location: &str) -> Option<String> {
    let redirect = ResponseTemplate::new(307).insert_header("location", location);
    let server = serve_sequence([redirect, ok(NO_VOICES)]).await;
    M::send(client::<M>(&server).list_voices().search("warm")).await.expect("a page");
    let requests = requests(&server).await;
    assert_eq!(requests[0].url.query(), Some("search=warm"));
    requests[1].url.query().map(str::to_owned)
}

async fn query_of_the_location_replaces_that_of_the_request<M: Mode>() {
    assert_eq!(query_after::<M>("/v3/voices?a=b%20c&a=%26").await.as_deref(), Some("a=b%20c&a=%26"));
    assert_eq!(query_after::<M>("/v3/voices").await, None);
}

async fn location_without_a_path_keeps_the_path<M: Mode>() {
    let redirect = ResponseTemplate::new(302).insert_header("location", "?page=2");
    let server = serve_sequence([redirect, ok(NO_VOICES)]).await;
    M::send(client::<M>(&server).list_voices().search("warm")).await.expect("a page");
    let second = &requests(&server).await[1].url;
    assert_eq!((second.path(), second.query()), ("/v2/voices", Some("page=2")));
}

async fn fragment_of_a_location_is_not_sent<M: Mode>() {
    for location in ["/v1/voices/new#part", "new#part?a=b", "ORIGIN/v1/voices/new#part"] {
        let server = redirecting(302, location).await;
        M::send(client::<M>(&server).get_voice("old")).await.expect(location);
        assert_eq!(requests(&server).await[1].url.query(), None);
    }
}

async fn locations_are_resolved_below_a_path_prefix<M: Mode>() {
    for (location, expected) in [
        ("new", "/proxy/v1/voices/new"),
        ("../voices/new", "/proxy/v1/voices/new"),
        ("/proxy/v9/new", "/proxy/v9/new"),
        // Only the origin must match.
        ("/v9/new", "/v9/new"),
        ("../../../../new", "/new"),
    ] {
        let redirect = ResponseTemplate::new(301).insert_header("location", location);
        let server = serve_sequence([redirect, ok(VOICE)]).await;
        let client = M::build(builder::<M>(format!("{}/proxy", server.uri()))).expect("a client");
        M::send(client.get_voice("old")).await.expect(location);
        let requests = requests(&server).await;
        assert_eq!(requests[0].url.path(), "/proxy/v1/voices/old");
        assert_eq!(requests[1].url.path(), expected);
    }
}

async fn notations_of_the_same_origin_are_equivalent<M: Mode>() {
    for location in [
        "https://api.example.com/new",
        "https://API.Example.COM/new",
        "https://api.example.com:443/new",
        "HTTPS://api.example.com/new",
        "//api.example.com/new",
    ] {
        let (client, sent) = scripted::<M>(offline::<M>(), move |attempt| {
            let redirect = with_header(response(302, ""), "location", location);
            Ok(if attempt.request.uri().path() == "/new" { response(200, VOICE) } else { redirect })
        });
        M::send(client.get_voice("old")).await.expect(location);
        assert_eq!(sent.count(), 2);
    }
}

async fn five_redirects_are_followed<M: Mode>() {
    let steps = (1..=5).map(|i| ResponseTemplate::new(302).insert_header("location", format!("step{i}")));
    let server = serve_sequence(steps.chain([ok(VOICE)])).await;
    M::send(client::<M>(&server).get_voice("step0")).await.expect("a voice");
    let paths: Vec<_> = requests(&server).await.iter().map(|request| request.url.path().to_owned()).collect();
    let expected: Vec<_> = (0..=5).map(|i| format!("/v1/voices/step{i}")).collect();
    assert_eq!(paths, expected);
}

async fn sixth_redirect_is_not_followed<M: Mode>() {
    let server = serve(ResponseTemplate::new(302).insert_header("location", "/again")).await;
    let error =
        within_limit(M::send(client::<M>(&server).get_voice("v1"))).await.expect_err("a redirect loop");
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(302)));
    assert!(error.to_string().contains("too many redirects"), "{error}");
    assert!(!error.is_retryable());
    assert_eq!(requests(&server).await.len(), 6);
}

async fn redirects_share_the_timeout_of_the_call<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| {
        std::thread::sleep(Duration::from_millis(60));
        Ok(with_header(response(302, ""), "location", "/again"))
    });
    let call = client.get_voice("v1").with_timeout(Duration::from_millis(100));
    let error = M::send(call).await.expect_err("a timeout");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(sent.count() <= 2, "{}", sent.count());
}

async fn redirected_call_is_retried<M: Mode>() {
    let redirect = ResponseTemplate::new(302).insert_header("location", "/new");
    let busy = retry_now(503);
    let server = serve_sequence([redirect.clone(), busy, redirect, ok(VOICE)]).await;
    M::send(client::<M>(&server).get_voice("v1")).await.expect("a voice");
    for request in requests(&server).await {
        assert_eq!(header(&request, "xi-api-key"), KEY);
    }
}
