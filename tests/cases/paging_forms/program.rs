//! A program against the crate that `spec.yaml` becomes: the test builds and runs it.

use std::sync::{Arc, Mutex};

use elevenlabs_voices::http::{self, Request, Response};
use elevenlabs_voices::mock::Mock;
use elevenlabs_voices::transport::{Attempt, Transport, TransportError, TransportFuture};
use elevenlabs_voices::{
    Client, ErrorKind, FlaggedPage, NestedCursorPage, NestedPage, PlainPage, Search, Widget, blocking,
};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    mock_paginates_in_every_form().await;
    mock_searches_filters_and_sorts_before_it_paginates().await;
    mock_omits_a_total_that_is_not_requested().await;
    mock_rejects_parameters_of_unknown_effect_in_every_form().await;
    pagination_resumes_in_every_form().await;
    requests_select_the_page_in_every_form().await;
    blocking_client_paginates_in_every_form();
    cursor_ends_with_absence_null_or_empty_text().await;
    token_in_a_header_ends_with_absence_or_empty_text().await;
    token_that_no_header_can_carry_is_an_error().await;
    numbers_end_with_an_empty_page_a_flag_or_their_count().await;
    offset_ends_with_an_empty_page_a_flag_or_the_total().await;
    offset_counts_undecodable_items().await;
    offset_beyond_the_integers_is_an_error().await;
    flagged_page_without_items_is_an_error_by_offset().await;
    null_and_absent_items_are_an_empty_page().await;
    links_are_resolved_against_the_request().await;
    link_to_another_origin_is_an_error_and_not_requested().await;
    link_that_is_no_url_is_an_error().await;
    link_to_an_earlier_page_is_an_error().await;
    link_header_is_read_whatever_its_size().await;
    resumed_link_of_another_origin_is_not_requested().await;
    resumed_number_has_to_be_one().await;
    endless_pages_end_with_max_pages().await;
    undecodable_nested_item_is_rejected();
    nested_page_is_decoded_as_strictly_as_any_other();
    nested_facts_may_be_absent().await;
}

/// The ids of all items, and the error at the end.
macro_rules! ids {
    ($request:expr) => {
        collected!($request.items())
    };
}

/// The ids of the items of a stream, and its last error.
macro_rules! collected {
    ($items:expr) => {{
        let mut items = $items;
        let mut ids = Vec::new();
        let mut failure = None;
        while let Some(item) = items.next().await {
            match item {
                Ok(widget) => ids.push(widget.id),
                Err(error) if error.rejected_item().is_some() => ids.push(-1),
                Err(error) => failure = Some(error),
            }
        }
        (ids, failure)
    }};
}

/// The ids of all items, without an error.
macro_rules! all_ids {
    ($request:expr) => {{
        let (ids, failure) = ids!($request);
        assert!(failure.is_none(), "{failure:?}");
        ids
    }};
}

/// Evaluates an expression with a request of each form of pagination.
macro_rules! each_form {
    ($client:expr, $request:ident => $body:expr) => {{
        let client = $client;
        let search = Search::default();
        { let $request = client.by_cursor(); $body }
        { let $request = client.by_header(); $body }
        { let $request = client.by_header_in_query(); $body }
        { let $request = client.by_number(); $body }
        { let $request = client.by_counted_number(); $body }
        { let $request = client.by_flagged_number(); $body }
        { let $request = client.by_offset(); $body }
        { let $request = client.by_counted_offset(); $body }
        { let $request = client.by_flagged_offset(); $body }
        { let $request = client.by_link(); $body }
        { let $request = client.by_link_header(); $body }
        { let $request = client.by_nested_link(); $body }
        { let $request = client.by_nested_cursor(&search); $body }
    }};
}

fn widgets(count: i64) -> Vec<Widget> {
    (1..=count).map(|id| Widget::default().with(|widget| widget.id = id)).collect()
}

