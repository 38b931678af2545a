//! The intermediate representation: what is emitted, with every decision made. Types are resolved, presence is part of the
//! type, Rust names are chosen, documentation is prose in paragraphs. Emitting is writing this down.

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
    pub docs: Docs,
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
    pub docs: Docs,
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
    pub docs: Docs,
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
    pub docs: Docs,
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
    pub docs: Docs,
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
    pub docs: Docs,
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
    /// The query parameter that takes the next page's token.
    pub page_token: Option<String>,
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
    /// The least value, as a Rust literal.
    pub min: Option<Number>,
    /// The greatest value.
    pub max: Option<Number>,
    /// Prose.
    pub docs: Docs,
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

/// A limit.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "their names say all")]
pub enum Number {
    Integer(i64),
    Double(f64),
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
    /// `Box<...>`
    Boxed(Box<Type>),
}

impl Type {
    /// Calls `visit` with this type and all types inside it.
    pub fn walk(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Optional(inner) | Self::Boxed(inner) => {
                inner.walk(visit);
            }
            _ => {}
        }
    }
}

/// Documentation: paragraphs of plain prose from the spec, then a paragraph of facts in Markdown.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    /// The spec's own words. Nothing in it is Markdown, whatever it looks like.
    pub prose: String,
    /// Markdown of our own.
    pub facts: Vec<String>,
}
