//! The end of pagination: the last page, or an error.

use elevenlabs_voices::ErrorKind;
use serde_json::{Value, json};
use tests::both_clients;

use crate::paginate::{Paginate, all_items, all_pages, page_summaries, summaries};
use crate::server::{FIRST, Server, followed, last, page};

both_clients! {
    last_page_ends_pagination_despite_a_token,
    has_more_without_a_token_is_an_error_after_the_page,
    has_more_without_a_token_on_a_later_page_is_an_error,
    page_with_its_own_token_is_an_error,
    token_cycle_is_an_error,
    initial_token_is_part_of_cycle_detection,
    similar_tokens_are_distinct,
    second_pagination_has_separate_cycle_detection,
    max_pages_is_enforced,
    list_of_exactly_max_pages_ends_normally,
    pagination_resumes_after_max_pages,
    pagination_error_describes_the_problem,
}

async fn last_page_ends_pagination_despite_a_token<M: Paginate>() {
    for token in [json!("t2"), json!(""), Value::Null] {
        let only = page(&["a"], &json!({"has_more": false, "next_page_token": token}));
        let server = Server::start([(FIRST, only), ("t2", last(&["b"]))]).await;
        assert_eq!(all_items::<M>(server.list::<M>()).await, ["a"], "{token}");
        assert_eq!(all_pages::<M>(server.list::<M>()).await, ["a"], "{token}");
        assert_eq!(server.received_tokens().await, [FIRST, FIRST], "{token}");
    }
    let server = Server::start([(FIRST, page(&["a"], &json!({"has_more": false})))]).await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a"]);
}

async fn has_more_without_a_token_is_an_error_after_the_page<M: Paginate>() {
    let null = json!({"has_more": true, "next_page_token": null});
    let absent = json!({"has_more": true});
    let empty = json!({"has_more": true, "next_page_token": ""});
    for properties in [null, absent, empty] {
        let server = Server::start([(FIRST, page(&["a", "b"], &properties))]).await;
        assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "Paging"], "{properties}");
        assert_eq!(all_pages::<M>(server.list::<M>()).await, ["a b", "Paging"], "{properties}");
        assert_eq!(server.received_tokens().await, [FIRST, FIRST], "{properties}");
    }
}

async fn has_more_without_a_token_on_a_later_page_is_an_error<M: Paginate>() {
    let without_token = page(&["b"], &json!({"has_more": true, "next_page_token": null}));
    let server = Server::start([(FIRST, followed(&["a"], "t2")), ("t2", without_token)]).await;
    let mut items = M::start_items(server.list::<M>());
    assert_eq!(summaries(&M::rest(&mut items).await), ["a", "b", "Paging"]);
    for _ in 0..3 {
        assert!(M::next(&mut items).await.is_none());
    }
    assert_eq!(server.received_tokens().await, [FIRST, "t2"]);
}

async fn page_with_its_own_token_is_an_error<M: Paginate>() {
    let server = Server::start([(FIRST, followed(&["a"], "t2")), ("t2", followed(&["b"], "t2"))]).await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "Paging"]);
    assert_eq!(all_pages::<M>(server.list::<M>()).await, ["a", "b", "Paging"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2", FIRST, "t2"]);
}

async fn token_cycle_is_an_error<M: Paginate>() {
    let twos =
        [(FIRST, followed(&["a"], "t2")), ("t2", followed(&["b"], "t3")), ("t3", followed(&["c"], "t2"))];
    let server = Server::start(twos).await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "c", "Paging"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2", "t3"]);

    let threes = [
        (FIRST, followed(&["a"], "t2")),
        ("t2", followed(&["b"], "t3")),
        ("t3", followed(&["c"], "t4")),
        ("t4", followed(&["d"], "t2")),
    ];
    let server = Server::start(threes).await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "c", "d", "Paging"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2", "t3", "t4"]);
}

async fn initial_token_is_part_of_cycle_detection<M: Paginate>() {
    let responses =
        [("t1", followed(&["a"], "t2")), ("t2", followed(&["b"], "t1")), ("t9", followed(&["c"], "t9"))];
    let server = Server::start(responses).await;
    assert_eq!(all_items::<M>(server.list::<M>().next_page_token("t1")).await, ["a", "b", "Paging"]);
    assert_eq!(all_items::<M>(server.list::<M>().next_page_token("t9")).await, ["c", "Paging"]);
    assert_eq!(server.received_tokens().await, ["t1", "t2", "t9"]);
}

async fn similar_tokens_are_distinct<M: Paginate>() {
    let responses = [
        (FIRST, followed(&["a"], "token")),
        ("token", followed(&["b"], "Token")),
        ("Token", followed(&["c"], "token ")),
        ("token ", followed(&["d"], "a")),
        ("a", last(&["e"])),
    ];
    let server = Server::start(responses).await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "c", "d", "e"]);
}

