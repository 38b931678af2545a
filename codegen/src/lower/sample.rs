//! What a property holds in a fixture: the spec's example, or else what its type, unit, limits and default make plausible.

use std::collections::{HashMap, HashSet};

use crate::ir::{self, Sample, TimeUnit};
use crate::names;
use crate::spec::{Example, Field, Literal, Primitive, Schema, Spanned, Spec, Type};

use super::{Lower, time};

/// 2024-04-27, 8 o'clock in Greenwich.
const SOME_DAY: i64 = 1_714_204_800;

/// The schemas from which some way leads round in a circle. All others can be taken away one after another, each once all that it
/// holds has been taken away.
pub(super) fn endless(spec: &Spec) -> HashSet<&str> {
    let schemas: HashSet<&str> = spec.schemas.iter().map(|schema| schema.name.value.as_str()).collect();
    let mut holders: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut left: HashMap<&str, usize> = HashMap::new();
    for schema in &*spec.schemas {
        let held = schema.properties.iter().filter_map(|property| property.ty.named());
        let held: Vec<_> = held.map(|(name, _)| name).filter(|name| schemas.contains(name)).collect();
        left.insert(&schema.name.value, held.len());
        for name in held {
            holders.entry(name).or_default().push(&schema.name.value);
        }
    }
    let mut ready: Vec<&str> = left.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
    while let Some(name) = ready.pop() {
        left.remove(name);
        for holder in holders.remove(name).unwrap_or_default() {
            let Some(count) = left.get_mut(holder) else { continue };
            *count -= 1;
            if *count == 0 {
                ready.push(holder);
            }
        }
    }
    left.into_keys().collect()
}

impl Lower<'_> {
    pub(super) fn sample(&self, schema: &Schema, field: &Field) -> Sample {
        if let Some(sample) = self.sample_of_page(schema, field) {
            return sample;
        }
        if field.deprecated.is_some() && field.ty.is_optional() {
            return Sample::Default;
        }
        match (self.boxed(&field.ty), self.sample_of(&field.ty, field, field.example.as_ref())) {
            (ir::Type::Optional(ty), Sample::Optional(inner)) if matches!(*ty, ir::Type::Boxed(_)) => {
                Sample::Optional(Box::new(Sample::Boxed(inner)))
            }
            (_, sample) => sample,
        }
    }

    /// A page in a fixture is the only one, and holds one item.
    fn sample_of_page(&self, schema: &Schema, field: &Field) -> Option<Sample> {
        let paging = self.pages.get(schema.name.value.as_str())?;
        let is = |name: &str| field.name.value == name;
        if is(&paging.more.value) {
            return Some(Sample::Boolean(false));
        }
        is(&paging.next.value).then_some(Sample::Default)
    }

    fn sample_of(&self, ty: &Type, field: &Field, example: Option<&Spanned<Example>>) -> Sample {
        match (ty, example.map(|example| &example.value)) {
            (Type::Optional(inner), _) => match (&**inner, self.sample_of(inner, field, example)) {
                (_, Sample::Default) => Sample::Default,
                (Type::Named(name, _), _) if self.endless.contains(name.as_str()) => Sample::Default,
                (_, sample) => Sample::Optional(Box::new(sample)),
            },
            (Type::List(inner), Some(Example::List(items))) => {
                Sample::List(items.iter().map(|item| self.sample_of(inner, field, Some(item))).collect())
            }
            (Type::Map(inner), Some(Example::Map(entries))) => {
                let entry = |(name, item): &(_, _)| self.entry(name, inner, field, Some(item));
                Sample::Map(entries.iter().map(entry).collect())
            }
            (Type::List(inner) | Type::Map(inner), _) if self.never_ends(inner) => Sample::Default,
            (Type::List(inner), _) => Sample::List(vec![self.sample_of(inner, field, None)]),
            (Type::Map(inner), _) => {
                Sample::Map(vec![("key".to_owned(), self.sample_of(inner, field, None))])
            }
            (Type::Named(name, _), example) => self.sample_of_named(name, example),
            (Type::Primitive(primitive), Some(Example::Single(literal))) => written(*primitive, literal),
            (Type::Primitive(primitive), _) => plausible(*primitive, field),
            (Type::Unreadable, _) => Sample::Default,
        }
    }

    fn entry(
        &self,
        name: &Spanned<String>,
        ty: &Type,
        field: &Field,
        example: Option<&Spanned<Example>>,
    ) -> (String, Sample) {
        (name.value.clone(), self.sample_of(ty, field, example))
    }

    fn never_ends(&self, ty: &Type) -> bool {
        ty.named().is_some_and(|(name, _)| self.endless.contains(name))
    }

    fn sample_of_named(&self, name: &str, example: Option<&Example>) -> Sample {
        let Some(vocabulary) = self.enums.get(name) else { return Sample::Fixture(name.to_owned()) };
        let wanted = match example {
            Some(Example::Single(Literal::Text(text))) => {
                vocabulary.values.iter().find(|value| value.name.value == *text)
            }
            _ => None,
        };
        match wanted.or_else(|| vocabulary.values.first()) {
            Some(value) => Sample::Variant(name.to_owned(), names::variant(value)),
            None => Sample::Default,
        }
    }
}

/// A literal as a value of the type.
#[expect(clippy::cast_precision_loss, reason = "examples are small numbers")]
fn written(primitive: Primitive, literal: &Literal) -> Sample {
    match (primitive, literal) {
        (Primitive::Double, Literal::Integer(value)) => Sample::Double(*value as f64),
        (Primitive::Any, _) => Sample::Default,
        (_, Literal::Boolean(value)) => Sample::Boolean(*value),
        (_, Literal::Integer(value)) => Sample::Integer(*value),
        (_, Literal::Double(value)) => Sample::Double(*value),
        (_, Literal::Text(value)) => Sample::Text(value.clone()),
    }
}

/// A value that nobody would wonder at.
fn plausible(primitive: Primitive, field: &Field) -> Sample {
    if let Some(default) = &field.default {
        return written(primitive, &default.value);
    }
    let limit =
        |limit: &Option<Spanned<Literal>>| limit.as_ref().map(|limit| written(primitive, &limit.value));
    let limited = |sample: Sample| limit(&field.min).or_else(|| limit(&field.max)).unwrap_or(sample);
    match primitive {
        Primitive::String => Sample::Text(field.name.value.clone()),
        Primitive::Boolean => Sample::Boolean(false),
        Primitive::Integer => match time::unit(field) {
            Some(TimeUnit::Seconds) => Sample::Integer(SOME_DAY),
            Some(TimeUnit::Milliseconds) => Sample::Integer(SOME_DAY * 1_000),
            None => limited(Sample::Integer(1)),
        },
        Primitive::Double => limited(Sample::Double(0.5)),
        Primitive::Any => Sample::Default,
    }
}
