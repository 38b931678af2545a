//! OpenAPI: [`write`](mod@write) writes the model as a document, [`mod@document`] reads a vendor's, [`spec_text`] writes
//! parts of it in the spec language.

pub(crate) mod constraints;
pub(crate) mod document;
pub(crate) mod draft;
pub(crate) mod format;
pub(crate) mod import;
pub(crate) mod input;
pub(crate) mod lost;
pub(crate) mod operation;
pub(crate) mod patched;
pub(crate) mod schema;
pub(crate) mod shape;
pub(crate) mod spec_text;
pub(crate) mod success;
pub(crate) mod type_names;
pub(crate) mod union;
pub(crate) mod view;
mod write;

pub(crate) use write::document;
