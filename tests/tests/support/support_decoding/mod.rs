//! What the tests of decoding share: bodies, what the spec says of them, and when two of them mean the same.

pub(crate) mod bodies;
pub(crate) mod meaning;
pub(crate) mod spec;

use serde_json::Value;

/// The body with a property set, of the object that the pointer names.
pub(crate) fn with(mut body: Value, object: &str, property: &str, value: Value) -> Value {
    let object = body.pointer_mut(object).and_then(Value::as_object_mut).expect("an object is there");
    object.insert(property.to_owned(), value);
    body
}

/// The body without a property that it had.
pub(crate) fn without(mut body: Value, object: &str, property: &str) -> Value {
    let object = body.pointer_mut(object).and_then(Value::as_object_mut).expect("an object is there");
    object.remove(property).expect("the property is there");
    body
}

/// Pseudo-random numbers, the same in every run (xorshift).
pub(crate) struct Random(pub(crate) u64);

impl Iterator for Random {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Some(self.0)
    }
}
