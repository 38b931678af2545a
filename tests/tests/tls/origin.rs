//! Scripted TLS servers that record connections and requests.

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

/// The transport below TLS.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// A listening server; it stops when dropped.
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
    /// A server that answers every request with a page.
    pub(crate) fn serving_pages(config: Arc<ServerConfig>) -> Self {
        Self::tls(config, Session::answer_all_with_page)
    }

    /// A server that runs `serve` for every connection after the TLS handshake.
    pub(crate) fn tls<F: Future<Output = ()> + Send + 'static>(
        config: Arc<ServerConfig>,
        serve: impl Fn(Session) -> F + Clone + Send + Sync + 'static,
    ) -> Self {
        Self::tls_over(config, |tcp| Box::new(tcp), serve)
    }

    /// A TLS server with a layer between TCP and TLS.
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

    /// A server that runs `serve` for every connection, with the number of earlier connections.
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

    /// The number of accepted connections.
    pub(crate) fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }

    /// The heads of all requests.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.log.heads()
    }
}

/// Listens with a small receive buffer, so that large writes block until the server reads.
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

    pub(crate) fn record(&self, head: &str) {
        self.heads.lock().expect("no panic").push(head.to_owned());
    }
}

/// The server side of a TLS connection.
pub(crate) struct Session {
    pub(crate) stream: TlsStream<Box<dyn Wire>>,
    /// The number of earlier connections.
    pub(crate) nth: usize,
    log: Arc<Log>,
}

impl Session {
    /// The head of the next request, if there is one.
    pub(crate) async fn request(&mut self) -> Option<String> {
        let head = read_head(&mut self.stream).await?;
        self.log.record(&head);
        Some(head)
    }

    /// Sends the bytes. Errors are ignored: the client may have closed the connection.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref()).await;
        let _ = self.stream.flush().await;
    }

    /// Answers every request with a page.
    pub(crate) async fn answer_all_with_page(mut self) {
        while self.request().await.is_some() {
            self.send(ok(PAGE)).await;
        }
    }

    /// Sends `close_notify` and closes the sending half.
    pub(crate) async fn end(&mut self) {
        let _ = self.stream.shutdown().await;
    }

    /// Closes the sending half without `close_notify`.
    pub(crate) async fn shut_down_tcp(&mut self) {
        let _ = self.stream.get_mut().0.shutdown().await;
    }

    /// Reads until the client closes the connection.
    pub(crate) async fn drain(&mut self) {
        while self.stream.read(&mut [0; 4096]).await.is_ok_and(|count| count > 0) {}
    }

    pub(crate) fn version(&self) -> Option<ProtocolVersion> {
        self.stream.get_ref().1.protocol_version()
    }
}

/// A page without voices.
pub(crate) const PAGE: &str = r#"{"voices": [], "has_more": false}"#;

/// A page with an undocumented property, which the client keeps.
pub(crate) fn page_with(padding: &str) -> String {
    format!(r#"{{"voices": [], "has_more": false, "padding": "{padding}"}}"#)
}

/// A success response.
pub(crate) fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Reads up to an empty line; `None` if the connection ends before.
pub(crate) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.ends_with(b"\r\n\r\n") {
        let count = stream.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
        head.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8(head).ok()
}

/// A connection that transfers one byte at a time.
pub(crate) fn by_bytes(tcp: TcpStream) -> Box<dyn Wire> {
    in_pieces(tcp, 1, Duration::ZERO)
}

/// A slow connection.
pub(crate) fn slowly(tcp: TcpStream) -> Box<dyn Wire> {
    in_pieces(tcp, 3000, Duration::from_millis(1))
}

fn in_pieces(tcp: TcpStream, size: usize, pause: Duration) -> Box<dyn Wire> {
    let (near, far) = tokio::io::duplex(16 * 1024);
    let (from_far, to_far) = tokio::io::split(far);
    let (from_tcp, to_tcp) = tcp.into_split();
    tokio::spawn(copy_in_pieces(from_far, to_tcp, size, pause));
    tokio::spawn(copy_in_pieces(from_tcp, to_far, size, pause));
    Box::new(near)
}

async fn copy_in_pieces(
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
