//! The response of a mock to a request of a known route.

use std::collections::HashMap;

use http::StatusCode;
use serde_json::{Map, Value};

use super::paging::{PageRange, insert};
use super::recorded::RecordedRequest;
use super::reply::Reply;
use super::route::{MockBehavior, MockForm, MockList};
use super::router::RouteMatch;

impl RouteMatch<'_> {
    pub(super) fn answer(
        &self,
        request: &RecordedRequest,
        items: &HashMap<&'static str, Vec<Value>>,
        values: &HashMap<&'static str, Value>,
    ) -> Reply {
        let items_of = |operation: &str| items.get(operation).map(Vec::as_slice).unwrap_or_default();
        if let Some(value) = values.get(self.route.operation) {
            return Reply::json(StatusCode::OK, value);
        }
        match &self.route.behavior {
            MockBehavior::Page(list) => {
                list.page(&MockForm::QUERY_TOKEN, request, items_of(self.route.operation))
            }
            MockBehavior::PageBy(form, list) => list.page(form, request, items_of(self.route.operation)),
            MockBehavior::Item { list, property, not_found_code } => {
                self.item(items_of(list), property, not_found_code)
            }
            MockBehavior::Value(value) => Reply::json(StatusCode::OK, &value()),
            MockBehavior::Nothing => Reply::text(StatusCode::NO_CONTENT, ""),
        }
    }

    fn item(&self, items: &[Value], property: &str, not_found_code: &str) -> Reply {
        let argument = self.arguments.iter().find(|(name, _)| *name == property);
        let argument = argument.map(|(_, value)| value.as_str()).unwrap_or_default();
        match items.iter().find(|item| equals(&item[property], argument)) {
            Some(item) => Reply::json(StatusCode::OK, item),
            None => {
                let message = format!("the mock has no item whose {property} is {argument}");
                Reply::error(StatusCode::NOT_FOUND, not_found_code, &message)
            }
        }
    }
}

impl MockList {
    fn page(&self, form: &MockForm, request: &RecordedRequest, items: &[Value]) -> Reply {
        let parameter = |name: Option<&str>| name.and_then(|name| request.parameter(name));
        let (search, size) = (parameter(self.search).map(str::to_lowercase), parameter(self.size));
        let size = size.and_then(|size| size.parse().ok()).or(self.default_size).unwrap_or(usize::MAX);
        // A page has at least one item, because otherwise pagination would not advance.
        let size = size.max(1);
        let Some(start) = form.start(self, request, size) else {
            return Reply::error(
                StatusCode::BAD_REQUEST,
                "invalid_token",
                "the mock has not issued this token",
            );
        };
        let found: Vec<_> = items
            .iter()
            .filter(|item| search.as_ref().is_none_or(|text| contains(item, text)))
            .filter(|item| self.passes(item, request))
            .collect();
        let end = start.saturating_add(size).min(found.len());
        let on_page = found.iter().take(end).skip(start).copied();
        let mut page = Map::new().into();
        insert(&mut page, self.items, on_page.cloned().collect());
        form.reply(self, request, size, page, PageRange { end, total: found.len() })
    }

    fn passes(&self, item: &Value, request: &RecordedRequest) -> bool {
        let requested = self.filters.iter().filter_map(|name| Some((name, request.parameter(name)?)));
        requested.into_iter().all(|(name, value)| equals(&item[*name], value))
    }
}

/// Whether a property equals a parameter.
fn equals(property: &Value, text: &str) -> bool {
    match property {
        Value::String(value) => value == text,
        // A number or a boolean, which has the same spelling in a query and in JSON.
        other => format!("{other}") == text,
    }
}

/// Whether a text in the item, at any depth, contains the search text, ignoring case.
fn contains(item: &Value, search: &str) -> bool {
    match item {
        Value::String(text) => text.to_lowercase().contains(search),
        Value::Array(items) => items.iter().any(|item| contains(item, search)),
        Value::Object(members) => members.values().any(|member| contains(member, search)),
        _ => false,
    }
}
