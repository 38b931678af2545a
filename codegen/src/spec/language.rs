//! A spec as it is written: each part with its span, nothing resolved. The doc comments of a mapping's fields are also the
//! descriptions of its keys in the JSON Schema of the language.

use std::fmt;
use std::ops::Deref;

use crate::names;
use crate::source::{Span, Spanned};

use super::entries::Entries;
use super::literal::Literal;
use super::parse::grammar::spec_struct;
pub(crate) use super::primitive::{Format, Primitive};

/// Scheme, host and an optional path prefix.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl(pub(crate) String);

/// Text that is displayed as a name: not blank.
#[derive(Clone, Debug)]
pub(crate) struct Title(pub(crate) String);

/// The name of an environment variable.
#[derive(Clone, Debug)]
pub(crate) struct EnvironmentVariable(pub(crate) String);

/// The name of a crate in code.
#[derive(Clone, Debug)]
pub(crate) struct CrateName(pub(crate) String);

/// The word before the key in its header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuthScheme(pub(crate) String);

/// The media type of a body, such as `application/merge-patch+json` or `text/plain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaType {
    pub(crate) name: String,
    pub(crate) format: MediaFormat,
}

/// How a value is written as a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MediaFormat {
    #[default]
    Json,
    /// Text as it is.
    Text,
    /// The properties of an object as pairs of names and values, as in a query.
    Form,
}

/// How a list or map is written, if not as repeated parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListStyle {
    /// As one value whose parts are separated.
    Comma,
    Space,
    Pipe,
    /// A map as parameters with the names `name[key]`.
    Brackets,
}

impl ListStyle {
    /// All styles, each with its name in a spec.
    pub(crate) const ALL: [(&'static str, Self); 4] =
        [("comma", Self::Comma), ("space", Self::Space), ("pipe", Self::Pipe), ("brackets", Self::Brackets)];

    /// The name in a spec.
    pub(crate) fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, style)| *style == self);
        found.map_or("", |(name, _)| name)
    }
}

/// The value `none` of `key`: a call without the key.
#[derive(Clone, Debug)]
pub(crate) struct NoKey;

/// A header's name, in lower case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HeaderName(pub(crate) String);

/// A path with parameters in braces.
#[derive(Clone, Debug)]
pub(crate) struct PathTemplate(pub(crate) String);

/// Why something should no longer be used.
#[derive(Clone, Debug)]
pub(crate) struct DeprecationReason(pub(crate) String);

/// A required value. It is `None` only if an error was reported.
#[derive(Clone, Debug)]
pub(crate) struct Required<T>(pub(crate) Option<T>);

/// The units that mark points in time.
pub(crate) const UNIX_SECONDS: &str = "unix seconds";
pub(crate) const UNIX_MILLISECONDS: &str = "unix milliseconds";

impl PathTemplate {
    /// The names in braces, each with its offset. A `+` before a name marks a parameter with several segments.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (usize, &str)> {
        self.0.match_indices('{').filter_map(|(at, _)| {
            let name = &self.0[at + 1..];
            Some((at, &name[..name.find('}')?]))
        })
    }
}

impl<T> Required<T> {
    /// The value, if present.
    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

impl<T> Required<Entries<T>> {
    /// Whether every entry of the spec is included.
    pub(crate) fn is_complete(&self) -> bool {
        self.get().is_some_and(|entries| entries.is_complete)
    }
}

/// Absent entries are empty.
impl<T> Deref for Required<Entries<T>> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_deref().unwrap_or_default()
    }
}

/// The properties of a schema: required, unless the schema has a `rest`.
#[derive(Clone, Debug)]
pub(crate) struct Properties(pub(crate) Required<Entries<Field>>);