/// A mock with as many widgets in each list.
fn mock(count: i64) -> Mock {
    let mock = Mock::new();
    mock.by_cursor(widgets(count));
    mock.by_header(widgets(count));
    mock.by_header_in_query(widgets(count));
    mock.by_number(widgets(count));
    mock.by_counted_number(widgets(count));
    mock.by_flagged_number(widgets(count));
    mock.by_offset(widgets(count));
    mock.by_counted_offset(widgets(count));
    mock.by_flagged_offset(widgets(count));
    mock.by_link(widgets(count));
    mock.by_link_header(widgets(count));
    mock.by_nested_link(widgets(count));
    mock.by_nested_cursor(widgets(count));
    mock
}

async fn mock_paginates_in_every_form() {
    for count in [0, 1, 2, 5, 6] {
        let expected: Vec<_> = (1..=count).collect();
        each_form!(mock(count).client().expect("a client"), request => {
            assert_eq!(all_ids!(request), expected);
        });
    }
}

/// Evaluates an expression with a request of each operation that can be searched and sorted.
macro_rules! each_sortable {
    ($client:expr, $request:ident => $body:expr) => {{
        let client = $client;
        { let $request = client.by_header(); $body }
        { let $request = client.by_counted_number(); $body }
        { let $request = client.by_counted_offset(); $body }
        { let $request = client.by_link(); $body }
        { let $request = client.by_nested_link(); $body }
    }};
}

async fn mock_searches_filters_and_sorts_before_it_paginates() {
    let colored = || {
        let colors = ["dark red", "blue", "dark red", "blue", "red", "dark red"];
        widgets(6).into_iter().zip(colors).map(|(widget, color)| widget.with(|it| it.color = Some(color.into())))
    };
    let mock = Mock::new();
    mock.by_header(colored());
    mock.by_counted_number(colored());
    mock.by_counted_offset(colored());
    mock.by_link(colored());
    mock.by_nested_link(colored());
    each_sortable!(mock.client().expect("a client"), request => {
        assert_eq!(all_ids!(request.clone().q("RED")), [1, 3, 5, 6]);
        assert_eq!(all_ids!(request.clone().color("dark red")), [1, 3, 6]);
        assert_eq!(all_ids!(request.clone().sort("id").direction("desc")), [6, 5, 4, 3, 2, 1]);
        assert_eq!(all_ids!(request.clone().sort("color")), [2, 4, 1, 3, 6, 5]);
        assert_eq!(all_ids!(request.q("dark").sort("id").direction("desc").limit(1)), [6, 3, 1]);
    });
}

async fn mock_omits_a_total_that_is_not_requested() {
    let mock = mock(5);
    let client = mock.client().expect("a client");
    let total = |page: elevenlabs_voices::TotalPage| page.total;
    assert_eq!(client.by_counted_offset().send().await.map(total).expect("a page"), Some(5));
    let request = client.by_counted_offset().with_total(false);
    assert_eq!(request.clone().send().await.map(total).expect("a page"), None);
    // Without a total, an empty page is the end.
    assert_eq!(all_ids!(request), [1, 2, 3, 4, 5]);
    let meta = client.by_counted_number().with_total(false).send().await.expect("a page").meta.expect("counts");
    assert_eq!((meta.pages, meta.total), (3, None));
}

async fn mock_rejects_parameters_of_unknown_effect_in_every_form() {
    each_form!(mock(5).client().expect("a client"), request => {
        let (ids, failure) = ids!(request.with_query("mood", "sunny"));
        let message = format!("{:?}", failure.expect("an unknown effect"));
        assert!(ids.is_empty() && message.contains("what the parameter `mood` does"), "{message}");
    });
    each_sortable!(mock(5).client().expect("a client"), request => {
        let (_, failure) = ids!(request.clone().sort("age"));
        assert!(format!("{failure:?}").contains("how to sort by `age`"), "{failure:?}");
        let (_, failure) = ids!(request.direction("desc"));
        assert!(format!("{failure:?}").contains("which property to sort by"), "{failure:?}");
    });
    // A page is selected by the parameter of its form alone.
    let client = mock(5).client().expect("a client");
    let (_, failure) = ids!(client.by_number().with_query("mock-page", "after-2"));
    assert!(format!("{failure:?}").contains("what the parameter `mock-page` does"), "{failure:?}");
    let (_, failure) = ids!(client.by_header().with_query("x-token", "after-2"));
    assert!(format!("{failure:?}").contains("what the parameter `x-token` does"), "{failure:?}");
}

