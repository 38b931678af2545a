//! Schemas and enums, each for itself and all together.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Rule};
use crate::spec::{Enum, Field, Schema, Type};

use super::Checker;
use super::names::Named;

impl<'a> Checker<'a> {
    pub(super) fn schema(&mut self, schema: &'a Schema) {
        self.description("the schema", &schema.name, schema.description.as_ref());
        let properties = schema.properties.iter();
        let named = properties.map(Named::field).collect();
        self.field_names("properties", self.taken_fields(schema), named);
        for property in schema.properties.iter() {
            self.field("the property", property);
        }
    }

    /// The fields that an emitted struct has beside its properties.
    fn taken_fields(&self, schema: &Schema) -> &'static [&'static str] {
        if self.paged.contains(schema.name.value.as_str()) {
            &["extra", "rejected", "from_json"]
        } else {
            &["extra", "from_json"]
        }
    }

    pub(super) fn enumeration(&mut self, enumeration: &Enum) {
        self.description("the enum", &enumeration.name, enumeration.description.as_ref());
        if enumeration.values.get().is_some_and(Vec::is_empty) {
            let message = format!("the enum `{}` has no values", enumeration.name.value);
            self.error(Rule::EmptyEnum, &enumeration.name.span, message);
        }
        let values = enumeration.values.iter();
        self.variant_names(values.map(Named::value).collect());
        for value in enumeration.values.iter() {
            self.description("the value", &value.name, value.facts.description.as_ref());
        }
    }

    /// A schema that always contains another of itself has no end. Lists, maps and optional properties give it one.
    pub(super) fn infinite_schemas(&mut self) {
        for circle in Circles::new(&self.schemas).find(&self.spec.schemas) {
            let Some((schema, _)) = circle.first() else { continue };
            let name = &schema.name;
            let message =
                format!("the schema `{}` always contains another of itself: it never ends", name.value);
            let diagnostic = Diagnostic::error(Rule::InfiniteSchema, &name.span, message);
            let diagnostic = circle.iter().fold(diagnostic, |diagnostic, (schema, property)| {
                let label = format!("every `{}` contains `{}`", schema.name.value, property.ty);
                diagnostic.context(&property.name.span, label)
            });
            self.report(diagnostic.help("make one of these properties optional, or a list"));
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
            let fields = endpoint.path.iter().chain(&endpoint.query).chain(&endpoint.headers);
            let types = fields.map(|field| &field.ty).chain(&endpoint.body).chain(&endpoint.response);
            types.filter_map(name)
        });
        let reached = reachable(&uses, roots);
        let all = spec.schemas.iter().map(|s| &s.name).chain(spec.enums.iter().map(|e| &e.name));
        for unused in all.filter(|name| !reached.contains(name.value.as_str())) {
            let message = format!("no endpoint uses `{}`", unused.value);
            self.report(Diagnostic::warning(Rule::UnusedType, &unused.span, message));
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

/// A schema and the property by which it always contains the next one.
type Step<'a> = (&'a Schema, &'a Field);

/// The search for schemas that never end: a walk in depth along what each always contains, each schema once.
struct Circles<'s, 'a> {
    schemas: &'s HashMap<&'a str, &'a Schema>,
    /// Each schema met, and how far from the start of the way it stands while it is on it.
    met: HashMap<&'a str, Option<usize>>,
}

impl<'s, 'a> Circles<'s, 'a> {
    fn new(schemas: &'s HashMap<&'a str, &'a Schema>) -> Self {
        Self { schemas, met: HashMap::new() }
    }

    fn find(mut self, schemas: &'a [Schema]) -> Vec<Vec<Step<'a>>> {
        schemas.iter().flat_map(|schema| self.from(schema)).collect()
    }

    /// The circles met on the way from here. The way is kept by hand, since a spec can be longer than a stack.
    fn from(&mut self, schema: &'a Schema) -> Vec<Vec<Step<'a>>> {
        let mut circles = Vec::new();
        let mut way: Vec<(&'a Schema, std::slice::Iter<'a, Field>, Option<&'a Field>)> = Vec::new();
        let mut next = Some(schema);
        loop {
            match next.take().map(|schema| (schema, self.met.get(schema.name.value.as_str()).copied())) {
                Some((schema, None)) => {
                    self.met.insert(&schema.name.value, Some(way.len()));
                    way.push((schema, schema.properties.iter(), None));
                }
                Some((_, Some(Some(start)))) => {
                    let steps = way[start..].iter();
                    circles.push(steps.filter_map(|(schema, _, taken)| Some((*schema, (*taken)?))).collect());
                }
                Some((_, Some(None))) | None => {}
            }
            let Some((schema, properties, taken)) = way.last_mut() else { return circles };
            *taken = properties.find(|property| matches!(property.ty, Type::Named(..)));
            match taken.map(|property| &property.ty) {
                Some(Type::Named(name, _)) => next = self.schemas.get(name.as_str()).copied(),
                _ => {
                    self.met.insert(&schema.name.value, None);
                    way.pop();
                }
            }
        }
    }
}