impl Deref for Properties {
    type Target = Required<Entries<Field>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// The type of the properties beyond the named ones, as the map of them.
#[derive(Clone, Debug)]
pub(crate) struct Rest {
    /// `map of` the type in the spec.
    pub(crate) map: Type,
    pub(crate) span: Span,
}

impl Rest {
    /// The type in the spec.
    pub(crate) fn value(&self) -> &Type {
        match &self.map {
            Type::Map(value) => value,
            other => other,
        }
    }
}

/// The type of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumType {
    String,
    Integer,
}

/// One name or several.
#[derive(Clone, Debug)]
pub(crate) struct OneOrMany(pub(crate) Vec<Spanned<String>>);

spec_struct! {
    "the spec"
    /// An API and the client of it.
    struct Spec {
        /// Settings that apply to every call.
        api: Required<Api>,
        /// The endpoints: one client method per entry.
        endpoints: Entries<Endpoint>,
        /// The JSON objects: one Rust struct per entry.
        schemas: Entries<Schema>,
        /// The unions: one Rust enum per entry, whose variants have types.
        unions: Entries<Union>,
        /// The enums: one Rust enum per entry.
        enums: Entries<Enum>,
        /// Differences from the vendor's documents and responses that are accepted, by the names that `drift` reports.
        known_differences: Entries<KnownDifference>,
    }
}

spec_struct! {
    "`api`"
    /// Settings that apply to every call.
    struct Api {
        /// The name of the API.
        title: Spanned<Title>,
        /// What the API is for.
        description: Option<Spanned<String>>,
        /// Scheme and host, with an optional path prefix.
        base_url: Spanned<BaseUrl>,
        /// Further hosts with the same paths, by name.
        regions: Entries<Region>,
        /// The name of the generated crate in code. With it, the documentation of methods has examples.
        crate_name as "crate": Option<Spanned<CrateName>>,
        /// How requests are authenticated. Absent if the API has no key.
        key: Option<Key>,
        /// Response headers that identify a call, to quote to the vendor's support.
        response_headers: Option<ResponseHeaders>,
        /// Where the JSON body of an error has its code and its message.
        error_body: Option<ErrorBody>,
    }
}

/// A further base URL.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    /// The name of the region.
    pub(crate) name: Spanned<String>,
    /// The URL.
    pub(crate) base_url: Spanned<BaseUrl>,
}

spec_struct! {
    "`key`"
    /// How requests are authenticated.
    struct Key {
        /// The header that carries the key.
        header: Spanned<HeaderName>,
        /// The authentication scheme, which precedes the key in the header, such as `Bearer`.
        scheme: Option<Spanned<AuthScheme>>,
        /// The environment variable that the key is read from.
        environment: Spanned<EnvironmentVariable>,
    }
}

spec_struct! {
    "`response_headers`"
    /// Response headers that identify a call, to quote to the vendor's support.
    struct ResponseHeaders {
        /// The header with the request id.
        request_id: Option<Spanned<HeaderName>>,
        /// The header with the trace id.
        trace_id: Option<Spanned<HeaderName>>,
    }
}

spec_struct! {
    "`error_body`"
    /// Where the JSON body of an error has its code and its message.
    struct ErrorBody {
        /// The property of the body that contains the code and the message.
        property: Spanned<String>,
        /// The property of the error code, or several in order of preference.
        code: Option<OneOrMany>,
        /// The property of the error message, or several in order of preference.
        message: Option<OneOrMany>,
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
}

impl Method {
    /// All methods, each with its key in a spec.
    pub(crate) const ALL: [(&'static str, Self); 6] = [
        ("get", Self::Get),
        ("post", Self::Post),
        ("put", Self::Put),
        ("patch", Self::Patch),
        ("delete", Self::Delete),
        ("head", Self::Head),
    ];

    /// The method as in a request line.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
        }
    }
}

/// The method and path of an endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// The span is the key's.
    pub(crate) method: Spanned<Method>,
    /// The path.
    pub(crate) path: Spanned<PathTemplate>,
}

