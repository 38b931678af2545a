//! The types that are neither names nor containers.

use super::literal::Literal;

/// A type that is neither a name nor a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Primitive {
    String,
    Integer,
    Double,
    Boolean,
    Any,
    /// Text or a number in a certain format.
    Format(Format),
}

impl Primitive {
    /// All primitive types, each with its name in a spec.
    pub(crate) const ALL: [(&'static str, Self); 14] = [
        ("string", Self::String),
        ("integer", Self::Integer),
        ("double", Self::Double),
        ("boolean", Self::Boolean),
        ("any", Self::Any),
        ("date-time", Self::Format(Format::DateTime)),
        ("date", Self::Format(Format::Date)),
        ("uint64", Self::Format(Format::Uint64)),
        ("float32", Self::Format(Format::Float32)),
        ("quoted integer", Self::Format(Format::QuotedInteger)),
        ("quoted uint64", Self::Format(Format::QuotedUint64)),
        ("quoted double", Self::Format(Format::QuotedDouble)),
        ("base64", Self::Format(Format::Base64)),
        ("base64url", Self::Format(Format::Base64Url)),
    ];

    /// The name in a spec.
    pub(crate) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, primitive)| *primitive == self).map_or("", |(word, _)| word)
    }

    /// Whether its values are numbers, whether or not they are text in JSON.
    pub(crate) fn is_number(self) -> bool {
        match self {
            Self::Integer | Self::Double | Self::Format(Format::Uint64 | Format::Float32) => true,
            Self::Format(format) => format.is_quoted(),
            Self::String | Self::Boolean | Self::Any => false,
        }
    }

    /// Whether a literal is a value.
    pub(crate) fn has_value(self, literal: &Literal) -> bool {
        match (self, literal) {
            (Self::Any, _)
            | (Self::Boolean, Literal::Boolean(_))
            | (Self::String, Literal::String(_))
            | (Self::Integer, Literal::Integer(_))
            | (Self::Double, Literal::Integer(_) | Literal::Double(_)) => true,
            (Self::Format(format), literal) => format.has_value(literal),
            _ => false,
        }
    }
}

/// A format of text or of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A point in time in the text of RFC 3339.
    DateTime,
    /// A calendar date in the text of RFC 3339.
    Date,
    /// An integer of 64 bits without a sign.
    Uint64,
    /// A double of 32 bits.
    Float32,
    /// An integer in text.
    QuotedInteger,
    /// An integer without a sign in text.
    QuotedUint64,
    /// A double in text.
    QuotedDouble,
    /// Bytes in the text of RFC 4648.
    Base64,
    /// Bytes in the same text with the alphabet for URLs.
    Base64Url,
}

impl Format {
    /// The type of its JSON.
    pub(crate) fn json(self) -> Primitive {
        match self {
            Self::DateTime
            | Self::Date
            | Self::QuotedInteger
            | Self::QuotedUint64
            | Self::QuotedDouble
            | Self::Base64
            | Self::Base64Url => Primitive::String,
            Self::Uint64 => Primitive::Integer,
            Self::Float32 => Primitive::Double,
        }
    }

    /// The type of its values in a spec, and of its text in a parameter.
    pub(crate) fn written(self) -> Primitive {
        match self {
            Self::QuotedInteger => Primitive::Integer,
            Self::QuotedUint64 => Primitive::Format(Self::Uint64),
            Self::QuotedDouble => Primitive::Double,
            other => Primitive::Format(other),
        }
    }

    /// Whether it is a number in text.
    pub(crate) fn is_quoted(self) -> bool {
        self.written() != Primitive::Format(self)
    }

    /// Whether a literal is a value.
    pub(crate) fn has_value(self, literal: &Literal) -> bool {
        match (self, literal) {
            (Self::DateTime, Literal::String(text)) => is_date_time(text),
            (Self::Date, Literal::String(text)) => is_date(text),
            (Self::Base64 | Self::Base64Url, Literal::String(text)) => is_base64(text),
            (Self::Uint64, Literal::Integer(value)) => *value >= 0,
            (Self::Float32, Literal::Integer(_)) => true,
            (Self::Float32, Literal::Double(value)) => value.abs() <= f64::from(f32::MAX),
            (Self::QuotedInteger | Self::QuotedUint64 | Self::QuotedDouble, literal) => {
                self.written().has_value(literal)
            }
            _ => false,
        }
    }

