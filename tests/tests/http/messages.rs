//! Messages of errors: complete, in one line, without repetition.

use std::error::Error as StdError;
use std::time::Duration;

use elevenlabs_voices::transport::{TransportError, TransportErrorKind};
use elevenlabs_voices::{Error, ErrorKind, Voice};
use serde_json::{Value, json};
use tests::modes::Mode;
use wiremock::ResponseTemplate;

use crate::helpers::{
    builder, client, error_of, json_response, ok, retry_now, serve, serve_raw, within_limit,
};
use crate::script::{offline, response, scripted, with_header};

tests::both_clients! {
    control_characters_are_escaped_everywhere,
    cause_is_displayed_once_and_is_not_a_source,
    response_that_is_not_json_is_described,
    empty_response_is_described,
    response_in_an_unknown_encoding_is_described,
    unpaired_surrogate_is_reported,
    error_displays_the_number_of_attempts,
    retry_after_above_the_maximum_is_displayed,
    rejected_redirect_displays_its_origin,
    timeout_of_the_transport_has_no_time_limit,
    parts_of_an_error_are_bounded,
    unpaired_surrogate_rejects_only_its_item,
}

/// Control characters, which can forge log lines or control a terminal.
const CONTROL_CHARACTERS: &str = "a\nb\rc\u{1b}[2Jd\u{7}e\u{9b}f\u{2028}g\u{202e}h";

fn assert_one_line(error: &Error) {
    let mut texts = vec![error.to_string(), format!("{error:?}"), error.message().to_owned()];
    texts.extend(
        [error.code(), error.request_id(), error.trace_id(), error.path()]
            .map(|text| text.unwrap_or_default().to_owned()),
    );
    texts.extend(error.validation_errors().iter().map(ToString::to_string));
    texts.extend(error.rejected_item().map(ToString::to_string));
    for text in texts {
        let is_control = |char: char| char.is_control() || ('\u{2028}'..='\u{202e}').contains(&char);
        assert!(!text.contains(is_control), "{text:?}");
    }
}

