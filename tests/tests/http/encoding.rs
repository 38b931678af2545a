//! Bodies that come compressed, and those that should not have.

use std::io::Write;
use std::time::Duration;

use elevenlabs_voices::{Error, ErrorKind, Voice};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use tests::modes::Mode;
use wiremock::ResponseTemplate;

use crate::helpers::{
    KEY, NO_VOICES, SETTINGS, VOICE, assert_no_key, builder, client, error_of, header, ok, only_request,
    requests, retry_at_once, serve, serve_in_turn, status_of,
};
use crate::script::{far_away, response, scripted, with_header};

tests::both_clients! {
    gzip_and_nothing_else_is_asked_for,
    a_packed_value_is_unpacked,
    the_headers_of_an_unpacked_body_speak_of_the_unpacked_one,
    gzip_has_more_than_one_name,
    several_packed_parts_are_one_body,
    a_packed_error_is_unpacked,
    a_key_echoed_in_a_packed_error_is_not_shown,
    a_packed_failure_is_tried_again,
    a_body_that_is_not_what_it_says_is_an_error_of_decoding,
    a_packed_body_cut_off_anywhere_is_an_error_of_decoding,
    a_packed_body_that_was_damaged_is_an_error_of_decoding,
    a_packed_body_that_unpacks_to_too_much_is_refused,
    a_packed_body_that_unpacks_to_just_the_limit_is_read,
    an_encoding_that_was_not_asked_for_is_named,
    an_encoding_besides_gzip_is_named,
    key_echoed_as_an_encoding_is_not_shown,
    a_body_with_more_codings_than_are_removed_is_an_error,
    failure_with_an_unreadable_body_is_a_status_error,
    failure_with_an_unreadable_body_is_retried,
    redirect_with_an_unreadable_body_is_followed,
    a_body_that_says_it_is_not_encoded_is_read,
    codings_in_a_list_or_in_several_lines_are_removed,
    json_with_a_label_that_is_no_coding_is_read,
    an_empty_body_is_empty_however_it_is_encoded,
    bytes_after_a_gzip_stream_are_ignored,
    a_gzip_stream_of_countless_members_is_an_error,
    a_byte_order_mark_is_skipped,
    a_byte_order_mark_of_an_error_body_is_skipped,
}

fn gzip(text: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_ref()).expect("it is memory");
    encoder.finish().expect("it is memory")
}

/// A response in that encoding, whatever its body is.
fn encoded(status: u16, encoding: &str, body: Vec<u8>) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .set_body_raw(body, "application/json")
        .insert_header("content-encoding", encoding)
}

fn gzipped(status: u16, body: &str) -> ResponseTemplate {
    encoded(status, "gzip", gzip(body))
}

async fn gzip_and_nothing_else_is_asked_for<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    M::send(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert_eq!(header(&only_request(&server).await, "accept-encoding"), "gzip");
}

async fn a_packed_value_is_unpacked<M: Mode>() {
    let names = "größe ".repeat(50_000);
    let body = json!({"voice_id": "v1", "name": names, "category": "cloned"}).to_string();
    let server = serve(gzipped(200, &body)).await;
    let raw = M::send_raw(client::<M>(&server).get_voice("v1")).await.expect("a voice");
    assert_eq!(raw.value().name, names);
    assert_eq!(raw.body(), body);
}

async fn the_headers_of_an_unpacked_body_speak_of_the_unpacked_one<M: Mode>() {
    let server = serve(gzipped(200, SETTINGS).insert_header("x-more", "yes")).await;
    let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert!(!raw.headers().contains_key("content-encoding"), "{:?}", raw.headers());
    assert!(!raw.headers().contains_key("content-length"), "{:?}", raw.headers());
    assert_eq!((&raw.headers()["x-more"], raw.body()), (&"yes".parse().expect("a value"), SETTINGS));
}

async fn gzip_has_more_than_one_name<M: Mode>() {
    for name in ["gzip", "GZIP", "x-gzip"] {
        let server = serve(encoded(200, name, gzip(SETTINGS))).await;
        M::send(client::<M>(&server).get_default_voice_settings()).await.expect(name);
    }
}

async fn several_packed_parts_are_one_body<M: Mode>() {
    let (start, end) = SETTINGS.split_at(30);
    let server = serve(encoded(200, "gzip", [gzip(start), gzip(end)].concat())).await;
    let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert_eq!(raw.body(), SETTINGS);
}

