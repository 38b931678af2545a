//! Calls that nobody waits for any more. A blocking call cannot be one.

use std::sync::Arc;
use std::time::Duration;

use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
use elevenlabs_voices::{Client, ErrorKind};
use tests::modes::Asynchronous;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::helpers::{KEY, builder, listen, read_head, soon};

#[tokio::test]
async fn a_dropped_call_hangs_up() {
    for begun in ["", "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"] {
        let (url, listener) = listen().await;
        let client = builder::<Asynchronous>(url).build().expect("a client");
        let call = tokio::spawn(client.get_voice("v1").send());
        let (mut stream, _) = soon(listener.accept()).await.expect("a connection");
        soon(read_head(&mut stream)).await;
        stream.write_all(begun.as_bytes()).await.expect("an open connection");
        call.abort();
        let end = soon(stream.read(&mut [0])).await;
        assert!(matches!(end, Ok(0) | Err(_)), "{end:?}");
        assert!(call.await.expect_err("it is dropped").is_cancelled());
    }
}

/// A transport that never answers.
struct Silent {
    /// Is held as long as an attempt is on its way.
    held: Arc<()>,
}

impl Transport for Silent {
    fn send(&self, _: Attempt) -> TransportFuture<'_> {
        let held = Arc::clone(&self.held);
        Box::pin(async move {
            std::future::pending::<()>().await;
            drop(held);
            unreachable!("it is pending for ever")
        })
    }
}

fn silent() -> (Client, Arc<()>) {
    let held = Arc::new(());
    let builder = Client::builder().api_key(KEY).attempt_timeout(Duration::from_millis(50)).max_retries(1);
    let transport = Silent { held: Arc::clone(&held) };
    (builder.transport(transport).build().expect("a client"), held)
}

#[tokio::test]
async fn a_transport_that_never_answers_is_cut_off() {
    let (client, held) = silent();
    let error = soon(client.get_voice("v1").send()).await.expect_err("there is no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    drop(client);
    assert_eq!(Arc::strong_count(&held), 1, "an attempt is still on its way");
}

#[tokio::test]
async fn a_dropped_call_drops_what_its_transport_does() {
    let (client, held) = silent();
    let mut call = Box::pin(client.get_voice("v1").send());
    tokio::select! {
        biased;
        _ = &mut call => panic!("there is no answer"),
        () = std::future::ready(()) => {}
    }
    // By this test, the transport and the attempt.
    assert_eq!(Arc::strong_count(&held), 3);
    drop(call);
    assert_eq!(Arc::strong_count(&held), 2);
}
