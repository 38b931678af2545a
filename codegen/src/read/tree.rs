//! YAML into a tree whose nodes know their places.
//!
//! `serde_yaml` says what the values are but not where; the event parser says where. Both walk a text in document order, so
//! the tree is read with the one and its places are filled in from the other.

use std::fmt;

use saphyr_parser::{Event, Marker, Parser};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::diagnostic::{Diagnostic, Span};

/// A YAML value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// Mappings are lists of pairs: order is kept, and so are duplicate keys, for someone to complain about.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Double(f64),
    Text(String),
    List(Vec<Node>),
    Mapping(Vec<(Node, Node)>),
}

impl Value {
    /// What a message calls it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Double(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Mapping(_) => "a mapping",
        }
    }
}

/// Reads one YAML document.
pub(crate) fn parse(text: &str) -> Result<Node, Box<Diagnostic>> {
    let mut root: Node = serde_yaml::from_str(text).map_err(|error| Box::new(syntax_error(text, &error)))?;
    let mut places = places(text)?.into_iter();
    locate(&mut root, &mut places, &(0..0));
    Ok(root)
}

fn syntax_error(text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let at = error.location().map_or(0, |location| location.index());
    let span = char_at(text, at.min(text.len()));
    // The position stands in the report's own margin; the message need not repeat it.
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Diagnostic::error(&span, format!("this is not YAML: {message}"))
}

/// The whole character that the byte at `at` belongs to.
fn char_at(text: &str, at: usize) -> Span {
    let start = (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    start..start + length
}

/// The places of all nodes, in document order.
fn places(text: &str) -> Result<Vec<Span>, Box<Diagnostic>> {
    let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let offset = |marker: Marker| offsets.get(marker.index()).copied().unwrap_or(text.len());
    let mut places = Vec::new();
    for event in Parser::new_from_str(text) {
        // serde_yaml has accepted the text; where this parser does not, its nodes take their parents' places.
        let Ok((event, span)) = event else { break };
        let span = offset(span.start)..offset(span.end);
        let anchored = match event {
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _) => {
                places.push(span.clone());
                anchor > 0
            }
            Event::Alias(_) => true,
            _ => false,
        };
        if anchored {
            let message = "anchors and aliases are not part of the spec language";
            return Err(Box::new(
                Diagnostic::error(&span, message).help("write the value out in each place"),
            ));
        }
    }
    Ok(places)
}

fn locate(node: &mut Node, places: &mut impl Iterator<Item = Span>, parent: &Span) {
    node.span = places.next().unwrap_or_else(|| parent.clone());
    let span = node.span.clone();
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| locate(item, places, &span)),
        Value::Mapping(pairs) => pairs.iter_mut().for_each(|(key, value)| {
            locate(key, places, &span);
            let key = key.span.clone();
            locate(value, places, &key);
        }),
        _ => {}
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = deserializer.deserialize_any(ValueVisitor)?;
        Ok(Self { value, span: 0..0 })
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without a tag")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "an integer this large is a mistake in any spec")]
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Double(value as f64), Value::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Double(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = entries.next_entry()? {
            pairs.push(pair);
        }
        Ok(Value::Mapping(pairs))
    }
}
