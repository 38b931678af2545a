//! What a server answered: the value with all that came around it, or the error that the body explains.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::runtime::error::{Error, ErrorKind, Inner, ValidationError};
use crate::runtime::model::{DecodeLimits, read_text, without_bom};

use super::api::Api;

/// A value with the response that it came in.
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

    /// The decoded body.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The decoded body, without the rest.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The status, always one of success.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The response's headers as the server sent them, even if it repeats the key. Of a compressed body they no longer say so.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The server's name for the request; its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        header(&self.headers, self.api.request_id_header)
    }

    /// The server's name for the trace that the request was part of.
    pub fn trace_id(&self) -> Option<&str> {
        header(&self.headers, self.api.trace_id_header)
    }

    /// The body as the server sent it, even if it repeats the key.
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// Without headers and body, which are long and may hold what is not for a log.
impl<T: fmt::Debug> fmt::Debug for Raw<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Raw");
        shown.field("value", &self.value).field("status", &self.status).finish_non_exhaustive()
    }
}

fn header<'a>(headers: &'a HeaderMap, name: Option<&str>) -> Option<&'a str> {
    headers.get(name?)?.to_str().ok()
}

/// The headers that an error reports: the request's id, the trace's id and the content type.
pub(super) fn described(api: &Api, headers: &HeaderMap) -> [Option<String>; 3] {
    let names = [api.request_id_header, api.trace_id_header, Some(CONTENT_TYPE.as_str())];
    names.map(|name| header(headers, name).map(str::to_owned))
}

/// What an error body says, in any of the shapes that have been seen. One that fits none of them is the message itself.
pub(super) fn parse_error_body(api: &Api, status: StatusCode, body: &str, limits: DecodeLimits) -> Error {
    let mut inner = Inner::new(ErrorKind::Status, "");
    if let Ok(mut json) = read_text::<Value>(body, limits) {
        let facts = api.error_property.and_then(|property| json.get_mut(property)).map(Value::take);
        read_facts(api, &facts.unwrap_or(json), &mut inner);
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

/// A plain text, an object with a code and a message, or a list of what is wrong with the request.
fn read_facts(api: &Api, facts: &Value, inner: &mut Inner) {
    let text = |names: &[&str]| {
        let found = names.iter().find_map(|name| facts.get(name)?.as_str());
        found.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    match facts {
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
