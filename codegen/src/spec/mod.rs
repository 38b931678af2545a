//! The spec language: [`language`] declares it, [`mod@parse`] reads it, [`mod@check`] applies its rules.

mod check;
pub(crate) mod entries;
mod index;
pub(crate) mod language;
mod literal;
mod parse;
pub(crate) mod primitive;
mod property_path;

pub(crate) use check::check;
pub(crate) use index::SpecIndex;
pub(crate) use literal::Literal;
pub(crate) use parse::{is_base_url, is_header_name, is_path, json_schema, media_format, parse, yaml};
pub(crate) use property_path::property_path;
