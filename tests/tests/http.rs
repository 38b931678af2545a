//! The async client against real servers on this machine: what it sends, and what it makes of what comes back.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use elevenlabs_voices::operations::{GetDefaultVoiceSettings, ListVoices};
use elevenlabs_voices::{
    Async, Client, ClientBuilder, Error, ErrorKind, FineTuningStateFilter, Raw, Request, SortDirection,
    VoiceCategory, VoiceSettings, VoiceSort, VoiceType,
};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Of characters that need no encoding, so that it can be searched for in any text.
const KEY: &str = "sk_only_for_tests_4be19c";

const SETTINGS: &str =
    r#"{"stability": 0.25, "similarity_boost": 1, "use_speaker_boost": true, "speed": 0.9}"#;
const VOICE: &str = r#"{"voice_id": "v1", "name": "Oskar", "category": "cloned", "labels": {"age": "old"}}"#;
const NO_VOICES: &str = r#"{"voices": [], "has_more": false, "total_count": 0, "next_page_token": null}"#;

/// Longer than any call here takes, and shorter than what the tests of time have the server wait.
const QUICKLY: Duration = Duration::from_secs(3);
const FOREVER: Duration = Duration::from_secs(30);

type ListRequest = Request<ListVoices, Async>;
type MakeListRequest = fn(ListRequest) -> ListRequest;

fn builder(url: impl Into<String>) -> ClientBuilder<Async> {
    Client::builder().api_key(KEY).base_url(url)
}

fn client(server: &MockServer) -> Client {
    builder(server.uri()).build().expect("the client should be built")
}

fn ok(body: &str) -> ResponseTemplate {
    json_response(200, body)
}

fn json_response(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// Asks for a retry without a pause, so that the tests need not wait for backoffs.
fn retry_at_once(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("retry-after", "0")
}

/// A server that answers everything so.
async fn serve(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(response).mount(&server).await;
    server
}

/// A server that answers so in turn, and then with a 404.
async fn serve_in_turn(responses: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    for response in responses {
        Mock::given(any()).respond_with(response).up_to_n_times(1).mount(&server).await;
    }
    server
}

async fn requests(server: &MockServer) -> Vec<wiremock::Request> {
    server.received_requests().await.expect("requests are recorded")
}

async fn only_request(server: &MockServer) -> wiremock::Request {
    let mut requests = requests(server).await;
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
}

/// The one value of that header.
fn header<'a>(request: &'a wiremock::Request, name: &str) -> &'a str {
    let values: Vec<_> = request.headers.get_all(name).iter().collect();
    assert_eq!(values.len(), 1, "{name}: {values:?}");
    values[0].to_str().expect("text")
}

/// The error of a call that the server answers so, without retries.
async fn error_of(response: ResponseTemplate) -> Error {
    let server = serve(response).await;
    let call = client(&server).get_voice("v1").with_max_retries(0);
    call.send().await.expect_err("the call should fail")
}

/// A server below HTTP, for what a well-behaved one hides or would not do: for each reply it takes a connection,
/// reads a request's head, writes the reply and hangs up. In the end it gives the heads.
async fn serve_raw(replies: Vec<String>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let task = tokio::spawn(async move {
        let mut heads = Vec::new();
        for reply in replies {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            heads.push(read_head(&mut stream).await);
            stream.write_all(reply.as_bytes()).await.expect("an open connection");
        }
        heads
    });
    (url, task)
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = String::new();
    let mut buffer = [0; 1024];
    while !head.contains("\r\n\r\n") {
        let count = stream.read(&mut buffer).await.expect("an open connection");
        assert_ne!(count, 0, "the client hung up after {head:?}");
        head.push_str(std::str::from_utf8(&buffer[..count]).expect("ASCII"));
    }
    head
}

fn raw_ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// What comes of it, unless it takes so long that it may as well hang.
async fn soon<F: IntoFuture>(future: F) -> F::Output {
    tokio::time::timeout(QUICKLY, future).await.expect("it should be over by now")
}

/// Fails the test if the key can be seen anywhere in the error.
fn assert_no_key(error: &Error) {
    let source = std::error::Error::source(error).map(ToString::to_string);
    let texts = [
        ("Display", error.to_string()),
        ("Debug", format!("{error:?}")),
        ("pretty Debug", format!("{error:#?}")),
        ("message", error.message().to_owned()),
        ("code", error.code().unwrap_or_default().to_owned()),
        ("request id", error.request_id().unwrap_or_default().to_owned()),
        ("trace id", error.trace_id().unwrap_or_default().to_owned()),
        ("path", error.path().unwrap_or_default().to_owned()),
        ("body", error.body().unwrap_or_default().to_owned()),
        ("validation errors", format!("{:?}", error.validation_errors())),
        ("source", source.unwrap_or_default()),
    ];
    for (place, text) in texts {
        assert!(!text.contains(KEY), "the key shows in {place}: {text}");
    }
}

// What is sent

#[tokio::test]
async fn list_voices_is_a_get_of_its_path_and_no_query() {
    let server = serve(ok(NO_VOICES)).await;
    client(&server).list_voices().send().await.expect("a page");
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(request.url.path(), "/v2/voices");
    assert_eq!(request.url.query(), None);
}

#[tokio::test]
async fn get_voice_is_a_get_of_its_path_and_no_query() {
    let server = serve(ok(VOICE)).await;
    client(&server).get_voice("Xb7hH8MSUJpSbSDYk0k2").send().await.expect("a voice");
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(request.url.path(), "/v1/voices/Xb7hH8MSUJpSbSDYk0k2");
    assert_eq!(request.url.query(), None);
}

