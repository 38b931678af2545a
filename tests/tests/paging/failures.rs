//! Calls that fail during pagination, and resuming.

use elevenlabs_voices::ErrorKind;
use tests::both_clients;
use wiremock::ResponseTemplate;

use crate::paginate::{Paginate, all_items, page_summaries, summaries};
use crate::server::{FIRST, Server, followed, last, retryable_failure};

both_clients! {
    error_is_yielded_once_and_ends_pagination,
    resumed_items_are_neither_lost_nor_duplicated,
    resumed_pages_are_neither_lost_nor_duplicated,
    pagination_resumes_after_exhausted_retries,
    failure_on_the_initial_token_keeps_the_token,
    error_on_the_first_page_is_the_only_result,
    retried_failure_is_not_visible,
    each_page_has_the_retries_of_a_call,
    undecodable_page_is_an_error_in_order,
    invalid_argument_is_the_only_result,
}

/// A list whose second page fails at first.
async fn failing_once(failure: ResponseTemplate) -> Server {
    Server::start([
        (FIRST, followed(&["a", "b"], "t2")),
        ("t2", failure),
        ("t2", followed(&["c"], "t3")),
        ("t3", last(&["d"])),
    ])
    .await
}

async fn error_is_yielded_once_and_ends_pagination<M: Paginate>() {
    let server = failing_once(ResponseTemplate::new(403)).await;
    let mut items = M::start_items(server.list::<M>());
    let received = M::rest(&mut items).await;
    assert_eq!(summaries(&received), ["a", "b", "Status"]);
    assert_eq!(received[2].as_ref().expect_err("an error").status().map(|status| status.as_u16()), Some(403));
    for _ in 0..3 {
        assert!(M::next(&mut items).await.is_none());
    }
    assert_eq!(server.received_tokens().await, [FIRST, "t2"]);

    let server = failing_once(ResponseTemplate::new(403)).await;
    let mut pages = M::start_pages(server.list::<M>());
    assert!(M::next_page(&mut pages).await.is_some_and(|page| page.is_ok()));
    assert!(M::next_page(&mut pages).await.is_some_and(|page| page.is_err()));
    for _ in 0..3 {
        assert!(M::next_page(&mut pages).await.is_none());
    }
    assert_eq!(server.received_tokens().await, [FIRST, "t2"]);
}

async fn resumed_items_are_neither_lost_nor_duplicated<M: Paginate>() {
    let server = failing_once(ResponseTemplate::new(403)).await;
    let result = M::items(server.list::<M>(), false).await;
    assert_eq!(summaries(&result.voices), ["a", "b", "Status"]);
    let token = result.next_token.expect("a token to resume from");
    assert_eq!(all_items::<M>(server.list::<M>().next_page_token(token)).await, ["c", "d"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2", "t2", "t3"]);
}

async fn resumed_pages_are_neither_lost_nor_duplicated<M: Paginate>() {
    let server = failing_once(ResponseTemplate::new(403)).await;
    let mut result = M::pages(server.list::<M>(), None).await;
    assert_eq!(page_summaries(&result), ["a b", "Status"]);
    let token = result.pop().and_then(|failed| failed.next_token).expect("a token to resume from");
    let rest = M::pages(server.list::<M>().next_page_token(token), None).await;
    assert_eq!(page_summaries(&rest), ["c", "d"]);
}

async fn pagination_resumes_after_exhausted_retries<M: Paginate>() {
    let server = failing_once(retryable_failure()).await;
    let result = M::items(server.list::<M>().with_max_retries(0), false).await;
    assert_eq!(summaries(&result.voices), ["a", "b", "Status"]);
    assert_eq!(result.next_token.as_deref(), Some("t2"));
    assert_eq!(all_items::<M>(server.list::<M>().next_page_token("t2")).await, ["c", "d"]);
}

async fn failure_on_the_initial_token_keeps_the_token<M: Paginate>() {
    let server = failing_once(ResponseTemplate::new(403)).await;
    let result = M::items(server.list::<M>().next_page_token("t2"), false).await;
    assert_eq!(summaries(&result.voices), ["Status"]);
    assert_eq!(result.next_token.as_deref(), Some("t2"));
}

async fn error_on_the_first_page_is_the_only_result<M: Paginate>() {
    let server = Server::start([(FIRST, ResponseTemplate::new(403)), (FIRST, last(&["a"]))]).await;
    let result = M::items(server.list::<M>(), false).await;
    assert_eq!(summaries(&result.voices), ["Status"]);
    assert_eq!(result.next_token, None);
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a"]);
}

async fn retried_failure_is_not_visible<M: Paginate>() {
    let server = failing_once(retryable_failure()).await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "c", "d"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2", "t2", "t3"]);
}

async fn each_page_has_the_retries_of_a_call<M: Paginate>() {
    let responses = [
        (FIRST, retryable_failure()),
        (FIRST, followed(&["a"], "t2")),
        ("t2", retryable_failure()),
        ("t2", followed(&["b"], "t3")),
        ("t3", retryable_failure()),
        ("t3", last(&["c"])),
    ];
    let server = Server::start(responses).await;
    assert_eq!(all_items::<M>(server.list::<M>().with_max_retries(1)).await, ["a", "b", "c"]);
    assert_eq!(server.received_tokens().await, [FIRST, FIRST, "t2", "t2", "t3", "t3"]);
}

async fn undecodable_page_is_an_error_in_order<M: Paginate>() {
    for body in ["[]", "{}", "", r#"{"voices": [{"voice_id": "c""#, r#"{"voices": 3, "has_more": false}"#] {
        let broken = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let server = failing_once(broken).await;
        assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "Decode"], "{body}");
        assert_eq!(server.received_tokens().await, [FIRST, "t2"], "{body}");
    }
}

async fn invalid_argument_is_the_only_result<M: Paginate>() {
    let server = Server::of_pages(2).await;
    let mut items = M::start_items(server.list::<M>().page_size(101));
    let error = M::next(&mut items).await.expect("an response").expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(M::next(&mut items).await.is_none());
    assert!(server.received_tokens().await.is_empty());
}
