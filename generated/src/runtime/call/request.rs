//! Requests that have not been sent.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Bound, RangeBounds};
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::uri::InvalidUri;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_core::Serialize;
use serde_json::Value;

use super::api::{Operation, Paged, PagingForm, ParameterValue};
use super::base_url::BaseUrl;
use super::client::ApiClient;
use super::link;

/// All characters but the unreserved ones of RFC 3986, which need no encoding anywhere in a URL.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// All characters but those that may be anywhere in a path: also reserved ones, of which `?` and `#` would end the path. A `%` is
/// encoded, so that the value cannot have encoded dots and slashes.
const ENCODED_IN_PATH: &AsciiSet = &ENCODED
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Headers that `with_header` cannot set, because other values would break the connection or the decoding of the body.
const RESERVED_HEADERS: [&str; 8] = [
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Maximum number of different headers of a request. Servers accept far fewer, and a `HeaderMap` panics at its maximum.
const MAX_HEADERS: usize = 1_000;

/// A request of the operation `Op` that has not been sent.
///
/// Setters with the API's own names set the operation's optional parameters. The other options of this one call are
/// [`with_timeout`](Self::with_timeout), [`with_max_retries`](Self::with_max_retries), [`with_header`](Self::with_header) and
/// [`with_query`](Self::with_query).
#[must_use = "a request does nothing until `send`"]
pub struct Request<Op, B> {
    pub(super) client: ApiClient<B>,
    pub(super) parts: RequestParts,
    operation: PhantomData<fn() -> Op>,
}

impl<Op, B> Clone for Request<Op, B> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), parts: self.parts.clone(), operation: PhantomData }
    }
}

/// The parts of a request.
#[derive(Clone)]
pub(super) struct RequestParts {
    /// The path, with the arguments that have been set so far.
    pub(super) path: String,
    pub(super) query: Vec<(Cow<'static, str>, QueryValue)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Vec<u8>>,
    /// Options for this one call.
    pub(super) timeout: Option<Duration>,
    pub(super) max_retries: Option<u32>,
    /// Messages about invalid arguments, by slot and name.
    pub(super) errors: Vec<((ArgumentSlot, String), String)>,
}

/// A value of a query parameter.
#[derive(Clone)]
pub(super) enum QueryValue {
    Single(String),
    /// The entries of a list or map, encoded and separated by a delimiter.
    Encoded(String),
    /// The entries of a map as parameters, encoded with their names.
    Pairs(Vec<String>),
    /// The URL of a page, in place of path and query. A field for it would make the futures of all calls larger.
    Link(String),
}

/// The part of a request that an argument is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArgumentSlot {
    Path,
    Header,
    Body,
    /// Any part: the argument is outside its limits.
    Limits,
}

impl RequestParts {
    /// Records that an argument is invalid.
    fn add_error(&mut self, slot: ArgumentSlot, name: &str, why: String) {
        self.errors.push(((slot, name.to_lowercase()), why));
    }

    /// Removes the error of an earlier value of the argument.
    fn clear_error(&mut self, slot: ArgumentSlot, name: &str) {
        let key = (slot, name.to_lowercase());
        self.errors.retain(|(other, _)| *other != key);
    }

    /// Replaces a parameter in the path.
    fn fill(&mut self, name: &str, encoded: &str) {
        self.path = self.path.replacen(&format!("{{{name}}}"), encoded, 1);
    }

    /// Whether the path has a segment that servers and proxies resolve away. Pieces of a segment can make one together.
    pub(super) fn has_dot_segment(&self) -> bool {
        self.path.split('/').any(|segment| segment == "." || segment == "..")
    }

    /// Removes the values that a setter has set. Those of `with_query` are kept.
    fn clear(&mut self, name: &str) {
        self.query.retain(|(other, _)| !matches!(other, Cow::Borrowed(other) if *other == name));
    }

