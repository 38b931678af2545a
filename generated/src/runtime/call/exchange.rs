//! The core of a call, without input or output: it says what to do next, is told what came of it, and in the end has the
//! result. Every client carries out the same decisions.

use std::borrow::Cow;
use std::time::{Duration, Instant, SystemTime};

use http::header::{ACCEPT, ACCEPT_ENCODING, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Response as HttpResponse, StatusCode, response};

use crate::runtime::error::{Error, ErrorKind, TimeLimit, flattened};
use crate::runtime::model::{DecodeBody, DecodeLimits, ExceededLimit};

use super::api::Operation;
use super::budget::RetryBudget;
use super::client::Config;
use super::encoding::{self, ContentDecodingError};
use super::redirect::{self, Target};
use super::request::RequestParts;
use super::response::{Raw, described, parse_error_body};
use super::retry;
use super::transport::{Attempt, TransportError, TransportErrorKind};

/// How much earlier than at its deadline a transport may find that it has passed.
const CLOCK_TOLERANCE: Duration = Duration::from_millis(20);

/// A call on its way.
pub(super) struct Exchange<'a> {
    config: &'a Config,
    budget: &'a RetryBudget,
    operation: &'static str,
    request: http::Request<Vec<u8>>,
    /// How long the whole call may take, and when that is over.
    timeout: Duration,
    deadline: Instant,
    /// When the attempt on its way is over.
    attempt_deadline: Instant,
    retries_left: u32,
    retries_made: u32,
    attempts: u32,
    redirects: u32,
}

/// What to do next.
pub(super) enum Action {
    /// Send it, and tell [`Exchange::on_response`] what came of it.
    Send(Attempt),
    /// Wait so long, and then ask [`Exchange::attempt`] for the next attempt.
    Wait(Duration),
    /// It is over.
    Done(Result<HttpResponse<String>, Error>),
}

/// What a response comes to.
enum Outcome {
    Success(HttpResponse<String>),
    Redirect(http::Uri),
}

