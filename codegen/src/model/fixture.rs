//! The values of properties in fixtures: the example in the spec, or else a value derived from type, unit, limits and default.

use crate::source::Spanned;
use crate::spec::Literal;
use crate::spec::language::{Example, Field, Primitive, Schema, Type as SpecType, Union};

use super::scope::Scope;
use super::timestamp;
use super::types::{EnumId, FixtureValue, TimeUnit, Type, UnionId, UnionVariant};

/// 2024-04-27T08:00:00Z, the time of every timestamp without an example.
const SAMPLE_UNIX_TIME: i64 = 1_714_204_800;

/// The value of a property in the fixture of its schema.
pub(super) fn fixture(scope: &Scope<'_>, schema: &Schema, field: &Field, ty: &Type) -> FixtureValue {
    let builder = FixtureBuilder { scope, holder: &schema.name.value, field: Some(field) };
    if let Some(value) = builder.page_value(schema, field) {
        return value;
    }
    if field.deprecated.is_some() && ty.is_optional() {
        return FixtureValue::Default;
    }
    builder.value(ty, field.example.as_ref().map(|example| &example.value))
}

/// The properties beyond the named ones in the fixture of a schema.
pub(super) fn rest(scope: &Scope<'_>, schema: &Schema, map: &Type) -> FixtureValue {
    FixtureBuilder { scope, holder: &schema.name.value, field: None }.value(map, None)
}

/// The value of a union in fixtures: its first variant that is not deprecated and does not contain the union again.
pub(super) fn union_fixture(
    scope: &Scope<'_>,
    union_def: &Union,
    id: &UnionId,
    variants: &[UnionVariant],
) -> FixtureValue {
    let holder = &union_def.name.value;
    let builder = FixtureBuilder { scope, holder, field: None };
    let finite = || {
        variants.iter().filter(|variant| variant.ty.name().is_none_or(|name| !scope.is_cyclic(holder, name)))
    };
    let chosen = finite().find(|variant| variant.deprecated.is_none()).or_else(|| finite().next());
    chosen
        .map_or(FixtureValue::Default, |variant| union_variant(id, variant, builder.value(&variant.ty, None)))
}

fn union_variant(id: &UnionId, variant: &UnionVariant, value: FixtureValue) -> FixtureValue {
    FixtureValue::UnionVariant {
        union_def: id.clone(),
        rust_name: variant.rust_name.clone(),
        is_boxed: variant.is_boxed,
        is_deprecated: variant.deprecated.is_some(),
        value: Box::new(value),
    }
}

/// Builds the value of a property or variant.
struct FixtureBuilder<'a> {
    scope: &'a Scope<'a>,
    /// The schema or union.
    holder: &'a str,
    /// The property, of a schema.
    field: Option<&'a Field>,
}

