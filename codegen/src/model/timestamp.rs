//! Integers that are points in time, and the methods that return those.

use crate::names;
use crate::spec::language::{Field, Primitive, Schema, Type, UNIX_MILLISECONDS, UNIX_SECONDS};

use super::types::{TimeUnit, Timestamp};

/// The unit in which a property counts the time since 1970, if it does.
pub(super) fn unit(field: &Field) -> Option<TimeUnit> {
    match field.unit.as_ref()?.value.as_str() {
        UNIX_SECONDS => Some(TimeUnit::Seconds),
        UNIX_MILLISECONDS => Some(TimeUnit::Milliseconds),
        _ => None,
    }
}

/// The method for a property that is a point in time.
pub(super) fn timestamp(schema: &Schema, field: &Field) -> Option<Timestamp> {
    let unit = unit(field).filter(|_| is_integer(field))?;
    let name = field.chosen_rust_name();
    let short = short_name(&name);
    let timestamps =
        schema.properties.iter().filter(|other| is_integer(other) && self::unit(other).is_some());
    let others: Vec<_> = timestamps.map(Field::chosen_rust_name).filter(|other| *other != name).collect();
    let is_taken = RESERVED_METHODS.contains(&short)
        || others.iter().any(|other| short_name(other) == short || long_name(other) == short);
    let is_usable = short != name && names::is_plain_identifier(short) && !is_taken;
    Some(Timestamp { method: if is_usable { short.to_owned() } else { long_name(&name) }, unit })
}

/// Methods that every emitted struct has, or every page.
const RESERVED_METHODS: [&str; 12] = [
    "clone",
    "default",
    "deserialize",
    "eq",
    "fixture",
    "fmt",
    "from_json",
    "is_empty",
    "iter",
    "len",
    "serialize",
    "with",
];

/// The fallback name, which is always free because fields have different names.
fn long_name(name: &str) -> String {
    format!("{name}_time")
}

/// The name without its unit suffix.
fn short_name(name: &str) -> &str {
    let suffixes = ["_unix_ms", "_unix_secs", "_unix"];
    suffixes.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name)
}

fn is_integer(field: &Field) -> bool {
    matches!(field.ty.required(), Type::Primitive(Primitive::Integer))
}
