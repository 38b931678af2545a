//! Traits by which each type of [`spec`](crate::spec) declares its parts once. The reader and the JSON Schema of the language are
//! both derived from the declaration, so they cannot disagree.

use crate::json::{Json, json};
use crate::source::{Span, Spanned};
use crate::spec::entries::Entries;

use super::reader::{FixedKeys, Reader};
use super::yaml::{Node, Value};

/// A value of the language.
pub(crate) trait SpecValue: Sized {
    /// Reads the value, or reports why it cannot be read.
    fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Self>;

    /// The value to continue with if it is missing, after that is reported.
    fn recover(_parent_key: &Span) -> Option<Self> {
        None
    }

    /// The JSON Schema of the value.
    fn json_schema(definitions: &mut Definitions) -> Json;
}

/// A value under a name that the spec chooses.
pub(crate) trait NamedEntry: Sized {
    /// A regular expression for the name.
    const NAME_PATTERN: &'static str;

    /// Reads the name.
    fn name(reader: &mut Reader<'_>, key: &Node) -> Option<Spanned<String>> {
        reader.text(key)
    }

    /// Whether a node is probably such an entry, if the key above it is missing.
    fn is_likely(node: &Node) -> bool {
        matches!(node.value, Value::Mapping(_))
    }

    /// Reads the value, or reports why it cannot be read.
    fn read(reader: &mut Reader<'_>, name: Spanned<String>, node: &Node) -> Option<Self>;

    /// The JSON Schema of the value.
    fn json_schema(definitions: &mut Definitions) -> Json;
}

/// A part of a mapping with fixed keys: usually the value of one key.
pub(crate) trait FieldParser: Sized {
    /// The keys that it may have.
    fn keys(key: &'static str) -> Vec<&'static str> {
        vec![key]
    }

    /// Takes the part out of the mapping.
    fn parse(keys: &mut FixedKeys<'_>, reader: &mut Reader<'_>, key: &'static str) -> Option<Self>;

    /// Adds the part to the JSON Schema of the mapping.
    fn add_to_schema(
        mapping: &mut ObjectSchema,
        definitions: &mut Definitions,
        key: &'static str,
        description: &str,
    );
}

/// The value of a required key.
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

/// The value of an optional key.
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

/// A mapping from names, the value of an optional key.
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

/// A builder for the JSON Schema of a mapping with fixed keys.
#[derive(Default)]
pub(crate) struct ObjectSchema {
    properties: Vec<(String, Json)>,
    required: Vec<&'static str>,
    one_of: Vec<Json>,
    any_of: Vec<Json>,
}

impl ObjectSchema {
    pub(super) fn property(&mut self, key: &str, description: &str, schema: Json) {
        let description = Json::from(description.trim());
        let schema = match schema {
            // Draft 7 ignores the siblings of `$ref`.
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

    /// Requires exactly one of several keys.
    pub(super) fn one_of(&mut self, keys: impl IntoIterator<Item = &'static str>) {
        let required = |key| json!({ "required": json!([key]) });
        self.one_of = keys.into_iter().map(required).collect();
    }

    /// Requires at least one of several keys.
    pub(super) fn any_of(&mut self, keys: impl IntoIterator<Item = &'static str>) {
        let required = |key| json!({ "required": json!([key]) });
        self.any_of = keys.into_iter().map(required).collect();
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
        if !self.any_of.is_empty() {
            schema.push(("anyOf", Json::Array(self.any_of)));
        }
        Json::object(schema)
    }
}

/// The definitions of a JSON Schema, each built once.
#[derive(Default)]
pub(crate) struct Definitions(Vec<(String, Json)>);

impl Definitions {
    /// Returns a reference to the definition of that name, and builds the definition on first use.
    pub(crate) fn refer(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Json) -> Json {
        if !self.0.iter().any(|(known, _)| known == name) {
            let definition = make(self);
            self.0.push((name.to_owned(), definition));
        }
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    /// The whole document, in draft 7, which editors support best.
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

/// Declares a mapping with fixed keys: a struct whose fields are the keys, documented for rustdoc and for the JSON Schema. After
/// `named` comes a regular expression for the names of such mappings.
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
            /// The name of the entry.
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