spec_struct! {
    "an endpoint" named "^[a-z][a-z0-9_]*$"
    /// A call of the API. Its name becomes the name of the client's method.
    struct Endpoint {
        /// The path, with its parameters in braces. The key is the HTTP method.
        route: Option<Route>,
        /// What the call does.
        description: Option<Spanned<String>>,
        /// Why it should no longer be used.
        deprecated: Option<Spanned<DeprecationReason>>,
        /// `none` if the call is sent without the key.
        key: Option<Spanned<NoKey>>,
        /// Parameters in the path. They are always required; each becomes an argument.
        path: Entries<Field>,
        /// Parameters in the query. An optional one becomes a setter, a required one an argument.
        query: Entries<Field>,
        /// Parameters in headers. An optional one becomes a setter, a required one an argument.
        headers: Entries<Field>,
        /// The type of the request body. An optional one becomes a setter.
        body: Option<Type>,
        /// The media type of the request body, if it is not `application/json`: another name of JSON, text, or a form.
        content_type: Option<Spanned<MediaType>>,
        /// The type of the body of a successful response. Absent if the body is empty, optional if it may be.
        response: Option<Type>,
        /// The media type of a successful response, if it is not `application/json`: another name of JSON, or text.
        accept: Option<Spanned<MediaType>>,
        /// The documented error statuses, each with its meaning or with a mapping of further attributes.
        errors: Entries<ErrorStatus>,
        /// How the list is paginated.
        paging: Option<Paging>,
        /// The name of the client's method, if the endpoint's name is unsuitable.
        rust_name: Option<Spanned<String>>,
    }
}

impl Endpoint {
    /// The name of the client's method: `rust_name`, or else the endpoint's name.
    pub(crate) fn chosen_rust_name(&self) -> String {
        chosen_or_own(self.rust_name.as_ref(), &self.name)
    }

    /// The schema of the response, if the endpoint is paginated.
    pub(crate) fn page(&self) -> Option<&str> {
        self.paging.as_ref()?;
        self.response.as_ref()?.name()
    }
}

/// The Rust name of an item whose name already follows Rust conventions: `rust_name`, or else the name in the spec.
fn chosen_or_own(choice: Option<&Spanned<String>>, name: &Spanned<String>) -> String {
    choice.map_or_else(|| names::free(name.value.clone()), |choice| choice.value.clone())
}

impl Field {
    /// The Rust name: the one in the spec, or else derived from the API's name.
    pub(crate) fn chosen_rust_name(&self) -> String {
        self.rust_name.as_ref().map_or_else(|| names::field(&self.name.value), |name| name.value.clone())
    }
}

impl EnumValue {
    /// The name of the variant: the one in the spec, or else derived from the API's spelling.
    pub(crate) fn chosen_rust_name(&self) -> String {
        let chosen = self.attributes.rust_name.as_ref();
        chosen.map_or_else(|| names::variant(&self.name.value), |name| name.value.clone())
    }
}

/// A documented error.
#[derive(Clone, Debug)]
pub(crate) struct ErrorStatus {
    /// A number from 300 to 599, a range such as `4XX`, or `default`.
    pub(crate) status: Spanned<String>,
    /// Its type and description.
    pub(crate) attributes: ErrorAttributes,
}

/// The statuses of errors that are no numbers.
pub(crate) const ERROR_RANGES: [&str; 4] = ["3XX", "4XX", "5XX", "default"];

spec_struct! {
    "an error"
    /// The attributes of a documented error.
    struct ErrorAttributes {
        /// The type of the JSON body.
        ty as "type": Option<Type>,
        /// What it means.
        description: Option<Spanned<String>>,
    }
}

