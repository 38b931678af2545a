//! Unions: values that have one of several types, with a tag, or distinguished by the shape of their JSON.

use std::fmt;

use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Error as _, SerializeMap, Serializer};
use serde_json::{Map, Value};

use super::buffered::Members;
use super::context::DecodeContext;
use super::key::{Key, KeySeed};
use super::object::{MapWriter, Object, PropertyWriter};
use super::reread::{read_again, with_rereads};
use super::value::{ValueVisitor, number_or_object};
use super::wire::{JsonValue, Seed, next_entry};

/// A union that keeps values of none of its variants.
pub trait OpenUnion: Default {
    /// The variant of such a value.
    fn from_unknown(value: Value) -> Self;
}

/// What an emitted union with a tag says about itself.
pub trait TaggedUnion: OpenUnion {
    /// The property whose value identifies the variant.
    const TAG: &'static str;

    /// Reads the variant that has this value of the tag.
    fn read<'de, R: TaggedReader<'de>>(tag: &str, from: R) -> Result<Self, R::Error>;

    /// Writes the variant.
    fn write<W: TaggedWriter>(&self, to: W) -> Result<W::Ok, W::Error>;
}

/// An object whose tag has been read.
pub trait TaggedReader<'de>: Sized {
    /// Why it cannot be read.
    type Error;

    /// Reads a variant, without the tag.
    fn variant<T: JsonValue, U>(self, make: impl FnOnce(T) -> U) -> Result<U, Self::Error>;

    /// Reads a variant that declares the tag as a property.
    fn variant_with_tag<T: JsonValue, U>(self, make: impl FnOnce(T) -> U) -> Result<U, Self::Error>;

    /// Keeps the whole object.
    fn unknown<U: OpenUnion>(self) -> Result<U, Self::Error>;
}

/// Where a variant of a union with a tag is written.
pub trait TaggedWriter: Sized {
    /// The result.
    type Ok;

    /// Why it cannot be written.
    type Error;

