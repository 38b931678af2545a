//! The sections of endpoints.

use crate::constraints::{default, deviation, example, limits, unit};
use crate::markdown::{code_span, escape};
use crate::model::{
    Constraints, ErrorStatus, Field, ListStyle, MediaType, Model, Operation, Page, Paging, PagingForm,
    Parameter, ParameterLocation, PropertyPath, Type,
};
use crate::names;

use super::anchors::Anchors;
use super::section::{Section, deprecated, prose};
use super::table::{sentences, table};

pub(super) fn section<'a>(model: &'a Model, anchors: &Anchors<'_>) -> Option<Section<'a>> {
    Section::of(
        "The endpoints",
        "In Rust, a required parameter is an argument of the client's method, and an optional one a setter of the request that it returns; \
         `send()` sends the request.",
        &model.operations,
        |operation| &operation.name.value,
        |it| operation(it, anchors),
    )
}

fn operation(operation: &Operation, anchors: &Anchors<'_>) -> Vec<String> {
    let mut blocks = vec![
        format!("### {}", operation.name.value),
        format!("`{} {}`; in Rust, `{}`", operation.method.as_str(), operation.path, call(operation)),
    ];
    blocks.extend(prose(operation.description.as_str()));
    blocks.extend(deprecated(operation.deprecated.as_ref()));
    blocks.extend(parameters(operation, anchors));
    let content_type = media_type(operation.content_type.as_ref());
    blocks.extend(
        operation.body.as_ref().map(|ty| format!("Request body: {content_type}, {}.", anchors.ty(ty))),
    );
    blocks.push(match &operation.response {
        Some(ty) => format!("Response: {}, {}.", media_type(operation.accept.as_ref()), anchors.ty(ty)),
        None => "Response: empty.".to_owned(),
    });
    blocks.extend(operation.paging.as_ref().map(paging));
    blocks.extend(errors(operation, anchors));
    blocks
}

fn media_type(media_type: Option<&MediaType>) -> String {
    media_type.map_or_else(|| "JSON".to_owned(), |media_type| code_span(&media_type.name))
}

/// The documented errors, with the types of their bodies if there are any.
fn errors(operation: &Operation, anchors: &Anchors<'_>) -> Option<String> {
    let errors = operation.errors.iter();
    if operation.errors.iter().any(|error| error.ty.is_some()) {
        let ty = |error: &ErrorStatus| error.ty.as_ref().map(|ty| anchors.ty(ty)).unwrap_or_default();
        let row =
            |error: &ErrorStatus| [code_span(&error.status.value), ty(error), escape(&error.description)];
        return Some(table(["error", "body", "meaning"], errors.map(row)));
    }
    let rows = errors.map(|error| [code_span(&error.status.value), escape(&error.description)]);
    (!operation.errors.is_empty()).then(|| table(["error", "meaning"], rows))
}

/// The call in Rust, such as `client.get_pet(pet_id)`.
fn call(operation: &Operation) -> String {
    let arguments = operation.arguments().map(|parameter| parameter.field.rust_name.as_str());
    let body = operation.body.as_ref().map(|_| "body");
    let arguments: Vec<_> = arguments.chain(body).collect();
    format!("client.{}({})", names::written(&operation.rust_name), arguments.join(", "))
}

fn parameters(operation: &Operation, anchors: &Anchors<'_>) -> Option<String> {
    let required = operation.arguments().map(|argument| row(argument, "required", anchors));
    let optional = operation.setters().map(|setter| row(setter, "optional", anchors));
    let mut rows = required.chain(optional).peekable();
    rows.peek()?;
    Some(table(["parameter", "in", "type", "presence and limits", "description"], rows))
}

fn row(parameter: &Parameter, presence: &str, anchors: &Anchors<'_>) -> [String; 5] {
    let Parameter { field, location, .. } = parameter;
    let Field { name, rust_name, constraints, .. } = field;
    let more = [
        form(parameter),
        unit(constraints).map(|unit| format!("Given {unit}.")),
        example(constraints).map(|example| format!("For example {example}.")),
        deviation(constraints),
        (*rust_name != name.value).then(|| format!("In Rust, `{rust_name}`.")),
        deprecated(field.deprecated.as_ref()),
    ];
    let description = sentences(escape(field.description.as_str()), more);
    [
        code_span(&name.value),
        location.word().to_owned(),
        anchors.ty(field.ty.required()),
        constraints_cell(presence, constraints),
        description,
    ]
}

