//! Changes of unions and of enums of integers.

use codegen::diff::ChangeKind;

/// Added to the spec of the other changes.
pub(crate) const UNIONS: &str = "
unions:
  Keeper:
    description: Who keeps a pet.
    tag: kind
    variants: { person: Toy, shelter: Pet }
  Owner:
    description: Text, a number or a pet.
    variants:
      number: integer
      name: string
      pet: { type: Pet, description: Another pet. }
";

/// Added to the enums.
pub(crate) const INTEGERS: &str = "
  Level:
    description: How loud.
    type: integer
    values:
      1: Low.
      2: { description: High., rust_name: High }
";

/// The old text, the new text, and the kinds of the change in both directions.
pub(crate) const CHANGES: &[(&str, &str, &[ChangeKind], &[ChangeKind])] = &[
    (
        "unions:\n",
        "unions:\n  Both: { description: Both., tag: kind, variants: { toy: Toy } }\n",
        &[ChangeKind::UnionAdded],
        &[ChangeKind::UnionRemoved],
    ),
    ("tag: kind", "tag: type", &[ChangeKind::UnionTag], &[ChangeKind::UnionTag]),
    (
        "    tag: kind\n    variants: { person: Toy, shelter: Pet }",
        "    variants: { person: Toy, shelter: Pet }",
        &[ChangeKind::UnionTag],
        &[ChangeKind::UnionTag],
    ),
    (
        "shelter: Pet }",
        "shelter: Pet, zoo: Pet }",
        &[ChangeKind::VariantAdded],
        &[ChangeKind::VariantRemoved],
    ),
    (
        "{ person: Toy, shelter",
        "{ zoo: Pet, person: Toy, shelter",
        &[ChangeKind::VariantAdded],
        &[ChangeKind::VariantRemoved],
    ),
    (
        "      number: integer\n",
        "      flag: boolean\n      number: integer\n",
        &[ChangeKind::VariantAdded, ChangeKind::VariantOrder],
        &[ChangeKind::VariantRemoved],
    ),
    (
        "{ person: Toy, shelter: Pet }",
        "{ shelter: Pet, person: Toy }",
        &[ChangeKind::Order],
        &[ChangeKind::Order],
    ),
    (
        "      number: integer\n      name: string\n",
        "      name: string\n      number: integer\n",
        &[ChangeKind::VariantOrder],
        &[ChangeKind::VariantOrder],
    ),
    ("number: integer", "number: double", &[ChangeKind::VariantType], &[ChangeKind::VariantType]),
    (
        "  Keeper:\n",
        "  Keeper:\n    rust_name: Custodian\n",
        &[ChangeKind::TypeRenamed],
        &[ChangeKind::TypeRenamed],
    ),
    (
        "{ type: Pet, description",
        "{ type: Pet, rust_name: Animal, description",
        &[ChangeKind::VariantRenamed],
        &[ChangeKind::VariantRenamed],
    ),
    ("Another pet.", "A pet.", &[ChangeKind::Text], &[ChangeKind::Text]),
    ("Who keeps a pet.", "Who has a pet.", &[ChangeKind::Text], &[ChangeKind::Text]),
    (
        "{ type: Pet, description",
        "{ type: Pet, deprecated: Rare., description",
        &[ChangeKind::DeprecationAdded],
        &[ChangeKind::DeprecationRemoved],
    ),
    (
        "    type: integer\n    values:\n      1: Low.\n      2: {",
        "    values:\n      \"1\": Low.\n      \"2\": {",
        &[ChangeKind::EnumType],
        &[ChangeKind::EnumType],
    ),
    (
        "      1: Low.\n      2: { description: High., rust_name: High }\n",
        "      2: { description: High., rust_name: High }\n      1: Low.\n",
        &[ChangeKind::Order],
        &[ChangeKind::Order],
    ),
    (
        "      1: Low.\n",
        "      1: Low.\n      0: None.\n",
        &[ChangeKind::ValueAdded],
        &[ChangeKind::ValueRemoved],
    ),
    (
        "  Keeper:\n    description: Who keeps a pet.\n    tag: kind\n    variants: { person: Toy, shelter: Pet }\n",
        "",
        &[ChangeKind::UnionRemoved],
        &[ChangeKind::UnionAdded],
    ),
];
