//! Options of a single call.

use std::time::Duration;

use tests::modes::Mode;

use crate::helpers::{
    NO_VOICES, SETTINGS, builder, client, header, ok, requests, retry_now, serve, serve_sequence,
    within_limit,
};

tests::both_clients! {
    options_apply_only_to_their_call,
    timeout_of_a_call_overrides_the_client,
    max_retries_of_a_call_overrides_the_client,
    last_value_of_an_option_takes_precedence,
    options_apply_to_every_attempt,
}

async fn options_apply_only_to_their_call<M: Mode>() {
    let server = serve(ok(NO_VOICES)).await;
    let client = client::<M>(&server);
    let call = client.list_voices().with_header("x-team", "t").with_query("new", "1");
    M::send(call.with_timeout(Duration::from_secs(5)).with_max_retries(1)).await.expect("a page");
    M::send(client.list_voices()).await.expect("a page");
    let requests = requests(&server).await;
    assert_eq!((requests[0].url.query(), requests[1].url.query()), (Some("new=1"), None));
    assert_eq!(requests[0].headers["x-team"], "t");
    assert!(!requests[1].headers.contains_key("x-team"));
}

async fn timeout_of_a_call_overrides_the_client<M: Mode>() {
    let server = serve(ok(SETTINGS).set_delay(Duration::from_millis(200))).await;
    let client = M::build(builder::<M>(server.uri()).timeout(Duration::from_millis(50))).expect("a client");
    let error = M::send(client.get_default_voice_settings()).await.expect_err("a timeout");
    assert!(error.is_timeout());
    let call = client.get_default_voice_settings().with_timeout(Duration::from_secs(20));
    assert_eq!(within_limit(M::send(call)).await.expect("settings").speed, Some(0.9));
}

async fn max_retries_of_a_call_overrides_the_client<M: Mode>() {
    let server = serve_sequence([retry_now(503), retry_now(503), ok(SETTINGS)]).await;
    let client = M::build(builder::<M>(server.uri()).max_retries(0)).expect("a client");
    M::send(client.get_default_voice_settings().with_max_retries(2)).await.expect("settings");
    assert_eq!(requests(&server).await.len(), 3);
}

async fn last_value_of_an_option_takes_precedence<M: Mode>() {
    let server = serve(retry_now(503)).await;
    let call = client::<M>(&server).get_default_voice_settings();
    let call = call.with_max_retries(5).with_timeout(Duration::ZERO);
    let call = call.with_max_retries(1).with_timeout(Duration::from_secs(5));
    M::send(call).await.expect_err("always 503");
    assert_eq!(requests(&server).await.len(), 2);
}

async fn options_apply_to_every_attempt<M: Mode>() {
    let server = serve_sequence([retry_now(503), retry_now(429), ok(NO_VOICES)]).await;
    let call = client::<M>(&server).list_voices().with_header("x-team", "t").with_query("new", "1");
    M::send(call).await.expect("a page");
    for request in requests(&server).await {
        assert_eq!((request.url.query(), header(&request, "x-team")), (Some("new=1"), "t"));
    }
}
