//! Defaults and limits of a schema that a spec can express.

use std::cmp::Ordering;

use crate::model::Format;
use crate::source::Spanned;
use crate::spec::Literal;

use super::document::Document;
use super::lost::Lost;
use super::schema::{Bound, Schema, SchemaKind};
use super::view::{ValueKind, View};

/// The constraints of a schema that a spec can express.
#[derive(Default)]
pub(crate) struct VendorConstraints {
    pub(crate) default: Option<Spanned<Literal>>,
    pub(crate) min: Option<Spanned<Literal>>,
    pub(crate) max: Option<Spanned<Literal>>,
    /// The constraints that were skipped.
    pub(crate) lost: Vec<Lost>,
}

impl VendorConstraints {
    /// Reads the constraints. Those that a spec cannot express are skipped.
    pub(crate) fn read<'a>(document: &Document<'a>, schema: &Schema<'a>) -> Self {
        let mut lost = Vec::new();
        let mut skip = |construct: &'static str, feature| {
            document.ignore(feature);
            lost.push(Lost::note(construct, &schema.span));
        };
        let mut limit = |bound: &Option<Bound<'a>>, direction, construct| {
            let bound = bound.as_ref().filter(|_| schema.is_number())?;
            let limit = limit(schema, bound, direction);
            if limit.is_none() {
                skip(construct, "limits that a spec cannot state");
            }
            Some(Spanned { value: limit?, span: bound.value.span() })
        };
        let mut min = limit(&schema.min, Direction::Up, "minimum");
        let mut max = limit(&schema.max, Direction::Down, "maximum");
        if is_less(max.as_ref(), min.as_ref()) {
            skip("minimum", "limits that a spec cannot state");
            (min, max) = (None, None);
        }
        let default = schema.default.and_then(|default| {
            let value = value_of(schema, default).map(|value| Spanned { value, span: default.span() });
            let value = value.filter(|value| is_within(value, min.as_ref(), max.as_ref()));
            if value.is_none() {
                skip("default", "defaults that a spec cannot state");
            }
            value
        });
        Self { default, min, max, lost }
    }

    /// The example of a property or parameter, if a spec can express it.
    pub(crate) fn example<'a>(
        document: &Document<'a>,
        schema: &Schema<'a>,
        owner: View<'a>,
    ) -> Option<Literal> {
        if matches!(schema.kind, SchemaKind::Other(_)) {
            return None;
        }
        let example = [Some(owner), Some(schema.resolved)].into_iter().flatten().find_map(example_in)?;
        let Self { min, max, .. } = Self::read(document, schema);
        let value = Spanned { value: value_of(schema, example)?, span: example.span() };
        is_within(&value, min.as_ref(), max.as_ref()).then_some(value.value)
    }
}

/// The example of a schema or parameter: in `example`, or the first of `examples`.
fn example_in(view: View<'_>) -> Option<View<'_>> {
    let first = || {
        let examples = view.get("examples")?;
        let of_parameter = || examples.members().first()?.value.get("value");
        examples.items().first().copied().or_else(of_parameter)
    };
    view.get("example").or_else(first).or_else(|| view.get("schema").and_then(example_in))
}

fn is_within(
    value: &Spanned<Literal>,
    min: Option<&Spanned<Literal>>,
    max: Option<&Spanned<Literal>>,
) -> bool {
    !is_less(Some(value), min) && !is_less(max, Some(value))
}

/// The direction of the nearest integer inside a limit.
#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
}

/// Converts a limit. An integer's limit is rounded inwards; exclusive limits of other numbers cannot be expressed.
fn limit(schema: &Schema<'_>, bound: &Bound<'_>, direction: Direction) -> Option<Literal> {
    let value = bound.value.value();
    let format = schema.format();
    let is_value = |literal: &Literal| format.is_none_or(|format| format.has_value(literal));
    let is_quoted_integer = matches!(format, Some(Format::QuotedInteger | Format::QuotedUint64));
    if !matches!(schema.kind, SchemaKind::Integer) && !is_quoted_integer {
        return number(&value).filter(|_| !bound.is_exclusive).filter(is_value);
    }
    let (inside, step) = match (&value, direction) {
        (ValueKind::Double(value), Direction::Up) => {
            (integer(value.ceil())?, i64::from(value.fract() == 0.0))
        }
        (ValueKind::Double(value), Direction::Down) => {
            (integer(value.floor())?, -i64::from(value.fract() == 0.0))
        }
        (ValueKind::Integer(value), Direction::Up) => (*value, 1),
        (ValueKind::Integer(value), Direction::Down) => (*value, -1),
        _ => return None,
    };
    let inside = if bound.is_exclusive { inside.checked_add(step)? } else { inside };
    Some(Literal::Integer(inside)).filter(is_value)
}

/// The default, if it is a value of the type.
fn value_of(schema: &Schema<'_>, default: View<'_>) -> Option<Literal> {
    let format = schema.format();
    let value = match format {
        Some(format) if format.is_quoted() => number_in_text(default),
        _ => value_of_kind(&schema.kind, default),
    };
    value.filter(|value| format.is_none_or(|format| format.has_value(value)))
}

/// A number in text, as a spec writes it.
fn number_in_text(view: View<'_>) -> Option<Literal> {
    let text = view.as_string()?;
    let integer = text.parse().map(Literal::Integer);
    integer.or_else(|_| text.parse().map(Literal::Double)).ok().filter(|literal| literal.to_string() == text)
}

fn value_of_kind(kind: &SchemaKind<'_>, default: View<'_>) -> Option<Literal> {
    match (kind, default.value()) {
        (SchemaKind::Any | SchemaKind::Other(_), _)
        | (SchemaKind::Boolean, ValueKind::Boolean(_))
        | (SchemaKind::String, ValueKind::String(_)) => scalar(default),
        (SchemaKind::Enum(values), ValueKind::String(text)) => values
            .iter()
            .any(|value| value.as_string().as_ref() == Some(&text))
            .then_some(Literal::String(text)),
        (SchemaKind::IntegerEnum(values), ValueKind::Integer(value)) => {
            values.iter().any(|known| known.value() == default.value()).then_some(Literal::Integer(value))
        }
        (SchemaKind::Integer, ValueKind::Integer(value)) => Some(Literal::Integer(value)),
        (SchemaKind::Integer, ValueKind::Double(value)) if value.fract() == 0.0 => {
            integer(value).map(Literal::Integer)
        }
        (SchemaKind::Number, value) => number(&value),
        _ => None,
    }
}

/// Converts a scalar of any type.
pub(crate) fn scalar(value: View<'_>) -> Option<Literal> {
    match value.value() {
        ValueKind::Boolean(value) => Some(Literal::Boolean(value)),
        ValueKind::String(text) => Some(Literal::String(text)),
        value => number(&value),
    }
}

fn number(value: &ValueKind) -> Option<Literal> {
    match value {
        ValueKind::Integer(value) => Some(Literal::Integer(*value)),
        ValueKind::Double(value) if value.is_finite() => Some(Literal::Double(*value)),
        _ => None,
    }
}

/// Converts a double without a fraction to an integer, if that is exact.
fn integer(value: f64) -> Option<i64> {
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "it is in the range where each integer is exact")]
    (value.abs() <= MAX_EXACT).then_some(value as i64)
}

fn is_less(value: Option<&Spanned<Literal>>, other: Option<&Spanned<Literal>>) -> bool {
    value.zip(other).is_some_and(|(value, other)| value.value.compare(&other.value) == Some(Ordering::Less))
}
