//! Errors from failure responses.

use std::time::Duration;

use elevenlabs_voices::ErrorKind;
use elevenlabs_voices::transport::{TransportError, TransportErrorKind};
use serde_json::json;
use tests::modes::Mode;
use wiremock::ResponseTemplate;

use crate::helpers::{error_of, json_response, status_of};
use crate::script::{offline, response, scripted, with_header};

tests::both_clients! {
    code_of_a_missing_voice_is_independent_of_the_status,
    code_of_the_newer_format_takes_precedence,
    ids_in_headers_take_precedence,
    validation_errors_are_parsed,
    string_detail_is_the_message,
    html_body_is_kept_and_displayed,
    message_of_an_empty_body_is_the_reason_phrase,
    message_of_a_code_without_one_is_the_reason_phrase,
    unexpected_json_is_the_message,
    display_has_all_known_parts,
    display_has_the_path_of_a_decode_error,
    debug_omits_absent_parts,
    display_with_a_long_message_is_bounded,
    display_with_long_validation_errors_is_bounded,
    display_with_a_long_code_is_bounded,
    display_with_a_long_request_id_is_bounded,
    kept_body_is_bounded,
    retryable_statuses_are_distinguished,
    retry_after_is_returned,
    response_headers_are_returned,
    error_without_a_response_has_no_headers,
    not_found_is_a_404_or_a_code_of_a_client_error,
    unauthorized_and_rate_limited_are_their_statuses,
    attempts_are_counted,
}

async fn response_headers_are_returned<M: Mode>() {
    let response =
        json_response(429, "{}").insert_header("x-quota-left", "0").insert_header("retry-after", "7");
    let error = error_of::<M>(response).await;
    let headers = error.headers().expect("a response");
    assert_eq!(
        (&headers["x-quota-left"], &headers["retry-after"]),
        (&"0".parse().expect("text"), &"7".parse().expect("text"))
    );
    let undecodable = error_of::<M>(json_response(200, "[]").insert_header("x-quota-left", "9")).await;
    assert_eq!(undecodable.kind(), ErrorKind::Decode);
    assert_eq!(undecodable.headers().expect("a response")["x-quota-left"], "9");
}

async fn error_without_a_response_has_no_headers<M: Mode>() {
    let (client, _) =
        scripted::<M>(offline::<M>(), |_| Err(TransportError::new(TransportErrorKind::Other, "over")));
    let error = M::send(client.get_voice("v1").with_max_retries(0)).await.expect_err("no response");
    assert!(error.headers().is_none() && !error.is_not_found() && !error.is_unauthorized());
    let error = M::send(client.list_voices().page_size(101)).await.expect_err("an invalid argument");
    assert!(error.headers().is_none());
}

async fn not_found_is_a_404_or_a_code_of_a_client_error<M: Mode>() {
    let with_code = |code: &str| json!({"detail": {"status": code, "message": "m"}}).to_string();
    for (status, body, expected) in [
        (404, String::new(), true),
        (404, with_code("other"), true),
        (400, with_code("voice_not_found"), true),
        (400, with_code("not_found"), true),
        (400, with_code("invalid"), false),
        (500, with_code("voice_not_found"), false),
        (200, with_code("not_found"), false),
    ] {
        let error = error_of::<M>(json_response(status, &body)).await;
        assert_eq!(error.is_not_found(), expected, "{status} {body}");
    }
}

async fn unauthorized_and_rate_limited_are_their_statuses<M: Mode>() {
    for (status, expected) in [(401, (true, false)), (429, (false, true)), (403, (false, false))] {
        let error = error_of::<M>(json_response(status, "{}")).await;
        assert_eq!((error.is_unauthorized(), error.is_rate_limited()), expected, "{status}");
    }
}

async fn attempts_are_counted<M: Mode>() {
    let (client, _) =
        scripted::<M>(offline::<M>(), |_| Ok(with_header(response(503, ""), "retry-after", "0")));
    for retries in [0, 2] {
        let error = M::send(client.get_voice("v1").with_max_retries(retries)).await.expect_err("always 503");
        assert_eq!(error.attempts(), retries + 1);
    }
    let error = M::send(client.list_voices().page_size(101)).await.expect_err("an invalid argument");
    assert_eq!(error.attempts(), 0);
}

async fn code_of_a_missing_voice_is_independent_of_the_status<M: Mode>() {
    for status in [404, 400] {
        let body =
            json!({"detail": {"status": "voice_not_found", "message": "Voice not found."}}).to_string();
        let error = error_of::<M>(json_response(status, &body)).await;
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(status_of(&error), Some(status));
        assert_eq!(error.code(), Some("voice_not_found"));
        assert_eq!(error.message(), "Voice not found.");
        assert_eq!(error.body(), Some(body.as_str()));
        assert!(error.validation_errors().is_empty());
    }
}

