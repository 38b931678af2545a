//! Values of any type: properties that the API has not documented.

use std::fmt;

use serde_core::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Serialize, Serializer};
use serde_json::{Map, Number, Value};

use super::decode_error::JsonPath;
use super::wire::{JsonValue, List, next_value};

/// Any JSON.
///
/// serde_json's own `Deserialize` would do, but for its feature `raw_value`: with it, an object with a certain key is replaced
/// by the JSON in the string that it holds, and as each such string may hold another, no limit of depth protects the stack.
impl JsonValue for Value {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        path: &mut JsonPath,
    ) -> Result<(), D::Error> {
        from.deserialize_any(Any(self, path))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }
}

struct Any<'a>(&'a mut Value, &'a mut JsonPath);

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

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.set(value)
    }

    fn visit_string<E>(self, value: String) -> Result<(), E> {
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
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = next_value(&mut entries, &key, self.1)?;
            object.insert(key, value);
        }
        match arbitrary_number(&object) {
            Some(number) => self.set(number),
            None => self.set(object),
        }
    }
}

/// A number, if that is what the object stands for: with its feature `arbitrary_precision`, that is how serde_json passes one
/// to a visitor.
fn arbitrary_number(object: &Map<String, Value>) -> Option<Number> {
    let Some(Value::String(digits)) = object.get("$serde_json::private::Number") else { return None };
    // Without the feature, no number is that large.
    let is_enabled = || "1e999".parse::<Number>().is_ok();
    if object.len() == 1 && is_enabled() { digits.parse().ok() } else { None }
}
