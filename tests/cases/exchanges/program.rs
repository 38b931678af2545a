//! A program against the crate that `spec.yaml` becomes: the test builds and runs it.

use elevenlabs_voices::http::StatusCode;
use elevenlabs_voices::http::header::{ACCEPT, CONTENT_TYPE};
use elevenlabs_voices::mock::{Mock, RecordedRequest, Reply};
use elevenlabs_voices::{Client, Crate, Credentials, ErrorKind, Problem, Refusal, Size};
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    response_without_a_body_is_none().await;
    body_of_an_error_is_decoded_as_its_type().await;
    text_is_sent_and_returned_as_it_is().await;
    form_has_the_properties_as_pairs().await;
    several_segments_stay_below_their_prefix().await;
    maps_are_sent_as_parameters().await;
}

fn mocked() -> (Mock, Client) {
    let mock = Mock::new();
    let client = mock.client().expect("a client");
    (mock, client)
}

fn last(mock: &Mock) -> RecordedRequest {
    mock.received_requests().pop().expect("a request")
}

async fn response_without_a_body_is_none() {
    let (mock, client) = mocked();
    let taken = client.take_crate().send().await.expect("a response");
    assert_eq!(taken, Some(Crate::fixture()));
    mock.take_crate(&None);
    let raw = client.take_crate().send_raw().await.expect("a response");
    assert_eq!((raw.value(), raw.status(), raw.body()), (&None, StatusCode::NO_CONTENT, ""));
    for body in ["null", "", " \n", "\u{feff}"] {
        mock.enqueue_reply(Reply::text(StatusCode::OK, body));
        assert_eq!(client.take_crate().send().await.expect("a response"), None, "{body:?}");
    }
    mock.enqueue_reply(Reply::text(StatusCode::OK, "{}"));
    client.take_crate().send().await.expect_err("a crate without an id");
}

async fn body_of_an_error_is_decoded_as_its_type() {
    let (mock, client) = mocked();
    mock.enqueue_reply(Reply::json(StatusCode::NOT_FOUND, &json!({ "reason": "closed", "hints": null, "more": 1 })));
    let error = client.take_crate().send().await.expect_err("not found");
    assert_eq!(error.kind(), ErrorKind::Status);
    let problem: Problem = error.decode_body().expect("a problem");
    assert_eq!((problem.reason.as_str(), &problem.hints[..], &problem.extra["more"]), ("closed", &[][..], &json!(1)));
    assert!(matches!(error.decode_body(), Ok(Refusal::Problem(_))));
    let wrong = error.decode_body::<Vec<String>>().expect_err("an object");
    assert_eq!(wrong.kind(), ErrorKind::Decode);
    assert!(wrong.to_string().contains("the body of the error is not of the type"), "{wrong}");

    mock.enqueue_reply(Reply::json(StatusCode::IM_A_TEAPOT, &json!(["a", "b"])));
    let error = client.take_crate().send().await.expect_err("a client error");
    assert_eq!(error.decode_body::<Vec<String>>().expect("a list"), ["a", "b"]);
    mock.enqueue_reply(Reply::no_connection());
    let error = client.take_crate().with_max_retries(0).send().await.expect_err("no connection");
    error.decode_body::<Problem>().expect_err("no body");
}

async fn text_is_sent_and_returned_as_it_is() {
    let (mock, client) = mocked();
    let label = "\"quoted\"\n{}";
    mock.label_crate(&label.to_owned());
    assert_eq!(client.label_crate("7", label).send().await.expect("text"), label);
    let request = last(&mock);
    assert_eq!(request.body(), label);
    assert_eq!((&request.headers()[CONTENT_TYPE], &request.headers()[ACCEPT]), (&"text/plain".parse().unwrap(), &"text/plain".parse().unwrap()));

    assert_eq!(client.export_crates().send().await.expect("text").as_deref(), Some("text"));
    assert!(!last(&mock).headers().contains_key(CONTENT_TYPE));
    mock.export_crates(&None);
    assert_eq!(client.export_crates().body("a,b").send().await.expect("nothing"), None);
    let request = last(&mock);
    assert_eq!((request.body(), &request.headers()[CONTENT_TYPE]), ("a,b", &"text/csv".parse().unwrap()));

    client.get_manifest().send().await.expect("a crate");
    assert_eq!(last(&mock).headers()[ACCEPT], "application/vnd.depot+json");
}

async fn form_has_the_properties_as_pairs() {
    let (mock, client) = mocked();
    let mut body = Credentials::default();
    body.user = "a b&c=ü+".to_owned();
    body.scopes = vec!["x".to_owned(), "y".to_owned()];
    body.size = Some(Size::Large);
    client.sign_in(&body).send().await.expect("a response");
    let request = last(&mock);
    assert_eq!(request.body(), "scopes=x&scopes=y&size=large&user=a%20b%26c%3D%C3%BC%2B");
    assert_eq!(request.headers()[CONTENT_TYPE], "application/x-www-form-urlencoded");
    body.extra.insert("nested".to_owned(), json!({ "a": 1 }));
    let error = client.sign_in(&body).send().await.expect_err("an object in a form");
    assert_eq!(error.kind(), ErrorKind::Argument);
}

async fn several_segments_stay_below_their_prefix() {
    let (mock, client) = mocked();
    for (value, sent) in [
        ("a/b c.txt", "a/b%20c.txt"),
        ("a?b#c", "a%3Fb%23c"),
        ("%2e%2e/%2f", "%252e%252e/%252f"),
        ("...;v=1/x:y@z", "...;v=1/x:y@z"),
        ("\\..\\x[1]", "%5C..%5Cx%5B1%5D"),
        ("a//", "a//"),
    ] {
        client.get_file(value, "d").send().await.unwrap_or_else(|error| panic!("{value}: {error}"));
        let request = last(&mock);
        assert_eq!((request.path(), request.query()), (format!("/files/{sent}/of/d").as_str(), &[][..]));
        assert_eq!(request.operation(), Some("get_file"), "{value}");
    }
    for value in ["", ".", "..", "a/../b", "../x", "a/.", "./"] {
        let error = client.get_file(value, "d").send().await.expect_err(value);
        assert_eq!(error.kind(), ErrorKind::Argument, "{value}");
    }
}

async fn maps_are_sent_as_parameters() {
    let (mock, client) = mocked();
    let request = client.find_crates([("from", 1), ("to", 9)], [("a", Size::Small), ("b&", Size::from("x l"))]);
    let request = request.labels([("first", "wrong")]).labels([("hot", "y,z"), ("dry", "")]).order([("b", 2), ("a", 1)]);
    request.x_depots([("north", true), ("south", false)]).send().await.expect("crates");
    let request = last(&mock);
    assert_eq!(request.path(), "/crates/from,1,to,9");
    let expected = [("sizes[a]", "small"), ("sizes[b&]", "x l"), ("hot", "y,z"), ("dry", ""), ("order", "b,2,a,1")];
    assert_eq!(request.query(), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(request.headers()["x-depots"], "north,true,south,false");
    let none: [(String, String); 0] = [];
    let only = [("k", "small")];
    client.find_crates([("from", 1)], only).labels(none).send().await.expect("crates");
    assert_eq!(last(&mock).query().len(), 1);
}