    /// Sets a query parameter, in place of an earlier value of a setter.
    pub(super) fn set(&mut self, name: &'static str, value: String) {
        self.clear(name);
        self.query.push((Cow::Borrowed(name), QueryValue::Single(value)));
    }

    /// The value that a setter has set.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let set =
            self.query.iter().find(|(other, _)| matches!(other, Cow::Borrowed(other) if *other == name));
        match set {
            Some((_, QueryValue::Single(value))) => Some(value),
            _ => None,
        }
    }

    /// Selects a page by its token, number, offset or URL.
    pub(super) fn select_page<Op: Paged>(&mut self, token: String) -> Result<(), &'static str> {
        match Op::FORM {
            PagingForm::Link => {
                self.query.retain(|(_, value)| !matches!(value, QueryValue::Link(_)));
                self.query.push((Cow::Owned(String::new()), QueryValue::Link(token)));
            }
            PagingForm::HeaderToken => {
                let value = HeaderValue::try_from(token);
                let value = value.map_err(|_| "the token of the page cannot be sent in a header")?;
                self.headers.insert(HeaderName::from_static(Op::TOKEN), value);
            }
            _ => self.set(Op::TOKEN, token),
        }
        Ok(())
    }

    /// What selects the page. `None` if it is the first one.
    pub(super) fn page<Op: Paged>(&self) -> Option<&str> {
        match Op::FORM {
            PagingForm::Link => self.link(),
            PagingForm::HeaderToken => self.headers.get(Op::TOKEN)?.to_str().ok(),
            _ => self.value(Op::TOKEN),
        }
    }

    fn link(&self) -> Option<&str> {
        self.query.iter().find_map(|(_, value)| match value {
            QueryValue::Link(link) => Some(link.as_str()),
            _ => None,
        })
    }

    /// The URL. A link is resolved against the base URL, and is an error if it leads to another origin.
    pub(super) fn url(&self, base_url: &BaseUrl) -> Result<Uri, String> {
        match self.link() {
            Some(link) => link::resolve(&base_url.uri(), link),
            None => {
                let url = format!("{}{}", base_url.as_str(), self.path_and_query()).parse();
                url.map_err(|error: InvalidUri| format!("the request's URL is too long: {error}"))
            }
        }
    }

    /// Path and query, percent-encoded.
    pub(super) fn path_and_query(&self) -> String {
        let mut url = self.path.clone();
        let mut separator = '?';
        for (name, value) in &self.query {
            let pair = match value {
                QueryValue::Single(value) => format!("{}={}", encoded(name), encoded(value)),
                QueryValue::Encoded(value) => format!("{}={value}", encoded(name)),
                QueryValue::Pairs(pairs) if pairs.is_empty() => continue,
                QueryValue::Link(_) => continue,
                QueryValue::Pairs(pairs) => pairs.join("&"),
            };
            url.push(separator);
            url.push_str(&pair);
            separator = '&';
        }
        url
    }
}

/// Percent-encodes text for any part of a URL.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The properties of an object as pairs of names and values.
fn form(body: &Value) -> Result<String, String> {
    let mut pairs = Vec::new();
    for (name, value) in body.as_object().into_iter().flatten() {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values.iter().filter(|value| !value.is_null()) {
            let text = match value {
                Value::String(text) => encoded(text),
                Value::Array(_) | Value::Object(_) => return Err(format!("`{name}` is not a single value")),
                other => encoded(&other.to_string()),
            };
            pairs.push(format!("{}={text}", encoded(name)));
        }
    }
    Ok(pairs.join("&"))
}

/// The entries of a list, each encoded, with a delimiter between them.
fn joined<T: ParameterValue>(values: impl IntoIterator<Item = impl Into<T>>, delimiter: &str) -> String {
    let values: Vec<_> = values.into_iter().map(|value| encoded(&value.into().into_text())).collect();
    values.join(delimiter)
}

/// The entries of a map as text.
fn entries<T: ParameterValue>(
    entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) -> impl Iterator<Item = (String, String)> {
    entries.into_iter().map(|(key, value)| (key.into(), value.into().into_text()))
}

