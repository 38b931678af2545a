//! Undecodable items among decodable ones.

use elevenlabs_voices::ErrorKind;
use tests::both_clients;

use crate::paginate::{Paginate, all_items, ids, summaries};
use crate::server::{FIRST, Server, followed, last};

both_clients! {
    rejected_item_is_an_error_at_its_position,
    consecutive_first_and_last_items_may_be_rejected,
    all_items_of_a_page_may_be_rejected,
    error_has_the_index_of_the_item_and_the_reason,
    rejected_items_can_be_skipped_and_counted,
    skipped_items_are_counted_during_iteration,
    other_errors_are_not_skipped,
    pages_separate_rejected_items,
    rejected_items_above_the_limit_are_one_error_at_the_end,
}

async fn rejected_item_is_an_error_at_its_position<M: Paginate>() {
    let server = Server::start([(FIRST, followed(&["a", "!b", "c"], "t2")), ("t2", last(&["d"]))]).await;
    assert_eq!(all_items::<M>(server.list::<M>()).await, ["a", "rejected 1", "c", "d"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2"]);
}

async fn consecutive_first_and_last_items_may_be_rejected<M: Paginate>() {
    let first = followed(&["!a", "!b", "c", "!d", "!e", "!f", "g", "!h"], "t2");
    let server = Server::start([(FIRST, first), ("t2", last(&["!i", "j", "!k"]))]).await;
    let expected = [
        "rejected 0",
        "rejected 1",
        "c",
        "rejected 3",
        "rejected 4",
        "rejected 5",
        "g",
        "rejected 7",
        "rejected 0",
        "j",
        "rejected 2",
    ];
    assert_eq!(all_items::<M>(server.list::<M>()).await, expected);
}

async fn all_items_of_a_page_may_be_rejected<M: Paginate>() {
    let responses =
        [(FIRST, followed(&["!a", "!b"], "t2")), ("t2", followed(&["c"], "t3")), ("t3", last(&["!d"]))];
    let server = Server::start(responses).await;
    let expected = ["rejected 0", "rejected 1", "c", "rejected 0"];
    assert_eq!(all_items::<M>(server.list::<M>()).await, expected);
    let result = M::items(server.list::<M>(), true).await;
    assert_eq!((summaries(&result.voices), result.skipped), (vec!["c".to_owned()], 3));
}

async fn error_has_the_index_of_the_item_and_the_reason<M: Paginate>() {
    let server = Server::start([(FIRST, last(&["a", "!b"]))]).await;
    let mut voices = M::items(server.list::<M>(), false).await.voices;
    let error = voices.pop().expect("two").expect_err("a rejected one");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::RejectedItem, Some("list_voices")));
    assert!(!error.is_retryable());
    let rejected = error.rejected_item().expect("a rejected item");
    assert_eq!((rejected.index, rejected.path.as_str()), (1, "voices[1].name"));
    assert_eq!(error.path(), Some("voices[1].name"));
    let raw: serde_json::Value = serde_json::from_str(&rejected.raw).expect("JSON");
    assert_eq!(raw["voice_id"], "b");
    assert!(rejected.message.contains("expected a string"), "{}", rejected.message);
    assert!(error.to_string().contains("voices[1].name"), "{error}");
}

async fn rejected_items_can_be_skipped_and_counted<M: Paginate>() {
    let responses = [(FIRST, followed(&["!a", "b", "!c", "!d"], "t2")), ("t2", last(&["e", "!f"]))];
    let server = Server::start(responses).await;
    let result = M::items(server.list::<M>(), true).await;
    assert_eq!(summaries(&result.voices), ["b", "e"]);
    assert_eq!(result.skipped, 4);
    assert_eq!(server.received_tokens().await, [FIRST, "t2"]);

    let result = M::items(server.list::<M>(), false).await;
    assert_eq!((result.voices.len(), result.skipped), (6, 0));
}

async fn skipped_items_are_counted_during_iteration<M: Paginate>() {
    let responses = [(FIRST, followed(&["!a", "b", "!c", "d"], "t2")), ("t2", last(&["!e", "f", "!g"]))];
    let server = Server::start(responses).await;
    let mut items = M::skipping(M::start_items(server.list::<M>()));
    assert_eq!(M::skipped(&items), 0);
    for (id, skipped) in [("b", 1), ("d", 2), ("f", 3)] {
        let voice = M::next(&mut items).await.expect("an item").expect("a voice");
        assert_eq!((voice.voice_id.as_str(), M::skipped(&items)), (id, skipped));
    }
    assert!(M::next(&mut items).await.is_none());
    assert_eq!(M::skipped(&items), 4);
}

async fn other_errors_are_not_skipped<M: Paginate>() {
    let failing = wiremock::ResponseTemplate::new(403);
    let server = Server::start([(FIRST, followed(&["a", "!b"], "t2")), ("t2", failing)]).await;
    let result = M::items(server.list::<M>(), true).await;
    assert_eq!((summaries(&result.voices), result.skipped), (vec!["a".to_owned(), "Status".to_owned()], 1));

    let server = Server::start([("t2", followed(&["!a", "b"], "t2"))]).await;
    let result = M::items(server.list::<M>().next_page_token("t2"), true).await;
    assert_eq!((summaries(&result.voices), result.skipped), (vec!["b".to_owned(), "Paging".to_owned()], 1));
}

async fn pages_separate_rejected_items<M: Paginate>() {
    let responses = [(FIRST, followed(&["!a", "b", "!c"], "t2")), ("t2", last(&["d"]))];
    let server = Server::start(responses).await;
    let pages = M::pages(server.list::<M>(), None).await;
    let pages: Vec<_> = pages.into_iter().map(|result| result.page.expect("a page")).collect();
    assert_eq!(pages.len(), 2);
    assert_eq!(ids(&pages[0]), ["b"]);
    assert_eq!(pages[0].rejected.iter().map(|rejected| rejected.index).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(ids(&pages[1]), ["d"]);
    assert!(pages[1].rejected.is_empty());
}

async fn rejected_items_above_the_limit_are_one_error_at_the_end<M: Paginate>() {
    let rejected: Vec<_> = (0..1500).map(|i| format!("!{i}")).chain(["a".to_owned()]).collect();
    let rejected: Vec<_> = rejected.iter().map(String::as_str).collect();
    let server = Server::start([(FIRST, followed(&rejected, "t2")), ("t2", last(&["b"]))]).await;
    let voices = M::items(server.list::<M>(), false).await.voices;
    assert_eq!(voices.len(), 1000 + 3);
    assert_eq!(summaries(&voices[999..1001]), ["rejected 999", "a"]);
    let more = voices[1001].as_ref().expect_err("the others");
    assert!(more.rejected_item().is_some_and(|item| item.path == "voices" && item.raw.is_empty()));
    assert!(more.to_string().contains("500 more"), "{more}");
    assert_eq!(summaries(&voices[1002..]), ["b"]);
    let result = M::items(server.list::<M>(), true).await;
    assert_eq!((summaries(&result.voices), result.skipped), (vec!["a".to_owned(), "b".to_owned()], 1500));
}
