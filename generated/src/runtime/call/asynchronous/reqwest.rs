//! A transport that sends through reqwest.

use reqwest::redirect::Policy;

use crate::runtime::call::transport::{
    Attempt, TransportError, TransportErrorKind, connect_error, is_end_of_body,
};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::redact::Secret;

use super::{Transport, TransportFuture};

/// A transport that sends through a reqwest client, with its TLS, proxies and certificates.
///
/// It takes a builder rather than a client, because only a builder can disable reqwest's redirects, which would send the key to
/// other hosts.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// Builds the reqwest client, with redirects and retries disabled.
    ///
    /// # Errors
    ///
    /// If reqwest cannot build it.
    pub fn new(builder: reqwest::ClientBuilder) -> Result<Self, Error> {
        let client = builder.redirect(Policy::none()).retry(reqwest::retry::never()).build();
        client.map(Self).map_err(|error| {
            let config_error = Error::new(ErrorKind::Configuration, "reqwest cannot be configured");
            config_error.with_cause(&error).sanitized(&Secret::default())
        })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, attempt: Attempt) -> TransportFuture<'_> {
        Box::pin(async move {
            let request: reqwest::Request = attempt.request.try_into().map_err(transport_error)?;
            let method = request.method().clone();
            let mut response = self.0.execute(request).await.map_err(transport_error)?;
            let mut head = http::Response::new(());
            *head.status_mut() = response.status();
            *head.version_mut() = response.version();
            *head.headers_mut() = std::mem::take(response.headers_mut());
            let (head, ()) = head.into_parts();
            match read_body(&method, &head, response, attempt.max_response_bytes).await {
                Ok(bytes) => Ok(http::Response::from_parts(head, bytes)),
                Err(error) => Err(error.with_head(head)),
            }
        })
    }
}

async fn read_body(
    method: &http::Method,
    head: &http::response::Parts,
    mut response: reqwest::Response,
    limit: usize,
) -> Result<Vec<u8>, TransportError> {
    TransportError::check_content_length(method, &head.headers, limit)?;
    let mut bytes = Vec::new();
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return Ok(bytes),
            Err(error) if is_end_of_body(head, &error) => return Ok(bytes),
            Err(error) => return Err(transport_error(error)),
        };
        if bytes.len() + chunk.len() > limit {
            return Err(TransportError::too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
}

fn transport_error(error: reqwest::Error) -> TransportError {
    if error.is_connect() && !error.is_timeout() {
        return connect_error(error.without_url());
    }
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_builder() {
        TransportErrorKind::Unsupported
    } else {
        TransportErrorKind::Other
    };
    // The URL can contain secrets.
    TransportError::new(kind, error.without_url())
}
