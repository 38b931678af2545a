//! The core of a call, without I/O: a state machine that returns the next action and receives its outcome, until it returns the
//! result. Both backends execute the same actions.

use std::borrow::Cow;
use std::time::{Duration, Instant, SystemTime};

use http::header::{ACCEPT, ACCEPT_ENCODING, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Response as HttpResponse, StatusCode, response};

use crate::runtime::error::{Error, ErrorKind, TimeLimit, flattened};
use crate::runtime::model::{DecodeBody, DecodeLimits, ExceededLimit};

use super::api::Operation;
use super::budget::RetryBudget;
use super::client::Config;
use super::clock::{SkippedTime, after, before};
use super::encoding::{self, ContentDecodingError};
use super::redirect::{self, Target};
use super::request::RequestParts;
use super::response::{Raw, parse_error_body, reported_headers};
use super::retry;
use super::telemetry;
use super::transport::{Attempt, TransportError, TransportErrorKind};

/// How long before its deadline a transport may report a timeout: the clocks of transports are coarse.
const CLOCK_TOLERANCE: Duration = Duration::from_millis(20);

/// The state of one call.
pub(super) struct Exchange<'a> {
    config: &'a Config,
    budget: &'a RetryBudget,
    operation: &'static str,
    /// The path of the operation, with its parameters in braces.
    route: &'static str,
    /// Whether a successful response is text as it is.
    is_text: bool,
    request: http::Request<Vec<u8>>,
    /// The timeout of the whole call, and its deadline.
    timeout: Duration,
    deadline: Instant,
    /// The deadline of the current attempt.
    attempt_deadline: Instant,
    retries_left: u32,
    retries_made: u32,
    attempts: u32,
    redirects: u32,
    skipped_time: SkippedTime,
}

/// The next action of a backend.
pub(super) enum Action {
    /// Send the attempt, and pass the outcome to [`Exchange::on_response`].
    Send(Attempt),
    /// Wait, and then call [`Exchange::attempt`].
    Wait(Duration),
    /// Return the result.
    Done(Result<HttpResponse<String>, Error>),
}

/// The outcome of a response without an error.
enum Outcome {
    Success(HttpResponse<String>),
    Redirect(http::Uri),
}

