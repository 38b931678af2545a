//! Many concurrent calls on one client, to a server that fails one in ten.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use elevenlabs_voices::ApiClient;
use tests::modes::Mode;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex as AsyncMutex;
use tokio::task::JoinSet;

const KEY: &str = "sk_only_for_tests_d51e";

tests::both_clients! { no_call_is_lost_or_duplicated_and_connections_are_reused, long_pagination_streams }

/// The number of concurrent calls.
const CONCURRENT_CALLS: usize = 100;

/// The number of calls; `.ci/deep load` sets more.
fn calls() -> usize {
    std::env::var("LOAD_CALLS").map_or(1_500, |calls| calls.parse().expect("a number of calls"))
}

/// Held by the running test, so that no other test allocates while it measures memory.
static MEMORY_TEST: AsyncMutex<()> = AsyncMutex::const_new(());

#[derive(Default)]
struct Counters {
    connections: AtomicUsize,
    /// The number of requests to each path.
    requests: Mutex<BTreeMap<String, usize>>,
}

/// Serves persistent connections. The function gets the path and the number of earlier requests to it.
async fn serve(answer: fn(&str, usize) -> String) -> (String, Arc<Counters>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let counters = Arc::<Counters>::default();
    let shared = Arc::clone(&counters);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            counters.connections.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(serve_connection(stream, answer, Arc::clone(&counters)));
        }
    });
    (url, shared)
}

async fn serve_connection(
    stream: TcpStream,
    answer: fn(&str, usize) -> String,
    counters: Arc<Counters>,
) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut stream = BufStream::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await.ok()? == 0 {
                return None;
            }
        }
        let path = head.split(' ').nth(1)?;
        let count = {
            let mut requests = counters.requests.lock().expect("not poisoned");
            let count = requests.entry(path.to_owned()).or_default();
            *count += 1;
            *count
        };
        stream.write_all(answer(path, count).as_bytes()).await.ok()?;
        stream.flush().await.ok()?;
    }
}

fn response(status: u16, body: &str) -> String {
    format!("HTTP/1.1 {status} -\r\nretry-after: 0\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// The number that a path ends with.
fn number(path: &str) -> usize {
    path.rsplit(['-', '=']).next().and_then(|number| number.parse().ok()).expect("a number")
}

/// The memory of this process in kilobytes, if the system reports it.
fn memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Requests the voices with these numbers, and checks that each is the requested one.
async fn request_voices<M: Mode>(client: &ApiClient<M::Backend>, numbers: std::ops::Range<usize>) {
    let mut running = JoinSet::new();
    for number in numbers {
        if running.len() == CONCURRENT_CALLS {
            running.join_next().await.expect("a task is running").expect("no panic");
        }
        let id = format!("voice-{number}");
        let call = client.get_voice(&id);
        running.spawn(async move {
            let voice = M::send(call).await.unwrap_or_else(|error| panic!("{id}: {error}"));
            assert_eq!(voice.voice_id, id);
        });
    }
    while let Some(done) = running.join_next().await {
        done.expect("no panic");
    }
}

async fn no_call_is_lost_or_duplicated_and_connections_are_reused<M: Mode>() {
    let _guard = MEMORY_TEST.lock().await;
    let (url, counters) = serve(|path, count| match (number(path) % 10, count) {
        (0, 1) => response(503, "{\"detail\": \"busy\"}"),
        _ => response(
            200,
            &format!(
                "{{\"voice_id\": \"{}\", \"name\": \"n\", \"category\": \"cloned\"}}",
                path.trim_start_matches("/v1/voices/")
            ),
        ),
    })
    .await;
    let client = M::build(M::builder().api_key(KEY).base_url(url)).expect("a client");
    let calls = calls();
    let warm = calls / 3;
    request_voices::<M>(&client, 0..warm).await;
    let before = memory();
    request_voices::<M>(&client, warm..calls).await;
    let grown = memory().zip(before).map(|(after, before)| after.saturating_sub(before));

    let requests = counters.requests.lock().expect("not poisoned");
    assert_eq!(requests.len(), calls);
    let unexpected: Vec<_> = requests
        .iter()
        .filter(|(path, count)| **count != if number(path).is_multiple_of(10) { 2 } else { 1 })
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
    let connections = counters.connections.load(Ordering::Relaxed);
    println!(
        "{calls} calls of the {} client, {CONCURRENT_CALLS} concurrent: {} requests over {connections} connections, {grown:?} KB more after warm-up",
        M::NAME,
        requests.values().sum::<usize>(),
    );
    assert!(
        connections <= 2 * CONCURRENT_CALLS,
        "{connections} connections for {CONCURRENT_CALLS} concurrent calls"
    );
    // Threads that start late allocate memory, and the server stores a path for each call.
    assert!(grown.unwrap_or_default() < 32_000 + calls / 5, "{grown:?} KB");
}

const PAGES: usize = 1_000;

async fn long_pagination_streams<M: Mode>() {
    let _guard = MEMORY_TEST.lock().await;
    let (url, counters) = serve(|path, _| {
        let page = if path.contains("next_page_token") { number(path) } else { 0 };
        let token = page + 1;
        response(
            200,
            &format!(
                "{{\"voices\": [{{\"voice_id\": \"{page}\", \"name\": \"n\", \"category\": \"cloned\"}}], \"has_more\": {}, \"next_page_token\": \"t-{token}\"}}",
                token < PAGES
            ),
        )
    })
    .await;
    let client =
        M::build(M::builder().api_key(KEY).base_url(url).timeout(Duration::from_secs(60))).expect("a client");
    let items = M::items(client.list_voices(), false).await;
    let ids: Vec<_> = items.voices.into_iter().map(|voice| voice.expect("a voice").voice_id).collect();
    assert_eq!(ids, (0..PAGES).map(|page| page.to_string()).collect::<Vec<_>>());
    let connections = counters.connections.load(Ordering::Relaxed);
    // A page may be requested just before the connection of the last one is returned to the pool.
    assert!(connections <= PAGES / 100, "{connections} connections for sequential pages");
}
