//! A server below HTTP that does, byte by byte, what its script says.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What the server does next. After the last, it hangs up as one should.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Reads a request, up to its body; requests have none.
    Read,
    Send(Vec<u8>),
    /// A byte at a time, with that pause before each.
    Drip(Vec<u8>, Duration),
    /// The same again and again, until the client hangs up.
    Endless(Vec<u8>),
    /// Nothing, until the client hangs up.
    Wait,
    /// Breaks off as a machine does whose program has died.
    Reset,
}

/// What the server does on one connection.
pub(crate) type Script = Vec<Act>;

/// Runs until it is dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Seen>>,
    _running: JoinSet<()>,
}

#[derive(Clone, Default)]
pub(crate) struct Seen {
    pub(crate) connections: usize,
    /// Heads of requests.
    pub(crate) requests: Vec<String>,
}

impl Server {
    /// Plays the scripts one after another, one a connection, and the last one for all further connections.
    pub(crate) async fn start(scripts: Vec<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let seen = Arc::<Mutex<Seen>>::default();
        let mut running = JoinSet::new();
        running.spawn(serve(listener, scripts, Arc::clone(&seen)));
        Self { url, seen, _running: running }
    }

    /// What it has seen so far.
    pub(crate) fn seen(&self) -> Seen {
        self.seen.lock().expect("nobody panics").clone()
    }
}

async fn serve(listener: TcpListener, scripts: Vec<Script>, seen: Arc<Mutex<Seen>>) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        let number = {
            let mut seen = seen.lock().expect("nobody panics");
            seen.connections += 1;
            seen.connections - 1
        };
        let script = scripts.get(number).or(scripts.last()).cloned().unwrap_or_default();
        connections.spawn(play(stream, script, Arc::clone(&seen)));
    }
}

async fn play(mut stream: TcpStream, script: Script, seen: Arc<Mutex<Seen>>) {
    for act in script {
        let done = match act {
            Act::Read => read_head(&mut stream).await.map(|head| {
                seen.lock().expect("nobody panics").requests.push(head);
            }),
            Act::Send(bytes) => stream.write_all(&bytes).await.ok(),
            Act::Drip(bytes, pause) => drip(&mut stream, &bytes, pause).await,
            Act::Endless(bytes) => {
                // Many at a time, so that a limit is met long before a deadline.
                let many = bytes.repeat(500);
                while stream.write_all(&many).await.is_ok() {}
                None
            }
            Act::Wait => {
                while stream.read(&mut [0; 1024]).await.is_ok_and(|count| count > 0) {}
                None
            }
            Act::Reset => {
                // What was sent should be read before the reset throws it away.
                tokio::time::sleep(Duration::from_millis(20)).await;
                stream.set_zero_linger().ok();
                None
            }
        };
        if done.is_none() {
            return;
        }
    }
    // Else what the client has sent and nobody read would turn the goodbye into a reset.
    stream.shutdown().await.ok();
    while stream.read(&mut [0; 1024]).await.is_ok_and(|count| count > 0) {}
}

async fn drip(stream: &mut TcpStream, bytes: &[u8], pause: Duration) -> Option<()> {
    for byte in bytes {
        tokio::time::sleep(pause).await;
        stream.write_all(&[*byte]).await.ok()?;
    }
    Some(())
}

async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}
