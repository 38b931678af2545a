//! Open enums: enums to which the API can add values before this crate does.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserializer, Error, Visitor};

/// An open enum. Implemented by emitted enums.
pub trait OpenEnum: Sized + 'static {
    /// All known values.
    const KNOWN: &'static [Self];

    /// The variant of a known value.
    fn from_known(text: &str) -> Option<Self>;

    /// The variant `Unknown` of any other value.
    fn from_unknown(value: UnknownValue) -> Self;

    /// The value as the API spells it.
    fn text(&self) -> &str;
}

/// A value of an open enum that is unknown to this version of the crate.
///
/// Only the enum's `From` conversions construct it, so that a known value is never `Unknown`.
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

/// Implements conversions and serde's traits for an [`OpenEnum`]. Paths are absolute, because an emitted enum can be named `From`.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident) => {
        impl $name {
            /// All values that are known to this version of the crate.
            pub const KNOWN: &'static [Self] = <Self as $crate::runtime::model::OpenEnum>::KNOWN;

            /// Returns the value as the API spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::runtime::model::OpenEnum::text(self)
            }

            /// Whether the value is known to this version of the crate.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }

        /// The empty text: an unknown value, unless the API has a value of that spelling.
        impl ::std::default::Default for $name {
            fn default() -> Self {
                $crate::runtime::model::enum_from("")
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::runtime::model::enum_from(text)
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::runtime::model::enum_from(text)
            }
        }

        impl ::std::convert::From<&::std::string::String> for $name {
            fn from(text: &::std::string::String) -> Self {
                $crate::runtime::model::enum_from(text.as_str())
            }
        }

        impl ::std::convert::From<$name> for ::std::string::String {
            fn from(value: $name) -> Self {
                $crate::runtime::model::OpenEnum::text(&value).to_owned()
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok($crate::runtime::model::enum_from(text))
            }
        }

        impl ::std::convert::From<&$name> for $name {
            fn from(value: &$name) -> Self {
                ::std::clone::Clone::clone(value)
            }
        }

        impl ::std::cmp::PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl ::std::cmp::PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::runtime::model::JsonValue for $name {
            fn deserialize_in_place<'de, D: ::serde_core::Deserializer<'de>>(
                &mut self,
                from: D,
                context: &mut $crate::runtime::model::DecodeContext,
            ) -> ::std::result::Result<(), D::Error> {
                *self = $crate::runtime::model::read_enum(from)?;
                match self {
                    Self::Unknown(value) => context.allocate(value.as_str().len()),
                    _ => ::std::result::Result::Ok(()),
                }
            }

            fn write<S: ::serde_core::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde_core::Deserialize<'de> for $name {
            fn deserialize<D: ::serde_core::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::model::read_enum(from)
            }
        }

        impl ::serde_core::Serialize for $name {
            fn serialize<S: ::serde_core::Serializer>(
                &self,
                to: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
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
                ::std::convert::Into::into(self)
            }
        }
    };
}

pub use __open_enum as open_enum;

/// Converts a text to the variant of a known value, or to `Unknown`.
pub fn enum_from<T: OpenEnum>(text: impl AsRef<str> + Into<Box<str>>) -> T {
    T::from_known(text.as_ref()).unwrap_or_else(|| T::from_unknown(UnknownValue::new(text)))
}

/// Reads a known or unknown value.
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
        Ok(enum_from(text))
    }
}

#[cfg(test)]
#[expect(dead_code, unreachable_pub, reason = "the macro also implements what this test does not use")]
mod tests {
    use super::{OpenEnum, UnknownValue, open_enum};

    /// An enum with the name of a trait, and with variants named like those of `Result` and like a method.
    #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    enum From {
        Empty,
        Err,
        Unknown(UnknownValue),
    }

    impl OpenEnum for From {
        const KNOWN: &'static [Self] = &[Self::Empty, Self::Err];

        fn from_known(text: &str) -> Option<Self> {
            match text {
                "" => Some(Self::Empty),
                "err" => Some(Self::Err),
                _ => None,
            }
        }

        fn from_unknown(value: UnknownValue) -> Self {
            Self::Unknown(value)
        }

        fn text(&self) -> &str {
            match self {
                Self::Empty => "",
                Self::Err => "err",
                Self::Unknown(value) => value.as_str(),
            }
        }
    }

    open_enum!(From);

    #[test]
    fn default_equals_the_known_empty_text() {
        assert_eq!(From::default(), From::Empty);
        assert_eq!(From::default(), From::from(""));
        assert!(From::default().is_known());
    }

    #[test]
    fn known_and_unknown_texts_are_parsed() {
        assert_eq!("err".parse(), Ok(From::Err));
        assert_eq!("new".parse::<From>().map(String::from).as_deref(), Ok("new"));
    }
}
