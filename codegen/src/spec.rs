//! A spec as it is written: each part beside its place in the text, nothing resolved. The documentation of a mapping's fields is
//! also what the JSON Schema of the language says of its keys.

use std::fmt;
use std::ops::Deref;

use crate::diagnostic::Span;
use crate::read::grammar::mapping;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where; of quoted text, what is inside the quotes.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Another value in the same place.
    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

/// Text and where it stands.
pub type Text = Spanned<String>;

/// Scheme, host and perhaps a path prefix.
#[derive(Clone, Debug)]
pub struct BaseUrl(pub(crate) String);

/// A header's name, in lower case.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderName(pub(crate) String);

/// A path with parameters in braces.
#[derive(Clone, Debug)]
pub struct PathTemplate(pub(crate) String);

/// Why something should no longer be used.
#[derive(Clone, Debug)]
pub struct Reason(pub(crate) String);

/// What has to be there. It is missing only beside an error.
#[derive(Clone, Debug)]
pub struct Needed<T>(pub(crate) Option<T>);

impl PathTemplate {
    /// The names in braces, each with its offset.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (usize, &str)> {
        self.0.match_indices('{').filter_map(|(at, _)| {
            let name = &self.0[at + 1..];
            Some((at, &name[..name.find('}')?]))
        })
    }
}

impl<T> Needed<T> {
    /// What is there.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

/// A list that is missing is empty.
impl<T> Deref for Needed<Vec<T>> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_deref().unwrap_or_default()
    }
}

/// One name or several.
#[derive(Clone, Debug)]
pub struct Names(pub(crate) Vec<Text>);

mapping! {
    "the spec"
    /// An API and the client of it.
    pub struct Spec {
        /// What holds for every call.
        api: Needed<Api>,
        /// One entry a function of the client.
        endpoints: Vec<Endpoint>,
        /// One entry a Rust struct.
        schemas: Vec<Schema>,
        /// One entry a Rust enum.
        enums: Vec<Enum>,
    }
}

mapping! {
    "`api`"
    /// What holds for every call.
    pub struct Api {
        /// The name of the API.
        title: Text,
        /// What the API is for.
        description: Option<Text>,
        /// Scheme and host, perhaps a path prefix.
        base_url: Spanned<BaseUrl>,
        /// Further hosts with the same paths, by name.
        regions: Vec<Region>,
        /// How a caller shows who they are.
        key: Key,
        /// Headers of every response that identify the call to the vendor's support.
        response_headers: Option<ResponseHeaders>,
        /// Where an error's facts stand in its JSON body.
        error_body: Option<ErrorBody>,
    }
}

/// A further base URL.
#[derive(Clone, Debug)]
pub struct Region {
    /// What it is called.
    pub name: Text,
    /// The URL.
    pub base_url: Spanned<BaseUrl>,
}

mapping! {
    "`key`"
    /// How a caller shows who they are.
    pub struct Key {
        /// The header that carries the key.
        header: Spanned<HeaderName>,
        /// The environment variable that the key is read from.
        environment: Text,
    }
}

mapping! {
    "`response_headers`"
    /// Headers of every response that identify the call to the vendor's support.
    pub struct ResponseHeaders {
        /// The header that names the request.
        request_id: Option<Spanned<HeaderName>>,
        /// The header that names the trace.
        trace_id: Option<Spanned<HeaderName>>,
    }
}

