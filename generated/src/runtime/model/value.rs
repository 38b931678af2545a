//! Values of any type: properties that the API has not documented.

use std::fmt;

use serde_core::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Serialize, Serializer};
use serde_json::{Map, Number, Value};

use super::context::DecodeContext;
use super::wire::{JsonValue, List, next_entry};

/// Any JSON.
///
/// serde_json's own `Deserialize` would do, but for its feature `raw_value`: with it, an object with a certain key is replaced
/// by the JSON in the string that it holds, and as each such string may hold another, no limit of depth protects the stack.
impl JsonValue for Value {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        context: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        from.deserialize_any(Any(self, context))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }
}

pub(super) struct Any<'a>(pub(super) &'a mut Value, pub(super) &'a mut DecodeContext);

impl Any<'_> {
    #[expect(clippy::unnecessary_wraps, reason = "it is what a visitor returns")]
    fn set<E>(self, value: impl Into<Value>) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }
}

impl<'de> Visitor<'de> for Any<'_> {
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
        List(&mut list, self.1).visit_seq(items)?;
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

/// The value that the members of an object stand for. `memory_left` is what was left before they were read.
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

/// A number and how many bytes it takes, if that is what the object stands for: with its feature `arbitrary_precision`, that is how serde_json passes one
/// to a visitor.
fn arbitrary_number(object: &Map<String, Value>) -> Option<(Number, usize)> {
    let Some(Value::String(digits)) = object.get("$serde_json::private::Number") else { return None };
    // Without the feature, no number is that large.
    let is_enabled = || "1e999".parse::<Number>().is_ok();
    if object.len() == 1 && is_enabled() { Some((digits.parse().ok()?, digits.len())) } else { None }
}
