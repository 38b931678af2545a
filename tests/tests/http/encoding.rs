//! Compressed bodies, and bodies in unsupported encodings.

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
    requests, retry_now, serve, serve_sequence, status_of,
};
use crate::script::{offline, response, scripted, with_header};

tests::both_clients! {
    accept_encoding_is_gzip,
    compressed_value_is_decompressed,
    encoding_headers_of_a_decompressed_body_are_removed,
    gzip_aliases_are_recognized,
    gzip_members_are_concatenated,
    compressed_error_is_decompressed,
    key_echoed_in_a_compressed_error_is_redacted,
    compressed_failure_is_retried,
    body_that_is_not_gzip_is_a_decode_error,
    truncated_compressed_body_is_a_decode_error,
    corrupted_compressed_body_is_a_decode_error,
    decompressed_body_above_the_limit_is_rejected,
    decompressed_body_at_the_limit_is_read,
    unsupported_encoding_error_names_it,
    unsupported_encoding_in_a_list_is_named,
    key_echoed_as_an_encoding_is_redacted,
    too_many_codings_are_an_error,
    failure_with_an_unreadable_body_is_a_status_error,
    failure_with_an_unreadable_body_is_retried,
    redirect_with_an_unreadable_body_is_followed,
    identity_encoding_is_read,
    codings_in_a_list_or_in_several_headers_are_removed,
    json_with_an_unknown_coding_is_read,
    empty_body_is_empty_in_every_encoding,
    bytes_after_a_gzip_stream_are_ignored,
    too_many_gzip_members_are_an_error,
    byte_order_mark_is_skipped,
    byte_order_mark_of_an_error_body_is_skipped,
}

fn gzip(text: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_ref()).expect("writing to memory succeeds");
    encoder.finish().expect("writing to memory succeeds")
}

/// A response with this `content-encoding`.
fn encoded(status: u16, encoding: &str, body: Vec<u8>) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .set_body_raw(body, "application/json")
        .insert_header("content-encoding", encoding)
}

fn gzipped(status: u16, body: &str) -> ResponseTemplate {
    encoded(status, "gzip", gzip(body))
}

async fn accept_encoding_is_gzip<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    M::send(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert_eq!(header(&only_request(&server).await, "accept-encoding"), "gzip");
}

async fn compressed_value_is_decompressed<M: Mode>() {
    let name = "größe ".repeat(50_000);
    let body = json!({"voice_id": "v1", "name": name, "category": "cloned"}).to_string();
    let server = serve(gzipped(200, &body)).await;
    let raw = M::send_raw(client::<M>(&server).get_voice("v1")).await.expect("a voice");
    assert_eq!(raw.value().name, name);
    assert_eq!(raw.body(), body);
}

async fn encoding_headers_of_a_decompressed_body_are_removed<M: Mode>() {
    let server = serve(gzipped(200, SETTINGS).insert_header("x-more", "yes")).await;
    let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert!(!raw.headers().contains_key("content-encoding"), "{:?}", raw.headers());
    assert!(!raw.headers().contains_key("content-length"), "{:?}", raw.headers());
    assert_eq!((&raw.headers()["x-more"], raw.body()), (&"yes".parse().expect("a value"), SETTINGS));
}

async fn gzip_aliases_are_recognized<M: Mode>() {
    for name in ["gzip", "GZIP", "x-gzip"] {
        let server = serve(encoded(200, name, gzip(SETTINGS))).await;
        M::send(client::<M>(&server).get_default_voice_settings()).await.expect(name);
    }
}

async fn gzip_members_are_concatenated<M: Mode>() {
    let (start, end) = SETTINGS.split_at(30);
    let server = serve(encoded(200, "gzip", [gzip(start), gzip(end)].concat())).await;
    let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert_eq!(raw.body(), SETTINGS);
}

async fn compressed_error_is_decompressed<M: Mode>() {
    let body = json!({"detail": {"status": "voice_not_found", "message": "Voice not found."}}).to_string();
    let error = error_of::<M>(gzipped(404, &body)).await;
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(404)));
    assert_eq!((error.code(), error.message()), (Some("voice_not_found"), "Voice not found."));
    assert_eq!(error.body(), Some(body.as_str()));
}

async fn key_echoed_in_a_compressed_error_is_redacted<M: Mode>() {
    let body = json!({"detail": {"status": "invalid_api_key", "message": format!("Unknown key: {KEY}.")}});
    let error = error_of::<M>(gzipped(401, &body.to_string())).await;
    assert_no_key(&error);
    assert!(error.message().starts_with("Unknown key: "), "{error}");
}

