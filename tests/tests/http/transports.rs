//! A transport of one's own: what it is given, and what is made of what it gives.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use elevenlabs_voices::transport::{TransportError, TransportErrorKind};
use elevenlabs_voices::{Error, ErrorKind};
use serde_json::json;
use tests::modes::Mode;

use crate::helpers::{KEY, NO_VOICES, SETTINGS, VOICE, assert_no_key, status_of};
use crate::script::{Sent, far_away, response, scripted, with_header};

tests::both_clients! {
    transport_receives_final_request,
    the_key_is_marked_as_a_secret,
    an_attempt_ends_with_its_own_time_or_the_calls,
    every_attempt_has_a_time_of_its_own,
    transport_receives_the_size_limit,
    transport_response_is_returned,
    transport_error_response_is_parsed,
    an_answer_that_comes_too_late_is_a_timeout,
    an_answer_that_comes_too_late_is_asked_for_again,
    a_body_over_the_limit_is_refused_though_the_transport_was_not_asked,
    failure_status_before_a_transport_error_is_a_status_error,
    success_status_before_a_transport_error_is_a_transport_error,
    transport_receives_same_origin_redirect,
    transport_does_not_receive_cross_origin_redirect,
    failures_that_may_pass_are_tried_again,
    failures_that_will_not_pass_are_not_tried_again,
    a_failure_is_told_with_its_cause,
    a_key_in_the_words_of_a_transport_is_not_shown,
    clones_send_through_the_same_transport,
    connection_settings_have_no_effect_on_a_transport,
}

async fn transport_receives_final_request<M: Mode>() {
    let builder = far_away::<M>().base_url("https://api.example.com:8443/prefix").user_agent("studio/7");
    let (client, sent) = scripted::<M>(builder, |_| Ok(response(200, NO_VOICES)));
    let call = client.list_voices().search("a b").with_query("new", "1").with_header("x-team", "t");
    M::send(call).await.expect("a page");
    let (_, attempt) = sent.only();
    let request = attempt.request;
    assert_eq!(request.method(), http::Method::GET);
    assert_eq!(request.uri(), "https://api.example.com:8443/prefix/v2/voices?search=a%20b&new=1");
    let mut headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().expect("text")))
        .collect();
    headers.sort_unstable();
    let expected = [
        ("accept", "application/json"),
        ("accept-encoding", "gzip"),
        ("user-agent", "studio/7"),
        ("x-team", "t"),
        ("xi-api-key", KEY),
    ];
    assert_eq!(headers, expected);
    assert!(request.body().is_empty());
}

async fn the_key_is_marked_as_a_secret<M: Mode>() {
    let (client, sent) = scripted::<M>(far_away::<M>(), |_| Ok(response(200, SETTINGS)));
    M::send(client.get_default_voice_settings()).await.expect("settings");
    let (_, attempt) = sent.only();
    assert!(attempt.request.headers()["xi-api-key"].is_sensitive());
    assert!(!format!("{attempt:?} {attempt:#?}").contains(KEY), "{attempt:?}");
}

/// How long the attempt of a call has left when the transport gets it.
async fn time_left<M: Mode>(attempt: Duration, client: Duration, call: Option<Duration>) -> Duration {
    let builder = far_away::<M>().attempt_timeout(attempt).timeout(client);
    let (client, sent) = scripted::<M>(builder, |_| Ok(response(200, SETTINGS)));
    let mut request = client.get_default_voice_settings();
    if let Some(timeout) = call {
        request = request.with_timeout(timeout);
    }
    M::send(request).await.expect("settings");
    let (at, attempt) = sent.only();
    attempt.deadline.duration_since(at)
}

async fn an_attempt_ends_with_its_own_time_or_the_calls<M: Mode>() {
    let [short, long] = [10, 50].map(Duration::from_secs);
    let longest = Duration::from_secs(100);
    for (attempt, client, call) in
        [(short, long, None), (long, short, None), (long, longest, Some(short)), (short, long, Some(longest))]
    {
        let left = time_left::<M>(attempt, client, call).await;
        assert!(left <= short && left > short / 2, "{left:?}");
    }
    let left = time_left::<M>(long, short, Some(longest)).await;
    assert!(left <= long && left > short, "{left:?}");
}

async fn every_attempt_has_a_time_of_its_own<M: Mode>() {
    let builder = far_away::<M>().attempt_timeout(Duration::from_secs(10)).max_retries(1);
    let (client, sent) = scripted::<M>(builder, |_| {
        std::thread::sleep(Duration::from_millis(20));
        Ok(with_header(response(503, ""), "retry-after", "0"))
    });
    M::send(client.get_voice("v1")).await.expect_err("never well");
    let [first, second] = &sent.all()[..] else { panic!("{:?}", sent.all()) };
    assert!(second.1.deadline >= first.1.deadline + Duration::from_millis(20));
    assert!(second.1.deadline > second.0);
}

