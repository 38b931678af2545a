//! Transports that wrap another one: the attempts that they see and change.

use std::sync::{Arc, Mutex};

use elevenlabs_voices::transport::Attempt;
use http::HeaderValue;
use tests::modes::Mode;

use crate::helpers::{KEY, VOICE, builder, ok, only_request, requests, retry_now, serve, serve_sequence};
use crate::script::{offline, response, scripted, with_header};

tests::both_clients! {
    wrapper_of_the_own_transport_sends_the_changed_request,
    attempt_has_operation_route_and_number,
    redirect_has_the_number_of_its_attempt,
    last_wrapper_is_the_outermost,
    wrapper_set_before_the_transport_wraps_it,
    wrapper_sees_each_result,
}

/// What a test records.
type Log<T> = Arc<Mutex<Vec<T>>>;

fn recorded<T: Clone>(log: &Log<T>) -> Vec<T> {
    log.lock().expect("no panic").clone()
}

fn add_header(name: &'static str, value: &'static str) -> impl Fn(&mut Attempt) + Send + Sync {
    move |attempt| {
        attempt.request.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}

async fn wrapper_of_the_own_transport_sends_the_changed_request<M: Mode>() {
    let server = serve(ok(VOICE)).await;
    let builder = M::wrap_transport(builder::<M>(server.uri()), add_header("x-trace", "t-1"), |_| {});
    M::send(M::build(builder).expect("a client").get_voice("v1")).await.expect("a voice");
    let request = only_request(&server).await;
    assert_eq!(
        (&request.headers["x-trace"], &request.headers["xi-api-key"]),
        (&HeaderValue::from_static("t-1"), &HeaderValue::from_static(KEY))
    );
}

async fn attempt_has_operation_route_and_number<M: Mode>() {
    let server = serve_sequence([retry_now(503), ok(VOICE)]).await;
    let log = Log::default();
    let seen = Arc::clone(&log);
    let builder = M::wrap_transport(
        builder::<M>(server.uri()),
        move |attempt| {
            let attempt = (attempt.operation, attempt.route, attempt.number);
            seen.lock().expect("no panic").push(attempt);
        },
        |_| {},
    );
    M::send(M::build(builder).expect("a client").get_voice("v1")).await.expect("a voice");
    let route = "/v1/voices/{voice_id}";
    assert_eq!(recorded(&log), [("get_voice", route, 1), ("get_voice", route, 2)]);
    assert_eq!(requests(&server).await.len(), 2);
}

async fn redirect_has_the_number_of_its_attempt<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |attempt| {
        Ok(match (attempt.request.uri().path(), attempt.number) {
            ("/new", 1) => with_header(response(503, ""), "retry-after", "0"),
            ("/new", _) => response(200, VOICE),
            _ => with_header(response(302, ""), "location", "/new"),
        })
    });
    M::send(client.get_voice("v1")).await.expect("a voice");
    assert_eq!(sent.all().iter().map(|(_, attempt)| attempt.number).collect::<Vec<_>>(), [1, 1, 2]);
}

async fn last_wrapper_is_the_outermost<M: Mode>() {
    let server = serve(ok(VOICE)).await;
    let builder = M::wrap_transport(builder::<M>(server.uri()), add_header("x-by", "inner"), |_| {});
    let builder = M::wrap_transport(builder, add_header("x-by", "outer"), |_| {});
    M::send(M::build(builder).expect("a client").get_voice("v1")).await.expect("a voice");
    assert_eq!(only_request(&server).await.headers["x-by"], "inner");
}

async fn wrapper_set_before_the_transport_wraps_it<M: Mode>() {
    let builder = M::wrap_transport(offline::<M>(), add_header("x-trace", "t-1"), |_| {});
    let (client, sent) = scripted::<M>(builder, |_| Ok(response(200, VOICE)));
    M::send(client.get_voice("v1")).await.expect("a voice");
    assert_eq!(sent.only().1.request.headers()["x-trace"], "t-1");
}

async fn wrapper_sees_each_result<M: Mode>() {
    let server = serve_sequence([retry_now(503), ok(VOICE)]).await;
    let log = Log::default();
    let seen = Arc::clone(&log);
    let builder = M::wrap_transport(
        builder::<M>(server.uri()),
        |_| {},
        move |answer| {
            let status = answer.as_ref().map(|response| response.status().as_u16()).ok();
            seen.lock().expect("no panic").push(status);
        },
    );
    M::send(M::build(builder).expect("a client").get_voice("v1")).await.expect("a voice");
    assert_eq!(recorded(&log), [Some(503), Some(200)]);
}
