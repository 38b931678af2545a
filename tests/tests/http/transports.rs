//! Custom transports: the attempts that they receive, and the handling of their results.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use elevenlabs_voices::transport::{TransportError, TransportErrorKind};
use elevenlabs_voices::{Error, ErrorKind};
use serde_json::json;
use tests::modes::Mode;

use crate::helpers::{KEY, NO_VOICES, SETTINGS, VOICE, assert_no_key, status_of};
use crate::script::{Sent, offline, response, scripted, with_header};

tests::both_clients! {
    transport_receives_final_request,
    key_header_is_marked_sensitive,
    deadline_is_the_earlier_of_attempt_and_call_timeout,
    each_attempt_has_a_new_deadline,
    transport_receives_the_size_limit,
    transport_response_is_returned,
    transport_error_response_is_parsed,
    late_response_is_a_timeout,
    late_response_is_retried,
    body_above_the_limit_is_rejected_after_the_transport,
    failure_status_before_a_transport_error_is_a_status_error,
    success_status_before_a_transport_error_is_a_transport_error,
    transport_receives_same_origin_redirect,
    transport_does_not_receive_cross_origin_redirect,
    transient_transport_errors_are_retried,
    permanent_transport_errors_are_not_retried,
    transport_error_displays_its_cause,
    key_in_a_transport_error_is_redacted,
    clones_send_through_the_same_transport,
    connection_settings_have_no_effect_on_a_transport,
}

async fn transport_receives_final_request<M: Mode>() {
    let builder = offline::<M>().base_url("https://api.example.com:8443/prefix").user_agent("studio/7");
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

async fn key_header_is_marked_sensitive<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| Ok(response(200, SETTINGS)));
    M::send(client.get_default_voice_settings()).await.expect("settings");
    let (_, attempt) = sent.only();
    assert!(attempt.request.headers()["xi-api-key"].is_sensitive());
    assert!(!format!("{attempt:?} {attempt:#?}").contains(KEY), "{attempt:?}");
}

/// The time until the deadline when the transport receives the attempt.
async fn time_left<M: Mode>(attempt: Duration, client: Duration, call: Option<Duration>) -> Duration {
    let builder = offline::<M>().attempt_timeout(attempt).timeout(client);
    let (client, sent) = scripted::<M>(builder, |_| Ok(response(200, SETTINGS)));
    let mut request = client.get_default_voice_settings();
    if let Some(timeout) = call {
        request = request.with_timeout(timeout);
    }
    M::send(request).await.expect("settings");
    let (at, attempt) = sent.only();
    attempt.deadline.duration_since(at)
}

async fn deadline_is_the_earlier_of_attempt_and_call_timeout<M: Mode>() {
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

async fn each_attempt_has_a_new_deadline<M: Mode>() {
    let builder = offline::<M>().attempt_timeout(Duration::from_secs(10)).max_retries(1);
    let (client, sent) = scripted::<M>(builder, |_| {
        std::thread::sleep(Duration::from_millis(20));
        Ok(with_header(response(503, ""), "retry-after", "0"))
    });
    M::send(client.get_voice("v1")).await.expect_err("always 503");
    let [first, second] = &sent.all()[..] else { panic!("{:?}", sent.all()) };
    assert!(second.1.deadline >= first.1.deadline + Duration::from_millis(20));
    assert!(second.1.deadline > second.0);
}

async fn transport_receives_the_size_limit<M: Mode>() {
    let (client, sent) =
        scripted::<M>(offline::<M>().max_response_bytes(4321), |_| Ok(response(200, SETTINGS)));
    M::send(client.get_default_voice_settings()).await.expect("settings");
    assert_eq!(sent.only().1.max_response_bytes, 4321);
}

async fn transport_response_is_returned<M: Mode>() {
    let (client, _) = scripted::<M>(offline::<M>(), |_| {
        Ok(with_header(with_header(response(203, SETTINGS), "request-id", "r-1"), "x-more", "yes"))
    });
    let raw = M::send_raw(client.get_default_voice_settings()).await.expect("settings");
    assert_eq!((raw.status().as_u16(), raw.request_id()), (203, Some("r-1")));
    assert_eq!((raw.headers()["x-more"].as_bytes(), raw.body()), (&b"yes"[..], SETTINGS));
    assert_eq!(raw.value().speed, Some(0.9));
}

async fn transport_error_response_is_parsed<M: Mode>() {
    let (client, _) = scripted::<M>(offline::<M>(), |_| {
        let body = json!({"detail": {"status": "voice_not_found", "message": "Voice not found."}});
        Ok(response(404, body.to_string()))
    });
    let error = M::send(client.get_voice("v1")).await.expect_err("a 404");
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(404)));
    assert_eq!((error.code(), error.message()), (Some("voice_not_found"), "Voice not found."));
}

async fn late_response_is_a_timeout<M: Mode>() {
    let builder = offline::<M>().attempt_timeout(Duration::from_millis(30)).max_retries(0);
    let (client, sent) = scripted::<M>(builder, |_| {
        std::thread::sleep(Duration::from_millis(60));
        Ok(response(200, VOICE))
    });
    let error = M::send(client.get_voice("v1")).await.expect_err("a timeout");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_retryable());
    assert_eq!(sent.count(), 1);
}

