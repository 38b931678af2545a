//! Properties whose absence and null mean different things.

use serde_core::{Deserializer, Serializer};

use super::context::DecodeContext;
use super::wire::{AsSerialize, JsonValue};

/// A property that may be absent, null or a value, where null and absence mean different things: in the body of a patch, null removes
/// a value, and what is absent stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// The property is absent.
    #[default]
    Absent,
    /// The property is null.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Borrows the value.
    pub fn as_ref(&self) -> Nullable<&T> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(value),
        }
    }

    /// The value, unless the property is absent or null.
    pub fn value(&self) -> Option<&T> {
        self.as_ref().into_value()
    }

    /// The value, unless the property is absent or null.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Whether the property is absent.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` is null.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

/// Null and absence are `None`.
impl<T> From<Nullable<T>> for Option<T> {
    fn from(value: Nullable<T>) -> Self {
        value.into_value()
    }
}

impl<T: JsonValue> JsonValue for Nullable<T> {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        context: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        let mut value: Option<T> = None;
        value.deserialize_in_place(from, context)?;
        *self = value.into();
        Ok(())
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => to.serialize_none(),
            Self::Value(value) => to.serialize_some(&AsSerialize(value)),
        }
    }

    fn is_absent(&self) -> bool {
        Self::is_absent(self)
    }
}
