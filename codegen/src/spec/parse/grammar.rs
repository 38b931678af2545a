//! By these traits a type of [`spec`](crate::spec) says once what it is made of. The reader and the JSON Schema of the language
//! both follow, so they cannot part ways.

use crate::json::{Json, json};
use crate::source::{Span, Spanned};
use crate::spec::language::Entries;

use super::reader::{FixedKeys, Reader};
use super::yaml::{Node, Value};

/// A value of the language.
pub(crate) trait SpecValue: Sized {
    /// Reads it, or says why not.
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self>;

    /// What to go on with where it is missing, after the complaint.
    fn recover(_parent_key: &Span) -> Option<Self> {
        None
    }

    /// The JSON Schema of it.
    fn json_schema(definitions: &mut Definitions) -> Json;
}

/// What stands under a name that the spec chooses.
pub(crate) trait NamedEntry: Sized {
    /// A regular expression for the names.
    const NAME_PATTERN: &'static str;

    /// Reads the name.
    fn name(reader: &mut Reader<'_>, key: &Node) -> Option<Spanned<String>> {
        reader.text(key)
    }

    /// Whether a node may be an entry, should the key that it belongs under be missing.
    fn is_likely(node: &Node) -> bool {
        matches!(node.value, Value::Mapping(_))
    }

