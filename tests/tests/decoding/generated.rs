//! Random bodies from the spec: every valid body is decoded, and encodes to an equivalent body.

use elevenlabs_voices::{ListVoicesResponse, Voice, VoiceSettings};
use fastrand::Rng;
use serde_json::{Map, Value, json};

use crate::equivalence;
use crate::helpers::encoded;
use crate::spec::{Spec, Type};

/// The number of bodies per schema; `GENERATED_BODIES` sets more.
fn count() -> usize {
    std::env::var("GENERATED_BODIES").map_or(500, |count| count.parse().expect("a number of bodies"))
}

struct BodyGenerator<'a> {
    spec: &'a Spec,
    random: Rng,
}

impl BodyGenerator<'_> {
    /// A random object of the schema. Some optional properties are null, some are absent, and some undocumented properties are present.
    fn object(&mut self, schema: &str) -> Value {
        let mut object = Map::new();
        for property in self.spec.properties(schema) {
            match self.value(&property.ty) {
                Some(value) => object.insert(property.name, value),
                None if self.random.bool() => object.insert(property.name, Value::Null),
                None => None,
            };
        }
        for _ in 0..self.random.usize(..3) {
            let (name, value) = (self.text(), self.any_json(3));
            // A random name must not replace a documented property.
            if self.spec.properties(schema).iter().all(|property| property.name != name) {
                object.insert(name, value);
            }
        }
        Value::Object(object)
    }

    /// A random value of the type; `None` for an absent optional value.
    fn value(&mut self, ty: &Type) -> Option<Value> {
        match ty {
            Type::Optional(inner) => {
                if self.random.u8(..3) > 0 {
                    self.value(inner)
                } else {
                    None
                }
            }
            Type::List(_) | Type::Map(_) if self.random.u8(..5) == 0 => None,
            Type::List(inner) => {
                Some((0..self.random.usize(..4)).map(|_| self.value(inner).unwrap_or_default()).collect())
            }
            Type::Map(inner) => {
                let entries =
                    (0..self.random.usize(..4)).map(|_| (self.text(), self.value(inner).unwrap_or_default()));
                Some(Value::Object(entries.collect()))
            }
            Type::Named(name) => Some(self.named(name)),
        }
    }

    fn named(&mut self, name: &str) -> Value {
        match name {
            "string" => self.text().into(),
            "boolean" => self.random.bool().into(),
            "integer" => self.integer(),
            "double" => self.double(),
            schema if self.spec.has_schema(schema) => self.object(schema),
            // Any text is a value of an open enum.
            enumeration => match self.random.choice(self.spec.enum_values(enumeration)) {
                Some(known) if self.random.u8(..4) > 0 => known.into(),
                _ => self.text().into(),
            },
        }
    }

    fn integer(&mut self) -> Value {
        let edges = [0, -1, i64::MAX, i64::MIN, i64::from(u32::MAX) + 1, 1_700_000_000_000];
        match self.random.u8(..4) {
            0 => self.random.choice(edges).into(),
            // An integer may be written as a double.
            1 => f64::from(self.random.i32(..)).into(),
            _ => self.random.i64(..).into(),
        }
    }

    fn double(&mut self) -> Value {
        match self.random.u8(..4) {
            // A double may be written as an integer.
            0 => self.random.i32(..).into(),
            1 => self.random.choice([0.0, -0.0, f64::MIN_POSITIVE, f64::MAX, 5e-324, 0.1]).into(),
            // NaN and infinities become null, which only an optional double may be.
            _ => Some(f64::from_bits(self.random.u64(..)))
                .filter(|double| double.is_finite())
                .unwrap_or(0.5)
                .into(),
        }
    }

    fn text(&mut self) -> String {
        let pieces = [
            "",
            "a",
            "use case ",
            "\"",
            "\\",
            "/",
            "\u{0}",
            "\n",
            "\u{7f}",
            "é",
            "日本",
            "🎙",
            "\u{2028}",
            "null",
        ];
        (0..self.random.usize(..5)).filter_map(|_| self.random.choice(pieces)).collect()
    }

    fn any_json(&mut self, depth: usize) -> Value {
        match self.random.u8(..if depth == 0 { 5 } else { 7 }) {
            0 => Value::Null,
            1 => self.random.bool().into(),
            2 => self.random.u64(..).into(),
            3 => self.double(),
            4 => self.text().into(),
            5 => (0..self.random.usize(..3)).map(|_| self.any_json(depth - 1)).collect(),
            _ => json!({ self.text(): self.any_json(depth - 1) }),
        }
    }
}

/// Decodes random bodies of the schema, encodes them, and compares the results.
fn round_trips<T: serde::Serialize + PartialEq + std::fmt::Debug>(
    schema: &str,
    read: impl Fn(&str) -> Result<T, elevenlabs_voices::Error>,
) {
    let spec = Spec::read();
    let mut generator = BodyGenerator { spec: &spec, random: Rng::with_seed(2_023) };
    let mut bytes = 0;
    for _ in 0..count() {
        let body = generator.object(schema);
        let text = body.to_string();
        bytes += text.len();
        let decoded = read(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let encoded_body = encoded(&decoded);
        assert!(
            equivalence::are_equivalent(&spec, schema, &body, &encoded_body),
            "{body:#}\nwas encoded as\n{encoded_body:#}"
        );
        assert_eq!(read(&encoded_body.to_string()).ok().as_ref(), Some(&decoded), "{text}");
    }
    println!("{} bodies of {schema}, {bytes} bytes", count());
}

#[test]
fn every_valid_page_round_trips() {
    round_trips("ListVoicesResponse", |text| {
        let page = ListVoicesResponse::from_json(text)?;
        assert!(page.rejected.is_empty(), "{:?}: {text}", page.rejected);
        Ok(page)
    });
}

#[test]
fn every_valid_voice_round_trips() {
    round_trips("Voice", Voice::from_json);
}

#[test]
fn all_valid_settings_round_trip() {
    round_trips("VoiceSettings", VoiceSettings::from_json);
}