#[tokio::test]
async fn get_default_voice_settings_is_a_get_of_its_path_and_no_query() {
    let server = serve(ok(SETTINGS)).await;
    client(&server).get_default_voice_settings().send().await.expect("settings");
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(request.url.path(), "/v1/voices/settings/default");
    assert_eq!(request.url.query(), None);
}

#[tokio::test]
async fn the_deprecated_parameter_of_get_voice_is_still_sent() {
    let server = serve(ok(VOICE)).await;
    let call = client(&server).get_voice("v1");
    #[expect(deprecated, reason = "it has to work until it is gone")]
    let call = call.with_settings(false);
    call.send().await.expect("a voice");
    assert_eq!(only_request(&server).await.url.query(), Some("with_settings=false"));
}

#[tokio::test]
async fn every_call_has_the_key_and_says_what_it_takes_and_who_asks() {
    let server = serve_in_turn([ok(NO_VOICES), ok(VOICE), ok(SETTINGS)]).await;
    let client = client(&server);
    client.list_voices().send().await.expect("a page");
    client.get_voice("v1").send().await.expect("a voice");
    client.get_default_voice_settings().send().await.expect("settings");
    let requests = requests(&server).await;
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert_eq!(header(request, "xi-api-key"), KEY);
        assert_eq!(header(request, "accept"), "application/json");
        assert!(header(request, "user-agent").starts_with("elevenlabs-voices/"), "{request:?}");
        assert!(request.body.is_empty());
    }
}

#[tokio::test]
async fn the_user_agent_is_the_builders() {
    let server = serve(ok(SETTINGS)).await;
    let client = builder(server.uri()).user_agent("studio/7").build().expect("a client");
    client.get_default_voice_settings().send().await.expect("settings");
    assert_eq!(header(&only_request(&server).await, "user-agent"), "studio/7");
}

/// Each parameter of list_voices with the query that it comes to.
fn each_parameter() -> Vec<(&'static str, MakeListRequest)> {
    vec![
        ("next_page_token=t0ken", |call| call.next_page_token("t0ken")),
        ("page_size=100", |call| call.page_size(100)),
        ("search=warm", |call| call.search("warm")),
        ("sort=created_at_unix", |call| call.sort(VoiceSort::CreatedAtUnix)),
        ("sort_direction=desc", |call| call.sort_direction(SortDirection::Desc)),
        ("voice_type=community", |call| call.voice_type(VoiceType::Community)),
        ("category=high_quality", |call| call.category(VoiceCategory::HighQuality)),
        ("fine_tuning_state=not_verified", |call| call.fine_tuning_state(FineTuningStateFilter::NotVerified)),
        ("collection_id=c9", |call| call.collection_id("c9")),
        ("include_total_count=false", |call| call.include_total_count(false)),
    ]
}

/// The query that the server sees of such a call.
async fn query_of(make: impl FnOnce(ListRequest) -> ListRequest) -> String {
    let server = serve(ok(NO_VOICES)).await;
    make(client(&server).list_voices()).send().await.expect("a page");
    only_request(&server).await.url.query().unwrap_or_default().to_owned()
}