async fn a_packed_error_is_unpacked<M: Mode>() {
    let body = json!({"detail": {"status": "voice_not_found", "message": "No such voice here."}}).to_string();
    let error = error_of::<M>(gzipped(404, &body)).await;
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(404)));
    assert_eq!((error.code(), error.message()), (Some("voice_not_found"), "No such voice here."));
    assert_eq!(error.body(), Some(body.as_str()));
}

async fn a_key_echoed_in_a_packed_error_is_not_shown<M: Mode>() {
    let body = json!({"detail": {"status": "invalid_api_key", "message": format!("No key is {KEY}.")}});
    let error = error_of::<M>(gzipped(401, &body.to_string())).await;
    assert_no_key(&error);
    assert!(error.message().starts_with("No key is "), "{error}");
}

async fn a_packed_failure_is_tried_again<M: Mode>() {
    let busy = retry_at_once(503)
        .set_body_raw(gzip(r#"{"detail": "busy"}"#), "application/json")
        .insert_header("content-encoding", "gzip");
    let server = serve_in_turn([busy, gzipped(200, SETTINGS)]).await;
    M::send(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert_eq!(requests(&server).await.len(), 2);
}

/// That the error says what was wrong with the body, and that the server answered.
fn assert_broken(error: &Error, status: u16) {
    assert_eq!((error.kind(), status_of(error)), (ErrorKind::Decode, Some(status)), "{error:?}");
    assert_eq!(error.operation(), Some("get_voice"));
    assert!(error.to_string().contains("compressed"), "{error}");
}

async fn a_body_that_is_not_what_it_says_is_an_error_of_decoding<M: Mode>() {
    for body in [SETTINGS.as_bytes().to_vec(), vec![0], vec![0x1f], b"\x1f\x8b\x08 and more".to_vec()] {
        let response = encoded(200, "gzip", body).insert_header("request-id", "r-6");
        let error = error_of::<M>(response).await;
        assert_broken(&error, 200);
        assert_eq!(error.request_id(), Some("r-6"));
    }
}

/// What a client makes of such a packed body.
async fn unpacking<M: Mode>(body: Vec<u8>) -> Result<Voice, Error> {
    let (client, _) = scripted::<M>(far_away::<M>(), move |_| {
        Ok(with_header(response(200, body.clone()), "content-encoding", "gzip"))
    });
    M::send(client.get_voice("v1")).await
}

async fn a_packed_body_cut_off_anywhere_is_an_error_of_decoding<M: Mode>() {
    let packed = gzip(VOICE);
    unpacking::<M>(packed.clone()).await.expect("the whole is well");
    for end in 1..packed.len() {
        let error = unpacking::<M>(packed[..end].to_vec()).await.expect_err("it is cut off");
        assert_broken(&error, 200);
    }
}

async fn a_packed_body_that_was_damaged_is_an_error_of_decoding<M: Mode>() {
    let packed = gzip(VOICE);
    // The last eight bytes are a checksum and the length.
    for place in packed.len() - 8..packed.len() {
        let mut damaged = packed.clone();
        damaged[place] ^= 1;
        assert_broken(&unpacking::<M>(damaged).await.expect_err("it is damaged"), 200);
    }
}

async fn a_packed_body_that_unpacks_to_too_much_is_refused<M: Mode>() {
    let packed = gzip(vec![b' '; 10_000_000]);
    assert!(packed.len() < 100_000, "{}", packed.len());
    let server = serve(encoded(200, "gzip", packed)).await;
    let client = M::build(builder::<M>(server.uri()).max_response_bytes(100_000)).expect("a client");
    let error = M::send(client.get_voice("v1")).await.expect_err("too large");
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::TooLarge, Some(200)));
    assert!(error.to_string().contains("100000"), "{error}");
    assert!(!error.is_retryable());
    only_request(&server).await;
}

async fn a_packed_body_that_unpacks_to_just_the_limit_is_read<M: Mode>() {
    let body = format!("{}{SETTINGS}", " ".repeat(1000));
    let server = serve(gzipped(200, &body)).await;
    for (limit, fits) in [(body.len(), true), (body.len() - 1, false)] {
        let client = M::build(builder::<M>(server.uri()).max_response_bytes(limit)).expect("a client");
        let result = M::send(client.get_default_voice_settings()).await;
        assert_eq!(result.map_err(|error| error.kind()).is_ok(), fits);
    }
}

async fn an_encoding_that_was_not_asked_for_is_named<M: Mode>() {
    for encoding in ["br", "zstd", "deflate"] {
        let error = error_of::<M>(encoded(200, encoding, b"\x0b\x01\x80{}\x03".to_vec())).await;
        assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Decode, Some(200)));
        assert!(error.to_string().contains(&format!("`{encoding}`")), "{error}");
        assert!(!error.is_retryable());
    }
}