spec_struct! {
    "`paging`"
    /// How the list is paginated: by `next` and `token`, by `page`, by `offset`, or by `link`.
    struct Paging {
        /// The response property with the items. A path with dots leads into other objects: `data.items`.
        items: Spanned<String>,
        /// The response property that says whether there are more pages.
        more: Option<Spanned<String>>,
        /// The response property with the token of the next page, or the response header: `{ header: x-next }`.
        next: Option<ResponsePart>,
        /// The query or header parameter for the token.
        token: Option<Spanned<String>>,
        /// The query parameter for the number of the page.
        page: Option<Spanned<String>>,
        /// The response property with the number of pages.
        pages: Option<Spanned<String>>,
        /// The query parameter for the number of items before the page.
        offset: Option<Spanned<String>>,
        /// The response property with the URL of the next page, or the response header: `{ header: link }`.
        link: Option<ResponsePart>,
        /// The query parameter for the maximum number of items per page.
        size: Option<Spanned<String>>,
        /// The query parameter for a search term.
        search: Option<Spanned<String>>,
        /// The property of an item that is searched, or several. Texts inside of a list, map or schema are searched too.
        search_in: Option<OneOrMany>,
        /// The query parameter that names the property of an item to sort by.
        sort: Option<Spanned<String>>,
        /// The query parameter for the sort direction, `asc` or `desc`.
        direction: Option<Spanned<String>>,
        /// The response property with the number of items on all pages.
        total: Option<Spanned<String>>,
        /// The boolean query parameter that says whether the response has the total.
        count: Option<Spanned<String>>,
    }
}

/// A property of a response, given by its path, or a header of it.
#[derive(Clone, Debug)]
pub(crate) enum ResponsePart {
    Property(Spanned<String>),
    Header(ResponseHeader),
}

impl ResponsePart {
    /// The path of the property, if it is one.
    pub(crate) fn property(&self) -> Option<&Spanned<String>> {
        match self {
            Self::Property(path) => Some(path),
            Self::Header(_) => None,
        }
    }

    /// The name of the header, if it is one.
    pub(crate) fn header(&self) -> Option<&str> {
        match self {
            Self::Property(_) => None,
            Self::Header(header) => Some(&header.header.value.0),
        }
    }

    /// The span of the path or of the name.
    pub(crate) fn span(&self) -> &Span {
        match self {
            Self::Property(path) => &path.span,
            Self::Header(header) => &header.header.span,
        }
    }
}

spec_struct! {
    "a response header"
    /// A response header in place of a response property.
    struct ResponseHeader {
        /// The name of the header.
        header: Spanned<HeaderName>,
    }
}

