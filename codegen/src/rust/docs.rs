//! `#[doc]` attributes, one per line: the prose of the spec, then generated sentences on the constraints.

use proc_macro2::TokenStream;
use quote::quote;

use crate::constraints;
use crate::markdown::{blocks, code_span, escape, line_start};
use crate::model::{
    EnumId, ErrorStatus, Field, Operation, Parameter, ParameterLocation, SchemaId, Type, UnionId,
};

use super::types::rust_notation;

/// Where a line of documentation is broken, counted without `///`.
const WIDTH: usize = 100;

/// The documentation of a field.
pub(super) fn property(field: &Field) -> TokenStream {
    attributes(field.description.as_str(), &constraint_lines("property", field))
}

/// The documentation of a setter.
pub(super) fn parameter(Parameter { field, location, .. }: &Parameter) -> TokenStream {
    let kind = match location {
        ParameterLocation::Path => "path parameter",
        ParameterLocation::Query => "query parameter",
        ParameterLocation::Header => "header",
    };
    attributes(field.description.as_str(), &constraint_lines(kind, field))
}

/// The name in the API, unit, limits, default, example, deviation.
fn constraint_lines(kind: &str, Field { name, constraints, .. }: &Field) -> Vec<String> {
    let name = format!("The {kind} {}", code_span(&name.value));
    let unit = constraints::unit(constraints).map(|unit| format!(", {unit}"));
    let limits = constraints::limits(constraints).map(|limits| format!(", {limits}"));
    let default = constraints::default(constraints).map(|default| format!("; by default {default}"));
    let example = constraints::example(constraints).map(|example| format!("; for example {example}"));
    let first = [Some(name), unit, limits, default, example, Some(".".to_owned())];
    [first.into_iter().flatten().collect()].into_iter().chain(constraints::deviation(constraints)).collect()
}

/// The documentation of a method: with the request line, the setters, the documented errors and an example.
pub(super) fn operation(operation: &Operation, example: Option<Vec<String>>) -> TokenStream {
    let mut details = vec![format!("`{}`", operation.route())];
    if operation.setters().next().is_some() {
        details.push("# Optional parameters".to_owned());
        details.push("Setters of the returned request:".to_owned());
        details.extend(operation.setters().map(setter_line));
    }
    if !operation.errors.is_empty() {
        details.push("# Errors".to_owned());
        details.extend(operation.errors.iter().map(error_line));
        if operation.errors.iter().any(|error| error.ty.is_some()) {
            let method = "[`decode_body`](crate::Error::decode_body)";
            details.push(format!("{method} returns the body of an error as its type."));
        }
    }
    if let Some(example) = example {
        details.extend(["# Example".to_owned(), example.join("\n")]);
    }
    attributes(operation.description.as_str(), &details)
}

/// A status with the type of its body.
fn error_line(error: &ErrorStatus) -> String {
    let (status, description) = (&error.status.value, escape(&error.description));
    match &error.ty {
        Some(ty) => format!("- {status}, with {}: {description}", code_span(&rust_notation(ty))),
        None => format!("- {status}: {description}"),
    }
}

/// A setter with its type, its limits and its default.
fn setter_line(Parameter { field, .. }: &Parameter) -> String {
    let constraints = &field.constraints;
    let ty = Some(linked_type(field.ty.required()));
    let limits = constraints::limits(constraints);
    let default = constraints::default(constraints).map(|default| format!("by default {default}"));
    let deprecated = field.deprecated.as_ref().map(|_| "deprecated".to_owned());
    let details: Vec<_> = [ty, limits, default, deprecated].into_iter().flatten().collect();
    format!("- `{}`: {}", field.rust_name, details.join(", "))
}

/// A type in words, with a link to one of the spec. `type@`, because a name may also be that of a macro, as `PartialOrd` is.
fn linked_type(ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("list of {}", linked_type(item)),
        Type::Map(value) => format!("map of {}", linked_type(value)),
        Type::Optional(inner) | Type::Nullable(inner) => linked_type(inner),
        Type::Enum(EnumId { rust_name, .. })
        | Type::Schema(SchemaId { rust_name, .. })
        | Type::Union(UnionId { rust_name, .. }) => format!("[`type@{rust_name}`]"),
        Type::String | Type::Integer | Type::Double | Type::Boolean | Type::Any | Type::Formatted(_) => {
            ty.to_string()
        }
    }
}

/// ```text
/// /// Prose of the spec.
/// ///
/// /// Generated Markdown.
/// ```
/// One `#[doc]` attribute per line: prettyplease prints each as a `///` line.
pub(super) fn attributes(description: &str, details: &[String]) -> TokenStream {
    let mut blocks = blocks(description, wrap);
    for detail in details {
        // Items of a list belong together.
        match blocks.last_mut() {
            Some(last) if is_item(detail) && last.last().is_some_and(|line| is_item(line)) => {
                last.push(detail.clone());
            }
            _ => blocks.push(detail.lines().map(str::to_owned).collect()),
        }
    }
    let lines = blocks.join(&String::new()).into_iter().map(with_space);
    quote! { #(#[doc = #lines])* }
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ")
}

fn with_space(line: String) -> String {
    if line.is_empty() { line } else { format!(" {line}") }
}

/// Words in lines, none of which begins like a list, a heading or a quotation.
fn wrap(words: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(line_start(word)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, attributes, wrap};

    #[test]
    fn lists_and_code_are_kept_without_doc_tests() {
        let long = "word ".repeat(30);
        let prose = format!("See:\n- [a] {long}\n- b_\n\n```rust\nlet a = \"<b>\";\n```");
        let tokens = attributes(&prose, &["- one detail".to_owned()]).to_string();
        let lines: Vec<String> = tokens
            .split("# [doc = ")
            .skip(1)
            .map(|line| line.trim_end().trim_end_matches(']').to_owned())
            .collect();
        let first = format!("\" - \\\\[a\\\\] {}\"", "word ".repeat(19).trim_end());
        let second = format!("\"   {}\"", "word ".repeat(11).trim_end());
        let expected = [
            "\" See:\"",
            "\"\"",
            &first,
            &second,
            "\" - b\\\\_\"",
            "\"\"",
            "\" ```text\"",
            "\" let a = \\\"<b>\\\";\"",
            "\" ```\"",
            "\"\"",
            "\" - one detail\"",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn markup_at_the_start_of_a_line_is_escaped() {
        let words = ["-", "one"].map(str::to_owned);
        assert_eq!(wrap(&words), ["\\- one"]);
        assert_eq!(wrap(&["12)".to_owned()]), ["12\\)"]);
        assert_eq!(wrap(&["1.".to_owned()]), ["1\\."]);
        for word in [".net", "1st", "-1"] {
            let escaped = if word == "-1" { "\\-1" } else { word };
            assert_eq!(wrap(&[word.to_owned()]), [escaped]);
        }
    }

    #[test]
    fn lines_wrap_at_the_width_in_characters() {
        for more in [0, 1] {
            let words = ["é".repeat(WIDTH - 50 - 1), "ü".repeat(50 + more)];
            assert_eq!(wrap(&words).len(), 1 + more);
        }
    }
}
