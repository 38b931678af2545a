//! How the mock's pages follow each other, in each form of pagination.

use http::{HeaderName, HeaderValue, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::runtime::call::PagingForm;

use super::recorded::RecordedRequest;
use super::reply::Reply;
use super::route::{MockForm, MockList};

/// The query parameter of the mock's links. A real server's links have its own.
const LINKED: &str = "mock-page";

/// The end of a page among all items that were found.
#[derive(Clone, Copy)]
pub(super) struct PageRange {
    pub(super) end: usize,
    pub(super) total: usize,
}

impl MockForm {
    /// The form of a list whose pages have the token of the next one in a property, for a query parameter.
    pub(super) const QUERY_TOKEN: Self = Self { form: PagingForm::QueryToken, header: None, pages: &[] };

    /// Whether a query parameter selects a page.
    pub(super) fn is_known(&self, list: &MockList, parameter: &str) -> bool {
        match self.form {
            PagingForm::QueryToken | PagingForm::Number { .. } | PagingForm::Offset { .. } => {
                parameter == list.token
            }
            PagingForm::HeaderToken => false,
            PagingForm::Link => parameter == LINKED,
        }
    }

    /// The index of the first item of the requested page. `None` if the mock has issued no such token.
    pub(super) fn start(&self, list: &MockList, request: &RecordedRequest, size: usize) -> Option<usize> {
        let issued = |token: Option<&str>| match token {
            Some(token) => token.strip_prefix("after-")?.parse().ok(),
            None => Some(0),
        };
        let position = |first: i64| match request.parameter(list.token) {
            Some(value) => usize::try_from(value.parse::<i64>().ok()?.checked_sub(first)?).ok(),
            None => Some(0),
        };
        match self.form {
            PagingForm::QueryToken => issued(request.parameter(list.token)),
            PagingForm::HeaderToken => {
                issued(request.headers.get(list.token).and_then(|token| token.to_str().ok()))
            }
            PagingForm::Number { first } => position(first).map(|number| number.saturating_mul(size)),
            PagingForm::Offset { first } => position(first),
            PagingForm::Link => issued(request.parameter(LINKED)),
        }
    }

    /// The response with a page, which says whether and where there is another one.
    pub(super) fn reply(
        &self,
        list: &MockList,
        request: &RecordedRequest,
        size: usize,
        mut page: Value,
        range: PageRange,
    ) -> Reply {
        let next = (range.end < range.total).then(|| format!("after-{}", range.end));
        insert(&mut page, list.more, next.is_some().into());
        insert(&mut page, self.pages, range.total.div_ceil(size).into());
        let next = match self.form {
            PagingForm::Link => next.map(|token| link(request, &token)),
            _ => next,
        };
        insert(&mut page, list.next, next.as_deref().into());
        let reply = Reply::json(StatusCode::OK, &page);
        let header = self.header.and_then(|name| {
            let text = if name == "link" { format!("<{}>; rel=\"next\"", next?) } else { next? };
            Some((HeaderName::from_static(name), HeaderValue::try_from(text).ok()?))
        });
        match header {
            Some((name, value)) => reply.header(name, value),
            None => reply,
        }
    }
}

/// The link to another page: the same request with a parameter of the mock.
fn link(request: &RecordedRequest, token: &str) -> String {
    let rest = request.query.iter().filter(|(name, _)| name != LINKED);
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let rest = rest.map(|(name, value)| format!("{}={}&", encoded(name), encoded(value)));
    format!("{}?{}{LINKED}={token}", request.path, rest.collect::<String>())
}

/// Sets the property that a path leads to, with the objects around it. No path, no property.
pub(super) fn insert(object: &mut Value, path: &[&str], value: Value) {
    let Some((last, around)) = path.split_last() else { return };
    let mut inner = object;
    for name in around {
        inner = &mut inner[*name];
    }
    if inner.is_null() {
        *inner = Map::new().into();
    }
    inner[*last] = value;
}