fn blocking_client_paginates_in_every_form() {
    each_form!(mock(5).blocking_client().expect("a client"), request => {
        let ids: Result<Vec<_>, _> = request.items().map(|item| item.map(|widget| widget.id)).collect();
        assert_eq!(ids.expect("no error"), [1, 2, 3, 4, 5]);
    });
    let server = Server::start(|_| page(&[1], json!({ "@odata.nextLink": "https://evil.example/" })));
    let client = blocking::Client::builder().api_key("secret").transport(server.clone()).build().expect("a client");
    let last = client.by_link().items().last().expect("an item").expect_err("another origin");
    assert_eq!((last.kind(), server.urls().len()), (ErrorKind::Paging, 1));
}

/// Ends a pagination after its first page, and resumes it.
macro_rules! assert_resumes {
    ($client:expr, $request:expr, $resume:expr) => {{
        let mut pages = $request.pages().max_pages(1);
        pages.next().await.expect("a page").expect("no error");
        let error = pages.next().await.expect("an error").expect_err("more pages");
        assert_eq!(error.kind(), ErrorKind::Paging);
        let token = pages.next_token().expect("a token").to_owned();
        #[allow(clippy::redundant_closure_call)]
        let resumed = $resume(token);
        assert_eq!(all_ids!(resumed), [3, 4, 5]);
    }};
}

async fn pagination_resumes_in_every_form() {
    let client = mock(5).client().expect("a client");
    assert_resumes!(client, client.by_cursor(), |token| client.by_cursor().cursor(token));
    assert_resumes!(client, client.by_header(), |token| client.by_header().x_token(token));
    assert_resumes!(client, client.by_header_in_query(), |token| client.by_header_in_query().token(token));
    assert_resumes!(client, client.by_number(), |token| client.by_number().with_next_token(token));
    assert_resumes!(client, client.by_counted_number(), |token| client.by_counted_number().with_next_token(token));
    assert_resumes!(client, client.by_flagged_number(), |token| client.by_flagged_number().with_next_token(token));
    assert_resumes!(client, client.by_offset(), |token| client.by_offset().with_next_token(token));
    assert_resumes!(client, client.by_counted_offset(), |token| client.by_counted_offset().with_next_token(token));
    assert_resumes!(client, client.by_link(), |token| client.by_link().with_next_token(token));
    assert_resumes!(client, client.by_link_header(), |token| client.by_link_header().with_next_token(token));
    assert_resumes!(client, client.by_nested_link(), |token| client.by_nested_link().with_next_token(token));
    // The setter of the parameter does the same.
    assert_eq!(all_ids!(client.by_number().page(2)), [3, 4, 5]);
    assert_eq!(all_ids!(client.by_offset().skip(3)), [4, 5]);
}

async fn requests_select_the_page_in_every_form() {
    let mock = mock(5);
    each_form!(mock.client().expect("a client"), request => {
        all_ids!(request.clone());
    });
    let requests = mock.received_requests();
    let of = |operation: &str| -> Vec<String> {
        let requests = requests.iter().filter(|request| request.operation() == Some(operation));
        let position = |request: &elevenlabs_voices::mock::RecordedRequest| {
            let header = request.headers().get("x-token").map(|value| value.to_str().expect("text").to_owned());
            let query = request.query().iter().map(|(name, value)| format!("{name}={value}"));
            assert_eq!(request.headers().get("x-widget-key").map(|key| key.is_sensitive()), Some(true));
            query.chain(header).collect::<Vec<_>>().join("&")
        };
        requests.map(position).collect()
    };
    assert_eq!(of("by_cursor"), ["", "cursor=after-2", "cursor=after-4"]);
    assert_eq!(of("by_header"), ["", "after-2", "after-4"]);
    assert_eq!(of("by_header_in_query"), ["", "token=after-2", "token=after-4"]);
    assert_eq!(of("by_number"), ["", "page=2", "page=3", "page=4"]);
    assert_eq!(of("by_counted_number"), ["", "page=1", "page=2"]);
    assert_eq!(of("by_flagged_number"), ["", "page=2", "page=3"]);
    assert_eq!(of("by_offset"), ["", "skip=2", "skip=4", "skip=5"]);
    assert_eq!(of("by_counted_offset"), ["", "start=3", "start=5"]);
    assert_eq!(of("by_flagged_offset"), ["", "skip=2", "skip=4"]);
    assert_eq!(of("by_link"), ["", "mock-page=after-2", "mock-page=after-4"]);
    assert_eq!(of("by_nested_link"), ["", "mock-page=after-2", "mock-page=after-4"]);
    assert_eq!(of("by_nested_cursor"), ["", "cursor=after-2", "cursor=after-4"]);
}

