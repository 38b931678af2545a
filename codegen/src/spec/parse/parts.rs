//! The parts of a spec that are not simply mappings with fixed keys.

use crate::json::{Json, json};
use crate::source::{Diagnostic, Rule, Span, Spanned};
use crate::spec::entries::Entries;
use crate::spec::language::{
    BaseUrl, ERROR_RANGES, EnumValue, ErrorAttributes, ErrorStatus, Example, Field, Method, OneOrMany,
    PathTemplate, Properties, Region, Required, ResponseHeader, ResponsePart, Rest, Route, Type,
    UnionVariant, ValueAttributes, VariantAttributes,
};
use crate::spec::literal::Literal;

use super::grammar::{Definitions, FieldParser, NamedEntry, ObjectSchema, SpecValue};
use super::reader::{FixedKeys, Reader};
use super::yaml::{Node, Value};

impl<T: SpecValue> FieldParser for Required<T> {
    fn parse(keys: &mut FixedKeys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        Some(Self(<T as FieldParser>::parse(keys, reader, key)))
    }

    fn add_to_schema(
        mapping: &mut ObjectSchema,
        definitions: &mut Definitions,
        key: &'static str,
        description: &str,
    ) {
        <T as FieldParser>::add_to_schema(mapping, definitions, key, description);
    }
}

impl<T: NamedEntry> FieldParser for Required<Entries<T>> {
    fn parse(keys: &mut FixedKeys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        let nodes = keys.take_all(reader, key);
        if !nodes.is_empty() {
            return Some(Self(Some(reader.entries(&nodes, T::name, T::read))));
        }
        // Entries whose section key is missing are read, so that references to them are not reported as well.
        let strays = keys.take_unknown(T::is_likely);
        let Some((first, _)) = strays.first() else {
            keys.report_missing(reader, key);
            return Some(Self(None));
        };
        keys.report_missing_above(reader, key, first);
        let entries =
            strays.into_iter().filter_map(|(name, node)| reader.entry(name, node, T::read)).collect();
        Some(Self(Some(Entries { entries, is_complete: false })))
    }

    fn add_to_schema(
        mapping: &mut ObjectSchema,
        definitions: &mut Definitions,
        key: &'static str,
        description: &str,
    ) {
        <Entries<T> as FieldParser>::add_to_schema(mapping, definitions, key, description);
        mapping.required(key);
    }
}

/// The key of the type of properties beyond the named ones.
const REST: &str = "rest";

/// A schema that has a type for all other properties need not name any.
impl FieldParser for Properties {
    fn parse(keys: &mut FixedKeys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        if keys.has(REST) && !keys.has(key) {
            return <Entries<_> as FieldParser>::parse(keys, reader, key)
                .map(|none| Self(Required(Some(none))));
        }
        <Required<Entries<_>> as FieldParser>::parse(keys, reader, key).map(Self)
    }

    fn add_to_schema(
        mapping: &mut ObjectSchema,
        definitions: &mut Definitions,
        key: &'static str,
        description: &str,
    ) {
        <Entries<Field> as FieldParser>::add_to_schema(mapping, definitions, key, description);
        mapping.any_of([key, REST]);
    }
}

impl SpecValue for Rest {
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        let span = node.span.clone();
        Type::read(reader, node).map(|value| Self { map: Type::Map(Box::new(value)), span })
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        Type::json_schema(definitions)
    }
}

