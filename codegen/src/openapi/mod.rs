//! OpenAPI: [`write`](mod@write) writes the model as a document, [`document`] reads a vendor's.

pub(crate) mod document;
pub(crate) mod view;
mod write;

pub(crate) use write::document;
