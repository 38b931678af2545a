//! A spec as it is written: each part beside its place in the text, nothing resolved.

use std::fmt;

use crate::diagnostic::Span;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// Text and where it stands.
pub type Text = Spanned<String>;

/// A whole spec.
#[derive(Clone, Debug)]
pub struct Spec {
    /// What holds for every call.
    pub api: Api,
    /// In the order of the text, like all that follows.
    pub endpoints: Vec<Endpoint>,
    /// Objects.
    pub schemas: Vec<Schema>,
    /// Vocabularies.
    pub enums: Vec<Enum>,
}

/// The section `api`.
#[derive(Clone, Debug)]
pub struct Api {
    /// The API's name.
    pub title: Text,
    /// What it is for.
    pub description: Option<Text>,
    /// Scheme, host and perhaps a path prefix.
    pub base_url: Text,
    /// Further base URLs by name.
    pub regions: Vec<(Text, Text)>,
    /// The header that carries the key.
    pub key_header: Text,
    /// The environment variable the key is read from.
    pub key_environment: Text,
    /// The response header that names the request.
    pub request_id_header: Option<Text>,
    /// The response header that names the trace.
    pub trace_id_header: Option<Text>,
    /// Where an error's facts stand in its body.
    pub error_body: Option<ErrorBody>,
}

/// The key `error_body` of the section `api`.
#[derive(Clone, Debug)]
pub struct ErrorBody {
    /// The property of the body that holds the rest.
    pub property: Text,
    /// Names to try in turn for the error's code.
    pub code: Vec<Text>,
    /// Names to try in turn for the error's message.
    pub message: Vec<Text>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "their names say all")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// All of them, by the key that a spec says them with.
    pub const ALL: [(&'static str, Self); 5] = [
        ("get", Self::Get),
        ("post", Self::Post),
        ("put", Self::Put),
        ("patch", Self::Patch),
        ("delete", Self::Delete),
    ];

    /// As it stands in a request line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// An entry of the section `endpoints`.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The name of the client's method.
    pub name: Text,
    /// How it is called; the span is the key's.
    pub method: Spanned<Method>,
    /// The path, with parameters in braces.
    pub path: Text,
    /// What it does.
    pub description: Option<Text>,
    /// Why it should no longer be used.
    pub deprecated: Option<Text>,
    /// Parameters in the path.
    pub path_parameters: Vec<Field>,
    /// Parameters in the query.
    pub query: Vec<Field>,
    /// Parameters in headers.
    pub headers: Vec<Field>,
    /// The JSON it is sent with.
    pub body: Option<Type>,
    /// The JSON it answers with.
    pub response: Option<Type>,
    /// Documented error statuses and what they mean.
    pub errors: Vec<(Spanned<u16>, Text)>,
    /// How a long list is cut into pages.
    pub paging: Option<Paging>,
}

/// The key `paging` of an endpoint.
#[derive(Clone, Debug)]
pub struct Paging {
    /// The response's property that lists the items.
    pub items: Text,
    /// The response's property that says whether there are more.
    pub more: Text,
    /// The response's property that holds the next page's token.
    pub next: Text,
    /// The query parameter that takes the token.
    pub token: Text,
}

/// A parameter or a property.
#[derive(Clone, Debug)]
pub struct Field {
    /// As the API spells it.
    pub name: Text,
    /// What it holds.
    pub ty: Type,
    /// What it is.
    pub description: Option<Text>,
    /// The unit of a number.
    pub unit: Option<Text>,
    /// What the server takes when it is left out.
    pub default: Option<Spanned<Literal>>,
    /// The least value.
    pub min: Option<Spanned<Literal>>,
    /// The greatest value.
    pub max: Option<Spanned<Literal>>,
    /// Why it should no longer be used.
    pub deprecated: Option<Text>,
    /// The type as documented, where the spec departs from it.
    pub documented: Option<Type>,
    /// Why the spec departs.
    pub because: Option<Text>,
    /// The Rust name, where the API's does not do.
    pub rust_name: Option<Text>,
}

/// A value of a `default`, `min` or `max`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "their names say all")]
pub enum Literal {
    Boolean(bool),
    Integer(i64),
    Double(f64),
    Text(String),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Double(value) => write!(f, "{value:?}"),
            Self::Text(value) => write!(f, "{value}"),
        }
    }
}

/// An entry of the section `schemas`.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Also the Rust name.
    pub name: Text,
    /// What one of it is.
    pub description: Option<Text>,
    /// In the order of the text.
    pub properties: Vec<Field>,
}

/// An entry of the section `enums`.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Also the Rust name.
    pub name: Text,
    /// What its values tell apart.
    pub description: Option<Text>,
    /// The known values.
    pub values: Vec<EnumValue>,
}

/// A known value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// As the API spells it.
    pub name: Text,
    /// What it means.
    pub description: Option<Text>,
    /// Why it should no longer be used.
    pub deprecated: Option<Text>,
    /// The Rust name, where the API's does not do.
    pub rust_name: Option<Text>,
}

/// A type expression, such as `optional list of string`.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `string`, `integer` and the like.
    Primitive(Primitive),
    /// A schema or an enum, by name, and where the name stands.
    Named(String, Span),
    /// `list of ...`
    List(Box<Type>),
    /// `map of ...`
    Map(Box<Type>),
    /// `optional ...`
    Optional(Box<Type>),
}

/// What a type is built from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say all")]
pub enum Primitive {
    String,
    Integer,
    Double,
    Boolean,
    Any,
}

impl Primitive {
    /// All of them, by the word that a spec says them with.
    pub const ALL: [(&'static str, Self); 5] = [
        ("string", Self::String),
        ("integer", Self::Integer),
        ("double", Self::Double),
        ("boolean", Self::Boolean),
        ("any", Self::Any),
    ];
}

impl Type {
    /// Whether it may be missing.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }

    /// The type without a leading `optional`.
    #[must_use]
    pub fn required(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner,
            other => other,
        }
    }

    /// The schema or enum that it is built on, if any.
    #[must_use]
    pub fn named(&self) -> Option<(&str, &Span)> {
        match self {
            Self::Named(name, span) => Some((name, span)),
            Self::Primitive(_) => None,
            Self::List(inner) | Self::Map(inner) | Self::Optional(inner) => inner.named(),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(primitive) => {
                let word = Primitive::ALL.iter().find(|(_, p)| p == primitive);
                f.write_str(word.map_or("", |(word, _)| word))
            }
            Self::Named(name, _) => f.write_str(name),
            Self::List(inner) => write!(f, "list of {inner}"),
            Self::Map(inner) => write!(f, "map of {inner}"),
            Self::Optional(inner) => write!(f, "optional {inner}"),
        }
    }
}
