//! Responses that are whole to HTTP and cut to JSON, at every byte there is.

use elevenlabs_voices::ErrorKind;
use tests::modes::Mode;

use crate::canary::{self, KEY};
use crate::cases::SETTINGS;
use crate::server::{Act, Server};

tests::both_clients! { a_body_cut_at_any_byte_is_an_error_of_decoding }

const PAGE: &str = r#"{"voices": [{"voice_id": "v1", "name": "Öskar", "category": "cloned", "labels": {"age": "old"}}, {"voice_id": "v2", "name": "n", "category": "cloned"}],
    "has_more": false, "total_count": 2, "next_page_token": null}"#;

/// A connection for each beginning of the body that is not the whole.
async fn server(body: &str) -> Server {
    let answers = (0..body.len()).map(|end| {
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {end}\r\n\r\n");
        [head.as_bytes(), &body.as_bytes()[..end]].concat()
    });
    Server::start(answers.map(|answer| vec![Act::Read, Act::Send(answer)]).collect()).await
}

async fn a_body_cut_at_any_byte_is_an_error_of_decoding<M: Mode>() {
    canary::listen();
    for body in [SETTINGS, PAGE] {
        let server = server(body).await;
        let client = M::build(M::builder().api_key(KEY).base_url(&server.url)).expect("a client");
        for end in 0..body.len() {
            let error = if body == SETTINGS {
                M::send(client.get_default_voice_settings()).await.map(drop)
            } else {
                M::send(client.list_voices()).await.map(drop)
            };
            let error = error.expect_err("it is cut");
            assert_eq!(error.kind(), ErrorKind::Decode, "{end}: {error:?}");
            canary::tell_error(&error);
        }
        assert_eq!(server.seen().requests.len(), body.len(), "nothing is asked for twice");
    }
    canary::assert_silent();
    println!("{} cuts with the {} client", SETTINGS.len() + PAGE.len(), M::NAME);
}