async fn transport_receives_the_size_limit<M: Mode>() {
    let (client, sent) =
        scripted::<M>(far_away::<M>().max_response_bytes(4321), |_| Ok(response(200, SETTINGS)));
    M::send(client.get_default_voice_settings()).await.expect("settings");
    assert_eq!(sent.only().1.max_response_bytes, 4321);
}

async fn transport_response_is_returned<M: Mode>() {
    let (client, _) = scripted::<M>(far_away::<M>(), |_| {
        Ok(with_header(with_header(response(203, SETTINGS), "request-id", "r-1"), "x-more", "yes"))
    });
    let raw = M::send_raw(client.get_default_voice_settings()).await.expect("settings");
    assert_eq!((raw.status().as_u16(), raw.request_id()), (203, Some("r-1")));
    assert_eq!((raw.headers()["x-more"].as_bytes(), raw.body()), (&b"yes"[..], SETTINGS));
    assert_eq!(raw.value().speed, Some(0.9));
}

async fn transport_error_response_is_parsed<M: Mode>() {
    let (client, _) = scripted::<M>(far_away::<M>(), |_| {
        let body = json!({"detail": {"status": "voice_not_found", "message": "No such voice here."}});
        Ok(response(404, body.to_string()))
    });
    let error = M::send(client.get_voice("v1")).await.expect_err("nothing is there");
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(404)));
    assert_eq!((error.code(), error.message()), (Some("voice_not_found"), "No such voice here."));
}

async fn an_answer_that_comes_too_late_is_a_timeout<M: Mode>() {
    let builder = far_away::<M>().attempt_timeout(Duration::from_millis(30)).max_retries(0);
    let (client, sent) = scripted::<M>(builder, |_| {
        std::thread::sleep(Duration::from_millis(60));
        Ok(response(200, VOICE))
    });
    let error = M::send(client.get_voice("v1")).await.expect_err("too late");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_retryable());
    assert_eq!(sent.count(), 1);
}

async fn an_answer_that_comes_too_late_is_asked_for_again<M: Mode>() {
    let builder = far_away::<M>().attempt_timeout(Duration::from_millis(100)).max_retries(1);
    let first = AtomicBool::new(true);
    let (client, sent) = scripted::<M>(builder, move |_| {
        if first.swap(false, Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(150));
        }
        Ok(response(200, VOICE))
    });
    M::send(client.get_voice("v1")).await.expect("the second is quick");
    assert_eq!(sent.count(), 2);
}

async fn a_body_over_the_limit_is_refused_though_the_transport_was_not_asked<M: Mode>() {
    for (status, kind) in [(200, ErrorKind::TooLarge), (404, ErrorKind::Status)] {
        let builder = far_away::<M>().max_response_bytes(SETTINGS.len() - 1);
        let (client, sent) = scripted::<M>(builder, move |_| Ok(response(status, SETTINGS)));
        let error = M::send(client.get_default_voice_settings()).await.expect_err("too large");
        assert_eq!((error.kind(), status_of(&error)), (kind, Some(status)));
        assert!(error.to_string().contains(&(SETTINGS.len() - 1).to_string()), "{error}");
        assert_eq!(sent.count(), 1);
    }
}

/// A transport that got a head, and then failed so.
async fn error_after_head<M: Mode>(status: u16, kind: TransportErrorKind) -> Error {
    let (client, _) = scripted::<M>(far_away::<M>(), move |_| {
        let head = with_header(response(status, ""), "request-id", "r-7").into_parts().0;
        Err(TransportError::new(kind, "over").with_head(head))
    });
    M::send(client.get_voice("v1").with_max_retries(0)).await.expect_err("it fails")
}

async fn failure_status_before_a_transport_error_is_a_status_error<M: Mode>() {
    for kind in [TransportErrorKind::Other, TransportErrorKind::TooLarge] {
        let error = error_after_head::<M>(404, kind).await;
        assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(404)));
        assert_eq!((error.request_id(), error.body()), (Some("r-7"), None));
        assert!(error.to_string().contains("cannot be read"), "{error}");
    }
    let error = error_after_head::<M>(404, TransportErrorKind::Timeout).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

