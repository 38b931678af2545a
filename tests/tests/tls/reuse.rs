//! Connection pooling: reuse, concurrent connections, and dead connections.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tests::both_clients;
use tests::modes::Mode;
use tokio::task::JoinSet;

use crate::authority::{Authority, LOOPBACK_NAMES};
use crate::helpers::{SHORT, client, padding, page, settle, within_limit};
use crate::origin::{Origin, PAGE, Session, ok, page_with};

both_clients! {
    sequential_calls_share_a_connection,
    clones_share_connections,
    concurrent_calls_receive_their_own_responses,
    timed_out_call_does_not_affect_the_next,
    closed_connection_is_not_reused,
    broken_idle_connection_is_not_reused,
    connection_with_connection_close_is_not_reused,
}

async fn sequential_calls_share_a_connection<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = Origin::serving_pages(authority.server(LOOPBACK_NAMES));
    let client = client::<M>(&origin.url(), &authority.pem());
    for _ in 0..20 {
        page::<M>(&client).await.expect("a page");
        settle().await;
    }
    assert_eq!((origin.connections(), origin.heads().len()), (1, 20));
}

async fn clones_share_connections<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = Origin::serving_pages(authority.server(LOOPBACK_NAMES));
    let client = client::<M>(&origin.url(), &authority.pem());
    page::<M>(&client.clone()).await.expect("a page");
    settle().await;
    page::<M>(&client.clone()).await.expect("a page");
    assert_eq!((origin.connections(), origin.heads().len()), (1, 2));
}

const MANY: usize = 50;

/// A server that waits for `MANY` requests, and then answers each with its own query.
fn barrier_server(authority: &Authority) -> Origin {
    let arrived = Arc::new(AtomicUsize::new(0));
    Origin::tls(authority.server(LOOPBACK_NAMES), move |mut session: Session| {
        let arrived = Arc::clone(&arrived);
        async move {
            while let Some(head) = session.request().await {
                wait_for_all(&arrived).await;
                session.send(ok(&page_with(&query(&head).repeat(2000)))).await;
            }
        }
    })
}

/// The search text of a request.
fn query(head: &str) -> &str {
    head.split(['=', ' ']).nth(2).unwrap_or_default()
}

/// Waits until all requests of this round have arrived.
async fn wait_for_all(arrived: &AtomicUsize) {
    let before = arrived.fetch_add(1, Ordering::SeqCst);
    let complete = (before / MANY + 1) * MANY;
    while arrived.load(Ordering::SeqCst) < complete {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

async fn concurrent_calls_receive_their_own_responses<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = barrier_server(&authority);
    let client = client::<M>(&origin.url(), &authority.pem());
    for round in 0..2 {
        let mut calls = JoinSet::new();
        for call in 0..MANY {
            let query = format!("r{round}c{call}.");
            let call = client.list_voices().search(&query);
            calls.spawn(async move {
                let page = within_limit(M::send(call)).await.expect("a page");
                assert_eq!(padding(&page), query.repeat(2000));
            });
        }
        calls.join_all().await;
    }
    let heads: BTreeSet<_> = origin.heads().into_iter().collect();
    assert_eq!(heads.len(), 2 * MANY);
}

async fn timed_out_call_does_not_affect_the_next<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = Origin::tls(authority.server(LOOPBACK_NAMES), |mut session: Session| async move {
        while let Some(head) = session.request().await {
            let pause = if query(&head) == "slow" { SHORT + SHORT / 2 } else { Duration::ZERO };
            tokio::time::sleep(pause).await;
            session.send(ok(&page_with(query(&head)))).await;
        }
    });
    let client = client::<M>(&origin.url(), &authority.pem());
    let slow = client.list_voices().search("slow").with_timeout(SHORT);
    assert!(within_limit(M::send(slow)).await.expect_err("a timeout").is_timeout());
    for query in ["one", "two", "three"] {
        let page = within_limit(M::send(client.list_voices().search(query))).await.expect("a page");
        assert_eq!(padding(&page), query);
        tokio::time::sleep(SHORT / 2).await;
    }
}

/// How a server closes an idle connection.
#[derive(Clone, Copy)]
enum Close {
    WithCloseNotify,
    Abrupt,
    /// Closes only the sending half.
    SendingHalf,
}

/// Makes calls with enough time between them for the client to detect the closed connection.
async fn assert_reconnects<M: Mode>(close: Close) {
    let authority = Authority::new("CA 1");
    let origin = Origin::tls(authority.server(LOOPBACK_NAMES), move |mut session: Session| async move {
        session.request().await.expect("a request");
        session.send(ok(PAGE)).await;
        match close {
            Close::WithCloseNotify => session.end().await,
            Close::Abrupt => {}
            Close::SendingHalf => {
                session.shut_down_tcp().await;
                session.drain().await;
            }
        }
    });
    let client = client::<M>(&origin.url(), &authority.pem());
    for calls in 1..=3 {
        page::<M>(&client).await.expect("a page");
        assert_eq!(origin.connections(), calls);
        settle().await;
    }
}

async fn closed_connection_is_not_reused<M: Mode>() {
    assert_reconnects::<M>(Close::WithCloseNotify).await;
}

async fn broken_idle_connection_is_not_reused<M: Mode>() {
    assert_reconnects::<M>(Close::Abrupt).await;
    assert_reconnects::<M>(Close::SendingHalf).await;
}

async fn connection_with_connection_close_is_not_reused<M: Mode>() {
    let authority = Authority::new("CA 1");
    let origin = Origin::tls(authority.server(LOOPBACK_NAMES), |mut session: Session| async move {
        while session.request().await.is_some() {
            assert!(session.nth < 2);
            session.send(ok(PAGE).replace("200 OK", "200 OK\r\nconnection: close")).await;
        }
    });
    let client = client::<M>(&origin.url(), &authority.pem());
    page::<M>(&client).await.expect("a page");
    settle().await;
    page::<M>(&client).await.expect("another page");
    assert_eq!(origin.connections(), 2);
}
