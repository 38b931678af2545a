//! One connection for many calls, many connections at a time, and none that is dead.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tests::both_clients;
use tests::modes::Mode;
use tokio::task::JoinSet;

use crate::authority::{Authority, HERE};
use crate::helpers::{SHORT, client, padding, page, settle, soon};
use crate::origin::{Origin, PAGE, Session, ok, page_with};

both_clients! {
    calls_one_after_another_share_a_connection,
    clones_share_their_connections,
    fifty_calls_at_a_time_get_each_its_own_answer,
    a_call_that_was_given_up_leaves_nothing_to_the_next,
    a_connection_that_the_server_gave_up_is_not_used_again,
    a_connection_that_broke_while_idle_is_not_used_again,
    a_connection_that_the_server_is_about_to_close_is_not_used_again,
}

async fn calls_one_after_another_share_a_connection<M: Mode>() {
    let authority = Authority::new("One");
    let origin = Origin::polite(authority.server(HERE));
    let client = client::<M>(&origin.url(), &authority.pem());
    for _ in 0..20 {
        page::<M>(&client).await.expect("a page");
        settle().await;
    }
    assert_eq!((origin.connections(), origin.heads().len()), (1, 20));
}

async fn clones_share_their_connections<M: Mode>() {
    let authority = Authority::new("One");
    let origin = Origin::polite(authority.server(HERE));
    let client = client::<M>(&origin.url(), &authority.pem());
    page::<M>(&client.clone()).await.expect("a page");
    settle().await;
    page::<M>(&client.clone()).await.expect("a page");
    assert_eq!((origin.connections(), origin.heads().len()), (1, 2));
}

const MANY: usize = 50;

/// A server that answers nobody until all are there, and each with its own question.
fn meeting(authority: &Authority) -> Origin {
    let guests = Arc::new(AtomicUsize::new(0));
    Origin::tls(authority.server(HERE), move |mut session: Session| {
        let guests = Arc::clone(&guests);
        async move {
            while let Some(head) = session.request().await {
                wait_for_all(&guests).await;
                session.send(ok(&page_with(&question(&head).repeat(2000)))).await;
            }
        }
    })
}

/// What a request searches for.
fn question(head: &str) -> &str {
    head.split(['=', ' ']).nth(2).unwrap_or_default()
}

/// Until this round of guests is complete.
async fn wait_for_all(guests: &AtomicUsize) {
    let before = guests.fetch_add(1, Ordering::SeqCst);
    let complete = (before / MANY + 1) * MANY;
    while guests.load(Ordering::SeqCst) < complete {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

async fn fifty_calls_at_a_time_get_each_its_own_answer<M: Mode>() {
    let authority = Authority::new("One");
    let origin = meeting(&authority);
    let client = client::<M>(&origin.url(), &authority.pem());
    for round in 0..2 {
        let mut calls = JoinSet::new();
        for call in 0..MANY {
            let question = format!("r{round}c{call}.");
            let call = client.list_voices().search(&question);
            calls.spawn(async move {
                let page = soon(M::send(call)).await.expect("a page");
                assert_eq!(padding(&page), question.repeat(2000));
            });
        }
        calls.join_all().await;
    }
    let heads: BTreeSet<_> = origin.heads().into_iter().collect();
    assert_eq!(heads.len(), 2 * MANY);
}

async fn a_call_that_was_given_up_leaves_nothing_to_the_next<M: Mode>() {
    let authority = Authority::new("One");
    let origin = Origin::tls(authority.server(HERE), |mut session: Session| async move {
        while let Some(head) = session.request().await {
            let pause = if question(&head) == "slow" { SHORT + SHORT / 2 } else { Duration::ZERO };
            tokio::time::sleep(pause).await;
            session.send(ok(&page_with(question(&head)))).await;
        }
    });
    let client = client::<M>(&origin.url(), &authority.pem());
    let slow = client.list_voices().search("slow").with_timeout(SHORT);
    assert!(soon(M::send(slow)).await.expect_err("there is no time").is_timeout());
    for question in ["one", "two", "three"] {
        let page = soon(M::send(client.list_voices().search(question))).await.expect("a page");
        assert_eq!(padding(&page), question);
        tokio::time::sleep(SHORT / 2).await;
    }
}

/// How a server leaves an idle connection.
#[derive(Clone, Copy)]
enum Leaving {
    Politely,
    Rudely,
    /// It still listens, but sends no more.
    Half,
}

/// Two calls, with time enough between them for the client to hear that the server has gone.
async fn call_twice<M: Mode>(leaving: Leaving) {
    let authority = Authority::new("One");
    let origin = Origin::tls(authority.server(HERE), move |mut session: Session| async move {
        session.request().await.expect("a request");
        session.send(ok(PAGE)).await;
        match leaving {
            Leaving::Politely => session.end().await,
            Leaving::Rudely => {}
            Leaving::Half => {
                session.end_rudely().await;
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

async fn a_connection_that_the_server_gave_up_is_not_used_again<M: Mode>() {
    call_twice::<M>(Leaving::Politely).await;
}

async fn a_connection_that_broke_while_idle_is_not_used_again<M: Mode>() {
    call_twice::<M>(Leaving::Rudely).await;
    call_twice::<M>(Leaving::Half).await;
}

async fn a_connection_that_the_server_is_about_to_close_is_not_used_again<M: Mode>() {
    let authority = Authority::new("One");
    let origin = Origin::tls(authority.server(HERE), |mut session: Session| async move {
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
