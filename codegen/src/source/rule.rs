//! Every rule of the spec language by name. A diagnostic says which rule it is about, and `tests/diagnostics` holds a folder
//! for each.

use heck::ToKebabCase;

macro_rules! rules {
    ($($(#[doc = $about:literal])+ $rule:ident $($shape:ident)?,)+) => {
        /// What a spec can be wrong or odd about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[doc = $about])+ $rule,)+
        }

        impl Rule {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// Whether a spec that breaks it also breaks the JSON Schema of the spec language, so that an editor marks it.
            #[must_use]
            pub fn is_of_shape(self) -> bool {
                match self {
                    $(Self::$rule => rules!(@shape $($shape)?),)+
                }
            }
        }
    };
    (@shape shape) => { true };
    (@shape) => { false };
}

rules! {
    // The text.
    /// The text is not YAML.
    Syntax,
    /// Tabs do not indent YAML.
    Tab,
    /// A spec is one document.
    SeveralDocuments,
    /// Anchors and aliases hide what is written where.
    Anchor,
    /// So do merge keys.
    MergeKey,
    /// Tags are not part of the language.
    Tag,
    /// Nothing in a spec is nested deeply.
    TooDeep,
    /// A number is not finite, or outside the range of its type.
    NumberRange,
    /// A comment follows unquoted text on its line, and may be the rest of the text. A warning.
    CommentAfterText,

    // The shape.
    /// A mapping has a key that the language does not know there.
    UnknownKey shape,
    /// A mapping lacks a key.
    MissingKey shape,
    /// A section is indented under another one.
    MisplacedSection shape,
    /// A key is written twice.
    DuplicateKey,
    /// A list stands where a mapping is expected, or the like.
    WrongType shape,
    /// Text has to be quoted, since YAML takes it for something else.
    UnquotedText,
    /// An endpoint has one method.
    OneMethod shape,
    /// A type expression cannot be understood.
    TypeSyntax shape,
    /// The API has no title.
    Title shape,
    /// Shells cannot set an environment variable of that name.
    EnvironmentVariable shape,
    /// A base URL is none.
    BaseUrl shape,
    /// A header's name is none.
    HeaderName shape,
    /// A path is none.
    PathSyntax shape,
    /// The status is not that of an error.
    Status shape,
    /// A deprecation says why.
    DeprecatedReason shape,

    // Names.
    /// A type is named in upper camel case.
    TypeName shape,
    /// An endpoint is named like a method.
    EndpointName shape,
    /// Rust cannot spell the name.
    RustName,
    /// The name already means something else there.
    ReservedName,
    /// Two names become the same in Rust.
    NameCollision,
    /// A name begins or ends with white space, which the API is unlikely to have. A warning.
    SurroundingSpace,

    // Types and values.
    /// No schema or enum has that name.
    UnknownType,
    /// The default is not a value of the type.
    DefaultType,
    /// The example is a value of the type.
    ExampleType,
    /// The default or the example is outside the limits.
    OutOfLimits,
    /// What is always there has no default.
    RequiredDefault,
    /// Only numbers have limits, and limits are numbers of the same type.
    LimitType,
    /// The least value is more than the greatest.
    MinAboveMax,
    /// Only numbers have units.
    UnitType,
    /// The unit is blank, or looks like a point in time and is none.
    Unit,
    /// A departure from the documentation says why.
    DeviationReason,
    /// What is explained as a departure departs from the documentation.
    NoDeviation,
    /// A known difference has no reason.
    DifferenceReason,
    /// A known difference belongs to no endpoint, schema or enum.
    UnknownDifference,
    /// An enum has values.
    EmptyEnum,
    /// A schema that always contains another of itself has no end.
    InfiniteSchema,
    /// What no endpoint uses is not needed. A warning.
    UnusedType,
    /// What has no description is not understood by its users. A warning.
    NoDescription,

    // Endpoints.
    /// Two endpoints have the same method and path.
    DuplicateRoute,
    /// The path's parameters are declared.
    UndeclaredParameter,
    /// The declared parameters are in the path.
    ParameterNotInPath,
    /// A parameter in the path cannot be left out.
    OptionalPath,
    /// Paths, queries and headers hold text.
    ParameterType,
    /// The client sends the header itself.
    ReservedHeader,
    /// Some requests have no body.
    Body,
    /// What has pages is a schema that lists others.
    PagingResponse,
    /// Paging names properties that are there.
    PagingProperty,
    /// Paging names properties of the right types.
    PagingType,
    /// Paging names query parameters that are there, of the right types.
    PagingParameter,
    /// A schema is cut into pages in one way.
    PagingConflict,
}

impl Rule {
    /// As messages show it: `unknown-key`.
    #[must_use]
    pub fn id(self) -> String {
        format!("{self:?}").to_kebab_case()
    }
}
