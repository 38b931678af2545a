//! The key is shown nowhere, whoever echoes it.

use elevenlabs_voices::ErrorKind;
use serde_json::json;
use tests::modes::Mode;

use crate::helpers::{KEY, assert_no_key, builder, client, error_of, json_response, ok, serve, serve_raw};

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
