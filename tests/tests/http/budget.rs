//! The retry budget, which all calls of a client share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use elevenlabs_voices::{ApiClient, Error, Voice};
use tests::modes::Mode;

use crate::helpers::{VOICE, builder, requests, retry_now, serve};
use crate::script::{Sent, offline, response, scripted, with_header};

tests::both_clients! {
    clones_share_the_retry_budget,
    concurrent_calls_share_the_retry_budget,
    successes_refund_the_retry_budget,
    non_retryable_responses_refund_the_retry_budget,
    error_displays_an_exhausted_retry_budget,
    retry_budget_does_not_exceed_its_initial_value,
    clients_have_separate_retry_budgets,
}

/// The initial retry budget.
const INITIAL_BUDGET: usize = 20;

async fn clones_share_the_retry_budget<M: Mode>() {
    let server = serve(retry_now(503)).await;
    let client = M::build(builder::<M>(server.uri()).max_retries(5)).expect("a client");
    for _ in 0..60 {
        M::send(client.clone().get_voice("v1")).await.expect_err("always 503");
    }
    assert_eq!(requests(&server).await.len(), 60 + INITIAL_BUDGET);
}

async fn concurrent_calls_share_the_retry_budget<M: Mode>() {
    let server = serve(retry_now(503)).await;
    let client = M::build(builder::<M>(server.uri()).max_retries(5)).expect("a client");
    let calls: Vec<_> = (0..60).map(|_| tokio::spawn(M::send(client.clone().get_voice("v1")))).collect();
    for call in calls {
        call.await.expect("no panic").expect_err("always 503");
    }
    assert_eq!(requests(&server).await.len(), 60 + INITIAL_BUDGET);
}

/// A client of a server that succeeds or fails, according to a switch.
struct Switched<M: Mode> {
    client: ApiClient<M::Backend>,
    sent: Sent,
    succeeds: Arc<AtomicBool>,
}

impl<M: Mode> Switched<M> {
    fn new() -> Self {
        Self::answering(200, VOICE)
    }

    /// Sets the response of a call that does not fail.
    fn answering(status: u16, body: &'static str) -> Self {
        let succeeds = Arc::new(AtomicBool::new(false));
        let switch = Arc::clone(&succeeds);
        let (client, sent) = scripted::<M>(offline::<M>().max_retries(5), move |_| {
            let failure = with_header(response(503, ""), "retry-after", "0");
            Ok(if switch.load(Ordering::SeqCst) { response(status, body) } else { failure })
        });
        Self { client, sent, succeeds }
    }

    async fn call(&self, succeeds: bool) -> Result<Voice, Error> {
        self.succeeds.store(succeeds, Ordering::SeqCst);
        M::send(self.client.get_voice("v1")).await
    }

    /// The number of retries of `calls` failing calls.
    async fn retries_of(&self, calls: usize) -> usize {
        let before = self.sent.count();
        for _ in 0..calls {
            self.call(false).await.expect_err("the server fails");
        }
        self.sent.count() - before - calls
    }

    async fn succeed(&self, calls: usize) {
        for _ in 0..calls {
            self.call(true).await.expect("the server succeeds");
        }
    }
}

async fn successes_refund_the_retry_budget<M: Mode>() {
    let server = Switched::<M>::new();
    assert_eq!(server.retries_of(10).await, INITIAL_BUDGET);
    server.succeed(4).await;
    assert_eq!(server.retries_of(3).await, 0);
    server.succeed(1).await;
    assert_eq!(server.retries_of(3).await, 1);
    server.succeed(15).await;
    assert_eq!(server.retries_of(3).await, 3);
}

async fn retry_budget_does_not_exceed_its_initial_value<M: Mode>() {
    let server = Switched::<M>::new();
    server.succeed(50).await;
    assert_eq!(server.retries_of(10).await, INITIAL_BUDGET);
}

async fn clients_have_separate_retry_budgets<M: Mode>() {
    let (one, other) = (Switched::<M>::new(), Switched::<M>::new());
    assert_eq!(one.retries_of(10).await, INITIAL_BUDGET);
    assert_eq!(other.retries_of(1).await, 5);
}

async fn non_retryable_responses_refund_the_retry_budget<M: Mode>() {
    for (status, body, restores) in [
        (404, "", true),
        (401, "", true),
        (422, "", true),
        (200, "no JSON", true),
        (501, "", true),
        (500, "", false),
    ] {
        let server = Switched::<M>::answering(status, body);
        assert_eq!(server.retries_of(10).await, INITIAL_BUDGET);
        for _ in 0..5 {
            let _ = server.call(true).await;
        }
        assert_eq!(server.retries_of(3).await, usize::from(restores), "{status}");
    }
}

async fn error_displays_an_exhausted_retry_budget<M: Mode>() {
    let server = Switched::<M>::new();
    let error = server.call(false).await.expect_err("the server fails");
    assert!(error.to_string().ends_with("[6 attempts]"), "{error}");
    server.retries_of(10).await;
    let error = server.call(false).await.expect_err("the server fails");
    assert_eq!(error.attempts(), 1);
    assert!(error.to_string().ends_with("[retry budget exhausted]"), "{error}");
}
