//! The crate's own blocking transport: ureq, without the features that the core implements.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use http::Method;
use http::response::Parts;
use ureq::config::{AutoHeaderValue, Config};
use ureq::{Agent, Body, Error as UreqError, Timeout};

use crate::runtime::call::client::TransportConfig;
use crate::runtime::call::transport::{
    Attempt, MAX_RESPONSE_HEADER_BYTES, TransportError, TransportErrorKind, connect_error, is_end_of_body,
};
use crate::runtime::error::Error;
#[cfg(not(feature = "_tls"))]
use crate::runtime::error::ErrorKind;

use super::Transport;
use super::connect::{ConnectError, NoopResolver, UreqConnector};

/// Maximum number of idle connections: enough for a hundred threads. With ureq's default of three, most calls of many threads would
/// need a new connection.
const MAX_IDLE: usize = 100;

pub(super) struct Ureq {
    agent: Agent,
}

impl Ureq {
    pub(super) fn new(setup: &TransportConfig) -> Result<Self, Error> {
        #[cfg(not(feature = "_tls"))]
        if setup.https {
            let message = "the blocking client needs the feature `rustls` or `native-tls` for https";
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // The connector uses the proxy.
            .proxy(None)
            .max_response_header_size(MAX_RESPONSE_HEADER_BYTES)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .timeout_connect(Some(setup.connect_timeout))
            .max_idle_connections(MAX_IDLE)
            .max_idle_connections_per_host(MAX_IDLE);
        #[cfg(feature = "_tls")]
        let config = config.tls_config(tls_config(setup)?);
        Ok(Self {
            agent: Agent::with_parts(config.build(), UreqConnector::new(setup.proxy.clone()), NoopResolver),
        })
    }
}

#[cfg(feature = "_tls")]
fn tls_config(setup: &TransportConfig) -> Result<ureq::tls::TlsConfig, Error> {
    use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};

    let roots = setup.roots.all(setup.https)?;
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
        let left = attempt.deadline.saturating_duration_since(Instant::now());
        // For ureq, zero would mean no timeout.
        let left = left.max(Duration::from_millis(1));
        let (parts, body) = attempt.request.into_parts();
        let method = parts.method.clone();
        let response = if body.is_empty() {
            let request = http::Request::from_parts(parts, ());
            self.agent.run(self.agent.configure_request(request).timeout_global(Some(left)).build())
        } else {
            let request = http::Request::from_parts(parts, body);
            self.agent.run(self.agent.configure_request(request).timeout_global(Some(left)).build())
        };
        let (parts, body) = response.map_err(transport_error)?.into_parts();
        match read_body(&method, &parts, body, attempt.max_response_bytes) {
            Ok(bytes) => Ok(http::Response::from_parts(parts, bytes)),
            Err(error) => Err(error.with_head(parts)),
        }
    }
}

fn read_body(method: &Method, head: &Parts, mut body: Body, limit: usize) -> Result<Vec<u8>, TransportError> {
    TransportError::check_content_length(method, &head.headers, limit)?;
    let mut bytes = Vec::new();
    let max = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match body.as_reader().take(max).read_to_end(&mut bytes) {
        Err(error) if !is_end_of_body(head, &error) => return Err(transport_error(UreqError::from(error))),
        _ => {}
    }
    if bytes.len() > limit { Err(TransportError::too_large(limit)) } else { Ok(bytes) }
}

fn transport_error(error: UreqError) -> TransportError {
    let is_timeout = |error: &io::Error| error.kind() == io::ErrorKind::TimedOut;
    let kind = match error {
        UreqError::Other(error) => match error.downcast::<ConnectError>() {
            Ok(error) => return connect_error(error.0),
            Err(error) => return TransportError::new(TransportErrorKind::Other, error),
        },
        UreqError::Timeout(Timeout::Resolve | Timeout::Connect) => {
            return TransportError::new(TransportErrorKind::Timeout, error).while_connecting();
        }
        UreqError::Timeout(_) => TransportErrorKind::Timeout,
        UreqError::Io(ref io) if is_timeout(io) => TransportErrorKind::Timeout,
        UreqError::LargeResponseHeader(..) => TransportErrorKind::TooLarge,
        // The error type is that of ureq-proto, which is not a dependency of this crate.
        UreqError::Protocol(ref error) if error.to_string().contains("too many headers") => {
            TransportErrorKind::TooLarge
        }
        _ => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}
