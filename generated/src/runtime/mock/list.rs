//! The pages of a list: its items searched, filtered and sorted as the request says.

use std::cmp::Ordering;

use http::StatusCode;
use serde_json::{Map, Value};

use super::answer::{check_parameters, equals, unknown_effect};
use super::paging::{PageRange, insert};
use super::recorded::RecordedRequest;
use super::reply::Reply;
use super::route::{MockForm, MockList};

impl MockList {
    /// The requested page. The error is the message about a parameter whose effect is unknown.
    pub(super) fn page(
        &self,
        form: &MockForm,
        request: &RecordedRequest,
        defaults: &[(&str, &str)],
        items: &[Value],
    ) -> Result<Reply, String> {
        check_parameters(request, defaults, |name| self.is_known(name) || form.is_known(self, name))?;
        let parameter = |name: Option<&'static str>| {
            let default = defaults.iter().find(|(other, _)| Some(*other) == name);
            request.parameter(name?).or(default.map(|(_, value)| *value))
        };
        let size = parameter(self.size).map_or(Ok(usize::MAX), page_size)?;
        let Some(start) = form.start(self, request, size) else {
            let message = "the mock has not issued this token";
            return Ok(Reply::error(StatusCode::BAD_REQUEST, "invalid_token", message));
        };
        let search = parameter(self.search).map(str::to_lowercase);
        let mut found: Vec<_> = items
            .iter()
            .filter(|item| search.as_ref().is_none_or(|text| self.contains(item, text)))
            .filter(|item| {
                self.filters
                    .iter()
                    .all(|name| parameter(Some(name)).is_none_or(|value| equals(&item[*name], value)))
            })
            .collect();
        match (parameter(self.sort), parameter(self.direction)) {
            (Some(property), direction) => self.sort(&mut found, property, direction)?,
            (None, Some(_)) => return Err(unknown_effect("which property to sort by")),
            (None, None) => {}
        }
        let end = start.saturating_add(size).min(found.len());
        let on_page = found.iter().take(end).skip(start).copied();
        let mut page = Map::new().into();
        insert(&mut page, self.items, on_page.cloned().collect());
        if parameter(self.count) != Some("false") {
            insert(&mut page, self.total, found.len().into());
        }
        Ok(form.reply(self, request, size, page, PageRange { end, total: found.len() }))
    }

    /// Whether the effect of a query parameter that does not select the page is known.
    fn is_known(&self, name: &str) -> bool {
        let search = self.search.filter(|_| !self.search_in.is_empty());
        let known = [self.size, search, self.sort, self.direction, self.count];
        known.contains(&Some(name)) || self.filters.contains(&name)
    }

    /// Whether a text in one of the searched properties, at any depth, contains the search text, ignoring case.
    fn contains(&self, item: &Value, search: &str) -> bool {
        self.search_in.iter().any(|property| contains(&item[*property], search))
    }

    /// Sorts by a property. Items with equal values keep their order, and those without the value are last.
    fn sort(&self, items: &mut [&Value], property: &str, direction: Option<&str>) -> Result<(), String> {
        if !self.sortable.contains(&property) {
            return Err(unknown_effect(&format!("how to sort by `{property}`")));
        }
        let is_descending = match direction {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(other) => return Err(unknown_effect(&format!("the sort direction `{other}`"))),
        };
        items.sort_by(|a, b| match (&a[property], &b[property]) {
            (Value::Null, Value::Null) => Ordering::Equal,
            (Value::Null, _) => Ordering::Greater,
            (_, Value::Null) => Ordering::Less,
            (a, b) if is_descending => compare(b, a),
            (a, b) => compare(a, b),
        });
        Ok(())
    }
}

/// The number of items on a page, at least one: otherwise pagination would not advance.
fn page_size(text: &str) -> Result<usize, String> {
    let size = text.parse().ok().filter(|size| *size > 0);
    size.ok_or_else(|| unknown_effect(&format!("how to paginate by {text} items")))
}

/// Whether a text in the value, at any depth, contains the search text, ignoring case.
fn contains(value: &Value, search: &str) -> bool {
    match value {
        Value::String(text) => text.to_lowercase().contains(search),
        Value::Array(items) => items.iter().any(|item| contains(item, search)),
        Value::Object(members) => members.values().any(|member| contains(member, search)),
        _ => false,
    }
}

/// The order of two values of one property.
fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
        },
        _ => Ordering::Equal,
    }
}