/// The keys and values of a map in turn, each encoded, with commas between them.
fn joined_entries<T: ParameterValue>(
    values: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) -> String {
    let pairs = entries::<T>(values).map(|(key, value)| format!("{},{}", encoded(&key), encoded(&value)));
    pairs.collect::<Vec<_>>().join(",")
}

#[doc(hidden)]
impl<Op: Operation, B> Request<Op, B> {
    pub fn new(client: &ApiClient<B>) -> Self {
        let parts = RequestParts {
            path: Op::PATH.to_owned(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            max_retries: None,
            errors: Vec::new(),
        };
        Self { client: client.clone(), parts, operation: PhantomData }
    }
}

/// Used by emitted code. The names are reserved, so that no parameter of an API has them.
#[doc(hidden)]
impl<Op, B> Request<Op, B> {
    /// Sets a path parameter. A value that would change the route is an error.
    pub fn path_param<T: ParameterValue>(mut self, name: &str, value: impl Into<T>) -> Self {
        let value = value.into().into_text();
        let error = match value.as_str() {
            "" => Some(format!("the {name} is empty")),
            "." | ".." => Some(format!("`{value}` cannot be the {name}: it would change the route")),
            _ => None,
        };
        if let Some(why) = error {
            self.parts.add_error(ArgumentSlot::Path, name, why);
        }
        self.parts.fill(name, &encoded(&value));
        self
    }

    /// Sets a path parameter that may have several segments. A value that would change the route is an error.
    pub fn path_segments<T: ParameterValue>(mut self, name: &str, value: impl Into<T>) -> Self {
        let value = value.into().into_text();
        if value.is_empty() {
            self.parts.add_error(ArgumentSlot::Path, name, format!("the {name} is empty"));
        } else if value.split('/').any(|segment| segment == "." || segment == "..") {
            let why = format!("`{value}` cannot be the {name}: it would change the route");
            self.parts.add_error(ArgumentSlot::Path, name, why);
        }
        let encoded = utf8_percent_encode(&value, ENCODED_IN_PATH).to_string();
        self.parts.fill(&format!("+{name}"), &encoded);
        self
    }

    /// Sets a path parameter to a list, separated by commas.
    pub fn path_list<T: ParameterValue>(
        self,
        name: &str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        self.path_joined(name, &joined(values, ","))
    }

    /// Sets a path parameter to the keys and values of a map, separated by commas.
    pub fn path_map<T: ParameterValue>(
        self,
        name: &str,
        values: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
    ) -> Self {
        self.path_joined(name, &joined_entries::<T>(values))
    }

    fn path_joined(mut self, name: &str, values: &str) -> Self {
        if values.is_empty() {
            self.parts.add_error(ArgumentSlot::Path, name, format!("the {name} is empty"));
        }
        self.parts.fill(name, values);
        self
    }

    /// Sets a query parameter, in place of an earlier value.
    pub fn query_param<T: ParameterValue>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        self.parts.set(name, value.into().into_text());
        self
    }