async fn compressed_failure_is_retried<M: Mode>() {
    let busy = retry_now(503)
        .set_body_raw(gzip(r#"{"detail": "busy"}"#), "application/json")
        .insert_header("content-encoding", "gzip");
    let server = serve_sequence([busy, gzipped(200, SETTINGS)]).await;
    M::send(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert_eq!(requests(&server).await.len(), 2);
}

/// Asserts that the error is a decode error that mentions the compression and has the status.
fn assert_decompression_error(error: &Error, status: u16) {
    assert_eq!((error.kind(), status_of(error)), (ErrorKind::Decode, Some(status)), "{error:?}");
    assert_eq!(error.operation(), Some("get_voice"));
    assert!(error.to_string().contains("compressed"), "{error}");
}

async fn body_that_is_not_gzip_is_a_decode_error<M: Mode>() {
    for body in [SETTINGS.as_bytes().to_vec(), vec![0], vec![0x1f], b"\x1f\x8b\x08 and more".to_vec()] {
        let response = encoded(200, "gzip", body).insert_header("request-id", "r-6");
        let error = error_of::<M>(response).await;
        assert_decompression_error(&error, 200);
        assert_eq!(error.request_id(), Some("r-6"));
    }
}

/// The result of a call with a compressed body.
async fn call_with_gzip_body<M: Mode>(body: Vec<u8>) -> Result<Voice, Error> {
    let (client, _) = scripted::<M>(offline::<M>(), move |_| {
        Ok(with_header(response(200, body.clone()), "content-encoding", "gzip"))
    });
    M::send(client.get_voice("v1")).await
}

async fn truncated_compressed_body_is_a_decode_error<M: Mode>() {
    let compressed = gzip(VOICE);
    call_with_gzip_body::<M>(compressed.clone()).await.expect("the complete body is valid");
    for end in 1..compressed.len() {
        let error = call_with_gzip_body::<M>(compressed[..end].to_vec()).await.expect_err("it is truncated");
        assert_decompression_error(&error, 200);
    }
}

async fn corrupted_compressed_body_is_a_decode_error<M: Mode>() {
    let compressed = gzip(VOICE);
    // The last eight bytes are a checksum and the length.
    for index in compressed.len() - 8..compressed.len() {
        let mut damaged = compressed.clone();
        damaged[index] ^= 1;
        assert_decompression_error(
            &call_with_gzip_body::<M>(damaged).await.expect_err("it is corrupted"),
            200,
        );
    }
}

async fn decompressed_body_above_the_limit_is_rejected<M: Mode>() {
    let compressed = gzip(vec![b' '; 10_000_000]);
    assert!(compressed.len() < 100_000, "{}", compressed.len());
    let server = serve(encoded(200, "gzip", compressed)).await;
    let client = M::build(builder::<M>(server.uri()).max_response_bytes(100_000)).expect("a client");
    let error = M::send(client.get_voice("v1")).await.expect_err("too large");
    assert_eq!((error.kind(), status_of(&error)), (ErrorKind::TooLarge, Some(200)));
    assert!(error.to_string().contains("100000"), "{error}");
    assert!(!error.is_retryable());
    only_request(&server).await;
}

async fn decompressed_body_at_the_limit_is_read<M: Mode>() {
    let body = format!("{}{SETTINGS}", " ".repeat(1000));
    let server = serve(gzipped(200, &body)).await;
    for (limit, fits) in [(body.len(), true), (body.len() - 1, false)] {
        let client = M::build(builder::<M>(server.uri()).max_response_bytes(limit)).expect("a client");
        let result = M::send(client.get_default_voice_settings()).await;
        assert_eq!(result.map_err(|error| error.kind()).is_ok(), fits);
    }
}

async fn unsupported_encoding_error_names_it<M: Mode>() {
    for encoding in ["br", "zstd", "deflate"] {
        let error = error_of::<M>(encoded(200, encoding, b"\x0b\x01\x80{}\x03".to_vec())).await;
        assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Decode, Some(200)));
        assert!(error.to_string().contains(&format!("`{encoding}`")), "{error}");
        assert!(!error.is_retryable());
    }
}

async fn unsupported_encoding_in_a_list_is_named<M: Mode>() {
    for list in ["br, gzip", "gzip, br", "identity, br,"] {
        let body = if list.ends_with("gzip") { gzip([1, 2, 3]) } else { vec![1, 2, 3] };
        let error = error_of::<M>(encoded(200, list, body)).await;
        assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Decode, Some(200)));
        assert!(error.to_string().contains("`br`"), "{error}");
    }
}

async fn key_echoed_as_an_encoding_is_redacted<M: Mode>() {
    for status in [200, 404] {
        let key = "sk_Only_For_TESTS_77Aa";
        let (client, _) = scripted::<M>(offline::<M>().api_key(key), move |_| {
            Ok(with_header(response(status, vec![1, 2]), "content-encoding", &format!("x-{key}")))
        });
        let error = M::send(client.get_voice("v1")).await.expect_err("unknown");
        let rendered = format!("{error} {error:?}").to_lowercase();
        assert!(!rendered.contains(&key.to_lowercase()) && rendered.contains("encoding"), "{rendered}");
    }
}

async fn too_many_codings_are_an_error<M: Mode>() {
    let nested = |count| (0..count).fold(SETTINGS.as_bytes().to_vec(), |body, _| gzip(body));
    for (count, is_read) in [(2, true), (5, true), (6, false)] {
        let server = serve(encoded(200, &vec!["gzip"; count].join(", "), nested(count))).await;
        let result = M::send(client::<M>(&server).get_default_voice_settings()).await;
        assert_eq!(result.is_ok(), is_read, "{count}: {result:?}");
    }
}

