//! TLS by the operating system's own library, over a Tokio connection.
//!
//! The library reads and writes as if it blocked. Here it reads from memory and writes to memory, and what it lacks or
//! leaves there is carried from and to the connection in between.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::io::{self, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Uri;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use native_tls::{HandshakeError, TlsStream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tower_service::Service;

use crate::runtime::call::client::Setup;
use crate::runtime::error::{Error, ErrorKind};

type BoxError = Box<dyn StdError + Send + Sync>;

/// Connects by way of `route`, and with TLS where the address asks for it.
#[derive(Clone, Debug)]
pub(super) struct TlsConnector<Route> {
    route: Route,
    tls: native_tls::TlsConnector,
}

impl<Route> TlsConnector<Route> {
    pub(super) fn new(route: Route, setup: &Setup) -> Result<Self, Error> {
        let wrong = |error| Error::new(ErrorKind::Configuration, "TLS cannot be set up").with_source(error);
        let mut builder = native_tls::TlsConnector::builder();
        for root in setup.roots.further() {
            builder.add_root_certificate(native_tls::Certificate::from_der(root).map_err(wrong)?);
        }
        #[cfg(feature = "http2")]
        builder.request_alpns(&["h2", "http/1.1"]);
        Ok(Self { route, tls: builder.build().map_err(wrong)? })
    }
}

impl<Route> Service<Uri> for TlsConnector<Route>
where
    Route: Service<Uri, Response = TokioIo<TcpStream>, Error = BoxError>,
    Route::Future: Send + 'static,
{
    type Response = TokioIo<MaybeTls>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.route.poll_ready(context)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = self.route.call(to.clone());
        let tls = self.tls.clone();
        Box::pin(async move {
            let tcp = connecting.await?.into_inner();
            let connection = match (to.scheme_str(), to.host()) {
                (Some("https"), Some(host)) => {
                    let host = host.trim_start_matches('[').trim_end_matches(']');
                    MaybeTls::Tls(Box::new(handshake(&tls, host, tcp).await?))
                }
                _ => MaybeTls::Plain(tcp),
            };
            Ok(TokioIo::new(connection))
        })
    }
}

/// Both ends of a connection, as the library sees it.
#[derive(Debug, Default)]
struct Memory {
    incoming: VecDeque<u8>,
    outgoing: VecDeque<u8>,
    /// The other side sends no more.
    ended: bool,
}

impl Read for Memory {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.incoming.is_empty() && !self.ended {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.incoming.read(buffer)
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.outgoing.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Memory {
    /// Carries to the connection what the library has written.
    fn poll_drain(&mut self, tcp: &mut TcpStream, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.outgoing.is_empty() {
            let (bytes, _) = self.outgoing.as_slices();
            let count = ready!(Pin::new(&mut *tcp).poll_write(context, bytes))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.outgoing.drain(..count);
        }
        Poll::Ready(Ok(()))
    }

    /// Brings from the connection what the library can read next.
    fn poll_fill(&mut self, tcp: &mut TcpStream, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut bytes = [0; 16 * 1024];
        let mut buffer = ReadBuf::new(&mut bytes);
        ready!(Pin::new(tcp).poll_read(context, &mut buffer))?;
        self.ended = buffer.filled().is_empty();
        self.incoming.extend(buffer.filled());
        Poll::Ready(Ok(()))
    }
}

async fn handshake(tls: &native_tls::TlsConnector, host: &str, mut tcp: TcpStream) -> Result<Tls, BoxError> {
    let mut progress = tls.connect(host, Memory::default());
    loop {
        match progress {
            Ok(session) => {
                let mut tls = Tls { session, tcp };
                poll_fn(|context| tls.poll_drain(context)).await?;
                return Ok(tls);
            }
            Err(HandshakeError::Failure(error)) => return Err(error.into()),
            Err(HandshakeError::WouldBlock(mut middle)) => {
                let memory = middle.get_mut();
                poll_fn(|context| memory.poll_drain(&mut tcp, context)).await?;
                poll_fn(|context| memory.poll_fill(&mut tcp, context)).await?;
                progress = middle.handshake();
            }
        }
    }
}

/// A connection with TLS.
#[derive(Debug)]
pub(super) struct Tls {
    session: TlsStream<Memory>,
    tcp: TcpStream,
}

impl Tls {
    fn poll_drain(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.session.get_mut().poll_drain(&mut self.tcp, context)
    }

    fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.session.get_mut().poll_fill(&mut self.tcp, context)
    }

    fn poll_read(&mut self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            match self.session.read(buffer.initialize_unfilled()) {
                Ok(count) => {
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
            // What the library has to say first is sent as far as the connection takes it now.
            if let Poll::Ready(Err(error)) = self.poll_drain(context) {
                return Poll::Ready(Err(error));
            }
            ready!(self.poll_fill(context))?;
        }
    }

    fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            // Memory holds one piece at a time: a slow connection slows its writer down.
            ready!(self.poll_drain(context))?;
            match self.session.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready!(self.poll_fill(context))?,
                written => return Poll::Ready(written),
            }
        }
    }

    fn poll_shutdown(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.session.shutdown() {
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Poll::Ready(Err(error)),
            _ => ready!(self.poll_drain(context))?,
        }
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}

/// A connection, with TLS or without.
#[derive(Debug)]
pub(super) enum MaybeTls {
    Plain(TcpStream),
    Tls(Box<Tls>),
}

impl Connection for MaybeTls {
    fn connected(&self) -> Connected {
        match self {
            Self::Plain(tcp) => tcp.connected(),
            #[cfg(feature = "http2")]
            Self::Tls(tls)
                if tls.session.negotiated_alpn().is_ok_and(|name| name.as_deref() == Some(b"h2")) =>
            {
                tls.tcp.connected().negotiated_h2()
            }
            Self::Tls(tls) => tls.tcp.connected(),
        }
    }
}

impl AsyncRead for MaybeTls {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_read(context, buffer),
            Self::Tls(tls) => tls.poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for MaybeTls {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_write(context, bytes),
            Self::Tls(tls) => tls.poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_flush(context),
            Self::Tls(tls) => tls.poll_drain(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_shutdown(context),
            Self::Tls(tls) => tls.poll_shutdown(context),
        }
    }
}
