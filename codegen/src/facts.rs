//! Facts of the representation as pieces of Markdown, for every document that states them.

use crate::ir::{Departure, Values};
use crate::prose::{code, escape};

/// Such as `in seconds`.
pub(crate) fn unit(values: &Values) -> Option<String> {
    values.unit.as_ref().map(|unit| format!("in {}", escape(unit)))
}

/// Such as "from `1` to `100`".
pub(crate) fn limits(values: &Values) -> Option<String> {
    match (values.min, values.max) {
        (Some(min), Some(max)) => Some(format!("from `{min}` to `{max}`")),
        (Some(min), None) => Some(format!("at least `{min}`")),
        (None, Some(max)) => Some(format!("at most `{max}`")),
        (None, None) => None,
    }
}

/// As code.
pub(crate) fn default(values: &Values) -> Option<String> {
    values.default.as_deref().map(code)
}

/// As code.
pub(crate) fn example(values: &Values) -> Option<String> {
    values.example.as_deref().map(code)
}

/// What is documented, and the evidence against it.
pub(crate) fn departure(values: &Values) -> Option<String> {
    let Departure { documented, because } = values.departure.as_ref()?;
    Some(format!("Documented as `{documented}`, but: {}", escape(because)))
}
