//! A program against the crate that `spec.yaml` becomes: the test builds and runs it.

use elevenlabs_voices::http::StatusCode;
use elevenlabs_voices::mock::{Mock, Reply};
use elevenlabs_voices::Crate;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    response_without_a_body_is_none().await;
}

async fn response_without_a_body_is_none() {
    let mock = Mock::new();
    let client = mock.client().expect("a client");
    let taken = client.take_crate().send().await.expect("a response");
    assert_eq!(taken, Some(Crate::fixture()));
    mock.take_crate(&None);
    let raw = client.take_crate().send_raw().await.expect("a response");
    assert_eq!((raw.value(), raw.status(), raw.body()), (&None, StatusCode::NO_CONTENT, ""));
    for body in ["null", "", " \n", "\u{feff}"] {
        mock.enqueue_reply(Reply::text(StatusCode::OK, body));
        assert_eq!(client.take_crate().send().await.expect("a response"), None, "{body:?}");
    }
    mock.enqueue_reply(Reply::text(StatusCode::OK, "{}"));
    client.take_crate().send().await.expect_err("a crate without an id");
}