impl<'a> Exchange<'a> {
    /// Starts a call. Invalid arguments are an error, before anything is sent.
    pub(super) fn new<Op: Operation>(
        config: &'a Config,
        budget: &'a RetryBudget,
        parts: RequestParts,
        now: Instant,
    ) -> Result<Self, Error> {
        let argument_error = |error: Error| error.with_operation(Op::NAME).sanitized(config.key.secret());
        let url = parts.url(&config.base_url);
        let has_dot_segment = parts.has_dot_segment();
        if let Some((_, why)) = parts.errors.into_iter().next() {
            return Err(argument_error(Error::new(ErrorKind::Argument, why)));
        }
        if has_dot_segment {
            let why = "the arguments of the path make a segment `.` or `..`, which would change the route";
            return Err(argument_error(Error::new(ErrorKind::Argument, why)));
        }
        let mut request = http::Request::new(parts.body.unwrap_or_default());
        *request.method_mut() = Op::METHOD;
        *request.uri_mut() = url.map_err(|why| argument_error(Error::new(ErrorKind::Argument, why)))?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(Op::ACCEPT));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(encoding::ACCEPTED));
        headers.insert(USER_AGENT, config.user_agent.clone());
        headers.extend(parts.headers);
        if let Some((name, key)) = config.key.header().filter(|_| Op::HAS_KEY) {
            headers.insert(name, key);
        }
        let retries = parts.max_retries.unwrap_or(config.limits.max_retries);
        let timeout = parts.timeout.unwrap_or(config.limits.timeout);
        let deadline = after(now, timeout);
        Ok(Self {
            config,
            budget,
            operation: Op::NAME,
            route: Op::PATH,
            is_text: Op::ACCEPT.starts_with("text/"),
            request,
            timeout,
            deadline,
            attempt_deadline: deadline,
            retries_left: if Op::METHOD.is_idempotent() { retries } else { 0 },
            retries_made: 0,
            attempts: 0,
            redirects: 0,
            skipped_time: SkippedTime::default(),
        })
    }

    /// The number of attempts before the current one.
    pub(super) fn retries_made(&self) -> u32 {
        self.retries_made
    }

    /// Starts the next attempt.
    pub(super) fn attempt(&mut self, now: Instant) -> Action {
        let now = self.time(now);
        self.next_attempt(now)
    }

    /// The time of the call: that of the clock, and what a mock has skipped.
    fn time(&self, now: Instant) -> Instant {
        after(now, self.skipped_time.total())
    }

    /// An instant of the call as one of the clock.
    fn clock_time(&self, time: Instant) -> Instant {
        before(time, self.skipped_time.total())
    }

    fn next_attempt(&mut self, now: Instant) -> Action {
        let action = self.send(now);
        if matches!(action, Action::Send(_)) {
            self.attempts += 1;
        }
        action
    }

    fn send(&mut self, now: Instant) -> Action {
        if now >= self.deadline {
            return self.failed(Error::timed_out(TimeLimit::Call(self.timeout)));
        }
        self.attempt_deadline = self.deadline.min(after(now, self.config.limits.attempt_timeout));
        let limit = self.config.limits.max_response_bytes;
        Action::Send(Attempt {
            request: self.request.clone(),
            operation: self.operation,
            route: self.route,
            number: self.retries_made + 1,
            deadline: self.clock_time(self.attempt_deadline),
            max_response_bytes: limit,
            skipped_time: self.skipped_time.clone(),
        })
    }

    /// Handles the outcome of an attempt.
    pub(super) fn on_response(
        &mut self,
        response: Result<HttpResponse<Vec<u8>>, TransportError>,
        now: Instant,
    ) -> Action {
        let now = self.time(now);
        // A mock may have skipped more time than was left.
        let late = now.saturating_duration_since(self.attempt_deadline);
        let taken_back = self.skipped_time.take_back(late);
        let outcome = match response {
            _ if !taken_back.is_zero() => Err(self.timed_out()),
            Err(error) => self.read_head(error, now),
            // A custom transport may not enforce the deadline.
            Ok(_) if now > self.attempt_deadline => Err(self.timed_out()),
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
        self.retry(error, before(now, taken_back))
    }

    /// Decides whether to retry after an error, and returns the wait or the error.
    fn retry(&mut self, mut error: Error, now: Instant) -> Action {
        // The server is working if it rejects a request with an error that is not transient.
        if error.status().is_some() && !error.is_retryable() {
            self.budget.deposit();
        }
        let Some(delay) = self.next_delay(&error, now) else { return self.failed(error) };
        if !self.budget.withdraw() {
            error.set_retry_budget_exhausted();
            return self.failed(error);
        }
        telemetry::retry(self.operation, &error, self.attempts, delay);
        self.retries_left -= 1;
        self.retries_made += 1;
        if self.skipped_time.skip(delay) {
            return self.next_attempt(now + delay);
        }
        Action::Wait(delay)
    }

    fn failed(&self, error: Error) -> Action {
        Action::Done(Err(self.finished(error)))
    }

    /// Completes an error before the caller receives it. Every error of a call passes through here.
    fn finished(&self, error: Error) -> Error {
        error.with_operation(self.operation).with_attempts(self.attempts).sanitized(self.config.key.secret())
    }

    /// Handles an attempt without a complete body. If the status is a failure, it is the error, regardless of the body.
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

    /// Converts a response to its text, the target of a redirect, or an error. Only a success requires a readable body.
    fn read(&self, parts: response::Parts, body: Result<Vec<u8>, Error>) -> Result<Outcome, Error> {
        let head = HttpResponse::from_parts(parts, ());
        if is_redirect(head.status()) {
            let text = body.unwrap_or_default();
            let with_response = |error| self.with_response(error, &head, &lossy_text(&text));
            return self.redirect(&head).map(Outcome::Redirect).map_err(with_response);
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

    /// The error of a failure status, whether its body is readable or not.
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

    /// The target of a redirect, or the reason not to follow it.
    fn redirect(&self, response: &HttpResponse<()>) -> Result<http::Uri, Error> {
        let location = response.headers().get(LOCATION).map(HeaderValue::as_bytes);
        // 301, 302 and 303 change other methods to GET, which would be another operation.
        let safe = *self.request.method() == Method::GET || matches!(response.status().as_u16(), 307 | 308);
        let message;
        let why = match redirect::target(self.request.uri(), location) {
            Target::SameOrigin(uri) if safe && self.redirects < redirect::MAX => return Ok(uri),
            Target::SameOrigin(_) if safe => "too many redirects",
            Target::SameOrigin(_) => "a redirect that would change the request's method is not followed",
            Target::CrossOrigin(origin) => {
                message = format!("a redirect to another origin is not followed: {origin}");
                &message
            }
            Target::Invalid => "a redirect without a valid `Location`",
        };
        Err(Error::new(ErrorKind::Status, why))
    }

    /// Decodes a successful response, within the deadline of the call.
    pub(super) fn decode<T: DecodeBody>(
        &self,
        response: HttpResponse<String>,
        clock: fn() -> Instant,
    ) -> Result<Raw<T>, Error> {
        let limits = self.decode_limits().with_deadline(self.clock_time(self.deadline), clock);
        let decode = if self.is_text { T::from_plain_text } else { T::from_text };
        match decode(response.body(), limits) {
            Ok(mut value) => {
                value.redact(self.config.key.secret());
                Ok(Raw::new(self.config.api, value, response))
            }
            Err(error) => {
                let error = match error.exceeded {
                    Some(ExceededLimit::Deadline) => Error::timed_out(TimeLimit::Call(self.timeout)),
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
        let headers = response.headers();
        let reported = reported_headers(self.config.api, headers);
        let secret = self.config.key.secret();
        error.with_response(response.status().as_u16(), headers, reported, body, secret)
    }

    fn transport_error(&self, error: &TransportError, now: Instant) -> Error {
        let (kind, message) = match error.kind() {
            TransportErrorKind::Connect | TransportErrorKind::Refused => {
                (ErrorKind::Connect, "no connection to the server")
            }
            TransportErrorKind::Timeout if now + CLOCK_TOLERANCE >= self.attempt_deadline => {
                return self.timed_out();
            }
            TransportErrorKind::Timeout if error.is_connecting() => {
                return Error::timed_out(TimeLimit::Connect(self.config.limits.connect_timeout));
            }
            // A timeout of a custom transport.
            TransportErrorKind::Timeout => (ErrorKind::Timeout, "timed out"),
            TransportErrorKind::TooLarge => (ErrorKind::TooLarge, "the response is larger than allowed"),
            TransportErrorKind::Unsupported => (ErrorKind::Configuration, "the request cannot be sent"),
            TransportErrorKind::Other => (ErrorKind::Transport, "the connection failed"),
        };
        let is_permanent = error.kind() == TransportErrorKind::Refused;
        let error = Error::new(kind, format!("{message}: {}", flattened(error)));
        if is_permanent { error.permanent() } else { error }
    }

    /// The error for the deadline of the attempt, or of the call if that is earlier.
    fn timed_out(&self) -> Error {
        Error::timed_out(if self.attempt_deadline < self.deadline {
            TimeLimit::Attempt(self.config.limits.attempt_timeout)
        } else {
            TimeLimit::Call(self.timeout)
        })
    }

    /// The wait before a retry. `None` if the call is not retried.
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

fn content_decoding_error(error: ContentDecodingError, limit: usize) -> Error {
    match error {
        ContentDecodingError::TooLarge => Error::new(
            ErrorKind::TooLarge,
            format!("the response is larger than allowed: over {limit} bytes"),
        ),
        ContentDecodingError::Unsupported(encoding) => {
            let message =
                format!("the response has the content encoding `{encoding}`, which was not requested");
            Error::new(ErrorKind::Decode, message)
        }
        ContentDecodingError::Corrupt(error) => {
            Error::new(ErrorKind::Decode, "the compressed response is corrupt").with_cause(&error)
        }
    }
}

/// Converts a body to text, with U+FFFD for each invalid sequence. Their number is limited, because they are longer than what they
/// replace. The text is truncated after one of them: truncated elsewhere, it could end in a part of the key, which is not redacted.
fn lossy_text(body: &[u8]) -> Cow<'_, str> {
    const MAX_REPLACEMENTS: usize = 10_000;
    if let Ok(text) = std::str::from_utf8(body) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks().take(MAX_REPLACEMENTS) {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    Cow::Owned(text)
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
        title: "Items",
        base_url: "https://api.example.com",
        key: None,
        request_id_header: None,
        trace_id_header: None,
        error_property: None,
        error_code: &[],
        error_message: &[],
    };

    /// A backend that sends nothing.
    struct NoBackend;

    impl Backend for NoBackend {
        fn connect(_: &TransportConfig) -> Result<Self, Error> {
            Ok(Self)
        }
    }

    /// An idempotent operation without a value.
    struct Get;

    impl Operation for Get {
        type Output = ();
        const NAME: &'static str = "get";
        const METHOD: Method = Method::GET;
        const PATH: &'static str = "/get";
    }

    /// An operation that is not idempotent.
    struct Create;

    impl Operation for Create {
        type Output = ();
        const NAME: &'static str = "create";
        const METHOD: Method = Method::POST;
        const PATH: &'static str = "/create";
    }

    /// An operation whose value is a list.
    struct List;

    impl Operation for List {
        type Output = Vec<i64>;
        const NAME: &'static str = "list";
        const METHOD: Method = Method::GET;
        const PATH: &'static str = "/list";
    }

    const CALL: Duration = Duration::from_secs(60);
    const ATTEMPT: Duration = Duration::from_secs(20);
    /// Ten seconds before the deadline of the call.
    const LATE: Duration = Duration::from_secs(50);
    const MOMENT: Duration = Duration::from_nanos(1);

    /// A client with these timeouts.
    fn client() -> ApiClient<NoBackend> {
        let builder = ClientBuilder::new(&API).backend(NoBackend);
        builder.timeout(CALL).attempt_timeout(ATTEMPT).max_retries(2).build().expect("a client")
    }

    fn exchange<Op: Operation>(client: &ApiClient<NoBackend>, now: Instant) -> Exchange<'_> {
        let parts = Request::<Op, _>::new(client).parts;
        Exchange::new::<Op>(&client.shared.config, &client.shared.budget, parts, now).expect("a call")
    }

    /// The deadline of the next attempt, if there is one.
    fn deadline(action: Action) -> Option<Instant> {
        match action {
            Action::Send(attempt) => Some(attempt.deadline),
            Action::Wait(_) | Action::Done(_) => None,
        }
    }

    fn busy(retry_after: u64) -> HttpResponse<Vec<u8>> {
        let response = HttpResponse::builder().status(503).header("retry-after", retry_after);
        response.body(Vec::new()).expect("a response")
    }

    #[test]
    fn decoding_stops_at_the_deadline_of_the_call() {
        let (client, now) = (client(), Instant::now());
        let call = exchange::<List>(&client, now);
        let list = |items: usize| HttpResponse::new(format!("[{}0]", "0,".repeat(items)));
        let decode = |clock| call.decode::<Vec<i64>>(list(1000), clock);
        assert_eq!(decode(Instant::now).expect("within the deadline").value().len(), 1001);
        let error = decode(|| Instant::now() + CALL).expect_err("after the deadline");
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Timeout, Some("list")));
    }

    #[test]
    fn attempt_deadline_is_at_most_that_of_the_call() {
        let (client, now) = (client(), Instant::now());
        let mut call = exchange::<Get>(&client, now);
        assert_eq!(deadline(call.attempt(now)), Some(now + ATTEMPT));
        assert_eq!(deadline(call.attempt(now + LATE)), Some(now + CALL));
        assert_eq!(deadline(call.attempt(now + CALL)), None);
    }

    #[test]
    fn response_after_the_deadline_of_the_attempt_is_a_timeout() {
        let (client, now) = (client(), Instant::now());
        for (delay, is_accepted) in [(Duration::ZERO, true), (MOMENT, false)] {
            let mut call = exchange::<Get>(&client, now);
            call.attempt(now);
            let action = call.on_response(Ok(HttpResponse::new(Vec::new())), now + ATTEMPT + delay);
            assert_eq!(matches!(action, Action::Done(Ok(_))), is_accepted);
        }
    }

    #[test]
    fn wait_beyond_the_deadline_is_not_started() {
        let (client, now) = (client(), Instant::now());
        for (retry_after, waits) in [(9, true), (10, false), (11, false)] {
            let mut call = exchange::<Get>(&client, now);
            call.attempt(now + LATE);
            let action = call.on_response(Ok(busy(retry_after)), now + LATE);
            assert_eq!(matches!(action, Action::Wait(_)), waits, "{retry_after}");
        }
    }

    /// A retry that is not made withdraws nothing from the budget.
    #[test]
    fn only_retries_that_are_made_are_counted_and_withdrawn() {
        let (client, now) = (client(), Instant::now());
        for _ in 0..100 {
            let mut call = exchange::<Get>(&client, now);
            call.attempt(now);
            assert!(matches!(call.on_response(Ok(busy(60)), now), Action::Done(Err(_))));
        }
        let mut call = exchange::<Get>(&client, now);
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
        let mut call = exchange::<Create>(&client, now);
        call.attempt(now);
        assert!(matches!(call.on_response(Ok(busy(0)), now), Action::Done(Err(_))));
    }

    fn moved(status: u16) -> HttpResponse<Vec<u8>> {
        let response = HttpResponse::builder().status(status).header("location", "/there");
        response.body(Vec::new()).expect("a response")
    }

    #[test]
    fn redirect_never_changes_the_method() {
        let (client, now) = (client(), Instant::now());
        for status in [301, 302, 303, 307, 308] {
            let mut get = exchange::<Get>(&client, now);
            get.attempt(now);
            assert!(matches!(get.on_response(Ok(moved(status)), now), Action::Send(_)), "{status}");

            let mut create = exchange::<Create>(&client, now);
            create.attempt(now);
            match create.on_response(Ok(moved(status)), now) {
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
