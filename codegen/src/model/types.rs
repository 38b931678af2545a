//! The types of the model.

use std::{fmt, mem};

use crate::source::{Span, Spanned};
use crate::spec::Literal;

/// An API and the client of it.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// Settings that apply to every call.
    pub(crate) api: Api,
    /// The endpoints, in the order of the spec.
    pub(crate) operations: Vec<Operation>,
    /// The objects, in the order of the spec.
    pub(crate) schemas: Vec<Schema>,
    /// The enums, in the order of the spec.
    pub(crate) enums: Vec<Enum>,
    /// The unions, in the order of the spec.
    pub(crate) unions: Vec<Union>,
    /// Differences from the vendor's documents and responses that are accepted, in the order of the spec.
    pub(crate) known_differences: Vec<KnownDifference>,
}

impl Model {
    /// The schema that a type names.
    pub(crate) fn schema(&self, id: &SchemaId) -> &Schema {
        &self.schemas[id.position]
    }

    /// The enum that a type names.
    pub(crate) fn enum_def(&self, id: &EnumId) -> &Enum {
        &self.enums[id.position]
    }

    /// The union that a type names.
    pub(crate) fn union_def(&self, id: &UnionId) -> &Union {
        &self.unions[id.position]
    }
}

/// Settings that apply to every call.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    /// The API's name, for people.
    pub(crate) title: Spanned<String>,
    pub(crate) description: Description,
    /// The base URL, without a trailing `/`: paths begin with one.
    pub(crate) base_url: Spanned<String>,
    /// Further base URLs by name.
    pub(crate) regions: Vec<Region>,
    /// The name of the generated crate in code.
    pub(crate) crate_name: Option<String>,
    /// How requests are authenticated.
    pub(crate) key: Option<Key>,
    /// The response header with the request id.
    pub(crate) request_id_header: Option<String>,
    /// The response header with the trace id.
    pub(crate) trace_id_header: Option<String>,
    /// Where an error body has its code and message.
    pub(crate) error_body: Option<ErrorBody>,
}

/// How requests are authenticated.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// The header that carries the key.
    pub(crate) header: Spanned<String>,
    /// The authentication scheme, which precedes the key in the header.
    pub(crate) scheme: Option<String>,
    /// The environment variable that the key is read from.
    pub(crate) environment: Spanned<String>,
}

/// Where an error body has its code and message.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ErrorBody {
    /// The property that contains the code and the message.
    pub(crate) property: String,
    /// Properties of the code, in order of preference.
    pub(crate) code: Vec<String>,
    /// Properties of the message, in order of preference.
    pub(crate) message: Vec<String>,
}

/// A further base URL of the same API.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    /// The name in the spec.
    pub(crate) name: Spanned<String>,
    /// The name of the variant.
    pub(crate) rust_name: String,
    /// The base URL, without a trailing `/`.
    pub(crate) base_url: Spanned<String>,
}

/// Prose of the spec; blank lines separate paragraphs. Empty if the spec has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Description(pub(crate) Option<Spanned<String>>);

impl Description {
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_ref().map_or("", |text| &text.value)
    }

    pub(crate) fn span(&self) -> Option<&Span> {
        self.0.as_ref().map(|text| &text.span)
    }
}

/// A struct that mirrors a JSON object.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    /// The name in the spec.
    pub(crate) name: Spanned<String>,
    /// The name of the struct.
    pub(crate) rust_name: String,
    pub(crate) module: String,
    pub(crate) description: Description,
    /// In the order of the spec.
    pub(crate) properties: Vec<Property>,
    /// The properties beyond the named ones, if they have a type.
    pub(crate) rest: Option<Rest>,
    /// Set on a response that is one page of a list.
    pub(crate) page: Option<Page>,
}

impl Schema {
    /// The types of its fields.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.properties
            .iter()
            .map(|property| &property.field.ty)
            .chain(self.rest.as_ref().map(|rest| &rest.map))
    }
}

