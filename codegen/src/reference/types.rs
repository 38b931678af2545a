//! The sections of schemas and enums.

use crate::constraints::{default, deviation, example, limits, unit};
use crate::markdown::{code_span, escape};
use crate::model::{Enum, Field, Model, Property, Schema, Variant};

use super::anchors::Anchors;
use super::section::{Section, deprecated, prose};
use super::table::{sentences, table};

pub(super) fn schemas<'a>(model: &'a Model, anchors: &Anchors<'_>) -> Option<Section<'a>> {
    Section::of(
        "The schemas",
        "An optional property may be null or absent. So may a required list or map, which is then decoded as empty. Limits of \
         properties are documentation: a response that violates them is still decoded.",
        &model.schemas,
        |schema| &schema.name.value,
        |it| schema(it, anchors),
    )
}

fn schema(schema: &Schema, anchors: &Anchors<'_>) -> Vec<String> {
    let mut blocks = vec![format!("### {}", schema.name.value)];
    blocks.extend(rust_type(&schema.name.value, &schema.rust_name));
    blocks.extend(prose(schema.description.as_str()));
    if schema.properties.is_empty() {
        blocks.push("It has no documented properties.".to_owned());
    } else {
        let rows = schema.properties.iter().map(|property| row(property, anchors));
        blocks.push(table(["property", "type", "description"], rows));
    }
    blocks
}

/// The name of the Rust type, where it is not the schema's or enum's.
fn rust_type(name: &str, rust_name: &str) -> Option<String> {
    (name != rust_name).then(|| format!("In Rust, `{rust_name}`."))
}

fn row(property: &Property, anchors: &Anchors<'_>) -> [String; 3] {
    let Property { field, timestamp, .. } = property;
    let Field { name, rust_name, constraints, .. } = field;
    let limits = limits(constraints).map(|limits| format!("Limits: {limits}."));
    let more = [
        unit(constraints).map(|unit| format!("Given {unit}.")),
        default(constraints).map(|default| format!("By default {default}.")),
        limits,
        example(constraints).map(|example| format!("For example {example}.")),
        timestamp
            .as_ref()
            .map(|timestamp| format!("In Rust, `{}()` returns it as a `SystemTime`.", timestamp.method)),
        deviation(constraints),
        (*rust_name != name.value).then(|| format!("In Rust, `{rust_name}`.")),
        deprecated(field.deprecated.as_ref()),
    ];
    let description = sentences(escape(field.description.as_str()), more);
    [code_span(&name.value), anchors.ty(&field.ty), description]
}

pub(super) fn enums(model: &Model) -> Option<Section<'_>> {
    Section::of(
        "The enums",
        "Every enum is open: an undocumented value is kept as received and can be sent.",
        &model.enums,
        |enum_def| &enum_def.name.value,
        enum_def,
    )
}

fn enum_def(enum_def: &Enum) -> Vec<String> {
    let row = |variant: &Variant| {
        let deprecated = deprecated(variant.deprecated.as_ref());
        let description = sentences(escape(variant.description.as_str()), [deprecated]);
        [
            code_span(&variant.name.value),
            code_span(&format!("{}::{}", enum_def.rust_name, variant.rust_name)),
            description,
        ]
    };
    let mut blocks = vec![format!("### {}", enum_def.name.value)];
    blocks.extend(rust_type(&enum_def.name.value, &enum_def.rust_name));
    blocks.extend(prose(enum_def.description.as_str()));
    blocks.push(table(["value", "in Rust", "description"], enum_def.variants.iter().map(row)));
    blocks
}
