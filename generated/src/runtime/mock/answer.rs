//! The response of a mock to a request of a known route.

use std::collections::HashMap;

use http::StatusCode;
use serde_json::Value;

use super::recorded::RecordedRequest;
use super::reply::Reply;
use super::route::{MockBehavior, MockForm};
use super::router::RouteMatch;

impl RouteMatch<'_> {
    pub(super) fn answer(
        &self,
        request: &RecordedRequest,
        items: &HashMap<&'static str, Vec<Value>>,
        values: &HashMap<&'static str, Option<Value>>,
    ) -> Reply {
        let items_of = |operation: &str| items.get(operation).map(Vec::as_slice).unwrap_or_default();
        match values.get(self.route.operation) {
            Some(Some(Value::String(text))) if matches!(self.route.behavior, MockBehavior::Text) => {
                return Reply::text(StatusCode::OK, text);
            }
            Some(Some(value)) => return Reply::json(StatusCode::OK, value),
            Some(None) => return Reply::text(StatusCode::NO_CONTENT, ""),
            None => {}
        }
        let reply = match &self.route.behavior {
            MockBehavior::Page(list) => {
                let items = items_of(self.route.operation);
                list.page(&MockForm::QUERY_TOKEN, request, self.route.defaults, items)
            }
            MockBehavior::PageBy(form, list) => {
                list.page(form, request, self.route.defaults, items_of(self.route.operation))
            }
            MockBehavior::Item { list, property, not_found_code } => {
                self.item(request, items_of(list), property, not_found_code)
            }
            MockBehavior::Value(value) => Ok(Reply::json(StatusCode::OK, &value())),
            MockBehavior::Text => Ok(Reply::text(StatusCode::OK, "text")),
            MockBehavior::Nothing => Ok(Reply::text(StatusCode::NO_CONTENT, "")),
        };
        reply.unwrap_or_else(Reply::unsupported)
    }

    fn item(
        &self,
        request: &RecordedRequest,
        items: &[Value],
        property: &str,
        not_found_code: &str,
    ) -> Result<Reply, String> {
        check_parameters(request, self.route.defaults, |_| false)?;
        let argument = self.arguments.iter().find(|(name, _)| *name == property);
        let argument = argument.map(|(_, value)| value.as_str()).unwrap_or_default();
        Ok(match items.iter().find(|item| equals(&item[property], argument)) {
            Some(item) => Reply::json(StatusCode::OK, item),
            None => {
                let message = format!("the mock has no item whose {property} is {argument}");
                Reply::error(StatusCode::NOT_FOUND, not_found_code, &message)
            }
        })
    }
}

/// Checks that the effect of each query parameter is known, or that it has its default value, which has no effect.
pub(super) fn check_parameters(
    request: &RecordedRequest,
    defaults: &[(&str, &str)],
    is_known: impl Fn(&str) -> bool,
) -> Result<(), String> {
    let is_default = |name: &str, value: &str| defaults.contains(&(name, value));
    let mut parameters = request.query().iter();
    match parameters.find(|(name, value)| !is_known(name) && !is_default(name, value)) {
        Some((name, _)) => Err(unknown_effect(&format!("what the parameter `{name}` does"))),
        None => Ok(()),
    }
}

/// The message of a request that the mock cannot respond to.
pub(super) fn unknown_effect(what: &str) -> String {
    format!("the mock does not know {what}: set the response with `Mock::enqueue_reply`")
}

/// Whether a property equals a parameter.
pub(super) fn equals(property: &Value, text: &str) -> bool {
    match property {
        Value::Null => false,
        Value::String(value) => value == text,
        // A number or a boolean, which has the same spelling in a query and in JSON.
        other => format!("{other}") == text,
    }
}
