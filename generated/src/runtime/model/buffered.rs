//! Reads a value from JSON that was kept until its type was known.
//!
//! serde_json's own `Deserializer` of a `Value` would do, but for its feature `arbitrary_precision`, with which it reads no integer
//! from `1.0` and no double from `0.10`.

use std::borrow::Cow;
use std::marker::PhantomData;

use serde_core::de::value::BorrowedStrDeserializer;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde_core::forward_to_deserialize_any;
use serde_json::{Map, Number, Value, map};

use super::key::{Key, KeySeed};

/// A value that is read from memory.
pub(super) struct Buffered<'a, E>(&'a Value, PhantomData<E>);

impl<'a, E> Buffered<'a, E> {
    pub(super) fn new(value: &'a Value) -> Self {
        Self(value, PhantomData)
    }
}

impl<'de, E: Error> Deserializer<'de> for Buffered<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => number.deserialize_any(visitor).map_err(E::custom),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(items) => visitor.visit_seq(Items(items.iter(), PhantomData)),
            Value::Object(entries) => visitor.visit_map(Entries::new(entries)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Value::Number(number) => visit_number(number, visitor),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Value::Number(number) => visit_number(number, visitor),
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 char str string bytes byte_buf unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// Reads a number as the digits say, whichever of the three it is.
fn visit_number<'de, V: Visitor<'de>, E: Error>(number: &Number, visitor: V) -> Result<V::Value, E> {
    if let Some(value) = number.as_i64() {
        visitor.visit_i64(value)
    } else if let Some(value) = number.as_u64() {
        visitor.visit_u64(value)
    } else if let Some(value) = number.as_f64() {
        visitor.visit_f64(value)
    } else {
        Err(E::custom("number out of range"))
    }
}

struct Items<'a, E>(std::slice::Iter<'a, Value>, PhantomData<E>);

impl<'de, E: Error> SeqAccess<'de> for Items<'_, E> {
    type Error = E;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, E> {
        self.0.next().map(|item| seed.deserialize(Buffered::new(item))).transpose()
    }
}

struct Entries<'a, E> {
    rest: map::Iter<'a>,
    /// The value of the last key.
    value: &'a Value,
    error: PhantomData<E>,
}

impl<'a, E> Entries<'a, E> {
    fn new(entries: &'a Map<String, Value>) -> Self {
        Self { rest: entries.iter(), value: &Value::Null, error: PhantomData }
    }
}

impl<'de, E: Error> MapAccess<'de> for Entries<'_, E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(key.as_str().into_deserializer()).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, E> {
        seed.deserialize(Buffered::new(self.value))
    }
}

/// The members of an object whose tag has been read: those before it, which were kept, and those after it.
pub(super) struct Members<A> {
    pub(super) tag: &'static str,
    pub(super) before: map::IntoIter,
    pub(super) after: A,
    /// The value of the last key, if it was kept.
    value: Option<Value>,
}

impl<A> Members<A> {
    pub(super) fn new(tag: &'static str, before: Map<String, Value>, after: A) -> Self {
        Self { tag, before: before.into_iter(), after, value: None }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        if let Some((key, value)) = self.before.next() {
            self.value = Some(value);
            return seed.deserialize(key.into_deserializer()).map(Some);
        }
        while let Some(Key(key)) = self.after.next_key_seed(KeySeed)? {
            if key == self.tag {
                // It came twice, and the first one has chosen the variant.
                self.after.next_value::<IgnoredAny>()?;
                continue;
            }
            return match key {
                Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
                Cow::Owned(key) => seed.deserialize(key.into_deserializer()),
            }
            .map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(Buffered::new(&value)),
            None => self.after.next_value_seed(seed),
        }
    }
}
