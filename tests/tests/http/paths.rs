//! Encoding of path arguments.

use elevenlabs_voices::ErrorKind;
use tests::modes::Mode;

use crate::helpers::{VOICE, builder, client, ok, raw_ok, requests, serve, serve_raw};

tests::both_clients! {
    path_argument_is_encoded_as_one_segment,
    path_argument_that_changes_the_route_is_rejected,
}

/// The unparsed target of the request line.
async fn raw_target_of<M: Mode>(voice_id: &str) -> String {
    let (url, server) = serve_raw(vec![raw_ok(VOICE)]).await;
    M::send(M::build(builder::<M>(url)).expect("a client").get_voice(voice_id)).await.expect("a voice");
    let heads = server.await.expect("no panic");
    let target = heads[0].split(' ').nth(1).expect("a request line");
    target.to_owned()
}

async fn path_argument_is_encoded_as_one_segment<M: Mode>() {
    for (voice_id, encoded) in [
        ("../../v2/voices", "..%2F..%2Fv2%2Fvoices"),
        ("a\\b", "a%5Cb"),
        ("a?b=c", "a%3Fb%3Dc"),
        ("a#b", "a%23b"),
        ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"),
        ("a b", "a%20b"),
        ("a\u{a0}", "a%C2%A0"),
        ("köln", "k%C3%B6ln"),
        ("{voice_id}", "%7Bvoice_id%7D"),
        ("a\r\nb", "a%0D%0Ab"),
        ("...", "..."),
        ("a-b_c.d~e", "a-b_c.d~e"),
    ] {
        assert_eq!(raw_target_of::<M>(voice_id).await, format!("/v1/voices/{encoded}"));
    }
}

async fn path_argument_that_changes_the_route_is_rejected<M: Mode>() {
    let server = serve(ok(VOICE)).await;
    for (voice_id, reason) in
        [("", "is empty"), (".", "would change the path"), ("..", "would change the path")]
    {
        let error = M::send(client::<M>(&server).get_voice(voice_id)).await.expect_err(voice_id);
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert_eq!(error.operation(), Some("get_voice"));
        assert!(error.to_string().contains("voice_id") && error.to_string().ends_with(reason), "{error}");
        assert!(!error.is_retryable());
    }
    assert!(requests(&server).await.is_empty());
}
