//! Spans for calls and attempts, and events for retries and failures.
//!
//! With the feature `tracing` the client records them with the [tracing](https://docs.rs/tracing) crate. Any subscriber receives
//! them, such as that of `tracing-subscriber` or `tracing-opentelemetry`:
//!
//! ```toml
//! [dependencies]
//! elevenlabs-voices = { version = "0.1", features = ["tracing"] }
//! tracing-subscriber = "0.3"
//! ```
//!
//! A plain subscriber prints each retry and each failed call:
//!
//! ```
//! # use elevenlabs_voices::{Error, Voice, http::{StatusCode, header::RETRY_AFTER}, mock::{Mock, Reply}};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let mock = Mock::new();
//! # mock.enqueue_reply(Reply::error(StatusCode::SERVICE_UNAVAILABLE, "busy", "Busy.").header(RETRY_AFTER, 0));
//! # let client = mock.client()?;
//! tracing_subscriber::fmt().init();
//!
//! let result = client.get_voice("unknown-id").with_max_retries(2).send().await;
//! # assert_eq!(result.unwrap_err().attempts(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! ```text
//! INFO api_call{otel.name="get_voice" otel.kind="internal"}: elevenlabs_voices::runtime::call::telemetry: the attempt failed and is retried operation="get_voice" error.type="503" attempt=1 wait=0ns
//! WARN api_call{otel.name="get_voice" otel.kind="internal"}: elevenlabs_voices::runtime::call::telemetry: the call failed operation="get_voice" error.type="404" attempts=2
//! ```
//!
//! With `.with_span_events(FmtSpan::CLOSE)` it also prints each span when it ends, with its time. An `EnvFilter` such as
//! `elevenlabs_voices=warn` leaves only failed calls.
//!
//! # Events
//!
//! | event | level | fields |
//! | --- | --- | --- |
//! | `the attempt failed and is retried` | `INFO` | `operation`; `error.type`: the status or the [`ErrorKind`](crate::ErrorKind); `attempt`: its number; `wait` before the next |
//! | `the call failed` | `WARN` | `operation`; `error.type`; `attempts`: how many there were; `request_id`, if the server sent one |
//!
//! # Spans
//!
//! Their level is `INFO`.
//!
//! | span | covers | fields |
//! | --- | --- | --- |
//! | `api_call` | a call, from `send` to the decoded value, with its retries | `otel.name`: the client's method; `otel.kind` |
//! | `http_request` | one attempt | see below |
//!
//! The fields of `http_request` have the names of OpenTelemetry's
//! [HTTP client spans](https://opentelemetry.io/docs/specs/semconv/http/http-spans/):
//!
//! | field | value |
//! | --- | --- |
//! | `otel.name` | method and route, such as `GET /v1/voices/{voice_id}` |
//! | `otel.kind` | `client` |
//! | `http.request.method`, `url.template`, `url.scheme` | method, route and scheme |
//! | `server.address`, `server.port` | host and port |
//! | `http.request.resend_count` | number of the retry, from 1; absent in the first attempt |
//! | `http.response.status_code` | status of the response, if there is one |
//! | `http.response.body.size` | size of the body in bytes, as it was received |
//! | `error.type` | the status of a failure, or the [`TransportErrorKind`](crate::transport::TransportErrorKind) |
//!
//! No span or event contains the key, a body, an argument, the query or the message of an error, which can repeat them. A page
//! that [`items`](crate::Request::items) or [`pages`](crate::Request::pages) fetch is a separate call.
