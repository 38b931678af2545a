//! The requests of pagination: their content, order and time.

use std::collections::BTreeMap;
use std::time::Duration;

use elevenlabs_voices::{VoiceCategory, VoiceSort};
use serde_json::{Value, json};
use tests::both_clients;

use crate::paginate::{Paginate, all_items, all_pages, item_summary, summaries};
use crate::server::{FIRST, Server, followed, last, page};

both_clients! {
    pages_are_requested_in_order_by_token,
    other_parameters_are_sent_with_every_page,
    token_is_sent_unchanged,
    pagination_starts_at_a_given_token,
    first_page_may_be_larger_than_the_page_size,
    empty_page_is_not_the_end,
    total_count_is_ignored,
    no_request_is_sent_before_the_first_poll,
    next_page_is_requested_after_the_last_item,
    pages_are_requested_one_by_one,
    next_token_is_available_at_every_step,
    each_page_has_the_timeout_of_a_call,
}

async fn three_pages() -> Server {
    Server::start([
        (FIRST, followed(&["a", "b"], "t2")),
        ("t2", followed(&["c", "d"], "t3")),
        ("t3", last(&["e"])),
    ])
    .await
}

async fn pages_are_requested_in_order_by_token<M: Paginate>() {
    let server = three_pages().await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "c", "d", "e"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2", "t3"]);

    let server = three_pages().await;
    assert_eq!(all_pages::<M>(server.list::<M>()).await, ["a b", "c d", "e"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2", "t3"]);
}

async fn other_parameters_are_sent_with_every_page<M: Paginate>() {
    let server = three_pages().await;
    let request = server.list::<M>().page_size(2).search("low & warm").category(VoiceCategory::Cloned);
    let request = request.sort(VoiceSort::Name).with_query("brand_new", "1").with_header("x-team", "blue");
    assert_eq!(all_items::<M>(request).await.len(), 5);

    let expected = [
        ("brand_new", "1"),
        ("category", "cloned"),
        ("page_size", "2"),
        ("search", "low & warm"),
        ("sort", "name"),
    ];
    let requests = server.requests().await;
    assert_eq!(requests.len(), 3);
    for request in requests {
        let mut query: Vec<_> =
            request.url.query_pairs().filter(|(name, _)| name != "next_page_token").collect();
        query.sort();
        assert!(query.iter().map(|(name, value)| (&**name, &**value)).eq(expected), "{query:?}");
        assert_eq!(request.headers["x-team"], "blue");
        assert_eq!(request.headers["xi-api-key"], "only-for-tests");
    }
}

async fn token_is_sent_unchanged<M: Paginate>() {
    let token = "a+b/c==&page_size=9 %2B?#\"é漢";
    let server = Server::start([(FIRST, followed(&["a"], token)), (token, last(&["b"]))]).await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b"]);
}

async fn pagination_starts_at_a_given_token<M: Paginate>() {
    let server = three_pages().await;
    assert_eq!(all_items::<M>(server.list::<M>().next_page_token("t2")).await, ["c", "d", "e"]);
    assert_eq!(all_pages::<M>(server.list::<M>().next_page_token("t3").page_size(2)).await, ["e"]);
    assert_eq!(server.received_tokens().await, ["t2", "t3", "t3"]);
}

async fn first_page_may_be_larger_than_the_page_size<M: Paginate>() {
    let first = followed(&["a", "b", "c", "d", "e"], "t2");
    let server = Server::start([(FIRST, first), ("t2", last(&["f"]))]).await;
    assert_eq!(all_items::<M>(server.list::<M>().page_size(2)).await, ["a", "b", "c", "d", "e", "f"]);
}

async fn empty_page_is_not_the_end<M: Paginate>() {
    let responses = || {
        let null = page(&[], &json!({"has_more": true, "next_page_token": "t4", "voices": null}));
        [(FIRST, followed(&[], "t2")), ("t2", followed(&["a"], "t3")), ("t3", null), ("t4", last(&["b"]))]
    };
    let server = Server::start(responses()).await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b"]);
    let server = Server::start(responses()).await;
    assert_eq!(all_pages::<M>(server.list::<M>()).await, ["", "a", "", "b"]);

    let server = Server::start([(FIRST, last(&[]))]).await;
    assert!(all_items::<M>(server.list::<M>()).await.is_empty());
    assert_eq!(all_pages::<M>(server.list::<M>()).await, [""]);
}

async fn total_count_is_ignored<M: Paginate>() {
    let with = |ids: &[&str], token: Option<&str>, count: Option<Value>| {
        let mut properties = json!({"has_more": token.is_some(), "next_page_token": token});
        properties
            .as_object_mut()
            .expect("an object")
            .extend(count.map(|count| ("total_count".to_owned(), count)));
        page(ids, &properties)
    };
    for count in [None, Some(Value::Null), Some(json!(0)), Some(json!(1)), Some(json!(-3)), Some(json!(999))]
    {
        let second = with(&["b"], Some("t3"), count.clone());
        let third = with(&["c"], None, count.clone());
        let first = with(&["a"], Some("t2"), count.clone());
        let server = Server::start([(FIRST, first), ("t2", second), ("t3", third)]).await;
        assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "b", "c"], "{count:?}");
        assert_eq!(server.received_tokens().await.len(), 3, "{count:?}");
    }
}