type Answer = dyn Fn(&Request<Vec<u8>>) -> Response<Vec<u8>> + Send + Sync;

/// A server in the program itself, which records the URLs of requests.
#[derive(Clone)]
struct Server {
    answer: Arc<Answer>,
    urls: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer: impl Fn(&Request<Vec<u8>>) -> Response<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), urls: Arc::default() }
    }

    fn client(&self) -> Client {
        Client::builder().api_key("secret").transport(self.clone()).build().expect("a client")
    }

    fn urls(&self) -> Vec<String> {
        self.urls.lock().expect("no panic").clone()
    }

    fn respond(&self, attempt: &Attempt) -> Response<Vec<u8>> {
        let mut urls = self.urls.lock().expect("no panic");
        urls.push(attempt.request.uri().to_string());
        assert!(urls.len() < 100, "pagination does not end: {urls:?}");
        (self.answer)(&attempt.request)
    }
}

impl Transport for Server {
    fn send(&self, attempt: Attempt) -> TransportFuture<'_> {
        Box::pin(std::future::ready(Ok(self.respond(&attempt))))
    }
}

impl blocking::Transport for Server {
    fn send(&self, attempt: Attempt) -> Result<Response<Vec<u8>>, TransportError> {
        Ok(self.respond(&attempt))
    }
}

fn response(body: &Value) -> Response<Vec<u8>> {
    Response::new(body.to_string().into_bytes())
}

/// A page of widgets with further properties. An id below 0 is undecodable.
fn page(ids: &[i64], mut properties: Value) -> Response<Vec<u8>> {
    let widget = |id: &i64| if *id < 0 { json!({ "id": "?" }) } else { json!({ "id": id }) };
    properties["widgets"] = ids.iter().map(widget).collect();
    response(&properties)
}

/// The same with a header.
fn with_header(mut response: Response<Vec<u8>>, name: &'static str, value: &str) -> Response<Vec<u8>> {
    let value = http::HeaderValue::from_str(value).expect("a value");
    response.headers_mut().insert(name, value);
    response
}

/// The value of a query parameter.
fn parameter(request: &Request<Vec<u8>>, name: &str) -> Option<String> {
    let pairs = request.uri().query().unwrap_or_default().split('&');
    let mut values = pairs.filter_map(|pair| pair.split_once('=')).filter(|(other, _)| *other == name);
    values.next().map(|(_, value)| value.to_owned())
}

async fn cursor_ends_with_absence_null_or_empty_text() {
    for last in [json!({}), json!({ "next": null }), json!({ "next": "" })] {
        let server = Server::start(move |request| match parameter(request, "cursor").as_deref() {
            None => page(&[1], json!({ "next": "a" })),
            Some("a") => page(&[], json!({ "next": "b" })),
            Some(_) => page(&[2], last.clone()),
        });
        assert_eq!(all_ids!(server.client().by_cursor()), [1, 2]);
        assert_eq!(server.urls().len(), 3);
    }
    let server = Server::start(|_| page(&[1], json!({ "next": "a" })));
    let (ids, failure) = ids!(server.client().by_cursor());
    assert_eq!((ids, failure.expect("a cycle").kind()), (vec![1, 1], ErrorKind::Paging));
}

