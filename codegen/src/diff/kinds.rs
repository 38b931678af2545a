//! Every kind of change to a spec, and what it means for those who use the crate. `spec/COMPATIBILITY.md` shows this table.

use heck::ToKebabCase;

/// What a change means for users of the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeClass {
    /// Nothing but what they read.
    Documentation,
    /// They can do more, and all that they did before.
    Additive,
    /// A program that compiled and worked may no longer do so.
    Breaking,
}

impl ChangeClass {
    /// As reports show it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }

    /// Which version the crate has to be released as, from 1.0.0 on and before it.
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
        #[expect(missing_docs, reason = "`rationale` says it")]
        pub enum ChangeKind {
            $($kind,)+
        }

        impl ChangeKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// What it means.
            #[must_use]
            pub fn class(self) -> ChangeClass {
                match self {
                    $(Self::$kind => ChangeClass::$class,)+
                }
            }

            /// Why it means that.
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
    BaseUrl Breaking "calls that named no other go to another host, and the key with them",
    RegionAdded Additive "`Region` is non-exhaustive: a new variant breaks no match",
    RegionRemoved Breaking "a variant that programs name is gone",
    RegionUrl Breaking "calls to the region go to another host, and the key with them",
    KeyHeader Breaking "the key is sent in another place, and a transport or server that looked for it no longer finds it",
    KeyEnvironment Breaking "`from_env` reads another variable, and programs that are set up for the old one do not start",
    ResponseHeaders Breaking "`request_id()` or `trace_id()` reads another header",
    ErrorBody Breaking "`code()` and the message of an error are read from another place",

    EndpointAdded Additive "a new method",
    EndpointRemoved Breaking "a method that programs call is gone",
    EndpointRenamed Breaking "the method that programs call is gone, and its type in `operations`; that another does the same helps nobody compile",
    MarkerRenamed Breaking "the type in `operations` that programs name in a `Request` is gone: a type of the spec has its name now, or had it",
    Route Breaking "the same call asks for something else: whoever stands in for the server, in tests or as a proxy, sees another request",
    ErrorsDocumented Documentation "errors are told by their status; the list is what users read",
    ArgumentAdded Breaking "a required parameter is an argument, and calls lack it",
    ParameterAdded Additive "an optional parameter is a setter: one more method",
    ParameterRemoved Breaking "a setter or argument that programs use is gone",
    ParameterRequired Breaking "the setter becomes an argument, and calls lack it",
    ParameterOptional Breaking "the argument becomes a setter, and calls have one too many",
    ParameterType Breaking "the setter or argument takes another type",
    ParameterRenamed Breaking "the setter that programs call is gone",
    ParameterPlace Breaking "the same call sends it in another place: whoever stands in for the server sees another request",
    ArgumentOrder Breaking "arguments are told apart by their order; two of one type would change places without a word",
    LimitNarrowed Breaking "a parameter's limits are checked before sending: calls that were sent are refused",
    LimitWidened Additive "calls that were refused are sent",
    Body Breaking "the argument `body` appears, goes, or takes another type",
    Response Breaking "`send` gives another type",
    PagingAdded Breaking "a mock takes the items instead of the page; else `items()`, `pages()` and the response's `rejected` would only be more",
    PagingRemoved Breaking "`items()` and `pages()` are gone, and `rejected` from the response",
    PagingChanged Breaking "`items()` walks other items, or follows another token",

    SchemaAdded Additive "a new struct",
    SchemaRemoved Breaking "a struct that programs name is gone; renaming it is removing it and adding another",
    PropertyAdded Additive "structs are non-exhaustive, so that no program builds one by naming all fields; the property was in `extra` before, and is no longer",
    PropertyRemoved Breaking "a field that programs read is gone; renaming a property is removing it and adding another",
    PropertyType Breaking "the field has another type; making a `T` an `Option<T>`, or back, is that too",
    PropertyRenamed Breaking "the field that programs read is gone",
    TimeAdded Additive "one more method: the point in time that an integer stands for",
    TimeChanged Breaking "the method that gives the point in time is gone, has another name or counts in another unit",
    TypeRenamed Breaking "the struct or enum that programs name is gone, under whatever name the spec has it",
    SchemaBecameEnum Breaking "a struct becomes an enum, or an enum a struct",

    EnumAdded Additive "a new enum",
    EnumRemoved Breaking "an enum that programs name is gone; renaming it is removing it and adding another",
    ValueAdded Additive "enums are open and non-exhaustive: every match has an arm for the rest; the value was `Unknown` before, which nobody can build or take apart",
    ValueRemoved Breaking "a variant that programs name is gone, although the value is still understood as unknown",
    ValueRenamed Breaking "a variant that programs name is gone",
    ValueOrder Breaking "variants compare in their order",

    DeprecationAdded Additive "programs are warned, and go on as before",
    DeprecationRemoved Documentation "a warning goes away",
    Text Documentation "titles, descriptions, units, defaults, reasons, departures, known differences and limits of properties are what users or maintainers read; nothing enforces them",
    Order Documentation "what stands first in the spec stands first in the documentation and in what is written as JSON",
}

impl ChangeKind {
    /// As reports show it: `property-removed`.
    #[must_use]
    pub fn id(self) -> String {
        format!("{self:?}").to_kebab_case()
    }
}