/// The properties beyond the named ones.
#[derive(Clone, Debug)]
pub(crate) struct Rest {
    /// The type of the field that holds them: a map of their type.
    pub(crate) map: Type,
    /// The span of their type.
    pub(crate) span: Span,
    /// The value in a fixture.
    pub(crate) fixture: FixtureValue,
}

impl Rest {
    /// The type of each.
    pub(crate) fn value(&self) -> &Type {
        match &self.map {
            Type::Map(value) => value,
            other => other,
        }
    }
}

/// A property of a schema and the field that holds it.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) field: Field,
    /// The value in a fixture.
    pub(crate) fixture: FixtureValue,
    /// Set if it is a point in time.
    pub(crate) timestamp: Option<Timestamp>,
}

/// The parts that parameters and properties share.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// As the API spells it.
    pub(crate) name: Spanned<String>,
    /// The name of the field, setter or argument; may need `r#`.
    pub(crate) rust_name: String,
    /// Presence is part of the type.
    pub(crate) ty: Type,
    pub(crate) description: Description,
    pub(crate) constraints: Constraints,
    /// Why it should no longer be used, in one line.
    pub(crate) deprecated: Option<String>,
}

impl Field {
    /// The type that the API's documentation states.
    pub(crate) fn documented_type(&self) -> &Type {
        self.constraints.deviation.as_ref().map_or(&self.ty, |deviation| &deviation.documented)
    }
}

/// Constraints of values beyond their type.
#[derive(Clone, Debug)]
pub(crate) struct Constraints {
    /// The unit of a number. Prose.
    pub(crate) unit: Option<String>,
    pub(crate) min: Option<Literal>,
    pub(crate) max: Option<Literal>,
    /// The value that the server assumes if there is none.
    pub(crate) default: Option<Literal>,
    pub(crate) example: Option<Example>,
    /// Set if the type is not the documented one.
    pub(crate) deviation: Option<Deviation>,
}

/// A deviation from the API's documentation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deviation {
    /// The documented type.
    pub(crate) documented: Type,
    /// The evidence against it. Prose.
    pub(crate) evidence: String,
}

/// A value of an `example`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Example {
    Scalar(Literal),
    Sequence(Vec<Example>),
    Mapping(Vec<(String, Example)>),
}

/// In YAML's flow style.
impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |parts: Vec<String>| parts.join(", ");
        match self {
            Self::Scalar(literal) => literal.fmt(f),
            Self::Sequence(items) => write!(f, "[{}]", joined(items.iter().map(Self::to_string).collect())),
            Self::Mapping(entries) => {
                let entries = entries.iter().map(|(name, value)| format!("{name}: {value}"));
                write!(f, "{{ {} }}", joined(entries.collect()))
            }
        }
    }
}

/// What the properties of a page say.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The list of items.
    pub(crate) items: PropertyPath,
    /// The type of an item.
    pub(crate) item: Type,
    /// Whether there is another page.
    pub(crate) more: Option<PropertyPath>,
    /// The token or the link of the next page.
    pub(crate) next: Option<PropertyPath>,
    /// The number of pages.
    pub(crate) pages: Option<PropertyPath>,
    /// The number of items on all pages, if it ends the pagination.
    pub(crate) total: Option<PropertyPath>,
}

/// A property of a schema or of an object inside it: the properties from the outermost to that one.
#[derive(Clone, Debug)]
pub(crate) struct PropertyPath(pub(crate) Vec<PathStep>);

/// A property on a path, and the field that holds it.
#[derive(Clone, Debug)]
pub(crate) struct PathStep {
    /// As the API spells it.
    pub(crate) name: String,
    pub(crate) rust_name: String,
    pub(crate) ty: Type,
    pub(crate) is_deprecated: bool,
}

impl PropertyPath {
    /// The API's names of the properties.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|step| step.name.as_str()).collect()
    }

    /// Whether the property is one of an object inside.
    pub(crate) fn is_nested(&self) -> bool {
        self.0.len() > 1
    }
}

