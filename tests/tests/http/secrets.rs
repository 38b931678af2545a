//! The key is redacted from every part of an error, wherever it is echoed.

use std::error::Error as StdError;
use std::fmt;

use elevenlabs_voices::ErrorKind;
use elevenlabs_voices::transport::{TransportError, TransportErrorKind};
use serde_json::json;
use tests::modes::Mode;

use crate::helpers::{
    KEY, VOICE, assert_no_key, builder, client, error_of, json_response, ok, serve, serve_raw,
};
use crate::script::{offline, response, scripted, with_header};

tests::both_clients! {
    key_echoed_in_a_message_is_redacted,
    key_echoed_in_a_code_is_redacted,
    key_echoed_in_an_id_is_redacted,
    key_echoed_in_the_message_of_a_validation_error_is_redacted,
    key_echoed_in_the_loc_or_type_of_a_validation_error_is_redacted,
    key_echoed_as_an_undecodable_value_is_redacted,
    key_echoed_in_the_path_of_a_decode_error_is_redacted,
    key_echoed_where_a_body_is_truncated_is_redacted,
    key_escaped_in_json_is_redacted,
    debug_of_a_raw_response_omits_body_and_headers,
    key_echoed_in_malformed_http_is_redacted,
    key_echoed_where_a_message_is_truncated_is_redacted,
    key_in_any_part_of_a_loc_is_redacted,
    key_echoed_in_another_case_is_redacted,
    key_in_the_causes_of_an_error_is_redacted,
    key_in_an_argument_is_redacted,
    short_key_is_not_redacted_from_messages_and_items,
}

async fn key_echoed_in_a_message_is_redacted<M: Mode>() {
    let object =
        json!({"detail": {"status": "invalid_api_key", "message": format!("The key {KEY} is unknown")}});
    let plain = json!({"detail": format!("Unknown: {KEY}")});
    for body in [object.to_string(), plain.to_string(), format!("<p>{KEY}</p>")] {
        let error = error_of::<M>(json_response(401, &body)).await;
        assert_no_key(&error);
        let (before, after) = body.split_once(KEY).expect("the key is in it");
        let kept = error.body().expect("a body");
        assert!(kept.starts_with(before) && kept.ends_with(after), "the rest is kept: {kept}");
    }
}

async fn key_echoed_in_a_code_is_redacted<M: Mode>() {
    let body = json!({"detail": {"code": format!("bad_{KEY}"), "message": "m"}});
    assert_no_key(&error_of::<M>(json_response(401, &body.to_string())).await);
}

async fn key_echoed_in_an_id_is_redacted<M: Mode>() {
    let body = json!({"detail": {"code": "c", "message": "m", "request_id": format!("id-{KEY}")}});
    assert_no_key(&error_of::<M>(json_response(401, &body.to_string())).await);
    for name in ["request-id", "x-trace-id", "x-other"] {
        assert_no_key(&error_of::<M>(json_response(401, "{}").insert_header(name, KEY)).await);
    }
}

async fn key_echoed_in_the_message_of_a_validation_error_is_redacted<M: Mode>() {
    let error = json!({"loc": ["header"], "msg": format!("{KEY} is wrong"), "type": "t", "input": KEY});
    assert_no_key(&error_of::<M>(json_response(422, &json!({"detail": [error]}).to_string())).await);
}

async fn key_echoed_in_the_loc_or_type_of_a_validation_error_is_redacted<M: Mode>() {
    let loc = json!({"loc": ["header", KEY], "msg": "wrong", "type": "t"});
    let kind = json!({"loc": ["header"], "msg": "wrong", "type": format!("not_{KEY}")});
    for error in [loc, kind] {
        assert_no_key(&error_of::<M>(json_response(422, &json!({"detail": [error]}).to_string())).await);
    }
}

async fn key_echoed_as_an_undecodable_value_is_redacted<M: Mode>() {
    let body = json!({"voice_id": "v", "name": "n", "category": "c", "is_owner": KEY});
    let error = error_of::<M>(ok(&body.to_string())).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_no_key(&error);
}

async fn key_echoed_in_the_path_of_a_decode_error_is_redacted<M: Mode>() {
    let body = json!({"voice_id": "v", "name": "n", "category": "c", "labels": {KEY: 5}});
    let error = error_of::<M>(ok(&body.to_string())).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_no_key(&error);
}

async fn key_echoed_where_a_body_is_truncated_is_redacted<M: Mode>() {
    // The body is truncated inside one of these keys.
    for offset in 0..KEY.len() {
        let body = format!("{}{}", "x".repeat(offset), KEY.repeat(4000));
        let error = error_of::<M>(json_response(500, &body)).await;
        let kept = error.body().expect("a body");
        assert!(!kept.contains(&KEY[..6]), "{}", &kept[kept.len() - 60..]);
    }
}

