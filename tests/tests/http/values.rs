//! Values from success responses.

use elevenlabs_voices::{ErrorKind, Raw, VoiceCategory, VoiceSettings};
use tests::modes::Mode;
use wiremock::ResponseTemplate;

use crate::helpers::{
    SETTINGS, VOICE, client, error_of, json_response, ok, serve, serve_sequence, status_of,
};

tests::both_clients! {
    values_are_decoded,
    raw_response_has_status_ids_headers_and_body,
    raw_response_without_ids_has_none,
    success_with_an_invalid_body_is_a_decode_error,
    success_that_is_not_utf_8_is_a_decode_error,
    decode_error_has_the_path,
}

async fn values_are_decoded<M: Mode>() {
    let page = format!(r#"{{"voices": [{VOICE}], "has_more": true, "next_page_token": "n"}}"#);
    let server = serve_sequence([ok(&page), ok(VOICE), ok(SETTINGS)]).await;
    let client = client::<M>(&server);
    let page = M::send(client.list_voices()).await.expect("a page");
    let voice = M::send(client.get_voice("v1")).await.expect("a voice");
    let settings = M::send(client.get_default_voice_settings()).await.expect("settings");
    assert_eq!(page.voices, std::slice::from_ref(&voice));
    assert_eq!((page.has_more, page.total_count), (true, None));
    assert_eq!(page.next_page_token.as_deref(), Some("n"));
    assert_eq!((voice.name.as_str(), voice.category), ("Oskar", VoiceCategory::Cloned));
    assert_eq!(voice.labels["age"], "old");
    assert_eq!((settings.stability, settings.similarity_boost), (Some(0.25), Some(1.0)));
    assert_eq!((settings.style, settings.use_speaker_boost), (None, Some(true)));
}

async fn raw_response_has_status_ids_headers_and_body<M: Mode>() {
    let response = ok(SETTINGS).insert_header("Request-Id", "r-17").insert_header("X-Trace-Id", "t-18");
    let server = serve(response.insert_header("x-more", "yes")).await;
    let raw = M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert_eq!(raw.status().as_u16(), 200);
    assert_eq!((raw.request_id(), raw.trace_id()), (Some("r-17"), Some("t-18")));
    assert_eq!(raw.headers()["x-more"], "yes");
    assert_eq!(raw.body(), SETTINGS);
    assert_eq!(raw.value().speed, Some(0.9));
    assert_eq!(raw.into_value().speed, Some(0.9));
}

async fn raw_response_without_ids_has_none<M: Mode>() {
    let server = serve(ok(SETTINGS)).await;
    let raw: Raw<VoiceSettings> =
        M::send_raw(client::<M>(&server).get_default_voice_settings()).await.expect("settings");
    assert_eq!((raw.request_id(), raw.trace_id()), (None, None));
}

async fn success_with_an_invalid_body_is_a_decode_error<M: Mode>() {
    for (status, body) in
        [(204, ""), (200, ""), (200, "<p>hello</p>"), (200, "null"), (200, "[]"), (200, "{\"voice_id\":")]
    {
        let error = error_of::<M>(json_response(status, body).insert_header("request-id", "r-5")).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert_eq!(status_of(&error), Some(status));
        assert_eq!((error.body(), error.request_id()), (Some(body), Some("r-5")));
        assert!(!error.is_retryable());
    }
}

async fn success_that_is_not_utf_8_is_a_decode_error<M: Mode>() {
    let error = error_of::<M>(ResponseTemplate::new(200).set_body_bytes(b"{\"name\": \"\xff\"}")).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.body(), Some("{\"name\": \"\u{fffd}\"}"));
}

async fn decode_error_has_the_path<M: Mode>() {
    let error = error_of::<M>(ok(
        r#"{"voice_id": "v1", "name": "N", "category": "cloned", "settings": {"speed": "fast"}}"#,
    ))
    .await;
    assert_eq!(error.path(), Some("settings.speed"));
    let rendered = error.to_string();
    assert!(
        rendered.contains("get_voice") && rendered.contains("settings.speed") && rendered.contains("fast"),
        "{rendered}"
    );
}
