//! How a connection is made: straight or through a proxy's tunnel, and with which TLS.

use std::error::Error as StdError;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use http::{HeaderValue, Uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::runtime::call::client::TransportConfig;
use crate::runtime::call::proxy::Proxy;
use crate::runtime::error::{Error, ErrorKind};

#[cfg(feature = "rustls")]
type Secured = hyper_rustls::HttpsConnector<TcpConnector>;
#[cfg(not(feature = "rustls"))]
type Secured = TcpConnector;

/// The connector that the features and the surroundings call for.
pub(super) type Connector = TimeoutConnector<Secured>;

/// Makes it.
pub(super) fn connector(setup: &TransportConfig) -> Result<Connector, Error> {
    let connector = with_tls(TcpConnector::new(setup)?, setup)?;
    Ok(TimeoutConnector { connector, timeout: setup.connect_timeout })
}

/// A connector with a bound on the time that making a connection takes, from looking the name up to the last word of TLS.
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
        let connecting = tokio::time::timeout(self.timeout, self.connector.call(to));
        Box::pin(async {
            match connecting.await {
                Ok(connection) => connection.map_err(Into::into),
                Err(late) => Err(io::Error::new(io::ErrorKind::TimedOut, late).into()),
            }
        })
    }
}

#[cfg(feature = "rustls")]
fn with_tls(route: TcpConnector, setup: &TransportConfig) -> Result<Secured, Error> {
    let config = setup.roots.rustls_config(setup.https)?;
    let builder =
        hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(config).https_or_http().enable_http1();
    #[cfg(feature = "http2")]
    let builder = builder.enable_http2();
    Ok(builder.wrap_connector(route))
}

#[cfg(not(feature = "rustls"))]
fn with_tls(route: TcpConnector, setup: &TransportConfig) -> Result<Secured, Error> {
    if setup.https {
        let message = "the async client needs the feature `rustls` for https, or a transport that has TLS, such as \
                       `ReqwestTransport` of the feature `reqwest`";
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    Ok(route)
}

/// A way to the server.
#[derive(Clone, Debug)]
pub(super) enum TcpConnector {
    Direct(HttpConnector),
    Proxied(Tunnel<HttpConnector>),
}

impl TcpConnector {
    fn new(setup: &TransportConfig) -> Result<Self, Error> {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        tcp.enforce_http(false);
        match &setup.proxy {
            None => Ok(Self::Direct(tcp)),
            Some(proxy) => tunnel(proxy, tcp).map(Self::Proxied),
        }
    }
}

fn tunnel(proxy: &Proxy, tcp: HttpConnector) -> Result<Tunnel<HttpConnector>, Error> {
    let wrong = || Error::new(ErrorKind::Configuration, "the proxy's address cannot be used");
    let (address, credentials) = proxy.address_and_credentials();
    let tunnel = Tunnel::new(address.ok_or_else(wrong)?, tcp);
    let Some((name, password)) = credentials else { return Ok(tunnel) };
    let credentials = BASE64_STANDARD.encode(format!("{name}:{password}"));
    let header = HeaderValue::from_str(&format!("Basic {credentials}")).map_err(|_| wrong())?;
    Ok(tunnel.with_auth(header))
}

type Connecting = Pin<Box<dyn Future<Output = Result<TokioIo<TcpStream>, BoxError>> + Send>>;
type BoxError = Box<dyn StdError + Send + Sync>;

impl Service<Uri> for TcpConnector {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = Connecting;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match self {
            Self::Direct(tcp) => tcp.poll_ready(context).map_err(Into::into),
            Self::Proxied(tunnel) => tunnel.poll_ready(context).map_err(Into::into),
        }
    }

    fn call(&mut self, to: Uri) -> Connecting {
        match self {
            Self::Direct(tcp) => {
                let connecting = tcp.call(to);
                Box::pin(async { connecting.await.map_err(Into::into) })
            }
            Self::Proxied(tunnel) => {
                let connecting = tunnel.call(with_port(&to));
                Box::pin(async { connecting.await.map_err(Into::into) })
            }
        }
    }
}

/// The address with the port that its scheme means where it names none: a tunnel leads to a port.
fn with_port(to: &Uri) -> Uri {
    let (Some(host), None) = (to.host(), to.port()) else { return to.clone() };
    let port = if to.scheme_str() == Some("https") { 443 } else { 80 };
    format!("{}://{host}:{port}/", to.scheme_str().unwrap_or("http")).parse().unwrap_or_else(|_| to.clone())
}

#[cfg(test)]
mod tests {
    use super::with_port;

    #[test]
    fn a_tunnel_leads_to_a_port() {
        for (to, led) in [
            ("https://api.example.com/v1?a=b", "https://api.example.com:443/"),
            ("http://api.example.com", "http://api.example.com:80/"),
            ("https://[::1]", "https://[::1]:443/"),
            ("https://api.example.com:8443/v1", "https://api.example.com:8443/v1"),
        ] {
            assert_eq!(with_port(&to.parse().expect("an address")).to_string(), led);
        }
    }
}