/// How the value is sent, where that is not obvious.
fn form(Parameter { field, style, is_reserved, .. }: &Parameter) -> Option<String> {
    match (field.ty.required(), style) {
        (Type::Map(_), None) => Some("Sent as parameters under the keys.".to_owned()),
        (Type::Map(_), Some(ListStyle::Brackets)) => {
            Some(format!("Sent as parameters {}.", code_span(&format!("{}[key]", field.name.value))))
        }
        (Type::Map(_), Some(style)) => {
            Some(format!("Sent as one value, keys and values separated by a {}.", style.name()))
        }
        (_, Some(style)) => Some(format!("Sent as one value, its entries separated by a {}.", style.name())),
        (_, None) => is_reserved.then(|| "It may have several segments of the path.".to_owned()),
    }
}

/// The constraints, such as "optional, by default `10`, at most `100`".
fn constraints_cell(presence: &str, constraints: &Constraints) -> String {
    let default = default(constraints).map(|default| format!("by default {default}"));
    [Some(presence.to_owned()), default, limits(constraints)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// Such as "searches `name` and `labels` of the items".
fn searched(properties: &[String]) -> String {
    let names: Vec<_> = properties.iter().map(|name| code_span(name)).collect();
    match names.split_last() {
        None => "searches the items".to_owned(),
        Some((last, [])) => format!("searches {last} of the items"),
        Some((last, names)) => format!("searches {} and {last} of the items", names.join(", ")),
    }
}

fn paging(paging: &Paging) -> String {
    let Page { items, more, .. } = &paging.page;
    let code = |path: &PropertyPath| code_span(&path.to_string());
    let sentence = |name: Option<String>, what: &str| {
        name.map(|name| format!(" {} {what}.", code_span(&name))).unwrap_or_default()
    };
    let (items, next) = (code(items), next_page(paging));
    let more = more.as_ref().map(|more| format!("{} is true if there is another page, and ", code(more)));
    format!(
        "The response is one page of a list: {items} contains the items, {}{next}{}{}{}{}{}{}{} In Rust, `items()` and `pages()` iterate over \
         all pages.",
        more.unwrap_or_else(|| "and ".to_owned()),
        sentence(paging.page.pages.as_ref().map(PropertyPath::to_string), "is the number of pages"),
        sentence(paging.size.clone(), "limits the number of items per page"),
        sentence(paging.search.clone(), &searched(&paging.search_in)),
        sentence(paging.sort.clone(), "names the property that the items are sorted by"),
        sentence(paging.direction.clone(), "is the sort direction, `asc` or `desc`"),
        sentence(paging.total.as_ref().map(PropertyPath::to_string), "is the number of items on all pages"),
        sentence(paging.count.clone(), "says whether the response has that number"),
    )
}

/// How the next page is found, up to the end of the sentence.
fn next_page(paging: &Paging) -> String {
    let Page { more, next, .. } = &paging.page;
    let parameter = paging.form.parameter().map(code_span).unwrap_or_default();
    let source = next.as_ref().map(|next| code_span(&next.to_string()));
    let source = source.or_else(|| Some(format!("the header {}", code_span(paging.form.header()?))));
    let source = source.unwrap_or_default();
    match &paging.form {
        PagingForm::Token { location, .. } => {
            let parameter = match location {
                ParameterLocation::Header => format!("the header {parameter}"),
                _ => format!("the parameter {parameter}"),
            };
            let end = if more.is_some() { "" } else { "; without one, the page is the last" };
            let which = if more.is_some() { "its token" } else { "the token of the next page" };
            format!("{source} is {which}, which is sent as {parameter}{end}.")
        }
        PagingForm::Number { first, .. } => {
            format!("the parameter {parameter} is the number of the page, from {first} on.")
        }
        PagingForm::Offset { first: 0, .. } => {
            format!("the parameter {parameter} is the number of items before the page.")
        }
        PagingForm::Offset { first, .. } => {
            format!("the parameter {parameter} is the position of its first item, from {first} on.")
        }
        PagingForm::Link { .. } => {
            format!("{source} has the URL of the next page; without one, the page is the last.")
        }
    }
}
