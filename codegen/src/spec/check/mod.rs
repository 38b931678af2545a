//! The rules of a spec beyond its syntax. Each rule is a function that reports everything that violates it; a spec without an
//! error can be resolved.

mod checker;
mod differences;
mod endpoints;
mod literals;
mod names;
mod pagination;
mod schemas;
mod union_shapes;
mod unions;
mod values;

use crate::source::DiagnosticSink;
use crate::spec::index::SpecIndex;

use checker::Checker;

/// Checks every rule. `text` is the source of the spec.
pub(crate) fn check(index: &SpecIndex<'_>, text: &str, sink: &mut DiagnosticSink) {
    let mut checker = Checker::new(index, text, sink);
    checker.check_key_header();
    checker.check_region_names();
    checker.check_type_names();
    for schema in &*index.spec.schemas {
        checker.check_schema(schema);
    }
    for enum_def in &*index.spec.enums {
        checker.check_enum(enum_def);
    }
    for union_def in &*index.spec.unions {
        checker.check_union(union_def);
    }
    checker.check_infinite_schemas();
    checker.check_recursive_unions();
    checker.check_endpoints();
    checker.check_paging_conflicts();
    checker.check_known_differences();
    // If a name is misspelt, the type that was meant is used, but appears unused.
    if !checker.sink.has_errors() {
        checker.check_unused_types();
    }
}
