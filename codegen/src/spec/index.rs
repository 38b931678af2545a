//! The parts of a spec by name, to look up the names that types and endpoints use.

use std::collections::{HashMap, HashSet};

use crate::graph::Edges;
use crate::names;
use crate::reserved::{PRELUDE_TRAITS, RESERVED_TYPES};

use super::language::{Endpoint, Enum, Paging, Schema, Spec, Type};

/// A spec and its schemas, enums and pages by name.
pub(crate) struct SpecIndex<'a> {
    pub(crate) spec: &'a Spec,
    /// Each with its position in the spec.
    schemas: HashMap<&'a str, (usize, &'a Schema)>,
    enums: HashMap<&'a str, (usize, &'a Enum)>,
    /// The pagination of the schemas that are one page of a list.
    pages: HashMap<&'a str, &'a Paging>,
    /// The Rust names of all schemas and enums.
    rust_types: HashSet<String>,
}

impl<'a> SpecIndex<'a> {
    pub(crate) fn new(spec: &'a Spec) -> Self {
        let page = |endpoint: &'a Endpoint| Some((endpoint.page()?, endpoint.paging.as_ref()?));
        let schemas = spec.schemas.iter().map(Schema::chosen_rust_name);
        Self {
            spec,
            rust_types: schemas.chain(spec.enums.iter().map(Enum::chosen_rust_name)).collect(),
            schemas: by_name(&spec.schemas, |schema| &schema.name.value),
            enums: by_name(&spec.enums, |enum_def| &enum_def.name.value),
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

    /// How the schema of that name is paginated, if it is one page of a list.
    pub(crate) fn paging(&self, schema: &str) -> Option<&'a Paging> {
        self.pages.get(schema).copied()
    }

    /// The names of all schemas and enums.
    pub(crate) fn type_names(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.schemas.keys().chain(self.enums.keys()).copied()
    }

    /// The node of a schema or enum in [`edges`](Self::edges): schemas come first, both in the order of the spec.
    pub(crate) fn node(&self, name: &str) -> Option<usize> {
        let schema = self.schema(name).map(|(position, _)| position);
        schema.or_else(|| Some(self.spec.schemas.len() + self.enum_def(name)?.0))
    }

    /// An edge from each schema to each schema or enum that `follow` finds in the types of its properties.
    pub(crate) fn edges(&self, follow: impl Fn(&'a Type) -> Option<&'a str>) -> Edges {
        let ends = |schema: &'a Schema| -> Vec<usize> {
            let types = schema.properties.iter().map(|property| &property.ty);
            types.filter_map(|ty| self.node(follow(ty)?)).collect()
        };
        let without_edges = self.spec.enums.iter().map(|_| Vec::new());
        self.spec.schemas.iter().map(ends).chain(without_edges).collect()
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