impl FixtureBuilder<'_> {
    /// The value of a property of a page. A page in a fixture is the only one and has one item.
    fn page_value(&self, schema: &Schema, field: &Field) -> Option<FixtureValue> {
        let paging = self.scope.index.paging(&schema.name.value)?;
        let is = |name: Option<&Spanned<String>>| name.is_some_and(|name| name.value == field.name.value);
        if is(paging.more.as_ref()) {
            let value = FixtureValue::Boolean(false);
            return Some(if field.ty.is_optional() {
                FixtureValue::Optional(Box::new(value))
            } else {
                value
            });
        }
        is(paging.next_property()).then_some(FixtureValue::Default)
    }

    fn value(&self, ty: &Type, example: Option<&Example>) -> FixtureValue {
        match (ty, example) {
            (Type::Optional(inner) | Type::Nullable(inner) | Type::List(inner) | Type::Map(inner), None)
                if self.is_cyclic(inner) =>
            {
                FixtureValue::Default
            }
            (Type::Optional(inner) | Type::Nullable(inner), _) => match self.value(inner, example) {
                FixtureValue::Default => FixtureValue::Default,
                value => FixtureValue::Optional(Box::new(value)),
            },
            (Type::List(inner) | Type::Map(inner), _) if matches!(inner.innermost(), Type::Any) => {
                FixtureValue::Default
            }
            (Type::List(inner), Some(Example::List(items))) => {
                FixtureValue::List(items.iter().map(|item| self.value(inner, Some(&item.value))).collect())
            }
            (Type::List(inner), _) => FixtureValue::List(vec![self.value(inner, None)]),
            (Type::Map(inner), Some(Example::Map(entries))) => {
                let entries = entries.iter();
                let entries =
                    entries.map(|(name, item)| (name.value.clone(), self.value(inner, Some(&item.value))));
                FixtureValue::Map(entries.collect())
            }
            (Type::Map(inner), _) => FixtureValue::Map(vec![("key".to_owned(), self.value(inner, None))]),
            (Type::Schema(id), _) => FixtureValue::Fixture(id.clone()),
            (Type::Union(id), Some(Example::Single(literal))) => {
                self.union_example(id, literal).unwrap_or_else(|| FixtureValue::UnionFixture(id.clone()))
            }
            (Type::Union(id), _) => FixtureValue::UnionFixture(id.clone()),
            (Type::Enum(id), example) => self.variant(id, example),
            (_, Some(Example::Single(literal))) => from_literal(ty, literal),
            _ => self.default_value(ty),
        }
    }

    /// Whether the value would contain the fixture that it is part of; it is left at its default then.
    fn is_cyclic(&self, ty: &Type) -> bool {
        ty.name().is_some_and(|name| self.scope.is_cyclic(self.holder, name))
    }

    /// The variant of a union that has the literal as a value.
    fn union_example(&self, id: &UnionId, literal: &Literal) -> Option<FixtureValue> {
        let (_, union_def) = self.scope.index.union_def(&id.name)?;
        let has_value = |ty: &SpecType| match (ty, literal) {
            (SpecType::Primitive(Primitive::Any), _) => false,
            (SpecType::Primitive(primitive), literal) => primitive.has_value(literal),
            (SpecType::Named(name, _), literal) => {
                self.scope.index.enum_def(name).is_some_and(|(_, enum_def)| enum_def.value(literal).is_some())
            }
            _ => false,
        };
        let variant = union_def.variants.iter().find(|variant| has_value(&variant.attributes.ty))?;
        let ty = self.scope.ty(&variant.attributes.ty).ok()?;
        Some(FixtureValue::UnionVariant {
            union_def: id.clone(),
            rust_name: variant.chosen_rust_name(),
            is_boxed: false,
            is_deprecated: variant.attributes.deprecated.is_some(),
            value: Box::new(self.value(&ty, Some(&Example::Single(literal.clone())))),
        })
    }

    /// The variant of the example, or else the first variant that is not deprecated.
    fn variant(&self, id: &EnumId, example: Option<&Example>) -> FixtureValue {
        let Some((_, enum_def)) = self.scope.index.enum_def(&id.name) else { return FixtureValue::Default };
        let wanted = match example {
            Some(Example::Single(literal)) => enum_def.value(literal),
            _ => None,
        };
        let current = enum_def.values.iter().find(|value| value.attributes.deprecated.is_none());
        match wanted.or(current).or_else(|| enum_def.values.first()) {
            Some(value) => FixtureValue::Variant {
                enum_def: id.clone(),
                rust_name: value.chosen_rust_name(),
                is_deprecated: value.attributes.deprecated.is_some(),
            },
            None => FixtureValue::Default,
        }
    }

    /// A default value for a property without an example.
    fn default_value(&self, ty: &Type) -> FixtureValue {
        let from = |literal: &crate::source::Spanned<Literal>| from_literal(ty, &literal.value);
        if let Some(default) = self.field.and_then(|field| field.default.as_ref()) {
            return from(default);
        }
        let limit = self.field.and_then(|field| field.min.as_ref().or(field.max.as_ref()));
        let limited = |value| limit.map_or(value, from);
        match ty {
            Type::String => {
                FixtureValue::String(self.field.map_or("text", |field| field.name.value.as_str()).to_owned())
            }
            Type::Boolean => FixtureValue::Boolean(false),
            Type::Integer => match self.field.and_then(timestamp::unit) {
                Some(TimeUnit::Seconds) => FixtureValue::Integer(SAMPLE_UNIX_TIME),
                Some(TimeUnit::Milliseconds) => FixtureValue::Integer(SAMPLE_UNIX_TIME * 1_000),
                None => limited(FixtureValue::Integer(1)),
            },
            Type::Double => limited(FixtureValue::Double(0.5)),
            Type::Formatted(format) => limited(FixtureValue::Formatted(*format, format.sample())),
            _ => FixtureValue::Default,
        }
    }
}

/// Converts a literal to a value of the type.
#[expect(clippy::cast_precision_loss, reason = "examples are small numbers")]
fn from_literal(ty: &Type, literal: &Literal) -> FixtureValue {
    match (ty, literal) {
        (Type::Formatted(format), literal) => FixtureValue::Formatted(*format, literal.clone()),
        (Type::Double, Literal::Integer(value)) => FixtureValue::Double(*value as f64),
        (Type::Any, _) => FixtureValue::Default,
        (_, Literal::Boolean(value)) => FixtureValue::Boolean(*value),
        (_, Literal::Integer(value)) => FixtureValue::Integer(*value),
        (_, Literal::Double(value)) => FixtureValue::Double(*value),
        (_, Literal::String(value)) => FixtureValue::String(value.clone()),
    }
}
