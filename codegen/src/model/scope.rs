//! The lookups of resolving, fixtures and mocks while a model is built.

use crate::graph::Cycles;
use crate::spec::SpecIndex;
use crate::spec::language::{self as spec, Primitive};

use super::types::{EnumId, SchemaId, Type};

/// A part of the spec that could not be read, or a name without a declaration. An error was reported for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hole;

/// The spec by name, and the cycles of its schemas.
pub(super) struct Scope<'a> {
    pub(super) index: &'a SpecIndex<'a>,
    cycles: Cycles,
}

impl<'a> Scope<'a> {
    pub(super) fn new(index: &'a SpecIndex<'a>) -> Self {
        Self { index, cycles: Cycles::new(&index.edges(spec::Type::name)) }
    }

    /// The type with its names resolved.
    pub(super) fn ty(&self, ty: &spec::Type) -> Result<Type, Hole> {
        Ok(match ty {
            spec::Type::Primitive(Primitive::String) => Type::String,
            spec::Type::Primitive(Primitive::Integer) => Type::Integer,
            spec::Type::Primitive(Primitive::Double) => Type::Double,
            spec::Type::Primitive(Primitive::Boolean) => Type::Boolean,
            spec::Type::Primitive(Primitive::Any) => Type::Any,
            spec::Type::Named(name, _) => self.named(name)?,
            spec::Type::List(inner) => Type::List(Box::new(self.ty(inner)?)),
            spec::Type::Map(inner) => Type::Map(Box::new(self.ty(inner)?)),
            spec::Type::Optional(inner) => Type::Optional(Box::new(self.ty(inner)?)),
            spec::Type::Error => return Err(Hole),
        })
    }

    fn named(&self, name: &str) -> Result<Type, Hole> {
        if let Some((position, schema)) = self.index.schema(name) {
            let rust_name = schema.chosen_rust_name();
            return Ok(Type::Schema(SchemaId { name: name.to_owned(), rust_name, position }));
        }
        let (position, enum_def) = self.index.enum_def(name).ok_or(Hole)?;
        let rust_name = enum_def.chosen_rust_name();
        Ok(Type::Enum(EnumId { name: name.to_owned(), rust_name, position }))
    }

    /// Whether a property of the first schema that contains the second one is part of a cycle.
    pub(super) fn is_cyclic(&self, holder: &spec::Schema, held: &SchemaId) -> bool {
        let holder = self.index.node(&holder.name.value);
        holder.is_some_and(|holder| self.cycles.connects(holder, held.position))
    }
}