/// How the pages of a list follow each other.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PagingForm<'a> {
    /// A page has the token of the next one, which is sent in a parameter.
    Token { next: &'a ResponsePart, parameter: &'a Spanned<String> },
    /// The pages are numbered; a query parameter selects one.
    Number(&'a Spanned<String>),
    /// A query parameter says how many items precede the page.
    Offset(&'a Spanned<String>),
    /// A page has the URL of the next one.
    Link(&'a ResponsePart),
}

impl Paging {
    /// How the pages follow each other. `None` if that is not stated in exactly one way, which is an error.
    pub(crate) fn form(&self) -> Option<PagingForm<'_>> {
        match (&self.next, &self.token, &self.page, &self.offset, &self.link) {
            (Some(next), Some(parameter), None, None, None) => Some(PagingForm::Token { next, parameter }),
            (None, None, Some(page), None, None) => Some(PagingForm::Number(page)),
            (None, None, None, Some(offset), None) => Some(PagingForm::Offset(offset)),
            (None, None, None, None, Some(link)) => Some(PagingForm::Link(link)),
            _ => None,
        }
    }

    /// The property with the token or the link of the next page.
    pub(crate) fn next_property(&self) -> Option<&Spanned<String>> {
        self.next.as_ref().or(self.link.as_ref()).and_then(ResponsePart::property)
    }
}

spec_struct! {
    "a parameter or property" named ""
    /// A parameter of a call or a property of a schema, under its name in the API.
    struct Field {
        /// The type, such as `string`, `optional list of integer`, `map of Pet`.
        ty as "type": Type,
        /// What it means, in plain prose.
        description: Option<Spanned<String>>,
        /// The unit of a number; `unix seconds` and `unix milliseconds` mark points in time.
        unit: Option<Spanned<String>>,
        /// The value that the server assumes if it is absent. Documentation only: neither sent nor filled in when decoding.
        default: Option<Spanned<Literal>>,
        /// How a list or map in a query is written: a list as one value, separated by `comma`, `space` or `pipe`, or else as the name
        /// repeated; a map as one value, separated by `comma`, as `name[key]` with `brackets`, or else as its keys.
        style: Option<Spanned<ListStyle>>,
        /// The minimum value. Checked before sending for a parameter; documentation only for a property.
        min: Option<Spanned<Literal>>,
        /// The maximum value. Checked before sending for a parameter; documentation only for a property.
        max: Option<Spanned<Literal>>,
        /// A realistic value, for the documentation and for fixtures.
        example: Option<Spanned<Example>>,
        /// Why it should no longer be used.
        deprecated: Option<Spanned<DeprecationReason>>,
        /// The type in the API's documentation, if the spec deviates from it. Requires `because`.
        documented: Option<Type>,
        /// The evidence for the deviation from the documentation.
        because: Option<Spanned<String>>,
        /// The Rust name, if the one derived from the API's name is unsuitable.
        rust_name: Option<Spanned<String>>,
    }
}

spec_struct! {
    "a schema" named "^[A-Z][A-Za-z0-9]*$"
    /// An object. Its name becomes a Rust struct.
    struct Schema {
        /// What the object represents.
        description: Option<Spanned<String>>,
        /// The properties of the object.
        properties: Properties,
        /// The type of properties beyond the named ones, if it is documented.
        rest: Option<Rest>,
        /// The name of the struct, if the schema's name is unsuitable.
        rust_name: Option<Spanned<String>>,
    }
}

impl Schema {
    /// The name of the struct: `rust_name`, or else the schema's name.
    pub(crate) fn chosen_rust_name(&self) -> String {
        chosen_or_own(self.rust_name.as_ref(), &self.name)
    }

    /// The types of the properties; that of the unnamed ones as a map.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.properties.iter().map(|property| &property.ty).chain(self.rest.as_ref().map(|rest| &rest.map))
    }
}

spec_struct! {
    "a union" named "^[A-Z][A-Za-z0-9]*$"
    /// A value that has one of several types. Its name becomes a Rust enum; a value of none of the types is kept when decoding.
    struct Union {
        /// What the value represents.
        description: Option<Spanned<String>>,
        /// The property of the JSON object whose value identifies the variant. Absent if their JSON or their required properties do.
        tag: Option<Spanned<String>>,
        /// The variants: under the value of the tag, or else under a name, each with its type or with a mapping of further attributes.
        variants: Required<Entries<UnionVariant>>,
        /// The name of the Rust enum, where the union's name will not do.
        rust_name: Option<Spanned<String>>,
    }
}

impl Union {
    /// The name of the Rust enum: the spec's choice, or else the union's name.
    pub(crate) fn chosen_rust_name(&self) -> String {
        chosen_or_own(self.rust_name.as_ref(), &self.name)
    }

    /// The types of the variants.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.variants.iter().map(|variant| &variant.attributes.ty)
    }
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    /// The value of the tag as the API spells it, or else a name.
    pub(crate) name: Spanned<String>,
    /// Its type, description, deprecation and Rust name.
    pub(crate) attributes: VariantAttributes,
}

impl UnionVariant {
    /// The name of the Rust variant: the one in the spec, or else derived from the name.
    pub(crate) fn chosen_rust_name(&self) -> String {
        let chosen = self.attributes.rust_name.as_ref();
        chosen.map_or_else(|| names::variant(&self.name.value), |name| name.value.clone())
    }
}

spec_struct! {
    "a variant"
    /// The attributes of a union's variant.
    struct VariantAttributes {
        /// The type: of a tagged union a schema or another tagged union.
        ty as "type": Type,
        /// What it means.
        description: Option<Spanned<String>>,
        /// Why it should no longer be used.
        deprecated: Option<Spanned<DeprecationReason>>,
        /// The Rust name, where the one derived from the name is unsuitable.
        rust_name: Option<Spanned<String>>,
    }
}

