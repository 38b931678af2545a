//! The parts of a spec that are not simply mappings with fixed keys.

use crate::diagnostic::{Diagnostic, Rule};
use crate::json::Json;
use crate::spec::{
    EnumValue, ErrorStatus, Example, Literal, Method, Names, Needed, Region, Route, Spanned, Text, ValueFacts,
};

use super::grammar::{Definitions, Entry, Grammar, Mapping, Part};
use super::reader::{Keys, Reader};
use super::yaml::{Node, Value};

impl<T: Grammar> Part for Needed<T> {
    fn take(keys: &mut Keys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        Some(Self(<T as Part>::take(keys, reader, key)))
    }

    fn describe(mapping: &mut Mapping, definitions: &mut Definitions, key: &'static str, about: &str) {
        <T as Part>::describe(mapping, definitions, key, about);
    }
}

impl<T: Entry> Part for Needed<Vec<T>> {
    fn take(keys: &mut Keys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        let found = keys.take(reader, key);
        if found.is_none() {
            keys.lacks(reader, key);
        }
        Some(Self(found.map(|(_, node)| reader.entries(node, T::name, T::read))))
    }

    fn describe(mapping: &mut Mapping, definitions: &mut Definitions, key: &'static str, about: &str) {
        <Vec<T> as Part>::describe(mapping, definitions, key, about);
        mapping.required(key);
    }
}

/// One key of several: the method. Its value is the path.
impl Part for Option<Route> {
    fn take(keys: &mut Keys<'_>, reader: &mut Reader<'_>, _key: &'static str) -> Option<Self> {
        let mut found: Option<(Spanned<Method>, &Node)> = None;
        for (key, method) in Method::ALL {
            let Some((span, node)) = keys.take(reader, key) else { continue };
            match &found {
                None => found = Some((Spanned { value: method, span }, node)),
                Some((first, _)) => reader.report(
                    Diagnostic::error(Rule::OneMethod, &span, "an endpoint has one method")
                        .context(&first.span, "the first one stands here"),
                ),
            }
        }
        let Some((method, node)) = found else {
            // A misspelt method is complained about as the unknown key that it is.
            if !keys.misses(&Method::ALL.map(|(key, _)| key), "path") {
                return Some(None);
            }
            let diagnostic =
                Diagnostic::error(Rule::OneMethod, &keys.span, "this endpoint has no method and path");
            reader.report(diagnostic.help("such as `get: /v1/things/{thing_id}`"));
            return Some(None);
        };
        Some(Grammar::read(reader, node).map(|path| Route { method, path }))
    }

    fn describe(mapping: &mut Mapping, definitions: &mut Definitions, _key: &'static str, about: &str) {
        for (key, _) in Method::ALL {
            let path = <Spanned<crate::spec::PathTemplate> as Grammar>::json_schema(definitions);
            mapping.property(key, about, path);
        }
        mapping.one_of(Method::ALL.map(|(key, _)| key));
    }
}

impl Entry for Region {
    const NAMES: &'static str = "";

    fn read(reader: &mut Reader<'_>, name: Text, node: &Node) -> Option<Self> {
        Some(Self { name, base_url: Grammar::read(reader, node)? })
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        <Spanned<crate::spec::BaseUrl> as Grammar>::json_schema(definitions)
    }
}

impl Entry for ErrorStatus {
    const NAMES: &'static str = "^[1-5][0-9][0-9]$";

    fn name(reader: &mut Reader<'_>, key: &Node) -> Option<Text> {
        let status = match &key.value {
            Value::Integer(status) => Some(*status),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        };
        if let Some(status @ 100..=599) = status {
            return Some(Spanned { value: status.to_string(), span: key.span.clone() });
        }
        reader.report(
            Diagnostic::error(Rule::Status, &key.span, "this is not the HTTP status of an error")
                .help("a number from 100 to 599"),
        );
        None
    }

    fn read(reader: &mut Reader<'_>, status: Text, node: &Node) -> Option<Self> {
        Some(Self { status, description: reader.text(node)? })
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        Text::json_schema(definitions)
    }
}

/// A value with its description, or with a mapping that says more.
impl Entry for EnumValue {
    const NAMES: &'static str = "";

    fn read(reader: &mut Reader<'_>, name: Text, node: &Node) -> Option<Self> {
        let facts = match node.value {
            Value::Mapping(_) => ValueFacts::read(reader, node)?,
            Value::Null => ValueFacts { description: None, deprecated: None, rust_name: None },
            _ => ValueFacts { description: reader.text(node), deprecated: None, rust_name: None },
        };
        Some(Self { name, facts })
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        let short = Json::object([("type", Json::texts(["string", "null"]))]);
        Json::object([("anyOf", Json::List(vec![short, ValueFacts::json_schema(definitions)]))])
    }
}

impl Grammar for Names {
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        match &node.value {
            Value::List(items) => Some(Self(items.iter().filter_map(|item| reader.text(item)).collect())),
            _ => reader.text(node).map(|text| Self(vec![text])),
        }
    }

    fn json_schema(definitions: &mut Definitions) -> Json {
        let one = Text::json_schema(definitions);
        let several = Json::object([("type", Json::from("array")), ("items", one.clone())]);
        Json::object([("anyOf", Json::List(vec![one, several]))])
    }
}

impl Grammar for Spanned<Literal> {
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        reader.literal(node)
    }

    fn json_schema(_definitions: &mut Definitions) -> Json {
        Json::object([("type", Json::texts(["string", "number", "boolean"]))])
    }
}

impl Grammar for Spanned<Example> {
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self> {
        let value = match &node.value {
            Value::List(items) => {
                Example::List(items.iter().filter_map(|item| Self::read(reader, item)).collect())
            }
            Value::Mapping(_) => {
                Example::Map(reader.entries(node, Reader::text, |reader, name, node| {
                    Some((name, Self::read(reader, node)?))
                }))
            }
            _ => return reader.literal(node).map(|literal| literal.map(Example::Single)),
        };
        Some(Self { value, span: node.span.clone() })
    }

    fn json_schema(_definitions: &mut Definitions) -> Json {
        Json::object([("type", Json::texts(["string", "number", "boolean", "array", "object"]))])
    }
}
