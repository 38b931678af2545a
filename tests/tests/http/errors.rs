//! What comes of a response of failure.

use std::time::Duration;

use elevenlabs_voices::ErrorKind;
use serde_json::json;
use tests::modes::Mode;
use wiremock::ResponseTemplate;

use crate::helpers::{error_of, json_response, status_of};

tests::both_clients! {
    a_missing_voice_has_the_same_code_whatever_the_status,
    in_the_newer_object_the_code_wins_and_the_request_has_an_id,
    the_ids_in_the_headers_come_first,
    validation_errors_are_read,
    a_plain_detail_is_the_message,
    a_page_of_html_is_kept_and_shown,
    an_empty_body_leaves_the_status,
    a_code_without_a_message_leaves_the_status,
    odd_json_leaves_the_status,
    display_says_all_that_is_known,
    display_names_the_place_of_what_could_not_be_decoded,
    debug_says_what_is_known_and_leaves_out_the_rest,
    display_is_bounded_whatever_the_message,
    display_is_bounded_whatever_the_validation_errors,
    display_is_bounded_whatever_the_code,
    display_is_bounded_whatever_the_request_id,
    a_kept_body_is_bounded,
    statuses_are_worth_a_retry_or_not,
    the_wait_asked_for_is_told,
}

async fn a_missing_voice_has_the_same_code_whatever_the_status<M: Mode>() {
    for status in [404, 400] {
        let body =
            json!({"detail": {"status": "voice_not_found", "message": "No such voice here."}}).to_string();
        let error = error_of::<M>(json_response(status, &body)).await;
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(status_of(&error), Some(status));
        assert_eq!(error.code(), Some("voice_not_found"));
        assert_eq!(error.message(), "No such voice here.");
        assert_eq!(error.body(), Some(body.as_str()));
        assert!(error.validation_errors().is_empty());
    }
}

fn newer_body() -> String {
    let detail = json!({
        "type": "quota", "code": "paid_plan_required", "status": "older_word",
        "message": "Not on this plan.", "request_id": "from-body", "param": null,
    });
    json!({"detail": detail}).to_string()
}

async fn in_the_newer_object_the_code_wins_and_the_request_has_an_id<M: Mode>() {
    let error = error_of::<M>(json_response(402, &newer_body())).await;
    assert_eq!(error.code(), Some("paid_plan_required"));
    assert_eq!(error.message(), "Not on this plan.");
    assert_eq!(error.request_id(), Some("from-body"));
    assert_eq!(error.trace_id(), None);
}

async fn the_ids_in_the_headers_come_first<M: Mode>() {
    let response = json_response(402, &newer_body());
    let response = response.insert_header("request-id", "from-header").insert_header("x-trace-id", "t-3");
    let error = error_of::<M>(response).await;
    assert_eq!((error.request_id(), error.trace_id()), (Some("from-header"), Some("t-3")));
}

async fn validation_errors_are_read<M: Mode>() {
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
    let shown = error.to_string();
    assert!(shown.contains("422"), "{shown}");
    assert!(shown.ends_with("; query.page_size: too many; body.3.name: missing"), "{shown}");
}

async fn a_plain_detail_is_the_message<M: Mode>() {
    let error = error_of::<M>(json_response(403, r#"{"detail": "Not for you."}"#)).await;
    assert_eq!((error.message(), error.code()), ("Not for you.", None));
}

async fn a_page_of_html_is_kept_and_shown<M: Mode>() {
    let page = "<html><body>The gateway is down</body></html>";
    let error = error_of::<M>(ResponseTemplate::new(502).set_body_raw(page, "text/html")).await;
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, None));
    assert_eq!(error.body(), Some(page));
    assert!(error.to_string().contains("502"), "{error}");
    assert!(error.to_string().contains("The gateway is down"), "{error}");
}

async fn an_empty_body_leaves_the_status<M: Mode>() {
    let error = error_of::<M>(ResponseTemplate::new(500)).await;
    assert_eq!((error.kind(), error.body()), (ErrorKind::Status, Some("")));
    assert_eq!(error.message(), "Internal Server Error");
    assert!(error.to_string().contains("500"), "{error}");
}

