//! Objects: the one visitor behind all emitted structs.

use std::collections::BTreeMap;
use std::fmt;

use serde_core::de::{Deserializer, Error, MapAccess, Visitor};
use serde_core::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value};

use super::context::DecodeContext;
use super::key::{Key, KeySeed};
use super::reread::{read_again, with_rereads};
use super::wire::{AsSerialize, JsonValue, Seed};

/// A JSON object with known properties. Implemented by emitted structs.
pub trait Object: Default {
    /// The name in error messages.
    const NAME: &'static str;

    /// The required properties, by their JSON names.
    const REQUIRED: &'static [&'static str];

    /// Reads the value of a property into its field.
    fn read<'de, R: PropertyReader<'de>>(&mut self, property: &str, value: R) -> Result<(), R::Error>;

    /// Writes all properties.
    fn write<W: PropertyWriter>(&self, to: &mut W) -> Result<(), W::Error>;
}

/// Reads the value of one property, as the type of its field.
pub trait PropertyReader<'de>: Sized {
    /// The error of reading.
    type Error;

    /// Reads a required property; `position` is its index in [`Object::REQUIRED`].
    fn required<T: JsonValue>(self, position: usize, field: &mut T) -> Result<(), Self::Error>;

    /// Reads an optional property; the field keeps its default if the property is absent.
    fn optional<T: JsonValue>(self, field: &mut T) -> Result<(), Self::Error>;

    /// Reads an unknown property into `extra`.
    fn unknown(self, property: &str, extra: &mut Map<String, Value>) -> Result<(), Self::Error>;

    /// Reads an unknown property into `rest`, or into `extra` if it is not a value of that type.
    fn rest<T: JsonValue>(
        self,
        property: &str,
        rest: &mut BTreeMap<String, T>,
        extra: &mut Map<String, Value>,
    ) -> Result<(), Self::Error>;
}

/// Writes the properties of one object.
pub trait PropertyWriter {
    /// The error of writing.
    type Error: serde_core::ser::Error;

    /// Writes the property that identifies the variant of a union.
    fn tag(&mut self, name: &'static str, value: &'static str) -> Result<(), Self::Error>;

    /// Writes a property, unless its value is absent.
    fn property<T: JsonValue>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>;

    /// Writes unknown properties as they were received.
    fn unknown(&mut self, extra: &Map<String, Value>) -> Result<(), Self::Error>;

    /// Writes one of the properties beyond the named ones.
    fn entry<T: JsonValue>(&mut self, name: &str, value: &T) -> Result<(), Self::Error>;

    /// Writes the properties beyond the named ones that have a common type.
    fn rest<T: JsonValue>(&mut self, rest: &BTreeMap<String, T>) -> Result<(), Self::Error> {
        rest.iter().try_for_each(|(name, value)| self.entry(name, value))
    }
}

/// Implements serde's traits and `from_json` for an [`Object`].
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    ($name:ident) => {
        impl $name {
            /// Decodes a JSON object. The error has the JSON path of the value that could not be decoded.
            ///
            /// # Errors
            ///
            /// If the text is not JSON, has an unpaired surrogate, lacks a required property, or has a value of another type.
            pub fn from_json(text: &str) -> ::std::result::Result<Self, $crate::Error> {
                let limits = $crate::runtime::model::DecodeLimits::of_text(text);
                $crate::runtime::model::read_text(text, limits).map_err($crate::Error::decode)
            }
        }

        #[cfg(feature = "_client")]
        impl $crate::runtime::model::DecodeBody for $name {
            fn from_text(
                text: &str,
                limits: $crate::runtime::model::DecodeLimits,
            ) -> ::std::result::Result<Self, $crate::runtime::model::DecodeError> {
                $crate::runtime::model::read_text(text, limits)
            }
        }

        $crate::runtime::model::object!(@serde $name);
    };
    (@serde $name:ident) => {
        impl $name {
            /// Returns the value with changes, in an expression: `value.with(|it| it.field = "text".into())`. Other crates cannot write
            /// a non-exhaustive struct as a literal.
            #[must_use]
            pub fn with(mut self, change: impl ::std::ops::FnOnce(&mut Self)) -> Self {
                change(&mut self);
                self
            }
        }

        impl $crate::runtime::model::JsonValue for $name {
            fn deserialize_in_place<'de, D: ::serde_core::Deserializer<'de>>(
                &mut self,
                from: D,
                context: &mut $crate::runtime::model::DecodeContext,
            ) -> ::std::result::Result<(), D::Error> {
                $crate::runtime::model::deserialize_object(self, from, context)
            }

            fn write<S: ::serde_core::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::model::write_object(self, to)
            }
        }

        impl<'de> ::serde_core::Deserialize<'de> for $name {
            fn deserialize<D: ::serde_core::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::model::read(from)
            }
        }

        impl ::serde_core::Serialize for $name {
            fn serialize<S: ::serde_core::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::model::write_object(self, to)
            }
        }
    };
}

pub use __object as object;

/// Reads an object into its default value.
pub fn deserialize_object<'de, T: Object, D: Deserializer<'de>>(
    object: &mut T,
    from: D,
    context: &mut DecodeContext,
) -> Result<(), D::Error> {
    from.deserialize_map(ObjectVisitor { object, context })
}

