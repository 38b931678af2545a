//! What can be said of one call.

use std::time::Duration;

use tests::modes::Mode;

use crate::helpers::{
    NO_VOICES, SETTINGS, builder, client, header, ok, requests, retry_at_once, serve, serve_in_turn, soon,
};

tests::both_clients! {
    the_options_of_a_call_are_its_own,
    a_call_can_have_more_time_than_the_client_gives,
    a_call_can_have_more_retries_than_the_client_gives,
    the_last_value_of_an_option_counts,
    the_options_hold_for_every_attempt,
}

async fn the_options_of_a_call_are_its_own<M: Mode>() {
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

async fn a_call_can_have_more_time_than_the_client_gives<M: Mode>() {
    let server = serve(ok(SETTINGS).set_delay(Duration::from_millis(200))).await;
    let client = M::build(builder::<M>(server.uri()).timeout(Duration::from_millis(50))).expect("a client");
    let late = M::send(client.get_default_voice_settings()).await.expect_err("time runs out");
    assert!(late.is_timeout());
    let call = client.get_default_voice_settings().with_timeout(Duration::from_secs(20));
    assert_eq!(soon(M::send(call)).await.expect("settings").speed, Some(0.9));
}

async fn a_call_can_have_more_retries_than_the_client_gives<M: Mode>() {
    let server = serve_in_turn([retry_at_once(503), retry_at_once(503), ok(SETTINGS)]).await;
    let client = M::build(builder::<M>(server.uri()).max_retries(0)).expect("a client");
    M::send(client.get_default_voice_settings().with_max_retries(2)).await.expect("settings");
    assert_eq!(requests(&server).await.len(), 3);
}

async fn the_last_value_of_an_option_counts<M: Mode>() {
    let server = serve(retry_at_once(503)).await;
    let call = client::<M>(&server).get_default_voice_settings();
    let call = call.with_max_retries(5).with_timeout(Duration::ZERO);
    let call = call.with_max_retries(1).with_timeout(Duration::from_secs(5));
    M::send(call).await.expect_err("never well");
    assert_eq!(requests(&server).await.len(), 2);
}

async fn the_options_hold_for_every_attempt<M: Mode>() {
    let server = serve_in_turn([retry_at_once(503), retry_at_once(429), ok(NO_VOICES)]).await;
    let call = client::<M>(&server).list_voices().with_header("x-team", "t").with_query("new", "1");
    M::send(call).await.expect("a page");
    for request in requests(&server).await {
        assert_eq!((request.url.query(), header(&request, "x-team")), (Some("new=1"), "t"));
    }
}
