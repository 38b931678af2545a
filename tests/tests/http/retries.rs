//! What is tried again, how often and when.

use std::time::{Duration, Instant};

use tests::modes::Mode;
use wiremock::ResponseTemplate;

use crate::helpers::{
    FOREVER, KEY, NO_VOICES, VOICE, builder, client, header, ok, raw_ok, requests, retry_at_once, serve,
    serve_in_turn, serve_raw, soon, status_of,
};

tests::both_clients! {
    a_call_is_tried_again_after_every_passing_failure,
    a_call_is_tried_again_when_the_server_names_no_wait,
    a_wait_asked_for_is_kept,
    a_retry_is_the_same_request,
    without_retries_the_first_failure_is_the_result,
    a_call_can_have_its_own_number_of_retries,
    permanent_failure_is_not_retried,
    an_undecodable_value_is_not_asked_for_again,
    after_the_last_retry_the_last_error_is_returned,
    a_wait_beyond_all_patience_or_the_calls_time_is_not_begun,
    a_call_is_tried_again_after_a_broken_connection,
    a_call_is_tried_again_after_a_timeout,
}

async fn a_call_is_tried_again_after_every_passing_failure<M: Mode>() {
    for status in [408, 429, 500, 502, 503, 504] {
        let server = serve_in_turn([retry_at_once(status), ok(VOICE)]).await;
        let voice = M::send(client::<M>(&server).get_voice("v1")).await.expect("a voice");
        assert_eq!(voice.voice_id, "v1");
        assert_eq!(requests(&server).await.len(), 2, "{status}");
    }
}

async fn a_call_is_tried_again_when_the_server_names_no_wait<M: Mode>() {
    let server = serve_in_turn([ResponseTemplate::new(503), ok(VOICE)]).await;
    M::send(client::<M>(&server).get_voice("v1")).await.expect("a voice");
    assert_eq!(requests(&server).await.len(), 2);
}

async fn a_wait_asked_for_is_kept<M: Mode>() {
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "1");
    let server = serve_in_turn([busy, ok(VOICE)]).await;
    let start = Instant::now();
    M::send(client::<M>(&server).get_voice("v1")).await.expect("a voice");
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
}

async fn a_retry_is_the_same_request<M: Mode>() {
    let server = serve_in_turn([retry_at_once(503), ok(NO_VOICES)]).await;
    let call =
        client::<M>(&server).list_voices().search("a b").with_query("new", "1").with_header("x-team", "t");
    M::send(call).await.expect("a page");
    let requests = requests(&server).await;
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].url, requests[1].url);
    assert_eq!(requests[0].headers, requests[1].headers);
    assert_eq!(header(&requests[1], "xi-api-key"), KEY);
}

async fn without_retries_the_first_failure_is_the_result<M: Mode>() {
    let server = serve_in_turn([retry_at_once(503), ok(VOICE)]).await;
    let client = M::build(builder::<M>(server.uri()).max_retries(0)).expect("a client");
    let error = M::send(client.get_voice("v1")).await.expect_err("no retry");
    assert_eq!(status_of(&error), Some(503));
    assert_eq!(requests(&server).await.len(), 1);
}

async fn a_call_can_have_its_own_number_of_retries<M: Mode>() {
    for retries in [0, 1, 4] {
        let server = serve(retry_at_once(503)).await;
        let client = M::build(builder::<M>(server.uri()).max_retries(2)).expect("a client");
        let call = client.get_voice("v1").with_max_retries(retries);
        M::send(call).await.expect_err("never well");
        assert_eq!(requests(&server).await.len(), 1 + usize::try_from(retries).expect("small"));
    }
}

async fn permanent_failure_is_not_retried<M: Mode>() {
    for status in [400, 401, 402, 403, 404, 422] {
        let server = serve(retry_at_once(status)).await;
        M::send(client::<M>(&server).get_voice("v1")).await.expect_err("an error");
        assert_eq!(requests(&server).await.len(), 1, "{status}");
    }
}

async fn an_undecodable_value_is_not_asked_for_again<M: Mode>() {
    let server = serve(ok("{}")).await;
    M::send(client::<M>(&server).get_voice("v1")).await.expect_err("an error");
    assert_eq!(requests(&server).await.len(), 1);
}

async fn after_the_last_retry_the_last_error_is_returned<M: Mode>() {
    let fail = |word: &str| {
        retry_at_once(503).set_body_raw(format!(r#"{{"detail": "{word}"}}"#), "application/json")
    };
    let server = serve_in_turn(["first", "second", "third", "fourth"].map(fail)).await;
    let client = M::build(builder::<M>(server.uri()).max_retries(2)).expect("a client");
    let error = M::send(client.get_voice("v1")).await.expect_err("never well");
    assert_eq!(error.message(), "third");
    assert_eq!(requests(&server).await.len(), 3);
}

async fn a_wait_beyond_all_patience_or_the_calls_time_is_not_begun<M: Mode>() {
    for (asked, timeout) in [("86400", Duration::from_secs(600_000)), ("20", Duration::from_secs(10))] {
        let server = serve(ResponseTemplate::new(429).insert_header("retry-after", asked)).await;
        let call = client::<M>(&server).get_voice("v1").with_timeout(timeout);
        let error = soon(M::send(call)).await.expect_err("busy");
        assert_eq!(status_of(&error), Some(429));
        assert_eq!(requests(&server).await.len(), 1);
    }
}

async fn a_call_is_tried_again_after_a_broken_connection<M: Mode>() {
    // The first connection is closed without a word.
    let (url, server) = serve_raw(vec![String::new(), raw_ok(VOICE)]).await;
    M::send(M::build(builder::<M>(url)).expect("a client").get_voice("v1")).await.expect("a voice");
    assert_eq!(server.await.expect("the server should live").len(), 2);
}

async fn a_call_is_tried_again_after_a_timeout<M: Mode>() {
    let server = serve_in_turn([ok(VOICE).set_delay(FOREVER), ok(VOICE)]).await;
    let client =
        M::build(builder::<M>(server.uri()).attempt_timeout(Duration::from_millis(500))).expect("a client");
    M::send(client.get_voice("v1")).await.expect("a voice");
}