async fn late_response_is_retried<M: Mode>() {
    let builder = offline::<M>().attempt_timeout(Duration::from_millis(100)).max_retries(1);
    let first = AtomicBool::new(true);
    let (client, sent) = scripted::<M>(builder, move |_| {
        if first.swap(false, Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(150));
        }
        Ok(response(200, VOICE))
    });
    M::send(client.get_voice("v1")).await.expect("the second attempt succeeds");
    assert_eq!(sent.count(), 2);
}

async fn body_above_the_limit_is_rejected_after_the_transport<M: Mode>() {
    for (status, kind) in [(200, ErrorKind::TooLarge), (404, ErrorKind::Status)] {
        let builder = offline::<M>().max_response_bytes(SETTINGS.len() - 1);
        let (client, sent) = scripted::<M>(builder, move |_| Ok(response(status, SETTINGS)));
        let error = M::send(client.get_default_voice_settings()).await.expect_err("too large");
        assert_eq!((error.kind(), status_of(&error)), (kind, Some(status)));
        assert!(error.to_string().contains(&(SETTINGS.len() - 1).to_string()), "{error}");
        assert_eq!(sent.count(), 1);
    }
}

/// The error of a call whose transport fails after it received a head.
async fn error_after_head<M: Mode>(status: u16, kind: TransportErrorKind) -> Error {
    let (client, _) = scripted::<M>(offline::<M>(), move |_| {
        let head = with_header(response(status, ""), "request-id", "r-7").into_parts().0;
        Err(TransportError::new(kind, "over").with_head(head))
    });
    M::send(client.get_voice("v1").with_max_retries(0)).await.expect_err("a transport error")
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

/// The result of a redirected call, and the URLs of its requests.
async fn redirected<M: Mode>(location: &'static str) -> (Result<(), Error>, Vec<String>) {
    let (client, sent) = scripted::<M>(offline::<M>(), move |attempt| {
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

/// The error of a call whose transport fails, with one retry, and the attempts.
async fn failing<M: Mode>(kind: TransportErrorKind, cause: &'static str) -> (Error, Sent) {
    let (client, sent) =
        scripted::<M>(offline::<M>().max_retries(1), move |_| Err(TransportError::new(kind, cause)));
    let error = M::send(client.get_voice("v1")).await.expect_err("there is no response");
    (error, sent)
}

async fn transient_transport_errors_are_retried<M: Mode>() {
    for (kind, expected) in [
        (TransportErrorKind::Connect, ErrorKind::Connect),
        (TransportErrorKind::Timeout, ErrorKind::Timeout),
        (TransportErrorKind::Other, ErrorKind::Transport),
    ] {
        let (error, sent) = failing::<M>(kind, "network failure").await;
        assert_eq!((error.kind(), sent.count()), (expected, 2));
        assert!(error.is_retryable());
        assert_eq!(error.is_timeout(), kind == TransportErrorKind::Timeout);
    }
}

async fn permanent_transport_errors_are_not_retried<M: Mode>() {
    for (kind, expected) in [
        (TransportErrorKind::TooLarge, ErrorKind::TooLarge),
        (TransportErrorKind::Unsupported, ErrorKind::Configuration),
        (TransportErrorKind::Refused, ErrorKind::Connect),
    ] {
        let (error, sent) = failing::<M>(kind, "network failure").await;
        assert_eq!((error.kind(), sent.count()), (expected, 1));
        assert!(!error.is_retryable());
    }
}

async fn transport_error_displays_its_cause<M: Mode>() {
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::Timeout,
        TransportErrorKind::TooLarge,
        TransportErrorKind::Unsupported,
        TransportErrorKind::Refused,
        TransportErrorKind::Other,
    ] {
        let (client, _) =
            scripted::<M>(offline::<M>(), move |_| Err(TransportError::new(kind, "network failure")));
        let call = client.get_voice("v1").with_max_retries(0);
        let error = M::send(call).await.expect_err("there is no response");
        assert!(error.to_string().starts_with("get_voice: "), "{error}");
        assert_eq!((error.operation(), error.status(), error.body()), (Some("get_voice"), None, None));
        assert!(error.to_string().contains("network failure"), "{error}");
        assert!(std::error::Error::source(&error).is_none(), "{error:?}");
    }
}

async fn key_in_a_transport_error_is_redacted<M: Mode>() {
    for kind in [TransportErrorKind::Connect, TransportErrorKind::Timeout, TransportErrorKind::Other] {
        let (client, _) = scripted::<M>(offline::<M>(), move |attempt| {
            let key = attempt.request.headers()["xi-api-key"].to_str().expect("text");
            Err(TransportError::new(kind, format!("could not send `xi-api-key: {key}`")))
        });
        let call = client.get_voice("v1").with_max_retries(0);
        assert_no_key(&M::send(call).await.expect_err("there is no response"));
    }
}

async fn clones_send_through_the_same_transport<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| Ok(response(200, VOICE)));
    M::send(client.clone().get_voice("v1")).await.expect("a voice");
    M::send(client.get_voice("v2")).await.expect("a voice");
    assert_eq!(sent.uris(), ["https://api.example.com/v1/voices/v1", "https://api.example.com/v1/voices/v2"]);
}

/// As documented, so that a mock can be the transport of any builder.
async fn connection_settings_have_no_effect_on_a_transport<M: Mode>() {
    let builder = offline::<M>().connect_timeout(Duration::ZERO).root_certificate_pem("no certificate");
    let (client, sent) = scripted::<M>(builder, |_| Ok(response(200, VOICE)));
    M::send(client.get_voice("v1")).await.expect("a voice");
    assert_eq!(sent.count(), 1);
}
