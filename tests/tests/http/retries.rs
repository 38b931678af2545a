//! Retries: conditions, number and delays.

use std::time::{Duration, Instant};

use tests::modes::Mode;
use wiremock::ResponseTemplate;

use crate::helpers::{
    FOREVER, KEY, NO_VOICES, VOICE, builder, client, header, ok, raw_ok, requests, retry_now, serve,
    serve_raw, serve_sequence, status_of, within_limit,
};

tests::both_clients! {
    transient_failure_is_retried,
    failure_without_retry_after_is_retried,
    retry_after_is_respected,
    fractional_retry_after_is_respected,
    retry_after_date_is_relative_to_the_response,
    retry_sends_the_same_request,
    first_failure_is_returned_without_retries,
    max_retries_of_a_call_is_enforced,
    permanent_failure_is_not_retried,
    decode_error_is_not_retried,
    last_error_is_returned_after_the_last_retry,
    retry_after_above_the_maximum_or_timeout_is_not_waited,
    broken_connection_is_retried,
    timeout_is_retried,
}

async fn transient_failure_is_retried<M: Mode>() {
    for status in [408, 429, 500, 502, 503, 504] {
        let server = serve_sequence([retry_now(status), ok(VOICE)]).await;
        let voice = M::send(client::<M>(&server).get_voice("v1")).await.expect("a voice");
        assert_eq!(voice.voice_id, "v1");
        assert_eq!(requests(&server).await.len(), 2, "{status}");
    }
}

async fn failure_without_retry_after_is_retried<M: Mode>() {
    let server = serve_sequence([ResponseTemplate::new(503), ok(VOICE)]).await;
    M::send(client::<M>(&server).get_voice("v1")).await.expect("a voice");
    assert_eq!(requests(&server).await.len(), 2);
}

async fn retry_after_is_respected<M: Mode>() {
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "1");
    let server = serve_sequence([busy, ok(VOICE)]).await;
    let start = Instant::now();
    M::send(client::<M>(&server).get_voice("v1")).await.expect("a voice");
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
}

/// The duration of a call that succeeds at the first retry.
async fn time_until_retry<M: Mode>(busy: ResponseTemplate) -> Duration {
    let server = serve_sequence([busy, ok(VOICE)]).await;
    let start = Instant::now();
    M::send(client::<M>(&server).get_voice("v1")).await.expect("a voice");
    start.elapsed()
}

async fn fractional_retry_after_is_respected<M: Mode>() {
    let busy = ResponseTemplate::new(503).insert_header("retry-after", "1.5");
    let time = time_until_retry::<M>(busy).await;
    assert!(time >= Duration::from_millis(1500), "{time:?}");
}

async fn retry_after_date_is_relative_to_the_response<M: Mode>() {
    let busy = ResponseTemplate::new(503)
        .insert_header("date", "Wed, 21 Oct 2015 07:27:59 GMT")
        .insert_header("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT");
    let time = time_until_retry::<M>(busy).await;
    assert!(time >= Duration::from_secs(1), "{time:?}");
}

async fn retry_sends_the_same_request<M: Mode>() {
    let server = serve_sequence([retry_now(503), ok(NO_VOICES)]).await;
    let call =
        client::<M>(&server).list_voices().search("a b").with_query("new", "1").with_header("x-team", "t");
    M::send(call).await.expect("a page");
    let requests = requests(&server).await;
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].url, requests[1].url);
    assert_eq!(requests[0].headers, requests[1].headers);
    assert_eq!(header(&requests[1], "xi-api-key"), KEY);
}

async fn first_failure_is_returned_without_retries<M: Mode>() {
    let server = serve_sequence([retry_now(503), ok(VOICE)]).await;
    let client = M::build(builder::<M>(server.uri()).max_retries(0)).expect("a client");
    let error = M::send(client.get_voice("v1")).await.expect_err("no retry");
    assert_eq!(status_of(&error), Some(503));
    assert_eq!(requests(&server).await.len(), 1);
}

async fn max_retries_of_a_call_is_enforced<M: Mode>() {
    for retries in [0, 1, 4] {
        let server = serve(retry_now(503)).await;
        let client = M::build(builder::<M>(server.uri()).max_retries(2)).expect("a client");
        let call = client.get_voice("v1").with_max_retries(retries);
        M::send(call).await.expect_err("always 503");
        assert_eq!(requests(&server).await.len(), 1 + usize::try_from(retries).expect("small"));
    }
}

async fn permanent_failure_is_not_retried<M: Mode>() {
    for status in [400, 401, 402, 403, 404, 422] {
        let server = serve(retry_now(status)).await;
        M::send(client::<M>(&server).get_voice("v1")).await.expect_err("an error");
        assert_eq!(requests(&server).await.len(), 1, "{status}");
    }
}

async fn decode_error_is_not_retried<M: Mode>() {
    let server = serve(ok("{}")).await;
    M::send(client::<M>(&server).get_voice("v1")).await.expect_err("an error");
    assert_eq!(requests(&server).await.len(), 1);
}

async fn last_error_is_returned_after_the_last_retry<M: Mode>() {
    let fail =
        |word: &str| retry_now(503).set_body_raw(format!(r#"{{"detail": "{word}"}}"#), "application/json");
    let server = serve_sequence(["first", "second", "third", "fourth"].map(fail)).await;
    let client = M::build(builder::<M>(server.uri()).max_retries(2)).expect("a client");
    let error = M::send(client.get_voice("v1")).await.expect_err("always 503");
    assert_eq!(error.message(), "third");
    assert_eq!(requests(&server).await.len(), 3);
}

async fn retry_after_above_the_maximum_or_timeout_is_not_waited<M: Mode>() {
    for (wait, timeout) in [
        ("86400", Duration::from_secs(600_000)),
        ("99999999999999999999999", Duration::from_secs(600_000)),
        ("20", Duration::from_secs(10)),
        ("10.5", Duration::from_secs(10)),
    ] {
        let server = serve(ResponseTemplate::new(429).insert_header("retry-after", wait)).await;
        let call = client::<M>(&server).get_voice("v1").with_timeout(timeout);
        let error = within_limit(M::send(call)).await.expect_err("busy");
        assert_eq!(status_of(&error), Some(429));
        assert_eq!(requests(&server).await.len(), 1);
    }
}

async fn broken_connection_is_retried<M: Mode>() {
    // The first connection is closed without a response.
    let (url, server) = serve_raw(vec![String::new(), raw_ok(VOICE)]).await;
    M::send(M::build(builder::<M>(url)).expect("a client").get_voice("v1")).await.expect("a voice");
    assert_eq!(server.await.expect("no panic").len(), 2);
}

async fn timeout_is_retried<M: Mode>() {
    let server = serve_sequence([ok(VOICE).set_delay(FOREVER), ok(VOICE)]).await;
    let client =
        M::build(builder::<M>(server.uri()).attempt_timeout(Duration::from_millis(500))).expect("a client");
    M::send(client.get_voice("v1")).await.expect("a voice");
}
