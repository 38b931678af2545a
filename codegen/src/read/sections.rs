//! What a spec is made of: the keys of each section, in the words of `spec/README.md`.

use crate::diagnostic::Diagnostic;
use crate::spec::{
    Api, Endpoint, Enum, EnumValue, ErrorBody, Field, Method, Paging, Schema, Spanned, Spec, Text,
};

use super::node::{Keys, Reader};
use super::tree::{Node, Value};
use super::type_expression;

/// Reads the whole spec. Without a readable `api` section there is none.
pub(super) fn spec<'a>(text: &'a str, root: &'a Node) -> (Option<Spec>, Vec<Diagnostic>) {
    let mut reader = Reader { text, diagnostics: Vec::new() };
    let spec = reader.keys(root, "the spec").and_then(|mut keys| {
        let api = keys.required(&mut reader, "api", api);
        let endpoints = keys.optional(&mut reader, "endpoints", |r, n| Some(r.entries(n, endpoint)));
        let schemas = keys.optional(&mut reader, "schemas", |r, n| Some(r.entries(n, schema)));
        let enums = keys.optional(&mut reader, "enums", |r, n| Some(r.entries(n, enumeration)));
        keys.finish(&mut reader);
        Some(Spec {
            api: api?,
            endpoints: endpoints.unwrap_or_default(),
            schemas: schemas.unwrap_or_default(),
            enums: enums.unwrap_or_default(),
        })
    });
    (spec, reader.diagnostics)
}

fn api<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<Api> {
    let mut keys = reader.keys(node, "`api`")?;
    let title = keys.required(reader, "title", Reader::text);
    let description = keys.optional(reader, "description", Reader::text);
    let base_url = keys.required(reader, "base_url", Reader::text);
    let regions =
        keys.optional(reader, "regions", |r, n| Some(r.entries(n, |r, name, n| Some((name, r.text(n)?)))));
    let key = keys.required(reader, "key", key);
    let ids = keys.optional(reader, "response_headers", response_headers).unwrap_or_default();
    let error_body = keys.optional(reader, "error_body", error_body);
    keys.finish(reader);
    let (key_header, key_environment) = key?;
    let (request_id_header, trace_id_header) = ids;
    Some(Api {
        title: title?,
        description,
        base_url: base_url?,
        regions: regions.unwrap_or_default(),
        key_header,
        key_environment,
        request_id_header,
        trace_id_header,
        error_body,
    })
}

fn key<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<(Text, Text)> {
    let mut keys = reader.keys(node, "`key`")?;
    let header = keys.required(reader, "header", Reader::text);
    let environment = keys.required(reader, "environment", Reader::text);
    keys.finish(reader);
    Some((header?, environment?))
}

fn response_headers<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<(Option<Text>, Option<Text>)> {
    let mut keys = reader.keys(node, "`response_headers`")?;
    let request_id = keys.optional(reader, "request_id", Reader::text);
    let trace_id = keys.optional(reader, "trace_id", Reader::text);
    keys.finish(reader);
    Some((request_id, trace_id))
}

fn error_body<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<ErrorBody> {
    let mut keys = reader.keys(node, "`error_body`")?;
    let property = keys.required(reader, "property", Reader::text);
    let code = keys.optional(reader, "code", Reader::texts);
    let message = keys.optional(reader, "message", Reader::texts);
    keys.finish(reader);
    Some(ErrorBody {
        property: property?,
        code: code.unwrap_or_default(),
        message: message.unwrap_or_default(),
    })
}

fn endpoint<'a>(reader: &mut Reader<'a>, name: Text, node: &'a Node) -> Option<Endpoint> {
    let mut keys = reader.keys(node, "an endpoint")?.named(&name);
    let call = method_and_path(reader, &mut keys);
    let description = keys.optional(reader, "description", Reader::text);
    let deprecated = keys.optional(reader, "deprecated", Reader::text);
    let path_parameters = keys.optional(reader, "path", fields("a parameter"));
    let query = keys.optional(reader, "query", fields("a parameter"));
    let headers = keys.optional(reader, "headers", fields("a parameter"));
    let body = keys.optional(reader, "body", type_expression::read);
    let response = keys.optional(reader, "response", type_expression::read);
    let errors = keys.optional(reader, "errors", errors);
    let paging = keys.optional(reader, "paging", paging);
    keys.finish(reader);
    let (method, path) = call?;
    Some(Endpoint {
        name,
        method,
        path,
        description,
        deprecated,
        path_parameters: path_parameters.unwrap_or_default(),
        query: query.unwrap_or_default(),
        headers: headers.unwrap_or_default(),
        body,
        response,
        errors: errors.unwrap_or_default(),
        paging,
    })
}

