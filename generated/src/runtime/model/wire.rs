//! How a value of each type is read from JSON and written to it.
//!
//! Not serde's own traits, because the API asks for more patience than they have: a whole number may come as `1.0`, and a
//! list or map that should be there may come as null. And a value is read where it is to stay: objects are large, and every
//! layer between a list and its items would move them once.

use std::collections::BTreeMap;
use std::fmt;

use serde_core::Deserialize;
use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::decode_error::JsonPath;

/// A value that can stand in a response or a request.
pub trait JsonValue: Default {
    /// Reads one into a value that is as [`Default`] made it. After an error, what it holds is of no use.
    /// On an error, `path` leads from this value to the one that is invalid.
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        path: &mut JsonPath,
    ) -> Result<(), D::Error>;

    /// Writes one.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// Whether a property that holds it is left out when its object is written.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Reads one.
pub fn read<'de, T: JsonValue, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = T::default();
    value.deserialize_in_place(from, &mut JsonPath::default())?;
    Ok(value)
}

/// Fills a [`JsonValue`] where serde wants a seed.
pub(super) struct Seed<'a, T> {
    pub(super) value: &'a mut T,
    pub(super) path: &'a mut JsonPath,
}

impl<'de, T: JsonValue> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.value.deserialize_in_place(from, self.path)
    }
}

/// Writes a [`JsonValue`] where serde wants a [`Serialize`].
pub(crate) struct AsSerialize<'a, T>(pub(crate) &'a T);

impl<T: JsonValue> Serialize for AsSerialize<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

/// Types that serde already reads as the API needs them to be.
macro_rules! plain {
    ($($type:ty),*) => {$(
        impl JsonValue for $type {
            fn deserialize_in_place<'de, D: Deserializer<'de>>(&mut self, from: D, _: &mut JsonPath) -> Result<(), D::Error> {
                *self = Self::deserialize(from)?;
                Ok(())
            }

            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.serialize(to)
            }
        }
    )*};
}

plain!(bool, f64, String);

impl JsonValue for i64 {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        _: &mut JsonPath,
    ) -> Result<(), D::Error> {
        *self = from.deserialize_i64(Integer)?;
        Ok(())
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(*self)
    }
}

struct Integer;

impl Visitor<'_> for Integer {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E>(self, value: i64) -> Result<i64, E> {
        Ok(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    /// `1.0` is an integer, `1.5` is not. From 2^63 on, either way, a double may stand for more than one integer.
    fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        if value.fract() == 0.0 && value.abs() < LIMIT {
            #[expect(clippy::cast_possible_truncation, reason = "it is whole and within the range")]
            return Ok(value as i64);
        }
        Err(E::invalid_value(Unexpected::Float(value), &self))
    }
}

impl<T: JsonValue> JsonValue for Box<T> {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        path: &mut JsonPath,
    ) -> Result<(), D::Error> {
        (**self).deserialize_in_place(from, path)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (**self).write(to)
    }
}

impl<T: JsonValue> JsonValue for Option<T> {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        path: &mut JsonPath,
    ) -> Result<(), D::Error> {
        from.deserialize_option(Nullable(self, path))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => to.serialize_some(&AsSerialize(value)),
            None => to.serialize_none(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

struct Nullable<'a, T>(&'a mut Option<T>, &'a mut JsonPath);

impl<'de, T: JsonValue> Visitor<'de> for Nullable<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.insert(T::default()).deserialize_in_place(from, self.1)
    }
}

/// A list; null reads as an empty one.
impl<T: JsonValue> JsonValue for Vec<T> {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        path: &mut JsonPath,
    ) -> Result<(), D::Error> {
        from.deserialize_option(List(self, path))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.len()))?;
        for item in self {
            list.serialize_element(&AsSerialize(item))?;
        }
        list.end()
    }
}

pub(super) struct List<'a, T>(pub(super) &'a mut Vec<T>, pub(super) &'a mut JsonPath);

impl<'de, T: JsonValue> Visitor<'de> for List<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(PushSeed(self.0, self.1))?.is_some() {}
        Ok(())
    }
}

/// One more item of a list.
struct PushSeed<'a, T>(&'a mut Vec<T>, &'a mut JsonPath);

impl<'de, T: JsonValue> DeserializeSeed<'de> for PushSeed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let index = self.0.len();
        self.0.push(T::default());
        self.0[index].deserialize_in_place(from, self.1).inspect_err(|_| self.1.prepend_index(index))
    }
}

/// A map; null reads as an empty one.
impl<T: JsonValue> JsonValue for BTreeMap<String, T> {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        path: &mut JsonPath,
    ) -> Result<(), D::Error> {
        from.deserialize_option(Map(self, path))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &AsSerialize(value))?;
        }
        map.end()
    }
}

struct Map<'a, T>(&'a mut BTreeMap<String, T>, &'a mut JsonPath);

impl<'de, T: JsonValue> Visitor<'de> for Map<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<String>()? {
            let value = next_value(&mut entries, &key, self.1)?;
            self.0.insert(key, value);
        }
        Ok(())
    }
}

/// The value that follows the key.
pub(super) fn next_value<'de, T: JsonValue, A: MapAccess<'de>>(
    entries: &mut A,
    key: &str,
    path: &mut JsonPath,
) -> Result<T, A::Error> {
    let mut value = T::default();
    let read = entries.next_value_seed(Seed { value: &mut value, path });
    read.inspect_err(|_| path.prepend_key(key))?;
    Ok(value)
}
