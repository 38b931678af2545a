//! Scalars as a spec writes them.

use std::cmp::Ordering;
use std::fmt;

/// A value of a `default`, `min`, `max` or `example`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Boolean(bool),
    Integer(i64),
    Double(f64),
    String(String),
}

impl Literal {
    /// The name of the value's type in messages, with its article.
    pub(crate) fn kind_name(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Double(_) => "a number",
            Self::String(_) => "text",
        }
    }

    /// The order of two numbers, exact for every integer and double.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(b)),
            (Self::Double(a), Self::Double(b)) => a.partial_cmp(b),
            (Self::Integer(a), Self::Double(b)) => compare_exactly(*a, *b),
            (Self::Double(a), Self::Integer(b)) => compare_exactly(*b, *a).map(Ordering::reverse),
            _ => None,
        }
    }

    /// The value of an integer.
    pub(crate) fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            Self::Boolean(_) | Self::Double(_) | Self::String(_) => None,
        }
    }

    /// The value of a number as a double, rounded if it is a large integer.
    #[expect(clippy::cast_precision_loss, reason = "for callers that handle doubles only")]
    pub(crate) fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Double(value) => Some(*value),
            Self::Boolean(_) | Self::String(_) => None,
        }
    }
}

/// Compares without converting the integer to a double, which cannot hold all integers.
fn compare_exactly(integer: i64, double: f64) -> Option<Ordering> {
    const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
    if double.is_nan() {
        return None;
    }
    if double >= TWO_TO_63 {
        return Some(Ordering::Less);
    }
    if double < -TWO_TO_63 {
        return Some(Ordering::Greater);
    }
    #[expect(clippy::cast_possible_truncation, reason = "in range, and the fraction is compared next")]
    let whole = double.trunc() as i64;
    Some(integer.cmp(&whole).then(0.0.partial_cmp(&double.fract())?))
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Double(value) => write!(f, "{value:?}"),
            Self::String(value) => write!(f, "{value}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{self, Equal, Greater, Less};

    use super::Literal::{Boolean, Double, Integer};

    #[test]
    fn numbers_are_compared_exactly() {
        let cases: [(i64, f64, Ordering); 9] = [
            (1, 1.0, Equal),
            (1, 1.5, Less),
            (-1, -1.5, Greater),
            (-1, -1.0, Equal),
            (9_007_199_254_740_993, 9_007_199_254_740_992.0, Greater),
            (i64::MAX, 9_223_372_036_854_775_808.0, Less),
            (i64::MIN, -9_223_372_036_854_775_808.0, Equal),
            (i64::MIN, -1e300, Greater),
            (0, f64::INFINITY, Less),
        ];
        for (integer, double, order) in cases {
            assert_eq!(Integer(integer).compare(&Double(double)), Some(order), "{integer} {double}");
            assert_eq!(
                Double(double).compare(&Integer(integer)),
                Some(order.reverse()),
                "{integer} {double}"
            );
        }
        assert_eq!(Integer(9_007_199_254_740_993).compare(&Integer(9_007_199_254_740_992)), Some(Greater));
        assert_eq!(Integer(1).compare(&Double(f64::NAN)), None);
        assert_eq!(Integer(1).compare(&Boolean(true)), None);
    }
}
