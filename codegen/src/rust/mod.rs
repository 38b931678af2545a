//! The model to Rust source: one `quote!` template per item kind, one file of this folder per kind of emitted file.
//!
//! A template emits tokens and looks like the Rust that it emits. [`mod@format`] parses them once per file and formats them.

mod api;
mod docs;
mod example;
mod fixture;
mod format;
mod imports;
mod json_shape;
mod mock;
mod mod_file;
mod open_enum;
mod operation;
mod parallel;
mod region;
mod schema;
mod tokens;
mod types;
mod union;

use crate::file::File;
use crate::model::{Model, Schema, Union};

/// All emitted files, sorted by path, for a spec of that name. Each is formatted as soon as it is emitted, so that memory holds
/// the tokens of only a few.
pub(crate) fn files(spec: &str, model: &Model) -> Vec<File> {
    let Model { api, operations, schemas, enums, unions, known_differences: _ } = model;
    let layout = |file| format::file(spec, file);
    let region = (!api.regions.is_empty()).then(|| region::file(api));
    let singles = [mod_file::root(model), api::file(api), mock::file(model)].into_iter().chain(region);
    let mut files: Vec<_> = singles.chain(mod_file::folders(model)).map(layout).collect();
    files.extend(parallel::map(operations, |operation| layout(operation::file(model, operation))));
    let schema_files = |schema: &Schema| [schema::file(schema), fixture::file(schema)].map(layout);
    files.extend(parallel::map(schemas, schema_files).into_iter().flatten());
    files.extend(parallel::map(enums, |enum_def| layout(open_enum::file(enum_def))));
    let union_files = |it: &Union| [union::file(model, it), fixture::union_file(it)].map(layout);
    files.extend(parallel::map(unions, union_files).into_iter().flatten());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
