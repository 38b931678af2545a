//! What a mock answers on a route.

use std::collections::HashMap;

use http::StatusCode;
use serde_json::{Map, Value};

use super::recorded::RecordedRequest;
use super::reply::Reply;
use super::route::{MockBehavior, MockList};
use super::router::RouteMatch;

impl RouteMatch<'_> {
    pub(super) fn answer(
        &self,
        request: &RecordedRequest,
        items: &HashMap<&'static str, Vec<Value>>,
        values: &HashMap<&'static str, Value>,
    ) -> Reply {
        let of = |operation: &str| items.get(operation).map(Vec::as_slice).unwrap_or_default();
        if let Some(given) = values.get(self.route.operation) {
            return Reply::json(StatusCode::OK, given);
        }
        match &self.route.behavior {
            MockBehavior::Page(list) => list.page(request, of(self.route.operation)),
            MockBehavior::Item { list, property, not_found_code } => {
                self.item(of(list), property, not_found_code)
            }
            MockBehavior::Value(value) => Reply::json(StatusCode::OK, &value()),
            MockBehavior::Nothing => Reply::text(StatusCode::NO_CONTENT, ""),
        }
    }

    fn item(&self, items: &[Value], property: &str, not_found_code: &str) -> Reply {
        let wanted = self.arguments.iter().find(|(name, _)| *name == property);
        let wanted = wanted.map(|(_, value)| value.as_str()).unwrap_or_default();
        match items.iter().find(|item| is(&item[property], wanted)) {
            Some(item) => Reply::json(StatusCode::OK, item),
            None => {
                let message = format!("the mock has no item whose {property} is {wanted}");
                Reply::error(StatusCode::NOT_FOUND, not_found_code, &message)
            }
        }
    }
}

impl MockList {
    fn page(&self, request: &RecordedRequest, items: &[Value]) -> Reply {
        let Some(start) = self.start(request) else {
            return Reply::error(StatusCode::BAD_REQUEST, "invalid_token", "the mock gave no such token");
        };
        let asked = |name: Option<&str>| name.and_then(|name| request.parameter(name));
        let (search, size) = (asked(self.search).map(str::to_lowercase), asked(self.size));
        let found: Vec<_> = items
            .iter()
            .filter(|item| search.as_ref().is_none_or(|text| says(item, text)))
            .filter(|item| self.passes(item, request))
            .collect();
        let size = size.and_then(|size| size.parse().ok()).or(self.default_size).unwrap_or(usize::MAX);
        // A page holds one item at least, or there would be no way on.
        let end = start.saturating_add(size.max(1)).min(found.len());
        let on_page = found.iter().take(end).skip(start).copied();
        let mut page = Map::new();
        page.insert(self.items.to_owned(), on_page.cloned().collect());
        page.insert(self.more.to_owned(), (end < found.len()).into());
        let next = if end < found.len() { token(end).into() } else { Value::Null };
        page.insert(self.next.to_owned(), next);
        if let Some(total) = self.total {
            page.insert(total.to_owned(), found.len().into());
        }
        Reply::json(StatusCode::OK, &Value::Object(page))
    }

    /// Where the page begins that the request asks for.
    fn start(&self, request: &RecordedRequest) -> Option<usize> {
        match request.parameter(self.token) {
            Some(asked) => asked.strip_prefix("after-")?.parse().ok(),
            None => Some(0),
        }
    }

    fn passes(&self, item: &Value, request: &RecordedRequest) -> bool {
        let asked = self.filters.iter().filter_map(|name| Some((name, request.parameter(name)?)));
        asked.into_iter().all(|(name, value)| is(&item[*name], value))
    }
}

/// What asks for the page that begins there.
fn token(start: usize) -> String {
    format!("after-{start}")
}

/// Whether a property has the value that a parameter names.
fn is(property: &Value, text: &str) -> bool {
    match property {
        Value::String(value) => value == text,
        // A number or a boolean, which a query spells as JSON does.
        other => format!("{other}") == text,
    }
}

/// Whether some text in an item, at any depth, has that in it, in whatever case.
fn says(item: &Value, search: &str) -> bool {
    match item {
        Value::String(text) => text.to_lowercase().contains(search),
        Value::Array(items) => items.iter().any(|item| says(item, search)),
        Value::Object(members) => members.values().any(|member| says(member, search)),
        _ => false,
    }
}