async fn token_in_a_header_ends_with_absence_or_empty_text() {
    let server = Server::start(|request| match request.headers().get("x-token") {
        None => with_header(page(&[1], json!({})), "x-next", "a"),
        Some(token) if token == "a" => with_header(page(&[2], json!({})), "x-next", "b"),
        Some(token) => {
            assert_eq!(token, "b");
            with_header(page(&[3], json!({})), "x-next", "")
        }
    });
    assert_eq!(all_ids!(server.client().by_header()), [1, 2, 3]);
    let server = Server::start(|_| with_header(page(&[1], json!({})), "x-next", "a"));
    let (ids, failure) = ids!(server.client().by_header());
    let failure = failure.expect("a cycle");
    assert!(failure.message().contains("token of an earlier page"), "{failure}");
    assert_eq!((ids, server.urls().len()), (vec![1, 1], 2));
}

async fn token_that_no_header_can_carry_is_an_error() {
    let server = Server::start(|_| {
        let mut response = page(&[1], json!({}));
        let value = http::HeaderValue::from_bytes(b"\xff").expect("a value");
        response.headers_mut().insert("x-next", value);
        response
    });
    let (ids, failure) = ids!(server.client().by_header());
    let failure = failure.expect("no text");
    assert!(failure.message().contains("the header x-next of the response is not UTF-8"), "{failure}");
    assert_eq!(ids, [1]);
}

async fn numbers_end_with_an_empty_page_a_flag_or_their_count() {
    let number = |request: &Request<Vec<u8>>| {
        parameter(request, "page").map_or(1, |page| page.parse::<i64>().expect("a number"))
    };
    let server = Server::start(move |request| {
        let number = number(request);
        page(if number < 3 { &[1] } else { &[] }, json!({}))
    });
    assert_eq!(all_ids!(server.client().by_number()), [1, 1]);
    // A page of undecodable items is not empty.
    let server = Server::start(move |request| page(if number(request) < 2 { &[-1] } else { &[] }, json!({})));
    assert_eq!(all_ids!(server.client().by_number()), [-1]);
    // A flag counts more than the items.
    let server = Server::start(move |request| {
        let number = number(request);
        page(if number == 2 { &[] } else { &[1] }, json!({ "more": number < 3 }))
    });
    assert_eq!(all_ids!(server.client().by_flagged_number()), [1, 1]);
    let server = Server::start(move |request| page(if number(request) < 3 { &[1] } else { &[] }, json!({})));
    assert_eq!(all_ids!(server.client().by_flagged_number()), [1, 1]);
    for (pages, requests) in [(2, 2), (1, 1), (0, 1), (-5, 1), (i64::MIN, 1), (i64::MAX, 4)] {
        let server = Server::start(move |request| {
            let number = parameter(request, "page").map_or(0, |page| page.parse::<i64>().expect("a number"));
            page(if number < 3 { &[1] } else { &[] }, json!({ "meta": { "pages": pages } }))
        });
        all_ids!(server.client().by_counted_number());
        assert_eq!(server.urls().len(), requests, "{pages}");
    }
    let server = Server::start(|_| page(&[1], json!({})));
    let (_, failure) = ids!(server.client().by_number().page(i64::MAX));
    assert_eq!(failure.expect("no next number").kind(), ErrorKind::Paging);
}

async fn offset_ends_with_an_empty_page_a_flag_or_the_total() {
    let offset = |request: &Request<Vec<u8>>, name: &str| {
        parameter(request, name).map_or(0, |skip| skip.parse::<i64>().expect("a number"))
    };
    let server = Server::start(move |request| {
        page(if offset(request, "skip") < 5 { &[1, 2, 3] } else { &[] }, json!({}))
    });
    assert_eq!(all_ids!(server.client().by_offset()), [1, 2, 3, 1, 2, 3]);
    let server = Server::start(move |request| page(&[1], json!({ "more": offset(request, "skip") < 2 })));
    assert_eq!(all_ids!(server.client().by_flagged_offset()), [1, 1, 1]);
    // A total that is too small ends the list, and one that is too large does not make it endless.
    for (total, count) in [(3, 4), (4, 4), (0, 2), (-1, 2), (i64::MIN, 2), (i64::MAX, 6), (7, 6)] {
        let server = Server::start(move |request| {
            page(if offset(request, "start") < 6 { &[1, 2] } else { &[] }, json!({ "total": total }))
        });
        assert_eq!(all_ids!(server.client().by_counted_offset()).len(), count, "{total}");
    }
}

