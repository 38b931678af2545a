//! Doubles round-trip bit for bit.

use crate::helpers::settings;

/// Pseudo-random numbers, the same in every run (xorshift).
struct Random(u64);

impl Iterator for Random {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Some(self.0)
    }
}

fn assert_round_trips(double: f64) {
    let encoded_text = serde_json::to_string(&double).expect("a finite double can be encoded_text");
    let decoded = settings(&format!(r#"{{"stability": {encoded_text}}}"#));
    assert_eq!(decoded.stability.map(f64::to_bits), Some(double.to_bits()), "{encoded_text}");
    let encoded = serde_json::to_string(&decoded).expect("settings can be encoded");
    assert_eq!(encoded, format!(r#"{{"stability":{encoded_text}}}"#));
}

#[test]
fn random_doubles_round_trip_exactly() {
    let doubles = Random(0x9E37_79B9_7F4A_7C15).map(f64::from_bits).filter(|double| double.is_finite());
    doubles.take(5000).for_each(assert_round_trips);
}

#[test]
fn doubles_from_0_to_1_round_trip_exactly() {
    // Any 52 bits after the exponent of 1.0 are a double from 1 to 2.
    let fractions =
        Random(0xD1B5_4A32_D192_ED03).map(|bits| f64::from_bits(1_f64.to_bits() | bits >> 12) - 1.0);
    fractions.take(5000).for_each(assert_round_trips);
}

#[test]
fn extreme_doubles_round_trip_exactly() {
    let edges =
        [0.0, -0.0, f64::MIN_POSITIVE, f64::from_bits(1), f64::MAX, f64::MIN, f64::EPSILON, 0.1 + 0.2];
    edges.into_iter().for_each(assert_round_trips);
}