fn newer_body() -> String {
    let detail = json!({
        "type": "quota", "code": "paid_plan_required", "status": "older_code",
        "message": "Not on this plan.", "request_id": "from-body", "param": null,
    });
    json!({"detail": detail}).to_string()
}

async fn code_of_the_newer_format_takes_precedence<M: Mode>() {
    let error = error_of::<M>(json_response(402, &newer_body())).await;
    assert_eq!(error.code(), Some("paid_plan_required"));
    assert_eq!(error.message(), "Not on this plan.");
    assert_eq!(error.request_id(), Some("from-body"));
    assert_eq!(error.trace_id(), None);
}

async fn ids_in_headers_take_precedence<M: Mode>() {
    let response = json_response(402, &newer_body());
    let response = response.insert_header("request-id", "from-header").insert_header("x-trace-id", "t-3");
    let error = error_of::<M>(response).await;
    assert_eq!((error.request_id(), error.trace_id()), (Some("from-header"), Some("t-3")));
}

async fn validation_errors_are_parsed<M: Mode>() {
    let body = json!({"detail": [
        {"loc": ["query", "page_size"], "msg": "too many", "type": "less_than_equal", "input": "900"},
        {"loc": ["body", 3, "name"], "msg": "missing", "type": "absent"},
    ]});
    let error = error_of::<M>(json_response(422, &body.to_string())).await;
    let [first, second] = error.validation_errors() else { panic!("{error:?}") };
    assert_eq!(first.loc, [json!("query"), json!("page_size")]);
    assert_eq!((first.msg.as_str(), first.kind.as_str()), ("too many", "less_than_equal"));
    assert_eq!(second.loc, [json!("body"), json!(3), json!("name")]);
    assert_eq!((second.msg.as_str(), second.kind.as_str()), ("missing", "absent"));
    let rendered = error.to_string();
    assert!(rendered.contains("422"), "{rendered}");
    assert!(rendered.ends_with("; query.page_size: too many; body.3.name: missing"), "{rendered}");
}

async fn string_detail_is_the_message<M: Mode>() {
    let error = error_of::<M>(json_response(403, r#"{"detail": "Access denied."}"#)).await;
    assert_eq!((error.message(), error.code()), ("Access denied.", None));
}

async fn html_body_is_kept_and_displayed<M: Mode>() {
    let page = "<html><body>The gateway is down</body></html>";
    let error = error_of::<M>(ResponseTemplate::new(502).set_body_raw(page, "text/html")).await;
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, None));
    assert_eq!(error.body(), Some(page));
    assert!(error.to_string().contains("502"), "{error}");
    assert!(error.to_string().contains("The gateway is down"), "{error}");
}

async fn message_of_an_empty_body_is_the_reason_phrase<M: Mode>() {
    let error = error_of::<M>(ResponseTemplate::new(500)).await;
    assert_eq!((error.kind(), error.body()), (ErrorKind::Status, Some("")));
    assert_eq!(error.message(), "Internal Server Error");
    assert!(error.to_string().contains("500"), "{error}");
}