async fn no_request_is_sent_before_the_first_poll<M: Paginate>() {
    let server = three_pages().await;
    let items = M::start_items(server.list::<M>());
    let pages = M::start_pages(server.list::<M>());
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(server.received_tokens().await.is_empty());
    drop((items, pages));
    assert!(server.received_tokens().await.is_empty());
}

async fn next_page_is_requested_after_the_last_item<M: Paginate>() {
    let server = Server::start([
        (FIRST, followed(&["a", "!b"], "t2")),
        ("t2", followed(&["c"], "t3")),
        ("t3", last(&["d"])),
    ])
    .await;
    let mut items = M::start_items(server.list::<M>());
    for (item, request_count) in [("a", 1), ("rejected 1", 1), ("c", 2), ("d", 3)] {
        let next = M::next(&mut items).await.expect("an item");
        assert_eq!(item_summary(&next), item);
        assert_eq!(server.received_tokens().await.len(), request_count, "after {item}");
    }
    for _ in 0..3 {
        assert!(M::next(&mut items).await.is_none());
    }
    assert_eq!(server.received_tokens().await.len(), 3);
}

async fn pages_are_requested_one_by_one<M: Paginate>() {
    let server = three_pages().await;
    let mut pages = M::start_pages(server.list::<M>());
    for request_count in 1..=3 {
        let page = M::next_page(&mut pages).await.expect("a page").expect("a decoded page");
        assert_eq!(page.has_more, request_count < 3);
        assert_eq!(server.received_tokens().await.len(), request_count);
    }
    for _ in 0..3 {
        assert!(M::next_page(&mut pages).await.is_none());
    }
    assert_eq!(server.received_tokens().await.len(), 3);
}

async fn next_token_is_available_at_every_step<M: Paginate>() {
    let server = three_pages().await;
    let mut items = M::start_items(server.list::<M>());
    assert_eq!(M::token(&items), None);
    let after = BTreeMap::from([
        ("a", Some("t2")),
        ("b", Some("t2")),
        ("c", Some("t3")),
        ("d", Some("t3")),
        ("e", None),
    ]);
    while let Some(item) = M::next(&mut items).await {
        let id = summaries([&item]).remove(0);
        assert_eq!(M::token(&items), after[id.as_str()], "after {id}");
    }
    assert_eq!(M::token(&items), None);

    let pages = M::pages(server.list::<M>(), None).await;
    let tokens: Vec<_> = pages.iter().map(|page| page.next_token.as_deref()).collect();
    assert_eq!(tokens, [Some("t2"), Some("t3"), None]);

    let pages = M::start_pages(server.list::<M>().next_page_token("t2"));
    assert_eq!(M::token_of_pages(&pages), Some("t2"));
}

async fn each_page_has_the_timeout_of_a_call<M: Paginate>() {
    let slow = |response: wiremock::ResponseTemplate| response.set_delay(Duration::from_millis(500));
    let responses = [
        (FIRST, slow(followed(&["a"], "t2"))),
        ("t2", slow(followed(&["b"], "t3"))),
        ("t3", slow(last(&["c"]))),
    ];
    let server = Server::start(responses).await;
    let request = server.list::<M>().with_timeout(Duration::from_millis(1300));
    assert_eq!(all_items::<M>(request).await, ["a", "b", "c"]);
}
