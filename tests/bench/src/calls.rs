//! Whole calls over the loopback interface, compared with hand-written calls with reqwest and serde's derive.

use std::hint::black_box;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use bench::derived;
use bench::page::Page;
use bench::table::{Row, Target};
use bench::timing::{format_duration, ratio, shortest};
use elevenlabs_voices::Client;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

const KEY: &str = "only-for-benchmarks";
const SETTINGS: &str =
    r#"{"stability":0.5,"similarity_boost":0.75,"style":0.0,"use_speaker_boost":true,"speed":1.0}"#;

/// The number of rounds, and of calls per round.
const ROUNDS: usize = 60;
const PAGES: u32 = 5;
const SMALL_CALLS: u32 = 100;

pub(crate) fn rows() -> Vec<Row> {
    let address = serve();
    let runtime = runtime();
    let generated =
        Client::builder().api_key(KEY).base_url(format!("http://{address}")).build().expect("a client");
    let by_hand = ByHand { client: reqwest::Client::new(), address };
    vec![page(&runtime, &generated, &by_hand), settings(&runtime, &generated, &by_hand)]
}

fn page(runtime: &Runtime, generated: &Client, by_hand: &ByHand) -> Row {
    let [generated, by_hand] = calls(
        runtime,
        PAGES,
        async || black_box(generated.list_voices().page_size(100).send().await.expect("a page").voices.len()),
        async || {
            let url = by_hand.url("/v2/voices?page_size=100");
            black_box(by_hand.get::<derived::ListVoicesResponse>(url).await.voices.len())
        },
    );
    Row::figure("call for a page of 100 voices, over loopback", format_duration(generated))
        .against(format!("reqwest and derive: {}", format_duration(by_hand)), ratio(by_hand, generated))
        .target(Target::AtLeast(1.4))
}

fn settings(runtime: &Runtime, generated: &Client, by_hand: &ByHand) -> Row {
    let [generated, by_hand] = calls(
        runtime,
        SMALL_CALLS,
        async || {
            let settings = generated.get_default_voice_settings().send().await.expect("settings");
            black_box(settings.speed.map_or(0, |_| 1))
        },
        async || {
            let url = by_hand.url("/v1/voices/settings/default");
            black_box(by_hand.get::<derived::VoiceSettings>(url).await.speed.map_or(0, |_| 1))
        },
    );
    Row::figure("call for the settings, over loopback; time beside by hand", format_duration(generated))
        .against(format!("reqwest and derive: {}", format_duration(by_hand)), ratio(generated, by_hand))
        .target(Target::AtMost(0.9))
}

/// The time of one call by each client, sequentially on a persistent connection.
fn calls(
    runtime: &Runtime,
    count: u32,
    generated: impl AsyncFn() -> usize,
    by_hand: impl AsyncFn() -> usize,
) -> [Duration; 2] {
    let times = shortest(
        ROUNDS,
        [
            &mut || {
                runtime.block_on(async {
                    for _ in 0..count {
                        generated().await;
                    }
                });
            },
            &mut || {
                runtime.block_on(async {
                    for _ in 0..count {
                        by_hand().await;
                    }
                });
            },
        ],
    );
    times.map(|time| time / count)
}

/// The calls as written by hand, without a generated client.
struct ByHand {
    client: reqwest::Client,
    address: SocketAddr,
}

impl ByHand {
    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    async fn get<T: DeserializeOwned>(&self, url: String) -> T {
        let response = self.client.get(url).header("xi-api-key", KEY).send().await.expect("a response");
        response.error_for_status().expect("success").json().await.expect("a body that fits")
    }
}

/// A server with two responses and persistent connections. It serves all of them from one thread, so that no client has a server
/// on a nearer core than another's.
fn serve() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a non-blocking socket");
    let address = listener.local_addr().expect("an address");
    let answers = [answer(&Page::FULL.text()), answer(SETTINGS)];
    thread::spawn(move || runtime().block_on(accept(listener, &answers)));
    address
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn answer(body: &str) -> Arc<[u8]> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
    (head + body).into_bytes().into()
}

async fn accept(listener: std::net::TcpListener, answers: &[Arc<[u8]>; 2]) {
    let listener = TcpListener::from_std(listener).expect("a runtime");
    while let Ok((connection, _)) = listener.accept().await {
        tokio::spawn(converse(connection, answers.clone()));
    }
}

/// Answers until the client closes the connection.
async fn converse(connection: TcpStream, [page, settings]: [Arc<[u8]>; 2]) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut connection = BufReader::new(connection);
    loop {
        let mut request = String::new();
        while !request.ends_with("\r\n\r\n") {
            if connection.read_line(&mut request).await? == 0 {
                return Ok(());
            }
        }
        let answer = if request.starts_with("GET /v2/") { &page } else { &settings };
        connection.get_mut().write_all(answer).await?;
    }
}
