//! Links to the sections of endpoints and types.

use std::collections::HashMap;

use crate::model::{Model, Type};

/// The anchors of the headings, by the names in them.
pub(super) struct Anchors<'a>(HashMap<&'a str, String>);

impl<'a> Anchors<'a> {
    /// Computes anchors as GitHub does: the heading in lower case, with a number if an earlier heading has the same anchor.
    pub(super) fn new(model: &'a Model) -> Self {
        let operations = model.operations.iter().map(|operation| operation.name.value.as_str());
        let schemas = model.schemas.iter().map(|schema| schema.name.value.as_str());
        let enums = model.enums.iter().map(|enum_def| enum_def.name.value.as_str());
        let unions = model.unions.iter().map(|union_def| union_def.name.value.as_str());
        let mut seen: HashMap<String, usize> = HashMap::new();
        let anchor = |name: &'a str| {
            let anchor = name.to_lowercase();
            let earlier = seen.entry(anchor.clone()).or_default();
            *earlier += 1;
            (name, if *earlier == 1 { anchor } else { format!("{anchor}-{}", *earlier - 1) })
        };
        Self(operations.chain(schemas).chain(unions).chain(enums).map(anchor).collect())
    }

    /// The name as a link to its section.
    pub(super) fn link(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(anchor) => format!("[{name}](#{anchor})"),
            None => name.to_owned(),
        }
    }

    /// The type as in the spec, with a link to the schema, union or enum in it.
    pub(super) fn ty(&self, ty: &Type) -> String {
        let words = ty.to_string();
        match ty.name() {
            Some(name) => words.strip_suffix(name).unwrap_or_default().to_owned() + &self.link(name),
            None => words,
        }
    }
}
