//! Unions of a document: the alternatives of a schema, and the subtypes of a schema with a discriminator.

use std::collections::HashSet;
use std::rc::Rc;

use super::schema::{Resolver, Schema, SchemaKind, Union, UnionVariant};
use super::view::View;

/// An alternative of a schema: where it is written, and what it resolves to.
pub(crate) type Alternative<'a> = (View<'a>, Rc<Schema<'a>>);

/// The union of alternatives, if a spec can state it.
pub(crate) fn of_alternatives<'a>(
    document: &impl Resolver<'a>,
    discriminator: Option<View<'a>>,
    alternatives: &[Alternative<'a>],
) -> Option<Union<'a>> {
    let mut seen = HashSet::new();
    let alternatives = alternatives.iter().filter(|(_, schema)| !matches!(schema.kind, SchemaKind::Null));
    let alternatives: Vec<_> =
        alternatives.filter(|(_, schema)| seen.insert(schema.resolved.id())).cloned().collect();
    match discriminator {
        Some(discriminator) => tagged(document, discriminator, &alternatives),
        None => by_constant(document, &alternatives).or_else(|| untagged(document, &alternatives)),
    }
}

/// The subtypes that the mapping of a discriminator names. The schema itself has their common properties.
pub(crate) fn of_subtypes<'a>(document: &impl Resolver<'a>, base: &Schema<'a>) -> Option<Union<'a>> {
    let discriminator = base.resolved.get("discriminator")?;
    let mapping = discriminator.get("mapping")?.members();
    let mut seen = HashSet::from([base.resolved.id()]);
    let mut alternatives = Vec::new();
    for member in mapping {
        let target = document.mapped(&member.value.as_string()?)?;
        if seen.insert(target.resolved.id()) {
            alternatives.push((target.resolved, target));
        }
    }
    tagged(document, discriminator, &alternatives)
}

fn tagged<'a>(
    document: &impl Resolver<'a>,
    discriminator: View<'a>,
    alternatives: &[Alternative<'a>],
) -> Option<Union<'a>> {
    let tag = discriminator.get("propertyName")?.as_string()?;
    let mut variants = Vec::new();
    let mut mapped = HashSet::new();
    for member in discriminator.get("mapping").map(|mapping| mapping.members()).unwrap_or_default() {
        let target = document.mapped(&member.value.as_string()?)?;
        let (_, schema) =
            alternatives.iter().find(|(_, schema)| schema.resolved.id() == target.resolved.id())?;
        mapped.insert(schema.resolved.id());
        variants.push(UnionVariant { name: member.name.into_owned(), schema: Rc::clone(schema) });
    }
    for (_, schema) in alternatives.iter().filter(|(_, schema)| !mapped.contains(&schema.resolved.id())) {
        let names = constants(document, schema, &tag).or_else(|| Some(vec![schema.component.clone()?]))?;
        variants.extend(names.into_iter().map(|name| UnionVariant { name, schema: Rc::clone(schema) }));
    }
    checked(Union { tag: Some(tag), variants }, document)
}

/// A required property that is constant in each alternative, with different values, is a tag.
fn by_constant<'a>(document: &impl Resolver<'a>, alternatives: &[Alternative<'a>]) -> Option<Union<'a>> {
    let (_, first) = alternatives.first()?;
    first.required.iter().find_map(|tag| {
        let mut variants = Vec::new();
        for (_, schema) in alternatives {
            let names = constants(document, schema, tag)?;
            variants.extend(names.into_iter().map(|name| UnionVariant { name, schema: Rc::clone(schema) }));
        }
        checked(Union { tag: Some(tag.clone()), variants }, document)
    })
}

/// The union, if each variant is an object whose tag is text, or another union with a tag, and no two have the same name.
fn checked<'a>(union: Union<'a>, document: &impl Resolver<'a>) -> Option<Union<'a>> {
    let tag = union.tag.as_ref().filter(|tag| !tag.trim().is_empty())?;
    let mut names = HashSet::new();
    let is_good = |variant: &UnionVariant<'a>| {
        names.insert(variant.name.clone())
            && match (document.subtypes(&variant.schema), &variant.schema.kind) {
                (Some(inner), _) => inner.tag.as_ref().is_some_and(|inner| inner != tag),
                (None, SchemaKind::Object(_)) => has_text(document, &variant.schema, tag),
                _ => false,
            }
    };
    (!union.variants.is_empty() && union.variants.iter().all(is_good)).then_some(union)
}

