//! Runs the table of cases with both clients.

use std::time::{Duration, Instant};

use elevenlabs_voices::{ApiClient, ErrorKind};
use tests::modes::Mode;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::canary::{self, KEY};
use crate::cases::{Case, OTHER_SERVER, Outcome, cases};
use crate::server::{Action, Script, Server};

tests::both_clients! { every_fault_has_the_expected_outcome }

/// The limit on responses in all cases.
pub(crate) const MAX_BYTES: usize = 100_000;

/// The timeout of an attempt, and of a case: two attempts and the longest wait between them.
const ATTEMPT: Duration = Duration::from_millis(1_500);
const CASE: Duration = Duration::from_secs(10);

/// The number of concurrent cases; more of them would cause timeouts on a loaded machine.
const MAX_CONCURRENT: usize = 16;

fn client<M: Mode>(url: &str) -> ApiClient<M::Backend> {
    let builder = M::builder().api_key(KEY).base_url(url).max_retries(1);
    M::build(builder.attempt_timeout(ATTEMPT).max_response_bytes(MAX_BYTES)).expect("a client")
}

async fn every_fault_has_the_expected_outcome<M: Mode>() {
    canary::start_recording();
    let cases = cases();
    let count = cases.len();
    assert!(count > 120, "only {count} cases");
    let mut waiting = cases.into_iter();
    let mut running: JoinSet<Option<String>> = JoinSet::new();
    let mut failures = Vec::new();
    loop {
        while running.len() < MAX_CONCURRENT {
            let Some(case) = waiting.next() else { break };
            running.spawn(run::<M>(case));
        }
        match running.join_next().await {
            Some(result) => failures.extend(result.expect("no panic")),
            None => break,
        }
    }
    let bytes = canary::assert_no_key_recorded();
    println!("{count} faults with the {} client; {bytes} bytes recorded so far", M::NAME);
    assert!(failures.is_empty(), "{} of {count} cases failed:\n{}", failures.len(), failures.join("\n"));
}

/// Runs a case and returns a description of its failure.
async fn run<M: Mode>(case: Case) -> Option<String> {
    let other_server =
        Server::start(vec![vec![Action::Read, Action::Send(b"HTTP/1.1 200 OK\r\n\r\n".to_vec())]]).await;
    let scripts =
        case.scripts.iter().map(|script| substitute_url(script, &other_server.url)).collect::<Vec<_>>();
    let server = if scripts.is_empty() { None } else { Some(Server::start(scripts).await) };
    let url = match &server {
        Some(server) => server.url.clone(),
        None => unused_address().await,
    };
    let client = client::<M>(&url);
    canary::record_debug(&client);
    let start = Instant::now();
    let call = M::send_raw(client.get_default_voice_settings());
    let Ok(result) = tokio::time::timeout(CASE, call).await else {
        return Some(format!("{}: takes longer than {CASE:?}", case.name));
    };
    let outcome = match &result {
        Ok(raw) => {
            canary::record_debug(raw);
            Outcome::Value
        }
        Err(error) => {
            canary::record_error(error);
            match (error.kind(), error.status()) {
                (ErrorKind::Status, Some(status)) => Outcome::Status(status.as_u16()),
                (kind, _) => Outcome::Error(kind),
            }
        }
    };
    let requests = server.map_or(0, |server| server.received().requests.len());
    if other_server.received().connections > 0 {
        return Some(format!(
            "{}: another server was called: {:?}",
            case.name,
            other_server.received().requests
        ));
    }
    let passed = outcome == case.outcome && case.requests.contains(&requests);
    (!passed).then(|| {
        let Case { name, outcome: expected, requests: expected_requests, .. } = case;
        let error = result.err().map(|error| error.to_string()).unwrap_or_default();
        format!(
            "{name}: {outcome:?} after {requests} requests instead of {expected:?} after {expected_requests:?}, in {:?}: {error}",
            start.elapsed()
        )
    })
}

/// The script with the URL of the other server substituted.
fn substitute_url(script: &Script, other_server: &str) -> Script {
    let substitute = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) => text.replace(OTHER_SERVER, other_server).into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let actions = script.iter().cloned().map(|action| match action {
        Action::Send(bytes) => Action::Send(substitute(bytes)),
        action => action,
    });
    actions.collect()
}

/// A URL that refuses connections.
async fn unused_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    format!("http://{}", listener.local_addr().expect("bound"))
}
