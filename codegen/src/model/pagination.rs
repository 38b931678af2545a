//! The pagination of an endpoint: its form, and the properties of the response that it uses.

use crate::source::Spanned;
use crate::spec::language::{Endpoint, Field, Paging as SpecPaging, PagingForm as SpecForm, Schema};
use crate::spec::{Literal, property_path};

use super::scope::{Hole, Scope};
use super::types::{Page, Paging, PagingForm, ParameterLocation, PathStep, PropertyPath, Type};

/// What the properties of a page say.
pub(super) fn page(scope: &Scope<'_>, schema: &Schema, paging: &SpecPaging) -> Result<Page, Hole> {
    let optional = |name: Option<&Spanned<String>>| name.map(|name| path(scope, schema, name)).transpose();
    let items = path(scope, schema, &paging.items)?;
    let Some(Type::List(item)) = items.0.last().map(|step| step.ty.clone()) else { return Err(Hole) };
    // It ends the pagination only if the position of a page among all items is known.
    let total = paging.total.as_ref().filter(|_| paging.offset.is_some());
    Ok(Page {
        items,
        item: *item,
        more: optional(paging.more.as_ref())?,
        next: optional(paging.next_property())?,
        pages: optional(paging.pages.as_ref())?,
        total: optional(total)?,
    })
}

/// The pagination of an endpoint, if it is paginated.
pub(super) fn paging(scope: &Scope<'_>, endpoint: &Endpoint) -> Result<Option<Paging>, Hole> {
    let Some(paging) = &endpoint.paging else { return Ok(None) };
    let schema = scope.index.response_schema(endpoint).ok_or(Hole)?;
    let text = |name: &Option<Spanned<String>>| name.as_ref().map(|name| name.value.clone());
    Ok(Some(Paging {
        page: page(scope, schema, paging)?,
        form: form(endpoint, paging).ok_or(Hole)?,
        size: text(&paging.size),
        search: text(&paging.search),
        search_in: paging
            .search_in
            .iter()
            .flat_map(|names| &names.0)
            .map(|name| name.value.clone())
            .collect(),
        sort: text(&paging.sort),
        direction: text(&paging.direction),
        count: text(&paging.count),
        total: paging.total.as_ref().map(|total| path(scope, schema, total)).transpose()?,
    }))
}

fn form(endpoint: &Endpoint, paging: &SpecPaging) -> Option<PagingForm> {
    let header = |name: Option<&str>| name.map(str::to_owned);
    Some(match paging.form()? {
        SpecForm::Token { next, parameter } => {
            let parameter = parameter.value.clone();
            let is_in_query = endpoint.query.iter().any(|field| field.name.value == parameter);
            let location = if is_in_query { ParameterLocation::Query } else { ParameterLocation::Header };
            PagingForm::Token { parameter, location, header: header(next.header()) }
        }
        SpecForm::Number(parameter) => {
            PagingForm::Number { parameter: parameter.value.clone(), first: first(endpoint, parameter, 1) }
        }
        SpecForm::Offset(parameter) => {
            PagingForm::Offset { parameter: parameter.value.clone(), first: first(endpoint, parameter, 0) }
        }
        SpecForm::Link(link) => PagingForm::Link { header: header(link.header()) },
    })
}

/// The number or offset of the first page: the default of the parameter, or else the usual one.
fn first(endpoint: &Endpoint, parameter: &Spanned<String>, usual: i64) -> i64 {
    let field = endpoint.query.iter().find(|field| field.name.value == parameter.value);
    match field.and_then(|field| field.default.as_ref()).map(|default| &default.value) {
        Some(Literal::Integer(first)) => *first,
        _ => usual,
    }
}

fn path(scope: &Scope<'_>, schema: &Schema, path: &Spanned<String>) -> Result<PropertyPath, Hole> {
    let fields = property_path(scope.index, schema, &path.value).map_err(|_| Hole)?;
    fields.into_iter().map(|field| step(scope, field)).collect::<Result<_, _>>().map(PropertyPath)
}

fn step(scope: &Scope<'_>, field: &Field) -> Result<PathStep, Hole> {
    Ok(PathStep {
        name: field.name.value.clone(),
        rust_name: field.chosen_rust_name(),
        ty: scope.ty(&field.ty)?,
        is_deprecated: field.deprecated.is_some(),
    })
}