/// Exactly one of the method keys. Its value is the path.
impl FieldParser for Option<Route> {
    fn keys(_key: &'static str) -> Vec<&'static str> {
        Method::ALL.map(|(key, _)| key).to_vec()
    }

    fn parse(keys: &mut FixedKeys<'_>, reader: &mut Reader<'_>, _key: &'static str) -> Option<Self> {
        let mut found: Option<(Spanned<Method>, &Node)> = None;
        for (key, method) in Method::ALL {
            let Some((span, node)) = keys.take(reader, key) else { continue };
            match &found {
                None => found = Some((Spanned { value: method, span }, node)),
                Some((first, _)) => reader.report(
                    Diagnostic::error(Rule::OneMethod, &span, "an endpoint has only one method")
                        .context(&first.span, "the first one is here"),
                ),
            }
        }
        match found {
            Some((method, node)) => Some(SpecValue::read(reader, node).map(|path| Route { method, path })),
            None => {
                report_no_method(keys, reader);
                Some(None)
            }
        }
    }

    fn add_to_schema(
        mapping: &mut ObjectSchema,
        definitions: &mut Definitions,
        _key: &'static str,
        description: &str,
    ) {
        for (key, _) in Method::ALL {
            let path = <Spanned<PathTemplate> as SpecValue>::json_schema(definitions);
            mapping.property(key, description, path);
        }
        mapping.one_of(Method::ALL.map(|(key, _)| key));
    }
}

/// Reports an endpoint without a method. If the method is written as in another language, the help translates it.
fn report_no_method(keys: &mut FixedKeys<'_>, reader: &mut Reader<'_>) {
    let is_text = |node: &Node| matches!(node.value, Value::String(_));
    let method = ["method", "verb", "http_method"].iter().find_map(|key| keys.take_if(key, is_text));
    let path = ["url", "uri", "route", "endpoint", "path"].iter().find_map(|key| keys.take_if(key, is_text));
    let text = |found: &Option<(Span, &Node)>| {
        found.as_ref().map(|(_, node)| reader.anything(node).value.trim_matches(['"', '\'']).to_owned())
    };
    let method_name = text(&method).unwrap_or_else(|| "get".to_owned()).to_lowercase();
    let example =
        format!("{method_name}: {}", text(&path).unwrap_or_else(|| "/v1/things/{thing_id}".to_owned()));
    let diagnostic = match method.or(path) {
        Some((span, _)) => {
            let message = "an endpoint's method is a key, and the path is its value";
            Diagnostic::error(Rule::OneMethod, &span, message).help(format!("write `{example}`"))
        }
        None if keys.is_mapping => {
            Diagnostic::error(Rule::OneMethod, &keys.span, "this endpoint has no method and path")
                .help(format!("such as `{example}`"))
        }
        None => return,
    };
    reader.report(diagnostic);
}

impl NamedEntry for Region {
    const NAME_PATTERN: &'static str = "";

    fn read(reader: &mut Reader<'_>, name: Spanned<String>, node: &Node) -> Option<Self> {
        Some(Self { name, base_url: SpecValue::read(reader, node)? })
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        <Spanned<BaseUrl> as SpecValue>::json_schema(definitions)
    }
}

/// A status with its meaning, or with a mapping of further attributes.
impl NamedEntry for ErrorStatus {
    const NAME_PATTERN: &'static str = "^([3-5][0-9][0-9]|[3-5]XX|default)$";

    fn name(reader: &mut Reader<'_>, key: &Node) -> Option<Spanned<String>> {
        let status = match &key.value {
            Value::Integer(status) => Some(*status),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        if let Some(status @ 300..=599) = status {
            return Some(Spanned { value: status.to_string(), span: key.span.clone() });
        }
        let text = if let Value::String(text) = &key.value { text.as_str() } else { "" };
        if let Some(range) = ERROR_RANGES.iter().find(|range| **range == text) {
            return Some(Spanned { value: (*range).to_owned(), span: key.span.clone() });
        }
        let help = match status {
            Some(200..=299) => "a success needs no entry: its type is the endpoint's `response`",
            _ => "a status is a number from 300 to 599, a range such as `4XX`, or `default` for all others",
        };
        let message = "this is not the HTTP status of an error";
        reader.report(Diagnostic::error(Rule::Status, &key.span, message).help(help));
        None
    }

    fn read(reader: &mut Reader<'_>, status: Spanned<String>, node: &Node) -> Option<Self> {
        let attributes = match node.value {
            Value::Mapping(_) => ErrorAttributes::read(reader, node)?,
            _ => ErrorAttributes { ty: None, description: Some(SpecValue::read(reader, node)?) },
        };
        Some(Self { status, attributes })
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        let short = Spanned::<String>::json_schema(definitions);
        json!({ "anyOf": json!([short, ErrorAttributes::json_schema(definitions)]) })
    }
}

/// A value with its description, or with a mapping of further attributes.
impl NamedEntry for EnumValue {
    const NAME_PATTERN: &'static str = "";