async fn key_escaped_in_json_is_redacted<M: Mode>() {
    let key = r#"quo"ted\key"#;
    let body = json!({ "detail": { "status": "invalid_api_key", "message": format!("no such key: {key}") } });
    let server = serve(json_response(401, &body.to_string())).await;
    let client = M::build(M::builder().api_key(key).base_url(server.uri())).expect("a client");
    let error = M::send(client.get_voice("v1")).await.expect_err("a 401");
    for text in [error.to_string(), format!("{error:?}"), error.body().expect("a body").to_owned()] {
        assert!(text.contains("[redacted]"), "{text}");
        assert!(!text.contains(key) && !text.contains(r#"quo\"ted\\key"#), "{text}");
    }
}

async fn debug_of_a_raw_response_omits_body_and_headers<M: Mode>() {
    let echo = json!({ "stability": 0.5, "speed": 1 }).to_string();
    let server = serve(ok(&echo).insert_header("x-echo", KEY)).await;
    let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert_eq!(raw.headers()["x-echo"], KEY);
    let rendered = format!("{raw:?}");
    assert!(rendered.contains("stability: Some(0.5)") && !rendered.contains(KEY), "{rendered}");
}

async fn key_echoed_in_malformed_http_is_redacted<M: Mode>() {
    for reply in [
        format!("220 {KEY} ready\r\n\r\n"),
        format!("HTTP/1.1 {KEY}\r\n\r\n"),
        format!("HTTP/1.1 200 OK\r\n{KEY}\r\n\r\n"),
        format!("HTTP/1.1 200 OK\r\ncontent-length: {KEY}\r\n\r\n"),
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{KEY}\r\n"),
    ] {
        let (url, _server) = serve_raw(vec![reply.clone()]).await;
        let client = M::build(builder::<M>(url).max_retries(0)).expect("a client");
        let error = M::send(client.get_voice("v1")).await.expect_err(&reply);
        assert_no_key(&error);
    }
}

async fn key_echoed_where_a_message_is_truncated_is_redacted<M: Mode>() {
    for offset in 0..KEY.len() {
        let text = format!("{}{}", "x".repeat(offset), KEY.repeat(200));
        for body in [json!({"detail": text}).to_string(), text] {
            let error = error_of::<M>(json_response(500, &body)).await;
            for rendered in [error.message().to_owned(), error.to_string(), format!("{error:?}")] {
                assert!(rendered.contains("[redacted]"), "{rendered}");
                assert!(!rendered.contains(&KEY[..6]), "{rendered}");
            }
        }
    }
}

async fn key_in_any_part_of_a_loc_is_redacted<M: Mode>() {
    for loc in [
        json!(["header", [KEY]]),
        json!(["header", {"name": {KEY: 1}}]),
        json!([{KEY: null}, [["deep", [KEY]]]]),
    ] {
        let body = json!({"detail": [{"loc": loc, "msg": "wrong", "type": "t"}]});
        let error = error_of::<M>(json_response(422, &body.to_string())).await;
        assert_no_key(&error);
        assert!(error.to_string().contains("[redacted]"), "{error}");
    }
    // A key of digits may be an integer.
    let (client, _) = scripted::<M>(M::builder().api_key("1234567890"), |_| {
        Ok(response(422, r#"{"detail": [{"loc": ["body", 1234567890, 7], "msg": "m", "type": "t"}]}"#))
    });
    let error = M::send(client.get_voice("v1")).await.expect_err("a 422");
    assert_eq!(error.validation_errors()[0].loc, [json!("body"), json!("[redacted]"), json!(7)]);
}

async fn key_echoed_in_another_case_is_redacted<M: Mode>() {
    let (client, _) =
        scripted::<M>(offline::<M>(), |_| Ok(with_header(response(200, "no JSON"), "content-encoding", KEY)));
    let error = M::send(client.get_voice("v1")).await.expect_err("it cannot be decoded");
    assert_no_key(&error);
    for key in [KEY.to_uppercase(), KEY.to_lowercase()] {
        let body = json!({"detail": format!("no such key: {key}")}).to_string();
        let error = error_of::<M>(json_response(401, &body)).await;
        assert_eq!(error.message(), "no such key: [redacted]");
        assert_eq!(error.body(), Some(r#"{"detail":"no such key: [redacted]"}"#));
    }
}

/// An error with the key in the `Display` of a cause, or only in its `Debug`.
#[derive(Debug)]
struct LeakyError {
    text: String,
    #[expect(dead_code, reason = "used by `Debug`")]
    hidden: &'static str,
    cause: Option<Box<Self>>,
}

impl LeakyError {
    fn new(text: &str, hidden: &'static str, cause: Option<Self>) -> Self {
        Self { text: text.to_owned(), hidden, cause: cause.map(Box::new) }
    }
}

impl fmt::Display for LeakyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text)
    }
}

impl StdError for LeakyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

async fn key_in_the_causes_of_an_error_is_redacted<M: Mode>() {
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::Timeout,
        TransportErrorKind::TooLarge,
        TransportErrorKind::Unsupported,
        TransportErrorKind::Other,
    ] {
        let (client, _) = scripted::<M>(offline::<M>(), move |_| {
            let deepest = LeakyError::new(&format!("the server sent {KEY}\n"), "", None);
            let middle = LeakyError::new("HTTP/2 failed", KEY, Some(deepest));
            Err(TransportError::new(kind, LeakyError::new("the request failed", "", Some(middle))))
        });
        let error = M::send(client.get_voice("v1").with_max_retries(0)).await.expect_err("a transport error");
        assert_no_key(&error);
        let causes = "the request failed: HTTP/2 failed: the server sent [redacted]\\n";
        assert!(error.to_string().ends_with(causes), "{error}");
    }
}

async fn key_in_an_argument_is_redacted<M: Mode>() {
    let (client, sent) = scripted::<M>(offline::<M>(), |_| Ok(response(200, VOICE)));
    let error = M::send(client.get_voice("v1").with_header(format!("bad name {KEY}"), "x")).await;
    assert_no_key(&error.expect_err("no such header"));
    assert_eq!(sent.count(), 0);
}

async fn short_key_is_not_redacted_from_messages_and_items<M: Mode>() {
    for key in ["k", "e", "test", "redact"] {
        let message = "failed to look up the test: a redacted key";
        let (client, _) = scripted::<M>(M::builder().api_key(key), move |attempt| {
            Ok(if attempt.request.uri().path().ends_with("voices") {
                response(200, r#"{"voices": [{"voice_id": "test", "name": 7}], "has_more": false}"#)
            } else {
                response(404, json!({ "detail": message }).to_string())
            })
        });
        let error = M::send(client.get_voice("v1")).await.expect_err("a 404");
        assert_eq!(error.message(), message);
        let page = M::send(client.list_voices()).await.expect("a page");
        assert_eq!(page.rejected[0].raw, r#"{"voice_id": "test", "name": 7}"#);
        assert_eq!(page.rejected[0].path, "voices[0].name");
    }
}

/// Searches the memory of this process.
#[cfg(target_os = "linux")]
mod memory {
    use std::fs::{File, read_to_string};
    use std::io::BufRead;
    use std::os::unix::fs::FileExt;

    use tests::modes::Mode;

    use crate::helpers::VOICE;
    use crate::script::{response, scripted};

    tests::both_clients! { key_is_zeroized_when_the_last_client_is_dropped }

    /// Held by the running test, since the other test would find the memory that it reads.
    static MEMORY_TEST: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

    /// A masked text, so that the memory of this process does not contain it.
    struct Hidden(Vec<u8>);

    impl Hidden {
        const MASK: u8 = 0x80;

        /// A text of 64 characters.
        fn new(seed: &str) -> Self {
            let start = seed.bytes().chain((b'!'..=b'~').cycle());
            Self(
                start
                    .filter(|byte| !b"\"\\/'".contains(byte))
                    .take(64)
                    .map(|byte| byte | Self::MASK)
                    .collect(),
            )
        }

        fn reveal(&self) -> String {
            let mut text = String::with_capacity(self.0.len());
            text.extend(self.0.iter().map(|byte| char::from(byte ^ Self::MASK)));
            text
        }

        /// The number of occurrences of its second half, which allocators do not overwrite, in a part of the memory.
        fn count_in(&self, mut memory: &[u8]) -> usize {
            let (first, others) = self.0[32..].split_first().expect("a half");
            let mut count = 0;
            while memory.skip_until(first ^ Self::MASK).expect("memory") > 0 {
                let next = memory.iter().map(|byte| byte ^ Self::MASK).take(others.len());
                count += usize::from(next.eq(others.iter().copied()));
            }
            count
        }

        /// The number of occurrences in the writable memory of this process.
        fn count(&self) -> usize {
            let memory = File::open("/proc/self/mem").expect("the memory of this process");
            let maps = read_to_string("/proc/self/maps").expect("the memory map");
            let mut count = 0;
            for line in maps.lines().filter(|line| line.contains(" rw")) {
                let (start, rest) = line.split_once('-').expect("a range");
                let [start, end] = [start, rest.split(' ').next().expect("the end of a range")]
                    .map(|address| u64::from_str_radix(address, 16).expect("an address"));
                let mut bytes = vec![0; usize::try_from(end - start).expect("a size")];
                // A range that has been unmapped since cannot be read.
                if memory.read_exact_at(&mut bytes, start).is_ok() {
                    count += self.count_in(&bytes);
                }
                bytes.fill(0);
            }
            count
        }
    }

    async fn key_is_zeroized_when_the_last_client_is_dropped<M: Mode>() {
        let _guard = MEMORY_TEST.lock().await;
        let key = Hidden::new(&format!("sk_{}_", M::NAME));
        let (client, sent) = scripted::<M>(M::builder().api_key(key.reveal()), |_| Ok(response(200, VOICE)));
        M::send(client.get_voice("v1")).await.expect("a voice");
        M::send(client.clone().get_voice("v2")).await.expect("a voice");
        assert!(key.count() > 0, "a key in use is in memory");
        drop((client, sent));
        assert_eq!(key.count(), 0);
    }
}
