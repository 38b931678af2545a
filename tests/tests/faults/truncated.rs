//! Complete HTTP responses whose JSON is truncated at every byte.

use elevenlabs_voices::ErrorKind;
use tests::modes::Mode;

use crate::canary::{self, KEY};
use crate::cases::SETTINGS;
use crate::server::{Action, Server};

tests::both_clients! { body_truncated_at_any_byte_is_a_decode_error }

const PAGE: &str = r#"{"voices": [{"voice_id": "v1", "name": "Öskar", "category": "cloned", "labels": {"age": "old"}}, {"voice_id": "v2", "name": "n", "category": "cloned"}],
    "has_more": false, "total_count": 2, "next_page_token": null}"#;

/// A server with one connection per proper prefix of the body.
async fn server(body: &str) -> Server {
    let answers = (0..body.len()).map(|end| {
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {end}\r\n\r\n");
        [head.as_bytes(), &body.as_bytes()[..end]].concat()
    });
    Server::start(answers.map(|answer| vec![Action::Read, Action::Send(answer)]).collect()).await
}

async fn body_truncated_at_any_byte_is_a_decode_error<M: Mode>() {
    canary::start_recording();
    for body in [SETTINGS, PAGE] {
        let server = server(body).await;
        let client = M::build(M::builder().api_key(KEY).base_url(&server.url)).expect("a client");
        for end in 0..body.len() {
            let error = if body == SETTINGS {
                M::send(client.get_default_voice_settings()).await.map(drop)
            } else {
                M::send(client.list_voices()).await.map(drop)
            };
            let error = error.expect_err("it is truncated");
            assert_eq!(error.kind(), ErrorKind::Decode, "{end}: {error:?}");
            canary::record_error(&error);
        }
        assert_eq!(server.received().requests.len(), body.len(), "no request is retried");
    }
    canary::assert_no_key_recorded();
    println!("{} truncations with the {} client", SETTINGS.len() + PAGE.len(), M::NAME);
}