async fn offset_counts_undecodable_items() {
    let server = Server::start(|request| match parameter(request, "skip").as_deref() {
        None => page(&[1, -1, -1], json!({})),
        Some("3") => page(&[2], json!({})),
        Some(_) => page(&[], json!({})),
    });
    assert_eq!(all_ids!(server.client().by_offset()), [1, -1, -1, 2]);
}

async fn offset_beyond_the_integers_is_an_error() {
    let server = Server::start(|_| page(&[1, 2], json!({})));
    let (ids, failure) = ids!(server.client().by_offset().skip(i64::MAX - 1));
    let failure = failure.expect("too large");
    assert_eq!((failure.kind(), ids, server.urls().len()), (ErrorKind::Paging, vec![1, 2], 1));
}

async fn flagged_page_without_items_is_an_error_by_offset() {
    let server = Server::start(|_| page(&[], json!({ "more": true })));
    let (_, failure) = ids!(server.client().by_flagged_offset());
    assert_eq!((failure.expect("no progress").kind(), server.urls().len()), (ErrorKind::Paging, 1));
}

async fn null_and_absent_items_are_an_empty_page() {
    for body in [json!({}), json!({ "widgets": null }), json!({ "widgets": [] })] {
        let server = Server::start(move |_| response(&body));
        assert_eq!(all_ids!(server.client().by_number()), Vec::<i64>::new());
        assert_eq!(all_ids!(server.client().by_offset()), Vec::<i64>::new());
        assert_eq!(server.urls().len(), 2);
    }
    let nested = [json!({}), json!({ "widgets": null }), json!({ "widgets": [] })];
    for body in nested.map(|list| json!({ "data": { "list": list } })) {
        let server = Server::start(move |_| response(&body));
        assert_eq!(all_ids!(server.client().by_nested_link()), Vec::<i64>::new());
    }
    for body in [json!({}), json!({ "data": null }), json!({ "data": {} }), json!([])] {
        let server = Server::start(move |_| response(&body));
        let (_, failure) = ids!(server.client().by_nested_link());
        assert_eq!(failure.expect("no list").kind(), ErrorKind::Decode);
    }
}

async fn links_are_resolved_against_the_request() {
    let server = Server::start(|request| {
        assert_eq!(request.headers()["x-widget-key"], "secret");
        let link = |link: &str| json!({ "@odata.nextLink": link });
        match request.uri().to_string().strip_prefix("https://widgets.example").expect("the origin") {
            "/api/link?color=red" => page(&[1], link("?page=2")),
            "/api/link?page=2" => page(&[2], link("list/3#part")),
            "/api/list/3" => page(&[3], link("/4?a=%20b")),
            "/4?a=%20b" => page(&[4], link("https://WIDGETS.example:443/5")),
            "/5" | ":443/5" => page(&[5], link("")),
            other => match request.uri().host() {
                Some(host) if host.eq_ignore_ascii_case("widgets.example") => page(&[5], link("")),
                _ => panic!("{other}"),
            },
        }
    });
    let server = Server {
        answer: Arc::new(move |request| {
            let uri = request.uri().to_string().replace("WIDGETS.example:443", "widgets.example");
            let mut same = Request::new(Vec::new());
            *same.uri_mut() = uri.parse().expect("a URL");
            *same.headers_mut() = request.headers().clone();
            (server.answer)(&same)
        }),
        urls: Arc::default(),
    };
    assert_eq!(all_ids!(server.client().by_link().color("red")), [1, 2, 3, 4, 5]);
    assert_eq!(server.urls().len(), 5);
}

