//! Open enums: vocabularies that may grow on the server before they grow here.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserializer, Error, Visitor};

/// What an emitted enum says about itself.
pub trait OpenEnum: Sized + 'static {
    /// All named values.
    const KNOWN: &'static [Self];

    /// The variant of a value, if it has one.
    fn from_known(text: &str) -> Option<Self>;

    /// The variant of all other values.
    fn from_unknown(value: UnknownValue) -> Self;

    /// The value as the API spells it.
    fn text(&self) -> &str;
}

/// A value of an open enum that this version of the crate has no name for.
///
/// Made by the enum's own `From` conversions alone, so that a value never hides its name here.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The value as the API spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Gives an [`OpenEnum`] its conversions and serde's traits.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident) => {
        impl $name {
            /// All values that this version of the crate has a name for.
            pub const KNOWN: &'static [Self] = <Self as $crate::runtime::model::OpenEnum>::KNOWN;

            /// The value as the API spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::runtime::model::OpenEnum::text(self)
            }

            /// Whether this version of the crate has a name for it.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }
        }

        /// The unknown empty text, which is no value of the API.
        impl Default for $name {
            fn default() -> Self {
                Self::Unknown($crate::UnknownValue::default())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                use $crate::runtime::model::OpenEnum;
                Self::from_known(text).unwrap_or_else(|| Self::from_unknown($crate::UnknownValue::new(text)))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                use $crate::runtime::model::OpenEnum;
                Self::from_known(&text).unwrap_or_else(|| Self::from_unknown($crate::UnknownValue::new(text)))
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::runtime::model::JsonValue for $name {
            fn deserialize_in_place<'de, D: serde_core::Deserializer<'de>>(
                &mut self,
                from: D,
                _: &mut $crate::runtime::model::JsonPath,
            ) -> Result<(), D::Error> {
                *self = $crate::runtime::model::read_enum(from)?;
                Ok(())
            }

            fn write<S: serde_core::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> serde_core::Deserialize<'de> for $name {
            fn deserialize<D: serde_core::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::model::read_enum(from)
            }
        }

        impl serde_core::Serialize for $name {
            fn serialize<S: serde_core::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "_client")]
        impl $crate::runtime::call::ParameterValue for $name {
            fn into_text(self) -> String {
                self.into()
            }
        }
    };
}

pub use __open_enum as open_enum;

/// Reads a value, known or not.
pub fn read_enum<'de, T: OpenEnum, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_str(EnumVisitor(PhantomData))
}

struct EnumVisitor<T>(PhantomData<T>);

impl<T: OpenEnum> Visitor<'_> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from_known(text).unwrap_or_else(|| T::from_unknown(UnknownValue::new(text))))
    }
}
