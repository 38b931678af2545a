//! A TCP server that performs the actions of a script, byte by byte.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// An action of the server. After the last one, it closes the connection gracefully.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// Reads the head of a request; requests have no body.
    Read,
    Send(Vec<u8>),
    /// Sends one byte at a time, with a pause before each.
    Drip(Vec<u8>, Duration),
    /// Sends the same bytes repeatedly, until the client closes the connection.
    Endless(Vec<u8>),
    /// Sends nothing, until the client closes the connection.
    Wait,
    /// Resets the connection.
    Reset,
}

/// The actions of the server on one connection.
pub(crate) type Script = Vec<Action>;

/// A running server; it stops when dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    received: Arc<Mutex<Received>>,
    _running: JoinSet<()>,
}

#[derive(Clone, Default)]
pub(crate) struct Received {
    pub(crate) connections: usize,
    /// The heads of the requests.
    pub(crate) requests: Vec<String>,
}

impl Server {
    /// Starts a server with one script per connection; the last one applies to all further connections.
    pub(crate) async fn start(scripts: Vec<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let received = Arc::<Mutex<Received>>::default();
        let mut running = JoinSet::new();
        running.spawn(serve(listener, scripts, Arc::clone(&received)));
        Self { url, received, _running: running }
    }

    /// The connections and requests received so far.
    pub(crate) fn received(&self) -> Received {
        self.received.lock().expect("no panic").clone()
    }
}

async fn serve(listener: TcpListener, scripts: Vec<Script>, received: Arc<Mutex<Received>>) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        let number = {
            let mut received = received.lock().expect("no panic");
            received.connections += 1;
            received.connections - 1
        };
        let script = scripts.get(number).or(scripts.last()).cloned().unwrap_or_default();
        connections.spawn(run_script(stream, script, Arc::clone(&received)));
    }
}

async fn run_script(mut stream: TcpStream, script: Script, received: Arc<Mutex<Received>>) {
    for action in script {
        let done = match action {
            Action::Read => read_head(&mut stream).await.map(|head| {
                received.lock().expect("no panic").requests.push(head);
            }),
            Action::Send(bytes) => stream.write_all(&bytes).await.ok(),
            Action::Drip(bytes, pause) => drip(&mut stream, &bytes, pause).await,
            Action::Endless(bytes) => {
                // Large writes, so that a size limit is reached before a timeout.
                let many = bytes.repeat(500);
                while stream.write_all(&many).await.is_ok() {}
                None
            }
            Action::Wait => {
                while stream.read(&mut [0; 1024]).await.is_ok_and(|count| count > 0) {}
                None
            }
            Action::Reset => {
                // The client should read what was sent before the reset discards it.
                tokio::time::sleep(Duration::from_millis(20)).await;
                stream.set_zero_linger().ok();
                None
            }
        };
        if done.is_none() {
            return;
        }
    }
    // Unread data would turn the close into a reset.
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