/// As in a spec, with a dot between the names.
impl fmt::Display for PropertyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names().join("."))
    }
}

/// Compares by the API's names, so that paths of two versions of a spec compare as the spec writes them.
impl PartialEq for PropertyPath {
    fn eq(&self, other: &Self) -> bool {
        self.names() == other.names()
    }
}

/// An open enum.
#[derive(Clone, Debug)]
pub(crate) struct Enum {
    /// The name in the spec.
    pub(crate) name: Spanned<String>,
    /// The name of the Rust enum.
    pub(crate) rust_name: String,
    pub(crate) module: String,
    pub(crate) description: Description,
    /// The type of the values.
    pub(crate) value_type: EnumType,
    /// In the order of the spec.
    pub(crate) variants: Vec<Variant>,
}

/// A known value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    /// As the API spells it; an integer in decimal digits.
    pub(crate) name: Spanned<String>,
    /// The value: text, or an integer in an enum of integers.
    pub(crate) value: Literal,
    pub(crate) rust_name: String,
    pub(crate) description: Description,
    /// Why it should no longer be used, in one line.
    pub(crate) deprecated: Option<String>,
}

/// A value that has one of several types.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    /// The spec's name.
    pub(crate) name: Spanned<String>,
    /// The name of the Rust enum.
    pub(crate) rust_name: String,
    pub(crate) module: String,
    pub(crate) description: Description,
    /// The property whose value identifies the variant. Without one, a value is of the first variant that fits.
    pub(crate) tag: Option<Spanned<String>>,
    /// In the order of the spec.
    pub(crate) variants: Vec<UnionVariant>,
    /// Whether it can be a parameter: every variant is text, a number, a boolean, an enum or such a union.
    pub(crate) is_scalar: bool,
    /// Its value in a fixture.
    pub(crate) fixture: FixtureValue,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    /// The value of the tag as the API spells it, or else a name.
    pub(crate) name: Spanned<String>,
    /// The name of the Rust variant.
    pub(crate) rust_name: String,
    /// The method that returns its value.
    pub(crate) accessor: String,
    /// Never optional. With a tag, a schema or another union with a tag.
    pub(crate) ty: Type,
    /// Whether the Rust variant boxes its value, because the value may contain the union without a list, map or box between.
    pub(crate) is_boxed: bool,
    /// Whether a schema of the variant declares the tag as a property.
    pub(crate) declares_tag: bool,
    pub(crate) description: Description,
    /// Why it should no longer be used, in one line.
    pub(crate) deprecated: Option<String>,
}

/// An endpoint: a method of the client and the setters of its optional parameters.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The name in the spec.
    pub(crate) name: Spanned<String>,
    /// The client's method.
    pub(crate) rust_name: String,
    pub(crate) module: String,
    /// The marker type of the operation.
    pub(crate) marker_type: String,
    pub(crate) method: Method,
    /// With parameters in braces.
    pub(crate) path: String,
    /// Whether the key is sent, if the API has one.
    pub(crate) has_key: bool,
    pub(crate) description: Description,
    /// Why it should no longer be used, in one line.
    pub(crate) deprecated: Option<String>,
    /// In the order of arguments: path, query, headers.
    pub(crate) parameters: Vec<Parameter>,
    /// The type of the request body.
    pub(crate) body: Option<Type>,
    /// The media type of the body, if it is not `application/json`.
    pub(crate) content_type: Option<MediaType>,
    /// The type of a successful response.
    pub(crate) response: Option<Type>,
    /// The media type of a successful response, if it is not `application/json`.
    pub(crate) accept: Option<MediaType>,
    /// The documented errors.
    pub(crate) errors: Vec<ErrorStatus>,
    /// Set if it returns one page of a list.
    pub(crate) paging: Option<Paging>,
    pub(crate) mock: MockBehavior,
}

pub use crate::spec::language::Subject;

