//! The spec language: [`language`] declares it, [`mod@parse`] reads it, [`mod@check`] applies its rules.

mod check;
mod index;
pub(crate) mod language;
mod literal;
mod parse;

pub(crate) use check::{
    RESERVED_FIELDS, RESERVED_HEADERS, RESERVED_SETTERS, RESERVED_TYPES, RESERVED_VARIANT, check,
};
pub(crate) use index::SpecIndex;
pub(crate) use literal::Literal;
pub(crate) use parse::{json_schema, parse, yaml};
