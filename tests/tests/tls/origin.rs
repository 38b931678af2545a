//! Servers that do what a test tells them to, and remember what they have seen.

use std::future::Future;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::{ProtocolVersion, ServerConfig};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// What lies below TLS.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// A listening server, until it is dropped.
pub(crate) struct Origin {
    pub(crate) port: u16,
    log: Arc<Log>,
    task: JoinHandle<()>,
}

#[derive(Default)]
pub(crate) struct Log {
    connections: AtomicUsize,
    heads: Mutex<Vec<String>>,
}

impl Drop for Origin {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Origin {
    /// A server that answers every request with a good page.
    pub(crate) fn polite(config: Arc<ServerConfig>) -> Self {
        Self::tls(config, Session::be_polite)
    }

    /// A server that does this with every connection, once there is TLS.
    pub(crate) fn tls<F: Future<Output = ()> + Send + 'static>(
        config: Arc<ServerConfig>,
        serve: impl Fn(Session) -> F + Clone + Send + Sync + 'static,
    ) -> Self {
        Self::tls_over(config, |tcp| Box::new(tcp), serve)
    }

    /// The same, with something between TCP and TLS.
    pub(crate) fn tls_over<F: Future<Output = ()> + Send + 'static>(
        config: Arc<ServerConfig>,
        over: fn(TcpStream) -> Box<dyn Wire>,
        serve: impl Fn(Session) -> F + Clone + Send + Sync + 'static,
    ) -> Self {
        let acceptor = TlsAcceptor::from(config);
        Self::tcp(move |tcp, nth, log| {
            let (acceptor, serve) = (acceptor.clone(), serve.clone());
            async move {
                if let Ok(stream) = acceptor.accept(over(tcp)).await {
                    serve(Session { stream, nth, log }).await;
                }
            }
        })
    }

    /// A server that does this with every connection, given how many there were before.
    pub(crate) fn tcp<F: Future<Output = ()> + Send + 'static>(
        serve: impl Fn(TcpStream, usize, Arc<Log>) -> F + Clone + Send + Sync + 'static,
    ) -> Self {
        let listener = listen().expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let log = Arc::new(Log::default());
        let task = tokio::spawn(accept(listener, Arc::clone(&log), serve));
        Self { port, log, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// How many connections there have been.
    pub(crate) fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }

    /// The heads of all requests.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.log.heads()
    }
}

/// Listens with so little room for what comes in that whoever sends much has to wait until it is read.
fn listen() -> std::io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(4096)?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    socket.listen(128)
}

async fn accept<F: Future<Output = ()> + Send + 'static>(
    listener: TcpListener,
    log: Arc<Log>,
    serve: impl Fn(TcpStream, usize, Arc<Log>) -> F + Clone + Send + Sync + 'static,
) {
    loop {
        let (tcp, _) = listener.accept().await.expect("a connection");
        tcp.set_nodelay(true).expect("a connection");
        let (serve, log) = (serve.clone(), Arc::clone(&log));
        let nth = log.connections.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(async move { serve(tcp, nth, log).await });
    }
}

impl Log {
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no panic").clone()
    }

    pub(crate) fn remember(&self, head: &str) {
        self.heads.lock().expect("no panic").push(head.to_owned());
    }
}

/// A connection with TLS, as the server has it.
pub(crate) struct Session {
    pub(crate) stream: TlsStream<Box<dyn Wire>>,
    /// How many there were before.
    pub(crate) nth: usize,
    log: Arc<Log>,
}

impl Session {
    /// The head of the next request, if there is one.
    pub(crate) async fn request(&mut self) -> Option<String> {
        let head = read_head(&mut self.stream).await?;
        self.log.remember(&head);
        Some(head)
    }

    /// Sends it. A client that has hung up is none of the server's business.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref()).await;
        let _ = self.stream.flush().await;
    }

    /// Answers every request with a good page.
    pub(crate) async fn be_polite(mut self) {
        while self.request().await.is_some() {
            self.send(ok(PAGE)).await;
        }
    }

    /// Says goodbye as TLS has it, and sends no more.
    pub(crate) async fn end(&mut self) {
        let _ = self.stream.shutdown().await;
    }

    /// Sends no more, without a goodbye. What the client sends is still taken.
    pub(crate) async fn end_rudely(&mut self) {
        let _ = self.stream.get_mut().0.shutdown().await;
    }

    /// Takes what the client sends, until it ends.
    pub(crate) async fn drain(&mut self) {
        while self.stream.read(&mut [0; 4096]).await.is_ok_and(|count| count > 0) {}
    }

    pub(crate) fn version(&self) -> Option<ProtocolVersion> {
        self.stream.get_ref().1.protocol_version()
    }
}

/// A page without voices.
pub(crate) const PAGE: &str = r#"{"voices": [], "has_more": false}"#;

/// A page with something that the client does not know, and keeps.
pub(crate) fn page_with(padding: &str) -> String {
    format!(r#"{{"voices": [], "has_more": false, "padding": "{padding}"}}"#)
}

/// A response of success.
pub(crate) fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// All up to an empty line, if it comes.
pub(crate) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.ends_with(b"\r\n\r\n") {
        let count = stream.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
        head.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8(head).ok()
}

/// A connection that carries one byte at a time.
pub(crate) fn by_bytes(tcp: TcpStream) -> Box<dyn Wire> {
    in_pieces(tcp, 1, Duration::ZERO)
}

/// A connection that takes its time.
pub(crate) fn slowly(tcp: TcpStream) -> Box<dyn Wire> {
    in_pieces(tcp, 3000, Duration::from_millis(1))
}

fn in_pieces(tcp: TcpStream, size: usize, pause: Duration) -> Box<dyn Wire> {
    let (near, far) = tokio::io::duplex(16 * 1024);
    let (from_far, to_far) = tokio::io::split(far);
    let (from_tcp, to_tcp) = tcp.into_split();
    tokio::spawn(carry(from_far, to_tcp, size, pause));
    tokio::spawn(carry(from_tcp, to_far, size, pause));
    Box::new(near)
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    size: usize,
    pause: Duration,
) {
    let mut piece = vec![0; size];
    while let Some(count) = from.read(&mut piece).await.ok().filter(|count| *count > 0) {
        if to.write_all(&piece[..count]).await.is_err() {
            return;
        }
        match pause {
            Duration::ZERO => tokio::task::yield_now().await,
            pause => tokio::time::sleep(pause).await,
        }
    }
    let _ = to.shutdown().await;
}
