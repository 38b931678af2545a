//! Recognizes types of the spec by their shape.

use std::collections::{HashMap, HashSet};

use crate::model::{Enum, EnumType, Schema as SpecSchema, Type};

use super::document::Document;
use super::schema::{Resolver, Schema, SchemaKind};
use super::view::{Member, View};

/// The types of a spec by their shapes.
pub(crate) struct Shapes<'m> {
    all_schemas: &'m [SpecSchema],
    all_enums: &'m [Enum],
    /// Schemas by the sorted names of their properties.
    schemas: HashMap<Vec<&'m str>, Vec<&'m SpecSchema>>,
    /// Enums by their sorted values.
    enums: HashMap<Vec<&'m str>, &'m Enum>,
}

impl<'m> Shapes<'m> {
    pub(crate) fn new(all_schemas: &'m [SpecSchema], all_enums: &'m [Enum]) -> Self {
        let mut schemas: HashMap<_, Vec<_>> = HashMap::new();
        for schema in all_schemas.iter().filter(|schema| !schema.properties.is_empty()) {
            schemas.entry(sorted(property_names(schema))).or_default().push(schema);
        }
        let enums = all_enums.iter().map(|it| (sorted(values(it)), it)).collect();
        Self { all_schemas, all_enums, schemas, enums }
    }

    /// The type of the spec with the shape of a schema: the same names, types and presence.
    pub(crate) fn find<'d>(&self, document: &Document<'d>, schema: &Schema<'d>) -> Option<&'m str> {
        match &schema.kind {
            SchemaKind::Enum(values) | SchemaKind::IntegerEnum(values) => {
                let is_text = matches!(schema.kind, SchemaKind::Enum(_));
                let values: Vec<_> = values.iter().map(View::display).collect();
                let key = sorted(values.iter().map(String::as_str));
                let found = self.enums.get(&*key).filter(|it| (it.value_type == EnumType::String) == is_text);
                found.map(|it| it.name.value.as_str())
            }
            SchemaKind::Object(properties) => {
                let key = sorted(properties.iter().map(|property| &*property.name));
                let mut candidates = self.schemas.get(&*key)?.iter();
                let is_same = |candidate: &&&SpecSchema| {
                    self.is_same_object(document, candidate, schema, properties, &mut HashSet::new())
                };
                candidates.find(is_same).map(|candidate| candidate.name.value.as_str())
            }
            _ => None,
        }
    }

    /// The type of the spec of that name, if it has at least half of a schema's properties or values in common with it.
    pub(crate) fn namesake(&self, name: &str, schema: &Schema<'_>) -> Option<&'m str> {
        let (own, theirs): (&'m str, HashSet<String>) = match &schema.kind {
            SchemaKind::Enum(values) => {
                let it = self.all_enums.iter().find(|it| it.name.value == name)?;
                (&it.name.value, values.iter().filter_map(View::as_string).collect())
            }
            SchemaKind::Object(properties) => {
                let it = self.all_schemas.iter().find(|it| it.name.value == name)?;
                (&it.name.value, properties.iter().map(|property| property.name.to_string()).collect())
            }
            _ => return None,
        };
        let known: Vec<&str> = match &schema.kind {
            SchemaKind::Enum(_) => {
                self.all_enums.iter().find(|it| it.name.value == name).map(values)?.collect()
            }
            _ => self.all_schemas.iter().find(|it| it.name.value == name).map(property_names)?.collect(),
        };
        let common = known.iter().filter(|name| theirs.contains(**name)).count();
        (2 * common >= known.len().max(theirs.len())).then_some(own)
    }

    fn is_same_object<'d>(
        &self,
        document: &Document<'d>,
        known: &'m SpecSchema,
        schema: &Schema<'d>,
        properties: &[Member<'d>],
        assumed: &mut HashSet<(&'m str, usize)>,
    ) -> bool {
        // A schema that contains itself has the same shape if nothing else differs.
        if !assumed.insert((&known.name.value, schema.resolved.id())) {
            return true;
        }
        known.properties.len() == properties.len()
            && self.is_same_rest(document, known, schema, assumed)
            && known.properties.iter().all(|property| {
                let name = &property.field.name.value;
                let Some(member) = properties.iter().find(|member| member.name == *name) else {
                    return false;
                };
                let value = document.schema(member.value);
                let is_optional = value.is_nullable || !schema.required.contains(name);
                let ty = property.field.documented_type();
                ty.is_optional() == is_optional && self.is_same(document, ty.required(), &value, assumed)
            })
    }

    /// Whether the properties beyond the named ones have the same type.
    fn is_same_rest<'d>(
        &self,
        document: &Document<'d>,
        known: &'m SpecSchema,
        schema: &Schema<'d>,
        assumed: &mut HashSet<(&'m str, usize)>,
    ) -> bool {
        match (&known.rest, document.rest(schema)) {
            (None, None) => true,
            (Some(rest), Some(other)) => {
                let ty = rest.value();
                ty.is_optional() == other.is_nullable
                    && self.is_same(document, ty.required(), &other, assumed)
            }
            _ => false,
        }
    }

    fn is_same<'d>(
        &self,
        document: &Document<'d>,
        ty: &'m Type,
        schema: &Schema<'d>,
        assumed: &mut HashSet<(&'m str, usize)>,
    ) -> bool {
        match (ty, &schema.kind) {
            (Type::Any, SchemaKind::Any | SchemaKind::Other(_) | SchemaKind::Null) => true,
            (ty, _) if schema.is_same_scalar(ty) => true,
            (Type::List(inner), SchemaKind::List(entry)) | (Type::Map(inner), SchemaKind::Map(entry)) => {
                let Some(entry) = entry else { return **inner == Type::Any };
                let entry = document.schema(*entry);
                inner.is_optional() == entry.is_nullable
                    && self.is_same(document, inner.required(), &entry, assumed)
            }
            (Type::Enum(id), SchemaKind::Enum(_) | SchemaKind::IntegerEnum(_)) => {
                self.find(document, schema) == Some(&*id.name)
            }
            (Type::Schema(id), SchemaKind::Object(properties)) => {
                self.is_same_object(document, id.find(self.all_schemas), schema, properties, assumed)
            }
            _ => false,
        }
    }
}

fn property_names(schema: &SpecSchema) -> impl Iterator<Item = &str> {
    schema.properties.iter().map(|property| property.field.name.value.as_str())
}

fn values(it: &Enum) -> impl Iterator<Item = &str> {
    it.variants.iter().map(|variant| variant.name.value.as_str())
}

fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}
