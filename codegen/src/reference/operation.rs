//! The sections of endpoints.

use crate::facts;
use crate::ir::{Crate, Operation, Paging, Parameter, Place, Values};
use crate::prose::{code, escape};

use super::anchors::Anchors;
use super::table::{sentences, table};
use super::{Section, deprecated, prose};

pub(super) fn section<'a>(krate: &'a Crate, anchors: &Anchors<'_>) -> Option<Section<'a>> {
    Section::of(
        "The endpoints",
        "In Rust a required parameter is an argument of the client's function, and an optional one a setter of what that returns, for \
         `send()` to send.",
        &krate.operations,
        |operation| &operation.name,
        |it| operation(it, anchors),
    )
}

fn operation(operation: &Operation, anchors: &Anchors<'_>) -> Vec<String> {
    let mut blocks = vec![
        format!("### {}", operation.name),
        format!("`{} {}`, in Rust `{}`", operation.method, operation.path, call(operation)),
    ];
    blocks.extend(prose(&operation.description));
    blocks.extend(deprecated(operation.deprecated.as_ref()));
    blocks.extend(parameters(operation, anchors));
    blocks.extend(operation.body.as_ref().map(|ty| format!("The body is JSON: {}.", anchors.ty(ty))));
    blocks.push(match &operation.response {
        Some(ty) => format!("A success returns JSON: {}.", anchors.ty(ty)),
        None => "A success returns nothing.".to_owned(),
    });
    blocks.extend(operation.paging.as_ref().map(paging));
    if !operation.errors.is_empty() {
        let rows = operation.errors.iter().map(|error| [code(&error.status), escape(&error.description)]);
        blocks.push(table(["error", "meaning"], rows));
    }
    blocks
}

/// Such as `client.get_pet(pet_id)`.
fn call(operation: &Operation) -> String {
    let arguments = operation.arguments.iter().map(|parameter| parameter.name.as_str());
    let body = operation.body.as_ref().map(|_| "body");
    let arguments: Vec<_> = arguments.chain(body).collect();
    format!("client.{}({})", operation.name, arguments.join(", "))
}

fn parameters(operation: &Operation, anchors: &Anchors<'_>) -> Option<String> {
    let required = operation.arguments.iter().map(|argument| row(argument, "required", anchors));
    let optional = operation.setters.iter().map(|setter| row(setter, "optional", anchors));
    let mut rows = required.chain(optional).peekable();
    rows.peek()?;
    Some(table(["parameter", "in", "type", "presence and limits", "description"], rows))
}

fn row(parameter: &Parameter, presence: &str, anchors: &Anchors<'_>) -> [String; 5] {
    let Parameter { wire, name, values, .. } = parameter;
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
    };
    let more = [
        facts::unit(values).map(|unit| format!("Given {unit}.")),
        facts::example(values).map(|example| format!("For example {example}.")),
        facts::departure(values),
        (name != wire).then(|| format!("In Rust `{name}`.")),
        deprecated(parameter.deprecated.as_ref()),
    ];
    let description = sentences(escape(&parameter.description), more);
    [code(wire), place.to_owned(), anchors.ty(&parameter.ty), allowed(presence, values), description]
}

/// Such as "optional, by default `10`, at most `100`".
fn allowed(presence: &str, values: &Values) -> String {
    let default = facts::default(values).map(|default| format!("by default {default}"));
    [Some(presence.to_owned()), default, facts::limits(values)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

fn paging(paging: &Paging) -> String {
    let said = |name: &Option<String>, what: &str| {
        name.as_ref().map(|name| format!(" {} {what}.", code(name))).unwrap_or_default()
    };
    let [token, items, more, next] =
        [&paging.token, &paging.items, &paging.more, &paging.next].map(|name| code(name));
    format!(
        "The answer is one page of many: {items} lists its items, {more} says whether another page follows, and {next} holds the \
         token that the parameter {token} takes to get it.{}{}{} In Rust `items()` and `pages()` go through them.",
        said(&paging.size, "says how many items a page holds at most"),
        said(&paging.search, "takes text to look for in them"),
        said(&paging.total, "says how many there are on all pages"),
    )
}
