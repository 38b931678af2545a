//! How many retries a client affords over all its calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use elevenlabs_voices::{ApiClient, Error, Voice};
use tests::modes::Mode;

use crate::helpers::{VOICE, builder, requests, retry_at_once, serve};
use crate::script::{Sent, far_away, response, scripted, with_header};

tests::both_clients! {
    clones_share_what_they_may_spend_on_retries,
    calls_at_once_share_what_they_may_spend_on_retries,
    successes_bring_back_retries,
    any_answer_of_a_server_that_is_alive_brings_back_retries,
    an_error_says_that_the_budget_is_exhausted,
    there_is_no_saving_beyond_the_start,
    another_client_has_its_own_budget,
}

/// As many retries as a client affords in a row.
const AFFORDED: usize = 20;

async fn clones_share_what_they_may_spend_on_retries<M: Mode>() {
    let server = serve(retry_at_once(503)).await;
    let client = M::build(builder::<M>(server.uri()).max_retries(5)).expect("a client");
    for _ in 0..60 {
        M::send(client.clone().get_voice("v1")).await.expect_err("never well");
    }
    assert_eq!(requests(&server).await.len(), 60 + AFFORDED);
}

async fn calls_at_once_share_what_they_may_spend_on_retries<M: Mode>() {
    let server = serve(retry_at_once(503)).await;
    let client = M::build(builder::<M>(server.uri()).max_retries(5)).expect("a client");
    let calls: Vec<_> = (0..60).map(|_| tokio::spawn(M::send(client.clone().get_voice("v1")))).collect();
    for call in calls {
        call.await.expect("no panic").expect_err("never well");
    }
    assert_eq!(requests(&server).await.len(), 60 + AFFORDED);
}

/// A client whose server is well or not, as the switch says.
struct Switched<M: Mode> {
    client: ApiClient<M::Kind>,
    sent: Sent,
    well: Arc<AtomicBool>,
}

impl<M: Mode> Switched<M> {
    fn new() -> Self {
        Self::answering(200, VOICE)
    }

    /// When it is well, it answers so.
    fn answering(status: u16, body: &'static str) -> Self {
        let well = Arc::new(AtomicBool::new(false));
        let switch = Arc::clone(&well);
        let (client, sent) = scripted::<M>(far_away::<M>().max_retries(5), move |_| {
            let failure = with_header(response(503, ""), "retry-after", "0");
            Ok(if switch.load(Ordering::SeqCst) { response(status, body) } else { failure })
        });
        Self { client, sent, well }
    }

    async fn call(&self, well: bool) -> Result<Voice, Error> {
        self.well.store(well, Ordering::SeqCst);
        M::send(self.client.get_voice("v1")).await
    }

    /// How many retries come of so many calls that fail.
    async fn retries_of(&self, calls: usize) -> usize {
        let before = self.sent.count();
        for _ in 0..calls {
            self.call(false).await.expect_err("the server is not well");
        }
        self.sent.count() - before - calls
    }

    async fn succeed(&self, calls: usize) {
        for _ in 0..calls {
            self.call(true).await.expect("the server is well");
        }
    }
}

async fn successes_bring_back_retries<M: Mode>() {
    let server = Switched::<M>::new();
    assert_eq!(server.retries_of(10).await, AFFORDED);
    server.succeed(4).await;
    assert_eq!(server.retries_of(3).await, 0);
    server.succeed(1).await;
    assert_eq!(server.retries_of(3).await, 1);
    server.succeed(15).await;
    assert_eq!(server.retries_of(3).await, 3);
}

async fn there_is_no_saving_beyond_the_start<M: Mode>() {
    let server = Switched::<M>::new();
    server.succeed(50).await;
    assert_eq!(server.retries_of(10).await, AFFORDED);
}

async fn another_client_has_its_own_budget<M: Mode>() {
    let (one, other) = (Switched::<M>::new(), Switched::<M>::new());
    assert_eq!(one.retries_of(10).await, AFFORDED);
    assert_eq!(other.retries_of(1).await, 5);
}

async fn any_answer_of_a_server_that_is_alive_brings_back_retries<M: Mode>() {
    for (status, body, restores) in [
        (404, "", true),
        (401, "", true),
        (422, "", true),
        (200, "no JSON", true),
        (501, "", true),
        (500, "", false),
    ] {
        let server = Switched::<M>::answering(status, body);
        assert_eq!(server.retries_of(10).await, AFFORDED);
        for _ in 0..5 {
            let _ = server.call(true).await;
        }
        assert_eq!(server.retries_of(3).await, usize::from(restores), "{status}");
    }
}

async fn an_error_says_that_the_budget_is_exhausted<M: Mode>() {
    let server = Switched::<M>::new();
    let error = server.call(false).await.expect_err("the server is not well");
    assert!(error.to_string().ends_with("[6 attempts]"), "{error}");
    server.retries_of(10).await;
    let error = server.call(false).await.expect_err("the server is not well");
    assert_eq!(error.attempts(), 1);
    assert!(error.to_string().ends_with("[retry budget exhausted]"), "{error}");
}
