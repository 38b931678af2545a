//! The key is shown nowhere, whoever echoes it.

use std::error::Error as StdError;
use std::fmt;

use elevenlabs_voices::ErrorKind;
use elevenlabs_voices::transport::{TransportError, TransportErrorKind};
use serde_json::json;
use tests::modes::Mode;

use crate::helpers::{
    KEY, VOICE, assert_no_key, builder, client, error_of, json_response, ok, serve, serve_raw,
};
use crate::script::{far_away, response, scripted, with_header};

tests::both_clients! {
    a_key_echoed_in_a_message_is_not_shown,
    a_key_echoed_in_a_code_is_not_shown,
    a_key_echoed_in_an_id_is_not_shown,
    a_key_echoed_in_the_message_of_a_validation_error_is_not_shown,
    a_key_echoed_in_the_place_or_kind_of_a_validation_error_is_not_shown,
    a_key_echoed_as_a_value_that_cannot_be_decoded_is_not_shown,
    a_key_echoed_on_the_way_to_what_cannot_be_decoded_is_not_shown,
    a_key_echoed_where_a_kept_body_is_cut_is_not_shown,
    a_key_that_json_escapes_is_taken_out_all_the_same,
    the_debug_of_a_raw_response_leaves_out_body_and_headers,
    a_key_echoed_in_what_is_not_http_is_not_shown,
    a_key_echoed_where_a_message_is_cut_is_not_shown,
    a_key_in_any_part_of_a_location_is_not_shown,
    a_key_echoed_in_another_case_is_not_shown,
    a_key_deep_in_the_causes_of_an_error_is_not_shown,
    a_key_in_an_argument_is_not_shown,
    a_short_key_leaves_messages_and_items_as_they_are,
}