async fn an_encoding_besides_gzip_is_named<M: Mode>() {
    for list in ["br, gzip", "gzip, br", "identity, br,"] {
        let body = if list.ends_with("gzip") { gzip([1, 2, 3]) } else { vec![1, 2, 3] };
        let error = error_of::<M>(encoded(200, list, body)).await;
        assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Decode, Some(200)));
        assert!(error.to_string().contains("`br`"), "{error}");
    }
}

async fn key_echoed_as_an_encoding_is_not_shown<M: Mode>() {
    for status in [200, 404] {
        let key = "sk_Only_For_TESTS_77Aa";
        let (client, _) = scripted::<M>(far_away::<M>().api_key(key), move |_| {
            Ok(with_header(response(status, vec![1, 2]), "content-encoding", &format!("x-{key}")))
        });
        let error = M::send(client.get_voice("v1")).await.expect_err("unknown");
        let shown = format!("{error} {error:?}").to_lowercase();
        assert!(!shown.contains(&key.to_lowercase()) && shown.contains("encoding"), "{shown}");
    }
}

async fn a_body_with_more_codings_than_are_removed_is_an_error<M: Mode>() {
    let nested = |count| (0..count).fold(SETTINGS.as_bytes().to_vec(), |body, _| gzip(body));
    for (count, is_read) in [(2, true), (5, true), (6, false)] {
        let server = serve(encoded(200, &vec!["gzip"; count].join(", "), nested(count))).await;
        let result = M::send(client::<M>(&server).get_default_voice_settings()).await;
        assert_eq!(result.is_ok(), is_read, "{count}: {result:?}");
    }
}

