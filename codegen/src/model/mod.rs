//! The resolved API, the input of every back end and every comparison. Types are resolved, names chosen, constraints, pagination,
//! fixtures and mock behavior known, and every part has its span in the spec. Prose is that of the spec, without markup.

mod fixture;
mod mock;
mod pagination;
mod resolve;
mod scope;
mod timestamp;
mod types;

pub(crate) use resolve::resolve;
pub(crate) use scope::Hole;
pub use types::Subject;
pub(crate) use types::*;
