//! The lookups of resolving, fixtures and mocks while a model is built.

use crate::graph::Cycles;
use crate::spec::SpecIndex;
use crate::spec::language::{self as spec, Primitive};

use super::types::{EnumId, SchemaId, Type, UnionId};

/// A part of the spec that could not be read, or a name without a declaration. An error was reported for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hole;

/// The spec by name, and the cycles of its schemas and unions.
pub(super) struct Scope<'a> {
    pub(super) index: &'a SpecIndex<'a>,
    /// Along all types.
    cycles: Cycles,
    /// Along the fields that hold a value without a list, map or box between.
    direct_cycles: Cycles,
}

impl<'a> Scope<'a> {
    pub(super) fn new(index: &'a SpecIndex<'a>) -> Self {
        Self {
            index,
            cycles: Cycles::new(&index.edges(spec::Type::name)),
            direct_cycles: Cycles::new(&index.edges(spec::Type::as_named)),
        }
    }

    /// The type with its names resolved.
    pub(super) fn ty(&self, ty: &spec::Type) -> Result<Type, Hole> {
        Ok(match ty {
            spec::Type::Primitive(Primitive::String) => Type::String,
            spec::Type::Primitive(Primitive::Integer) => Type::Integer,
            spec::Type::Primitive(Primitive::Double) => Type::Double,
            spec::Type::Primitive(Primitive::Boolean) => Type::Boolean,
            spec::Type::Primitive(Primitive::Any) => Type::Any,
            spec::Type::Primitive(Primitive::Format(format)) => Type::Formatted(*format),
            spec::Type::Named(name, _) => self.named(name)?,
            spec::Type::List(inner) => Type::List(Box::new(self.ty(inner)?)),
            spec::Type::Map(inner) => Type::Map(Box::new(self.ty(inner)?)),
            spec::Type::Optional(inner) => Type::Optional(Box::new(self.ty(inner)?)),
            spec::Type::Nullable(inner) => Type::Nullable(Box::new(self.ty(inner)?)),
            spec::Type::Error => return Err(Hole),
        })
    }

    /// The type of that name.
    pub(super) fn named(&self, name: &str) -> Result<Type, Hole> {
        if let Some((position, schema)) = self.index.schema(name) {
            let rust_name = schema.chosen_rust_name();
            return Ok(Type::Schema(SchemaId { name: name.to_owned(), rust_name, position }));
        }
        if let Some((position, union_def)) = self.index.union_def(name) {
            let rust_name = union_def.chosen_rust_name();
            return Ok(Type::Union(UnionId { name: name.to_owned(), rust_name, position }));
        }
        let (position, enum_def) = self.index.enum_def(name).ok_or(Hole)?;
        let rust_name = enum_def.chosen_rust_name();
        Ok(Type::Enum(EnumId { name: name.to_owned(), rust_name, position }))
    }

    /// Whether a property or variant of the first type that contains the second one is part of a cycle.
    pub(super) fn is_cyclic(&self, holder: &str, held: &str) -> bool {
        self.connects(&self.cycles, holder, held)
    }

    /// Whether a variant of the first type that is the second one has to be boxed.
    pub(super) fn is_directly_cyclic(&self, holder: &str, held: &str) -> bool {
        self.connects(&self.direct_cycles, holder, held)
    }

    fn connects(&self, cycles: &Cycles, holder: &str, held: &str) -> bool {
        self.index.node(holder).zip(self.index.node(held)).is_some_and(|(from, to)| cycles.connects(from, to))
    }
}
