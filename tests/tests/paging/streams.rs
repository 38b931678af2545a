//! Paginators of the async client as streams: polled, sent to other tasks, and dropped early.

use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use elevenlabs_voices::operations::ListVoices;
use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
use elevenlabs_voices::{Client, Error, ErrorKind, Items, ListVoicesResponse, Pages, Voice};
use futures_core::Stream;
use tests::modes::Asynchronous;

use crate::paginate::{item_summary, summaries};
use crate::server::{FIRST, Server, followed, last};

/// A client whose attempts never complete, and the numbers of started and dropped attempts.
#[derive(Clone, Default)]
struct PendingTransport {
    sent: Arc<AtomicUsize>,
    dropped: Arc<AtomicUsize>,
}

/// Counts its drop.
struct DropCounter(Arc<AtomicUsize>);

impl Drop for DropCounter {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Transport for PendingTransport {
    fn send(&self, _: Attempt) -> TransportFuture<'_> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        let counted = DropCounter(Arc::clone(&self.dropped));
        Box::pin(async move {
            let _counted = counted;
            pending().await
        })
    }
}

impl PendingTransport {
    fn client(&self) -> Client {
        Client::builder().api_key("only-for-tests").transport(self.clone()).build().expect("a client")
    }

    /// The numbers of started and of dropped attempts.
    fn counts(&self) -> (usize, usize) {
        (self.sent.load(Ordering::SeqCst), self.dropped.load(Ordering::SeqCst))
    }
}

/// The next item by the trait instead of the method of the type.
async fn next<S: Stream + Unpin + ?Sized>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

async fn collect<S: Stream + Unpin + ?Sized>(stream: &mut S) -> Vec<S::Item> {
    let mut all = Vec::new();
    while let Some(item) = next(stream).await {
        all.push(item);
    }
    all
}

