//! The core of a call, without input or output: it says what to do next, is told what came of it, and in the end has the
//! result. Every client carries out the same decisions.

use std::time::{Duration, Instant, SystemTime};

use http::header::{ACCEPT, USER_AGENT};
use http::{HeaderValue, Response as HttpResponse};

use crate::emitted::API;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::model::Response;

use super::api::Operation;
use super::client::Config;
use super::request::Draft;
use super::response::{Raw, explain, ids};
use super::retry;
use super::transport::{Attempt, TransportError, TransportErrorKind, causes};

/// A call on its way.
pub(super) struct Exchange<'a> {
    config: &'a Config,
    operation: &'static str,
    request: http::Request<Vec<u8>>,
    deadline: Instant,
    retries_left: u32,
    retries_made: u32,
}

/// What to do next.
pub(super) enum Step {
    /// Send it, and tell [`Exchange::answer`] what came of it.
    Send(Attempt),
    /// Wait so long, and then ask [`Exchange::attempt`] for the next attempt.
    Wait(Duration),
    /// It is over.
    Done(Result<HttpResponse<String>, Error>),
}

impl<'a> Exchange<'a> {
    /// Takes up a call. Whatever is wrong with its arguments ends it here, before anything is sent.
    pub(super) fn new<Op: Operation>(config: &'a Config, draft: Draft, now: Instant) -> Result<Self, Error> {
        let url = format!("{}{}", config.base_url.as_str(), draft.path_and_query());
        if let Some((_, why)) = draft.refused.into_iter().next() {
            return Err(Error::new(ErrorKind::Argument, why).during(Op::NAME));
        }
        let mut request = http::Request::new(draft.body.unwrap_or_default());
        *request.method_mut() = Op::METHOD;
        *request.uri_mut() = url.parse().map_err(|error| {
            Error::new(ErrorKind::Argument, "the request's address is too long")
                .with_source(error)
                .during(Op::NAME)
        })?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, config.user_agent.clone());
        headers.extend(draft.headers);
        headers.insert(API.key_header, config.key.header().clone());
        let retries = draft.max_retries.unwrap_or(config.limits.max_retries);
        Ok(Self {
            config,
            operation: Op::NAME,
            deadline: after(now, draft.timeout.unwrap_or(config.limits.timeout)),
            retries_left: if Op::METHOD.is_idempotent() { retries } else { 0 },
            retries_made: 0,
            request,
        })
    }

    /// The next attempt.
    pub(super) fn attempt(&self, now: Instant) -> Step {
        if now >= self.deadline {
            return Step::Done(Err(self.timed_out(None)));
        }
        Step::Send(Attempt {
            request: self.request.clone(),
            deadline: self.deadline.min(after(now, self.config.limits.attempt_timeout)),
            max_response_bytes: self.config.limits.max_response_bytes,
        })
    }

    /// What an attempt came to.
    pub(super) fn answer(
        &mut self,
        answer: Result<HttpResponse<Vec<u8>>, TransportError>,
        now: Instant,
    ) -> Step {
        let error = match answer {
            Err(error) => self.transport_error(error),
            Ok(response) => match self.read(response) {
                Ok(response) => return Step::Done(Ok(response)),
                Err(error) => error,
            },
        };
        match self.next_delay(&error, now) {
            Some(delay) => {
                self.retries_left -= 1;
                self.retries_made += 1;
                Step::Wait(delay)
            }
            None => Step::Done(Err(error)),
        }
    }

    /// A response of success, as text.
    fn read(&self, response: HttpResponse<Vec<u8>>) -> Result<HttpResponse<String>, Error> {
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(body);
        if parts.status.is_success() {
            return match text {
                Ok(text) => Ok(HttpResponse::from_parts(parts, text)),
                Err(error) => {
                    let wrong = Error::new(ErrorKind::Decode, "the response is not UTF-8");
                    let body = String::from_utf8_lossy(error.as_bytes()).into_owned();
                    let response = HttpResponse::from_parts(parts, body);
                    Err(self.answered(wrong.with_source(error.utf8_error()), &response))
                }
            };
        }
        let text = text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        let mut error = explain(parts.status, &text);
        error.set_retry_after(retry::retry_after(&parts.headers, SystemTime::now()));
        Err(self.answered(error, &HttpResponse::from_parts(parts, text)))
    }

    /// The value of a response of success.
    pub(super) fn decode<T: Response>(&self, response: HttpResponse<String>) -> Result<Raw<T>, Error> {
        match T::from_text(response.body()) {
            Ok(value) => {
                let (parts, body) = response.into_parts();
                Ok(Raw { value, status: parts.status, headers: parts.headers, body })
            }
            Err(failure) => Err(self.answered(Error::decode(failure), &response)),
        }
    }

    fn answered(&self, error: Error, response: &HttpResponse<String>) -> Error {
        let ids = ids(response.headers());
        let error = error.during(self.operation);
        error.answered(response.status().as_u16(), ids, response.body(), self.config.key.secret())
    }

    fn transport_error(&self, error: TransportError) -> Error {
        let (kind, message) = match error.kind {
            TransportErrorKind::Connect => (ErrorKind::Connect, "no connection to the server"),
            TransportErrorKind::Timeout => return self.timed_out(Some(error)),
            TransportErrorKind::TooLarge => (ErrorKind::TooLarge, "the response is larger than allowed"),
            TransportErrorKind::Unsupported => (ErrorKind::Configuration, "the request cannot be sent"),
            TransportErrorKind::Other => (ErrorKind::Transport, "the connection broke"),
        };
        let causes: Vec<_> = causes(error.source.as_ref()).map(ToString::to_string).collect();
        let message = format!("{message}: {}", causes.join(": "));
        Error::new(kind, message).with_source(error.source).during(self.operation)
    }

    fn timed_out(&self, error: Option<TransportError>) -> Error {
        let late = Error::new(ErrorKind::Timeout, "time ran out").during(self.operation);
        match error {
            Some(error) => late.with_source(error.source),
            None => late,
        }
    }

    /// How long to wait before another attempt, if there is to be one.
    fn next_delay(&self, error: &Error, now: Instant) -> Option<Duration> {
        if self.retries_left == 0 || !error.is_retryable() {
            return None;
        }
        let delay = retry::delay(self.retries_made, error.retry_after())?;
        (after(now, delay) < self.deadline).then_some(delay)
    }
}

/// The end of a span of time, which may be as long as a duration can be.
fn after(now: Instant, span: Duration) -> Instant {
    const AGES: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 30);
    now + span.min(AGES)
}
