//! The crate's own blocking transport: ureq, with everything off that the core does itself.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use ureq::config::{AutoHeaderValue, Config};
use ureq::{Agent, Error as UreqError, Proxy};

use crate::runtime::call::client::Setup;
use crate::runtime::call::transport::{Attempt, TransportError, TransportErrorKind};
use crate::runtime::error::{Error, ErrorKind};

use super::Transport;

pub(super) struct Ureq {
    agent: Agent,
}

impl Ureq {
    pub(super) fn new(setup: &Setup) -> Result<Self, Error> {
        let proxy = match &setup.proxy {
            None => None,
            Some(proxy) => Some(Proxy::new(&proxy.url).map_err(|error| {
                Error::new(ErrorKind::Configuration, "the proxy's address cannot be used").with_source(error)
            })?),
        };
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .timeout_connect(Some(setup.connect_timeout));
        #[cfg(feature = "_tls")]
        let config = config.tls_config(tls_config(setup)?);
        Ok(Self { agent: config.build().new_agent() })
    }
}

#[cfg(feature = "_tls")]
fn tls_config(setup: &Setup) -> Result<ureq::tls::TlsConfig, Error> {
    use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};

    let roots = setup.roots.all()?;
    let roots: Vec<_> = roots.iter().map(|root| Certificate::from_der(root).to_owned()).collect();
    let config = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&roots));
    #[cfg(feature = "native-tls")]
    let config = config.provider(TlsProvider::NativeTls);
    #[cfg(not(feature = "native-tls"))]
    let config = config
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(std::sync::Arc::new(rustls::crypto::ring::default_provider()));
    Ok(config.build())
}

impl Transport for Ureq {
    fn send(&self, attempt: Attempt) -> Result<http::Response<Vec<u8>>, TransportError> {
        #[cfg(not(feature = "_tls"))]
        if attempt.request.uri().scheme_str() == Some("https") {
            let message = "this build has no TLS: switch on the feature `rustls` or `native-tls`";
            return Err(TransportError::new(TransportErrorKind::Unsupported, message));
        }
        let left = attempt.deadline.saturating_duration_since(Instant::now());
        // Nothing at all would mean no limit to ureq.
        let left = left.max(Duration::from_millis(1));
        let (parts, body) = attempt.request.into_parts();
        let response = if body.is_empty() {
            let request = http::Request::from_parts(parts, ());
            self.agent.run(self.agent.configure_request(request).timeout_global(Some(left)).build())
        } else {
            let request = http::Request::from_parts(parts, body);
            self.agent.run(self.agent.configure_request(request).timeout_global(Some(left)).build())
        };
        let (parts, mut body) = response.map_err(failed)?.into_parts();
        let mut bytes = Vec::new();
        let most = u64::try_from(attempt.max_response_bytes).unwrap_or(u64::MAX).saturating_add(1);
        body.as_reader()
            .take(most)
            .read_to_end(&mut bytes)
            .map_err(|error| failed(UreqError::from(error)))?;
        if bytes.len() > attempt.max_response_bytes {
            return Err(TransportError::too_large(attempt.max_response_bytes));
        }
        Ok(http::Response::from_parts(parts, bytes))
    }
}

fn failed(error: UreqError) -> TransportError {
    let kind = match &error {
        UreqError::Timeout(_) => TransportErrorKind::Timeout,
        UreqError::HostNotFound
        | UreqError::ConnectionFailed
        | UreqError::ConnectProxyFailed(_)
        | UreqError::Tls(_) => TransportErrorKind::Connect,
        #[cfg(feature = "native-tls")]
        UreqError::NativeTls(_) => TransportErrorKind::Connect,
        #[cfg(feature = "rustls")]
        UreqError::Rustls(_) => TransportErrorKind::Connect,
        UreqError::Io(error) => io_kind(error),
        _ => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}

/// ureq does not say whether there was a connection. What breaks an open one is known; the rest (no such name, no way there,
/// nobody there, a certificate that is not trusted) kept it from being made.
fn io_kind(error: &io::Error) -> TransportErrorKind {
    match error.kind() {
        io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
        io::ErrorKind::BrokenPipe
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::Interrupted
        | io::ErrorKind::NotConnected
        | io::ErrorKind::Other
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::WouldBlock
        | io::ErrorKind::WriteZero => TransportErrorKind::Other,
        _ => TransportErrorKind::Connect,
    }
}