/// The same, decoded.
async fn pairs_of(make: impl FnOnce(ListRequest) -> ListRequest) -> Vec<(String, String)> {
    let server = serve(ok(NO_VOICES)).await;
    make(client(&server).list_voices()).send().await.expect("a page");
    only_request(&server).await.url.query_pairs().into_owned().collect()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[tokio::test]
async fn each_parameter_is_sent_alone_under_its_wire_name() {
    for (expected, make) in each_parameter() {
        assert_eq!(query_of(make).await, expected);
    }
}

#[tokio::test]
async fn all_parameters_are_sent_together() {
    let all = each_parameter();
    let query = query_of(|call| all.iter().fold(call, |call, (_, make)| make(call))).await;
    assert_eq!(query.split('&').count(), 10, "{query}");
    // In whatever order.
    let expected: BTreeSet<_> = all.iter().map(|(expected, _)| *expected).collect();
    assert_eq!(query.split('&').collect::<BTreeSet<_>>(), expected);
}

#[tokio::test]
async fn both_booleans_are_sent() {
    assert_eq!(query_of(|call| call.include_total_count(true)).await, "include_total_count=true");
    assert_eq!(query_of(|call| call.include_total_count(false)).await, "include_total_count=false");
}

#[tokio::test]
async fn enum_values_from_text_are_sent_known_or_not() {
    assert_eq!(query_of(|call| call.voice_type("non-default")).await, "voice_type=non-default");
    assert_eq!(query_of(|call| call.sort("popularity")).await, "sort=popularity");
    assert_eq!(query_of(|call| call.sort_direction("asc")).await, "sort_direction=asc");
    assert_eq!(query_of(|call| call.category("Premade")).await, "category=Premade");
    assert_eq!(
        query_of(|call| call.fine_tuning_state("paused".to_owned())).await,
        "fine_tuning_state=paused"
    );
}

#[tokio::test]
async fn values_arrive_as_they_were_given() {
    for value in [
        "",
        " ",
        "a b",
        "a&sort=name",
        "a=b",
        "1+1",
        "50%",
        "%20",
        "#1",
        "größe 声 🎙",
        "a\u{a0}b",
        "?/\\;,\"'\n",
    ] {
        assert_eq!(pairs_of(|call| call.search(value)).await, [pair("search", value)]);
    }
}

#[tokio::test]
async fn enum_values_and_unknown_parameters_are_encoded_too() {
    assert_eq!(pairs_of(|call| call.category("a&b=c#d")).await, [pair("category", "a&b=c#d")]);
    assert_eq!(pairs_of(|call| call.with_query("x&y=", "ä+ z")).await, [pair("x&y=", "ä+ z")]);
}

#[tokio::test]
async fn spaces_and_plus_signs_read_alike_to_strict_and_to_form_decoding_servers() {
    let query = query_of(|call| call.search("1 + 1")).await;
    assert!(!query.contains('+'), "{query}");
}

#[tokio::test]
async fn setting_a_parameter_twice_replaces_it() {
    let query = query_of(|call| call.search("first").page_size(3).search("second").page_size(4)).await;
    let mut sent: Vec<_> = query.split('&').collect();
    sent.sort_unstable();
    assert_eq!(sent, ["page_size=4", "search=second"]);
}

#[tokio::test]
async fn unknown_parameters_are_added_beside_all_others() {
    let pairs =
        pairs_of(|call| call.search("x").with_query("voice_ids", "a").with_query("voice_ids", "b")).await;
    assert_eq!(pairs, [pair("search", "x"), pair("voice_ids", "a"), pair("voice_ids", "b")]);
}

#[tokio::test]
async fn a_header_is_sent_and_replaces_its_like() {
    let server = serve(ok(SETTINGS)).await;
    let call = client(&server).get_default_voice_settings();
    let call =
        call.with_header("x-team", "one").with_header("X-Team", "two").with_header("Accept", "text/json");
    call.send().await.expect("settings");
    let request = only_request(&server).await;
    assert_eq!(header(&request, "x-team"), "two");
    assert_eq!(header(&request, "accept"), "text/json");
    assert_eq!(header(&request, "xi-api-key"), KEY);
}

#[tokio::test]
async fn the_key_header_cannot_be_set() {
    let server = serve(ok(SETTINGS)).await;
    for name in ["xi-api-key", "XI-API-KEY", "Xi-Api-Key"] {
        let call = client(&server).get_default_voice_settings().with_header(name, "another-secret");
        let error = call.send().await.expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert!(!format!("{error} {error:?}").contains("another-secret"), "{error:?}");
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn what_is_no_header_is_refused() {
    let server = serve(ok(SETTINGS)).await;
    for (name, value) in [("x team", "a"), ("", "a"), ("x-team", "a\r\nx-other: b"), ("x-team", "a\0")] {
        let call = client(&server).get_default_voice_settings().with_header(name, value);
        assert_eq!(call.send().await.expect_err(name).kind(), ErrorKind::Argument);
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn the_path_prefix_of_the_base_url_is_kept() {
    for slash in ["", "/"] {
        let server = serve(ok(VOICE)).await;
        let url = format!("{}/proxy/voices-api{slash}", server.uri());
        builder(url).build().expect("a client").get_voice("v1").send().await.expect("a voice");
        assert_eq!(only_request(&server).await.url.path(), "/proxy/voices-api/v1/voices/v1");
    }
}

// Arguments

/// The target in the request line, before anyone could have parsed or mended it.
async fn raw_target_of(voice_id: &str) -> String {
    let (url, server) = serve_raw(vec![raw_ok(VOICE)]).await;
    builder(url).build().expect("a client").get_voice(voice_id).send().await.expect("a voice");
    let heads = server.await.expect("the server should live");
    let target = heads[0].split(' ').nth(1).expect("a request line");
    target.to_owned()
}

#[tokio::test]
async fn a_path_argument_stays_one_segment() {
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
        assert_eq!(raw_target_of(voice_id).await, format!("/v1/voices/{encoded}"));
    }
}

#[tokio::test]
async fn a_path_argument_that_would_change_the_route_is_refused() {
    let server = serve(ok(VOICE)).await;
    for voice_id in ["", ".", ".."] {
        let error = client(&server).get_voice(voice_id).send().await.expect_err(voice_id);
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert_eq!(error.operation(), Some("get_voice"));
        assert!(error.to_string().contains("voice_id"), "{error}");
        assert!(!error.is_retryable());
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_page_size_over_the_limit_is_refused() {
    let server = serve(ok(NO_VOICES)).await;
    for page_size in [101, i64::MAX] {
        let error = client(&server).list_voices().page_size(page_size).send().await.expect_err("too large");
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert!(error.message().contains("page_size"), "{error}");
        assert!(error.message().split(|c: char| !c.is_ascii_digit()).any(|word| word == "100"), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}

// Responses of success

#[tokio::test]
async fn values_are_decoded() {
    let page = format!(r#"{{"voices": [{VOICE}], "has_more": true, "next_page_token": "n"}}"#);
    let server = serve_in_turn([ok(&page), ok(VOICE), ok(SETTINGS)]).await;
    let client = client(&server);
    let page = client.list_voices().send().await.expect("a page");
    let voice = client.get_voice("v1").send().await.expect("a voice");
    let settings = client.get_default_voice_settings().send().await.expect("settings");
    assert_eq!(page.voices, std::slice::from_ref(&voice));
    assert_eq!((page.has_more, page.total_count), (true, None));
    assert_eq!(page.next_page_token.as_deref(), Some("n"));
    assert_eq!((voice.name.as_str(), voice.category), ("Oskar", VoiceCategory::Cloned));
    assert_eq!(voice.labels["age"], "old");
    assert_eq!((settings.stability, settings.similarity_boost), (Some(0.25), Some(1.0)));
    assert_eq!((settings.style, settings.use_speaker_boost), (None, Some(true)));
}

#[tokio::test]
async fn a_raw_response_has_all_that_came() {
    let response = ok(SETTINGS).insert_header("Request-Id", "r-17").insert_header("X-Trace-Id", "t-18");
    let server = serve(response.insert_header("x-more", "yes")).await;
    let raw = client(&server).get_default_voice_settings().send_raw().await.expect("settings");
    assert_eq!(raw.status().as_u16(), 200);
    assert_eq!((raw.request_id(), raw.trace_id()), (Some("r-17"), Some("t-18")));
    assert_eq!(raw.headers()["x-more"], "yes");
    assert_eq!(raw.body(), SETTINGS);
    assert_eq!(raw.value().speed, Some(0.9));
    assert_eq!(raw.into_value().speed, Some(0.9));
}

#[tokio::test]
async fn a_raw_response_without_ids_has_none() {
    let server = serve(ok(SETTINGS)).await;
    let raw: Raw<VoiceSettings> =
        client(&server).get_default_voice_settings().send_raw().await.expect("settings");
    assert_eq!((raw.request_id(), raw.trace_id()), (None, None));
}

#[tokio::test]
async fn success_without_the_value_is_an_error_of_decoding() {
    for (status, body) in
        [(204, ""), (200, ""), (200, "<p>hello</p>"), (200, "null"), (200, "[]"), (200, "{\"voice_id\":")]
    {
        let error = error_of(json_response(status, body).insert_header("request-id", "r-5")).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!((error.body(), error.request_id()), (Some(body), Some("r-5")));
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn success_that_is_not_utf_8_is_an_error_of_decoding() {
    let error = error_of(ResponseTemplate::new(200).set_body_bytes(b"{\"name\": \"\xff\"}")).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.body(), Some("{\"name\": \"\u{fffd}\"}"));
}

#[tokio::test]
async fn an_error_of_decoding_says_where() {
    let error = error_of(ok(
        r#"{"voice_id": "v1", "name": "N", "category": "cloned", "settings": {"speed": "fast"}}"#,
    ))
    .await;
    assert_eq!(error.path(), Some("settings.speed"));
    let shown = error.to_string();
    assert!(
        shown.contains("get_voice") && shown.contains("settings.speed") && shown.contains("fast"),
        "{shown}"
    );
}

// Responses of failure

#[tokio::test]
async fn a_missing_voice_has_the_same_code_whatever_the_status() {
    for status in [404, 400] {
        let body =
            json!({"detail": {"status": "voice_not_found", "message": "No such voice here."}}).to_string();
        let error = error_of(json_response(status, &body)).await;
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
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

#[tokio::test]
async fn in_the_newer_object_the_code_wins_and_the_request_has_an_id() {
    let error = error_of(json_response(402, &newer_body())).await;
    assert_eq!(error.code(), Some("paid_plan_required"));
    assert_eq!(error.message(), "Not on this plan.");
    assert_eq!(error.request_id(), Some("from-body"));
    assert_eq!(error.trace_id(), None);
}

#[tokio::test]
async fn the_ids_in_the_headers_come_first() {
    let response = json_response(402, &newer_body());
    let response = response.insert_header("request-id", "from-header").insert_header("x-trace-id", "t-3");
    let error = error_of(response).await;
    assert_eq!((error.request_id(), error.trace_id()), (Some("from-header"), Some("t-3")));
}

#[tokio::test]
async fn validation_errors_are_read() {
    let body = json!({"detail": [
        {"loc": ["query", "page_size"], "msg": "too many", "type": "less_than_equal", "input": "900"},
        {"loc": ["body", 3, "name"], "msg": "missing", "type": "absent"},
    ]});
    let error = error_of(json_response(422, &body.to_string())).await;
    let [first, second] = error.validation_errors() else { panic!("{error:?}") };
    assert_eq!(first.loc, [json!("query"), json!("page_size")]);
    assert_eq!((first.msg.as_str(), first.kind.as_str()), ("too many", "less_than_equal"));
    assert_eq!(second.loc, [json!("body"), json!(3), json!("name")]);
    assert_eq!((second.msg.as_str(), second.kind.as_str()), ("missing", "absent"));
    let shown = error.to_string();
    assert!(shown.contains("422") && shown.contains("page_size") && shown.contains("too many"), "{shown}");
    assert!(shown.contains("missing"), "{shown}");
}

#[tokio::test]
async fn a_plain_detail_is_the_message() {
    let error = error_of(json_response(403, r#"{"detail": "Not for you."}"#)).await;
    assert_eq!((error.message(), error.code()), ("Not for you.", None));
}

#[tokio::test]
async fn a_page_of_html_is_kept_and_shown() {
    let page = "<html><body>The gateway is down</body></html>";
    let error = error_of(ResponseTemplate::new(502).set_body_raw(page, "text/html")).await;
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, None));
    assert_eq!(error.body(), Some(page));
    assert!(error.to_string().contains("502"), "{error}");
    assert!(error.to_string().contains("The gateway is down"), "{error}");
}

#[tokio::test]
async fn an_empty_body_leaves_the_status() {
    let error = error_of(ResponseTemplate::new(500)).await;
    assert_eq!((error.kind(), error.body()), (ErrorKind::Status, Some("")));
    assert!(error.to_string().contains("500"), "{error}");
}

#[tokio::test]
async fn odd_json_leaves_the_status() {
    for body in
        ["null", "17", "{}", "[]", r#"{"detail": null}"#, r#"{"detail": []}"#, r#"{"detail": {"code": 7}}"#]
    {
        let error = error_of(json_response(404, body)).await;
        assert_eq!((error.kind(), error.code()), (ErrorKind::Status, None), "{body}");
        assert!(error.to_string().contains("404"), "{error}");
        assert_eq!(error.body(), Some(body));
    }
}

#[tokio::test]
async fn display_says_all_that_is_known() {
    let shown = error_of(json_response(402, &newer_body())).await.to_string();
    for part in ["get_voice", "402", "paid_plan_required", "Not on this plan.", "from-body"] {
        assert!(shown.contains(part), "{part} is missing: {shown}");
    }
}

/// A text that no error message should show in full.
fn long() -> String {
    "lengthy ".repeat(10_000)
}

#[tokio::test]
async fn display_is_bounded_whatever_the_message() {
    let object = json!({"detail": {"status": "word", "message": long()}}).to_string();
    for body in [object, json!({"detail": long()}).to_string(), long()] {
        let error = error_of(json_response(400, &body)).await;
        let shown = error.to_string();
        assert!(shown.len() < 2000, "{}", shown.len());
        assert!(shown.contains("lengthy"), "{shown}");
    }
}

#[tokio::test]
async fn display_is_bounded_whatever_the_validation_errors() {
    let one = json!({"loc": ["query", long()], "msg": long(), "type": "t"});
    let many = vec![json!({"loc": ["query"], "msg": "wrong", "type": "t"}); 5000];
    for detail in [json!([one]), json!(many)] {
        let shown = error_of(json_response(422, &json!({"detail": detail}).to_string())).await.to_string();
        assert!(shown.len() < 5000, "{}", shown.len());
    }
}

#[tokio::test]
async fn display_is_bounded_whatever_the_code() {
    let body = json!({"detail": {"code": long(), "message": "m"}});
    let shown = error_of(json_response(400, &body.to_string())).await.to_string();
    assert!(shown.len() < 5000, "{}", shown.len());
}

#[tokio::test]
async fn display_is_bounded_whatever_the_request_id() {
    let body = json!({"detail": {"code": "c", "message": "m", "request_id": long()}});
    let shown = error_of(json_response(400, &body.to_string())).await.to_string();
    assert!(shown.len() < 5000, "{}", shown.len());
}

#[tokio::test]
async fn a_kept_body_is_bounded() {
    let error = error_of(json_response(500, &long())).await;
    let body = error.body().expect("a body");
    assert!(body.len() < long().len() && body.starts_with("lengthy"), "{}", body.len());
}

#[tokio::test]
async fn a_key_echoed_in_a_message_is_not_shown() {
    let object =
        json!({"detail": {"status": "invalid_api_key", "message": format!("The key {KEY} is unknown")}});
    let plain = json!({"detail": format!("Unknown: {KEY}")});
    for body in [object.to_string(), plain.to_string(), format!("<p>{KEY}</p>")] {
        let error = error_of(json_response(401, &body)).await;
        assert_no_key(&error);
        let (before, after) = body.split_once(KEY).expect("the key is in it");
        let kept = error.body().expect("a body");
        assert!(kept.starts_with(before) && kept.ends_with(after), "the rest is kept: {kept}");
    }
}

#[tokio::test]
async fn a_key_echoed_in_a_code_is_not_shown() {
    let body = json!({"detail": {"code": format!("bad_{KEY}"), "message": "m"}});
    assert_no_key(&error_of(json_response(401, &body.to_string())).await);
}

#[tokio::test]
async fn a_key_echoed_in_an_id_is_not_shown() {
    let body = json!({"detail": {"code": "c", "message": "m", "request_id": format!("id-{KEY}")}});
    assert_no_key(&error_of(json_response(401, &body.to_string())).await);
    for name in ["request-id", "x-trace-id"] {
        assert_no_key(&error_of(json_response(401, "{}").insert_header(name, KEY)).await);
    }
}

#[tokio::test]
async fn a_key_echoed_in_the_message_of_a_validation_error_is_not_shown() {
    let wrong = json!({"loc": ["header"], "msg": format!("{KEY} is wrong"), "type": "t", "input": KEY});
    assert_no_key(&error_of(json_response(422, &json!({"detail": [wrong]}).to_string())).await);
}

#[tokio::test]
async fn a_key_echoed_in_the_place_or_kind_of_a_validation_error_is_not_shown() {
    let place = json!({"loc": ["header", KEY], "msg": "wrong", "type": "t"});
    let kind = json!({"loc": ["header"], "msg": "wrong", "type": format!("not_{KEY}")});
    for wrong in [place, kind] {
        assert_no_key(&error_of(json_response(422, &json!({"detail": [wrong]}).to_string())).await);
    }
}

#[tokio::test]
async fn a_key_echoed_as_a_value_that_cannot_be_decoded_is_not_shown() {
    let body = json!({"voice_id": "v", "name": "n", "category": "c", "is_owner": KEY});
    let error = error_of(ok(&body.to_string())).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_no_key(&error);
}

#[tokio::test]
async fn a_key_echoed_on_the_way_to_what_cannot_be_decoded_is_not_shown() {
    let body = json!({"voice_id": "v", "name": "n", "category": "c", "labels": {KEY: 5}});
    let error = error_of(ok(&body.to_string())).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_no_key(&error);
}

#[tokio::test]
async fn a_key_echoed_where_a_kept_body_is_cut_is_not_shown() {
    // Wherever the cut falls, some of these keys lie across it.
    for offset in 0..KEY.len() {
        let body = format!("{}{}", "x".repeat(offset), KEY.repeat(4000));
        let error = error_of(json_response(500, &body)).await;
        let kept = error.body().expect("a body");
        assert!(!kept.contains(&KEY[..6]), "{}", &kept[kept.len() - 60..]);
    }
}

#[tokio::test]
async fn statuses_are_worth_a_retry_or_not() {
    for status in [408, 429, 500, 502, 503, 504] {
        assert!(error_of(ResponseTemplate::new(status)).await.is_retryable(), "{status}");
    }
    for status in [400, 401, 402, 403, 404, 409, 422, 501] {
        assert!(!error_of(ResponseTemplate::new(status)).await.is_retryable(), "{status}");
    }
}

#[tokio::test]
async fn the_wait_asked_for_is_told() {
    let busy = || ResponseTemplate::new(429);
    let asked = error_of(busy().insert_header("retry-after", "7")).await.retry_after();
    assert_eq!(asked, Some(Duration::from_secs(7)));
    let gone = "Sun, 06 Nov 1994 08:49:37 GMT";
    let asked = error_of(busy().insert_header("retry-after", gone)).await.retry_after();
    assert_eq!(asked, Some(Duration::ZERO));
    let to_come = "Fri, 01 Jan 2100 00:00:00 GMT";
    let asked = error_of(busy().insert_header("retry-after", to_come)).await.retry_after();
    assert!(asked > Some(Duration::from_secs(86_400)), "{asked:?}");
    assert_eq!(error_of(busy()).await.retry_after(), None);
    assert_eq!(error_of(busy().insert_header("retry-after", "soon")).await.retry_after(), None);
}

// Retries

#[tokio::test]
async fn a_call_is_tried_again_after_every_passing_failure() {
    for status in [408, 429, 500, 502, 503, 504] {
        let server = serve_in_turn([retry_at_once(status), ok(VOICE)]).await;
        let voice = client(&server).get_voice("v1").send().await.expect("a voice");
        assert_eq!(voice.voice_id, "v1");
        assert_eq!(requests(&server).await.len(), 2, "{status}");
    }
}

#[tokio::test]
async fn a_call_is_tried_again_when_the_server_names_no_wait() {
    let server = serve_in_turn([ResponseTemplate::new(503), ok(VOICE)]).await;
    client(&server).get_voice("v1").send().await.expect("a voice");
    assert_eq!(requests(&server).await.len(), 2);
}

#[tokio::test]
async fn a_wait_asked_for_is_kept() {
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "1");
    let server = serve_in_turn([busy, ok(VOICE)]).await;
    let start = Instant::now();
    client(&server).get_voice("v1").send().await.expect("a voice");
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_retry_is_the_same_request() {
    let server = serve_in_turn([retry_at_once(503), ok(NO_VOICES)]).await;
    let call = client(&server).list_voices().search("a b").with_query("new", "1").with_header("x-team", "t");
    call.send().await.expect("a page");
    let requests = requests(&server).await;
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].url, requests[1].url);
    assert_eq!(requests[0].headers, requests[1].headers);
    assert_eq!(header(&requests[1], "xi-api-key"), KEY);
}

#[tokio::test]
async fn without_retries_the_first_failure_is_the_result() {
    let server = serve_in_turn([retry_at_once(503), ok(VOICE)]).await;
    let client = builder(server.uri()).max_retries(0).build().expect("a client");
    let error = client.get_voice("v1").send().await.expect_err("no retry");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_call_can_have_its_own_number_of_retries() {
    for retries in [0, 1, 4] {
        let server = serve(retry_at_once(503)).await;
        let client = builder(server.uri()).max_retries(2).build().expect("a client");
        let call = client.get_voice("v1").with_max_retries(retries);
        call.send().await.expect_err("never well");
        assert_eq!(requests(&server).await.len(), 1 + usize::try_from(retries).expect("small"));
    }
}

#[tokio::test]
async fn what_will_not_pass_is_not_tried_again() {
    for status in [400, 401, 402, 403, 404, 422] {
        let server = serve(retry_at_once(status)).await;
        client(&server).get_voice("v1").send().await.expect_err("an error");
        assert_eq!(requests(&server).await.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn an_undecodable_value_is_not_asked_for_again() {
    let server = serve(ok("{}")).await;
    client(&server).get_voice("v1").send().await.expect_err("an error");
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn after_the_last_retry_the_last_error_is_returned() {
    let fail = |word: &str| {
        retry_at_once(503).set_body_raw(format!(r#"{{"detail": "{word}"}}"#), "application/json")
    };
    let server = serve_in_turn(["first", "second", "third", "fourth"].map(fail)).await;
    let client = builder(server.uri()).max_retries(2).build().expect("a client");
    let error = client.get_voice("v1").send().await.expect_err("never well");
    assert_eq!(error.message(), "third");
    assert_eq!(requests(&server).await.len(), 3);
}

#[tokio::test]
async fn a_wait_beyond_all_patience_or_the_calls_time_is_not_begun() {
    for (asked, timeout) in [("86400", Duration::from_secs(600_000)), ("20", Duration::from_secs(10))] {
        let server = serve(ResponseTemplate::new(429).insert_header("retry-after", asked)).await;
        let call = client(&server).get_voice("v1").with_timeout(timeout);
        let error = soon(call.send()).await.expect_err("busy");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
        assert_eq!(requests(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn a_call_is_tried_again_after_a_broken_connection() {
    // The first connection is closed without a word.
    let (url, server) = serve_raw(vec![String::new(), raw_ok(VOICE)]).await;
    builder(url).build().expect("a client").get_voice("v1").send().await.expect("a voice");
    assert_eq!(server.await.expect("the server should live").len(), 2);
}

#[tokio::test]
async fn a_call_is_tried_again_after_a_timeout() {
    let server = serve_in_turn([ok(VOICE).set_delay(FOREVER), ok(VOICE)]).await;
    let client = builder(server.uri()).attempt_timeout(Duration::from_millis(500)).build().expect("a client");
    client.get_voice("v1").send().await.expect("a voice");
}

// Time, size and connections

/// That the call gives up with a timeout, and soon.
async fn assert_times_out(call: Request<GetDefaultVoiceSettings, Async>) {
    let error = soon(call.send()).await.expect_err("time should run out");
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!((error.operation(), error.status()), (Some("get_default_voice_settings"), None));
    assert_no_key(&error);
}

#[tokio::test]
async fn an_attempt_has_its_timeout() {
    let server = serve(ok(SETTINGS).set_delay(FOREVER)).await;
    let builder = builder(server.uri()).attempt_timeout(Duration::from_millis(100)).max_retries(0);
    assert_times_out(builder.build().expect("a client").get_default_voice_settings()).await;
}

#[tokio::test]
async fn a_whole_call_has_its_timeout_retries_included() {
    let server = serve(ok(SETTINGS).set_delay(FOREVER)).await;
    let builder = builder(server.uri()).timeout(Duration::from_millis(300)).max_retries(1000);
    assert_times_out(builder.build().expect("a client").get_default_voice_settings()).await;
}

#[tokio::test]
async fn a_single_call_can_have_its_own_timeout() {
    let server = serve(ok(SETTINGS).set_delay(FOREVER)).await;
    assert_times_out(client(&server).get_default_voice_settings().with_timeout(Duration::from_millis(100)))
        .await;
}

#[tokio::test]
async fn a_timeout_covers_the_body_too() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        read_head(&mut stream).await;
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{")
            .await
            .expect("an open connection");
        tokio::time::sleep(FOREVER).await;
    });
    let builder = builder(url).attempt_timeout(Duration::from_millis(200)).max_retries(0);
    assert_times_out(builder.build().expect("a client").get_default_voice_settings()).await;
    server.abort();
}

#[tokio::test]
async fn no_time_at_all_is_a_timeout() {
    let server = serve(ok(SETTINGS)).await;
    assert_times_out(client(&server).get_default_voice_settings().with_timeout(Duration::ZERO)).await;
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_call_can_have_all_the_time_in_the_world() {
    let server = serve(ok(SETTINGS)).await;
    client(&server).get_default_voice_settings().with_timeout(Duration::MAX).send().await.expect("settings");
}

#[tokio::test]
async fn an_attempt_can_have_all_the_time_in_the_world() {
    let server = serve(ok(SETTINGS)).await;
    let builder = builder(server.uri()).timeout(Duration::MAX).attempt_timeout(Duration::MAX);
    builder.build().expect("a client").get_default_voice_settings().send().await.expect("settings");
}

#[tokio::test]
async fn a_response_over_the_size_limit_is_refused() {
    let server = serve(ok(SETTINGS)).await;
    let builder = builder(server.uri()).max_response_bytes(SETTINGS.len() - 1);
    let call = builder.build().expect("a client").get_default_voice_settings();
    let error = call.send().await.expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(!error.is_retryable());
    assert!(error.to_string().contains(&(SETTINGS.len() - 1).to_string()), "{error}");
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_response_just_at_the_size_limit_is_read() {
    let server = serve(ok(SETTINGS)).await;
    let client = builder(server.uri()).max_response_bytes(SETTINGS.len()).build().expect("a client");
    client.get_default_voice_settings().send().await.expect("settings");
}

#[tokio::test]
async fn a_response_without_end_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        read_head(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await.expect("open");
        while stream.write_all(b"4\r\n    \r\n").await.is_ok() {}
    });
    let client = builder(url).max_response_bytes(100_000).build().expect("a client");
    let error = soon(client.get_default_voice_settings().send()).await.expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    // The client hangs up, or else the server would go on for ever.
    soon(server).await.expect("no panic");
}

#[tokio::test]
async fn a_refused_connection_is_an_error_of_connecting() {
    // Bound, so that nobody else takes the port, but not listening.
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let url = format!("http://{}", socket.local_addr().expect("bound"));
    let client = builder(url).max_retries(0).build().expect("a client");
    let error = client.get_voice("v1").send().await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable() && !error.is_timeout());
    assert_eq!((error.status(), error.body()), (None, None));
    assert!(error.to_string().starts_with("get_voice"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    assert_no_key(&error);
}

#[tokio::test]
async fn what_is_not_http_and_what_breaks_off_are_errors_of_transport() {
    let cut_off = "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"voice_id\"";
    for reply in ["220 mail.example.com ready\r\n\r\n", cut_off, ""] {
        let (url, _server) = serve_raw(vec![reply.to_owned()]).await;
        let client = builder(url).max_retries(0).build().expect("a client");
        let error = client.get_voice("v1").send().await.expect_err(reply);
        assert_eq!(error.kind(), ErrorKind::Transport, "{reply:?}: {error:?}");
        assert!(error.is_retryable());
        assert_no_key(&error);
    }
}

#[tokio::test]
async fn a_redirect_to_another_origin_is_an_error_and_not_followed() {
    let elsewhere = serve(ok(VOICE)).await;
    for status in [301, 302, 303, 307, 308] {
        let target = format!("{}/v1/voices/v1", elsewhere.uri());
        let server = serve(ResponseTemplate::new(status).insert_header("location", target)).await;
        let error = client(&server).get_voice("v1").send().await.expect_err("not followed");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert!(!error.is_retryable());
        assert_eq!(requests(&server).await.len(), 1);
    }
    assert!(requests(&elsewhere).await.is_empty());
}

// The client and its key

#[tokio::test]
async fn debug_never_shows_the_key() {
    let builder = builder("https://api.example.com");
    let shown = format!("{builder:?} {builder:#?}");
    let client = builder.build().expect("a client");
    let request = client.list_voices().search("warm").with_header("x-team", "t");
    let shown = format!("{shown} {client:?} {client:#?} {request:?} {request:#?}");
    assert!(!shown.contains(KEY), "{shown}");
    assert!(shown.contains("list_voices"), "{shown}");
}

#[test]
fn clients_and_calls_can_be_shared_between_threads() {
    fn shareable<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn movable<T: Send + 'static>(_: &T) {}
    let client = builder("http://127.0.0.1:9").build().expect("a client");
    shareable(&client);
    movable(&client.list_voices());
    movable(&client.list_voices().send());
    movable(&client.get_voice("v").send_raw());
    movable(&client.get_default_voice_settings().send());
}

#[test]
fn without_a_runtime_a_call_fails_and_does_not_panic() {
    let client = builder("http://127.0.0.1:9").build().expect("a client");
    let mut call = std::pin::pin!(client.get_voice("v1").send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(result) = call.as_mut().poll(&mut context) else {
        panic!("there is nothing to wait for")
    };
    let error = result.expect_err("there is no runtime");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("Tokio"), "{error}");
}

#[test]
fn what_cannot_be_a_key_is_refused() {
    for key in [
        "",
        " \t\n",
        "sk_hidden\nx",
        "sk_hidden\r\nhost: x",
        "sk_hidden x",
        "sk_hidden\0",
        "sk_hiddén",
        "sk_hidden\u{a0}x",
    ] {
        let error = Client::new(key).expect_err(key);
        assert_eq!(error.kind(), ErrorKind::Configuration, "{key:?}");
        // It may be the key but for a slip of the hand.
        assert!(!format!("{error} {error:?}").contains("sk_hid"), "{error:?}");
    }
}

#[tokio::test]
async fn white_space_around_a_key_is_not_part_of_it() {
    let server = serve(ok(SETTINGS)).await;
    let builder = Client::builder().api_key(format!(" \t{KEY}\r\n")).base_url(server.uri());
    builder.build().expect("a client").get_default_voice_settings().send().await.expect("settings");
    assert_eq!(header(&only_request(&server).await, "xi-api-key"), KEY);
}

#[test]
fn a_missing_key_is_an_error_that_names_the_variable() {
    // The environment cannot be changed safely: where the variable is set, there is nothing to see.
    if std::env::var_os("ELEVENLABS_API_KEY").is_some() {
        return;
    }
    for result in [Client::from_env(), Client::builder().build()] {
        let error = result.expect_err("there is no key");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("ELEVENLABS_API_KEY"), "{error}");
    }
}

#[test]
fn plain_http_is_for_this_machine_alone_unless_asked_for() {
    for url in [
        "http://api.example.com",
        "HTTP://10.0.0.1:80",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
    ] {
        let error = builder(url).build().expect_err(url);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("allow_plain_http"), "{error}");
        builder(url).allow_plain_http(true).build().expect(url);
    }
    for url in ["http://localhost:8000", "http://127.0.0.1", "http://127.8.8.8:1", "http://[::1]:8000"] {
        builder(url).build().expect(url);
    }
}

#[test]
fn what_is_no_base_url_is_refused() {
    for url in [
        "",
        "api.example.com",
        "/v1",
        "ftp://example.com",
        "https://",
        "https://example.com?a=b",
        "https://exa mple.com",
    ] {
        assert_eq!(builder(url).build().expect_err(url).kind(), ErrorKind::Configuration);
    }
    let error = builder("http://127.0.0.1:hunter2@example.com").build().expect_err("credentials");
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_calls_at_once_succeed() {
    let each = Duration::from_millis(200);
    let server = serve(ok(VOICE).set_delay(each)).await;
    let client = client(&server);
    let start = Instant::now();
    let calls: Vec<_> = (0..50)
        .map(|i| {
            let client = client.clone();
            tokio::spawn(async move { client.get_voice(format!("v{i}")).send().await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.expect("no panic").expect("a voice").name, "Oskar");
    }
    // One after the other they would take ten seconds.
    assert!(start.elapsed() < each * 25, "{:?}", start.elapsed());
    let paths: BTreeSet<_> =
        requests(&server).await.iter().map(|request| request.url.path().to_owned()).collect();
    assert_eq!(paths, (0..50).map(|i| format!("/v1/voices/v{i}")).collect());
}

#[tokio::test]
async fn a_later_value_makes_up_for_a_refused_one() {
    let server = serve(ok(NO_VOICES)).await;
    let call = client(&server).list_voices().page_size(101).page_size(50);
    call.send().await.expect("50 is within the limit");
    assert_eq!(only_request(&server).await.url.query(), Some("page_size=50"));
}

#[tokio::test]
async fn what_with_query_adds_stays_beside_a_setter_of_that_name() {
    let server = serve(ok(NO_VOICES)).await;
    let call = client(&server).list_voices().with_query("search", "one").search("two").search("three");
    call.send().await.expect("an answer");
    assert_eq!(only_request(&server).await.url.query(), Some("search=one&search=three"));
}

#[tokio::test]
async fn a_key_that_json_escapes_is_taken_out_all_the_same() {
    let key = r#"quo"ted\key"#;
    let body = json!({ "detail": { "status": "invalid_api_key", "message": format!("no such key: {key}") } });
    let server = serve(json_response(401, &body.to_string())).await;
    let client = Client::builder().api_key(key).base_url(server.uri()).build().expect("a client");
    let error = client.get_voice("v1").send().await.expect_err("the key is refused");
    for text in [error.to_string(), format!("{error:?}"), error.body().expect("a body").to_owned()] {
        assert!(text.contains("[redacted]"), "{text}");
        assert!(!text.contains(key) && !text.contains(r#"quo\"ted\\key"#), "{text}");
    }
}

#[tokio::test]
async fn the_debug_of_a_raw_response_leaves_out_body_and_headers() {
    let echo = json!({ "stability": 0.5, "speed": 1 }).to_string();
    let server = serve(ok(&echo).insert_header("x-echo", KEY)).await;
    let raw = client(&server).get_default_voice_settings().send_raw().await.expect("settings");
    assert_eq!(raw.headers()["x-echo"], KEY);
    let shown = format!("{raw:?}");
    assert!(shown.contains("stability: Some(0.5)") && !shown.contains(KEY), "{shown}");
}
