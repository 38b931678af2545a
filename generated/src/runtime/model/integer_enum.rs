//! Open enums whose values are integers.

use std::fmt;

use serde_core::de::Deserializer;

use super::context::DecodeContext;
use super::wire::JsonValue;

/// What an emitted enum of integers says about itself.
pub trait IntegerEnum: Sized + 'static {
    /// All named values.
    const KNOWN: &'static [Self];

    /// The variant of a value, if it has one.
    fn from_known(integer: i64) -> Option<Self>;

    /// The variant of all other values.
    fn from_unknown(value: UnknownInteger) -> Self;

    /// The value in the API.
    fn integer(&self) -> i64;
}

/// A value of an open enum of integers that this version of the crate has no name for.
///
/// Made by the enum's own `From` conversion alone, so that a value never hides its name here.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    /// The value in the API.
    #[must_use]
    pub fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Gives an [`IntegerEnum`] its conversions and serde's traits. Paths are absolute, so that an enum may be called `From`.
#[doc(hidden)]
#[macro_export]
macro_rules! __integer_enum {
    ($name:ident) => {
        impl $name {
            /// All values that this version of the crate has a name for.
            pub const KNOWN: &'static [Self] = <Self as $crate::runtime::model::IntegerEnum>::KNOWN;

            /// The value in the API.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                $crate::runtime::model::IntegerEnum::integer(self)
            }

            /// Whether this version of the crate has a name for it.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }

        /// Zero: an unknown value, unless the API has it.
        impl ::std::default::Default for $name {
            fn default() -> Self {
                $crate::runtime::model::enum_from_integer(0)
            }
        }

        /// By value.
        impl ::std::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                ::std::cmp::Ord::cmp(&self.as_i64(), &other.as_i64())
            }
        }

        impl ::std::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(::std::cmp::Ord::cmp(self, other))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl ::std::convert::From<i64> for $name {
            fn from(integer: i64) -> Self {
                $crate::runtime::model::enum_from_integer(integer)
            }
        }

        impl ::std::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.as_i64()
            }
        }

        impl $crate::runtime::model::JsonValue for $name {
            fn deserialize_in_place<'de, D: ::serde_core::Deserializer<'de>>(
                &mut self,
                from: D,
                context: &mut $crate::runtime::model::DecodeContext,
            ) -> ::std::result::Result<(), D::Error> {
                *self = $crate::runtime::model::read_integer_enum(from, context)?;
                ::std::result::Result::Ok(())
            }

            fn write<S: ::serde_core::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                to.serialize_i64(self.as_i64())
            }
        }

        impl<'de> ::serde_core::Deserialize<'de> for $name {
            fn deserialize<D: ::serde_core::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::model::read(from)
            }
        }

        impl ::serde_core::Serialize for $name {
            fn serialize<S: ::serde_core::Serializer>(
                &self,
                to: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                to.serialize_i64(self.as_i64())
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

        #[cfg(feature = "_client")]
        impl $crate::runtime::call::ParameterValue for $name {
            fn into_text(self) -> ::std::string::String {
                ::std::string::ToString::to_string(&self)
            }
        }
    };
}

pub use __integer_enum as integer_enum;

/// The value, known or not.
#[must_use]
pub fn enum_from_integer<T: IntegerEnum>(integer: i64) -> T {
    T::from_known(integer).unwrap_or_else(|| T::from_unknown(UnknownInteger(integer)))
}

/// Reads a value, known or not, wherever an integer is read.
pub fn read_integer_enum<'de, T: IntegerEnum, D: Deserializer<'de>>(
    from: D,
    context: &mut DecodeContext,
) -> Result<T, D::Error> {
    let mut integer = 0_i64;
    integer.deserialize_in_place(from, context)?;
    Ok(enum_from_integer(integer))
}