    fn is_likely(node: &Node) -> bool {
        matches!(node.value, Value::Mapping(_) | Value::String(_) | Value::Null)
    }

    /// Whether an integer is allowed depends on the type of the enum, which the check compares.
    fn name(reader: &mut Reader<'_>, key: &Node) -> Option<Spanned<String>> {
        match key.value {
            Value::Integer(integer) => Some(Spanned { value: integer.to_string(), span: key.span.clone() }),
            _ => reader.text(key),
        }
    }

    fn read(reader: &mut Reader<'_>, name: Spanned<String>, node: &Node) -> Option<Self> {
        let attributes = match node.value {
            Value::Mapping(_) => ValueAttributes::read(reader, node)?,
            Value::Null => ValueAttributes { description: None, deprecated: None, rust_name: None },
            _ => ValueAttributes {
                description: SpecValue::read(reader, node),
                deprecated: None,
                rust_name: None,
            },
        };
        let integer = name.value.parse().ok().filter(|integer: &i64| integer.to_string() == name.value);
        let integer = integer.filter(|_| !reader.is_quoted_at(&name.span));
        Some(Self { name, integer, attributes })
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        let short = json!({ "type": json!(["string", "null"]) });
        json!({ "anyOf": json!([short, ValueAttributes::json_schema(definitions)]) })
    }
}

/// A variant with its type, or with a mapping of further attributes.
impl NamedEntry for UnionVariant {
    const NAME_PATTERN: &'static str = "";

    fn is_likely(node: &Node) -> bool {
        matches!(node.value, Value::Mapping(_) | Value::String(_))
    }

    fn read(reader: &mut Reader<'_>, name: Spanned<String>, node: &Node) -> Option<Self> {
        let attributes = match node.value {
            Value::Mapping(_) => VariantAttributes::read(reader, node)?,
            _ => VariantAttributes {
                ty: Type::read(reader, node)?,
                description: None,
                deprecated: None,
                rust_name: None,
            },
        };
        Some(Self { name, attributes })
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        let short = Type::json_schema(definitions);
        json!({ "anyOf": json!([short, VariantAttributes::json_schema(definitions)]) })
    }
}

impl SpecValue for OneOrMany {
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        match &node.value {
            Value::Sequence(items) => {
                Some(Self(items.iter().filter_map(|item| SpecValue::read(reader, item)).collect()))
            }
            _ => SpecValue::read(reader, node).map(|text| Self(vec![text])),
        }
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        let one = Spanned::<String>::json_schema(definitions);
        let several = json!({ "type": "array", "items": one.clone() });
        json!({ "anyOf": json!([one, several]) })
    }
}

impl SpecValue for ResponsePart {
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        match &node.value {
            Value::Mapping(_) => SpecValue::read(reader, node).map(Self::Header),
            _ => SpecValue::read(reader, node).map(Self::Property),
        }
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        let property = Spanned::<String>::json_schema(definitions);
        json!({ "anyOf": json!([property, ResponseHeader::json_schema(definitions)]) })
    }
}

impl SpecValue for Spanned<Literal> {
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        reader.literal(node)
    }

    fn json_schema(_definitions: &mut Definitions) -> Json {
        json!({ "type": json!(["string", "number", "boolean"]) })
    }
}

impl SpecValue for Spanned<Example> {
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        let value = match &node.value {
            Value::Sequence(items) => {
                Example::List(items.iter().filter_map(|item| Self::read(reader, item)).collect())
            }
            Value::Mapping(_) => {
                let read =
                    |reader: &mut Reader<'_>, name, node: &Node| Some((name, Self::read(reader, node)?));
                Example::Map(reader.entries(&[node], Reader::text, read).entries)
            }
            _ => return reader.literal(node).map(|literal| literal.map(Example::Single)),
        };
        Some(Self { value, span: node.span.clone() })
    }

    fn json_schema(_definitions: &mut Definitions) -> Json {
        json!({ "type": json!(["string", "number", "boolean", "array", "object"]) })
    }
}
