//! Which JSON values fit the variants of a union without a tag.

use std::collections::HashSet;

use crate::spec::SpecIndex;
use crate::spec::language::{EnumType, Primitive, Schema, Type, Union};

/// Of larger unions of unions, the rest is not compared.
const MAX_SHAPES: usize = 256;

/// The shapes that the values of a variant may have.
pub(super) struct Alternatives<'a>(Vec<Shape<'a>>);

/// The JSON values of a type.
enum Shape<'a> {
    Any,
    Text,
    /// The values of an enum. Unknown ones are not taken for the enum if another variant is text.
    Texts(HashSet<&'a str>),
    /// The values of an enum of integers, likewise.
    Integers(HashSet<&'a str>),
    Integer,
    Double,
    Boolean,
    List(Alternatives<'a>),
    Map(Alternatives<'a>),
    Object {
        /// The properties by which a value is recognized.
        required: Vec<&'a str>,
        declared: HashSet<&'a str>,
    },
}

impl<'a> Alternatives<'a> {
    pub(super) fn new(index: &SpecIndex<'a>, ty: &'a Type) -> Self {
        let types = index.alternatives(ty);
        Self(types.into_iter().take(MAX_SHAPES).flat_map(|ty| shapes(index, ty)).collect())
    }

    /// The shapes of a list's items or a map's values. Those of a union are not looked at: it may contain itself.
    fn of_item(index: &SpecIndex<'a>, ty: &'a Type) -> Self {
        let ty = ty.required();
        let is_union = ty.as_named().is_some_and(|name| index.union_def(name).is_some());
        Self(if is_union { vec![Shape::Any] } else { shapes(index, ty) })
    }

    /// Whether some value of the other type fits this one.
    pub(super) fn may_take(&self, other: &Self) -> bool {
        self.0.iter().any(|shape| other.0.iter().any(|other| shape.may_take(other)))
    }
}

/// The shapes of a type. What another rule reports has none.
fn shapes<'a>(index: &SpecIndex<'a>, ty: &'a Type) -> Vec<Shape<'a>> {
    match ty.required() {
        Type::Primitive(primitive) => vec![primitive_shape(*primitive)],
        Type::List(inner) => vec![Shape::List(Alternatives::of_item(index, inner))],
        Type::Map(inner) => vec![Shape::Map(Alternatives::of_item(index, inner))],
        Type::Optional(_) | Type::Nullable(_) | Type::Error => Vec::new(),
        Type::Named(name, _) => {
            if let Some((_, schema)) = index.schema(name) {
                return vec![object(schema)];
            }
            if let Some((_, enum_def)) = index.enum_def(name) {
                let values = enum_def.values.iter().map(|value| value.name.value.as_str()).collect();
                return vec![match enum_def.value_type() {
                    EnumType::String => Shape::Texts(values),
                    EnumType::Integer => Shape::Integers(values),
                }];
            }
            index.union_def(name).map(|(_, union_def)| tagged(index, union_def)).unwrap_or_default()
        }
    }
}

fn primitive_shape<'a>(primitive: Primitive) -> Shape<'a> {
    match primitive {
        Primitive::String => Shape::Text,
        Primitive::Integer => Shape::Integer,
        Primitive::Double => Shape::Double,
        Primitive::Boolean => Shape::Boolean,
        Primitive::Any => Shape::Any,
        Primitive::Format(format) => primitive_shape(format.json()),
    }
}

fn object(schema: &Schema) -> Shape<'_> {
    let properties = schema.properties.iter();
    let required = properties.clone().filter(|property| property.ty.is_required());
    Shape::Object {
        required: required.map(|property| property.name.value.as_str()).collect(),
        declared: properties.map(|property| property.name.value.as_str()).collect(),
    }
}

/// A union with a tag is recognized by it.
fn tagged<'a>(index: &SpecIndex<'a>, union_def: &'a Union) -> Vec<Shape<'a>> {
    let Some(tag) = &union_def.tag else { return Vec::new() };
    let tag = tag.value.as_str();
    let schemas = union_def.types().filter_map(|ty| Some(index.schema(ty.as_named()?)?.1));
    let shapes = schemas.map(|schema| {
        let declared = schema.properties.iter().map(|property| property.name.value.as_str());
        Shape::Object { required: vec![tag], declared: declared.chain([tag]).collect() }
    });
    shapes.take(MAX_SHAPES).collect()
}

impl Shape<'_> {
    /// Whether some value of the other shape fits this one, and does not fit it better than the other. An integer is not a double, and
    /// a value of an enum no other text, if it is tried first.
    fn may_take(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _)
            | (Self::Text, Self::Text | Self::Texts(_))
            | (Self::Integer, Self::Integer | Self::Integers(_))
            | (Self::Double, Self::Double | Self::Integer | Self::Integers(_))
            | (Self::Boolean, Self::Boolean)
            | (Self::Map(_), Self::Object { .. }) => true,
            (Self::Texts(values), Self::Texts(others)) | (Self::Integers(values), Self::Integers(others)) => {
                !values.is_disjoint(others)
            }
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
