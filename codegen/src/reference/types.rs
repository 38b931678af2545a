//! The sections of schemas, unions and enums.

use crate::constraints::{default, deviation, example, limits, unit};
use crate::markdown::{code_span, escape};
use crate::model::{Enum, EnumType, Field, Model, Property, Schema, Type, Union, UnionVariant, Variant};

use super::anchors::Anchors;
use super::section::{Section, deprecated, prose};
use super::table::{sentences, table};

/// What presence means.
const PROPERTIES: &str = "An optional property may be null or absent. A required list or map may be as well, and then decodes as empty. \
                          Limits of properties are documentation; they are not checked.";

/// The same, where some properties are nullable.
const NULLABLE_PROPERTIES: &str = "An optional property may be null or absent. A nullable one is absent, null or a value, and each \
                                   means something else. A required list or map may be null or absent, and then decodes as empty. \
                                   Limits of properties are documentation; they are not checked.";

pub(super) fn schemas<'a>(model: &'a Model, anchors: &Anchors<'_>) -> Option<Section<'a>> {
    let mut types = model.schemas.iter().flat_map(Schema::types);
    let has_nullable = types.any(|ty| matches!(ty, Type::Nullable(_)));
    Section::of(
        "The schemas",
        if has_nullable { NULLABLE_PROPERTIES } else { PROPERTIES },
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
        blocks.extend(schema.rest.is_none().then(|| "It has no documented properties.".to_owned()));
    } else {
        let rows = schema.properties.iter().map(|property| row(property, anchors));
        blocks.push(table(["property", "type", "description"], rows));
    }
    blocks.extend(schema.rest.as_ref().map(|rest| {
        let which = if schema.properties.is_empty() { "Each property" } else { "Each further property" };
        format!("{which} is {}. In Rust they are in `rest`.", anchors.ty(rest.value()))
    }));
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

pub(super) fn unions<'a>(model: &'a Model, anchors: &Anchors<'_>) -> Option<Section<'a>> {
    Section::of(
        "The unions",
        "A value of a union has one of several types. Every union is open: a value of none of them is kept as received and can be sent.",
        &model.unions,
        |union_def| &union_def.name.value,
        |it| union_def(it, anchors),
    )
}

fn union_def(it: &Union, anchors: &Anchors<'_>) -> Vec<String> {
    let row = |variant: &UnionVariant| {
        let deprecated = deprecated(variant.deprecated.as_ref());
        [
            code_span(&variant.name.value),
            anchors.ty(&variant.ty),
            code_span(&format!("{}::{}", it.rust_name, variant.rust_name)),
            sentences(escape(variant.description.as_str()), [deprecated]),
        ]
    };
    let mut blocks = vec![format!("### {}", it.name.value)];
    blocks.extend(rust_type(&it.name.value, &it.rust_name));
    blocks.extend(prose(it.description.as_str()));
    let first = match &it.tag {
        Some(tag) => {
            blocks.push(format!("The property {} identifies the variant.", code_span(&tag.value)));
            "tag"
        }
        None => {
            blocks.push("A value decodes as the first variant that fits.".to_owned());
            "variant"
        }
    };
    blocks.push(table([first, "type", "in Rust", "description"], it.variants.iter().map(row)));
    blocks
}

pub(super) fn enums(model: &Model) -> Option<Section<'_>> {
    Section::of(
        "The enums",
        "Every enum is open: a value that is not listed is kept as received and can be sent.",
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
    if enum_def.value_type == EnumType::Integer {
        blocks.push("The values are integers.".to_owned());
    }
    blocks.push(table(["value", "in Rust", "description"], enum_def.variants.iter().map(row)));
    blocks
}