/// Responses of failure whose bodies cannot be read with a limit of 1000 bytes, and what the error says of them.
fn unreadable(status: u16) -> Vec<(ResponseTemplate, &'static str)> {
    let cut = |body: Vec<u8>| body[..body.len() - 9].to_vec();
    let bodies = [
        ("br", vec![1, 2, 3], "`br`"),
        ("gzip", cut(gzip(r#"{"detail": "busy"}"#)), "compressed"),
        ("gzip", vec![1, 2, 3], "compressed"),
        ("gzip", gzip(vec![b' '; 1001]), "1000"),
        ("identity", vec![b' '; 1001], "1000"),
    ];
    let response = |(encoding, body, says)| {
        let response = encoded(status, encoding, body).insert_header("request-id", "r-9");
        (response.insert_header("x-trace-id", "t-9").insert_header("retry-after", "0"), says)
    };
    bodies.into_iter().map(response).collect()
}

async fn failure_with_an_unreadable_body_is_a_status_error<M: Mode>() {
    for status in [404, 429, 503] {
        for (response, says) in unreadable(status) {
            let server = serve(response).await;
            let client = M::build(builder::<M>(server.uri()).max_response_bytes(1000)).expect("a client");
            let error = M::send(client.get_voice("v1").with_max_retries(0)).await.expect_err("a failure");
            assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(status)), "{error:?}");
            assert_eq!((error.request_id(), error.trace_id()), (Some("r-9"), Some("t-9")));
            assert_eq!((error.retry_after(), error.body()), (Some(Duration::ZERO), None));
            assert_eq!(error.is_retryable(), status != 404);
            assert!(error.to_string().contains("cannot be read"), "{error}");
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}

async fn failure_with_an_unreadable_body_is_retried<M: Mode>() {
    for (response, _) in unreadable(503) {
        let server = serve_in_turn([response, ok(SETTINGS)]).await;
        let client = M::build(builder::<M>(server.uri()).max_response_bytes(1000)).expect("a client");
        M::send(client.get_default_voice_settings()).await.expect("settings");
        assert_eq!(requests(&server).await.len(), 2);
    }
}

async fn redirect_with_an_unreadable_body_is_followed<M: Mode>() {
    for (response, _) in unreadable(302) {
        let server = serve_in_turn([response.insert_header("location", "/moved"), ok(SETTINGS)]).await;
        let client = M::build(builder::<M>(server.uri()).max_response_bytes(1000)).expect("a client");
        M::send(client.get_default_voice_settings()).await.expect("settings");
        assert_eq!(requests(&server).await[1].url.path(), "/moved");
    }
}

async fn a_body_that_says_it_is_not_encoded_is_read<M: Mode>() {
    for name in ["identity", "Identity", "", ",", "identity, Identity ,", " , identity"] {
        let server = serve(encoded(200, name, SETTINGS.as_bytes().to_vec())).await;
        let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
        assert_eq!(raw.body(), SETTINGS);
    }
}

async fn an_empty_body_is_empty_however_it_is_encoded<M: Mode>() {
    for body in [Vec::new(), gzip("")] {
        let error = error_of::<M>(encoded(500, "gzip", body.clone())).await;
        assert_eq!((error.kind(), error.body()), (ErrorKind::Status, Some("")));
        let error = error_of::<M>(encoded(200, "gzip", body)).await;
        assert_eq!((error.kind(), error.body()), (ErrorKind::Decode, Some("")));
        assert!(!error.to_string().contains("compressed"), "{error}");
    }
}

async fn codings_in_a_list_or_in_several_lines_are_removed<M: Mode>() {
    for list in ["gzip, identity", "identity,gzip", ",GZIP ,", "utf-8, gzip"] {
        let server = serve(encoded(200, list, gzip(SETTINGS))).await;
        let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect(list);
        assert!(!raw.headers().contains_key("content-encoding"), "{:?}", raw.headers());
    }
    for (first, second, body) in [
        ("identity", "gzip", gzip(SETTINGS)),
        ("gzip", "identity", gzip(SETTINGS)),
        ("gzip", "gzip", gzip(gzip(SETTINGS))),
    ] {
        let response = encoded(200, first, body).append_header("content-encoding", second);
        let server = serve(response).await;
        let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect(second);
        assert_eq!(raw.body(), SETTINGS);
    }
}

async fn json_with_a_label_that_is_no_coding_is_read<M: Mode>() {
    for label in ["utf-8", "UTF8", "none", "binary", "8bit", "br"] {
        let server = serve(encoded(200, label, SETTINGS.as_bytes().to_vec())).await;
        let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect(label);
        assert_eq!(raw.body(), SETTINGS);
        let error = error_of::<M>(encoded(404, label, br#" {"detail": "none here"}"#.to_vec())).await;
        assert_eq!((error.message(), status_of(&error)), ("none here", Some(404)));
    }
}

async fn bytes_after_a_gzip_stream_are_ignored<M: Mode>() {
    for rest in [&[0_u8][..], &[0; 512], b"\r\n", b"more", &[0x1f], &[0x1f, 0]] {
        let server = serve(encoded(200, "gzip", [&gzip(SETTINGS), rest].concat())).await;
        let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
        assert_eq!(raw.body(), SETTINGS);
    }
}

async fn a_gzip_stream_of_countless_members_is_an_error<M: Mode>() {
    let error = unpacking::<M>(gzip("").repeat(100_000)).await.expect_err("nobody sends this");
    assert_broken(&error, 200);
}

async fn a_byte_order_mark_is_skipped<M: Mode>() {
    let body = format!("\u{feff}{SETTINGS}");
    for response in [ok(&body), gzipped(200, &body), encoded(200, "utf-8", body.clone().into_bytes())] {
        let server = serve(response).await;
        let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
        assert_eq!((raw.value().stability, raw.body()), (Some(0.25), body.as_str()));
    }
    let server = serve(ok(&format!("\u{feff}{NO_VOICES}"))).await;
    M::send(client::<M>(&server).list_voices()).await.expect("a page");
}

async fn a_byte_order_mark_of_an_error_body_is_skipped<M: Mode>() {
    let error = error_of::<M>(gzipped(404, "\u{feff}{\"detail\": {\"code\": \"gone\"}}")).await;
    assert_eq!(error.code(), Some("gone"));
    let error = error_of::<M>(gzipped(502, "\u{feff}busy")).await;
    assert_eq!(error.message(), "busy");
}