async fn control_characters_are_escaped_everywhere<M: Mode>() {
    let object =
        json!({"code": CONTROL_CHARACTERS, "message": CONTROL_CHARACTERS, "request_id": CONTROL_CHARACTERS});
    let errors = json!([{"loc": [CONTROL_CHARACTERS, {CONTROL_CHARACTERS: [CONTROL_CHARACTERS]}], "msg": CONTROL_CHARACTERS, "type": CONTROL_CHARACTERS}]);
    for detail in [object, errors, json!(CONTROL_CHARACTERS)] {
        let error = error_of::<M>(json_response(400, &json!({ "detail": detail }).to_string())).await;
        assert_one_line(&error);
        assert!(error.to_string().contains(r"a\nb\rc\u{1b}[2Jd\u{7}e\u{9b}f\u{2028}g\u{202e}h"), "{error}");
    }
    assert_one_line(
        &error_of::<M>(ResponseTemplate::new(502).set_body_raw(CONTROL_CHARACTERS, "text/html")).await,
    );
    let voice =
        json!({"voice_id": "v", "name": "n", "category": "c", "labels": {CONTROL_CHARACTERS: 5}}).to_string();
    let error = error_of::<M>(ok(&voice)).await;
    assert_one_line(&error);
    assert!(error.path().is_some_and(|path| path.contains(r"a\nb")), "{error}");
    assert_one_line(&Voice::from_json(&voice).expect_err("a label is text"));
    assert_one_line(
        &error_of::<M>(ok(&json!({"voice_id": "v", "is_owner": CONTROL_CHARACTERS}).to_string())).await,
    );

    let (client, _) = scripted::<M>(offline::<M>(), |_| Ok(response(200, "")));
    let bad_header = M::send(client.get_voice("v1").with_header(CONTROL_CHARACTERS, "x")).await;
    assert_one_line(&bad_header.expect_err("no such header"));

    let page = format!(r#"{{"voices": [{voice}], "has_more": false}}"#);
    let (client, _) = scripted::<M>(offline::<M>(), move |_| Ok(response(200, page.clone())));
    let items = M::items(client.list_voices(), false).await.voices;
    let [Err(error)] = &items[..] else { panic!("{items:?}") };
    assert_eq!(error.kind(), ErrorKind::RejectedItem);
    assert_one_line(error);
    assert!(error.rejected_item().is_some_and(|item| item.raw == voice), "{error:?}");
}

async fn cause_is_displayed_once_and_is_not_a_source<M: Mode>() {
    let inner = || std::io::Error::other("the pipe is broken");
    let (client, _) = scripted::<M>(offline::<M>(), move |_| {
        // An error that displays its cause and also returns it as its source.
        Err(TransportError::new(TransportErrorKind::Other, std::io::Error::other(inner())))
    });
    let error = M::send(client.get_voice("v1").with_max_retries(0)).await.expect_err("a transport error");
    assert_eq!(error.to_string(), "get_voice: transport error: the pipe is broken");
    let (url, _server) = serve_raw(vec!["no HTTP\r\n\r\n".to_owned()]).await;
    let not_http =
        M::send(M::build(builder::<M>(url).max_retries(0)).expect("a client").get_voice("v1")).await;
    let undecodable = error_of::<M>(ok("[]")).await;
    for error in [error, not_http.expect_err("not HTTP"), undecodable] {
        assert!(error.source().is_none(), "{error:?}");
    }
}

async fn response_that_is_not_json_is_described<M: Mode>() {
    let page = "<html>\n<title>Log in to the network</title>";
    let error = error_of::<M>(ResponseTemplate::new(200).set_body_raw(page, "text/html")).await;
    assert_eq!((error.kind(), error.body()), (ErrorKind::Decode, Some(page)));
    assert_eq!(
        error.to_string(),
        "get_voice: cannot decode the response (200, text/html, body: <html>\\n<title>Log in to the \
         network</title>): expected value at line 1 column 1"
    );
    let long = error_of::<M>(ok(&"[".repeat(100_000))).await.to_string();
    assert!(long.len() < 1000 && long.contains("[[…"), "{long}");
}

async fn empty_response_is_described<M: Mode>() {
    for body in ["", " \r\n"] {
        let error = error_of::<M>(ok(body)).await.to_string();
        assert!(error.contains("cannot decode the response (200, application/json, empty body)"), "{error}");
    }
    let (client, _) = scripted::<M>(offline::<M>(), |_| Ok(response(200, "")));
    let error = M::send(client.get_voice("v1")).await.expect_err("nothing").to_string();
    assert!(error.contains("(200, no content type, empty body)"), "{error}");
}

async fn response_in_an_unknown_encoding_is_described<M: Mode>() {
    let (client, _) =
        scripted::<M>(offline::<M>(), |_| Ok(with_header(response(200, "{"), "content-encoding", "snappy")));
    let error = M::send(client.get_voice("v1")).await.expect_err("an unsupported encoding").to_string();
    assert!(error.contains("the response (200, no content type): ") && error.contains("snappy"), "{error}");
}

async fn unpaired_surrogate_is_reported<M: Mode>() {
    let body = r#"{"voice_id": "v", "name": "\ud800", "category": "c"}"#;
    for error in [error_of::<M>(ok(body)).await, Voice::from_json(body).expect_err("no text")] {
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("name")));
        assert!(error.to_string().contains("surrogate"), "{error}");
    }
}

async fn unpaired_surrogate_rejects_only_its_item<M: Mode>() {
    let page = r#"{"voices": [{"voice_id": "v1", "name": "\ud800", "category": "c"}, {"voice_id": "v2", "name": "n", "category": "c"}], "has_more": false}"#;
    let (client, _) = scripted::<M>(offline::<M>(), move |_| Ok(response(200, page)));
    let page = M::send(client.list_voices()).await.expect("a page");
    assert_eq!((page.voices.len(), page.rejected.len()), (1, 1));
    assert!(page.rejected[0].message.contains("surrogate"), "{:?}", page.rejected);
}

