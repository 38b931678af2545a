//! Text in a certain format: a point in time, a date, bytes. It is kept as it came, and read where the caller wants its meaning.

use std::fmt;
use std::time::SystemTime;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::context::DecodeContext;
use super::wire::{JsonValue, read};
use super::{base64, rfc3339};

/// Defines a type for text in a format.
macro_rules! formatted_text {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        /// The text is not checked.
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        /// The text is not checked.
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl JsonValue for $name {
            fn deserialize_in_place<'de, D: Deserializer<'de>>(
                &mut self,
                from: D,
                context: &mut DecodeContext,
            ) -> Result<(), D::Error> {
                self.0.deserialize_in_place(from, context)
            }

            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.0.write(to)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                read(from)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.write(to)
            }
        }
    };
}

formatted_text! {
    /// A point in time in the text of RFC 3339, such as `2024-04-27T08:00:00Z`. The text is kept as it is, whatever its format.
    DateTime
}

formatted_text! {
    /// A date in the text of RFC 3339, such as `2024-04-27`. The text is kept as it is, whatever its format.
    Date
}

formatted_text! {
    /// Bytes as text in base64, such as `Ynl0ZXM=`. The text is kept as it is, whatever its format.
    Base64
}

formatted_text! {
    /// Bytes as text in base64 with the alphabet for URLs and without padding, such as `Ynl0ZXM`. The text is kept as it is, whatever
    /// its format.
    Base64Url
}

impl DateTime {
    /// The point in time. `None` if the text has another format, or if `SystemTime` cannot represent it.
    #[must_use]
    pub fn time(&self) -> Option<SystemTime> {
        rfc3339::date_time(&self.0)
    }
}

/// The text has UTC, and as many digits of a fraction as the time needs.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        Self(rfc3339::date_time_text(time))
    }
}

impl Date {
    /// The start of the day in UTC. `None` if the text has another format, or if `SystemTime` cannot represent it.
    #[must_use]
    pub fn start(&self) -> Option<SystemTime> {
        rfc3339::date(&self.0)
    }
}

/// The date in UTC.
impl From<SystemTime> for Date {
    fn from(time: SystemTime) -> Self {
        Self(rfc3339::date_text(time))
    }
}

impl Base64 {
    /// Encodes bytes.
    pub fn encode(bytes: impl AsRef<[u8]>) -> Self {
        Self(base64::encode(bytes.as_ref(), base64::STANDARD))
    }

    /// The bytes. `None` if the text has another format. Padding and either alphabet are accepted.
    #[must_use]
    pub fn decode(&self) -> Option<Vec<u8>> {
        base64::decode(&self.0)
    }
}

impl Base64Url {
    /// Encodes bytes.
    pub fn encode(bytes: impl AsRef<[u8]>) -> Self {
        Self(base64::encode(bytes.as_ref(), base64::URL))
    }

    /// The bytes. `None` if the text has another format. Padding and either alphabet are accepted.
    #[must_use]
    pub fn decode(&self) -> Option<Vec<u8>> {
        base64::decode(&self.0)
    }
}