async fn a_code_without_a_message_leaves_the_status<M: Mode>() {
    let error = error_of::<M>(json_response(404, r#"{"detail": {"code": "gone", "message": ""}}"#)).await;
    assert_eq!((error.code(), error.message()), (Some("gone"), "Not Found"));
}

async fn odd_json_leaves_the_status<M: Mode>() {
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

async fn display_says_all_that_is_known<M: Mode>() {
    let shown = error_of::<M>(json_response(402, &newer_body())).await.to_string();
    for part in ["get_voice", "402", "paid_plan_required", "Not on this plan.", "from-body"] {
        assert!(shown.contains(part), "{part} is missing: {shown}");
    }
}

async fn display_names_the_place_of_what_could_not_be_decoded<M: Mode>() {
    let within = error_of::<M>(json_response(200, r#"{"voice_id": 7}"#)).await;
    assert!(within.to_string().ends_with("(in voice_id)"), "{within}");
    let whole = error_of::<M>(json_response(200, "[]")).await;
    assert!(!whole.to_string().contains("(in"), "{whole}");
}

async fn debug_says_what_is_known_and_leaves_out_the_rest<M: Mode>() {
    let error = error_of::<M>(json_response(402, &newer_body())).await;
    let shown = format!("{error:?}");
    for known in
        ["operation: \"get_voice\"", "status: 402", "code: \"paid_plan_required\"", "Not on this plan."]
    {
        assert!(shown.contains(known), "{known} is missing: {shown}");
    }
    for unknown in ["validation_errors", "trace_id", "rejected_item", "None"] {
        assert!(!shown.contains(unknown), "{unknown}: {shown}");
    }
    let body = json!({"detail": [{"loc": ["query"], "msg": "wrong", "type": "t"}]}).to_string();
    let refused = error_of::<M>(json_response(422, &body)).await;
    assert!(format!("{refused:?}").contains("validation_errors"), "{refused:?}");
}

/// A text that no error message should show in full.
fn long() -> String {
    "lengthy ".repeat(10_000)
}

async fn display_is_bounded_whatever_the_message<M: Mode>() {
    let object = json!({"detail": {"status": "word", "message": long()}}).to_string();
    for body in [object, json!({"detail": long()}).to_string(), long()] {
        let error = error_of::<M>(json_response(400, &body)).await;
        let shown = error.to_string();
        assert!(shown.len() < 2000, "{}", shown.len());
        assert!(shown.contains("lengthy"), "{shown}");
    }
}

async fn display_is_bounded_whatever_the_validation_errors<M: Mode>() {
    let one = json!({"loc": ["query", long()], "msg": long(), "type": "t"});
    let many = vec![json!({"loc": ["query"], "msg": "wrong", "type": "t"}); 5000];
    for detail in [json!([one]), json!(many)] {
        let shown =
            error_of::<M>(json_response(422, &json!({"detail": detail}).to_string())).await.to_string();
        assert!(shown.len() < 5000, "{}", shown.len());
    }
}

async fn display_is_bounded_whatever_the_code<M: Mode>() {
    let body = json!({"detail": {"code": long(), "message": "m"}});
    let shown = error_of::<M>(json_response(400, &body.to_string())).await.to_string();
    assert!(shown.len() < 5000, "{}", shown.len());
}

async fn display_is_bounded_whatever_the_request_id<M: Mode>() {
    let body = json!({"detail": {"code": "c", "message": "m", "request_id": long()}});
    let shown = error_of::<M>(json_response(400, &body.to_string())).await.to_string();
    assert!(shown.len() < 5000, "{}", shown.len());
}

async fn a_kept_body_is_bounded<M: Mode>() {
    let error = error_of::<M>(json_response(500, &long())).await;
    assert_eq!(error.body(), Some(&long()[..64 * 1024]));
    assert_eq!(error.message(), &long()[..4 * 1024]);
}

async fn statuses_are_worth_a_retry_or_not<M: Mode>() {
    for status in [408, 429, 500, 502, 503, 504] {
        assert!(error_of::<M>(ResponseTemplate::new(status)).await.is_retryable(), "{status}");
    }
    for status in [400, 401, 402, 403, 404, 409, 422, 501] {
        assert!(!error_of::<M>(ResponseTemplate::new(status)).await.is_retryable(), "{status}");
    }
}

async fn the_wait_asked_for_is_told<M: Mode>() {
    let busy = || ResponseTemplate::new(429);
    let asked = error_of::<M>(busy().insert_header("retry-after", "7")).await.retry_after();
    assert_eq!(asked, Some(Duration::from_secs(7)));
    let gone = "Sun, 06 Nov 1994 08:49:37 GMT";
    let asked = error_of::<M>(busy().insert_header("retry-after", gone)).await.retry_after();
    assert_eq!(asked, Some(Duration::ZERO));
    let to_come = "Fri, 01 Jan 2100 00:00:00 GMT";
    let asked = error_of::<M>(busy().insert_header("retry-after", to_come)).await.retry_after();
    assert!(asked > Some(Duration::from_secs(86_400)), "{asked:?}");
    assert_eq!(error_of::<M>(busy()).await.retry_after(), None);
    assert_eq!(error_of::<M>(busy().insert_header("retry-after", "soon")).await.retry_after(), None);
}