    /// A value, as a spec writes it.
    pub(crate) fn sample(self) -> Literal {
        match self {
            Self::DateTime => Literal::String("2024-04-27T08:00:00Z".to_owned()),
            Self::Date => Literal::String("2024-04-27".to_owned()),
            // The text `bytes`.
            Self::Base64 => Literal::String("Ynl0ZXM=".to_owned()),
            Self::Base64Url => Literal::String("Ynl0ZXM".to_owned()),
            Self::Uint64 | Self::QuotedInteger | Self::QuotedUint64 => Literal::Integer(1),
            Self::Float32 | Self::QuotedDouble => Literal::Double(0.5),
        }
    }

    /// What its values look like.
    pub(crate) fn help(self) -> Option<&'static str> {
        Some(match self {
            Self::DateTime => "a date and time is written as in RFC 3339: `2024-04-27T08:00:00Z`",
            Self::Date => "a date is written as in RFC 3339: `2024-04-27`",
            Self::Base64 | Self::Base64Url => "bytes are written in base64: `Ynl0ZXM=`",
            Self::Uint64 | Self::QuotedUint64 => "it is an integer that is not negative",
            Self::Float32 => "it is a number within the range of 32 bits",
            Self::QuotedInteger | Self::QuotedDouble => return None,
        })
    }
}

/// Whether the text has the form of a date and time with an offset.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else { return false };
    let Some((clock, rest)) = time.split_at_checked(9) else { return false };
    let offset =
        rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let is_offset = matches!(offset, "Z" | "z") || has_form(offset, "+00:00") || has_form(offset, "-00:00");
    is_date(date) && (has_form(clock, "T00:00:00") || has_form(clock, "t00:00:00")) && is_offset
}

fn is_date(text: &str) -> bool {
    let is_within = |range, values: [&str; 2]| {
        text.get(range).is_some_and(|part| (values[0]..=values[1]).contains(&part))
    };
    has_form(text, "0000-00-00") && is_within(5..7, ["01", "12"]) && is_within(8..10, ["01", "31"])
}

/// Whether the text has the characters of the form, and digits for its zeros.
fn has_form(text: &str, form: &str) -> bool {
    let is_same = |(c, form): (u8, u8)| if form == b'0' { c.is_ascii_digit() } else { c == form };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(is_same)
}

/// Whether the text is base64 in either alphabet, with or without padding.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '/' | '_');
    // One digit alone has less than a byte.
    digits.chars().all(is_digit) && digits.len() % 4 != 1
}

#[cfg(test)]
mod tests {
    use super::{Format, Literal, Primitive};

    #[test]
    fn text_is_a_value_if_it_has_the_form() {
        let text = |text: &str| Literal::String(text.to_owned());
        for (format, value, expected) in [
            (Format::DateTime, "2024-04-27T08:00:00Z", true),
            (Format::DateTime, "2024-04-27t08:00:00.125+02:00", true),
            (Format::DateTime, "2024-04-27 08:00", false),
            (Format::DateTime, "2024-04-27T08:00:00", false),
            (Format::DateTime, "é024-04-27T08:00:00Z", false),
            (Format::Date, "2024-04-27", true),
            (Format::Date, "27.4.2024", false),
            (Format::Date, "2024-27-04", false),
            (Format::Date, "2024-04-32", false),
            (Format::Base64, "Ynl0ZXM=", true),
            (Format::Base64Url, "_-8", true),
            (Format::Base64, "Y", false),
            (Format::Base64, "Y!", false),
        ] {
            assert_eq!(format.has_value(&text(value)), expected, "{value}");
        }
    }

    #[test]
    fn sample_is_a_value() {
        for (word, primitive) in Primitive::ALL {
            if let Primitive::Format(format) = primitive {
                assert!(format.has_value(&format.sample()), "{word}");
            }
        }
    }

    #[test]
    fn number_is_a_value_within_the_range() {
        for (format, value, expected) in [
            (Format::Uint64, Literal::Integer(0), true),
            (Format::Uint64, Literal::Integer(-1), false),
            (Format::QuotedUint64, Literal::Integer(-1), false),
            (Format::QuotedInteger, Literal::Integer(-1), true),
            (Format::QuotedInteger, Literal::String("1".to_owned()), false),
            (Format::QuotedDouble, Literal::Double(0.5), true),
            (Format::Float32, Literal::Double(0.1), true),
            (Format::Float32, Literal::Double(1e39), false),
        ] {
            assert_eq!(format.has_value(&value), expected, "{format:?} {value:?}");
        }
    }
}