async fn second_pagination_has_separate_cycle_detection<M: Paginate>() {
    let server = Server::of_pages(3).await;
    let client = server.client::<M>();
    for _ in 0..2 {
        assert_eq!(all_items::<M>(client.list_voices()).await, ["v1", "v2", "v3"]);
    }
}

async fn max_pages_is_enforced<M: Paginate>() {
    let server = Server::of_pages(50).await;
    let pages = M::pages(server.list::<M>(), Some(4)).await;
    assert_eq!(page_summaries(&pages), ["v1", "v2", "v3", "v4", "Paging"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2", "t3", "t4"]);

    let server = Server::of_pages(50).await;
    let mut items = M::at_most(M::start_items(server.list::<M>().next_page_token("t3")), 2);
    assert_eq!(summaries(&M::rest(&mut items).await), ["v3", "v4", "Paging"]);
    assert!(M::next(&mut items).await.is_none());
    assert_eq!(server.received_tokens().await, ["t3", "t4"]);
}

async fn list_of_exactly_max_pages_ends_normally<M: Paginate>() {
    let server = Server::of_pages(3).await;
    for max in [3, 4, usize::MAX] {
        let pages = M::pages(server.list::<M>(), Some(max)).await;
        assert_eq!(page_summaries(&pages), ["v1", "v2", "v3"], "{max}");
        let mut items = M::at_most(M::start_items(server.list::<M>()), max);
        assert_eq!(summaries(&M::rest(&mut items).await), ["v1", "v2", "v3"], "{max}");
    }
    let server = Server::of_pages(1).await;
    assert_eq!(page_summaries(&M::pages(server.list::<M>(), Some(1)).await), ["v1"]);
}

async fn pagination_resumes_after_max_pages<M: Paginate>() {
    let server = Server::of_pages(5).await;
    let mut pages = M::pages(server.list::<M>(), Some(2)).await;
    let reached = pages.pop().expect("an error");
    assert_eq!(reached.page.expect_err("no page").kind(), ErrorKind::Paging);
    let token = reached.next_token.expect("a token to resume from");
    assert_eq!(all_items::<M>(server.list::<M>().next_page_token(token)).await, ["v3", "v4", "v5"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2", "t3", "t4", "t5"]);
}

async fn pagination_error_describes_the_problem<M: Paginate>() {
    let no_token = page(&[], &json!({"has_more": true}));
    let server = Server::start([(FIRST, no_token), ("t1", followed(&[], "t1"))]).await;
    let list = || server.list::<M>();
    let results = [
        M::pages(list(), None).await,
        M::pages(list().next_page_token("t1"), None).await,
        M::pages(Server::of_pages(9).await.list::<M>(), Some(1)).await,
    ];
    let mut messages = Vec::new();
    for mut result in results {
        let error = result.pop().expect("an error").page.expect_err("no page");
        assert_eq!(error.kind(), ErrorKind::Paging);
        assert_eq!((error.operation(), error.status()), (Some("list_voices"), None));
        assert!(!error.is_retryable() && error.rejected_item().is_none());
        assert!(error.to_string().contains("list_voices") && error.to_string().contains("page"), "{error}");
        messages.push(error.to_string());
    }
    messages.sort();
    messages.dedup();
    assert_eq!(messages.len(), 3, "{messages:?}");
}