spec_struct! {
    "an enum" named "^[A-Z][A-Za-z0-9]*$"
    /// An open enum. Its name becomes a Rust enum; values that are not listed here are kept when decoding and can be sent.
    struct Enum {
        /// What the values distinguish.
        description: Option<Spanned<String>>,
        /// The type of the values: `integer`, or `string`, which is the default.
        ty as "type": Option<Spanned<EnumType>>,
        /// The known values as the API spells them, each with its description or with a mapping of further attributes.
        values: Required<Entries<EnumValue>>,
        /// The name of the Rust enum, if the enum's name is unsuitable.
        rust_name: Option<Spanned<String>>,
    }
}

impl Enum {
    /// The name of the Rust enum: `rust_name`, or else the enum's name.
    pub(crate) fn chosen_rust_name(&self) -> String {
        chosen_or_own(self.rust_name.as_ref(), &self.name)
    }

    /// The type of the values.
    pub(crate) fn value_type(&self) -> EnumType {
        self.ty.as_ref().map_or(EnumType::String, |ty| ty.value)
    }

    /// The value that a literal is, if the enum has it.
    pub(crate) fn value(&self, literal: &Literal) -> Option<&EnumValue> {
        let name = match (self.value_type(), literal) {
            (EnumType::String, Literal::String(text)) => text.clone(),
            (EnumType::Integer, Literal::Integer(integer)) => integer.to_string(),
            _ => return None,
        };
        self.values.iter().find(|value| value.name.value == name)
    }
}

/// A known value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct EnumValue {
    /// The value as the API spells it; an integer in decimal digits.
    pub(crate) name: Spanned<String>,
    /// Whether YAML reads it as an integer, and which.
    pub(crate) integer: Option<i64>,
    /// Its description, deprecation and Rust name.
    pub(crate) attributes: ValueAttributes,
}

spec_struct! {
    "a value"
    /// The attributes of an enum's value.
    struct ValueAttributes {
        /// What it means.
        description: Option<Spanned<String>>,
        /// Why it should no longer be used.
        deprecated: Option<Spanned<DeprecationReason>>,
        /// The Rust name, if the one derived from the API's name is unsuitable.
        rust_name: Option<Spanned<String>>,
    }
}

spec_struct! {
    "a known difference" named ""
    /// Accepted differences from the vendor's documents and responses, each with the reason why it is accepted. The name is the
    /// one that `drift` reports: `find_pets.limit`, `Pet.age`, `Species.newt`.
    struct KnownDifference {
        /// The endpoint is not documented.
        endpoint: Option<Spanned<String>>,
        /// Only one side has the parameter.
        parameter: Option<Spanned<String>>,
        /// Only one side has the property.
        property: Option<Spanned<String>>,
        /// Only one side has the value of an enum.
        value: Option<Spanned<String>>,
        /// The types differ.
        ty as "type": Option<Spanned<String>>,
        /// It may be absent or null on only one side.
        presence: Option<Spanned<String>>,
        /// The defaults differ.
        default: Option<Spanned<String>>,
        /// A limit differs.
        limit: Option<Spanned<String>>,
        /// It is deprecated on only one side.
        deprecation: Option<Spanned<String>>,
        /// Only one side documents the error.
        error: Option<Spanned<String>>,
    }
}

/// The subject of a difference from the vendor's documents and responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the keys of `KnownDifference` are documented")]
pub enum Subject {
    Endpoint,
    Parameter,
    Property,
    Value,
    Type,
    Presence,
    Default,
    Limit,
    Deprecation,
    Error,
}

