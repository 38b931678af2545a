//! By these traits a type of [`spec`](crate::spec) says once what it is made of. The reader and the JSON Schema of the language
//! both follow, so they cannot part ways.

use crate::diagnostic::Span;
use crate::json::Json;
use crate::spec::Text;

use super::reader::{Keys, Reader};
use super::yaml::Node;

/// A value of the language.
pub(crate) trait Grammar: Sized {
    /// Reads it, or says why not.
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self>;

    /// What to go on with where it is missing, after the complaint.
    fn missing(_place: &Span) -> Option<Self> {
        None
    }

    /// The JSON Schema of it.
    fn json_schema(definitions: &mut Definitions) -> Json;
}

/// What stands under a name that the spec chooses.
pub(crate) trait Entry: Sized {
    /// A regular expression for the names.
    const NAMES: &'static str;

    /// Reads the name.
    fn name(reader: &mut Reader<'_>, key: &Node) -> Option<Text> {
        reader.text(key)
    }

    /// Reads what stands under it, or says why not.
    fn read(reader: &mut Reader<'_>, name: Text, node: &Node) -> Option<Self>;

    /// The JSON Schema of it.
    fn json_schema(definitions: &mut Definitions) -> Json;
}

/// What a mapping with fixed keys is made of: mostly what stands under one key.
pub(crate) trait Part: Sized {
    /// Takes it out of the mapping.
    fn take(keys: &mut Keys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self>;

    /// Adds it to the JSON Schema of the mapping.
    fn describe(mapping: &mut Mapping, definitions: &mut Definitions, key: &'static str, about: &str);
}

/// Under a key that has to be there.
impl<T: Grammar> Part for T {
    fn take(keys: &mut Keys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        match keys.take(reader, key) {
            Some((_, node)) => T::read(reader, node),
            None => {
                keys.lacks(reader, key);
                T::missing(&keys.span)
            }
        }
    }

    fn describe(mapping: &mut Mapping, definitions: &mut Definitions, key: &'static str, about: &str) {
        let schema = T::json_schema(definitions);
        mapping.property(key, about, schema);
        mapping.required(key);
    }
}

/// Under a key that may be missing.
impl<T: Grammar> Part for Option<T> {
    fn take(keys: &mut Keys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        let found = keys.take(reader, key);
        Some(found.and_then(|(_, node)| T::read(reader, node)))
    }

    fn describe(mapping: &mut Mapping, definitions: &mut Definitions, key: &'static str, about: &str) {
        let schema = T::json_schema(definitions);
        mapping.property(key, about, schema);
    }
}

/// A mapping from names, under a key that may be missing.
impl<T: Entry> Part for Vec<T> {
    fn take(keys: &mut Keys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        let found = keys.take(reader, key);
        Some(found.map_or_else(Vec::new, |(_, node)| reader.entries(node, T::name, T::read)))
    }

    fn describe(mapping: &mut Mapping, definitions: &mut Definitions, key: &'static str, about: &str) {
        let entry = T::json_schema(definitions);
        let schema = Json::object([
            ("type", Json::texts(["object", "null"])),
            ("propertyNames", Json::object([("pattern", Json::from(T::NAMES))])),
            ("additionalProperties", entry),
        ]);
        mapping.property(key, about, schema);
    }
}

/// The JSON Schema of a mapping with fixed keys, while it is put together.
#[derive(Default)]
pub(crate) struct Mapping {
    properties: Vec<(String, Json)>,
    required: Vec<&'static str>,
    one_of: Vec<Json>,
}

impl Mapping {
    pub(super) fn property(&mut self, key: &str, about: &str, schema: Json) {
        let about = Json::from(about.trim());
        let schema = match schema {
            // What stands beside a reference is not read.
            Json::Object(members) if members.iter().any(|(key, _)| key == "$ref") => {
                Json::object([("description", about), ("allOf", Json::List(vec![Json::Object(members)]))])
            }
            Json::Object(members) => {
                Json::object([("description".to_owned(), about)].into_iter().chain(members))
            }
            other => other,
        };
        self.properties.push((key.to_owned(), schema));
    }

    pub(super) fn required(&mut self, key: &'static str) {
        self.required.push(key);
    }

    /// One of several keys has to be there.
    pub(super) fn one_of(&mut self, keys: impl IntoIterator<Item = &'static str>) {
        let required = |key| Json::object([("required", Json::texts([key]))]);
        self.one_of = keys.into_iter().map(required).collect();
    }

    pub(crate) fn finish(self, about: &str) -> Json {
        let mut schema = vec![
            ("description", Json::from(about.trim())),
            ("type", "object".into()),
            ("properties", Json::Object(self.properties)),
            ("additionalProperties", false.into()),
        ];
        if !self.required.is_empty() {
            schema.push(("required", Json::texts(self.required)));
        }
        if !self.one_of.is_empty() {
            schema.push(("oneOf", Json::List(self.one_of)));
        }
        Json::object(schema)
    }
}

/// The definitions of a JSON Schema, each made once.
#[derive(Default)]
pub(crate) struct Definitions(Vec<(String, Json)>);

impl Definitions {
    /// A reference to the definition of that name, which is made if it is the first one.
    pub(crate) fn refer(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Json) -> Json {
        if !self.0.iter().any(|(known, _)| known == name) {
            let definition = make(self);
            self.0.push((name.to_owned(), definition));
        }
        Json::object([("$ref", Json::from(format!("#/definitions/{name}")))])
    }

    /// The whole document. Draft 7 is what editors know best.
    pub(super) fn into_schema(mut self, title: &str, comment: &str, root: Json) -> Json {
        self.0.sort_by(|(a, _), (b, _)| a.cmp(b));
        Json::object([
            ("$comment", Json::from(comment)),
            ("$schema", "http://json-schema.org/draft-07/schema#".into()),
            ("title", title.into()),
            ("allOf", Json::List(vec![root])),
            ("definitions", Json::Object(self.0)),
        ])
    }
}

/// Declares a mapping with fixed keys: a struct whose fields are its keys, with their documentation for both readers. After
/// `named` comes a regular expression for the names that such mappings stand under.
macro_rules! mapping {
    (
        $called:literal
        $(#[doc = $about:literal])+
        pub struct $mapping:ident {
            $($(#[doc = $doc:literal])+ $field:ident $(as $key:literal)?: $ty:ty,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $mapping {
            $($(#[doc = $doc])+ pub $field: $ty,)+
        }

        impl $crate::read::grammar::Grammar for $mapping {
            fn read(
                reader: &mut $crate::read::reader::Reader<'_>,
                node: &$crate::read::grammar::YamlNode,
            ) -> Option<Self> {
                let mut keys = reader.keys(node, $called);
                $(let $field = $crate::read::grammar::Part::take(&mut keys, reader, mapping!(@key $field $($key)?));)+
                keys.finish(reader);
                Some(Self { $($field: $field?,)+ })
            }

            fn json_schema(definitions: &mut $crate::read::grammar::Definitions) -> $crate::json::Json {
                mapping!(@schema definitions $mapping concat!($($about),+); $($field $($key)?: $ty, concat!($($doc),+);)+)
            }
        }
    };
    (
        $called:literal named $names:literal
        $(#[doc = $about:literal])+
        pub struct $mapping:ident {
            $($(#[doc = $doc:literal])+ $field:ident $(as $key:literal)?: $ty:ty,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $mapping {
            /// The name that it stands under.
            pub name: $crate::spec::Text,
            $($(#[doc = $doc])+ pub $field: $ty,)+
        }

        impl $crate::read::grammar::Entry for $mapping {
            const NAMES: &'static str = $names;

            fn read(
                reader: &mut $crate::read::reader::Reader<'_>,
                name: $crate::spec::Text,
                node: &$crate::read::grammar::YamlNode,
            ) -> Option<Self> {
                let mut keys = reader.keys(node, $called);
                $(let $field = $crate::read::grammar::Part::take(&mut keys, reader, mapping!(@key $field $($key)?));)+
                keys.finish(reader);
                Some(Self { name, $($field: $field?,)+ })
            }

            fn json_schema(definitions: &mut $crate::read::grammar::Definitions) -> $crate::json::Json {
                mapping!(@schema definitions $mapping concat!($($about),+); $($field $($key)?: $ty, concat!($($doc),+);)+)
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@schema $definitions:ident $mapping:ident $about:expr; $($field:ident $($key:literal)?: $ty:ty, $doc:expr;)+) => {
        $definitions.refer(stringify!($mapping), |definitions| {
            let mut mapping = $crate::read::grammar::Mapping::default();
            $(<$ty as $crate::read::grammar::Part>::describe(
                &mut mapping,
                definitions,
                mapping!(@key $field $($key)?),
                $doc,
            );)+
            mapping.finish($about)
        })
    };
}
pub(crate) use mapping;

pub(crate) use super::yaml::Node as YamlNode;