    /// Sets a query parameter that is repeated for each value.
    pub fn query_params<T: ParameterValue>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        self.parts.clear(name);
        let single = |value: T| (Cow::Borrowed(name), QueryValue::Single(value.into_text()));
        self.parts.query.extend(values.into_iter().map(|value| single(value.into())));
        self
    }

    /// Sets a query parameter to a list, with a delimiter between its entries.
    pub fn query_list<T: ParameterValue>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
        delimiter: &str,
    ) -> Self {
        self.parts.clear(name);
        self.parts.query.push((Cow::Borrowed(name), QueryValue::Encoded(joined(values, delimiter))));
        self
    }

    /// Sets a query parameter to the keys and values of a map, separated by commas.
    pub fn query_map<T: ParameterValue>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
    ) -> Self {
        self.parts.clear(name);
        self.parts.query.push((Cow::Borrowed(name), QueryValue::Encoded(joined_entries::<T>(values))));
        self
    }

    /// Sets a query parameter for each entry of a map, under its key.
    pub fn query_pairs<T: ParameterValue>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
    ) -> Self {
        let pair = |(key, value): (String, String)| format!("{}={}", encoded(&key), encoded(&value));
        self.set_pairs(name, entries::<T>(values).map(pair).collect())
    }

    /// Sets a query parameter for each entry of a map, under the name with the key in brackets.
    pub fn query_brackets<T: ParameterValue>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
    ) -> Self {
        let pair = |(key, value): (String, String)| {
            format!("{}={}", encoded(&format!("{name}[{key}]")), encoded(&value))
        };
        self.set_pairs(name, entries::<T>(values).map(pair).collect())
    }

    fn set_pairs(mut self, name: &'static str, pairs: Vec<String>) -> Self {
        self.parts.clear(name);
        self.parts.query.push((Cow::Borrowed(name), QueryValue::Pairs(pairs)));
        self
    }

    /// Sets a header.
    pub fn header_param<T: ParameterValue>(self, name: &'static str, value: impl Into<T>) -> Self {
        self.header_text(name, &value.into().into_text())
    }

    /// Sets a header to a list, separated by commas.
    pub fn header_list<T: ParameterValue>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        let values: Vec<_> = values.into_iter().map(|value| value.into().into_text()).collect();
        self.header_text(name, &values.join(","))
    }

    /// Sets a header to the keys and values of a map, separated by commas.
    pub fn header_map<T: ParameterValue>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
    ) -> Self {
        let values: Vec<_> = entries::<T>(values).map(|(key, value)| format!("{key},{value}")).collect();
        self.header_text(name, &values.join(","))
    }

    fn header_text(mut self, name: &'static str, value: &str) -> Self {
        self.parts.clear_error(ArgumentSlot::Header, name);
        match HeaderValue::from_str(value) {
            Ok(value) => {
                self.parts.headers.insert(HeaderName::from_static(name), value);
            }
            Err(_) => self.parts.add_error(
                ArgumentSlot::Header,
                name,
                format!("the value of {name} cannot be sent in a header"),
            ),
        }
        self
    }

    /// Sets the JSON body.
    pub fn json_body(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => {
                self.parts.body = Some(body);
                self.parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            }
            Err(error) => {
                self.parts.add_error(
                    ArgumentSlot::Body,
                    "body",
                    format!("the body cannot be written as JSON: {error}"),
                );
            }
        }
        self
    }

    /// Sets the body to text as it is.
    pub fn text_body(mut self, body: &str) -> Self {
        self.parts.body = Some(body.as_bytes().to_vec());
        self.content_type("text/plain")
    }

    /// Sets the body to the properties of an object, as in a query. Absent ones are omitted, lists are repeated.
    pub fn form_body(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_value(body).map_err(|error| error.to_string()).and_then(|body| form(&body)) {
            Ok(body) => {
                self.parts.body = Some(body.into_bytes());
                self = self.content_type("application/x-www-form-urlencoded");
            }
            Err(why) => {
                let why = format!("the body cannot be written as a form: {why}");
                self.parts.add_error(ArgumentSlot::Body, "body", why);
            }
        }
        self
    }

    /// Sets the media type of the body.
    pub fn content_type(mut self, name: &'static str) -> Self {
        self.parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static(name));
        self
    }

    /// Checks a value against the documented limits.
    #[expect(clippy::needless_pass_by_value, reason = "emitted code reads better without the `&`")]
    pub fn check_limits<T: PartialOrd + fmt::Display>(
        mut self,
        name: &str,
        value: T,
        range: impl RangeBounds<T>,
    ) -> Self {
        self.parts.clear_error(ArgumentSlot::Limits, name);
        if range.contains(&value) {
            return self;
        }
        let limit = |bound: Bound<&T>| match bound {
            Bound::Included(limit) | Bound::Excluded(limit) => Some(limit.to_string()),
            Bound::Unbounded => None,
        };
        let allowed = match (limit(range.start_bound()), limit(range.end_bound())) {
            (Some(min), Some(max)) => format!("from {min} to {max}"),
            (Some(min), None) => format!("at least {min}"),
            (None, Some(max)) => format!("at most {max}"),
            (None, None) => return self,
        };
        self.parts.add_error(
            ArgumentSlot::Limits,
            name,
            format!("{name} is {value}, but has to be {allowed}"),
        );
        self
    }
}