async fn a_key_echoed_in_a_message_is_not_shown<M: Mode>() {
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

async fn a_key_echoed_in_a_code_is_not_shown<M: Mode>() {
    let body = json!({"detail": {"code": format!("bad_{KEY}"), "message": "m"}});
    assert_no_key(&error_of::<M>(json_response(401, &body.to_string())).await);
}

async fn a_key_echoed_in_an_id_is_not_shown<M: Mode>() {
    let body = json!({"detail": {"code": "c", "message": "m", "request_id": format!("id-{KEY}")}});
    assert_no_key(&error_of::<M>(json_response(401, &body.to_string())).await);
    for name in ["request-id", "x-trace-id"] {
        assert_no_key(&error_of::<M>(json_response(401, "{}").insert_header(name, KEY)).await);
    }
}

async fn a_key_echoed_in_the_message_of_a_validation_error_is_not_shown<M: Mode>() {
    let wrong = json!({"loc": ["header"], "msg": format!("{KEY} is wrong"), "type": "t", "input": KEY});
    assert_no_key(&error_of::<M>(json_response(422, &json!({"detail": [wrong]}).to_string())).await);
}

async fn a_key_echoed_in_the_place_or_kind_of_a_validation_error_is_not_shown<M: Mode>() {
    let place = json!({"loc": ["header", KEY], "msg": "wrong", "type": "t"});
    let kind = json!({"loc": ["header"], "msg": "wrong", "type": format!("not_{KEY}")});
    for wrong in [place, kind] {
        assert_no_key(&error_of::<M>(json_response(422, &json!({"detail": [wrong]}).to_string())).await);
    }
}

async fn a_key_echoed_as_a_value_that_cannot_be_decoded_is_not_shown<M: Mode>() {
    let body = json!({"voice_id": "v", "name": "n", "category": "c", "is_owner": KEY});
    let error = error_of::<M>(ok(&body.to_string())).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_no_key(&error);
}

async fn a_key_echoed_on_the_way_to_what_cannot_be_decoded_is_not_shown<M: Mode>() {
    let body = json!({"voice_id": "v", "name": "n", "category": "c", "labels": {KEY: 5}});
    let error = error_of::<M>(ok(&body.to_string())).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_no_key(&error);
}

async fn a_key_echoed_where_a_kept_body_is_cut_is_not_shown<M: Mode>() {
    // Wherever the cut falls, some of these keys lie across it.
    for offset in 0..KEY.len() {
        let body = format!("{}{}", "x".repeat(offset), KEY.repeat(4000));
        let error = error_of::<M>(json_response(500, &body)).await;
        let kept = error.body().expect("a body");
        assert!(!kept.contains(&KEY[..6]), "{}", &kept[kept.len() - 60..]);
    }
}

async fn a_key_that_json_escapes_is_taken_out_all_the_same<M: Mode>() {
    let key = r#"quo"ted\key"#;
    let body = json!({ "detail": { "status": "invalid_api_key", "message": format!("no such key: {key}") } });
    let server = serve(json_response(401, &body.to_string())).await;
    let client = M::build(M::builder().api_key(key).base_url(server.uri())).expect("a client");
    let error = M::send(client.get_voice("v1")).await.expect_err("the key is refused");
    for text in [error.to_string(), format!("{error:?}"), error.body().expect("a body").to_owned()] {
        assert!(text.contains("[redacted]"), "{text}");
        assert!(!text.contains(key) && !text.contains(r#"quo\"ted\\key"#), "{text}");
    }
}

async fn the_debug_of_a_raw_response_leaves_out_body_and_headers<M: Mode>() {
    let echo = json!({ "stability": 0.5, "speed": 1 }).to_string();
    let server = serve(ok(&echo).insert_header("x-echo", KEY)).await;
    let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert_eq!(raw.headers()["x-echo"], KEY);
    let shown = format!("{raw:?}");
    assert!(shown.contains("stability: Some(0.5)") && !shown.contains(KEY), "{shown}");
}

async fn a_key_echoed_in_what_is_not_http_is_not_shown<M: Mode>() {
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

async fn a_key_echoed_where_a_message_is_cut_is_not_shown<M: Mode>() {
    for offset in 0..KEY.len() {
        let text = format!("{}{}", "x".repeat(offset), KEY.repeat(200));
        for body in [json!({"detail": text}).to_string(), text] {
            let error = error_of::<M>(json_response(500, &body)).await;
            for shown in [error.message().to_owned(), error.to_string(), format!("{error:?}")] {
                assert!(shown.contains("[redacted]"), "{shown}");
                assert!(!shown.contains(&KEY[..6]), "{shown}");
            }
        }
    }
}

async fn a_key_in_any_part_of_a_location_is_not_shown<M: Mode>() {
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
    let error = M::send(client.get_voice("v1")).await.expect_err("refused");
    assert_eq!(error.validation_errors()[0].loc, [json!("body"), json!("[redacted]"), json!(7)]);
}

async fn a_key_echoed_in_another_case_is_not_shown<M: Mode>() {
    let (client, _) = scripted::<M>(far_away::<M>(), |_| {
        Ok(with_header(response(200, "no JSON"), "content-encoding", KEY))
    });
    let error = M::send(client.get_voice("v1")).await.expect_err("it cannot be decoded");
    assert_no_key(&error);
    for key in [KEY.to_uppercase(), KEY.to_lowercase()] {
        let body = json!({"detail": format!("no such key: {key}")}).to_string();
        let error = error_of::<M>(json_response(401, &body)).await;
        assert_eq!(error.message(), "no such key: [redacted]");
        assert_eq!(error.body(), Some(r#"{"detail":"no such key: [redacted]"}"#));
    }
}

/// An error whose causes have the key: in what they display, or in their `Debug` alone.
#[derive(Debug)]
struct Telling {
    text: String,
    #[expect(dead_code, reason = "`Debug` reads it")]
    hidden: &'static str,
    cause: Option<Box<Self>>,
}

impl Telling {
    fn new(text: &str, hidden: &'static str, cause: Option<Self>) -> Self {
        Self { text: text.to_owned(), hidden, cause: cause.map(Box::new) }
    }
}

impl fmt::Display for Telling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text)
    }
}

impl StdError for Telling {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

async fn a_key_deep_in_the_causes_of_an_error_is_not_shown<M: Mode>() {
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::Timeout,
        TransportErrorKind::TooLarge,
        TransportErrorKind::Unsupported,
        TransportErrorKind::Other,
    ] {
        let (client, _) = scripted::<M>(far_away::<M>(), move |_| {
            let deepest = Telling::new(&format!("the server said {KEY}\n"), "", None);
            let middle = Telling::new("HTTP/2 failed", KEY, Some(deepest));
            Err(TransportError::new(kind, Telling::new("the request failed", "", Some(middle))))
        });
        let error = M::send(client.get_voice("v1").with_max_retries(0)).await.expect_err("it fails");
        assert_no_key(&error);
        let causes = "the request failed: HTTP/2 failed: the server said [redacted]\\n";
        assert!(error.to_string().ends_with(causes), "{error}");
    }
}

async fn a_key_in_an_argument_is_not_shown<M: Mode>() {
    let (client, sent) = scripted::<M>(far_away::<M>(), |_| Ok(response(200, VOICE)));
    let error = M::send(client.get_voice("v1").with_header(format!("bad name {KEY}"), "x")).await;
    assert_no_key(&error.expect_err("no such header"));
    assert_eq!(sent.count(), 0);
}

async fn a_short_key_leaves_messages_and_items_as_they_are<M: Mode>() {
    for key in ["k", "e", "test", "redact"] {
        let message = "failed to look up the test: a redacted key";
        let (client, _) = scripted::<M>(M::builder().api_key(key), move |attempt| {
            Ok(if attempt.request.uri().path().ends_with("voices") {
                response(200, r#"{"voices": [{"voice_id": "test", "name": 7}], "has_more": false}"#)
            } else {
                response(404, json!({ "detail": message }).to_string())
            })
        });
        let error = M::send(client.get_voice("v1")).await.expect_err("nothing is there");
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

    tests::both_clients! { the_key_is_wiped_when_the_last_client_is_dropped }

    /// What one test reads would be found by the other.
    static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

    /// A text that the memory of this process does not have.
    struct Hidden(Vec<u8>);

    impl Hidden {
        const MASK: u8 = 0x80;

        /// Of 64 characters.
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

        /// How often the second half of it, which allocators do not write into, is in a part of the memory.
        fn count_in(&self, mut memory: &[u8]) -> usize {
            let (first, others) = self.0[32..].split_first().expect("a half");
            let mut count = 0;
            while memory.skip_until(first ^ Self::MASK).expect("memory") > 0 {
                let next = memory.iter().map(|byte| byte ^ Self::MASK).take(others.len());
                count += usize::from(next.eq(others.iter().copied()));
            }
            count
        }

        /// How often it is in what this process can write to.
        fn count(&self) -> usize {
            let memory = File::open("/proc/self/mem").expect("the memory of this process");
            let maps = read_to_string("/proc/self/maps").expect("its parts");
            let mut count = 0;
            for line in maps.lines().filter(|line| line.contains(" rw")) {
                let (start, rest) = line.split_once('-').expect("a range");
                let [start, end] = [start, rest.split(' ').next().expect("its end")]
                    .map(|address| u64::from_str_radix(address, 16).expect("an address"));
                let mut bytes = vec![0; usize::try_from(end - start).expect("a size")];
                // What has been unmapped meanwhile cannot be read.
                if memory.read_exact_at(&mut bytes, start).is_ok() {
                    count += self.count_in(&bytes);
                }
                bytes.fill(0);
            }
            count
        }
    }

    async fn the_key_is_wiped_when_the_last_client_is_dropped<M: Mode>() {
        let _alone = ALONE.lock().await;
        let key = Hidden::new(&format!("sk_{}_", M::NAME));
        let (client, sent) = scripted::<M>(M::builder().api_key(key.reveal()), |_| Ok(response(200, VOICE)));
        M::send(client.get_voice("v1")).await.expect("a voice");
        M::send(client.clone().get_voice("v2")).await.expect("a voice");
        assert!(key.count() > 0, "a key that is in use can be found");
        drop((client, sent));
        assert_eq!(key.count(), 0);
    }
}
