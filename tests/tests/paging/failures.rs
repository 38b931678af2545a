//! Calls that fail during pagination, and resuming.

use elevenlabs_voices::ErrorKind;
use tests::both_clients;
use wiremock::ResponseTemplate;

use crate::paginate::{Paginate, all_items, in_short, pages_in_short};
use crate::server::{FIRST, Server, followed, last, try_again};

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
    let came = M::rest(&mut items).await;
    assert_eq!(in_short(&came), ["a", "b", "Status"]);
    assert_eq!(came[2].as_ref().expect_err("an error").status().map(|status| status.as_u16()), Some(403));
    for _ in 0..3 {
        assert!(M::next(&mut items).await.is_none());
    }
    assert_eq!(server.asked().await, [FIRST, "t2"]);

    let server = failing_once(ResponseTemplate::new(403)).await;
    let mut pages = M::start_pages(server.list::<M>());
    assert!(M::next_page(&mut pages).await.is_some_and(|page| page.is_ok()));
    assert!(M::next_page(&mut pages).await.is_some_and(|page| page.is_err()));
    for _ in 0..3 {
        assert!(M::next_page(&mut pages).await.is_none());
    }
    assert_eq!(server.asked().await, [FIRST, "t2"]);
}

async fn resumed_items_are_neither_lost_nor_duplicated<M: Paginate>() {
    let server = failing_once(ResponseTemplate::new(403)).await;
    let run = M::items(server.list::<M>(), false).await;
    assert_eq!(in_short(&run.voices), ["a", "b", "Status"]);
    let token = run.next_token.expect("a token to go on from");
    assert_eq!(all_items::<M>(server.list::<M>().next_page_token(token)).await, ["c", "d"]);
    assert_eq!(server.asked().await, [FIRST, "t2", "t2", "t3"]);
}

async fn resumed_pages_are_neither_lost_nor_duplicated<M: Paginate>() {
    let server = failing_once(ResponseTemplate::new(403)).await;
    let mut run = M::pages(server.list::<M>(), None).await;
    assert_eq!(pages_in_short(&run), ["a b", "Status"]);
    let token = run.pop().and_then(|failed| failed.next_token).expect("a token to go on from");
    let rest = M::pages(server.list::<M>().next_page_token(token), None).await;
    assert_eq!(pages_in_short(&rest), ["c", "d"]);
}

async fn pagination_resumes_after_exhausted_retries<M: Paginate>() {
    let server = failing_once(try_again()).await;
    let run = M::items(server.list::<M>().with_max_retries(0), false).await;
    assert_eq!(in_short(&run.voices), ["a", "b", "Status"]);
    assert_eq!(run.next_token.as_deref(), Some("t2"));
    assert_eq!(all_items::<M>(server.list::<M>().next_page_token("t2")).await, ["c", "d"]);
}

async fn failure_on_the_initial_token_keeps_the_token<M: Paginate>() {
    let server = failing_once(ResponseTemplate::new(403)).await;
    let run = M::items(server.list::<M>().next_page_token("t2"), false).await;
    assert_eq!(in_short(&run.voices), ["Status"]);
    assert_eq!(run.next_token.as_deref(), Some("t2"));
}

async fn error_on_the_first_page_is_the_only_result<M: Paginate>() {
    let server = Server::start([(FIRST, ResponseTemplate::new(403)), (FIRST, last(&["a"]))]).await;
    let run = M::items(server.list::<M>(), false).await;
    assert_eq!(in_short(&run.voices), ["Status"]);
    assert_eq!(run.next_token, None);
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a"]);
}

async fn retried_failure_is_not_visible<M: Paginate>() {
    let server = failing_once(try_again()).await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "c", "d"]);
    assert_eq!(server.asked().await, [FIRST, "t2", "t2", "t3"]);
}

async fn each_page_has_the_retries_of_a_call<M: Paginate>() {
    let answers = [
        (FIRST, try_again()),
        (FIRST, followed(&["a"], "t2")),
        ("t2", try_again()),
        ("t2", followed(&["b"], "t3")),
        ("t3", try_again()),
        ("t3", last(&["c"])),
    ];
    let server = Server::start(answers).await;
    assert_eq!(all_items::<M>(server.list::<M>().with_max_retries(1)).await, ["a", "b", "c"]);
    assert_eq!(server.asked().await, [FIRST, FIRST, "t2", "t2", "t3", "t3"]);
}

async fn undecodable_page_is_an_error_in_order<M: Paginate>() {
    for body in ["[]", "{}", "", r#"{"voices": [{"voice_id": "c""#, r#"{"voices": 3, "has_more": false}"#] {
        let broken = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let server = failing_once(broken).await;
        assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "Decode"], "{body}");
        assert_eq!(server.asked().await, [FIRST, "t2"], "{body}");
    }
}

async fn invalid_argument_is_the_only_result<M: Paginate>() {
    let server = Server::of_pages(2).await;
    let mut items = M::start_items(server.list::<M>().page_size(101));
    let error = M::next(&mut items).await.expect("an answer").expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(M::next(&mut items).await.is_none());
    assert!(server.asked().await.is_empty());
}
