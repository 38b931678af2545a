//! What a mock answers each operation with: what the spec says of lists, and of what stands in them, is enough to serve both.

use std::collections::HashMap;

use heck::ToSnakeCase;

use crate::ir::{Answer, Listing, Type};
use crate::spec::{self, Endpoint, Field, Literal, Method, Primitive, Schema, Spec};

use super::Lower;

/// The endpoint that lists the items of a schema; the first, if there are several.
pub(super) fn lists<'a>(
    spec: &'a Spec,
    schemas: &HashMap<&str, &'a Schema>,
) -> HashMap<&'a str, &'a Endpoint> {
    let schema = |name: &str| schemas.get(name).copied();
    let mut lists = HashMap::new();
    for endpoint in &spec.endpoints {
        let (Some(paging), Some(page)) = (&endpoint.paging, endpoint.page().and_then(schema)) else {
            continue;
        };
        let items = page.properties.iter().find(|property| property.name.value == paging.items.value);
        if let Some((item, _)) = items.and_then(|items| items.ty.named()) {
            lists.entry(item).or_insert(endpoint);
        }
    }
    lists
}

impl Lower<'_> {
    pub(super) fn answer(&self, endpoint: &Endpoint) -> Answer {
        let Some(response) = &endpoint.response else { return Answer::Nothing };
        self.listing(endpoint)
            .map(Answer::Page)
            .or_else(|| self.item(endpoint, response))
            .unwrap_or_else(|| Answer::Value(self.ty(response)))
    }

    fn listing(&self, endpoint: &Endpoint) -> Option<Listing> {
        let paging = endpoint.paging.as_ref()?;
        let page = self.page(self.schemas.get(endpoint.page()?)?)?;
        let is_size =
            |field: &&Field| paging.size.as_ref().is_some_and(|size| size.value == field.name.value);
        let parameter = endpoint.query.iter().find(is_size);
        let default_size = parameter.and_then(|field| match field.default.as_ref()?.value {
            Literal::Integer(size) => Some(size),
            _ => None,
        });
        let properties = match &page.item {
            Type::Schema(item) => self.schemas.get(item.as_str()).map(|item| &*item.properties),
            _ => None,
        };
        let shared = endpoint.query.iter().filter(|parameter| {
            properties.into_iter().flatten().any(|property| is_filter(parameter, property))
        });
        Some(Listing {
            item: page.item,
            default_size,
            filters: shared.map(|parameter| parameter.name.value.clone()).collect(),
        })
    }

    /// The path of such an endpoint says by one property which of the items is meant.
    fn item(&self, endpoint: &Endpoint, response: &spec::Type) -> Option<Answer> {
        let spec::Type::Named(name, _) = response else { return None };
        let (schema, list) = (self.schemas.get(name.as_str())?, self.lists.get(name.as_str())?);
        let [parameter] = endpoint.path.as_slice() else { return None };
        let is_get = endpoint.route.as_ref()?.method.value == Method::Get;
        let has = schema.properties.iter().any(|property| property.name.value == parameter.name.value);
        (is_get && has).then(|| Answer::Item {
            ty: self.ty(response),
            list: list.name.value.clone(),
            property: parameter.name.value.clone(),
            missing: format!("{}_not_found", name.to_snake_case()),
        })
    }
}

/// Whether a parameter asks for items by that property: their names are the same, and both hold one thing.
fn is_filter(parameter: &Field, property: &Field) -> bool {
    let single = |field: &Field| match field.ty.required() {
        spec::Type::Primitive(primitive) => *primitive != Primitive::Any,
        spec::Type::Named(..) => true,
        _ => false,
    };
    parameter.name.value == property.name.value && single(parameter) && single(property)
}
