//! What a property holds in a fixture: the spec's example, or else what its type, unit, limits and default make plausible.

use std::collections::{HashMap, HashSet};

use crate::ir::{Sample, TimeUnit};
use crate::names;
use crate::spec::{Example, Field, Literal, Primitive, Schema, Spanned, Spec, Type};

use super::{Lower, time};

/// 2024-04-27, 8 o'clock in Greenwich.
const SOME_DAY: i64 = 1_714_204_800;

/// The schemas that are part of a circle, or on the way from one to another. All others can be taken away one after another, each once
/// nothing holds it any more, or it holds nothing.
pub(super) fn circles(spec: &Spec) -> HashSet<&str> {
    let schemas: HashSet<&str> = spec.schemas.iter().map(|schema| schema.name.value.as_str()).collect();
    let mut holds: HashMap<&str, Vec<&str>> = schemas.iter().map(|name| (*name, Vec::new())).collect();
    let mut is_held = holds.clone();
    for schema in &*spec.schemas {
        let held = schema.properties.iter().filter_map(|property| property.ty.named());
        for (name, _) in held.filter(|(name, _)| schemas.contains(name)) {
            holds.entry(&schema.name.value).or_default().push(name);
            is_held.entry(name).or_default().push(&schema.name.value);
        }
    }
    let on_from_circles = left_over(&holds, &is_held);
    left_over(&is_held, &holds).intersection(&on_from_circles).copied().collect()
}

/// What is left of a graph when whatever leads nowhere is taken away, again and again.
fn left_over<'a>(
    to: &HashMap<&'a str, Vec<&'a str>>,
    from: &HashMap<&'a str, Vec<&'a str>>,
) -> HashSet<&'a str> {
    let mut left: HashMap<&str, usize> = to.iter().map(|(name, ends)| (*name, ends.len())).collect();
    let mut ready: Vec<&str> = left.iter().filter(|(_, ends)| **ends == 0).map(|(name, _)| *name).collect();
    while let Some(name) = ready.pop() {
        left.remove(name);
        for start in from.get(name).into_iter().flatten() {
            let Some(ends) = left.get_mut(start) else { continue };
            *ends -= 1;
            if *ends == 0 {
                ready.push(start);
            }
        }
    }
    left.into_keys().collect()
}

impl Lower<'_> {
    pub(super) fn sample(&self, schema: &Schema, field: &Field) -> Sample {
        let maker =
            Maker { lower: self, field, in_circle: self.circles.contains(schema.name.value.as_str()) };
        if let Some(sample) = maker.of_page(schema) {
            return sample;
        }
        if field.deprecated.is_some() && field.ty.is_optional() {
            return Sample::Default;
        }
        maker.of(&field.ty, field.example.as_ref())
    }
}

/// Makes what stands in one property.
struct Maker<'a> {
    lower: &'a Lower<'a>,
    field: &'a Field,
    /// Whether the property's schema is part of a circle: then what may be missing is, or there would be no end of it.
    in_circle: bool,
}

impl Maker<'_> {
    /// A page in a fixture is the only one, and holds one item.
    fn of_page(&self, schema: &Schema) -> Option<Sample> {
        let paging = self.lower.pages.get(schema.name.value.as_str())?;
        let is = |name: &str| self.field.name.value == name;
        if is(&paging.more.value) {
            return Some(Sample::Boolean(false));
        }
        is(&paging.next.value).then_some(Sample::Default)
    }

    fn of(&self, ty: &Type, example: Option<&Spanned<Example>>) -> Sample {
        match (ty, example.map(|example| &example.value)) {
            (Type::Optional(inner) | Type::List(inner) | Type::Map(inner), None)
                if self.never_ends(inner) =>
            {
                Sample::Default
            }
            (Type::Optional(inner), _) => match self.of(inner, example) {
                Sample::Default => Sample::Default,
                sample => Sample::Optional(Box::new(sample)),
            },
            (Type::List(inner), Some(Example::List(items))) => {
                Sample::List(items.iter().map(|item| self.of(inner, Some(item))).collect())
            }
            (Type::List(inner), _) => Sample::List(vec![self.of(inner, None)]),
            (Type::Map(inner), Some(Example::Map(entries))) => {
                let entries =
                    entries.iter().map(|(name, item)| (name.value.clone(), self.of(inner, Some(item))));
                Sample::Map(entries.collect())
            }
            (Type::Map(inner), _) => Sample::Map(vec![("key".to_owned(), self.of(inner, None))]),
            (Type::Named(name, _), example) => self.named(name, example),
            (Type::Primitive(primitive), Some(Example::Single(literal))) => written(*primitive, literal),
            (Type::Primitive(primitive), _) => plausible(*primitive, self.field),
            (Type::Unreadable, _) => Sample::Default,
        }
    }

    fn never_ends(&self, ty: &Type) -> bool {
        self.in_circle && ty.named().is_some_and(|(name, _)| self.lower.circles.contains(name))
    }

    fn named(&self, name: &str, example: Option<&Example>) -> Sample {
        let Some(vocabulary) = self.lower.enums.get(name) else { return Sample::Fixture(name.to_owned()) };
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
