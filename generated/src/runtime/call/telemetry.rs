//! Spans, with the feature `tracing`: one for the call and one for each attempt, with the field names of OpenTelemetry's HTTP
//! client spans. They contain no key, no body and no query.

#[cfg(feature = "async")]
use std::future::Future;

use super::api::Operation;
use super::transport::{Attempt, TransportError};

/// A span. Without the feature `tracing`, all methods do nothing.
pub(super) struct Span {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Span {
    /// The span of a whole call.
    pub(super) fn call<Op: Operation>() -> Self {
        let span = tracing::info_span!("api_call", otel.name = Op::NAME, otel.kind = "internal");
        Self { span }
    }

    /// The span of one attempt.
    pub(super) fn attempt<Op: Operation>(attempt: &Attempt, retries: u32) -> Self {
        let uri = attempt.request.uri();
        let default = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        let span = tracing::info_span!(
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

    #[cfg(feature = "async")]
    pub(super) fn instrument<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        future
    }

    #[cfg(feature = "blocking")]
    pub(super) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
        run()
    }
}
