//! Every rule of the spec language by name. A diagnostic has the rule that was violated, and `tests/diagnostics` has a
//! folder for each.

use heck::ToKebabCase;

macro_rules! rules {
    ($($(#[doc = $about:literal])+ $rule:ident $($structural:ident)?,)+) => {
        /// A rule of the spec language. The comment of each states its violation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[doc = $about])+ $rule,)+
        }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// Whether a spec that violates the rule also violates the JSON Schema of the spec language, so that an editor reports it.
            #[must_use]
            pub fn is_structural(self) -> bool {
                match self {
                    $(Self::$rule => rules!(@structural $($structural)?),)+
                }
            }
        }
    };
    (@structural structural) => { true };
    (@structural) => { false };
}

rules! {
    // Text.
    /// The text is not YAML.
    Syntax,
    /// A line is indented with a tab, which YAML does not allow, or a tab follows a colon.
    Tab,
    /// The text has more than one YAML document.
    SeveralDocuments,
    /// The text has an anchor or an alias.
    Anchor,
    /// The text has a merge key.
    MergeKey,
    /// The text has a tag.
    Tag,
    /// The text is nested too deep.
    TooDeep,
    /// A number is not finite, or outside the range of its type.
    NumberRange,
    /// A comment follows unquoted text on its line, and may be the rest of the text. A warning.
    CommentAfterText,

    // Structure.
    /// A mapping has an unknown key.
    UnknownKey structural,
    /// A mapping lacks a required key.
    MissingKey structural,
    /// A section is indented under another one.
    MisplacedSection structural,
    /// A mapping has a key twice.
    DuplicateKey,
    /// A value has the wrong type, such as a list where a mapping is expected.
    WrongType structural,
    /// Unquoted text is a value of another type in YAML.
    UnquotedText,
    /// An endpoint has no method, or more than one.
    OneMethod structural,
    /// A type expression cannot be parsed.
    TypeSyntax structural,
    /// The title is empty.
    Title structural,
    /// The name of the environment variable is invalid.
    EnvironmentVariable structural,
    /// The word before the key in its header is not a word.
    AuthScheme structural,
    /// The key of an endpoint is not `none`.
    EndpointKey structural,
    /// The name of the crate is invalid.
    CrateName structural,
    /// A base URL is invalid.
    BaseUrl structural,
    /// A header name is invalid.
    HeaderName structural,
    /// A path is invalid.
    PathSyntax structural,
    /// The media type of a body is not JSON, text or a form.
    ContentType structural,
    /// The style of a list or map is unknown.
    ListStyle structural,
    /// The status is not an HTTP status of an error.
    Status structural,
    /// A deprecation has no reason.
    DeprecatedReason structural,

    // Names.
    /// The name of a type is not in upper camel case.
    TypeName structural,
    /// The name of an endpoint is not in snake case.
    EndpointName structural,
    /// The name is not a Rust identifier.
    RustName,
    /// The name is reserved for an item of the emitted code.
    ReservedName,
    /// Two names become the same Rust name.
    NameCollision,
    /// A name begins or ends with white space. A warning.
    SurroundingSpace,

    // Types and values.
    /// No schema, enum or union has that name.
    UnknownType,
    /// The default is not a value of the declared type.
    DefaultType,
    /// The example is not a value of the declared type.
    ExampleType,
    /// The default or the example is outside the limits.
    OutOfLimits,
    /// A required property or parameter has a default.
    RequiredDefault,
    /// A value that is not a number has limits, or a limit is not a value of the number's type.
    LimitType,
    /// The minimum is greater than the maximum.
    MinAboveMax,
    /// A value that is not a number has a unit.
    UnitType,
    /// The unit is blank, or resembles a unit of points in time without being one.
    Unit,
    /// A deviation from the documentation has no reason.
    DeviationReason,
    /// A reason for a deviation is given where there is no deviation.
    NoDeviation,
    /// A known difference has no reason.
    DifferenceReason,
    /// A known difference belongs to no endpoint, schema, enum or union.
    UnknownDifference,
    /// A value of an enum of integers is not an integer.
    EnumValue,
    /// An enum has no values.
    EmptyEnum,
    /// A union has no variants.
    EmptyUnion,
    /// A variant has a type that variants of its union cannot have.
    VariantType,
    /// The tag of a union is empty, or one of its variants has another use for the property.
    UnionTag,
    /// A value of one variant would be taken for another one.
    AmbiguousUnion,
    /// A union is a variant of itself.
    RecursiveUnion,
    /// Something other than a property is nullable.
    NullableType,
    /// The type of properties beyond the named ones is `any`.
    RestType,
    /// A schema always contains itself, so it has no finite value.
    InfiniteSchema,
    /// No endpoint uses the schema, enum or union. A warning.
    UnusedType,
    /// The item has no description. A warning.
    NoDescription,

    // Endpoints.
    /// Two endpoints have the same method and path.
    DuplicateRoute,
    /// A parameter in the path is not declared.
    UndeclaredParameter,
    /// A declared path parameter is not in the path.
    ParameterNotInPath,
    /// A parameter in the path is optional.
    OptionalPath,
    /// The type of a parameter cannot be written at its location.
    ParameterType,
    /// Something that is not a list or map in a query has a style, or one of them has a style of the other.
    StyleWithoutList,
    /// The client sets the header itself.
    ReservedHeader,
    /// A GET or HEAD request has a body, the response to a HEAD request has one, or a media type is given for no body or another type.
    Body,
    /// A paginated endpoint's response is not a schema.
    PagingResponse,
    /// Pagination names a property that does not exist.
    PagingProperty,
    /// Pagination names a property of the wrong type.
    PagingType,
    /// Pagination names a query parameter that does not exist or has the wrong type.
    PagingParameter,
    /// A key of the pagination has no effect without another one.
    PagingIncomplete,
    /// Pagination does not say how the pages follow each other, or says it in two ways.
    PagingForm,
    /// Two endpoints paginate one schema in different ways.
    PagingConflict,
}

impl Rule {
    /// The name in messages, such as `unknown-key`.
    #[must_use]
    pub fn id(self) -> String {
        format!("{self:?}").to_kebab_case()
    }
}
