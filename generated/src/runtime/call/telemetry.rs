//! Spans and events, with the feature `tracing`: a span for the call and one for each attempt, with the field names of
//! OpenTelemetry's HTTP client spans; an event for each retry and for a failed call. They contain no key, no body and no query, and
//! no message of an error, which can contain all of them.

#[cfg(feature = "async")]
use std::future::Future;
use std::time::Duration;

use crate::runtime::error::Error;
#[cfg(feature = "tracing")]
use crate::runtime::error::ErrorKind;

use super::api::Operation;
use super::transport::{Attempt, TransportError};

/// The target of spans and events: the crate, whose modules are not a stable name to filter by.
#[cfg(feature = "tracing")]
const TARGET: &str = env!("CARGO_CRATE_NAME");

/// A span. Without the feature `tracing`, all methods do nothing.
pub(super) struct Span {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Span {
    /// The span of a whole call.
    pub(super) fn call<Op: Operation>() -> Self {
        let span =
            tracing::info_span!(target: TARGET, "api_call", otel.name = Op::NAME, otel.kind = "internal");
        Self { span }
    }

    /// The span of one attempt.
    pub(super) fn attempt<Op: Operation>(attempt: &Attempt, retries: u32) -> Self {
        let uri = attempt.request.uri();
        let default = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        let span = tracing::info_span!(
            target: TARGET,
            "http_request",
            otel.name = format!("{} {}", Op::METHOD, Op::PATH),
            otel.kind = "client",
            http.request.method = Op::METHOD.as_str(),
            url.template = Op::PATH,
            url.scheme = uri.scheme_str(),
            server.address = uri.host(),
            server.port = uri.port_u16().unwrap_or(default),
            http.request.resend_count = (retries > 0).then_some(retries),
            http.response.status_code = tracing::field::Empty,
            http.response.body.size = tracing::field::Empty,
            error.r#type = tracing::field::Empty,
        );
        Self { span }
    }

    /// Records the outcome of an attempt.
    pub(super) fn record_response(&self, response: &Result<http::Response<Vec<u8>>, TransportError>) {
        match response {
            Ok(response) => {
                let status = response.status();
                self.span.record("http.response.status_code", status.as_u16());
                self.span.record("http.response.body.size", response.body().len());
                if !status.is_success() {
                    self.span.record("error.type", status.as_str());
                }
            }
            Err(error) => {
                self.span.record("error.type", tracing::field::debug(error.kind()));
            }
        }
    }

    /// Emits a warning in the span of a call that has failed.
    pub(super) fn record_result<T>(&self, result: &Result<T, Error>) {
        let Err(error) = result else { return };
        self.span.in_scope(|| {
            tracing::warn!(
                target: TARGET,
                operation = error.operation(),
                error.r#type = error_type(error),
                attempts = error.attempts(),
                request_id = error.request_id(),
                "the call failed",
            );
        });
    }

    /// Runs a future in the span.
    #[cfg(feature = "async")]
    pub(super) fn instrument<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        tracing::Instrument::instrument(future, self.span.clone())
    }

    /// Runs a function in the span.
    #[cfg(feature = "blocking")]
    pub(super) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
        self.span.in_scope(run)
    }
}

/// Emits an event for an attempt that has failed and is retried after the delay.
#[cfg(feature = "tracing")]
pub(super) fn retry(operation: &'static str, error: &Error, attempt: u32, delay: Duration) {
    let error_type = error_type(error);
    tracing::info!(
        target: TARGET,
        operation,
        error.r#type = error_type,
        attempt,
        wait = ?delay,
        "the attempt failed and is retried",
    );
}

/// The status of a failure, or the error category.
#[cfg(feature = "tracing")]
fn error_type(error: &Error) -> String {
    match (error.kind(), error.status()) {
        (ErrorKind::Status, Some(status)) => status.as_str().to_owned(),
        (kind, _) => format!("{kind:?}"),
    }
}

#[cfg(not(feature = "tracing"))]
pub(super) fn retry(_: &'static str, _: &Error, _: u32, _: Duration) {}

#[cfg(not(feature = "tracing"))]
#[expect(
    clippy::unused_self,
    clippy::extra_unused_type_parameters,
    reason = "the feature `tracing` uses them"
)]
impl Span {
    pub(super) fn call<Op: Operation>() -> Self {
        Self {}
    }

    pub(super) fn attempt<Op: Operation>(_: &Attempt, _: u32) -> Self {
        Self {}
    }

    pub(super) fn record_response(&self, _: &Result<http::Response<Vec<u8>>, TransportError>) {}

    pub(super) fn record_result<T>(&self, _: &Result<T, Error>) {}

    #[cfg(feature = "async")]
    pub(super) fn instrument<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        future
    }

    #[cfg(feature = "blocking")]
    pub(super) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
        run()
    }
}