async fn error_displays_the_number_of_attempts<M: Mode>() {
    let server = serve(retry_now(503)).await;
    let call = || client::<M>(&server).get_voice("v1");
    for (retries, end) in [(0, "Service Unavailable"), (1, "[2 attempts]"), (2, "[3 attempts]")] {
        let error = M::send(call().with_max_retries(retries)).await.expect_err("busy");
        assert_eq!(error.attempts(), retries + 1);
        assert!(error.to_string().ends_with(end), "{error}");
    }
    let error = M::send(call().with_header("host", "x")).await.expect_err("a reserved header");
    assert_eq!(error.attempts(), 0);
    // A redirect is part of its attempt.
    let (client, sent) = scripted::<M>(offline::<M>(), |attempt| {
        let redirect = with_header(response(307, ""), "location", "/moved");
        Ok(if attempt.request.uri().path() == "/moved" { response(404, "") } else { redirect })
    });
    let error = M::send(client.get_voice("v1")).await.expect_err("a 404");
    assert_eq!((error.attempts(), sent.count()), (1, 2));
}

async fn retry_after_above_the_maximum_is_displayed<M: Mode>() {
    let server = serve(ResponseTemplate::new(429).insert_header("retry-after", "300")).await;
    let error = within_limit(M::send(client::<M>(&server).get_voice("v1"))).await.expect_err("busy");
    assert!(error.to_string().ends_with("[retry after 300s]"), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(300)));
}

async fn rejected_redirect_displays_its_origin<M: Mode>() {
    let (client, _) = scripted::<M>(offline::<M>(), |_| {
        Ok(with_header(
            response(302, ""),
            "location",
            "https://login.example.net:444/path?token=hunter2#fragment",
        ))
    });
    let error = M::send(client.get_voice("v1")).await.expect_err("not followed");
    assert!(
        error.message().ends_with("another origin is not followed: https://login.example.net:444"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
}

async fn timeout_of_the_transport_has_no_time_limit<M: Mode>() {
    let (client, _) = scripted::<M>(offline::<M>(), |_| {
        Err(TransportError::new(TransportErrorKind::Timeout, "no answer within 5 ms"))
    });
    let error = M::send(client.get_voice("v1").with_max_retries(0)).await.expect_err("a timeout");
    assert_eq!((error.is_timeout(), error.time_limit()), (true, None));
    assert!(error.to_string().contains("no answer within 5 ms"), "{error}");
}

async fn parts_of_an_error_are_bounded<M: Mode>() {
    let long = "lengthy \n".repeat(20_000);
    let one = json!({"loc": vec![json!([long]); 40], "msg": long, "type": long});
    let many = vec![json!({"loc": ["query"], "msg": "wrong", "type": "t"}); 5000];
    let object = json!({"code": long, "message": long, "request_id": long});
    for detail in [json!([one]), json!(many), object] {
        let error = error_of::<M>(json_response(422, &json!({ "detail": detail }).to_string())).await;
        let kept =
            [error.message(), error.code().unwrap_or_default(), error.request_id().unwrap_or_default()];
        assert!(kept.iter().all(|text| text.len() <= 4096), "{:?}", kept.map(str::len));
        let errors = error.validation_errors();
        assert!(errors.len() <= 50, "{}", errors.len());
        for one in errors {
            let parts = one.loc.iter().filter_map(Value::as_str).chain([one.msg.as_str(), one.kind.as_str()]);
            assert!(one.loc.len() <= 16 && parts.map(str::len).all(|length| length <= 1024));
        }
        assert!(error.to_string().len() < 4000, "{}", error.to_string().len());
    }
    let error = error_of::<M>(json_response(422, &json!({ "detail": many }).to_string())).await;
    assert!(error.to_string().ends_with("; and 4995 more"), "{error}");
    let label = json!({"voice_id": "v", "name": "n", "category": "c", "labels": {long.clone(): 5}});
    let error = error_of::<M>(ok(&label.to_string())).await;
    assert!(error.path().is_some_and(|path| path.len() <= 1024), "{error}");
    let error = error_of::<M>(ResponseTemplate::new(500).set_body_raw(long, "text/plain")).await;
    assert!(format!("{error:?}").len() < 10_000, "{}", format!("{error:?}").len());
}