async fn message_of_a_code_without_one_is_the_reason_phrase<M: Mode>() {
    let error = error_of::<M>(json_response(404, r#"{"detail": {"code": "gone", "message": ""}}"#)).await;
    assert_eq!((error.code(), error.message()), (Some("gone"), "Not Found"));
}

async fn unexpected_json_is_the_message<M: Mode>() {
    for body in [
        "null",
        "17",
        "{}",
        "[]",
        r#"{"detail": null}"#,
        r#"{"detail": []}"#,
        r#"{"detail": {"code": 7}}"#,
        r#"{"detail": {"$serde_json::private::RawValue": "{\"code\": \"gone\"}"}}"#,
    ] {
        let error = error_of::<M>(json_response(404, body)).await;
        assert_eq!((error.kind(), error.code()), (ErrorKind::Status, None), "{body}");
        assert!(error.to_string().contains("404"), "{error}");
        assert_eq!((error.message(), error.body()), (body, Some(body)));
    }
}

async fn display_has_all_known_parts<M: Mode>() {
    let rendered = error_of::<M>(json_response(402, &newer_body())).await.to_string();
    for part in ["get_voice", "402", "paid_plan_required", "Not on this plan.", "from-body"] {
        assert!(rendered.contains(part), "{part} is missing: {rendered}");
    }
}

async fn display_has_the_path_of_a_decode_error<M: Mode>() {
    let nested = error_of::<M>(json_response(200, r#"{"voice_id": 7}"#)).await;
    assert!(nested.to_string().ends_with("(in voice_id)"), "{nested}");
    let root = error_of::<M>(json_response(200, "[]")).await;
    assert!(!root.to_string().contains("(in"), "{root}");
}

async fn debug_omits_absent_parts<M: Mode>() {
    let error = error_of::<M>(json_response(402, &newer_body())).await;
    let rendered = format!("{error:?}");
    for known in
        ["operation: \"get_voice\"", "status: 402", "code: \"paid_plan_required\"", "Not on this plan."]
    {
        assert!(rendered.contains(known), "{known} is missing: {rendered}");
    }
    for unknown in ["validation_errors", "trace_id", "rejected_item", "None"] {
        assert!(!rendered.contains(unknown), "{unknown}: {rendered}");
    }
    let body = json!({"detail": [{"loc": ["query"], "msg": "wrong", "type": "t"}]}).to_string();
    let error = error_of::<M>(json_response(422, &body)).await;
    assert!(format!("{error:?}").contains("validation_errors"), "{error:?}");
}

/// A text that is too long for an error message.
fn long() -> String {
    "lengthy ".repeat(10_000)
}

async fn display_with_a_long_message_is_bounded<M: Mode>() {
    let object = json!({"detail": {"status": "word", "message": long()}}).to_string();
    for body in [object, json!({"detail": long()}).to_string(), long()] {
        let error = error_of::<M>(json_response(400, &body)).await;
        let rendered = error.to_string();
        assert!(rendered.len() < 2000, "{}", rendered.len());
        assert!(rendered.contains("lengthy"), "{rendered}");
    }
}

async fn display_with_long_validation_errors_is_bounded<M: Mode>() {
    let one = json!({"loc": ["query", long()], "msg": long(), "type": "t"});
    let many = vec![json!({"loc": ["query"], "msg": "wrong", "type": "t"}); 5000];
    for detail in [json!([one]), json!(many)] {
        let rendered =
            error_of::<M>(json_response(422, &json!({"detail": detail}).to_string())).await.to_string();
        assert!(rendered.len() < 5000, "{}", rendered.len());
    }
}

async fn display_with_a_long_code_is_bounded<M: Mode>() {
    let body = json!({"detail": {"code": long(), "message": "m"}});
    let rendered = error_of::<M>(json_response(400, &body.to_string())).await.to_string();
    assert!(rendered.len() < 5000, "{}", rendered.len());
}

async fn display_with_a_long_request_id_is_bounded<M: Mode>() {
    let body = json!({"detail": {"code": "c", "message": "m", "request_id": long()}});
    let rendered = error_of::<M>(json_response(400, &body.to_string())).await.to_string();
    assert!(rendered.len() < 5000, "{}", rendered.len());
}

async fn kept_body_is_bounded<M: Mode>() {
    let error = error_of::<M>(json_response(500, &long())).await;
    assert_eq!(error.body(), Some(&long()[..64 * 1024]));
    assert_eq!(error.message(), &long()[..4 * 1024]);
}

async fn retryable_statuses_are_distinguished<M: Mode>() {
    for status in [408, 429, 500, 502, 503, 504] {
        assert!(error_of::<M>(ResponseTemplate::new(status)).await.is_retryable(), "{status}");
    }
    for status in [400, 401, 402, 403, 404, 409, 422, 501] {
        assert!(!error_of::<M>(ResponseTemplate::new(status)).await.is_retryable(), "{status}");
    }
}

async fn retry_after_is_returned<M: Mode>() {
    let busy = || ResponseTemplate::new(429);
    let wait = error_of::<M>(busy().insert_header("retry-after", "7")).await.retry_after();
    assert_eq!(wait, Some(Duration::from_secs(7)));
    let past = "Sun, 06 Nov 1994 08:49:37 GMT";
    let wait = error_of::<M>(busy().insert_header("retry-after", past)).await.retry_after();
    assert_eq!(wait, Some(Duration::ZERO));
    let future = "Fri, 01 Jan 2100 00:00:00 GMT";
    let wait = error_of::<M>(busy().insert_header("retry-after", future)).await.retry_after();
    assert!(wait > Some(Duration::from_secs(86_400)), "{wait:?}");
    assert_eq!(error_of::<M>(busy()).await.retry_after(), None);
    assert_eq!(error_of::<M>(busy().insert_header("retry-after", "soon")).await.retry_after(), None);
}