mapping! {
    "`error_body`"
    /// Where an error's facts stand in its JSON body.
    pub struct ErrorBody {
        /// The property of the body that holds the others.
        property: Text,
        /// The name of the error's code in it, or several to try in turn.
        code: Option<Names>,
        /// The name of the error's message in it, or several to try in turn.
        message: Option<Names>,
    }
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

/// How an endpoint is called.
#[derive(Clone, Debug)]
pub struct Route {
    /// The span is the key's.
    pub method: Spanned<Method>,
    /// The path.
    pub path: Spanned<PathTemplate>,
}

mapping! {
    "an endpoint" named "^[a-z][a-z0-9_]*$"
    /// A call that the API takes. Its name becomes the client's method.
    pub struct Endpoint {
        /// The path, with its parameters in braces. The key is the method.
        route: Option<Route>,
        /// What the call does.
        description: Option<Text>,
        /// Why it should no longer be used.
        deprecated: Option<Spanned<Reason>>,
        /// Parameters in the path. They are always required; each becomes an argument.
        path: Vec<Field>,
        /// Parameters in the query. An optional one becomes a setter, a required one an argument.
        query: Vec<Field>,
        /// Parameters in headers. An optional one becomes a setter, a required one an argument.
        headers: Vec<Field>,
        /// The type of the JSON that is sent.
        body: Option<Type>,
        /// The type of the JSON that a success returns, unless it returns nothing.
        response: Option<Type>,
        /// The documented error statuses and what they mean.
        errors: Vec<ErrorStatus>,
        /// How a long list is cut into pages.
        paging: Option<Paging>,
    }
}

impl Endpoint {
    /// The schema of its response, if that is one page of many.
    pub(crate) fn page(&self) -> Option<&str> {
        self.paging.as_ref()?;
        self.response.as_ref()?.named().map(|(name, _)| name)
    }
}

/// A documented error.
#[derive(Clone, Debug)]
pub struct ErrorStatus {
    /// A number from 100 to 599.
    pub status: Text,
    /// What it means.
    pub description: Text,
}

mapping! {
    "`paging`"
    /// How a long list is cut into pages.
    pub struct Paging {
        /// The property of the response that lists the items.
        items: Text,
        /// The property of the response that says whether there are more.
        more: Text,
        /// The property of the response that holds the next page's token.
        next: Text,
        /// The query parameter that takes the token.
        token: Text,
        /// The query parameter that says how many items a page holds at most.
        size: Option<Text>,
        /// The query parameter that takes text to look for in the items.
        search: Option<Text>,
        /// The property of the response that says how many items there are on all pages.
        total: Option<Text>,
    }
}

mapping! {
    "a parameter or property" named ""
    /// A parameter of a call or a property of a schema, under the API's own name for it.
    pub struct Field {
        /// What it holds, such as `string`, `optional list of integer`, `map of Pet`.
        ty as "type": Type,
        /// What it is, in plain prose.
        description: Option<Text>,
        /// The unit of a number; `unix seconds` and `unix milliseconds` mark points in time.
        unit: Option<Text>,
        /// What the server takes when it is left out. Documentation only: never sent, never invented in decoding.
        default: Option<Spanned<Literal>>,
        /// The least value. Of a parameter it is checked before sending, of a property it is documentation.
        min: Option<Spanned<Literal>>,
        /// The greatest value. Of a parameter it is checked before sending, of a property it is documentation.
        max: Option<Spanned<Literal>>,
        /// A value that it may well have, for those who read and for fixtures.
        example: Option<Spanned<Example>>,
        /// Why it should no longer be used.
        deprecated: Option<Spanned<Reason>>,
        /// The type as the API's documentation has it, where the spec departs from it. Goes with `because`.
        documented: Option<Type>,
        /// The evidence for the departure from the documentation.
        because: Option<Text>,
        /// The Rust name, where the one made from the API's name will not do.
        rust_name: Option<Text>,
    }
}

mapping! {
    "a schema" named "^[A-Z][A-Za-z0-9]*$"
    /// An object. Its name becomes a Rust struct.
    pub struct Schema {
        /// What one of it is.
        description: Option<Text>,
        /// What it is made of.
        properties: Needed<Vec<Field>>,
    }
}

mapping! {
    "an enum" named "^[A-Z][A-Za-z0-9]*$"
    /// A vocabulary. Its name becomes a Rust enum; values that are not named here are kept and can be sent.
    pub struct Enum {
        /// What its values tell apart.
        description: Option<Text>,
        /// The known values as the API spells them, each with its description or with a mapping that says more.
        values: Needed<Vec<EnumValue>>,
    }
}

/// A known value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// As the API spells it.
    pub name: Text,
    /// What is said of it.
    pub facts: ValueFacts,
}

mapping! {
    "a value"
    /// What is said of an enum's value.
    pub struct ValueFacts {
        /// What it means.
        description: Option<Text>,
        /// Why it should no longer be used.
        deprecated: Option<Spanned<Reason>>,
        /// The Rust name, where the one made from the API's name will not do.
        rust_name: Option<Text>,
    }
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

/// A value of an `example`.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "their names say all")]
pub enum Example {
    Single(Literal),
    List(Vec<Spanned<Example>>),
    Map(Vec<(Text, Spanned<Example>)>),
}

/// As YAML would write it in a line.
impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |parts: Vec<String>| parts.join(", ");
        match self {
            Self::Single(literal) => literal.fmt(f),
            Self::List(items) => {
                write!(f, "[{}]", joined(items.iter().map(|item| item.value.to_string()).collect()))
            }
            Self::Map(entries) => {
                let entry =
                    |(name, value): &(Text, Spanned<Self>)| format!("{}: {}", name.value, value.value);
                write!(f, "{{ {} }}", joined(entries.iter().map(entry).collect()))
            }
        }
    }
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
    /// One that could not be read. There is one only beside an error, and no rule has anything to say of it.
    Unreadable,
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

    /// Whether it could be read.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        !matches!(self, Self::Unreadable)
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
            Self::Primitive(_) | Self::Unreadable => None,
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
            Self::Unreadable => f.write_str("?"),
        }
    }
}
