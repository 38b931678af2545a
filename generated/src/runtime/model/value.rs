//! JSON values of any type, for undocumented properties.

use std::fmt;

use serde_core::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Serialize, Serializer};
use serde_json::{Map, Number, Value};

use super::context::DecodeContext;
use super::wire::{JsonValue, ListVisitor, next_entry};

/// Any JSON value.
///
/// serde_json's own `Deserialize` is not used because of its feature `raw_value`: with it, an object with a certain key is replaced
/// by the JSON in the string under that key. Such strings can be nested, past serde_json's recursion limit, and overflow the stack.
impl JsonValue for Value {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        context: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        from.deserialize_any(ValueVisitor(self, context))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }
}

pub(super) struct ValueVisitor<'a>(pub(super) &'a mut Value, pub(super) &'a mut DecodeContext);

impl ValueVisitor<'_> {
    #[expect(clippy::unnecessary_wraps, reason = "visitor methods return a `Result`")]
    fn set<E>(self, value: impl Into<Value>) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }
}

impl<'de> Visitor<'de> for ValueVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.set(value)
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.set(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.set(value)
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.set(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.1.allocate(value.len())?;
        self.set(value)
    }

    fn visit_string<E: Error>(self, value: String) -> Result<(), E> {
        self.1.allocate(value.capacity())?;
        self.set(value)
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.deserialize_in_place(from, self.1)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        let mut list = Vec::<Value>::new();
        ListVisitor(&mut list, self.1).visit_seq(items)?;
        self.set(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let memory_left = self.1.memory_left();
        let mut object = Map::new();
        while let Some((key, value)) = next_entry(&mut entries, object.len(), self.1)? {
            object.insert(key, value);
        }
        let value = number_or_object(object, memory_left, self.1)?;
        self.set(value)
    }
}

/// The value of an object's members. `memory_left` is what was left before they were read.
pub(super) fn number_or_object<E: Error>(
    object: Map<String, Value>,
    memory_left: usize,
    context: &mut DecodeContext,
) -> Result<Value, E> {
    let Some((number, digits)) = arbitrary_number(&object) else { return Ok(Value::Object(object)) };
    context.set_memory_left(memory_left);
    context.allocate(digits)?;
    Ok(Value::Number(number))
}

/// The number that an object represents, with its length in bytes: with serde_json's feature `arbitrary_precision`, a visitor
/// receives a number as an object with one private key.
fn arbitrary_number(object: &Map<String, Value>) -> Option<(Number, usize)> {
    let Some(Value::String(digits)) = object.get("$serde_json::private::Number") else { return None };
    // Without the feature, this number is out of range.
    let is_enabled = || "1e999".parse::<Number>().is_ok();
    if object.len() == 1 && is_enabled() { Some((digits.parse().ok()?, digits.len())) } else { None }
}
