//! A view of a vendor's JSON or YAML: values with spans. JSON is parsed lazily, so that only the requested parts of a document of
//! many megabytes are parsed.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::source::Span;
use crate::spec::yaml::{Node, Value};

/// A value in a document.
#[derive(Clone, Copy)]
pub(crate) enum View<'a> {
    Json(&'a str, &'a RawValue),
    Yaml(&'a Node),
}

/// A member of an object: its name, the span of the name, and its value.
#[derive(Clone)]
pub(crate) struct Member<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) span: Span,
    pub(crate) value: View<'a>,
}

/// A value by its kind. The contents of lists and objects are returned by [`View::items`] and [`View::members`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ValueKind {
    Null,
    Boolean(bool),
    Integer(i64),
    Double(f64),
    String(String),
    Array,
    Object,
}

impl ValueKind {
    /// The name of the kind in messages, with its article.
    pub(crate) fn kind_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Double(_) => "a number",
            Self::String(_) => "a string",
            Self::Array => "a list",
            Self::Object => "an object",
        }
    }
}

impl<'a> View<'a> {
    /// A whole JSON text.
    pub(crate) fn json(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<&RawValue>(text).map(|raw| Self::Json(text, raw))
    }

    /// The identity of the value: unique within its document.
    pub(crate) fn id(&self) -> usize {
        match self {
            Self::Json(_, raw) => raw.get().as_ptr().addr(),
            Self::Yaml(node) => std::ptr::from_ref(*node).addr(),
        }
    }

    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Json(text, raw) => span_of(text, raw.get()),
            Self::Yaml(node) => node.span.clone(),
        }
    }

    /// Whether a position is within the value. The span of a collection in YAML does not extend to its end.
    pub(crate) fn contains(&self, at: usize) -> bool {
        let end = match self {
            Self::Json(..) => self.span().end,
            Self::Yaml(node) => {
                let mut last = *node;
                loop {
                    let inner = match &last.value {
                        Value::Sequence(items) => items.last(),
                        Value::Mapping(pairs) => pairs.last().map(|(_, value)| value),
                        _ => None,
                    };
                    match inner {
                        Some(inner) => last = inner,
                        None => break last.span.end.max(last.span.start + 1),
                    }
                }
            }
        };
        (self.span().start..end).contains(&at)
    }

    /// The members of an object, in order; empty for any other value.
    pub(crate) fn members(&self) -> Vec<Member<'a>> {
        match self {
            Self::Json(text, raw) => {
                let members = serde_json::from_str::<Members<'a>>(raw.get()).unwrap_or_default();
                let member = |(name, value): (Cow<'a, str>, &'a RawValue)| {
                    let span = match &name {
                        Cow::Borrowed(name) => span_of(text, name),
                        Cow::Owned(_) => span_of(text, value.get()),
                    };
                    Member { name, span, value: Self::Json(text, value) }
                };
                members.0.into_iter().map(member).collect()
            }
            Self::Yaml(node) => match &node.value {
                Value::Mapping(pairs) => {
                    pairs.iter().filter_map(|(key, value)| yaml_member(key, value)).collect()
                }
                _ => Vec::new(),
            },
        }
    }

    /// Whether both are the same value, with the members of objects in the same order.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let (one, two) = (self.value(), other.value());
        let (members, others) = (self.members(), other.members());
        let (items, other_items) = (self.items(), other.items());
        one == two
            && members.len() == others.len()
            && members.iter().zip(&others).all(|(a, b)| a.name == b.name && a.value.is_same(&b.value))
            && items.len() == other_items.len()
            && items.iter().zip(&other_items).all(|(a, b)| a.is_same(b))
    }

    /// The member of that name.
    pub(crate) fn get(&self, name: &str) -> Option<Self> {
        self.members().into_iter().find(|member| member.name == name).map(|member| member.value)
    }

    /// The entries of a list; empty for any other value.
    pub(crate) fn items(&self) -> Vec<Self> {
        match self {
            Self::Json(text, raw) => {
                let items = serde_json::from_str::<Vec<&'a RawValue>>(raw.get()).unwrap_or_default();
                items.into_iter().map(|item| Self::Json(text, item)).collect()
            }
            Self::Yaml(node) => match &node.value {
                Value::Sequence(items) => items.iter().map(Self::Yaml).collect(),
                _ => Vec::new(),
            },
        }
    }

    pub(crate) fn value(&self) -> ValueKind {
        match self {
            Self::Json(_, raw) => match raw.get().as_bytes().first() {
                Some(b'{') => ValueKind::Object,
                Some(b'[') => ValueKind::Array,
                Some(b'"') => ValueKind::String(serde_json::from_str(raw.get()).unwrap_or_default()),
                Some(b't' | b'f') => ValueKind::Boolean(raw.get() == "true"),
                Some(b'n') | None => ValueKind::Null,
                Some(_) => number(raw.get()),
            },
            Self::Yaml(node) => match &node.value {
                Value::Null => ValueKind::Null,
                Value::Boolean(value) => ValueKind::Boolean(*value),
                Value::Integer(value) => ValueKind::Integer(*value),
                Value::Double(value) => ValueKind::Double(*value),
                Value::String(value) => ValueKind::String(value.clone()),
                Value::Sequence(_) => ValueKind::Array,
                Value::Mapping(_) => ValueKind::Object,
            },
        }
    }

    pub(crate) fn as_string(&self) -> Option<String> {
        match self.value() {
            ValueKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// A scalar in the notation of the spec; for any other value, its kind.
    pub(crate) fn display(&self) -> String {
        match self.value() {
            ValueKind::Boolean(value) => value.to_string(),
            ValueKind::Integer(value) => value.to_string(),
            ValueKind::Double(value) => format!("{value:?}"),
            ValueKind::String(value) => value,
            other => other.kind_name().to_owned(),
        }
    }

    pub(crate) fn is_true(&self) -> bool {
        self.value() == ValueKind::Boolean(true)
    }
}

fn number(text: &str) -> ValueKind {
    text.parse().map_or_else(|_| text.parse().map_or(ValueKind::Null, ValueKind::Double), ValueKind::Integer)
}

/// Converts a key to text; statuses, for example, are integers in YAML.
fn yaml_member<'a>(key: &'a Node, value: &'a Node) -> Option<Member<'a>> {
    let name = match &key.value {
        Value::String(name) => Cow::Borrowed(name.as_str()),
        Value::Integer(number) => Cow::Owned(number.to_string()),
        Value::Boolean(flag) => Cow::Owned(flag.to_string()),
        _ => return None,
    };
    Some(Member { name, span: key.span.clone(), value: View::Yaml(value) })
}

/// The span of a part of a text, which must be a slice of it.
fn span_of(text: &str, piece: &str) -> Span {
    let start = piece.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    start..start + piece.len()
}

/// The members of a JSON object, unparsed.
#[derive(Default)]
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

/// A name, borrowed if possible: serde always deserializes `Cow` as owned.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}
