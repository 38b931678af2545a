//! Schemas and enums, each for itself and all together.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::names;
use crate::spec::{Enum, Schema, Type};

use super::Checker;
use super::names::Named;

impl<'a> Checker<'a> {
    pub(super) fn schema(&mut self, schema: &'a Schema) {
        self.description("the schema", &schema.name, schema.description.as_ref());
        let properties = schema.properties.iter();
        let named = properties.map(|p| Named { written: &p.name, rust: names::field(p) }).collect();
        self.field_names("properties", self.taken_fields(schema), named);
        for property in &schema.properties {
            self.field("the property", property);
        }
    }

    /// The fields that an emitted struct has beside its properties.
    fn taken_fields(&self, schema: &Schema) -> &'static [&'static str] {
        let paged = self.spec.endpoints.iter().any(|endpoint| {
            let response = endpoint.response.as_ref().and_then(Type::named);
            endpoint.paging.is_some() && response.is_some_and(|(name, _)| name == schema.name.value)
        });
        if paged { &["extra", "rejected", "from_json"] } else { &["extra", "from_json"] }
    }

    pub(super) fn enumeration(&mut self, enumeration: &Enum) {
        self.description("the enum", &enumeration.name, enumeration.description.as_ref());
        if enumeration.values.is_empty() {
            self.error(
                &enumeration.name.span,
                format!("the enum `{}` has no values", enumeration.name.value),
            );
        }
        let values = enumeration.values.iter();
        self.variant_names(values.map(|v| Named { written: &v.name, rust: names::variant(v) }).collect());
        for value in &enumeration.values {
            self.description("the value", &value.name, value.description.as_ref());
            self.reason(value.deprecated.as_ref());
        }
    }

    /// A schema that always contains another of itself has no end. Lists, maps and optional properties give it one.
    pub(super) fn infinite_schemas(&mut self) {
        let mut within: HashMap<&str, Vec<&str>> = HashMap::new();
        for schema in &self.spec.schemas {
            let always = schema.properties.iter().filter_map(|property| match &property.ty {
                Type::Named(name, _) => Some(name.as_str()),
                _ => None,
            });
            within.insert(&schema.name.value, always.collect());
        }
        for schema in &self.spec.schemas {
            let name = schema.name.value.as_str();
            if reachable(&within, within.get(name).into_iter().flatten().copied()).contains(name) {
                let message = format!("the schema `{name}` always contains another `{name}`: it never ends");
                let diagnostic = Diagnostic::error(&schema.name.span, message);
                self.report(diagnostic.help("make one of the properties in the circle optional"));
            }
        }
    }

    /// What no endpoint reaches is dead weight for every user.
    pub(super) fn unused_types(&mut self) {
        let spec = self.spec;
        let name = |ty: &'a Type| ty.named().map(|(name, _)| name);
        let mut uses: HashMap<&str, Vec<&str>> = HashMap::new();
        for schema in &spec.schemas {
            let types = schema.properties.iter().filter_map(|property| name(&property.ty));
            uses.insert(&schema.name.value, types.collect());
        }
        let roots = spec.endpoints.iter().flat_map(|endpoint| {
            let fields = endpoint.path_parameters.iter().chain(&endpoint.query).chain(&endpoint.headers);
            let types = fields.map(|field| &field.ty).chain(&endpoint.body).chain(&endpoint.response);
            types.filter_map(name)
        });
        let reached = reachable(&uses, roots);
        let all = spec.schemas.iter().map(|s| &s.name).chain(spec.enums.iter().map(|e| &e.name));
        for unused in all.filter(|name| !reached.contains(name.value.as_str())) {
            let message = format!("no endpoint uses `{}`", unused.value);
            self.report(Diagnostic::warning(&unused.span, message));
        }
    }
}

fn reachable<'a>(
    edges: &HashMap<&'a str, Vec<&'a str>>,
    from: impl Iterator<Item = &'a str>,
) -> HashSet<&'a str> {
    let mut found = HashSet::new();
    let mut open: Vec<&str> = from.collect();
    while let Some(name) = open.pop() {
        if found.insert(name) {
            open.extend(edges.get(name).into_iter().flatten());
        }
    }
    found
}
