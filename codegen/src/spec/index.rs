//! The parts of a spec by name, to look up the names that types and endpoints use.

use std::collections::{HashMap, HashSet};

use crate::graph::Edges;
use crate::names;
use crate::reserved::{PRELUDE_TRAITS, RESERVED_TYPES};

use super::language::{Endpoint, Enum, Paging, Primitive, Schema, Spec, Type, Union};

/// How many unions inside of a union are followed. More are nested too deep, which is an error.
const MAX_UNIONS: usize = 1024;

/// A spec and its schemas, enums, unions and pages by name.
pub(crate) struct SpecIndex<'a> {
    pub(crate) spec: &'a Spec,
    /// Each with its position in the spec.
    schemas: HashMap<&'a str, (usize, &'a Schema)>,
    enums: HashMap<&'a str, (usize, &'a Enum)>,
    unions: HashMap<&'a str, (usize, &'a Union)>,
    /// The pagination of the schemas that are one page of a list.
    pages: HashMap<&'a str, &'a Paging>,
    /// The Rust names of all schemas, enums and unions.
    rust_types: HashSet<String>,
}

impl<'a> SpecIndex<'a> {
    pub(crate) fn new(spec: &'a Spec) -> Self {
        let page = |endpoint: &'a Endpoint| Some((endpoint.page()?, endpoint.paging.as_ref()?));
        let schemas = spec.schemas.iter().map(Schema::chosen_rust_name);
        let enums = spec.enums.iter().map(Enum::chosen_rust_name);
        Self {
            spec,
            rust_types: schemas.chain(enums).chain(spec.unions.iter().map(Union::chosen_rust_name)).collect(),
            schemas: by_name(&spec.schemas, |schema| &schema.name.value),
            enums: by_name(&spec.enums, |enum_def| &enum_def.name.value),
            unions: by_name(&spec.unions, |union_def| &union_def.name.value),
            pages: spec.endpoints.iter().filter_map(page).collect(),
        }
    }

    /// The schema of that name and its position.
    pub(crate) fn schema(&self, name: &str) -> Option<(usize, &'a Schema)> {
        self.schemas.get(name).copied()
    }

    /// The enum of that name and its position.
    pub(crate) fn enum_def(&self, name: &str) -> Option<(usize, &'a Enum)> {
        self.enums.get(name).copied()
    }

    /// The union of that name and its position.
    pub(crate) fn union_def(&self, name: &str) -> Option<(usize, &'a Union)> {
        self.unions.get(name).copied()
    }

    /// Whether a schema, enum or union has that name.
    pub(crate) fn is_type(&self, name: &str) -> bool {
        self.node(name).is_some()
    }

    /// The types that a value of this type may have: those of the variants of a union without a tag, at any depth, or else the type itself.
    pub(crate) fn alternatives<'t>(&self, ty: &'t Type) -> Vec<&'t Type>
    where
        'a: 't,
    {
        let mut seen = HashSet::new();
        let (mut found, mut worklist) = (Vec::new(), vec![ty]);
        while let Some(ty) = worklist.pop() {
            match ty.as_named().and_then(|name| self.union_def(name)) {
                Some((position, union_def)) if union_def.tag.is_none() => {
                    if seen.len() < MAX_UNIONS && seen.insert(position) {
                        worklist
                            .extend(union_def.variants.iter().rev().map(|variant| &variant.attributes.ty));
                    }
                }
                _ => found.push(ty),
            }
        }
        found
    }

    /// Whether the type is text, a number, a boolean, an enum or a union of them. What another rule reports is one.
    pub(crate) fn is_scalar(&self, ty: &Type) -> bool {
        self.alternatives(ty).into_iter().all(|ty| match ty {
            Type::Primitive(primitive) => *primitive != Primitive::Any,
            Type::Named(name, _) => self.schema(name).is_none() && self.union_def(name).is_none(),
            Type::List(_) | Type::Map(_) | Type::Optional(_) | Type::Nullable(_) => false,
            Type::Error => true,
        })
    }

    /// How the schema of that name is paginated, if it is one page of a list.
    pub(crate) fn paging(&self, schema: &str) -> Option<&'a Paging> {
        self.pages.get(schema).copied()
    }

    /// The names of all schemas, enums and unions.
    pub(crate) fn type_names(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.schemas.keys().chain(self.enums.keys()).chain(self.unions.keys()).copied()
    }

    /// The node of a type in [`edges`](Self::edges): schemas come first, then enums, then unions, each in the order of the spec.
    pub(crate) fn node(&self, name: &str) -> Option<usize> {
        let enums = self.spec.schemas.len();
        let unions = enums + self.spec.enums.len();
        let schema = self.schema(name).map(|(position, _)| position);
        let enum_def = || self.enum_def(name).map(|(position, _)| enums + position);
        let union_def = || self.union_def(name).map(|(position, _)| unions + position);
        schema.or_else(enum_def).or_else(union_def)
    }

    /// An edge from each schema to each type that `follow` finds in the types of its properties, and from each union to each type that
    /// it finds in those of its variants.
    pub(crate) fn edges(&self, follow: impl Fn(&'a Type) -> Option<&'a str>) -> Edges {
        let ends = |types: &mut dyn Iterator<Item = &'a Type>| -> Vec<usize> {
            types.filter_map(|ty| self.node(follow(ty)?)).collect()
        };
        let schemas = self.spec.schemas.iter();
        let schemas = schemas.map(|schema| ends(&mut schema.types()));
        let enums = self.spec.enums.iter().map(|_| Vec::new());
        let unions = self.spec.unions.iter().map(|union_def| ends(&mut union_def.types()));
        schemas.chain(enums).chain(unions).collect()
    }

    /// The marker type of an endpoint: named after its method, unless another type has that name.
    pub(crate) fn marker_type(&self, endpoint: &Endpoint) -> String {
        let mut name = names::operation(&endpoint.chosen_rust_name());
        let is_taken = |name: &str| {
            let is_ours = RESERVED_TYPES.contains(&name) || PRELUDE_TRAITS.contains(&name);
            is_ours || self.rust_types.contains(name) || names::is_keyword(name)
        };
        while is_taken(&name) {
            name.push_str("Operation");
        }
        name
    }

    /// The schema that an endpoint returns, if it returns one.
    pub(crate) fn response_schema(&self, endpoint: &'a Endpoint) -> Option<&'a Schema> {
        let name = endpoint.response.as_ref()?.as_named()?;
        self.schema(name).map(|(_, schema)| schema)
    }
}

fn by_name<'a, T>(items: &'a [T], name: impl Fn(&'a T) -> &'a str) -> HashMap<&'a str, (usize, &'a T)> {
    items.iter().enumerate().map(|(position, item)| (name(item), (position, item))).collect()
}