/// Writes all properties of an object.
pub fn write_object<T: Object, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    object.write(&mut MapWriter(&mut map))?;
    map.end()
}

struct ObjectVisitor<'a, T> {
    object: &'a mut T,
    context: &'a mut DecodeContext,
}

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        read_properties(self.object, self.context, map, |object, property, value| {
            object.read(property, value)
        })
    }
}

/// Reads all properties of an object with `read`, and checks that the required ones are present.
pub(super) fn read_properties<'de, T: Object, A: MapAccess<'de>>(
    object: &mut T,
    context: &mut DecodeContext,
    mut map: A,
    read: impl Fn(&mut T, &str, EntryReader<'_, A>) -> Result<(), A::Error>,
) -> Result<(), A::Error> {
    let mut present = PresenceSet::default();
    while let Some(Key(property)) = map.next_key_seed(KeySeed)? {
        let value = EntryReader { property: &property, map: &mut map, present: &mut present, context };
        read(object, &property, value)?;
    }
    match present.missing_of(T::REQUIRED) {
        Some(missing) => Err(A::Error::missing_field(missing)),
        None => Ok(()),
    }
}

/// Tracks which required properties were present. The first 64 are bits, which covers nearly every schema without an allocation.
#[derive(Default)]
struct PresenceSet {
    first: u64,
    rest: Vec<usize>,
}

impl PresenceSet {
    fn insert(&mut self, position: usize) {
        if position < 64 {
            self.first |= 1 << position;
        } else {
            self.rest.push(position);
        }
    }

    fn contains(&self, position: usize) -> bool {
        if position < 64 { self.first & (1 << position) != 0 } else { self.rest.contains(&position) }
    }

    /// The first required property that was absent.
    fn missing_of(&self, required: &[&'static str]) -> Option<&'static str> {
        let missing = required.iter().enumerate().find(|(position, _)| !self.contains(*position));
        missing.map(|(_, name)| *name)
    }
}

pub(super) struct EntryReader<'a, A> {
    pub(super) property: &'a str,
    pub(super) map: &'a mut A,
    present: &'a mut PresenceSet,
    pub(super) context: &'a mut DecodeContext,
}

impl<'de, A: MapAccess<'de>> PropertyReader<'de> for EntryReader<'_, A> {
    type Error = A::Error;

    fn required<T: JsonValue>(self, position: usize, field: &mut T) -> Result<(), A::Error> {
        self.present.insert(position);
        self.optional(field)
    }

    fn optional<T: JsonValue>(self, field: &mut T) -> Result<(), A::Error> {
        // If a property is repeated, the last value is used, as in serde_json's `Value`.
        *field = T::default();
        let read = self.map.next_value_seed(Seed { value: field, context: self.context });
        read.inspect_err(|_| self.context.path.prepend_key(self.property))
    }

    fn unknown(self, property: &str, extra: &mut Map<String, Value>) -> Result<(), A::Error> {
        let mut value = Value::Null;
        self.context.check_deadline()?;
        self.context.insert_one::<String, Value, _>(extra.len())?;
        self.context.allocate(property.len())?;
        self.optional(&mut value)?;
        extra.insert(property.to_owned(), value);
        Ok(())
    }

    fn rest<T: JsonValue>(
        self,
        property: &str,
        rest: &mut BTreeMap<String, T>,
        extra: &mut Map<String, Value>,
    ) -> Result<(), A::Error> {
        let Self { map, context, .. } = self;
        context.check_deadline()?;
        context.insert_one::<String, T, _>(rest.len() + extra.len())?;
        context.allocate(property.len())?;
        let memory_left = context.memory_left();
        let mut value = Value::Null;
        let read = map.next_value_seed(Seed { value: &mut value, context });
        read.inspect_err(|_| context.path.prepend_key(property))?;
        let size = memory_left - context.memory_left();
        let typed = with_rereads(size, context, |context| read_again::<T>(&value, size, context))?;
        // If the property is repeated, the last value is used.
        match typed {
            Some(typed) => {
                context.set_memory_left(context.memory_left().saturating_add(size));
                extra.remove(property);
                rest.insert(property.to_owned(), typed);
            }
            None => {
                rest.remove(property);
                extra.insert(property.to_owned(), value);
            }
        }
        Ok(())
    }
}

pub(super) struct MapWriter<'a, M>(pub(super) &'a mut M);

impl<M: SerializeMap> PropertyWriter for MapWriter<'_, M> {
    type Error = M::Error;

    fn tag(&mut self, name: &'static str, value: &'static str) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    fn property<T: JsonValue>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        if value.is_absent() {
            return Ok(());
        }
        self.0.serialize_entry(name, &AsSerialize(value))
    }

    fn unknown(&mut self, extra: &Map<String, Value>) -> Result<(), M::Error> {
        for (name, value) in extra {
            self.0.serialize_entry(name, value)?;
        }
        Ok(())
    }

    fn entry<T: JsonValue>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &AsSerialize(value))
    }
}

#[cfg(test)]
mod tests {
    use super::PresenceSet;

    #[test]
    fn presence_set_tracks_more_than_64_properties() {
        let mut present = PresenceSet::default();
        for position in [0, 63, 64, 200] {
            assert!(!present.contains(position));
            present.insert(position);
            assert!(present.contains(position));
        }
        assert!(!present.contains(1) && !present.contains(65));
    }
}
