//! The behavior of a mock for each operation, derived from the lists of the spec and their items.

use std::collections::HashMap;

use heck::ToSnakeCase;

use crate::spec::language::{Endpoint, Field, Method, Primitive, Schema, Type as SpecType};
use crate::spec::{SpecIndex, property_path};

use super::scope::Scope;
use super::types::{MockBehavior, MockList, Paging, Type};

/// The endpoint that lists the items of each schema; the first, if there are several.
pub(super) struct Lists<'a>(HashMap<&'a str, &'a Endpoint>);

impl<'a> Lists<'a> {
    pub(super) fn new(index: &SpecIndex<'a>) -> Self {
        let mut lists = HashMap::new();
        for endpoint in &index.spec.endpoints {
            let (Some(paging), Some(page)) = (&endpoint.paging, index.response_schema(endpoint)) else {
                continue;
            };
            let items = property_path(index, page, &paging.items.value).ok();
            if let Some(item) = items.and_then(|path| path.last()?.ty.name()) {
                lists.entry(item).or_insert(endpoint);
            }
        }
        Self(lists)
    }
}

/// The behavior of a mock for an endpoint. `paging` is set if the endpoint is paginated.
pub(super) fn behavior(
    scope: &Scope<'_>,
    lists: &Lists<'_>,
    endpoint: &Endpoint,
    response: Option<&Type>,
    paging: Option<&Paging>,
) -> MockBehavior {
    let Some(response) = response else { return MockBehavior::Empty };
    match paging {
        Some(paging) => MockBehavior::Page(Box::new(list(scope, endpoint, &paging.page.item, paging))),
        None => {
            item(scope, lists, endpoint, response).unwrap_or_else(|| MockBehavior::Value(response.clone()))
        }
    }
}

fn list(scope: &Scope<'_>, endpoint: &Endpoint, item: &Type, paging: &Paging) -> MockList {
    let schema = item.name().and_then(|name| scope.index.schema(name));
    let properties: &[Field] = schema.map_or(&[], |(_, schema)| &schema.properties);
    let filters = endpoint
        .query
        .iter()
        .filter(|parameter| properties.iter().any(|property| is_filter(parameter, property)));
    MockList {
        paging: paging.clone(),
        item: item.clone(),
        filters: filters.map(|parameter| parameter.name.value.clone()).collect(),
        sortable: sortable(scope, endpoint, paging, properties),
    }
}

/// The properties that the values of the sort parameter name; all of them if any text is a value.
fn sortable(scope: &Scope<'_>, endpoint: &Endpoint, paging: &Paging, properties: &[Field]) -> Vec<String> {
    let sort = paging.sort.as_ref();
    let Some(parameter) = endpoint.query.iter().find(|field| sort == Some(&field.name.value)) else {
        return Vec::new();
    };
    let enum_def = parameter.ty.name().and_then(|name| scope.index.enum_def(name));
    let is_ordered = |property: &Field| match property.ty.required() {
        SpecType::Primitive(primitive) => *primitive != Primitive::Any,
        SpecType::Named(name, _) => scope.index.enum_def(name).is_some(),
        _ => false,
    };
    let is_value = |name: &str| {
        enum_def.is_none_or(|(_, enum_def)| enum_def.values.iter().any(|value| value.name.value == name))
    };
    let names =
        properties.iter().filter(|property| is_ordered(property)).map(|property| &property.name.value);
    names.filter(|name| is_value(name)).cloned().collect()
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
