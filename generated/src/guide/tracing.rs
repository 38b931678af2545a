//! Spans for calls and attempts.
//!
//! With the feature `tracing` the client records spans with the [tracing](https://docs.rs/tracing) crate, at the level `INFO`.
//! Any subscriber receives them, such as that of `tracing-subscriber` or `tracing-opentelemetry`:
//!
//! ```toml
//! [dependencies]
//! elevenlabs-voices = { version = "0.1", features = ["tracing"] }
//! ```
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
//! No span contains the key, a body, an argument or the query. A page that [`items`](crate::Request::items) or
//! [`pages`](crate::Request::pages) fetch is a separate call.
