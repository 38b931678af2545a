//! Numbers without a sign, of 32 bits, or written as text.

use std::fmt;
use std::str::FromStr;

use serde_core::de::{Error, Unexpected, Visitor};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::context::DecodeContext;
use super::wire::{JsonValue, read};

impl JsonValue for u64 {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        _: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        *self = from.deserialize_u64(UnsignedVisitor)?;
        Ok(())
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(*self)
    }
}

struct UnsignedVisitor;

impl Visitor<'_> for UnsignedVisitor {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer that is not negative")
    }

    fn visit_u64<E>(self, value: u64) -> Result<u64, E> {
        Ok(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<u64, E> {
        u64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    /// `1.0` is an integer, `1.5` is not. Doubles from 2^64 on are out of the range, or round to its maximum.
    fn visit_f64<E: Error>(self, value: f64) -> Result<u64, E> {
        const LIMIT: f64 = 18_446_744_073_709_551_616.0;
        if value.fract() == 0.0 && (0.0..LIMIT).contains(&value) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is an integer within the range"
            )]
            return Ok(value as u64);
        }
        Err(E::invalid_value(Unexpected::Float(value), &self))
    }
}

/// It is the number of 32 bits that is nearest to the one in JSON.
impl JsonValue for f32 {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        _: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        let double = f64::deserialize(from)?;
        #[expect(clippy::cast_possible_truncation, reason = "what has too large a magnitude is rejected")]
        let float = double as f32;
        if float.is_infinite() {
            return Err(D::Error::invalid_value(Unexpected::Float(double), &"a number of 32 bits"));
        }
        *self = float;
        Ok(())
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f32(*self)
    }
}

/// A number that is text in JSON, `"7"` in place of `7`, because many programs read a number of JSON as a double, which has 53 bits.
/// A number without quotes is read as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quoted<T>(pub T);

impl<T> From<T> for Quoted<T> {
    fn from(number: T) -> Self {
        Self(number)
    }
}

impl<T: fmt::Display> fmt::Display for Quoted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: JsonValue + FromStr + fmt::Display> JsonValue for Quoted<T> {
    fn deserialize_in_place<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
        context: &mut DecodeContext,
    ) -> Result<(), D::Error> {
        let mut value = Value::Null;
        value.deserialize_in_place(from, context)?;
        let text = match &value {
            Value::String(text) => text.trim(),
            Value::Number(_) => {
                return self.0.deserialize_in_place(&value, context).map_err(D::Error::custom);
            }
            other => return Err(D::Error::invalid_type(unexpected(other), &"a number in text")),
        };
        let invalid = |_| D::Error::invalid_value(Unexpected::Str(text), &"a number in text");
        self.0 = text.parse().map_err(invalid)?;
        Ok(())
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de, T> Deserialize<'de> for Quoted<T>
where
    Self: JsonValue,
{
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read(from)
    }
}

impl<T> Serialize for Quoted<T>
where
    Self: JsonValue,
{
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.write(to)
    }
}

fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
        _ => Unexpected::Unit,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{DecodeContext, JsonValue, Quoted};

    /// The value of the JSON and its JSON again, or the error.
    fn round_trip<T: JsonValue>(json: &Value) -> Result<(T, String), String> {
        let mut value = T::default();
        let read = value.deserialize_in_place(json, &mut DecodeContext::unlimited());
        read.map_err(|error| error.to_string())?;
        let written = value.write(serde_json::value::Serializer).expect("JSON");
        Ok((value, written.to_string()))
    }

    #[test]
    fn unsigned_integers_have_64_bits() {
        let read = |json: Value| round_trip::<u64>(&json).map(|(number, _)| number);
        assert_eq!(round_trip(&json!(u64::MAX)), Ok((u64::MAX, u64::MAX.to_string())));
        assert_eq!(read(json!(7.0)), Ok(7));
        for json in [json!(-1), json!(1.5), json!(-1.0), json!(18_446_744_073_709_551_616.0), json!("7")] {
            read(json.clone()).expect_err(&json.to_string());
        }
    }

    #[test]
    fn number_of_32_bits_has_few_digits() {
        let written = |json: Value| {
            let mut number = 0_f32;
            number.deserialize_in_place(&json, &mut DecodeContext::unlimited()).expect("a number");
            let mut text = Vec::new();
            number.write(&mut serde_json::Serializer::new(&mut text)).expect("JSON");
            String::from_utf8(text).expect("text")
        };
        assert_eq!(written(json!(0.1)), "0.1");
        assert_eq!(written(json!(43.125)), "43.125");
        assert_eq!(written(json!(1)), "1.0");
        round_trip::<f32>(&json!(1e39)).expect_err("too large");
    }

    #[test]
    fn quoted_number_is_text() {
        assert_eq!(round_trip(&json!("-7")), Ok((Quoted(-7_i64), r#""-7""#.to_owned())));
        assert_eq!(
            round_trip(&json!(u64::MAX.to_string())),
            Ok((Quoted(u64::MAX), format!("\"{}\"", u64::MAX)))
        );
        assert_eq!(round_trip(&json!("0.5")), Ok((Quoted(0.5), r#""0.5""#.to_owned())));
        // A number without quotes is read as well.
        assert_eq!(round_trip(&json!(7)), Ok((Quoted(7_i64), r#""7""#.to_owned())));
        for json in
            [json!("seven"), json!(""), json!("9223372036854775808"), json!(0.5), json!(null), json!([7])]
        {
            round_trip::<Quoted<i64>>(&json).expect_err(&json.to_string());
        }
        let error = round_trip::<Quoted<i64>>(&json!("seven")).expect_err("no number");
        assert_eq!(error, r#"invalid value: string "seven", expected a number in text"#);
    }
}
