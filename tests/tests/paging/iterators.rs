//! Paginators of the blocking client as iterators.

use std::sync::atomic::{AtomicUsize, Ordering};

use elevenlabs_voices::blocking::{Items, Pages};
use elevenlabs_voices::operations::ListVoices;
use elevenlabs_voices::{Error, ErrorKind, ListVoicesResponse, Voice};
use tests::modes::{Mode, Synchronous};

use crate::paginate::summaries;
use crate::server::{FIRST, Server, followed, last};

/// Runs the closure on a separate thread, without a runtime.
async fn on_a_thread<T: Send + 'static>(result: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::spawn(result);
    tokio::task::spawn_blocking(|| thread.join().expect("no panic")).await.expect("no panic")
}

async fn pairs() -> Server {
    let responses = [
        (FIRST, followed(&["a", "b"], "t2")),
        ("t2", followed(&["c", "d"], "t3")),
        ("t3", last(&["e", "f"])),
    ];
    Server::start(responses).await
}

fn items(server: &Server) -> Items<ListVoices> {
    server.list::<Synchronous>().items()
}

#[test]
fn iterators_are_send_and_static() {
    fn assert_iterator<T, I: Iterator<Item = Result<T, Error>> + Unpin + Send + 'static>() {}
    assert_iterator::<Voice, Items<ListVoices>>();
    assert_iterator::<ListVoicesResponse, Pages<ListVoices>>();
}

#[tokio::test]
async fn items_and_pages_collect_into_one_result() {
    let server = pairs().await;
    let (voices, pages) = (items(&server), server.list::<Synchronous>().pages());
    let voices = on_a_thread(move || voices.collect_vec()).await.expect("voices");
    assert_eq!(voices.iter().map(|voice| voice.voice_id.as_str()).collect::<String>(), "abcdef");
    let pages = on_a_thread(move || pages.collect_vec()).await.expect("pages");
    assert_eq!(pages.iter().map(ListVoicesResponse::len).collect::<Vec<_>>(), [2, 2, 2]);
}

#[tokio::test]
async fn only_needed_pages_are_requested() {
    let server = pairs().await;
    let result = items(&server);
    let taken: Vec<_> = on_a_thread(move || result.take(4).collect()).await;
    assert_eq!(summaries(&taken), ["a", "b", "c", "d"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2"]);
}

#[tokio::test]
async fn iteration_continues_after_take() {
    let server = pairs().await;
    let mut result = items(&server);
    let (some, rest) = on_a_thread(move || {
        let some: Vec<_> = result.by_ref().take(3).collect();
        (some, result.collect::<Vec<_>>())
    })
    .await;
    assert_eq!((summaries(&some), summaries(&rest)), (split_words("a b c"), split_words("d e f")));
    assert_eq!(server.received_tokens().await, [FIRST, "t2", "t3"]);
}

fn split_words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

#[tokio::test]
async fn items_collect_into_one_result() {
    let server = pairs().await;
    let result = items(&server);
    let voices = on_a_thread(move || result.collect::<Result<Vec<_>, _>>()).await.expect("voices");
    let ids: Vec<_> = voices.iter().map(|voice| voice.voice_id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "d", "e", "f"]);

    let pages = server.list::<Synchronous>().pages();
    let pages = on_a_thread(move || pages.collect::<Result<Vec<_>, _>>()).await.expect("pages");
    assert_eq!(pages.len(), 3);
}

#[tokio::test]
async fn first_error_is_the_collected_result() {
    let responses = [(FIRST, followed(&["a", "!b"], "t2")), ("t2", last(&["c"]))];
    let server = Server::start(responses).await;
    let result = items(&server);
    let error =
        on_a_thread(move || result.collect::<Result<Vec<_>, _>>()).await.expect_err("a rejected item");
    assert_eq!(error.kind(), ErrorKind::RejectedItem);
    assert_eq!(server.received_tokens().await, [FIRST]);

    let result = items(&server);
    let voices = on_a_thread(move || result.flatten().collect::<Vec<_>>()).await;
    assert_eq!(voices.len(), 2);
}

#[tokio::test]
async fn loop_with_break_requests_no_further_page() {
    let server = pairs().await;
    let result = items(&server);
    let seen = on_a_thread(move || {
        let mut seen = Vec::new();
        for voice in result {
            let voice = voice.expect("a voice");
            let is_last = voice.voice_id == "c";
            seen.push(voice.voice_id);
            if is_last {
                break;
            }
        }
        seen
    })
    .await;
    assert_eq!(seen, ["a", "b", "c"]);
    assert_eq!(server.received_tokens().await, [FIRST, "t2"]);
}

#[test]
fn iterator_ends_after_a_panic_in_the_transport() {
    let sent = AtomicUsize::new(0);
    let builder = Synchronous::builder().api_key("only-for-tests");
    let builder = Synchronous::with_transport(builder, move |_| {
        assert_eq!(sent.fetch_add(1, Ordering::SeqCst), 0, "the page is request_count for again");
        panic!("a bug in the transport")
    });
    let mut items = builder.build().expect("a client").list_voices().next_page_token("t").items();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| items.next()));
    assert!(panicked.is_err());
    assert!(items.next().is_none() && items.next().is_none());
    assert_eq!(items.next_token(), Some("t"), "pagination can resume");
}
