//! A look into somebody else's JSON or YAML: its values and where they stand. JSON is looked at piece by piece, so that of a
//! document of many megabytes only what is asked for is taken apart.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::diagnostic::Span;
use crate::read::yaml::{Node, Value};

/// A value in a document.
#[derive(Clone, Copy)]
pub(super) enum View<'a> {
    Json(&'a str, &'a RawValue),
    Yaml(&'a Node),
}

/// A member of an object: its name, where that stands, its value.
pub(super) struct Member<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) span: Span,
    pub(super) value: View<'a>,
}

/// A value by its kind. Lists and objects are opened by [`View::items`] and [`View::members`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    Null,
    Boolean(bool),
    Integer(i64),
    Double(f64),
    Text(String),
    List,
    Object,
}

impl Scalar {
    /// What a message calls it.
    pub(super) fn called(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Double(_) => "a number",
            Self::Text(_) => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

impl<'a> View<'a> {
    /// A whole JSON text.
    pub(super) fn json(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<&RawValue>(text).map(|raw| Self::Json(text, raw))
    }

    pub(super) fn span(&self) -> Span {
        match self {
            Self::Json(text, raw) => place(text, raw.get()),
            Self::Yaml(node) => node.span.clone(),
        }
    }

    /// The members of an object, in order; none of anything else.
    pub(super) fn members(&self) -> Vec<Member<'a>> {
        match self {
            Self::Json(text, raw) => {
                let members = serde_json::from_str::<Members<'a>>(raw.get()).unwrap_or_default();
                let member = |(name, value): (Cow<'a, str>, &'a RawValue)| {
                    let span = match &name {
                        Cow::Borrowed(name) => place(text, name),
                        Cow::Owned(_) => place(text, value.get()),
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

    /// The member of that name.
    pub(super) fn get(&self, name: &str) -> Option<Self> {
        self.members().into_iter().find(|member| member.name == name).map(|member| member.value)
    }

    /// The entries of a list; none of anything else.
    pub(super) fn items(&self) -> Vec<Self> {
        match self {
            Self::Json(text, raw) => {
                let items = serde_json::from_str::<Vec<&'a RawValue>>(raw.get()).unwrap_or_default();
                items.into_iter().map(|item| Self::Json(text, item)).collect()
            }
            Self::Yaml(node) => match &node.value {
                Value::List(items) => items.iter().map(Self::Yaml).collect(),
                _ => Vec::new(),
            },
        }
    }

    pub(super) fn scalar(&self) -> Scalar {
        match self {
            Self::Json(_, raw) => match raw.get().as_bytes().first() {
                Some(b'{') => Scalar::Object,
                Some(b'[') => Scalar::List,
                Some(b'"') => Scalar::Text(serde_json::from_str(raw.get()).unwrap_or_default()),
                Some(b't' | b'f') => Scalar::Boolean(raw.get() == "true"),
                Some(b'n') | None => Scalar::Null,
                Some(_) => number(raw.get()),
            },
            Self::Yaml(node) => match &node.value {
                Value::Null => Scalar::Null,
                Value::Boolean(value) => Scalar::Boolean(*value),
                Value::Integer(value) => Scalar::Integer(*value),
                Value::Double(value) => Scalar::Double(*value),
                Value::Text(value) => Scalar::Text(value.clone()),
                Value::List(_) => Scalar::List,
                Value::Mapping(_) => Scalar::Object,
            },
        }
    }

    pub(super) fn text(&self) -> Option<String> {
        match self.scalar() {
            Scalar::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        self.scalar() == Scalar::Boolean(true)
    }
}

fn number(text: &str) -> Scalar {
    text.parse().map_or_else(|_| text.parse().map_or(Scalar::Null, Scalar::Double), Scalar::Integer)
}

/// Keys that are no text, such as statuses, are taken for it.
fn yaml_member<'a>(key: &'a Node, value: &'a Node) -> Option<Member<'a>> {
    let name = match &key.value {
        Value::Text(name) => Cow::Borrowed(name.as_str()),
        Value::Integer(number) => Cow::Owned(number.to_string()),
        Value::Boolean(flag) => Cow::Owned(flag.to_string()),
        _ => return None,
    };
    Some(Member { name, span: key.span.clone(), value: View::Yaml(value) })
}

/// Where a piece of a text stands in it.
fn place(text: &str, piece: &str) -> Span {
    let start = piece.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    start..start + piece.len()
}

/// The members of a JSON object, as they stand there.
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

/// A name, borrowed where it can be: serde's own `Cow` never is.
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
