//! The behavior of a mock for each operation, derived from the lists of the spec and their items.

use std::collections::HashMap;

use heck::ToSnakeCase;

use crate::spec::language::{Endpoint, Field, Method, Primitive, Schema, Type as SpecType};
use crate::spec::{Literal, SpecIndex};

use super::scope::Scope;
use super::types::{MockBehavior, MockList, Page, Paging, Type};

/// The endpoint that lists the items of each schema; the first, if there are several.
pub(super) struct Lists<'a>(HashMap<&'a str, &'a Endpoint>);

impl<'a> Lists<'a> {
    pub(super) fn new(index: &SpecIndex<'a>) -> Self {
        let mut lists = HashMap::new();
        for endpoint in &index.spec.endpoints {
            let (Some(paging), Some(page)) = (&endpoint.paging, index.response_schema(endpoint)) else {
                continue;
            };
            let items = page.properties.iter().find(|property| property.name.value == paging.items.value);
            if let Some(item) = items.and_then(|items| items.ty.name()) {
                lists.entry(item).or_insert(endpoint);
            }
        }
        Self(lists)
    }
}

/// The behavior of a mock for an endpoint. `page` is set if the endpoint is paginated.
pub(super) fn behavior(
    scope: &Scope<'_>,
    lists: &Lists<'_>,
    endpoint: &Endpoint,
    response: Option<&Type>,
    page: Option<(&Page, &Paging)>,
) -> MockBehavior {
    let Some(response) = response else { return MockBehavior::Empty };
    match page {
        Some((page, paging)) => MockBehavior::Page(list(scope, endpoint, &page.item, paging)),
        None => {
            item(scope, lists, endpoint, response).unwrap_or_else(|| MockBehavior::Value(response.clone()))
        }
    }
}

fn list(scope: &Scope<'_>, endpoint: &Endpoint, item: &Type, paging: &Paging) -> MockList {
    let size = paging.size.as_ref();
    let parameter = endpoint.query.iter().find(|field| size == Some(&field.name.value));
    let default_size = parameter.and_then(|field| match field.default.as_ref()?.value {
        Literal::Integer(size) => Some(size),
        _ => None,
    });
    let schema = item.name().and_then(|name| scope.index.schema(name));
    let properties: &[Field] = schema.map_or(&[], |(_, schema)| &schema.properties);
    let filters = endpoint
        .query
        .iter()
        .filter(|parameter| properties.iter().any(|property| is_filter(parameter, property)));
    MockList {
        paging: paging.clone(),
        item: item.clone(),
        default_size,
        filters: filters.map(|parameter| parameter.name.value.clone()).collect(),
    }
}

/// The path of such an endpoint selects one of the items by a property.
fn item(scope: &Scope<'_>, lists: &Lists<'_>, endpoint: &Endpoint, response: &Type) -> Option<MockBehavior> {
    let Type::Schema(id) = response else { return None };
    let (_, schema): (_, &Schema) = scope.index.schema(&id.name)?;
    let list = lists.0.get(id.name.as_str())?;
    let [parameter] = &*endpoint.path else { return None };
    let is_get = endpoint.route.as_ref()?.method.value == Method::Get;
    let has = schema.properties.iter().any(|property| property.name.value == parameter.name.value);
    (is_get && has).then(|| MockBehavior::Item {
        ty: response.clone(),
        list: list.chosen_rust_name(),
        property: parameter.name.value.clone(),
        not_found_code: format!("{}_not_found", id.name.to_snake_case()),
    })
}

/// Whether a parameter selects items by that property: their names are the same, and both have a single value.
fn is_filter(parameter: &Field, property: &Field) -> bool {
    let is_single = |field: &Field| match field.ty.required() {
        SpecType::Primitive(primitive) => *primitive != Primitive::Any,
        SpecType::Named(..) => true,
        _ => false,
    };
    parameter.name.value == property.name.value && is_single(parameter) && is_single(property)
}