/// Used by emitted code, for lists whose pages are not selected by a token in a parameter.
#[doc(hidden)]
impl<Op: Paged, B> Request<Op, B> {
    /// Selects the page to begin with.
    pub fn resume_page(mut self, token: impl Into<String>) -> Self {
        let token = token.into();
        let is_numbered = matches!(Op::FORM, PagingForm::Number { .. } | PagingForm::Offset { .. });
        self.parts.clear_error(ArgumentSlot::Limits, "token");
        let selected = if is_numbered && token.parse::<i64>().is_err() {
            Err("the token of the page is not a number")
        } else {
            self.parts.select_page::<Op>(token)
        };
        if let Err(why) = selected {
            self.parts.add_error(ArgumentSlot::Limits, "token", why.to_owned());
        }
        self
    }
}

impl<Op, B> Request<Op, B> {
    /// Sets the timeout of this call, with its retries.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeout = Some(timeout);
        self
    }

    /// Sets the maximum number of retries of this call. Only idempotent calls are retried: not POST, not PATCH.
    pub fn with_max_retries(mut self, retries: u32) -> Self {
        self.parts.max_retries = Some(retries);
        self
    }

    /// Sets a header. The key's header and those of the connection, such as `host`, cannot be set: the call then fails with an
    /// error of the kind [`Argument`](crate::ErrorKind::Argument).
    pub fn with_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        self.parts.clear_error(ArgumentSlot::Header, name);
        let key = self.client.shared.config.api.key.as_ref();
        let why = match (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            (Ok(header), _) if key.is_some_and(|key| header == key.header) => {
                "is that of the key, which the client sets"
            }
            (Ok(header), _) if RESERVED_HEADERS.contains(&header.as_str()) => {
                "is one of the connection, which the client sets"
            }
            (Ok(header), Ok(value))
                if self.parts.headers.len() < MAX_HEADERS || self.parts.headers.contains_key(&header) =>
            {
                self.parts.headers.insert(header, value);
                return self;
            }
            (Ok(_), Ok(_)) => {
                // Under an empty name, so that there is one error for any number of headers.
                self.parts.clear_error(ArgumentSlot::Header, "");
                self.parts.add_error(
                    ArgumentSlot::Header,
                    "",
                    format!("there are more than {MAX_HEADERS} headers"),
                );
                return self;
            }
            (Err(_), _) => "is not the name of a header",
            (_, Err(_)) => "has a value that cannot be sent in a header",
        };
        self.parts.add_error(ArgumentSlot::Header, name, format!("the header `{name}` {why}"));
        self
    }

    /// Adds a query parameter, for parameters that are unknown to this version. It does not replace others of the same name.
    pub fn with_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parts.query.push((Cow::Owned(name.into()), QueryValue::Single(value.into())));
        self
    }
}

impl<Op, B> Request<Op, B> {
    /// Applies a setter if there is a value. The setter is its path, or a closure: `.when_some(text, Request::search)` or
    /// `.when_some(text, |request, text| request.search(text))`.
    pub fn when_some<T>(self, value: Option<T>, setter: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => setter(self, value),
            None => self,
        }
    }
}

impl<Op: Operation, B> fmt::Debug for Request<Op, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &Op::NAME)
            .field("path_and_query", &self.parts.path_and_query())
            .finish_non_exhaustive()
    }
}
