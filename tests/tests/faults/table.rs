//! Runs the table of cases with both clients.

use std::time::{Duration, Instant};

use elevenlabs_voices::{ApiClient, ErrorKind};
use tests::modes::Mode;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::canary::{self, KEY};
use crate::cases::{Case, ELSEWHERE, Outcome, cases};
use crate::server::{Act, Script, Server};

tests::both_clients! { every_fault_has_its_promised_outcome }

/// The most that a response may have in the cases.
pub(crate) const MAX_BYTES: usize = 100_000;

/// How long an attempt may take, and how long a case: two attempts, and the longest wait between them that is asked for.
const ATTEMPT: Duration = Duration::from_millis(1_500);
const CASE: Duration = Duration::from_secs(10);

/// As many cases run at once, so that the machine's load is no fault of its own.
const AT_ONCE: usize = 16;

fn client<M: Mode>(url: &str) -> ApiClient<M::Kind> {
    let builder = M::builder().api_key(KEY).base_url(url).max_retries(1);
    M::build(builder.attempt_timeout(ATTEMPT).max_response_bytes(MAX_BYTES)).expect("a client")
}

async fn every_fault_has_its_promised_outcome<M: Mode>() {
    canary::listen();
    let cases = cases();
    let count = cases.len();
    assert!(count > 120, "only {count} cases");
    let mut waiting = cases.into_iter();
    let mut running: JoinSet<Option<String>> = JoinSet::new();
    let mut broken = Vec::new();
    loop {
        while running.len() < AT_ONCE {
            let Some(case) = waiting.next() else { break };
            running.spawn(run::<M>(case));
        }
        match running.join_next().await {
            Some(result) => broken.extend(result.expect("no panic")),
            None => break,
        }
    }
    let told = canary::assert_silent();
    println!("{count} faults with the {} client; {told} bytes told so far, none of the key", M::NAME);
    assert!(broken.is_empty(), "{} of {count} promises are broken:\n{}", broken.len(), broken.join("\n"));
}

/// What of the promise was not kept.
async fn run<M: Mode>(case: Case) -> Option<String> {
    let elsewhere =
        Server::start(vec![vec![Act::Read, Act::Send(b"HTTP/1.1 200 OK\r\n\r\n".to_vec())]]).await;
    let scripts =
        case.scripts.iter().map(|script| substitute_url(script, &elsewhere.url)).collect::<Vec<_>>();
    let server = if scripts.is_empty() { None } else { Some(Server::start(scripts).await) };
    let url = match &server {
        Some(server) => server.url.clone(),
        None => unused_address().await,
    };
    let client = client::<M>(&url);
    canary::tell_debug(&client);
    let begin = Instant::now();
    let call = M::send_raw(client.get_default_voice_settings());
    let Ok(result) = tokio::time::timeout(CASE, call).await else {
        return Some(format!("{}: takes longer than {CASE:?}", case.name));
    };
    let outcome = match &result {
        Ok(raw) => {
            canary::tell_debug(raw);
            Outcome::Value
        }
        Err(error) => {
            canary::tell_error(error);
            match (error.kind(), error.status()) {
                (ErrorKind::Status, Some(status)) => Outcome::Status(status.as_u16()),
                (kind, _) => Outcome::Error(kind),
            }
        }
    };
    let requests = server.map_or(0, |server| server.seen().requests.len());
    if elsewhere.seen().connections > 0 {
        return Some(format!("{}: another server was asked: {:?}", case.name, elsewhere.seen().requests));
    }
    let kept = outcome == case.outcome && case.requests.contains(&requests);
    (!kept).then(|| {
        let Case { name, outcome: promised, requests: promised_requests, .. } = case;
        let said = result.err().map(|error| error.to_string()).unwrap_or_default();
        format!(
            "{name}: {outcome:?} after {requests} requests instead of {promised:?} after {promised_requests:?}, in {:?}: {said}",
            begin.elapsed()
        )
    })
}

/// The script, with the other server's address where it has a place for one.
fn substitute_url(script: &Script, elsewhere: &str) -> Script {
    let aim = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) => text.replace(ELSEWHERE, elsewhere).into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let aimed = script.iter().cloned().map(|act| match act {
        Act::Send(bytes) => Act::Send(aim(bytes)),
        act => act,
    });
    aimed.collect()
}

/// An address where nobody listens.
async fn unused_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    format!("http://{}", listener.local_addr().expect("bound"))
}