/// An accepted difference from the vendor's documents and responses.
#[derive(Clone, Debug)]
pub(crate) struct KnownDifference {
    /// The name in reports, such as `Pet.age`.
    pub(crate) name: Spanned<String>,
    pub(crate) subject: Subject,
    /// Why it is accepted. Prose.
    pub(crate) reason: String,
}

pub(crate) use crate::spec::language::{
    EnumType, Format, ListStyle, MediaFormat, MediaType, Method, Primitive,
};

impl Operation {
    /// Required parameters, which become arguments.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &Parameter> + Clone {
        self.parameters.iter().filter(|parameter| !parameter.field.ty.is_optional())
    }

    /// Optional parameters, which become setters.
    pub(crate) fn setters(&self) -> impl Iterator<Item = &Parameter> + Clone {
        self.parameters.iter().filter(|parameter| parameter.field.ty.is_optional())
    }

    /// How the request body is written.
    pub(crate) fn body_format(&self) -> MediaFormat {
        self.content_type.as_ref().map(|media_type| media_type.format).unwrap_or_default()
    }

    /// How the body of a successful response is written.
    pub(crate) fn response_format(&self) -> MediaFormat {
        self.accept.as_ref().map(|media_type| media_type.format).unwrap_or_default()
    }

    /// Such as `GET /v1/pets`.
    pub(crate) fn route(&self) -> String {
        format!("{} {}", self.method.as_str(), self.path)
    }
}

/// A documented error.
#[derive(Clone, Debug)]
pub(crate) struct ErrorStatus {
    /// Such as `422`, `4XX` or `default`.
    pub(crate) status: Spanned<String>,
    /// The type of the JSON body, if it is documented.
    pub(crate) ty: Option<Type>,
    /// Prose.
    pub(crate) description: String,
}

/// The pagination of an operation. Names as the API spells them.
#[derive(Clone, Debug)]
pub(crate) struct Paging {
    /// What the properties of the response say.
    pub(crate) page: Page,
    /// How the pages follow each other.
    pub(crate) form: PagingForm,
    /// The query parameter that limits the number of items on a page.
    pub(crate) size: Option<String>,
    /// The query parameter for a search term.
    pub(crate) search: Option<String>,
    /// The properties of an item that are searched.
    pub(crate) search_in: Vec<String>,
    /// The query parameter that names the property to sort by.
    pub(crate) sort: Option<String>,
    /// The query parameter for the sort direction.
    pub(crate) direction: Option<String>,
    /// The response property with the number of items on all pages.
    pub(crate) total: Option<PropertyPath>,
    /// The query parameter that says whether the response has the total.
    pub(crate) count: Option<String>,
}

/// How the pages of a list follow each other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PagingForm {
    /// A page has the token of the next one, in the response header or else in a property.
    Token { parameter: String, location: ParameterLocation, header: Option<String> },
    /// The pages are numbered; a query parameter selects one.
    Number { parameter: String, first: i64 },
    /// A query parameter says how many items precede the page.
    Offset { parameter: String, first: i64 },
    /// A page has the URL of the next one, in the response header or else in a property.
    Link { header: Option<String> },
}

impl PagingForm {
    /// The parameter that selects a page.
    pub(crate) fn parameter(&self) -> Option<&str> {
        match self {
            Self::Token { parameter, .. }
            | Self::Number { parameter, .. }
            | Self::Offset { parameter, .. } => Some(parameter),
            Self::Link { .. } => None,
        }
    }

    /// The response header with the token or the link of the next page.
    pub(crate) fn header(&self) -> Option<&str> {
        match self {
            Self::Token { header, .. } | Self::Link { header } => header.as_deref(),
            Self::Number { .. } | Self::Offset { .. } => None,
        }
    }
}

/// The behavior of a mock for an operation.
#[derive(Clone, Debug)]
pub(crate) enum MockBehavior {
    /// Pages of the given items.
    Page(Box<MockList>),
    /// The given value, or else the item of another operation's list whose property equals the path parameter.
    Item {
        ty: Type,
        /// The client's method that lists the items.
        list: String,
        /// The property, which shares its name with the path parameter.
        property: String,
        /// The error code if no item matches.
        not_found_code: String,
    },
    /// The given value.
    Value(Type),
    /// A success without a body.
    Empty,
}

