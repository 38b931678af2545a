//! Scalars as a spec writes them.

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
    /// The value of a number, for comparisons.
    #[expect(clippy::cast_precision_loss, reason = "defaults and limits are small numbers")]
    pub(crate) fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Double(value) => Some(*value),
            Self::Boolean(_) | Self::String(_) => None,
        }
    }
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
