//! Decoding and encoding a value of each type.
//!
//! serde's own traits are stricter than the API: it may send an integer as `1.0`, and null for a list or a map. Values are decoded
//! in place, because objects are large, and otherwise every layer between a list and its items would move them.

use std::collections::BTreeMap;
use std::fmt;

use serde_core::Deserialize;
use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::context::DecodeContext;

/// A value in the JSON of a request or a response.
pub trait JsonValue: Default {
    /// Reads into `self`, which must be the default value. After an error `self` is unspecified, and the context has the path of
    /// the error within this value.
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        context: &mut DecodeContext,
    ) -> Result<(), D::Error>;

    /// Writes the value.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// Whether a property with this value is omitted when its object is written.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Reads a value without limits.
pub fn read<'de, T: JsonValue, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = T::default();
    value.deserialize_in_place(from, &mut DecodeContext::unlimited())?;
    Ok(value)
}

/// Adapter of a [`JsonValue`] to [`DeserializeSeed`].
pub(super) struct Seed<'a, T> {
    pub(super) value: &'a mut T,
    pub(super) context: &'a mut DecodeContext,
}

impl<'de, T: JsonValue> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.value.deserialize_in_place(from, self.context)
    }
}

/// Adapter of a [`JsonValue`] to [`Serialize`].
pub(crate) struct AsSerialize<'a, T>(pub(crate) &'a T);

impl<T: JsonValue> Serialize for AsSerialize<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

/// Implements [`JsonValue`] for types with a suitable implementation in serde.
macro_rules! delegate_to_serde {
    ($($type:ty),*) => {$(
        impl JsonValue for $type {
            fn deserialize_in_place<'de, D: Deserializer<'de>>(&mut self, from: D, _: &mut DecodeContext) -> Result<(), D::Error> {
                *self = Self::deserialize(from)?;
                Ok(())
            }

            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.serialize(to)
            }
        }
    )*};
}

delegate_to_serde!(bool, f64);

impl JsonValue for String {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        context: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        *self = Self::deserialize(from)?;
        context.allocate(self.capacity())
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl JsonValue for i64 {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        _: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        *self = from.deserialize_i64(IntegerVisitor)?;
        Ok(())
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(*self)
    }
}

struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
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

    /// `1.0` is an integer, `1.5` is not. Doubles from 2^63 and from -2^63 on are rejected: they are out of the range of `i64`, or
    /// round to its minimum.
    fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        if value.fract() == 0.0 && value.abs() < LIMIT {
            #[expect(clippy::cast_possible_truncation, reason = "it is an integer within the range")]
            return Ok(value as i64);
        }
        Err(E::invalid_value(Unexpected::Float(value), &self))
    }
}

impl<T: JsonValue> JsonValue for Box<T> {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        context: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        context.allocate(size_of::<T>())?;
        (**self).deserialize_in_place(from, context)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (**self).write(to)
    }
}

impl<T: JsonValue> JsonValue for Option<T> {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        context: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        from.deserialize_option(OptionVisitor(self, context))
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

struct OptionVisitor<'a, T>(&'a mut Option<T>, &'a mut DecodeContext);

impl<'de, T: JsonValue> Visitor<'de> for OptionVisitor<'_, T> {
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

/// A list. Null decodes as an empty list.
impl<T: JsonValue> JsonValue for Vec<T> {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        context: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        from.deserialize_option(ListVisitor(self, context))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.len()))?;
        for item in self {
            list.serialize_element(&AsSerialize(item))?;
        }
        list.end()
    }
}

pub(super) struct ListVisitor<'a, T>(pub(super) &'a mut Vec<T>, pub(super) &'a mut DecodeContext);

impl<'de, T: JsonValue> Visitor<'de> for ListVisitor<'_, T> {
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

/// Reads one more item and pushes it to a list.
struct PushSeed<'a, T>(&'a mut Vec<T>, &'a mut DecodeContext);

impl<'de, T: JsonValue> DeserializeSeed<'de> for PushSeed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let Self(list, context) = self;
        let index = list.len();
        context.check_deadline()?;
        context.reserve_one(list)?;
        list.push(T::default());
        list[index].deserialize_in_place(from, context).inspect_err(|_| context.path.prepend_index(index))
    }
}

/// A map. Null decodes as an empty map.
impl<T: JsonValue> JsonValue for BTreeMap<String, T> {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        context: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        from.deserialize_option(MapVisitor(self, context))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &AsSerialize(value))?;
        }
        map.end()
    }
}

struct MapVisitor<'a, T>(&'a mut BTreeMap<String, T>, &'a mut DecodeContext);

impl<'de, T: JsonValue> Visitor<'de> for MapVisitor<'_, T> {
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
        while let Some((key, value)) = next_entry(&mut entries, self.0.len(), self.1)? {
            self.0.insert(key, value);
        }
        Ok(())
    }
}

/// Reads the next entry of a map that already has `len` entries.
pub(super) fn next_entry<'de, T: JsonValue, A: MapAccess<'de>>(
    entries: &mut A,
    len: usize,
    context: &mut DecodeContext,
) -> Result<Option<(String, T)>, A::Error> {
    let Some(key) = entries.next_key::<String>()? else { return Ok(None) };
    context.check_deadline()?;
    context.insert_one::<String, T, _>(len)?;
    context.allocate(key.capacity())?;
    let mut value = T::default();
    let read = entries.next_value_seed(Seed { value: &mut value, context });
    read.inspect_err(|_| context.path.prepend_key(&key))?;
    Ok(Some((key, value)))
}
