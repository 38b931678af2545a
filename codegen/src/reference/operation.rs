//! The sections of endpoints.

use crate::constraints::{default, deviation, example, limits, unit};
use crate::markdown::{code_span, escape};
use crate::model::{Constraints, Field, Model, Operation, Paging, Parameter};
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
    blocks.extend(operation.body.as_ref().map(|ty| format!("Request body: JSON, {}.", anchors.ty(ty))));
    blocks.push(match &operation.response {
        Some(ty) => format!("Response: JSON, {}.", anchors.ty(ty)),
        None => "Response: empty.".to_owned(),
    });
    blocks.extend(operation.paging.as_ref().map(paging));
    if !operation.errors.is_empty() {
        let rows =
            operation.errors.iter().map(|error| [code_span(&error.status.value), escape(&error.description)]);
        blocks.push(table(["error", "meaning"], rows));
    }
    blocks
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
    let Parameter { field, location, style } = parameter;
    let Field { name, rust_name, constraints, .. } = field;
    let more = [
        style.map(|style| format!("Sent as one value, its entries separated by a {}.", style.name())),
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
    let sentence = |name: &Option<String>, what: &str| {
        name.as_ref().map(|name| format!(" {} {what}.", code_span(name))).unwrap_or_default()
    };
    let [token, items, more, next] =
        [&paging.token, &paging.items, &paging.more, &paging.next].map(|name| code_span(name));
    format!(
        "The response is one page of a list: {items} contains the items, {more} is true if there is another page, and {next} is its \
         token, which is sent as the parameter {token}.{}{}{}{}{}{} In Rust, `items()` and `pages()` iterate over all pages.",
        sentence(&paging.size, "limits the number of items per page"),
        sentence(&paging.search, &searched(&paging.search_in)),
        sentence(&paging.sort, "names the property that the items are sorted by"),
        sentence(&paging.direction, "is the sort direction, `asc` or `desc`"),
        sentence(&paging.total, "is the number of items on all pages"),
        sentence(&paging.count, "says whether the response has that number"),
    )
}