async fn success_status_before_a_transport_error_is_a_transport_error<M: Mode>() {
    let error = error_after_head::<M>(200, TransportErrorKind::Other).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    let error = error_after_head::<M>(200, TransportErrorKind::TooLarge).await;
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

/// What becomes of a call that is redirected there, and where that was.
async fn redirected<M: Mode>(location: &'static str) -> (Result<(), Error>, Vec<String>) {
    let (client, sent) = scripted::<M>(far_away::<M>(), move |attempt| {
        let redirect = with_header(response(302, ""), "location", location);
        Ok(if attempt.request.uri().path() == "/new" { response(200, VOICE) } else { redirect })
    });
    let result = M::send(client.get_voice("v1")).await;
    (result.map(drop), sent.uris())
}

async fn transport_receives_same_origin_redirect<M: Mode>() {
    let (result, uris) = redirected::<M>("/new?a=b").await;
    result.expect("a voice");
    assert_eq!(uris, ["https://api.example.com/v1/voices/v1", "https://api.example.com/new?a=b"]);
}

async fn transport_does_not_receive_cross_origin_redirect<M: Mode>() {
    let (result, uris) = redirected::<M>("https://example.com/new").await;
    let error = result.expect_err("not followed");
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(302)));
    assert_eq!(uris, ["https://api.example.com/v1/voices/v1"]);
}

/// The error of a call whose transport fails so, with one retry allowed, and what was sent.
async fn failing<M: Mode>(kind: TransportErrorKind, cause: &'static str) -> (Error, Sent) {
    let (client, sent) =
        scripted::<M>(far_away::<M>().max_retries(1), move |_| Err(TransportError::new(kind, cause)));
    let error = M::send(client.get_voice("v1")).await.expect_err("there is no response");
    (error, sent)
}

async fn failures_that_may_pass_are_tried_again<M: Mode>() {
    for (kind, expected) in [
        (TransportErrorKind::Connect, ErrorKind::Connect),
        (TransportErrorKind::Timeout, ErrorKind::Timeout),
        (TransportErrorKind::Other, ErrorKind::Transport),
    ] {
        let (error, sent) = failing::<M>(kind, "it rains").await;
        assert_eq!((error.kind(), sent.count()), (expected, 2));
        assert!(error.is_retryable());
        assert_eq!(error.is_timeout(), kind == TransportErrorKind::Timeout);
    }
}

async fn failures_that_will_not_pass_are_not_tried_again<M: Mode>() {
    for (kind, expected) in [
        (TransportErrorKind::TooLarge, ErrorKind::TooLarge),
        (TransportErrorKind::Unsupported, ErrorKind::Configuration),
        (TransportErrorKind::Refused, ErrorKind::Connect),
    ] {
        let (error, sent) = failing::<M>(kind, "it rains").await;
        assert_eq!((error.kind(), sent.count()), (expected, 1));
        assert!(!error.is_retryable());
    }
}

async fn a_failure_is_told_with_its_cause<M: Mode>() {
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::Timeout,
        TransportErrorKind::TooLarge,
        TransportErrorKind::Unsupported,
        TransportErrorKind::Refused,
        TransportErrorKind::Other,
    ] {
        let (client, _) = scripted::<M>(far_away::<M>(), move |_| Err(TransportError::new(kind, "it rains")));
        let call = client.get_voice("v1").with_max_retries(0);
        let error = M::send(call).await.expect_err("there is no response");
        assert!(error.to_string().starts_with("get_voice: "), "{error}");
        assert_eq!((error.operation(), error.status(), error.body()), (Some("get_voice"), None, None));
        assert!(error.to_string().contains("it rains"), "{error}");
        assert!(std::error::Error::source(&error).is_none(), "{error:?}");
    }
}

async fn a_key_in_the_words_of_a_transport_is_not_shown<M: Mode>() {
    for kind in [TransportErrorKind::Connect, TransportErrorKind::Timeout, TransportErrorKind::Other] {
        let (client, _) = scripted::<M>(far_away::<M>(), move |attempt| {
            let key = attempt.request.headers()["xi-api-key"].to_str().expect("text");
            Err(TransportError::new(kind, format!("could not send `xi-api-key: {key}`")))
        });
        let call = client.get_voice("v1").with_max_retries(0);
        assert_no_key(&M::send(call).await.expect_err("there is no response"));
    }
}

async fn clones_send_through_the_same_transport<M: Mode>() {
    let (client, sent) = scripted::<M>(far_away::<M>(), |_| Ok(response(200, VOICE)));
    M::send(client.clone().get_voice("v1")).await.expect("a voice");
    M::send(client.get_voice("v2")).await.expect("a voice");
    assert_eq!(sent.uris(), ["https://api.example.com/v1/voices/v1", "https://api.example.com/v1/voices/v2"]);
}

/// As the builder documents, so that a program's builder can be given a mock.
async fn connection_settings_have_no_effect_on_a_transport<M: Mode>() {
    let builder = far_away::<M>().connect_timeout(Duration::ZERO).root_certificate_pem("no certificate");
    let (client, sent) = scripted::<M>(builder, |_| Ok(response(200, VOICE)));
    M::send(client.get_voice("v1")).await.expect("a voice");
    assert_eq!(sent.count(), 1);
}
