//! Equivalence of bodies: numbers are compared by value; a null property is equivalent to an absent one, and a null or absent required
//! list or map to an empty one. Nulls inside maps and undocumented properties must be identical.

use serde_json::{Map, Value, json};

use super::spec::{Spec, Type};

/// Whether two bodies of a schema are equivalent.
pub(crate) fn are_equivalent(spec: &Spec, schema: &str, one: &Value, other: &Value) -> bool {
    object(spec, schema, one) == object(spec, schema, other)
}

/// The normal form of an object of a schema.
pub(crate) fn object(spec: &Spec, schema: &str, body: &Value) -> Value {
    let Some(body) = body.as_object() else { return body.clone() };
    let mut normal = body.clone();
    for property in spec.properties(schema) {
        normal.remove(&property.name);
        let value = body.get(&property.name).filter(|value| !value.is_null());
        let value = match (value, &property.ty) {
            (Some(value), ty) => normalized(spec, ty, value),
            (None, Type::List(_)) => json!([]),
            (None, Type::Map(_)) => json!({}),
            (None, _) => continue,
        };
        normal.insert(property.name, value);
    }
    Value::Object(normal)
}

fn normalized(spec: &Spec, ty: &Type, value: &Value) -> Value {
    match (ty, value) {
        (Type::Optional(inner), value) => normalized(spec, inner, value),
        (Type::List(inner), Value::Array(items)) => {
            items.iter().map(|item| normalized(spec, inner, item)).collect()
        }
        (Type::Map(inner), Value::Object(entries)) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), normalized(spec, inner, value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        (Type::Named(name), value) if spec.has_schema(name) => object(spec, name, value),
        (Type::Named(name), value) => number(name, value),
        (_, value) => value.clone(),
    }
}

/// Converts numbers to the notation of their type; other values are unchanged.
fn number(name: &str, value: &Value) -> Value {
    match (name, value.as_f64()) {
        ("double", Some(double)) => json!(double),
        ("integer", Some(double)) if value.is_f64() && double.fract() == 0.0 => {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the bodies of the tests stay within the range"
            )]
            let integer = double as i64;
            json!(integer)
        }
        _ => value.clone(),
    }
}