/// Failure responses whose bodies cannot be read with a limit of 1000 bytes, and a part of the error message.
fn unreadable(status: u16) -> Vec<(ResponseTemplate, &'static str)> {
    let truncate = |body: Vec<u8>| body[..body.len() - 9].to_vec();
    let bodies = [
        ("br", vec![1, 2, 3], "`br`"),
        ("gzip", truncate(gzip(r#"{"detail": "busy"}"#)), "compressed"),
        ("gzip", vec![1, 2, 3], "compressed"),
        ("gzip", gzip(vec![b' '; 1001]), "1000"),
        ("identity", vec![b' '; 1001], "1000"),
    ];
    let response = |(encoding, body, message)| {
        let response = encoded(status, encoding, body).insert_header("request-id", "r-9");
        (response.insert_header("x-trace-id", "t-9").insert_header("retry-after", "0"), message)
    };
    bodies.into_iter().map(response).collect()
}

async fn failure_with_an_unreadable_body_is_a_status_error<M: Mode>() {
    for status in [404, 429, 503] {
        for (response, message) in unreadable(status) {
            let server = serve(response).await;
            let client = M::build(builder::<M>(server.uri()).max_response_bytes(1000)).expect("a client");
            let error = M::send(client.get_voice("v1").with_max_retries(0)).await.expect_err("a failure");
            assert_eq!((error.kind(), status_of(&error)), (ErrorKind::Status, Some(status)), "{error:?}");
            assert_eq!((error.request_id(), error.trace_id()), (Some("r-9"), Some("t-9")));
            assert_eq!((error.retry_after(), error.body()), (Some(Duration::ZERO), None));
            assert_eq!(error.is_retryable(), status != 404);
            assert!(error.to_string().contains("cannot be read"), "{error}");
            assert!(error.to_string().contains(message), "{error}");
        }
    }
}

async fn failure_with_an_unreadable_body_is_retried<M: Mode>() {
    for (response, _) in unreadable(503) {
        let server = serve_sequence([response, ok(SETTINGS)]).await;
        let client = M::build(builder::<M>(server.uri()).max_response_bytes(1000)).expect("a client");
        M::send(client.get_default_voice_settings()).await.expect("settings");
        assert_eq!(requests(&server).await.len(), 2);
    }
}

async fn redirect_with_an_unreadable_body_is_followed<M: Mode>() {
    for (response, _) in unreadable(302) {
        let server = serve_sequence([response.insert_header("location", "/moved"), ok(SETTINGS)]).await;
        let client = M::build(builder::<M>(server.uri()).max_response_bytes(1000)).expect("a client");
        M::send(client.get_default_voice_settings()).await.expect("settings");
        assert_eq!(requests(&server).await[1].url.path(), "/moved");
    }
}

async fn identity_encoding_is_read<M: Mode>() {
    for name in ["identity", "Identity", "", ",", "identity, Identity ,", " , identity"] {
        let server = serve(encoded(200, name, SETTINGS.as_bytes().to_vec())).await;
        let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
        assert_eq!(raw.body(), SETTINGS);
    }
}

async fn empty_body_is_empty_in_every_encoding<M: Mode>() {
    for body in [Vec::new(), gzip("")] {
        let error = error_of::<M>(encoded(500, "gzip", body.clone())).await;
        assert_eq!((error.kind(), error.body()), (ErrorKind::Status, Some("")));
        let error = error_of::<M>(encoded(200, "gzip", body)).await;
        assert_eq!((error.kind(), error.body()), (ErrorKind::Decode, Some("")));
        assert!(!error.to_string().contains("compressed"), "{error}");
    }
}

async fn codings_in_a_list_or_in_several_headers_are_removed<M: Mode>() {
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

async fn json_with_an_unknown_coding_is_read<M: Mode>() {
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

async fn too_many_gzip_members_are_an_error<M: Mode>() {
    let error = call_with_gzip_body::<M>(gzip("").repeat(100_000)).await.expect_err("too many members");
    assert_decompression_error(&error, 200);
}

async fn byte_order_mark_is_skipped<M: Mode>() {
    let body = format!("\u{feff}{SETTINGS}");
    for response in [ok(&body), gzipped(200, &body), encoded(200, "utf-8", body.clone().into_bytes())] {
        let server = serve(response).await;
        let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
        assert_eq!((raw.value().stability, raw.body()), (Some(0.25), body.as_str()));
    }
    let server = serve(ok(&format!("\u{feff}{NO_VOICES}"))).await;
    M::send(client::<M>(&server).list_voices()).await.expect("a page");
}

async fn byte_order_mark_of_an_error_body_is_skipped<M: Mode>() {
    let error = error_of::<M>(gzipped(404, "\u{feff}{\"detail\": {\"code\": \"gone\"}}")).await;
    assert_eq!(error.code(), Some("gone"));
    let error = error_of::<M>(gzipped(502, "\u{feff}busy")).await;
    assert_eq!(error.message(), "busy");
}
