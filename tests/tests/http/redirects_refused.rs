//! Cross-origin and invalid redirects, which are not followed, so that the key is sent only to its origin.

use elevenlabs_voices::{Error, ErrorKind};
use tests::modes::Mode;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::helpers::{
    KEY, VOICE, assert_no_key, client, ok, only_request, requests, serve, serve_sequence, status_of,
};
use crate::script::{offline, response, scripted, with_header};

tests::both_clients! {
    redirect_to_another_port_is_not_followed,
    redirect_to_another_host_of_the_same_machine_is_not_followed,
    redirect_to_another_scheme_is_not_followed,
    notations_of_another_origin_are_not_followed,
    second_redirect_to_another_origin_is_not_followed,
    invalid_location_is_an_error,
    other_statuses_are_not_redirects,
    key_echoed_in_a_redirect_is_redacted,
    redirect_to_an_invalid_port_is_not_followed,
}

/// Asserts that the error reports a cross-origin redirect and is not retryable.
fn assert_cross_origin(error: &Error, status: u16) {
    assert_eq!((error.kind(), status_of(error)), (ErrorKind::Status, Some(status)), "{error:?}");
    assert!(error.to_string().contains("redirect to another origin"), "{error}");
    assert!(error.to_string().contains(&status.to_string()), "{error}");
    assert!(!error.is_retryable());
}

async fn redirect_to_another_port_is_not_followed<M: Mode>() {
    let other_server = serve(ok(VOICE)).await;
    for status in [301, 302, 303, 307, 308] {
        let target = format!("{}/v1/voices/v1", other_server.uri());
        let server = serve(ResponseTemplate::new(status).insert_header("location", target)).await;
        let error = M::send(client::<M>(&server).get_voice("v1")).await.expect_err("not followed");
        assert_cross_origin(&error, status);
        assert!(error.message().ends_with(&format!(": {}", other_server.uri())), "{error}");
        only_request(&server).await;
    }
    assert!(requests(&other_server).await.is_empty());
}

/// The error of a call that is redirected to `location`, where `PORT` is the port of the server.
async fn error_of_redirect<M: Mode>(location: &str) -> Error {
    let server = MockServer::start().await;
    let location = location.replace("PORT", &server.address().port().to_string());
    let redirect = ResponseTemplate::new(302).insert_header("location", location);
    Mock::given(any()).respond_with(redirect).mount(&server).await;
    let error = M::send(client::<M>(&server).get_voice("v1")).await.expect_err("not followed");
    only_request(&server).await;
    error
}

async fn redirect_to_another_host_of_the_same_machine_is_not_followed<M: Mode>() {
    for location in ["http://localhost:PORT/v1/voices/v1", "//127.0.0.2:PORT/v1/voices/v1"] {
        assert_cross_origin(&error_of_redirect::<M>(location).await, 302);
    }
}

async fn redirect_to_another_scheme_is_not_followed<M: Mode>() {
    assert_cross_origin(&error_of_redirect::<M>("https://127.0.0.1:PORT/v1/voices/v1").await, 302);
}

/// The error of a call to `https://api.example.com` that is redirected to `location`.
async fn error_of_offline_redirect<M: Mode>(location: &'static [u8]) -> Error {
    let (client, sent) = scripted::<M>(offline::<M>(), move |_| {
        let mut redirect = response(307, "");
        redirect.headers_mut().insert("location", http::HeaderValue::from_bytes(location).expect("a value"));
        Ok(redirect)
    });
    let error = M::send(client.get_voice("v1")).await.expect_err("not followed");
    assert_eq!(sent.uris(), ["https://api.example.com/v1/voices/v1"]);
    error
}

async fn notations_of_another_origin_are_not_followed<M: Mode>() {
    for location in [
        "http://api.example.com/v1/voices/v1",
        "https://api.example.com:8443/",
        "https://api.example.com:80/",
        "https://example.com/",
        "https://eu.api.example.com/",
        "https://api.example.com.evil.example/",
        "https://api.example.com./",
        "//evil.example/v1",
        "HTTPS://EVIL.EXAMPLE/",
        "ftp://api.example.com/",
    ] {
        assert_cross_origin(&error_of_offline_redirect::<M>(location.as_bytes()).await, 307);
    }
}

async fn second_redirect_to_another_origin_is_not_followed<M: Mode>() {
    let other_server = serve(ok(VOICE)).await;
    let to = |location: String| ResponseTemplate::new(302).insert_header("location", location);
    let responses = [to("/within".to_owned()), to(format!("{}/within", other_server.uri()))];
    let server = serve_sequence(responses).await;
    let error = M::send(client::<M>(&server).get_voice("v1")).await.expect_err("not followed");
    assert_cross_origin(&error, 302);
    assert_eq!(requests(&server).await.len(), 2);
    assert!(requests(&other_server).await.is_empty());
}

fn assert_invalid_redirect(error: &Error, status: u16) {
    assert_eq!((error.kind(), status_of(error)), (ErrorKind::Status, Some(status)), "{error:?}");
    assert!(error.to_string().contains("redirect"), "{error}");
    assert!(!error.is_retryable());
}

async fn invalid_location_is_an_error<M: Mode>() {
    for status in [301, 302, 303, 307, 308] {
        let server = serve(ResponseTemplate::new(status)).await;
        let error = M::send(client::<M>(&server).get_voice("v1")).await.expect_err("no location");
        assert_invalid_redirect(&error, status);
        only_request(&server).await;
    }
    for location in [
        b"".as_slice(),
        b" ",
        b"#part",
        b"/a b",
        b"\xff\xfe",
        b"https://",
        b"mailto:voices@example.com",
        b"javascript:alert(1)",
        b"https://user:password@api.example.com/",
        b"https://api.example.com@evil.example/",
    ] {
        assert_invalid_redirect(&error_of_offline_redirect::<M>(location).await, 307);
    }
}

async fn other_statuses_are_not_redirects<M: Mode>() {
    for status in [300, 304, 305, 306, 201, 400] {
        let server = serve(ResponseTemplate::new(status).insert_header("location", "/new")).await;
        let error = M::send(client::<M>(&server).get_voice("v1")).await.expect_err("no voice");
        assert_eq!(status_of(&error), Some(status));
        only_request(&server).await;
    }
}

async fn key_echoed_in_a_redirect_is_redacted<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| {
        let location = format!("https://{KEY}.example/{KEY}?key={KEY}");
        Ok(with_header(response(302, format!("see {location}")), "location", &location))
    });
    let error = M::send(client.get_voice("v1")).await.expect_err("not followed");
    assert_cross_origin(&error, 302);
    assert_no_key(&error);
    assert!(error.body().is_some_and(|body| body.starts_with("see https://")), "{error:?}");
    assert_eq!(sent.count(), 1);
}

async fn redirect_to_an_invalid_port_is_not_followed<M: Mode>() {
    for location in ["https://api.example.com:99999/new", "https://api.example.com:65536/new"] {
        let error = error_of_offline_redirect::<M>(location.as_bytes()).await;
        assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(307)), "{error:?}");
        assert!(error.to_string().contains("redirect"), "{error}");
    }
}
