//! Responses: the decoded value with status, headers and body, or the error that an error body describes.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::runtime::error::{Error, ErrorKind, Inner, ValidationError};
use crate::runtime::model::{DecodeLimits, read_text, without_bom};

use super::api::Api;

/// A decoded value with its response: status, headers and body.
#[derive(Clone)]
pub struct Raw<T> {
    api: &'static Api,
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl<T> Raw<T> {
    pub(super) fn new(api: &'static Api, value: T, response: http::Response<String>) -> Self {
        let (parts, body) = response.into_parts();
        Self { api, value, status: parts.status, headers: parts.headers, body }
    }

    /// Returns the decoded body.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The decoded body and the headers.
    pub(super) fn parts_mut(&mut self) -> (&mut T, &HeaderMap) {
        (&mut self.value, &self.headers)
    }

    /// Returns the decoded body by value.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the status, which is always a success.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers as the server sent them, without redaction. `content-encoding` and `content-length` are removed if the
    /// body was compressed.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the request id; quote it to the vendor's support.
    pub fn request_id(&self) -> Option<&str> {
        header(&self.headers, self.api.request_id_header)
    }

    /// Returns the id of the trace that the request is part of, on the server.
    pub fn trace_id(&self) -> Option<&str> {
        header(&self.headers, self.api.trace_id_header)
    }

    /// Returns the body as the server sent it, decompressed and without redaction.
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// Without headers and body, which are long and can contain secrets.
impl<T: fmt::Debug> fmt::Debug for Raw<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("Raw");
        output.field("value", &self.value).field("status", &self.status).finish_non_exhaustive()
    }
}

fn header<'a>(headers: &'a HeaderMap, name: Option<&str>) -> Option<&'a str> {
    headers.get(name?)?.to_str().ok()
}

/// The headers that an error reports: the request id, the trace id and the content type.
pub(super) fn reported_headers(api: &Api, headers: &HeaderMap) -> [Option<String>; 3] {
    let names = [api.request_id_header, api.trace_id_header, Some(CONTENT_TYPE.as_str())];
    names.map(|name| header(headers, name).map(str::to_owned))
}

/// Parses an error body in any of the formats that have been observed. If it has none of them, the body is the message.
pub(super) fn parse_error_body(api: &Api, status: StatusCode, body: &str, limits: DecodeLimits) -> Error {
    let mut inner = Inner::new(ErrorKind::Status, "");
    if let Ok(mut json) = read_text::<Value>(body, limits) {
        let error = api.error_property.and_then(|property| json.get_mut(property)).map(Value::take);
        read_error(api, &error.unwrap_or(json), &mut inner);
    }
    if inner.message.is_empty() && !inner.validation.is_empty() {
        "the request is not valid".clone_into(&mut inner.message);
    } else if inner.message.is_empty() && inner.code.is_none() {
        without_bom(body).trim().clone_into(&mut inner.message);
    }
    if inner.message.is_empty() {
        status.canonical_reason().unwrap_or_default().clone_into(&mut inner.message);
    }
    Error::from_inner(inner)
}

/// Reads an error that is a message, an object with a code and a message, or a list of validation errors.
fn read_error(api: &Api, error: &Value, inner: &mut Inner) {
    let text = |names: &[&str]| {
        let found = names.iter().find_map(|name| error.get(name)?.as_str());
        found.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    match error {
        Value::String(message) => inner.message.clone_from(message),
        Value::Array(errors) => inner.validation = errors.iter().map(validation_error).collect(),
        Value::Object(_) => {
            inner.code = text(api.error_code);
            inner.message = text(api.error_message).unwrap_or_default();
            inner.request_id = text(&["request_id"]);
        }
        _ => {}
    }
}

fn validation_error(error: &Value) -> ValidationError {
    let text = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let loc = error.get("loc").and_then(Value::as_array).cloned().unwrap_or_default();
    ValidationError { loc, msg: text("msg"), kind: text("type") }
}