impl<'a> Exchange<'a> {
    /// Takes up a call. Whatever is wrong with its arguments ends it here, before anything is sent.
    pub(super) fn new<Op: Operation>(
        config: &'a Config,
        budget: &'a RetryBudget,
        parts: RequestParts,
        now: Instant,
    ) -> Result<Self, Error> {
        let refused = |error: Error| error.with_operation(Op::NAME).sanitized(config.key.secret());
        let url = format!("{}{}", config.base_url.as_str(), parts.path_and_query());
        if let Some((_, why)) = parts.refused.into_iter().next() {
            return Err(refused(Error::new(ErrorKind::Argument, why)));
        }
        let mut request = http::Request::new(parts.body.unwrap_or_default());
        *request.method_mut() = Op::METHOD;
        *request.uri_mut() = url.parse().map_err(|error| {
            refused(Error::new(ErrorKind::Argument, "the request's address is too long").with_cause(&error))
        })?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(encoding::ACCEPTED));
        headers.insert(USER_AGENT, config.user_agent.clone());
        headers.extend(parts.headers);
        headers.insert(config.api.key_header, config.key.header().clone());
        let retries = parts.max_retries.unwrap_or(config.limits.max_retries);
        let timeout = parts.timeout.unwrap_or(config.limits.timeout);
        let deadline = after(now, timeout);
        Ok(Self {
            config,
            budget,
            operation: Op::NAME,
            request,
            timeout,
            deadline,
            attempt_deadline: deadline,
            retries_left: if Op::METHOD.is_idempotent() { retries } else { 0 },
            retries_made: 0,
            attempts: 0,
            redirects: 0,
        })
    }

    /// How many attempts there have been before the one on its way.
    pub(super) fn retries_made(&self) -> u32 {
        self.retries_made
    }

    /// The next attempt.
    pub(super) fn attempt(&mut self, now: Instant) -> Action {
        let step = self.send(now);
        if matches!(step, Action::Send(_)) {
            self.attempts += 1;
        }
        step
    }

    fn send(&mut self, now: Instant) -> Action {
        if now >= self.deadline {
            return self.failed(Error::out_of_time(TimeLimit::Call(self.timeout)));
        }
        self.attempt_deadline = self.deadline.min(after(now, self.config.limits.attempt_timeout));
        let limit = self.config.limits.max_response_bytes;
        Action::Send(Attempt::new(self.request.clone(), self.attempt_deadline, limit))
    }

    /// What an attempt came to.
    pub(super) fn on_response(
        &mut self,
        answer: Result<HttpResponse<Vec<u8>>, TransportError>,
        now: Instant,
    ) -> Action {
        let outcome = match answer {
            Err(error) => self.read_head(error, now),
            // A transport may have lost count of the time.
            Ok(_) if now > self.attempt_deadline => Err(self.out_of_time()),
            Ok(response) => {
                let (mut parts, body) = response.into_parts();
                let body = self.decompress(&mut parts.headers, body);
                self.read(parts, body)
            }
        };
        let error = match outcome {
            Ok(Outcome::Success(response)) => {
                self.budget.deposit();
                return Action::Done(Ok(response));
            }
            Ok(Outcome::Redirect(uri)) => {
                self.redirects += 1;
                *self.request.uri_mut() = uri;
                return self.send(now);
            }
            Err(error) => error,
        };
        self.retry(error, now)
    }

    /// Waits before another attempt if there is to be one; otherwise the call has failed.
    fn retry(&mut self, mut error: Error, now: Instant) -> Action {
        // A server that refuses a request is not one that is down.
        if error.status().is_some() && !error.is_retryable() {
            self.budget.deposit();
        }
        let Some(delay) = self.next_delay(&error, now) else { return self.failed(error) };
        if !self.budget.withdraw() {
            error.set_retry_budget_exhausted();
            return self.failed(error);
        }
        self.retries_left -= 1;
        self.retries_made += 1;
        Action::Wait(delay)
    }

    fn failed(&self, error: Error) -> Action {
        Action::Done(Err(self.finished(error)))
    }

    /// The error as the caller has it: the one place where errors leave a call.
    fn finished(&self, error: Error) -> Error {
        error.with_operation(self.operation).with_attempts(self.attempts).sanitized(self.config.key.secret())
    }

    /// What comes of an attempt that got no body, or not the whole of it. A failure status counts all the same.
    fn read_head(&self, mut error: TransportError, now: Instant) -> Result<Outcome, Error> {
        let head = error.take_head().filter(|_| error.kind() != TransportErrorKind::Timeout);
        let error = self.transport_error(&error, now);
        match head {
            Some(parts) if !parts.status.is_success() => self.read(parts, Err(error)),
            _ => Err(error),
        }
    }

    fn decompress(&self, headers: &mut HeaderMap, body: Vec<u8>) -> Result<Vec<u8>, Error> {
        let limit = self.config.limits.max_response_bytes;
        encoding::decompress(headers, body, limit).map_err(|error| content_decoding_error(error, limit))
    }

    /// A response as text, or where it leads, or the error that it explains. Success alone depends on the body.
    fn read(&self, parts: response::Parts, body: Result<Vec<u8>, Error>) -> Result<Outcome, Error> {
        let head = HttpResponse::from_parts(parts, ());
        if is_redirect(head.status()) {
            let text = body.unwrap_or_default();
            let refused = |error| self.with_response(error, &head, &lossy_text(&text));
            return self.redirect(&head).map(Outcome::Redirect).map_err(refused);
        }
        if !head.status().is_success() {
            return Err(self.status_error(&head, body));
        }
        match String::from_utf8(body.map_err(|error| self.with_response(error, &head, "").without_body())?) {
            Ok(text) => Ok(Outcome::Success(head.map(|()| text))),
            Err(error) => {
                let text = lossy_text(error.as_bytes());
                let error = Error::new(ErrorKind::Decode, "the response is not UTF-8")
                    .with_cause(&error.utf8_error());
                Err(self.with_response(error, &head, &text))
            }
        }
    }

    /// The error of a failure status, whatever its body.
    fn status_error(&self, head: &HttpResponse<()>, body: Result<Vec<u8>, Error>) -> Error {
        let status = head.status();
        let mut error = match body {
            Ok(body) => {
                let text = lossy_text(&body);
                let error = parse_error_body(self.config.api, status, &text, self.decode_limits());
                self.with_response(error, head, &text)
            }
            Err(unreadable) => {
                let reason = status.canonical_reason().unwrap_or("unknown status");
                let message = format!("{reason}; its body cannot be read: {}", unreadable.message());
                self.with_response(Error::new(ErrorKind::Status, message), head, "").without_body()
            }
        };
        error.set_retry_after(retry::retry_after(head.headers(), SystemTime::now()));
        error
    }

    /// Where a redirect leads, if it is to be followed.
    fn redirect(&self, response: &HttpResponse<()>) -> Result<http::Uri, Error> {
        let location = response.headers().get(LOCATION).map(HeaderValue::as_bytes);
        // The other redirects ask for the method to be changed, which is never what a caller meant.
        let safe = *self.request.method() == Method::GET || matches!(response.status().as_u16(), 307 | 308);
        let message;
        let why = match redirect::target(self.request.uri(), location) {
            Target::SameOrigin(uri) if safe && self.redirects < redirect::MAX => return Ok(uri),
            Target::SameOrigin(_) if safe => "more redirects than a call follows",
            Target::SameOrigin(_) => "a redirect that would change the request's method is not followed",
            Target::CrossOrigin(origin) => {
                message = format!("a redirect to another origin is not followed: {origin}");
                &message
            }
            Target::Invalid => "a redirect that leads nowhere",
        };
        Err(Error::new(ErrorKind::Status, why))
    }

    /// The value of a response of success, if the call's time is enough to decode it.
    pub(super) fn decode<T: DecodeBody>(
        &self,
        response: HttpResponse<String>,
        clock: fn() -> Instant,
    ) -> Result<Raw<T>, Error> {
        let limits = self.decode_limits().with_deadline(self.deadline, clock);
        match T::from_text(response.body(), limits) {
            Ok(mut value) => {
                value.redact(self.config.key.secret());
                Ok(Raw::new(self.config.api, value, response))
            }
            Err(error) => {
                let error = match error.exceeded {
                    Some(ExceededLimit::Deadline) => Error::out_of_time(TimeLimit::Call(self.timeout)),
                    Some(ExceededLimit::Memory) | None => Error::undecodable(error),
                };
                Err(self.finished(self.with_response(error, &response, response.body())))
            }
        }
    }

    fn decode_limits(&self) -> DecodeLimits {
        DecodeLimits::new(self.config.limits.max_response_bytes)
    }

    fn with_response<B>(&self, error: Error, response: &HttpResponse<B>, body: &str) -> Error {
        let described = described(self.config.api, response.headers());
        error.with_response(response.status().as_u16(), described, body, self.config.key.secret())
    }

    fn transport_error(&self, error: &TransportError, now: Instant) -> Error {
        let (kind, message) = match error.kind() {
            TransportErrorKind::Connect | TransportErrorKind::Refused => {
                (ErrorKind::Connect, "no connection to the server")
            }
            TransportErrorKind::Timeout if now + CLOCK_TOLERANCE >= self.attempt_deadline => {
                return self.out_of_time();
            }
            TransportErrorKind::Timeout if error.is_connecting() => {
                return Error::out_of_time(TimeLimit::Connect(self.config.limits.connect_timeout));
            }
            // It has limits of its own.
            TransportErrorKind::Timeout => (ErrorKind::Timeout, "time ran out"),
            TransportErrorKind::TooLarge => (ErrorKind::TooLarge, "the response is larger than allowed"),
            TransportErrorKind::Unsupported => (ErrorKind::Configuration, "the request cannot be sent"),
            TransportErrorKind::Other => (ErrorKind::Transport, "the connection broke"),
        };
        let is_permanent = error.kind() == TransportErrorKind::Refused;
        let error = Error::new(kind, format!("{message}: {}", flattened(error)));
        if is_permanent { error.permanent() } else { error }
    }

    /// The attempt has reached its deadline, or that of the call if that is earlier.
    fn out_of_time(&self) -> Error {
        Error::out_of_time(if self.attempt_deadline < self.deadline {
            TimeLimit::Attempt(self.config.limits.attempt_timeout)
        } else {
            TimeLimit::Call(self.timeout)
        })
    }

    /// How long to wait before another attempt, if it is worth one.
    fn next_delay(&self, error: &Error, now: Instant) -> Option<Duration> {
        if self.retries_left == 0 || !error.is_retryable() {
            return None;
        }
        let left = self.deadline.saturating_duration_since(now);
        retry::delay(self.retries_made, error.retry_after(), left)
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn content_decoding_error(failure: ContentDecodingError, limit: usize) -> Error {
    match failure {
        ContentDecodingError::TooLarge => Error::new(
            ErrorKind::TooLarge,
            format!("the response is larger than allowed: over {limit} bytes"),
        ),
        ContentDecodingError::Unsupported(encoding) => {
            let message =
                format!("the server answered in the encoding `{encoding}`, which was not asked for");
            Error::new(ErrorKind::Decode, message)
        }
        ContentDecodingError::Corrupt(error) => {
            Error::new(ErrorKind::Decode, "the compressed response is broken").with_cause(&error)
        }
    }
}

/// A body as text, with a mark for each sequence that is not UTF-8. Marks are longer than what they replace, so that there is
/// an end to them. It comes after a mark: cut elsewhere, a part of the key could be left.
fn lossy_text(body: &[u8]) -> Cow<'_, str> {
    const MAX_MARKS: usize = 10_000;
    if let Ok(text) = std::str::from_utf8(body) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks().take(MAX_MARKS) {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    Cow::Owned(text)
}

/// Some thirty years. A longer time would be more than an `Instant` can hold.
pub(super) const FAR_FUTURE: Duration = Duration::from_secs(1_000_000_000);

/// The end of a span of time, which may be as long as a duration can be.
fn after(now: Instant, span: Duration) -> Instant {
    now + span.min(FAR_FUTURE)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use http::{Method, Response as HttpResponse};

    use super::{Action, Exchange, Operation};
    use crate::runtime::call::Api;
    use crate::runtime::call::client::{ApiClient, Backend, ClientBuilder, TransportConfig};
    use crate::runtime::call::request::Request;
    use crate::runtime::error::{Error, ErrorKind};

    static API: Api = Api {
        title: "Pokes",
        base_url: "https://api.example.com",
        key_header: "x-key",
        key_environment: "POKES_KEY",
        request_id_header: None,
        trace_id_header: None,
        error_property: None,
        error_code: &[],
        error_message: &[],
    };

    /// Nobody is asked to send anything here.
    struct Nobody;

    impl Backend for Nobody {
        fn connect(_: &TransportConfig) -> Result<Self, Error> {
            Ok(Self)
        }
    }

    /// An operation without a value.
    struct Poke;

    impl Operation for Poke {
        type Output = ();
        const NAME: &'static str = "poke";
        const METHOD: Method = Method::GET;
        const PATH: &'static str = "/poke";
    }

    /// One that may not be repeated.
    struct Push;

    impl Operation for Push {
        type Output = ();
        const NAME: &'static str = "push";
        const METHOD: Method = Method::POST;
        const PATH: &'static str = "/push";
    }

    /// One whose value is a list of any length.
    struct List;

    impl Operation for List {
        type Output = Vec<i64>;
        const NAME: &'static str = "list";
        const METHOD: Method = Method::GET;
        const PATH: &'static str = "/list";
    }

    const CALL: Duration = Duration::from_secs(60);
    const ATTEMPT: Duration = Duration::from_secs(20);
    /// Ten seconds before the call is over.
    const LATE: Duration = Duration::from_secs(50);
    const MOMENT: Duration = Duration::from_nanos(1);

    /// A client whose calls take a minute at most, and their attempts 20 seconds.
    fn client() -> ApiClient<Nobody> {
        let builder = ClientBuilder::new(&API).api_key("key").kind(Nobody);
        builder.timeout(CALL).attempt_timeout(ATTEMPT).max_retries(2).build().expect("a client")
    }

    fn exchange<Op: Operation>(client: &ApiClient<Nobody>, now: Instant) -> Exchange<'_> {
        let parts = Request::<Op, _>::new(client).parts;
        Exchange::new::<Op>(&client.shared.config, &client.shared.budget, parts, now).expect("a call")
    }

    /// The deadline of the next attempt, if there is one.
    fn deadline(step: Action) -> Option<Instant> {
        match step {
            Action::Send(attempt) => Some(attempt.deadline),
            Action::Wait(_) | Action::Done(_) => None,
        }
    }

    fn busy(asked: u64) -> HttpResponse<Vec<u8>> {
        let response = HttpResponse::builder().status(503).header("retry-after", asked);
        response.body(Vec::new()).expect("a response")
    }

    #[test]
    fn decoding_ends_at_the_calls_deadline() {
        let (client, now) = (client(), Instant::now());
        let call = exchange::<List>(&client, now);
        let list = |items: usize| HttpResponse::new(format!("[{}0]", "0,".repeat(items)));
        let decode = |clock| call.decode::<Vec<i64>>(list(1000), clock);
        assert_eq!(decode(Instant::now).expect("there is time").value().len(), 1001);
        let error = decode(|| Instant::now() + CALL).expect_err("time is over");
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Timeout, Some("list")));
    }

    #[test]
    fn no_attempt_outlasts_the_call() {
        let (client, now) = (client(), Instant::now());
        let mut call = exchange::<Poke>(&client, now);
        assert_eq!(deadline(call.attempt(now)), Some(now + ATTEMPT));
        assert_eq!(deadline(call.attempt(now + LATE)), Some(now + CALL));
        assert_eq!(deadline(call.attempt(now + CALL)), None);
    }

    #[test]
    fn an_answer_counts_up_to_the_attempts_deadline() {
        let (client, now) = (client(), Instant::now());
        for (late, counts) in [(Duration::ZERO, true), (MOMENT, false)] {
            let mut call = exchange::<Poke>(&client, now);
            call.attempt(now);
            let step = call.on_response(Ok(HttpResponse::new(Vec::new())), now + ATTEMPT + late);
            assert_eq!(matches!(step, Action::Done(Ok(_))), counts);
        }
    }

    #[test]
    fn no_wait_lasts_until_the_call_is_over() {
        let (client, now) = (client(), Instant::now());
        for (asked, waits) in [(9, true), (10, false), (11, false)] {
            let mut call = exchange::<Poke>(&client, now);
            call.attempt(now + LATE);
            let step = call.on_response(Ok(busy(asked)), now + LATE);
            assert_eq!(matches!(step, Action::Wait(_)), waits, "{asked}");
        }
    }

    /// A wait that is not begun costs nothing of what all calls may spend on retries.
    #[test]
    fn retries_are_counted_and_paid_for_when_they_are_made() {
        let (client, now) = (client(), Instant::now());
        for _ in 0..100 {
            let mut call = exchange::<Poke>(&client, now);
            call.attempt(now);
            assert!(matches!(call.on_response(Ok(busy(60)), now), Action::Done(Err(_))));
        }
        let mut call = exchange::<Poke>(&client, now);
        for made in [1, 2] {
            call.attempt(now);
            assert!(matches!(call.on_response(Ok(busy(1)), now), Action::Wait(_)));
            assert_eq!(call.retries_made(), made);
        }
        call.attempt(now);
        assert!(matches!(call.on_response(Ok(busy(1)), now), Action::Done(Err(_))));
    }

    #[test]
    fn post_is_not_retried() {
        let (client, now) = (client(), Instant::now());
        let mut call = exchange::<Push>(&client, now);
        call.attempt(now);
        assert!(matches!(call.on_response(Ok(busy(0)), now), Action::Done(Err(_))));
    }

    fn moved(status: u16) -> HttpResponse<Vec<u8>> {
        let response = HttpResponse::builder().status(status).header("location", "/there");
        response.body(Vec::new()).expect("a response")
    }

    #[test]
    fn no_redirect_changes_the_method() {
        let (client, now) = (client(), Instant::now());
        for status in [301, 302, 303, 307, 308] {
            let mut poke = exchange::<Poke>(&client, now);
            poke.attempt(now);
            assert!(matches!(poke.on_response(Ok(moved(status)), now), Action::Send(_)), "{status}");

            let mut push = exchange::<Push>(&client, now);
            push.attempt(now);
            match push.on_response(Ok(moved(status)), now) {
                Action::Send(attempt) => {
                    assert!(matches!(status, 307 | 308), "{status}");
                    let request = (attempt.request.method(), attempt.request.uri().path());
                    assert_eq!(request, (&Method::POST, "/there"));
                }
                Action::Done(Err(error)) => {
                    assert!(!matches!(status, 307 | 308), "{status}");
                    assert!(error.message().contains("would change the request's method"), "{error}");
                }
                Action::Wait(_) | Action::Done(Ok(_)) => panic!("{status}"),
            }
        }
    }
}