async fn link_to_another_origin_is_an_error_and_not_requested() {
    for link in [
        "https://evil.example/link",
        "//evil.example/link",
        "http://widgets.example/api/link",
        "https://widgets.example:8443/api/link",
        "https://widgets.example.evil.example/",
    ] {
        let server = Server::start(move |_| page(&[1], json!({ "@odata.nextLink": link })));
        let (ids, failure) = ids!(server.client().by_link());
        let failure = failure.expect("another origin");
        assert!(failure.message().contains("a page of another origin is not requested: http"), "{failure}");
        assert_eq!((failure.kind(), failure.operation()), (ErrorKind::Paging, Some("by_link")));
        assert_eq!((ids, server.urls().len()), (vec![1], 1));

        let server = Server::start(move |_| {
            with_header(page(&[1], json!({})), "link", &format!("<{link}>; rel=\"next\""))
        });
        let (_, failure) = ids!(server.client().by_link_header());
        assert_eq!((failure.expect("an error").kind(), server.urls().len()), (ErrorKind::Paging, 1));
    }
}

async fn link_that_is_no_url_is_an_error() {
    for link in ["https://", "https://user:password@widgets.example/", "javascript:alert()", "/a b"] {
        let server = Server::start(move |_| page(&[1], json!({ "@odata.nextLink": link })));
        let (ids, failure) = ids!(server.client().by_link());
        let failure = failure.expect("no URL");
        assert!(failure.message().contains("the link to the next page is not a URL"), "{failure}");
        assert_eq!((ids, server.urls().len()), (vec![1], 1));
    }
}

async fn link_to_an_earlier_page_is_an_error() {
    for (back, requests) in [("?page=2", 2), ("?color=red", 2), ("/api/link?color=red", 2), ("", 2)] {
        let server = Server::start(move |request| match parameter(request, "page") {
            None => page(&[1], json!({ "@odata.nextLink": "?page=2" })),
            Some(_) => page(&[2], json!({ "@odata.nextLink": back })),
        });
        let (ids, failure) = ids!(server.client().by_link().color("red"));
        assert_eq!((ids, server.urls().len()), (vec![1, 2], requests), "{back}");
        match failure {
            Some(error) => assert!(error.message().contains("link to an earlier page"), "{error}"),
            None => assert_eq!(back, ""),
        }
    }
}

async fn link_header_is_read_whatever_its_size() {
    let many = "<https://evil.example>; rel=\"prev\", ".repeat(2_000);
    let server = Server::start(move |request| match request.uri().path() {
        "/api/link_header" => {
            with_header(page(&[1], json!({})), "link", &format!("{many}<page/2>; title=\"a, b\"; rel=\"last next\""))
        }
        _ => with_header(page(&[2], json!({})), "link", "<page/1>; rel=prev"),
    });
    assert_eq!(all_ids!(server.client().by_link_header()), [1, 2]);
    assert_eq!(server.urls()[1], "https://widgets.example/api/page/2");
}

async fn resumed_link_of_another_origin_is_not_requested() {
    let server = Server::start(|_| page(&[1], json!({})));
    for link in ["https://evil.example/", "//evil.example/", "mailto:me", ""] {
        let (ids, failure) = ids!(server.client().by_link().with_next_token(link));
        assert_eq!((ids, failure.expect("an error").kind()), (Vec::new(), ErrorKind::Argument));
    }
    assert_eq!(server.urls().len(), 0);
    assert_eq!(all_ids!(server.client().by_link().with_next_token("/api/other?page=2")), [1]);
    assert_eq!(server.urls(), ["https://widgets.example/api/other?page=2"]);
}

async fn resumed_number_has_to_be_one() {
    let server = Server::start(|_| page(&[], json!({})));
    let (_, failure) = ids!(server.client().by_number().with_next_token("two"));
    assert_eq!((failure.expect("no number").kind(), server.urls().len()), (ErrorKind::Argument, 0));
    all_ids!(server.client().by_number().with_next_token("two").with_next_token("2"));
    assert_eq!(server.urls(), ["https://widgets.example/api/number?page=2"]);
}

