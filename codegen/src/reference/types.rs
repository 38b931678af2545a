//! The sections of schemas and enums.

use crate::facts;
use crate::ir::{Crate, Enum, Property, Schema, Variant};
use crate::prose::{code, escape};

use super::anchors::Anchors;
use super::table::{sentences, table};
use super::{Section, deprecated, prose};

pub(super) fn schemas<'a>(krate: &'a Crate, anchors: &Anchors<'_>) -> Option<Section<'a>> {
    Section::of(
        "The schemas",
        "An optional property may be null or absent. A required list or map may be as well, and then reads as empty. Limits of \
         properties are documentation: no answer is refused for them.",
        &krate.schemas,
        |schema| &schema.name,
        |it| schema(it, anchors),
    )
}

fn schema(schema: &Schema, anchors: &Anchors<'_>) -> Vec<String> {
    let mut blocks = vec![format!("### {}", schema.name)];
    blocks.extend(prose(&schema.description));
    if schema.properties.is_empty() {
        blocks.push("No property of it is known.".to_owned());
    } else {
        let rows = schema.properties.iter().map(|property| row(property, anchors));
        blocks.push(table(["property", "type", "description"], rows));
    }
    blocks
}

fn row(property: &Property, anchors: &Anchors<'_>) -> [String; 3] {
    let Property { wire, name, values, time, .. } = property;
    let limits = facts::limits(values).map(|limits| format!("It is {limits}."));
    let more = [
        facts::unit(values).map(|unit| format!("Given {unit}.")),
        facts::default(values).map(|default| format!("By default {default}.")),
        limits,
        facts::example(values).map(|example| format!("For example {example}.")),
        time.as_ref().map(|time| format!("In Rust `{}()` gives the point in time.", time.method)),
        facts::departure(values),
        (name != wire).then(|| format!("In Rust `{name}`.")),
        deprecated(property.deprecated.as_ref()),
    ];
    let description = sentences(escape(&property.description), more);
    [code(wire), anchors.ty(&property.ty), description]
}

pub(super) fn enums(krate: &Crate) -> Option<Section<'_>> {
    Section::of(
        "The enums",
        "Every enum is open: a value that is not named here is kept as it came, and can be sent.",
        &krate.enums,
        |enumeration| &enumeration.name,
        enumeration,
    )
}

fn enumeration(enumeration: &Enum) -> Vec<String> {
    let row = |variant: &Variant| {
        let deprecated = deprecated(variant.deprecated.as_ref());
        let description = sentences(escape(&variant.description), [deprecated]);
        [code(&variant.wire), code(&format!("{}::{}", enumeration.name, variant.name)), description]
    };
    let mut blocks = vec![format!("### {}", enumeration.name)];
    blocks.extend(prose(&enumeration.description));
    blocks.push(table(["value", "in Rust", "description"], enumeration.variants.iter().map(row)));
    blocks
}