/// The one key that is a method, and the path that is its value.
fn method_and_path<'a>(reader: &mut Reader<'a>, keys: &mut Keys<'a>) -> Option<(Spanned<Method>, Text)> {
    let mut found: Option<(Spanned<Method>, &Node)> = None;
    for (key, method) in Method::ALL {
        let Some((name, node)) = keys.pair(key) else { continue };
        match &found {
            None => found = Some((Spanned { value: method, span: name.span }, node)),
            Some((first, _)) => reader.report(
                Diagnostic::error(&name.span, "an endpoint has one method")
                    .context(&first.span, "the first one stands here"),
            ),
        }
    }
    let Some((method, node)) = found else {
        let diagnostic = Diagnostic::error(&keys.span, "this endpoint has no method and path");
        reader.report(diagnostic.help("such as `get: /v1/things/{thing_id}`"));
        return None;
    };
    Some((method, reader.text(node)?))
}

fn errors<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<Vec<(Spanned<u16>, Text)>> {
    let Value::Mapping(pairs) = &node.value else {
        reader.keys(node, "`errors`");
        return None;
    };
    let mut errors: Vec<(Spanned<u16>, Text)> = Vec::new();
    for (key, value) in pairs {
        let (Some(status), Some(text)) = (reader.status(key), reader.text(value)) else { continue };
        match errors.iter().find(|(first, _)| first.value == status.value) {
            Some((first, _)) => reader.report(
                Diagnostic::error(&status.span, format!("duplicate status {}", status.value))
                    .context(&first.span, "first written here"),
            ),
            None => errors.push((status, text)),
        }
    }
    Some(errors)
}

fn paging<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<Paging> {
    let mut keys = reader.keys(node, "`paging`")?;
    let items = keys.required(reader, "items", Reader::text);
    let more = keys.required(reader, "more", Reader::text);
    let next = keys.required(reader, "next", Reader::text);
    let token = keys.required(reader, "token", Reader::text);
    keys.finish(reader);
    Some(Paging { items: items?, more: more?, next: next?, token: token? })
}

fn fields<'a>(what: &'static str) -> impl FnOnce(&mut Reader<'a>, &'a Node) -> Option<Vec<Field>> {
    move |reader, node| Some(reader.entries(node, |r, name, node| field(r, name, node, what)))
}

fn field<'a>(reader: &mut Reader<'a>, name: Text, node: &'a Node, what: &'static str) -> Option<Field> {
    let mut keys = reader.keys(node, what)?.named(&name);
    let ty = keys.required(reader, "type", type_expression::read);
    let description = keys.optional(reader, "description", Reader::text);
    let unit = keys.optional(reader, "unit", Reader::text);
    let default = keys.optional(reader, "default", Reader::literal);
    let min = keys.optional(reader, "min", Reader::literal);
    let max = keys.optional(reader, "max", Reader::literal);
    let deprecated = keys.optional(reader, "deprecated", Reader::text);
    let documented = keys.optional(reader, "documented", type_expression::read);
    let because = keys.optional(reader, "because", Reader::text);
    let rust_name = keys.optional(reader, "rust_name", Reader::text);
    keys.finish(reader);
    Some(Field {
        name,
        ty: ty?,
        description,
        unit,
        default,
        min,
        max,
        deprecated,
        documented,
        because,
        rust_name,
    })
}

fn schema<'a>(reader: &mut Reader<'a>, name: Text, node: &'a Node) -> Option<Schema> {
    let mut keys = reader.keys(node, "a schema")?.named(&name);
    let description = keys.optional(reader, "description", Reader::text);
    let properties = keys.required(reader, "properties", fields("a property"));
    keys.finish(reader);
    Some(Schema { name, description, properties: properties.unwrap_or_default() })
}

fn enumeration<'a>(reader: &mut Reader<'a>, name: Text, node: &'a Node) -> Option<Enum> {
    let mut keys = reader.keys(node, "an enum")?.named(&name);
    let description = keys.optional(reader, "description", Reader::text);
    let values = keys.required(reader, "values", |r, n| Some(r.entries(n, enum_value)));
    keys.finish(reader);
    Some(Enum { name, description, values: values.unwrap_or_default() })
}

/// A value with its description, or with a mapping that says more.
fn enum_value<'a>(reader: &mut Reader<'a>, name: Text, node: &'a Node) -> Option<EnumValue> {
    if !matches!(node.value, Value::Mapping(_)) {
        let description = match node.value {
            Value::Null => None,
            _ => reader.text(node),
        };
        return Some(EnumValue { name, description, deprecated: None, rust_name: None });
    }
    let mut keys = reader.keys(node, "a value")?.named(&name);
    let description = keys.optional(reader, "description", Reader::text);
    let deprecated = keys.optional(reader, "deprecated", Reader::text);
    let rust_name = keys.optional(reader, "rust_name", Reader::text);
    keys.finish(reader);
    Some(EnumValue { name, description, deprecated, rust_name })
}
