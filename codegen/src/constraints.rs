//! Constraints as Markdown, with the same wording in rustdoc and in the reference.

use crate::markdown::{code_span, escape};
use crate::model::{Constraints, Deviation};

/// The unit, such as `in seconds`.
pub(crate) fn unit(constraints: &Constraints) -> Option<String> {
    constraints.unit.as_ref().map(|unit| format!("in {}", escape(unit)))
}

/// The limits, such as "from `1` to `100`".
pub(crate) fn limits(constraints: &Constraints) -> Option<String> {
    match (&constraints.min, &constraints.max) {
        (Some(min), Some(max)) => Some(format!("from `{min}` to `{max}`")),
        (Some(min), None) => Some(format!("at least `{min}`")),
        (None, Some(max)) => Some(format!("at most `{max}`")),
        (None, None) => None,
    }
}

/// The default, as code.
pub(crate) fn default(constraints: &Constraints) -> Option<String> {
    constraints.default.as_ref().map(|value| code_span(&value.to_string()))
}

/// The example, as code.
pub(crate) fn example(constraints: &Constraints) -> Option<String> {
    constraints.example.as_ref().map(|value| code_span(&value.to_string()))
}

/// The documented type and the evidence against it.
pub(crate) fn deviation(constraints: &Constraints) -> Option<String> {
    let Deviation { documented, evidence } = constraints.deviation.as_ref()?;
    Some(format!("Documented as `{documented}`, but: {}", escape(evidence)))
}
