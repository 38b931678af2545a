//! The intermediate representation: what is emitted, with every decision made. Types are resolved, presence is part of the
//! type, Rust names are chosen. What is said of things is kept as facts: each kind of document has its own way to put them, and
//! writes them down without looking elsewhere. A description is the spec's own prose; nothing in it is markup, whatever it
//! looks like.

use std::fmt;

/// All of a crate's emitted part.
#[derive(Clone, Debug)]
pub struct Crate {
    /// What holds for every call.
    pub api: Api,
    /// One a file in `operations/`.
    pub operations: Vec<Operation>,
    /// One a file in `schemas/`.
    pub schemas: Vec<Schema>,
    /// One a file in `enums/`.
    pub enums: Vec<Enum>,
}

/// What holds for every call.
#[derive(Clone, Debug)]
pub struct Api {
    /// The API's name, for people.
    pub title: String,
    /// Prose.
    pub description: String,
    /// Where it is reached.
    pub base_url: String,
    /// Further base URLs by name.
    pub regions: Vec<Region>,
    /// The header that carries the key.
    pub key_header: String,
    /// The environment variable the key is read from.
    pub key_environment: String,
    /// The response header that names the request.
    pub request_id_header: Option<String>,
    /// The response header that names the trace.
    pub trace_id_header: Option<String>,
    /// The property of an error body that holds the facts.
    pub error_property: Option<String>,
    /// Names to try in turn for an error's code.
    pub error_code: Vec<String>,
    /// Names to try in turn for an error's message.
    pub error_message: Vec<String>,
}

/// Another place where the same API is reached.
#[derive(Clone, Debug)]
pub struct Region {
    /// What the spec calls it.
    pub wire: String,
    /// The variant's name.
    pub name: String,
    /// Where.
    pub base_url: String,
}

/// A struct that mirrors a JSON object.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Its Rust name.
    pub name: String,
    /// Its module.
    pub module: String,
    /// Prose.
    pub description: String,
    /// In the order of the spec.
    pub properties: Vec<Property>,
    /// Set on a response that is one page of many.
    pub page: Option<Page>,
}

/// A property of a schema and the field that holds it.
#[derive(Clone, Debug)]
pub struct Property {
    /// As the API spells it.
    pub wire: String,
    /// The field's name; may need `r#`.
    pub name: String,
    /// What the field holds.
    pub ty: Type,
    /// Whether a body without it cannot be decoded.
    pub required: bool,
    /// Prose.
    pub description: String,
    /// What its values are like. Limits are documentation.
    pub values: Values,
    /// What it holds in a fixture.
    pub sample: Sample,
    /// Set if it stands for a point in time.
    pub time: Option<Time>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// How a page says what it holds and what follows. Names of fields.
#[derive(Clone, Debug)]
pub struct Page {
    /// The property that lists the items, as the API spells it.
    pub items_wire: String,
    /// The field of the items.
    pub items: String,
    /// The type of an item.
    pub item: Type,
    /// The field that says whether there is more.
    pub more: String,
    /// The field of the next page's token.
    pub next: String,
}

/// An open enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its Rust name.
    pub name: String,
    /// Its module.
    pub module: String,
    /// Prose.
    pub description: String,
    /// In the order of the spec.
    pub variants: Vec<Variant>,
}

/// A known value of an enum.
#[derive(Clone, Debug)]
pub struct Variant {
    /// As the API spells it.
    pub wire: String,
    /// The variant's name.
    pub name: String,
    /// Prose.
    pub description: String,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// An endpoint: a method of the client and the setters of its optional parameters.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The client's method.
    pub name: String,
    /// The type that stands for the operation.
    pub marker: String,
    /// Such as `GET`.
    pub method: &'static str,
    /// With parameters in braces.
    pub path: String,
    /// Prose.
    pub description: String,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Required parameters, which become arguments.
    pub arguments: Vec<Parameter>,
    /// Optional parameters, which become setters.
    pub setters: Vec<Parameter>,
    /// The JSON it is sent with.
    pub body: Option<Type>,
    /// The JSON it answers with.
    pub response: Option<Type>,
    /// The documented errors.
    pub errors: Vec<ErrorStatus>,
    /// Set if it answers with one page of many.
    pub paging: Option<Paging>,
    /// What a mock answers it with.
    pub answer: Answer,
}

/// A documented error.
#[derive(Clone, Debug)]
pub struct ErrorStatus {
    /// Such as `422`.
    pub status: String,
    /// Prose.
    pub description: String,
}