async fn endless_pages_end_with_max_pages() {
    let number = Arc::new(Mutex::new(0));
    let server = Server::start(move |_| {
        let mut number = number.lock().expect("no panic");
        *number += 1;
        page(&[1], json!({ "next": format!("t{number}"), "@odata.nextLink": format!("?page={number}"), "more": true }))
    });
    let client = server.client();
    for failure in [
        collected!(client.by_cursor().items().max_pages(7)).1,
        collected!(client.by_number().items().max_pages(7)).1,
        collected!(client.by_offset().items().max_pages(7)).1,
        collected!(client.by_flagged_number().items().max_pages(7)).1,
        collected!(client.by_link().items().max_pages(7)).1,
    ] {
        let failure = failure.expect("too many pages");
        assert!(failure.message().contains("more pages than `max_pages` allows"), "{failure}");
    }
    assert_eq!(server.urls().len(), 35);
}

fn undecodable_nested_item_is_rejected() {
    let text = r#"
        { "before": 1, "data": { "list": { "widgets": [ { "id": 1 }, { "id": "?" }, null, { "id": 4, "x": [1] } ], "y": 2 } },
          "links": { "next": "/2" } }"#;
    let page = NestedPage::from_json(text).expect("a page");
    assert_eq!(page.iter().map(|widget| widget.id).collect::<Vec<_>>(), [1, 4]);
    assert_eq!((page.len(), page.is_empty(), page.rejected_count), (2, false, 2));
    assert_eq!((page.rejected[0].index, page.rejected[0].path.as_str()), (1, "data.list.widgets[1].id"));
    assert_eq!((page.rejected[1].index, page.rejected[1].raw.as_str()), (2, "null"));
    assert_eq!(page.links.as_ref().and_then(|links| links.next.as_deref()), Some("/2"));
    assert_eq!((page.extra["before"].clone(), page.data.list.extra["y"].clone()), (json!(1), json!(2)));
    assert_eq!(page.data.list.widgets[1].extra["x"], json!([1]));
    assert_eq!(page.into_iter().count(), 2);
    let with_bom = format!("\u{feff}{text}");
    assert_eq!(NestedPage::from_json(&with_bom).expect("a page").rejected_count, 2);
    let many = json!({ "data": { "list": { "widgets": vec![json!({}); 3000] } } });
    let page = NestedPage::from_json(&many.to_string()).expect("a page");
    assert_eq!((page.len(), page.rejected.len(), page.rejected_count), (0, 1000, 3000));
}

fn nested_page_is_decoded_as_strictly_as_any_other() {
    for (text, path) in [
        (r#"{ "data": { "list": { "widgets": [{ "id": "?" }] } }, "links": 3 }"#, "links"),
        (r#"{ "data": { "list": { "widgets": 3 } } }"#, "data.list.widgets"),
        (r#"{ "data": { "list": 3 } }"#, "data.list"),
        (r#"{ "data": { "list": { "widgets": [{ "id": "?" }] } }, "links": {"#, "."),
    ] {
        let error = NestedPage::from_json(text).expect_err("no page");
        assert_eq!(error.path(), Some(path), "{error}");
    }
    assert!(serde_json::from_str::<NestedPage>(r#"{ "data": { "list": { "widgets": [{}] } } }"#).is_err());
}

async fn nested_facts_may_be_absent() {
    let page = |more: Value| json!({ "data": { "widgets": [{ "id": 1 }] }, "meta": more });
    for last in [Value::Null, json!({ "more": false, "next": "b" })] {
        let (first, last) = (page(json!({ "more": true, "next": "a" })), page(last));
        let server = Server::start(move |request| {
            response(if parameter(request, "cursor").is_none() { &first } else { &last })
        });
        assert_eq!(all_ids!(server.client().by_nested_cursor(&Search::default())), [1, 1]);
    }
    let body = page(json!({ "more": true }));
    let server = Server::start(move |_| response(&body));
    let (_, failure) = ids!(server.client().by_nested_cursor(&Search::default()));
    assert_eq!(failure.expect("no token").kind(), ErrorKind::Paging);
    assert_eq!(NestedCursorPage::fixture().meta.map(|meta| meta.more), Some(false));
    assert_eq!((FlaggedPage::fixture().more, PlainPage::fixture().len()), (Some(false), 1));
}