/// How a mock splits items into pages.
#[derive(Clone, Debug)]
pub(crate) struct MockList {
    pub(crate) paging: Paging,
    /// The type of an item.
    pub(crate) item: Type,
    /// The query parameters that share their names with properties of the items; each filters the list by its value.
    pub(crate) filters: Vec<String>,
    /// The properties of the items that the list can be sorted by.
    pub(crate) sortable: Vec<String>,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) field: Field,
    pub(crate) location: ParameterLocation,
    /// How a list or map is written, if not as repeated parameters.
    pub(crate) style: Option<ListStyle>,
    /// Whether it may have several segments of the path: reserved characters are sent as they are.
    pub(crate) is_reserved: bool,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterLocation {
    Path,
    Query,
    Header,
}

impl ParameterLocation {
    /// The key of such parameters in an endpoint of a spec.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "headers",
        }
    }

    /// The name in HTTP and OpenAPI.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

impl FixtureValue {
    /// Whether the emitted value uses a deprecated variant.
    pub(crate) fn names_deprecated(&self) -> bool {
        match self {
            Self::Variant { is_deprecated, .. } => *is_deprecated,
            Self::List(items) => items.iter().any(Self::names_deprecated),
            Self::Map(entries) => entries.iter().any(|(_, value)| value.names_deprecated()),
            Self::Optional(inner) => inner.names_deprecated(),
            Self::UnionVariant { is_deprecated, value, .. } => *is_deprecated || value.names_deprecated(),
            _ => false,
        }
    }
}

/// A value in a fixture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FixtureValue {
    /// The value of `Default`.
    Default,
    String(String),
    Boolean(bool),
    Integer(i64),
    Double(f64),
    /// Text or a number in a format.
    Formatted(Format, Literal),
    /// A variant of an enum.
    Variant {
        enum_def: EnumId,
        rust_name: String,
        is_deprecated: bool,
    },
    /// The fixture of a schema.
    Fixture(SchemaId),
    /// The fixture of a union.
    UnionFixture(UnionId),
    /// A variant of a union.
    UnionVariant {
        union_def: UnionId,
        rust_name: String,
        is_boxed: bool,
        is_deprecated: bool,
        value: Box<FixtureValue>,
    },
    List(Vec<FixtureValue>),
    Map(Vec<(String, FixtureValue)>),
    Optional(Box<FixtureValue>),
}

/// An integer that is a point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timestamp {
    /// The method that returns the point in time.
    pub(crate) method: String,
    /// The unit, counted since 1970.
    pub(crate) unit: TimeUnit,
}

/// The unit of a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeUnit {
    Seconds,
    Milliseconds,
}

/// A type, resolved.
#[derive(Clone, Debug)]
pub(crate) enum Type {
    String,
    Integer,
    Double,
    Boolean,
    /// Any JSON value.
    Any,
    /// Text or a number in a certain format.
    Formatted(Format),
    Enum(EnumId),
    Schema(SchemaId),
    Union(UnionId),
    List(Box<Type>),
    Map(Box<Type>),
    Optional(Box<Type>),
    /// Of a property that is absent, null or a value.
    Nullable(Box<Type>),
}

/// A reference to a schema, from which [`Model::schema`] returns it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SchemaId {
    /// The name in the spec.
    pub(crate) name: String,
    pub(crate) rust_name: String,
    pub(super) position: usize,
}

impl SchemaId {
    /// The schema, among all schemas of the model.
    pub(crate) fn find<'m>(&self, schemas: &'m [Schema]) -> &'m Schema {
        &schemas[self.position]
    }
}

/// A reference to an enum, from which [`Model::enum_def`] returns it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EnumId {
    /// The name in the spec.
    pub(crate) name: String,
    pub(crate) rust_name: String,
    pub(super) position: usize,
}