    /// Writes a variant that is an object, with its tag.
    fn object<T: Object>(self, tag: &'static str, value: &T) -> Result<Self::Ok, Self::Error>;

    /// Writes a variant that is another union with a tag.
    fn union<T: TaggedUnion>(self, tag: &'static str, value: &T) -> Result<Self::Ok, Self::Error>;

    /// Writes an unknown value as it came.
    fn unknown(self, value: &Value) -> Result<Self::Ok, Self::Error>;
}

/// What an emitted union without a tag says about itself.
pub trait UntaggedUnion: OpenUnion {
    /// Tries the variants in order.
    fn read(from: UntaggedReader<'_, Self>) -> UntaggedReader<'_, Self>;

    /// Writes the value of the variant.
    fn write<W: UntaggedWriter>(&self, to: W) -> Result<W::Ok, W::Error>;
}

/// Where the value of a variant is written.
pub trait UntaggedWriter: Sized {
    /// The result.
    type Ok;

    /// Why it cannot be written.
    type Error;

    /// Writes the value.
    fn value<T: JsonValue>(self, value: &T) -> Result<Self::Ok, Self::Error>;

    /// Writes an unknown value as it came.
    fn unknown(self, value: &Value) -> Result<Self::Ok, Self::Error>;
}

/// What the JSON of a variant looks like.
#[derive(Clone, Copy, Debug)]
pub enum JsonShape {
    /// Anything.
    Any,
    /// A string.
    String,
    /// One of these strings: an enum, beside other variants that are strings.
    OneOf(&'static [&'static str]),
    /// One of these integers: an enum, beside other variants that are numbers.
    OneOfIntegers(&'static [i64]),
    /// A number.
    Number,
    /// A number without a fraction, beside variants that are doubles.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An array whose items look like this.
    List(&'static JsonShape),
    /// An object whose values look like this.
    Map(&'static JsonShape),
    /// An object that has these properties.
    Object(&'static [&'static str]),
    /// Null, or what looks like this.
    Nullable(&'static JsonShape),
    /// What looks like one of these.
    AnyOf(&'static [JsonShape]),
}

impl JsonShape {
    fn fits(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Any, _)
            | (Self::String, Value::String(_))
            | (Self::Number, Value::Number(_))
            | (Self::Boolean, Value::Bool(_))
            | (Self::Nullable(_), Value::Null) => true,
            (Self::OneOf(texts), Value::String(text)) => texts.contains(&text.as_str()),
            (Self::OneOfIntegers(integers), Value::Number(number)) => {
                number.as_i64().is_some_and(|integer| integers.contains(&integer))
            }
            (Self::Integer, Value::Number(number)) => number.as_i64().is_some(),
            (Self::List(shape), Value::Array(items)) => items.iter().all(|item| shape.fits(item)),
            (Self::Map(shape), Value::Object(entries)) => entries.values().all(|value| shape.fits(value)),
            (Self::Object(required), Value::Object(entries)) => {
                required.iter().all(|name| entries.contains_key(*name))
            }
            (Self::Nullable(shape), value) => shape.fits(value),
            (Self::AnyOf(shapes), value) => shapes.iter().any(|shape| shape.fits(value)),
            _ => false,
        }
    }
}

/// Gives a union serde's traits, and `from_json`. Paths are absolute, so that a union may be called `From`.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_union {
    (tagged $name:ident) => {
        $crate::runtime::model::open_union!(@union $name, deserialize_tagged, write_tagged);
    };
    (untagged $name:ident) => {
        $crate::runtime::model::open_union!(@union $name, deserialize_untagged, write_untagged);
    };
    (parameter $(#[$attr:meta])* $name:ident { $($variant:ident),* }) => {
        #[cfg(feature = "_client")]
        $(#[$attr])*
        impl $crate::runtime::call::ParameterValue for $name {
            fn into_text(self) -> ::std::string::String {
                match self {
                    $(Self::$variant(value) => $crate::runtime::call::ParameterValue::into_text(value),)*
                    Self::Unknown(value) => $crate::runtime::model::unknown_text(value),
                }
            }
        }
    };
    (@union $name:ident, $deserialize:ident, $write:ident) => {
        impl $name {
            /// Reads one from the text of a JSON value. The error names the place that does not fit.
            ///
            /// # Errors
            ///
            /// If the text is not JSON or has an unpaired surrogate; if the union has a tag, also if the value of the variant does
            /// not fit it.
            pub fn from_json(text: &str) -> ::std::result::Result<Self, $crate::Error> {
                let limits = $crate::runtime::model::DecodeLimits::of_text(text);
                $crate::runtime::model::read_text(text, limits).map_err($crate::Error::decode)
            }

            /// Whether this version of the crate knows the variant.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }

        /// An unknown value: null.
        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self::Unknown(::serde_json::Value::Null)
            }
        }

        impl $crate::runtime::model::OpenUnion for $name {
            fn from_unknown(value: ::serde_json::Value) -> Self {
                Self::Unknown(value)
            }
        }

        impl $crate::runtime::model::JsonValue for $name {
            fn deserialize_in_place<'de, D: ::serde_core::Deserializer<'de>>(
                &mut self,
                from: D,
                context: &mut $crate::runtime::model::DecodeContext,
            ) -> ::std::result::Result<(), D::Error> {
                $crate::runtime::model::$deserialize(self, from, context)
            }

            fn write<S: ::serde_core::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::model::$write(self, to)
            }
        }

        impl<'de> ::serde_core::Deserialize<'de> for $name {
            fn deserialize<D: ::serde_core::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::model::read(from)
            }
        }

        impl ::serde_core::Serialize for $name {
            fn serialize<S: ::serde_core::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::model::$write(self, to)
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
    };
}

pub use __open_union as open_union;

/// An unknown value as a parameter: text as it is, anything else as JSON.
#[must_use]
pub fn unknown_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Reads a union with a tag. What has no tag, or an unknown one, is kept.
pub fn deserialize_tagged<'de, T: TaggedUnion, D: Deserializer<'de>>(
    union: &mut T,
    from: D,
    context: &mut DecodeContext,
) -> Result<(), D::Error> {
    from.deserialize_any(TaggedVisitor { union, context })
}

struct TaggedVisitor<'a, T> {
    union: &'a mut T,
    context: &'a mut DecodeContext,
}

impl<T: TaggedUnion> TaggedVisitor<'_, T> {
    /// Keeps a value that is not an object.
    fn keep<E>(self, read: impl FnOnce(ValueVisitor<'_>) -> Result<(), E>) -> Result<(), E> {
        let mut value = Value::Null;
        read(ValueVisitor(&mut value, self.context))?;
        *self.union = T::from_unknown(value);
        Ok(())
    }
}

impl<'de, T: TaggedUnion> Visitor<'de> for TaggedVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.keep(|any| any.visit_bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.keep(|any| any.visit_i64(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.keep(|any| any.visit_u64(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.keep(|any| any.visit_f64(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.keep(|any| any.visit_str(value))
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.keep(|any| any.visit_none())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.keep(|any| any.visit_unit())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        self.keep(|any| any.visit_seq(items))
    }

    /// Keeps the members before the tag, and then reads the variant from them and the others. Most servers send the tag first.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { union, context } = self;
        let memory_left = context.memory_left();
        let mut before = Map::new();
        while let Some(Key(key)) = members.next_key_seed(KeySeed)? {
            context.check_deadline()?;
            let mut value = Value::Null;
            let read = members.next_value_seed(Seed { value: &mut value, context });
            read.inspect_err(|_| context.path.prepend_key(&key))?;
            match value {
                Value::String(value) if key == T::TAG => {
                    let kept = memory_left - context.memory_left();
                    let tag = Tag { name: T::TAG, value: &value };
                    *union = T::read(&value, MembersReader { tag, before, after: members, context, kept })?;
                    return Ok(());
                }
                value => {
                    context.insert_one::<String, Value, _>(before.len())?;
                    context.allocate(key.len())?;
                    before.insert(key.into_owned(), value);
                }
            }
        }
        *union = T::from_unknown(number_or_object(before, memory_left, context)?);
        Ok(())
    }
}

/// The tag of an object.
struct Tag<'a> {
    name: &'static str,
    value: &'a str,
}

struct MembersReader<'a, A> {
    tag: Tag<'a>,
    before: Map<String, Value>,
    after: A,
    context: &'a mut DecodeContext,
    /// The bytes that the members before the tag take.
    kept: usize,
}

impl<'de, A: MapAccess<'de>> TaggedReader<'de> for MembersReader<'_, A> {
    type Error = A::Error;

    fn variant<T: JsonValue, U>(self, make: impl FnOnce(T) -> U) -> Result<U, A::Error> {
        let Self { tag, before, after, context, kept } = self;
        let mut value = T::default();
        let members = Members::new(tag.name, before, after);
        value.deserialize_in_place(MapAccessDeserializer::new(members), context)?;
        context.set_memory_left(context.memory_left().saturating_add(kept));
        Ok(make(value))
    }

    fn variant_with_tag<T: JsonValue, U>(mut self, make: impl FnOnce(T) -> U) -> Result<U, A::Error> {
        self.before.insert(self.tag.name.to_owned(), self.tag.value.into());
        self.variant(make)
    }

    fn unknown<U: OpenUnion>(self) -> Result<U, A::Error> {
        let Self { tag, before: mut members, mut after, context, .. } = self;
        members.insert(tag.name.to_owned(), tag.value.into());
        while let Some((key, value)) = next_entry(&mut after, members.len(), context)? {
            members.insert(key, value);
        }
        Ok(U::from_unknown(Value::Object(members)))
    }
}

/// Writes a union with a tag.
pub fn write_tagged<T: TaggedUnion, S: Serializer>(union: &T, to: S) -> Result<S::Ok, S::Error> {
    union.write(ObjectWriter { to, tag: T::TAG })
}

/// Writes a variant as a whole object.
struct ObjectWriter<S> {
    to: S,
    tag: &'static str,
}

impl<S: Serializer> ObjectWriter<S> {
    fn members(
        self,
        tag: &'static str,
        write: impl FnOnce(&mut WithoutTag<MapWriter<'_, S::SerializeMap>>) -> Result<(), S::Error>,
    ) -> Result<S::Ok, S::Error> {
        let mut map = self.to.serialize_map(None)?;
        map.serialize_entry(self.tag, tag)?;
        write(&mut WithoutTag { to: MapWriter(&mut map), tag: self.tag })?;
        map.end()
    }
}

impl<S: Serializer> TaggedWriter for ObjectWriter<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn object<T: Object>(self, tag: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        self.members(tag, |to| value.write(to))
    }

    fn union<T: TaggedUnion>(self, tag: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        self.members(tag, |to| value.write(MembersWriter { to, tag: T::TAG }))
    }

    fn unknown(self, value: &Value) -> Result<S::Ok, S::Error> {
        value.write(self.to)
    }
}

/// Writes a variant of an inner union among the members of an object that has the tag of the outer one.
struct MembersWriter<'a, W> {
    to: &'a mut W,
    tag: &'static str,
}

impl<W: PropertyWriter> TaggedWriter for MembersWriter<'_, W> {
    type Ok = ();
    type Error = W::Error;

    fn object<T: Object>(self, tag: &'static str, value: &T) -> Result<(), W::Error> {
        self.to.tag(self.tag, tag)?;
        value.write(&mut WithoutTag { to: BorrowedWriter(self.to), tag: self.tag })
    }

    fn union<T: TaggedUnion>(self, tag: &'static str, value: &T) -> Result<(), W::Error> {
        self.to.tag(self.tag, tag)?;
        let mut members = WithoutTag { to: BorrowedWriter(self.to), tag: self.tag };
        value.write(MembersWriter { to: &mut members, tag: T::TAG })
    }

    fn unknown(self, value: &Value) -> Result<(), W::Error> {
        match value {
            Value::Object(members) => self.to.unknown(members),
            _ => Err(W::Error::custom("a value that is not an object cannot have a tag")),
        }
    }
}

/// Members of an object without the one that identifies the variant: the union has written it, with the value of the variant.
struct WithoutTag<W> {
    to: W,
    tag: &'static str,
}

impl<W: PropertyWriter> PropertyWriter for WithoutTag<W> {
    type Error = W::Error;

    fn tag(&mut self, name: &'static str, value: &'static str) -> Result<(), W::Error> {
        self.to.tag(name, value)
    }

    fn property<T: JsonValue>(&mut self, name: &'static str, value: &T) -> Result<(), W::Error> {
        if name == self.tag { Ok(()) } else { self.to.property(name, value) }
    }

    fn unknown(&mut self, extra: &Map<String, Value>) -> Result<(), W::Error> {
        if !extra.contains_key(self.tag) {
            return self.to.unknown(extra);
        }
        let others = extra.iter().filter(|(name, _)| *name != self.tag);
        self.to.unknown(&others.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    fn entry<T: JsonValue>(&mut self, name: &str, value: &T) -> Result<(), W::Error> {
        if name == self.tag { Ok(()) } else { self.to.entry(name, value) }
    }
}

struct BorrowedWriter<'a, W>(&'a mut W);

impl<W: PropertyWriter> PropertyWriter for BorrowedWriter<'_, W> {
    type Error = W::Error;

    fn tag(&mut self, name: &'static str, value: &'static str) -> Result<(), W::Error> {
        self.0.tag(name, value)
    }

    fn property<T: JsonValue>(&mut self, name: &'static str, value: &T) -> Result<(), W::Error> {
        self.0.property(name, value)
    }

    fn unknown(&mut self, extra: &Map<String, Value>) -> Result<(), W::Error> {
        self.0.unknown(extra)
    }

    fn entry<T: JsonValue>(&mut self, name: &str, value: &T) -> Result<(), W::Error> {
        self.0.entry(name, value)
    }
}

/// Reads a union without a tag as the first variant that fits. What fits none is kept.
pub fn deserialize_untagged<'de, T: UntaggedUnion, D: Deserializer<'de>>(
    union: &mut T,
    from: D,
    context: &mut DecodeContext,
) -> Result<(), D::Error> {
    let memory_left = context.memory_left();
    let mut value = Value::Null;
    value.deserialize_in_place(from, context)?;
    let size = memory_left - context.memory_left();
    let found = with_rereads(size, context, |context| {
        T::read(UntaggedReader { value: &value, size, context, found: None }).found
    })?;
    *union = match found {
        Some(found) => {
            context.set_memory_left(context.memory_left().saturating_add(size));
            found
        }
        None => T::from_unknown(value),
    };
    Ok(())
}

/// A value of a union without a tag, to be tried as one variant after another.
#[derive(Debug)]
pub struct UntaggedReader<'a, T> {
    value: &'a Value,
    /// The bytes that it takes.
    size: usize,
    context: &'a mut DecodeContext,
    found: Option<T>,
}

impl<T> UntaggedReader<'_, T> {
    /// Reads the value as this variant, if it looks like it and was of none before.
    #[must_use]
    pub fn variant<V: JsonValue>(mut self, shape: JsonShape, make: impl FnOnce(V) -> T) -> Self {
        if self.found.is_none() && shape.fits(self.value) {
            self.found = read_again(self.value, self.size, self.context).map(make);
        }
        self
    }
}

/// Writes a union without a tag.
pub fn write_untagged<T: UntaggedUnion, S: Serializer>(union: &T, to: S) -> Result<S::Ok, S::Error> {
    union.write(ValueWriter(to))
}

struct ValueWriter<S>(S);

impl<S: Serializer> UntaggedWriter for ValueWriter<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn value<T: JsonValue>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.write(self.0)
    }

    fn unknown(self, value: &Value) -> Result<S::Ok, S::Error> {
        value.write(self.0)
    }
}

#[cfg(test)]
#[expect(dead_code, unreachable_pub, reason = "the macro gives a union all that users of a crate need")]
mod tests;