/// Alternatives that differ in the kind of JSON, or in their required properties.
fn untagged<'a>(document: &impl Resolver<'a>, alternatives: &[Alternative<'a>]) -> Option<Union<'a>> {
    const MAX_VARIANTS: usize = 64;

    let mut rest: Vec<(&Alternative<'a>, Shape)> = Vec::new();
    for alternative in alternatives {
        rest.push((alternative, Shape::of(document, &alternative.1)?));
    }
    let (mut variants, mut names) = (Vec::new(), HashSet::new());
    while !rest.is_empty() {
        let takes_no_other = |position: &usize| {
            let others = rest.iter().enumerate().filter(|(other, _)| other != position);
            others.into_iter().all(|(_, (_, shape))| !rest[*position].1.may_take(shape))
        };
        let position = (0..rest.len()).find(takes_no_other)?;
        let ((view, schema), _) = rest.remove(position);
        let name = variant_name(*view, schema);
        let numbered = (2_usize..).map(|n| format!("{name}{n}"));
        let name = [name.clone()].into_iter().chain(numbered).find(|name| names.insert(name.clone()))?;
        variants.push(UnionVariant { name, schema: Rc::clone(schema) });
    }
    (1..=MAX_VARIANTS).contains(&variants.len()).then_some(Union { tag: None, variants })
}
/// The values of a required property that is an enum.
fn constants<'a>(document: &impl Resolver<'a>, schema: &Schema<'a>, property: &str) -> Option<Vec<String>> {
    let SchemaKind::Object(properties) = &schema.kind else { return None };
    let member = properties.iter().find(|member| member.name == property)?;
    match &document.schema(member.value).kind {
        SchemaKind::Enum(values) => values.iter().map(View::as_string).collect(),
        _ => None,
    }
}

/// Whether a property is text, if the schema declares it.
fn has_text<'a>(document: &impl Resolver<'a>, schema: &Schema<'a>, property: &str) -> bool {
    let SchemaKind::Object(properties) = &schema.kind else { return false };
    let Some(member) = properties.iter().find(|member| member.name == property) else { return true };
    matches!(document.schema(member.value).kind, SchemaKind::String | SchemaKind::Enum(_) | SchemaKind::Any)
}

/// The name of a variant without a tag: its title, its component's name, or its kind.
fn variant_name(view: View<'_>, schema: &Schema<'_>) -> String {
    let title =
        || view.get("title").and_then(|title| title.as_string()).filter(|title| !title.trim().is_empty());
    let kind = || {
        match schema.kind {
            SchemaKind::Boolean => "boolean",
            SchemaKind::Integer | SchemaKind::IntegerEnum(_) => "integer",
            SchemaKind::Number => "number",
            SchemaKind::String | SchemaKind::Enum(_) => "string",
            SchemaKind::List(_) => "list",
            SchemaKind::Map(_) => "map",
            _ => "object",
        }
        .to_owned()
    };
    title().or_else(|| schema.component.clone()).unwrap_or_else(kind)
}

/// Whether a required property of that schema is always there: an empty list or map, and null, may be absent.
fn is_recognizable(schema: &Schema<'_>) -> bool {
    use SchemaKind::{Any, List, Map, Null, Other};
    !schema.is_nullable && !matches!(schema.kind, Any | List(_) | Map(_) | Null | Other(_))
}

/// The JSON values of an alternative, as far as they distinguish it from others.
enum Shape {
    Any,
    Text,
    Texts(HashSet<String>),
    Integer,
    Double,
    Boolean,
    List(Box<Shape>),
    Map(Box<Shape>),
    Object { required: Vec<String>, declared: HashSet<String> },
}

impl Shape {
    /// The shape; `None` for what cannot be a variant without a tag.
    fn of<'a>(document: &impl Resolver<'a>, schema: &Schema<'a>) -> Option<Self> {
        if document.subtypes(schema).is_some() {
            return None;
        }
        let entry = |entry: &Option<View<'a>>| {
            let schema = entry.map(|entry| document.schema(entry));
            Box::new(schema.map_or(Self::Any, |schema| Self::of_entry(&schema)))
        };
        Some(match &schema.kind {
            SchemaKind::List(items) => Self::List(entry(items)),
            SchemaKind::Map(values) => Self::Map(entry(values)),
            SchemaKind::Object(properties) => Self::Object {
                required: properties
                    .iter()
                    .filter(|member| schema.required.iter().any(|name| *name == member.name))
                    .filter(|member| is_recognizable(&document.schema(member.value)))
                    .map(|member| member.name.to_string())
                    .collect(),
                declared: properties.iter().map(|member| member.name.to_string()).collect(),
            },
            _ => match Self::of_entry(schema) {
                Self::Any => return None,
                shape => shape,
            },
        })
    }

    /// The shape of an entry of a list or map, whose own entries are not compared.
    fn of_entry(schema: &Schema<'_>) -> Self {
        match &schema.kind {
            SchemaKind::Boolean => Self::Boolean,
            SchemaKind::Integer | SchemaKind::IntegerEnum(_) => Self::Integer,
            SchemaKind::Number => Self::Double,
            SchemaKind::String => Self::Text,
            SchemaKind::Enum(values) => Self::Texts(values.iter().filter_map(View::as_string).collect()),
            _ => Self::Any,
        }
    }

    /// Whether some value of the other shape fits this one as well, and would be taken for it if this one is tried first.
    fn may_take(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _)
            | (_, Self::Any)
            | (Self::Text, Self::Text | Self::Texts(_))
            | (Self::Integer, Self::Integer)
            | (Self::Double, Self::Double | Self::Integer)
            | (Self::Boolean, Self::Boolean)
            | (Self::Map(_), Self::Object { .. }) => true,
            (Self::Texts(values), Self::Texts(others)) => !values.is_disjoint(others),
            (Self::List(this), Self::List(other)) | (Self::Map(this), Self::Map(other)) => {
                this.may_take(other)
            }
            (Self::Object { required, .. }, Self::Map(_)) => required.is_empty(),
            (Self::Object { required, .. }, Self::Object { declared, .. }) => {
                required.iter().all(|name| declared.contains(name))
            }
            _ => false,
        }
    }
}
