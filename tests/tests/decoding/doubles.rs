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

fn assert_survives(double: f64) {
    let written = serde_json::to_string(&double).expect("a finite double can be written");
    let decoded = settings(&format!(r#"{{"stability": {written}}}"#));
    assert_eq!(decoded.stability.map(f64::to_bits), Some(double.to_bits()), "{written}");
    let encoded = serde_json::to_string(&decoded).expect("settings can be encoded");
    assert_eq!(encoded, format!(r#"{{"stability":{written}}}"#));
}

#[test]
fn doubles_of_any_size_survive_bit_for_bit() {
    let doubles = Random(0x9E37_79B9_7F4A_7C15).map(f64::from_bits).filter(|double| double.is_finite());
    doubles.take(5000).for_each(assert_survives);
}

#[test]
fn doubles_of_everyday_size_survive_bit_for_bit() {
    // Any 52 bits after the exponent of 1.0 are a double from 1 to 2.
    let fractions =
        Random(0xD1B5_4A32_D192_ED03).map(|bits| f64::from_bits(1_f64.to_bits() | bits >> 12) - 1.0);
    fractions.take(5000).for_each(assert_survives);
}

#[test]
fn doubles_at_the_edges_survive_bit_for_bit() {
    let edges =
        [0.0, -0.0, f64::MIN_POSITIVE, f64::from_bits(1), f64::MAX, f64::MIN, f64::EPSILON, 0.1 + 0.2];
    edges.into_iter().for_each(assert_survives);
}