/// How to get from one page to the next. Names as the API spells them.
#[derive(Clone, Debug)]
pub struct Paging {
    /// The query parameter that takes the next page's token.
    pub token: String,
    /// The response's property that lists the items.
    pub items: String,
    /// The response's property that says whether there is more.
    pub more: String,
    /// The response's property that holds the next page's token.
    pub next: String,
    /// The query parameter that says how many items a page holds at most.
    pub size: Option<String>,
    /// The query parameter that takes text to look for.
    pub search: Option<String>,
    /// The response's property that says how many items there are.
    pub total: Option<String>,
}

/// What a mock answers an operation with.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Page after page of the items that it was given.
    Page(Listing),
    /// The value that it was given, or else that one of the items of another operation whose property is what the path says.
    Item {
        /// What it answers with.
        ty: Type,
        /// The other operation.
        list: String,
        /// The property and the path's parameter, which share their name.
        property: String,
        /// The error's code if there is none.
        missing: String,
    },
    /// The value that it was given.
    Value(Type),
    /// That it succeeded.
    Nothing,
}

/// How a mock makes pages, beyond what [`Paging`] says.
#[derive(Clone, Debug)]
pub struct Listing {
    /// What it lists.
    pub item: Type,
    /// How many items a page holds unless that is asked for.
    pub default_size: Option<i64>,
    /// The query parameters that share their names with properties of the items: only items with that value are listed.
    pub filters: Vec<String>,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// As the API spells it.
    pub wire: String,
    /// The setter's or argument's name; may need `r#`.
    pub name: String,
    /// Where it is sent.
    pub place: Place,
    /// What it holds, without `optional`.
    pub ty: Type,
    /// Prose.
    pub description: String,
    /// What its values are like. Limits are checked before sending.
    pub values: Values,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say all")]
pub enum Place {
    Path,
    Query,
    Header,
}

/// What the values of a property or parameter are like, beyond their type.
#[derive(Clone, Debug)]
pub struct Values {
    /// The unit of a number. Prose.
    pub unit: Option<String>,
    /// The least one.
    pub min: Option<Number>,
    /// The greatest one.
    pub max: Option<Number>,
    /// What the server takes when it is left out.
    pub default: Option<String>,
    /// One that is well possible.
    pub example: Option<String>,
    /// Where the type is not what the API's documentation has.
    pub departure: Option<Departure>,
}

/// A departure from the API's documentation.
#[derive(Clone, Debug)]
pub struct Departure {
    /// The type that is documented.
    pub documented: Type,
    /// The evidence against it. Prose.
    pub because: String,
}

/// What stands in a fixture.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "their names say all")]
pub enum Sample {
    /// Whatever `Default` gives.
    Default,
    Text(String),
    Boolean(bool),
    Integer(i64),
    Double(f64),
    /// A value of an enum: the names of both in Rust.
    Variant(String, String),
    /// The fixture of a schema, by its Rust name.
    Fixture(String),
    List(Vec<Sample>),
    Map(Vec<(String, Sample)>),
    Optional(Box<Sample>),
}

/// How an integer stands for a point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// The method that gives the point in time.
    pub method: String,
    /// What it counts, since 1970.
    pub unit: TimeUnit,
}

/// What a point in time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say all")]
pub enum TimeUnit {
    Seconds,
    Milliseconds,
}

/// A limit.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "their names say all")]
pub enum Number {
    Integer(i64),
    Double(f64),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => write!(f, "{value}"),
            Self::Double(value) => write!(f, "{value:?}"),
        }
    }
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `String`
    String,
    /// `i64`
    Integer,
    /// `f64`
    Double,
    /// `bool`
    Boolean,
    /// `serde_json::Value`
    Any,
    /// An emitted enum, by its Rust name.
    Enum(String),
    /// An emitted struct, by its Rust name.
    Schema(String),
    /// `Vec<...>`
    List(Box<Type>),
    /// `BTreeMap<String, ...>`
    Map(Box<Type>),
    /// `Option<...>`
    Optional(Box<Type>),
}

impl Type {
    /// Calls `visit` with this type and all types inside it.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Optional(inner) => inner.walk(visit),
            _ => {}
        }
    }

    /// The schema or enum that it is built on, if any.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Enum(name) | Self::Schema(name) => Some(name),
            Self::List(inner) | Self::Map(inner) | Self::Optional(inner) => inner.named(),
            _ => None,
        }
    }
}

/// As the spec says it.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("string"),
            Self::Integer => f.write_str("integer"),
            Self::Double => f.write_str("double"),
            Self::Boolean => f.write_str("boolean"),
            Self::Any => f.write_str("any"),
            Self::Enum(name) | Self::Schema(name) => f.write_str(name),
            Self::List(inner) => write!(f, "list of {inner}"),
            Self::Map(inner) => write!(f, "map of {inner}"),
            Self::Optional(inner) => write!(f, "optional {inner}"),
        }
    }
}
