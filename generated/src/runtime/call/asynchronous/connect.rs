//! Connectors: direct or through a proxy's tunnel, with or without TLS.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::GaiResolver;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tower_service::Service;

use crate::runtime::call::client::{TCP_KEEP_ALIVE, TransportConfig};
use crate::runtime::call::proxy::Proxy;
use crate::runtime::call::tunnel::{self, TunnelError};
use crate::runtime::error::Error;
#[cfg(not(feature = "rustls"))]
use crate::runtime::error::ErrorKind;

#[cfg(feature = "rustls")]
type MaybeTlsConnector = hyper_rustls::HttpsConnector<TcpConnector>;
#[cfg(not(feature = "rustls"))]
type MaybeTlsConnector = TcpConnector;

type BoxError = Box<dyn StdError + Send + Sync>;

/// The connector, which depends on the enabled features.
pub(super) type Connector = TimeoutConnector<MaybeTlsConnector>;

/// Creates the connector.
pub(super) fn connector(setup: &TransportConfig) -> Result<Connector, Error> {
    let connector = with_tls(TcpConnector::new(setup), setup)?;
    Ok(TimeoutConnector { connector, timeout: setup.connect_timeout })
}

/// A connector with one timeout for DNS, TCP, tunnel and TLS.
#[derive(Clone, Debug)]
pub(super) struct TimeoutConnector<C> {
    connector: C,
    timeout: Duration,
}

impl<C> Service<Uri> for TimeoutConnector<C>
where
    C: Service<Uri>,
    C::Error: Into<BoxError>,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = tokio::time::timeout(self.timeout, catch_panics(self.connector.call(to)));
        Box::pin(async {
            match connecting.await {
                Ok(connection) => connection?.map_err(Into::into),
                Err(elapsed) => Err(io::Error::new(io::ErrorKind::TimedOut, elapsed).into()),
            }
        })
    }
}

/// A panic while a connection was being established.
#[derive(Debug)]
pub(super) struct ConnectPanic(String);

impl fmt::Display for ConnectPanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "establishing a connection panicked: {}", self.0)
    }
}

impl StdError for ConnectPanic {}

/// Converts panics to errors: Tokio panics if its runtime has no I/O driver, and has no function to test for one.
async fn catch_panics<F: Future>(future: F) -> Result<F::Output, ConnectPanic> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref().copied()).unwrap_or("no message");
            Poll::Ready(Err(ConnectPanic(text.to_owned())))
        }
    })
    .await
}

#[cfg(feature = "rustls")]
fn with_tls(route: TcpConnector, setup: &TransportConfig) -> Result<MaybeTlsConnector, Error> {
    let config = setup.roots.rustls_config(setup.https)?;
    let builder =
        hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(config).https_or_http().enable_http1();
    #[cfg(feature = "http2")]
    let builder = builder.enable_http2();
    Ok(builder.wrap_connector(route))
}

#[cfg(not(feature = "rustls"))]
fn with_tls(route: TcpConnector, setup: &TransportConfig) -> Result<MaybeTlsConnector, Error> {
    if setup.https {
        let message = "the async client needs the feature `rustls` for https, or a transport that has TLS, such as \
                       `ReqwestTransport` of the feature `reqwest`";
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    Ok(route)
}

/// Connects directly or through a proxy's tunnel.
#[derive(Clone, Debug)]
pub(super) struct TcpConnector {
    tcp: HttpConnector,
    proxy: Option<Arc<Proxy>>,
}

impl TcpConnector {
    fn new(setup: &TransportConfig) -> Self {
        Self { tcp: tcp(GaiResolver::new(), setup.connect_timeout), proxy: setup.proxy.clone().map(Arc::new) }
    }
}

/// A TCP connector. hyper-util tries IPv4 and IPv6 in parallel if the first one is slow, and divides the timeout between the
/// addresses.
fn tcp<R>(resolver: R, timeout: Duration) -> HttpConnector<R> {
    let mut tcp = HttpConnector::new_with_resolver(resolver);
    tcp.set_connect_timeout(Some(timeout));
    tcp.set_keepalive(Some(TCP_KEEP_ALIVE));
    tcp.set_nodelay(true);
    tcp.enforce_http(false);
    tcp
}

impl Service<Uri> for TcpConnector {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<TokioIo<TcpStream>, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let Some(proxy) = self.proxy.clone() else {
            let connecting = self.tcp.call(to);
            return Box::pin(async { connecting.await.map_err(Into::into) });
        };
        let connecting = self.tcp.call(proxy.address.clone());
        Box::pin(async move {
            let mut stream = connecting.await?.into_inner();
            open_tunnel(&mut stream, &tunnel::request(&proxy, &to)).await?;
            Ok(TokioIo::new(stream))
        })
    }
}

async fn open_tunnel(stream: &mut TcpStream, request: &[u8]) -> Result<(), BoxError> {
    stream.write_all(request).await?;
    let mut reply = Vec::new();
    while !tunnel::is_open(&reply)? {
        if stream.read_buf(&mut reply).await? == 0 {
            return Err(TunnelError::Closed.into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::{Ready, ready};
    use std::net::{Ipv4Addr, SocketAddr};
    use std::task::{Context, Poll};
    use std::time::{Duration, Instant};

    use hyper_util::client::legacy::connect::dns::Name;
    use tokio::net::{TcpListener, TcpSocket, TcpStream};
    use tower_service::Service;

    use super::tcp;

    /// A resolver that returns these addresses.
    #[derive(Clone)]
    struct FixedResolver(Vec<SocketAddr>);

    impl Service<Name> for FixedResolver {
        type Response = std::vec::IntoIter<SocketAddr>;
        type Error = Infallible;
        type Future = Ready<Result<Self::Response, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Name) -> Self::Future {
            ready(Ok(self.0.clone().into_iter()))
        }
    }

    /// The first address ignores connection attempts because its queue is full. Only Linux behaves so, and has further loopback
    /// addresses.
    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn unresponsive_address_leaves_time_for_the_next() {
        let open = TcpListener::bind((Ipv4Addr::new(127, 0, 0, 2), 0)).await.expect("a free port");
        let open = open.local_addr().expect("bound");
        let unresponsive = TcpSocket::new_v4().expect("a socket");
        unresponsive.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a free port");
        let unresponsive = unresponsive.listen(0).expect("a listener");
        let address = unresponsive.local_addr().expect("bound");
        let mut queued = Vec::new();
        while let Ok(connection) =
            tokio::time::timeout(Duration::from_millis(100), TcpStream::connect(address)).await
        {
            queued.push(connection);
        }
        let timeout = Duration::from_secs(1);
        let mut tcp = tcp(FixedResolver(vec![address, open]), timeout);
        let start = Instant::now();
        let to = "http://api.example.com".parse().expect("an address");
        let stream = tcp.call(to).await.expect("the second address accepts").into_inner();
        assert_eq!(stream.peer_addr().expect("connected"), open);
        assert!((timeout / 2..timeout).contains(&start.elapsed()), "{:?}", start.elapsed());
    }
}
