//! Integers that stand for points in time, and the methods that give those.

use crate::ir::{Time, TimeUnit};
use crate::names;
use crate::spec::{Field, Primitive, Schema, Type};

/// What a property counts since 1970, if it does.
pub(super) fn unit(field: &Field) -> Option<TimeUnit> {
    match field.unit.as_ref()?.value.as_str() {
        "unix seconds" => Some(TimeUnit::Seconds),
        "unix milliseconds" => Some(TimeUnit::Milliseconds),
        _ => None,
    }
}

/// The method beside a property that stands for a point in time.
pub(crate) fn of(schema: &Schema, field: &Field) -> Option<Time> {
    let unit = unit(field).filter(|_| is_integer(field))?;
    let name = names::field(field);
    let short = short(&name);
    let times = schema.properties.iter().filter(|other| is_integer(other) && self::unit(other).is_some());
    let others: Vec<_> = times.map(names::field).filter(|other| *other != name).collect();
    let taken = TAKEN.contains(&short)
        || others.iter().any(|other| self::short(other) == short || long(other) == short);
    let good = short != name && names::is_plain_identifier(short) && !taken;
    Some(Time { method: if good { short.to_owned() } else { long(&name) }, unit })
}

/// Methods that every emitted struct has already.
const TAKEN: [&str; 8] =
    ["clone", "default", "deserialize", "eq", "fixture", "fmt", "from_json", "serialize"];

/// The name that is always free, as fields have different names.
fn long(name: &str) -> String {
    format!("{name}_time")
}

/// The name without what it says of the unit.
fn short(name: &str) -> &str {
    let ends = ["_unix_ms", "_unix_secs", "_unix"];
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

fn is_integer(field: &Field) -> bool {
    matches!(field.ty.required(), Type::Primitive(Primitive::Integer))
}
