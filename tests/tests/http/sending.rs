//! Requests of calls.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tests::modes::Mode;

use crate::helpers::{
    KEY, NO_VOICES, SETTINGS, VOICE, builder, client, header, ok, only_request, requests, serve,
    serve_sequence,
};

tests::both_clients! {
    list_voices_is_a_get_without_a_query,
    get_voice_is_a_get_without_a_query,
    get_default_voice_settings_is_a_get_without_a_query,
    deprecated_parameter_is_sent,
    every_request_has_the_key_accept_and_user_agent,
    user_agent_of_the_builder_is_sent,
    path_prefix_of_the_base_url_is_kept,
    fifty_concurrent_calls_succeed,
}

async fn list_voices_is_a_get_without_a_query<M: Mode>() {
    let server = serve(ok(NO_VOICES)).await;
    M::send(client::<M>(&server).list_voices()).await.expect("a page");
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(request.url.path(), "/v2/voices");
    assert_eq!(request.url.query(), None);
}

async fn get_voice_is_a_get_without_a_query<M: Mode>() {
    let server = serve(ok(VOICE)).await;
    M::send(client::<M>(&server).get_voice("Xb7hH8MSUJpSbSDYk0k2")).await.expect("a voice");
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(request.url.path(), "/v1/voices/Xb7hH8MSUJpSbSDYk0k2");
    assert_eq!(request.url.query(), None);
}

async fn get_default_voice_settings_is_a_get_without_a_query<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    M::send(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(request.url.path(), "/v1/voices/settings/default");
    assert_eq!(request.url.query(), None);
}

async fn deprecated_parameter_is_sent<M: Mode>() {
    let server = serve(ok(VOICE)).await;
    let call = client::<M>(&server).get_voice("v1");
    #[expect(deprecated, reason = "deprecated parameters are supported until they are removed")]
    let call = call.with_settings(false);
    M::send(call).await.expect("a voice");
    assert_eq!(only_request(&server).await.url.query(), Some("with_settings=false"));
}

async fn every_request_has_the_key_accept_and_user_agent<M: Mode>() {
    let server = serve_sequence([ok(NO_VOICES), ok(VOICE), ok(SETTINGS)]).await;
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

async fn user_agent_of_the_builder_is_sent<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let client = M::build(builder::<M>(server.uri()).user_agent("studio/7")).expect("a client");
    M::send(client.get_default_voice_settings()).await.expect("settings");
    assert_eq!(header(&only_request(&server).await, "user-agent"), "studio/7");
}

async fn path_prefix_of_the_base_url_is_kept<M: Mode>() {
    for slash in ["", "/"] {
        let server = serve(ok(VOICE)).await;
        let url = format!("{}/proxy/voices-api{slash}", server.uri());
        M::send(M::build(builder::<M>(url)).expect("a client").get_voice("v1")).await.expect("a voice");
        assert_eq!(only_request(&server).await.url.path(), "/proxy/voices-api/v1/voices/v1");
    }
}

async fn fifty_concurrent_calls_succeed<M: Mode>() {
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
    // Sequentially they would take ten seconds.
    assert!(start.elapsed() < each * 25, "{:?}", start.elapsed());
    let paths: BTreeSet<_> =
        requests(&server).await.iter().map(|request| request.url.path().to_owned()).collect();
    assert_eq!(paths, (0..50).map(|i| format!("/v1/voices/v{i}")).collect());
}
