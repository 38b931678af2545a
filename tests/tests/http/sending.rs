//! What a call sends.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tests::modes::Mode;

use crate::helpers::{
    KEY, NO_VOICES, SETTINGS, VOICE, builder, client, header, ok, only_request, requests, serve,
    serve_in_turn,
};

tests::both_clients! {
    list_voices_is_a_get_of_its_path_and_no_query,
    get_voice_is_a_get_of_its_path_and_no_query,
    get_default_voice_settings_is_a_get_of_its_path_and_no_query,
    the_deprecated_parameter_of_get_voice_is_still_sent,
    every_call_has_the_key_and_says_what_it_takes_and_who_asks,
    the_user_agent_is_the_builders,
    the_path_prefix_of_the_base_url_is_kept,
    fifty_calls_at_once_succeed,
}

async fn list_voices_is_a_get_of_its_path_and_no_query<M: Mode>() {
    let server = serve(ok(NO_VOICES)).await;
    M::send(client::<M>(&server).list_voices()).await.expect("a page");
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(request.url.path(), "/v2/voices");
    assert_eq!(request.url.query(), None);
}

async fn get_voice_is_a_get_of_its_path_and_no_query<M: Mode>() {
    let server = serve(ok(VOICE)).await;
    M::send(client::<M>(&server).get_voice("Xb7hH8MSUJpSbSDYk0k2")).await.expect("a voice");
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(request.url.path(), "/v1/voices/Xb7hH8MSUJpSbSDYk0k2");
    assert_eq!(request.url.query(), None);
}

async fn get_default_voice_settings_is_a_get_of_its_path_and_no_query<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    M::send(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(request.url.path(), "/v1/voices/settings/default");
    assert_eq!(request.url.query(), None);
}

async fn the_deprecated_parameter_of_get_voice_is_still_sent<M: Mode>() {
    let server = serve(ok(VOICE)).await;
    let call = client::<M>(&server).get_voice("v1");
    #[expect(deprecated, reason = "it has to work until it is gone")]
    let call = call.with_settings(false);
    M::send(call).await.expect("a voice");
    assert_eq!(only_request(&server).await.url.query(), Some("with_settings=false"));
}

async fn every_call_has_the_key_and_says_what_it_takes_and_who_asks<M: Mode>() {
    let server = serve_in_turn([ok(NO_VOICES), ok(VOICE), ok(SETTINGS)]).await;
    let client = client::<M>(&server);
    M::send(client.list_voices()).await.expect("a page");
    M::send(client.get_voice("v1")).await.expect("a voice");
    M::send(client.get_default_voice_settings()).await.expect("settings");
    let requests = requests(&server).await;
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert_eq!(header(request, "xi-api-key"), KEY);
        assert_eq!(header(request, "accept"), "application/json");
        assert!(header(request, "user-agent").starts_with("elevenlabs-voices/"), "{request:?}");
        assert!(request.body.is_empty());
    }
}

async fn the_user_agent_is_the_builders<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let client = M::build(builder::<M>(server.uri()).user_agent("studio/7")).expect("a client");
    M::send(client.get_default_voice_settings()).await.expect("settings");
    assert_eq!(header(&only_request(&server).await, "user-agent"), "studio/7");
}

async fn the_path_prefix_of_the_base_url_is_kept<M: Mode>() {
    for slash in ["", "/"] {
        let server = serve(ok(VOICE)).await;
        let url = format!("{}/proxy/voices-api{slash}", server.uri());
        M::send(M::build(builder::<M>(url)).expect("a client").get_voice("v1")).await.expect("a voice");
        assert_eq!(only_request(&server).await.url.path(), "/proxy/voices-api/v1/voices/v1");
    }
}

async fn fifty_calls_at_once_succeed<M: Mode>() {
    let each = Duration::from_millis(200);
    let server = serve(ok(VOICE).set_delay(each)).await;
    let client = client::<M>(&server);
    let start = Instant::now();
    let calls: Vec<_> = (0..50)
        .map(|i| {
            let client = client.clone();
            tokio::spawn(async move { M::send(client.get_voice(format!("v{i}"))).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.expect("no panic").expect("a voice").name, "Oskar");
    }
    // One after the other they would take ten seconds.
    assert!(start.elapsed() < each * 25, "{:?}", start.elapsed());
    let paths: BTreeSet<_> =
        requests(&server).await.iter().map(|request| request.url.path().to_owned()).collect();
    assert_eq!(paths, (0..50).map(|i| format!("/v1/voices/v{i}")).collect());
}