/// A reference to a union, from which [`Model::union_def`] returns it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnionId {
    /// The spec's name.
    pub(crate) name: String,
    pub(crate) rust_name: String,
    pub(super) position: usize,
}

/// Compares by name, so that types of two versions of a spec compare as the spec writes them.
impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(a), Self::List(b))
            | (Self::Map(a), Self::Map(b))
            | (Self::Optional(a), Self::Optional(b))
            | (Self::Nullable(a), Self::Nullable(b)) => a == b,
            (Self::Formatted(a), Self::Formatted(b)) => a == b,
            (
                Self::Enum(_) | Self::Schema(_) | Self::Union(_),
                Self::Enum(_) | Self::Schema(_) | Self::Union(_),
            ) => self.name() == other.name(),
            _ => mem::discriminant(self) == mem::discriminant(other),
        }
    }
}

impl Type {
    /// A schema outside of any model, for tests that only need a type.
    #[cfg(test)]
    pub(crate) fn schema(name: &str) -> Self {
        Self::Schema(SchemaId { name: name.to_owned(), rust_name: name.to_owned(), position: usize::MAX })
    }

    /// Calls `visit` with this type and all types inside it.
    pub(crate) fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        if let Self::List(inner) | Self::Map(inner) | Self::Optional(inner) | Self::Nullable(inner) = self {
            inner.visit(visit);
        }
    }

    /// Whether the value may be absent or null.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_) | Self::Nullable(_))
    }

    /// Whether decoding fails if it is absent: it is not optional, and absence does not mean an empty value.
    pub(crate) fn is_required(&self) -> bool {
        !self.is_optional() && !matches!(self, Self::List(_) | Self::Map(_) | Self::Any)
    }

    /// The type of its JSON, if it is text, a number or a boolean.
    pub(crate) fn json(&self) -> Option<Primitive> {
        match self {
            Self::String => Some(Primitive::String),
            Self::Integer => Some(Primitive::Integer),
            Self::Double => Some(Primitive::Double),
            Self::Boolean => Some(Primitive::Boolean),
            Self::Formatted(format) => Some(format.json()),
            _ => None,
        }
    }

    /// Whether the values, or those in lists and maps, are numbers in text.
    pub(crate) fn is_quoted(&self) -> bool {
        matches!(self.innermost(), Self::Formatted(format) if format.is_quoted())
    }

    /// The type without a leading `optional` or `nullable`.
    pub(crate) fn required(&self) -> &Self {
        match self {
            Self::Optional(inner) | Self::Nullable(inner) => inner,
            other => other,
        }
    }

    /// The type inside all lists, maps and `optional`.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Optional(inner) | Self::Nullable(inner) => {
                inner.innermost()
            }
            other => other,
        }
    }

    /// The name of the schema, enum or union inside all lists, maps and `optional`, if any.
    pub(crate) fn name(&self) -> Option<&str> {
        match self.innermost() {
            Self::Enum(EnumId { name, .. })
            | Self::Schema(SchemaId { name, .. })
            | Self::Union(UnionId { name, .. }) => Some(name),
            _ => None,
        }
    }
}

/// Writes the type as in the spec.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("string"),
            Self::Integer => f.write_str("integer"),
            Self::Double => f.write_str("double"),
            Self::Boolean => f.write_str("boolean"),
            Self::Any => f.write_str("any"),
            Self::Formatted(format) => f.write_str(Primitive::Format(*format).word()),
            Self::Enum(EnumId { name, .. })
            | Self::Schema(SchemaId { name, .. })
            | Self::Union(UnionId { name, .. }) => f.write_str(name),
            Self::List(inner) => write!(f, "list of {inner}"),
            Self::Map(inner) => write!(f, "map of {inner}"),
            Self::Optional(inner) => write!(f, "optional {inner}"),
            Self::Nullable(inner) => write!(f, "nullable {inner}"),
        }
    }
}
