//! Every kind of change to a spec, and its effect on users of the crate. `spec/COMPATIBILITY.md` contains this table.

use heck::ToKebabCase;

/// The effect of a change on users of the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeClass {
    /// Only documentation changes.
    Documentation,
    /// Something is added; every existing program still works.
    Additive,
    /// A program that compiled and worked may no longer compile or work.
    Breaking,
}

impl ChangeClass {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }

    /// The version that the change requires, from 1.0.0 on and before it.
    #[must_use]
    pub fn verdict(self) -> &'static str {
        match self {
            Self::Documentation => "patch",
            Self::Additive => "minor (before 1.0.0: patch)",
            Self::Breaking => "major (before 1.0.0: minor)",
        }
    }
}

macro_rules! kinds {
    ($($kind:ident $class:ident $rationale:literal,)+) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "`rationale` documents each kind")]
        pub enum ChangeKind {
            $($kind,)+
        }

        impl ChangeKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// The effect of the change.
            #[must_use]
            pub fn class(self) -> ChangeClass {
                match self {
                    $(Self::$kind => ChangeClass::$class,)+
                }
            }

            /// The reason for the class.
            #[must_use]
            pub fn rationale(self) -> &'static str {
                match self {
                    $(Self::$kind => $rationale,)+
                }
            }
        }
    };
}

kinds! {
    BaseUrl Breaking "calls that use the default base URL go to another host, and the key with them",
    RegionAdded Additive "`Region` is non-exhaustive: a new variant breaks no match",
    RegionRemoved Breaking "a variant that programs use is removed",
    RegionUrl Breaking "calls to the region go to another host, and the key with them",
    KeyHeader Breaking "the key is sent in another header, or with another scheme; a transport or server that expects the old one no longer finds it",
    KeyAdded Breaking "`from_env` needs a key, so programs without one fail",
    KeyRemoved Breaking "the key is no longer sent, and a builder rejects one",
    KeyEnvironment Breaking "`from_env` reads another variable, so programs configured with the old one fail",
    ResponseHeaders Breaking "`request_id()` or `trace_id()` reads another header",
    ErrorBody Breaking "`code()` and the message of an error are read from other properties",

    EndpointAdded Additive "a new method",
    EndpointRemoved Breaking "a method that programs call is removed",
    EndpointRenamed Breaking "the method that programs call is removed, and its type in `operations`; programs do not compile although another method does the same",
    MarkerRenamed Breaking "the type in `operations` that programs use in a `Request` is renamed, because a type of the spec has its name, or had it",
    Route Breaking "the same call sends another request, which test servers and proxies observe",
    EndpointKey Breaking "the same call is sent without the key, or with it",
    ErrorsDocumented Documentation "errors are identified by their status; the list, with the types of bodies, is documentation",
    ArgumentAdded Breaking "a required parameter is an argument, which existing calls lack",
    ParameterAdded Additive "an optional parameter is a setter: a new method",
    ParameterRemoved Breaking "a setter or argument that programs use is removed",
    ParameterRequired Breaking "the setter becomes an argument, which existing calls lack",
    ParameterOptional Breaking "the argument becomes a setter, so existing calls have one argument too many",
    ParameterType Breaking "the setter or argument takes another type",
    ParameterRenamed Breaking "the setter that programs call is removed",
    ParameterPlace Breaking "the same call sends the parameter in another location, which test servers and proxies observe",
    ParameterStyle Breaking "the same call sends the list in another form, which servers read differently",
    ArgumentOrder Breaking "arguments are identified by their order; two arguments of one type would be swapped without an error",
    LimitNarrowed Breaking "a parameter's limits are checked before sending: calls that were sent are rejected",
    LimitWidened Additive "calls that were rejected are sent",
    Body Breaking "the argument or setter `body` is added, removed, or has another type",
    ContentType Breaking "the same call sends the body under another media type",
    Accept Breaking "the same call requests another media type, and decodes text in place of JSON or the reverse",
    Response Breaking "`send` returns another type",
    PagingAdded Breaking "a mock takes the items instead of the page; `items()`, `pages()` and the response's `rejected` alone would be additive",
    PagingRemoved Breaking "`items()`, `pages()` and the response's `rejected` are removed",
    PagingChanged Breaking "`items()` returns other items, or the pages follow each other in another way, so that saved tokens are invalid",

    SchemaAdded Additive "a new struct",
    SchemaRemoved Breaking "a struct that programs use is removed; a renamed struct is a removed and an added one",
    PropertyAdded Additive "structs are non-exhaustive, so no program constructs one from all fields; the property moves from `extra` to a field",
    PropertyRemoved Breaking "a field that programs read is removed; a renamed property is a removed and an added one",
    PropertyType Breaking "the field has another type; `Option<T>` instead of `T`, or the reverse, is one",
    PropertyRenamed Breaking "the field that programs read is removed",
    TimeAdded Additive "a new method that returns an integer's point in time",
    TimeChanged Breaking "the method that returns the point in time is removed, renamed, or has another unit",
    RestAdded Additive "the field `rest` is new; properties move from `extra` to it, as they do to a new field",
    RestRemoved Breaking "the field `rest` that programs read is removed",
    RestType Breaking "the field `rest` has another type, and properties of the old one move to `extra`",
    TypeRenamed Breaking "the struct or enum that programs use is renamed, whatever its name in the spec",
    SchemaBecameEnum Breaking "a struct becomes an enum, or an enum a struct; a union is an enum of another kind",

    UnionAdded Additive "a new enum",
    UnionRemoved Breaking "an enum that programs use is removed; a renamed union is a removed and an added one",
    UnionTag Breaking "the variant of a value is found in another way, so values may decode as another variant",
    VariantAdded Additive "unions are open and non-exhaustive, so every match has a wildcard arm; the value was `Unknown` before",
    VariantRemoved Breaking "a variant that programs use is removed; its values still decode, as `Unknown` or another variant",
    VariantType Breaking "the variant holds another type, or boxes it",
    VariantRenamed Breaking "a variant that programs use is removed, and its accessor",
    VariantOrder Breaking "without a tag a value decodes as the first variant that fits, so values may decode as another variant",

    EnumAdded Additive "a new enum",
    EnumRemoved Breaking "an enum that programs use is removed; a renamed enum is a removed and an added one",
    EnumType Breaking "the values are integers in place of text, or the reverse: other conversions, and another type in JSON",
    ValueAdded Additive "enums are open and non-exhaustive, so every match has a wildcard arm; the value was `Unknown` before, which programs can neither construct nor destructure",
    ValueRemoved Breaking "a variant that programs use is removed; the value still decodes as `Unknown`",
    ValueRenamed Breaking "a variant that programs use is removed",
    ValueOrder Breaking "variants compare in their order, unless they are integers",

    DeprecationAdded Additive "programs compile with a warning and work as before",
    DeprecationRemoved Documentation "a warning is removed",
    Text Documentation "titles, descriptions, units, defaults, reasons, deviations, known differences and limits of properties are documentation; nothing enforces them",
    Order Documentation "the order of the spec is the order of the documentation and of serialized JSON",
}

impl ChangeKind {
    /// The name in reports, such as `property-removed`.
    #[must_use]
    pub fn id(self) -> String {
        format!("{self:?}").to_kebab_case()
    }
}
