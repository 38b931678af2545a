//! Cancellation of async calls; blocking calls cannot be cancelled.

use std::sync::Arc;
use std::time::Duration;

use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
use elevenlabs_voices::{Client, ErrorKind};
use tests::modes::Asynchronous;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::helpers::{KEY, builder, listen, read_head, within_limit};

#[tokio::test]
async fn dropped_call_closes_its_connection() {
    for partial in ["", "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"] {
        let (url, listener) = listen().await;
        let client = builder::<Asynchronous>(url).build().expect("a client");
        let call = tokio::spawn(client.get_voice("v1").send());
        let (mut stream, _) = within_limit(listener.accept()).await.expect("a connection");
        within_limit(read_head(&mut stream)).await;
        stream.write_all(partial.as_bytes()).await.expect("an open connection");
        call.abort();
        let end = within_limit(stream.read(&mut [0])).await;
        assert!(matches!(end, Ok(0) | Err(_)), "{end:?}");
        assert!(call.await.expect_err("the call is cancelled").is_cancelled());
    }
}

/// A transport that never answers.
struct Silent {
    /// Shared with each pending attempt.
    marker: Arc<()>,
}

impl Transport for Silent {
    fn send(&self, _: Attempt) -> TransportFuture<'_> {
        let marker = Arc::clone(&self.marker);
        Box::pin(async move {
            std::future::pending::<()>().await;
            drop(marker);
            unreachable!("it is always pending")
        })
    }
}

fn silent() -> (Client, Arc<()>) {
    let marker = Arc::new(());
    let builder = Client::builder().api_key(KEY).attempt_timeout(Duration::from_millis(50)).max_retries(1);
    let transport = Silent { marker: Arc::clone(&marker) };
    (builder.transport(transport).build().expect("a client"), marker)
}

#[tokio::test]
async fn pending_transport_times_out() {
    let (client, marker) = silent();
    let error = within_limit(client.get_voice("v1").send()).await.expect_err("there is no response");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    drop(client);
    assert_eq!(Arc::strong_count(&marker), 1, "an attempt is still pending");
}

#[tokio::test]
async fn dropped_call_drops_the_future_of_its_transport() {
    let (client, marker) = silent();
    let mut call = Box::pin(client.get_voice("v1").send());
    tokio::select! {
        biased;
        _ = &mut call => panic!("there is no response"),
        () = std::future::ready(()) => {}
    }
    // The test, the transport and the attempt each hold one.
    assert_eq!(Arc::strong_count(&marker), 3);
    drop(call);
    assert_eq!(Arc::strong_count(&marker), 2);
}
