//! Timeouts of attempts, calls and connections.

use std::time::Duration;

use elevenlabs_voices::operations::GetDefaultVoiceSettings;
use elevenlabs_voices::{Error, ErrorKind, Request, TimeLimit};
use tests::modes::Mode;
use tokio::io::AsyncWriteExt;

use crate::helpers::{
    FOREVER, SETTINGS, assert_no_key, builder, client, listen, ok, read_head, requests, serve, status_of,
    within_limit,
};
use crate::script::{offline, response, scripted};

tests::both_clients! {
    attempt_timeout_is_enforced,
    timeout_includes_retries,
    timeout_of_a_call_is_enforced,
    timeout_includes_decoding,
    timeout_includes_the_body,
    zero_timeout_sends_no_request,
    maximum_timeout_is_accepted,
    maximum_attempt_timeout_is_accepted,
    connect_timeout_may_be_any_duration,
}

/// Asserts that the call fails with a timeout of that limit.
async fn assert_times_out<M: Mode>(
    call: Request<GetDefaultVoiceSettings, M::Backend>,
    limit: TimeLimit,
) -> Error {
    let error = within_limit(M::send(call)).await.expect_err("a timeout");
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!((error.operation(), error.status()), (Some("get_default_voice_settings"), None));
    assert_eq!(error.time_limit(), Some(limit), "{error}");
    assert!(error.to_string().contains(&limit.to_string()), "{error}");
    assert_no_key(&error);
    error
}

async fn attempt_timeout_is_enforced<M: Mode>() {
    let server = serve(ok(SETTINGS).set_delay(FOREVER)).await;
    let limit = Duration::from_millis(100);
    let builder = builder::<M>(server.uri()).attempt_timeout(limit).max_retries(1);
    let call = M::build(builder).expect("a client").get_default_voice_settings();
    let error = assert_times_out::<M>(call, TimeLimit::Attempt(limit)).await;
    assert_eq!(error.attempts(), 2);
    let rendered = error.to_string();
    assert!(
        rendered.ends_with("timed out: the `attempt_timeout` of 100ms has passed [2 attempts]"),
        "{rendered}"
    );
}

async fn timeout_includes_retries<M: Mode>() {
    let server = serve(ok(SETTINGS).set_delay(FOREVER)).await;
    let limit = Duration::from_millis(300);
    let builder = builder::<M>(server.uri()).timeout(limit).max_retries(1000);
    let call = M::build(builder).expect("a client").get_default_voice_settings();
    let error = assert_times_out::<M>(call, TimeLimit::Call(limit)).await;
    assert!(error.to_string().ends_with("the call's `timeout` of 300ms has passed [1 attempt]"), "{error}");
}

async fn timeout_of_a_call_is_enforced<M: Mode>() {
    let server = serve(ok(SETTINGS).set_delay(FOREVER)).await;
    let limit = Duration::from_millis(100);
    let call = client::<M>(&server).get_default_voice_settings().with_timeout(limit);
    assert_times_out::<M>(call, TimeLimit::Call(limit)).await;
}

async fn timeout_includes_the_body<M: Mode>() {
    let (url, listener) = listen().await;
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        read_head(&mut stream).await;
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{")
            .await
            .expect("an open connection");
        tokio::time::sleep(FOREVER).await;
    });
    let limit = Duration::from_millis(200);
    let builder = builder::<M>(url).attempt_timeout(limit).max_retries(0);
    let call = M::build(builder).expect("a client").get_default_voice_settings();
    assert_times_out::<M>(call, TimeLimit::Attempt(limit)).await;
    server.abort();
}

async fn timeout_includes_decoding<M: Mode>() {
    let items = "0,".repeat(8_000_000);
    let body = format!(r#"{{"has_more": false, "voices": [{items}0]}}"#);
    let (client, _) = scripted::<M>(offline::<M>(), move |_| Ok(response(200, body.clone())));
    let call = client.list_voices().with_timeout(Duration::from_millis(300));
    let error = within_limit(M::send(call)).await.expect_err("a timeout");
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!((error.operation(), status_of(&error)), (Some("list_voices"), Some(200)));
}

async fn zero_timeout_sends_no_request<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let call = client::<M>(&server).get_default_voice_settings().with_timeout(Duration::ZERO);
    let error = assert_times_out::<M>(call, TimeLimit::Call(Duration::ZERO)).await;
    assert!(error.to_string().ends_with("[0 attempts]"), "{error}");
    assert!(requests(&server).await.is_empty());
}

async fn maximum_timeout_is_accepted<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    M::send(client::<M>(&server).get_default_voice_settings().with_timeout(Duration::MAX))
        .await
        .expect("settings");
}

async fn maximum_attempt_timeout_is_accepted<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let builder = builder::<M>(server.uri()).timeout(Duration::MAX).attempt_timeout(Duration::MAX);
    M::send(M::build(builder).expect("a client").get_default_voice_settings()).await.expect("settings");
}

async fn connect_timeout_may_be_any_duration<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let longest = [Duration::MAX, Duration::from_secs(u64::MAX), Duration::from_secs(u64::from(u32::MAX))];
    for timeout in longest {
        let builder = builder::<M>(server.uri()).connect_timeout(timeout);
        let builder = builder.timeout(Duration::MAX).attempt_timeout(Duration::MAX);
        let client = M::build(builder).expect("a client");
        within_limit(M::send(client.get_default_voice_settings())).await.expect("settings");
    }
    for timeout in [Duration::ZERO, Duration::from_nanos(1)] {
        let builder = builder::<M>(server.uri()).connect_timeout(timeout).max_retries(0);
        let result =
            within_limit(M::send(M::build(builder).expect("a client").get_default_voice_settings())).await;
        // A loopback connection may complete immediately.
        assert!(result.is_ok() || result.is_err_and(|error| error.is_timeout()));
    }
}
