//! A transport made from reqwest, for programs that have configured one already.

use reqwest::redirect::Policy;

use crate::runtime::call::transport::{
    Attempt, TransportError, TransportErrorKind, connect_error, is_end_of_body,
};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::redact::Secret;

use super::{Transport, TransportFuture};

/// Sends through reqwest, with its proxies, certificates and whatever else the builder was told.
///
/// It takes a builder and not a finished client: reqwest would follow redirects to other hosts with the key in hand, which can
/// be switched off on a builder alone.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// Builds the client, with redirects and retries switched off.
    ///
    /// # Errors
    ///
    /// If reqwest cannot build it.
    pub fn new(builder: reqwest::ClientBuilder) -> Result<Self, Error> {
        let client = builder.redirect(Policy::none()).retry(reqwest::retry::never()).build();
        client.map(Self).map_err(|error| {
            let config_error = Error::new(ErrorKind::Configuration, "reqwest cannot be set up");
            config_error.with_cause(&error).sanitized(&Secret::default())
        })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, attempt: Attempt) -> TransportFuture<'_> {
        Box::pin(async move {
            let request = attempt.request.try_into().map_err(failed)?;
            let mut response = self.0.execute(request).await.map_err(failed)?;
            let mut answer = http::Response::new(());
            *answer.status_mut() = response.status();
            *answer.version_mut() = response.version();
            *answer.headers_mut() = std::mem::take(response.headers_mut());
            let (head, ()) = answer.into_parts();
            match read_body(&head, response, attempt.max_response_bytes).await {
                Ok(bytes) => Ok(http::Response::from_parts(head, bytes)),
                Err(error) => Err(error.with_head(head)),
            }
        })
    }
}

async fn read_body(
    head: &http::response::Parts,
    mut response: reqwest::Response,
    limit: usize,
) -> Result<Vec<u8>, TransportError> {
    TransportError::check_announced(&head.headers, limit)?;
    let mut bytes = Vec::new();
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return Ok(bytes),
            Err(error) if is_end_of_body(head, &error) => return Ok(bytes),
            Err(error) => return Err(failed(error)),
        };
        if bytes.len() + chunk.len() > limit {
            return Err(TransportError::too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
}

fn failed(error: reqwest::Error) -> TransportError {
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
    // The URL may hold secrets.
    TransportError::new(kind, error.without_url())
}
