//! Changes of the type of properties, named or not.

use codegen::diff::ChangeKind;

/// The spec of the other changes with a type for further properties.
pub(crate) fn spec() -> String {
    super::changed("A toy.\n    properties:", "A toy.\n    rest: integer\n    properties:")
}

/// The old text, the new text, and the kinds of the change in both directions.
pub(crate) const CHANGES: &[(&str, &str, &[ChangeKind], &[ChangeKind])] = &[
    (
        "age: { type: optional",
        "age: { type: nullable",
        &[ChangeKind::PropertyType],
        &[ChangeKind::PropertyType],
    ),
    (
        "age: { type: optional integer",
        "age: { type: optional quoted integer",
        &[ChangeKind::PropertyType],
        &[ChangeKind::PropertyType],
    ),
    ("    rest: integer\n", "", &[ChangeKind::RestRemoved], &[ChangeKind::RestAdded]),
    ("rest: integer", "rest: optional integer", &[ChangeKind::RestType], &[ChangeKind::RestType]),
    ("rest: integer", "rest: date-time", &[ChangeKind::RestType], &[ChangeKind::RestType]),
    ("rest: integer", "rest: Pet", &[ChangeKind::RestType], &[ChangeKind::RestType]),
];