fn poll_once<S: Stream + Unpin>(stream: &mut S) -> Poll<Option<S::Item>> {
    Pin::new(stream).poll_next(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn streams_are_send_unpin_and_static() {
    fn assert_stream<T, S: Stream<Item = Result<T, Error>> + Unpin + Send + 'static>() {}
    assert_stream::<Voice, Items<ListVoices>>();
    assert_stream::<ListVoicesResponse, Pages<ListVoices>>();
}

#[tokio::test]
async fn stream_trait_and_methods_return_the_same() {
    let server = Server::start([(FIRST, followed(&["a", "!b"], "t2")), ("t2", last(&["c"]))]).await;
    let mut items = server.list::<Asynchronous>().items();
    assert_eq!(summaries(&collect(&mut items).await), ["a", "rejected 1", "c"]);
    assert!(matches!(poll_once(&mut items), Poll::Ready(None)));
    let mut pages = server.list::<Asynchronous>().pages();
    assert_eq!(collect(&mut pages).await.len(), 2);
    assert!(matches!(poll_once(&mut pages), Poll::Ready(None)));
}

#[tokio::test]
async fn stream_trait_and_methods_can_alternate() {
    let server = Server::of_pages(4).await;
    let mut items = server.list::<Asynchronous>().items();
    let mut received = Vec::new();
    while let Some(item) = if received.len() % 2 == 0 { next(&mut items).await } else { items.next().await } {
        received.push(item);
    }
    assert_eq!(summaries(&received), ["v1", "v2", "v3", "v4"]);
}

#[tokio::test]
async fn items_and_pages_collect_into_one_result() {
    let server = Server::of_pages(3).await;
    let voices = server.list::<Asynchronous>().items().collect_vec().await.expect("voices");
    assert_eq!(voices.iter().map(|voice| voice.voice_id.as_str()).collect::<Vec<_>>(), ["v1", "v2", "v3"]);
    let pages = server.list::<Asynchronous>().pages().collect_vec().await.expect("pages");
    assert_eq!(pages.iter().map(ListVoicesResponse::len).collect::<Vec<_>>(), [1, 1, 1]);
}

#[tokio::test]
async fn first_error_is_the_collected_result() {
    let server = Server::start([(FIRST, followed(&["a", "!b"], "t2")), ("t2", last(&["c"]))]).await;
    let items = || server.list::<Asynchronous>().items();
    let error = items().collect_vec().await.expect_err("a rejected item");
    assert_eq!(error.kind(), ErrorKind::RejectedItem);
    assert_eq!(server.received_tokens().await, [FIRST]);
    assert_eq!(items().skip_rejected().collect_vec().await.expect("voices").len(), 2);
}

#[tokio::test]
async fn boxed_stream_works_in_another_task() {
    let server = Server::of_pages(3).await;
    let mut stream: Box<dyn Stream<Item = Result<Voice, Error>> + Send + Unpin> =
        Box::new(server.list::<Asynchronous>().items());
    let first = next(&mut stream).await.expect("an item");
    let rest = tokio::spawn(async move { collect(&mut stream).await }).await.expect("no panic");
    assert_eq!(
        (item_summary(&first), summaries(&rest)),
        ("v1".to_owned(), vec!["v2".to_owned(), "v3".to_owned()])
    );
}

#[tokio::test]
async fn dropped_stream_cancels_its_request() {
    let transport = PendingTransport::default();
    let client = transport.client();
    let mut items = client.list_voices().items();
    assert!(poll_once(&mut items).is_pending());
    assert!(poll_once(&mut items).is_pending());
    assert_eq!(transport.counts(), (1, 0));
    drop(items);
    assert_eq!(transport.counts(), (1, 1));

    let mut pages = client.list_voices().pages();
    assert!(poll_once(&mut pages).is_pending());
    drop(pages);
    assert_eq!(transport.counts(), (2, 2));
}

#[tokio::test]
async fn client_works_after_a_dropped_stream() {
    let slow = followed(&["b"], "t3").set_delay(Duration::from_millis(300));
    let responses = [(FIRST, followed(&["a"], "t2")), ("t2", slow), ("t3", last(&["c"]))];
    let server = Server::start(responses).await;
    let client = server.client::<Asynchronous>();
    let mut items = client.list_voices().items();
    assert!(items.next().await.is_some());
    let waiting = tokio::time::timeout(Duration::from_millis(50), items.next()).await;
    assert!(waiting.is_err(), "{waiting:?}");
    drop(items);
    assert_eq!(summaries(&collect(&mut client.list_voices().items()).await), ["a", "b", "c"]);
}

#[tokio::test]
async fn cancelled_next_loses_no_item() {
    let slow = followed(&["b"], "t3").set_delay(Duration::from_millis(300));
    let responses = [(FIRST, followed(&["a"], "t2")), ("t2", slow), ("t3", last(&["c"]))];
    let server = Server::start(responses).await;
    let mut items = server.list::<Asynchronous>().items();
    let mut received = Vec::new();
    let mut timeouts = 0;
    loop {
        match tokio::time::timeout(Duration::from_millis(50), items.next()).await {
            Ok(Some(item)) => received.push(item),
            Ok(None) => break,
            Err(_) => timeouts += 1,
        }
    }
    assert_eq!(summaries(&received), ["a", "b", "c"]);
    assert!(timeouts > 0);
    assert_eq!(server.received_tokens().await, [FIRST, "t2", "t3"]);
}

#[tokio::test]
async fn streams_of_one_client_run_concurrently() {
    let server = Server::of_pages(3).await;
    let client = server.client::<Asynchronous>();
    let mut streams = [client.list_voices().items(), client.list_voices().items()];
    drop(client);
    for id in ["v1", "v2", "v3"] {
        for stream in &mut streams {
            assert_eq!(stream.next().await.expect("an item").expect("a voice").voice_id, id);
        }
    }
    assert!(streams[0].next().await.is_none() && streams[1].next().await.is_none());
}

/// A transport with a bug.
struct Panicking;

impl Transport for Panicking {
    fn send(&self, _: Attempt) -> TransportFuture<'_> {
        Box::pin(async { panic!("a bug in the transport") })
    }
}

#[tokio::test]
async fn stream_ends_after_a_panic_in_the_transport() {
    let client = Client::builder().api_key("only-for-tests").transport(Panicking).build().expect("a client");
    let mut items = client.list_voices().next_page_token("t").items();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| poll_once(&mut items)));
    assert!(panicked.is_err());
    assert!(matches!(poll_once(&mut items), Poll::Ready(None)));
    assert!(matches!(poll_once(&mut items), Poll::Ready(None)));
    assert_eq!(items.next_token(), Some("t"), "pagination can resume");
}