impl Subject {
    /// The key of a known difference, which is also the name in a report.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Endpoint => "endpoint",
            Self::Parameter => "parameter",
            Self::Property => "property",
            Self::Value => "value",
            Self::Type => "type",
            Self::Presence => "presence",
            Self::Default => "default",
            Self::Limit => "limit",
            Self::Deprecation => "deprecation",
            Self::Error => "error",
        }
    }
}

impl KnownDifference {
    /// The accepted subjects, each with its reason.
    pub(crate) fn reasons(&self) -> impl Iterator<Item = (Subject, &Spanned<String>)> {
        let reasons = [
            (Subject::Endpoint, &self.endpoint),
            (Subject::Parameter, &self.parameter),
            (Subject::Property, &self.property),
            (Subject::Value, &self.value),
            (Subject::Type, &self.ty),
            (Subject::Presence, &self.presence),
            (Subject::Default, &self.default),
            (Subject::Limit, &self.limit),
            (Subject::Deprecation, &self.deprecation),
            (Subject::Error, &self.error),
        ];
        reasons.into_iter().filter_map(|(subject, reason)| Some((subject, reason.as_ref()?)))
    }

    /// The name of the endpoint, schema or enum that it belongs to.
    pub(crate) fn owner(&self) -> &str {
        self.name.value.split('.').next().unwrap_or_default()
    }
}

/// A value of an `example`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Example {
    Single(Literal),
    List(Vec<Spanned<Example>>),
    Map(Vec<(Spanned<String>, Spanned<Example>)>),
}

/// A type expression, such as `optional list of string`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    /// `string`, `integer` and the like.
    Primitive(Primitive),
    /// A schema, an enum or a union, by name, with the span of the name.
    Named(String, Span),
    /// `list of ...`
    List(Box<Type>),
    /// `map of ...`
    Map(Box<Type>),
    /// `optional ...`
    Optional(Box<Type>),
    /// `nullable ...`, of a property.
    Nullable(Box<Type>),
    /// A type that could not be read. An error was reported for it, so no rule reports another.
    Error,
}

impl Type {
    /// Whether it may be absent or null.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_) | Self::Nullable(_))
    }

    /// Whether decoding fails if it is absent: it is not optional, and absence does not mean an empty value.
    pub(crate) fn is_required(&self) -> bool {
        !self.is_optional() && !matches!(self, Self::List(_) | Self::Map(_) | Self::Primitive(Primitive::Any))
    }

    /// Whether it could be read.
    pub(crate) fn is_readable(&self) -> bool {
        !matches!(self, Self::Error)
    }

    /// The type without a leading `optional` or `nullable`.
    pub(crate) fn required(&self) -> &Self {
        match self {
            Self::Optional(inner) | Self::Nullable(inner) => inner,
            other => other,
        }
    }

    /// The name, if the type is a schema, enum or union without a list, map or `optional` around it.
    pub(crate) fn as_named(&self) -> Option<&str> {
        match self {
            Self::Named(name, _) => Some(name),
            _ => None,
        }
    }

    /// The name of the schema, enum or union inside all lists, maps and `optional`, if any.
    pub(crate) fn name(&self) -> Option<&str> {
        self.named().map(|(name, _)| name)
    }

    /// The name of the schema, enum or union inside all lists, maps and `optional`, if any, and its span.
    pub(crate) fn named(&self) -> Option<(&str, &Span)> {
        match self {
            Self::Named(name, span) => Some((name, span)),
            Self::Primitive(_) | Self::Error => None,
            Self::List(inner) | Self::Map(inner) | Self::Optional(inner) | Self::Nullable(inner) => {
                inner.named()
            }
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(primitive) => f.write_str(primitive.word()),
            Self::Named(name, _) => f.write_str(name),
            Self::List(inner) => write!(f, "list of {inner}"),
            Self::Map(inner) => write!(f, "map of {inner}"),
            Self::Optional(inner) => write!(f, "optional {inner}"),
            Self::Nullable(inner) => write!(f, "nullable {inner}"),
            Self::Error => f.write_str("?"),
        }
    }
}