    /// Reads what stands under it, or says why not.
    fn read(reader: &mut Reader<'_>, name: Spanned<String>, node: &Node) -> Option<Self>;

    /// The JSON Schema of it.
    fn json_schema(definitions: &mut Definitions) -> Json;
}

/// What a mapping with fixed keys is made of: mostly what stands under one key.
pub(crate) trait FieldParser: Sized {
    /// The keys that it may stand under.
    fn keys(key: &'static str) -> Vec<&'static str> {
        vec![key]
    }

    /// Takes it out of the mapping.
    fn parse(keys: &mut FixedKeys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self>;

    /// Adds it to the JSON Schema of the mapping.
    fn add_to_schema(
        mapping: &mut ObjectSchema,
        definitions: &mut Definitions,
        key: &'static str,
        description: &str,
    );
}

/// Under a key that has to be there.
impl<T: SpecValue> FieldParser for T {
    fn parse(keys: &mut FixedKeys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        match keys.take(reader, key) {
            Some((_, node)) => T::read(reader, node),
            None => {
                keys.report_missing(reader, key);
                T::recover(&keys.span)
            }
        }
    }

    fn add_to_schema(
        mapping: &mut ObjectSchema,
        definitions: &mut Definitions,
        key: &'static str,
        description: &str,
    ) {
        let schema = T::json_schema(definitions);
        mapping.property(key, description, schema);
        mapping.required(key);
    }
}

/// Under a key that may be missing.
impl<T: SpecValue> FieldParser for Option<T> {
    fn parse(keys: &mut FixedKeys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        let found = keys.take(reader, key);
        Some(found.and_then(|(_, node)| T::read(reader, node)))
    }

    fn add_to_schema(
        mapping: &mut ObjectSchema,
        definitions: &mut Definitions,
        key: &'static str,
        description: &str,
    ) {
        let schema = T::json_schema(definitions);
        mapping.property(key, description, schema);
    }
}

/// A mapping from names, under a key that may be missing.
impl<T: NamedEntry> FieldParser for Entries<T> {
    fn parse(keys: &mut FixedKeys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self> {
        let nodes = keys.take_all(reader, key);
        if nodes.is_empty() {
            return Some(Self { entries: Vec::new(), is_complete: !keys.has_unknown_mapping() });
        }
        Some(reader.entries(&nodes, T::name, T::read))
    }

    fn add_to_schema(
        mapping: &mut ObjectSchema,
        definitions: &mut Definitions,
        key: &'static str,
        description: &str,
    ) {
        let entry = T::json_schema(definitions);
        let schema = json!({
            "type": json!(["object", "null"]),
            "propertyNames": json!({ "pattern": T::NAME_PATTERN }),
            "additionalProperties": entry,
        });
        mapping.property(key, description, schema);
    }
}

/// The JSON Schema of a mapping with fixed keys, while it is put together.
#[derive(Default)]
pub(crate) struct ObjectSchema {
    properties: Vec<(String, Json)>,
    required: Vec<&'static str>,
    one_of: Vec<Json>,
}

impl ObjectSchema {
    pub(super) fn property(&mut self, key: &str, description: &str, schema: Json) {
        let description = Json::from(description.trim());
        let schema = match schema {
            // What stands beside a reference is not read.
            Json::Object(members) if members.iter().any(|(key, _)| key == "$ref") => {
                json!({ "description": description, "allOf": json!([Json::Object(members)]) })
            }
            Json::Object(members) => {
                Json::object([("description".to_owned(), description)].into_iter().chain(members))
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
        let required = |key| json!({ "required": json!([key]) });
        self.one_of = keys.into_iter().map(required).collect();
    }

    pub(crate) fn finish(self, description: &str) -> Json {
        let mut schema = vec![
            ("description", Json::from(description.trim())),
            ("type", "object".into()),
            ("properties", Json::Object(self.properties)),
            ("additionalProperties", false.into()),
        ];
        if !self.required.is_empty() {
            schema.push(("required", Json::strings(self.required)));
        }
        if !self.one_of.is_empty() {
            schema.push(("oneOf", Json::Array(self.one_of)));
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
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    /// The whole document. Draft 7 is what editors know best.
    pub(super) fn into_schema(mut self, title: &str, comment: &str, root: Json) -> Json {
        self.0.sort_by(|(a, _), (b, _)| a.cmp(b));
        json!({
            "$comment": comment,
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": title,
            "allOf": json!([root]),
            "definitions": Json::Object(self.0),
        })
    }
}

/// Declares a mapping with fixed keys: a struct whose fields are its keys, with their documentation for both readers. After
/// `named` comes a regular expression for the names that such mappings stand under.
macro_rules! spec_struct {
    (
        $called:literal
        $(#[doc = $description:literal])+
        struct $mapping:ident {
            $($(#[doc = $doc:literal])+ $field:ident $(as $key:literal)?: $ty:ty,)+
        }
    ) => {
        $(#[doc = $description])+
        #[derive(Clone, Debug)]
        pub(crate) struct $mapping {
            $($(#[doc = $doc])+ pub(crate) $field: $ty,)+
        }

        impl $crate::spec::parse::grammar::SpecValue for $mapping {
            fn read(
                reader: &mut $crate::spec::parse::reader::Reader<'_>,
                node: &$crate::spec::parse::grammar::YamlNode,
            ) -> Option<Self> {
                let known = [$(<$ty as $crate::spec::parse::grammar::FieldParser>::keys(spec_struct!(@key $field $($key)?))),+];
                let mut keys = reader.keys(node, $called, known.concat());
                $(let $field = $crate::spec::parse::grammar::FieldParser::parse(&mut keys, reader, spec_struct!(@key $field $($key)?));)+
                keys.report_unknown(reader);
                Some(Self { $($field: $field?,)+ })
            }

            fn json_schema(definitions: &mut $crate::spec::parse::grammar::Definitions) -> $crate::json::Json {
                spec_struct!(@schema definitions $mapping concat!($($description),+); $($field $($key)?: $ty, concat!($($doc),+);)+)
            }
        }
    };
    (
        $called:literal named $names:literal
        $(#[doc = $description:literal])+
        struct $mapping:ident {
            $($(#[doc = $doc:literal])+ $field:ident $(as $key:literal)?: $ty:ty,)+
        }
    ) => {
        $(#[doc = $description])+
        #[derive(Clone, Debug)]
        pub(crate) struct $mapping {
            /// The name that it stands under.
            pub(crate) name: $crate::source::Spanned<String>,
            $($(#[doc = $doc])+ pub(crate) $field: $ty,)+
        }

        impl $crate::spec::parse::grammar::NamedEntry for $mapping {
            const NAME_PATTERN: &'static str = $names;

            fn read(
                reader: &mut $crate::spec::parse::reader::Reader<'_>,
                name: $crate::source::Spanned<String>,
                node: &$crate::spec::parse::grammar::YamlNode,
            ) -> Option<Self> {
                let known = [$(<$ty as $crate::spec::parse::grammar::FieldParser>::keys(spec_struct!(@key $field $($key)?))),+];
                let mut keys = reader.keys(node, $called, known.concat());
                $(let $field = $crate::spec::parse::grammar::FieldParser::parse(&mut keys, reader, spec_struct!(@key $field $($key)?));)+
                keys.report_unknown(reader);
                Some(Self { name, $($field: $field?,)+ })
            }

            fn json_schema(definitions: &mut $crate::spec::parse::grammar::Definitions) -> $crate::json::Json {
                spec_struct!(@schema definitions $mapping concat!($($description),+); $($field $($key)?: $ty, concat!($($doc),+);)+)
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@schema $definitions:ident $mapping:ident $description:expr; $($field:ident $($key:literal)?: $ty:ty, $doc:expr;)+) => {
        $definitions.refer(stringify!($mapping), |definitions| {
            let mut mapping = $crate::spec::parse::grammar::ObjectSchema::default();
            $(<$ty as $crate::spec::parse::grammar::FieldParser>::add_to_schema(
                &mut mapping,
                definitions,
                spec_struct!(@key $field $($key)?),
                $doc,
            );)+
            mapping.finish($description)
        })
    };
}
pub(crate) use spec_struct;

pub(crate) use super::yaml::Node as YamlNode;
