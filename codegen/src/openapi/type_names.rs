//! Names of additions to a spec: types, and Rust names in the scopes of fields and variants.

use std::collections::{HashMap, HashSet};

use crate::model::Model;
use crate::names;
use crate::reserved::{RESERVED_TYPES, RESERVED_VARIANT};

use super::schema::Schema;

/// Names of schemas and enums: names of the spec by the schema of the document that they correspond to, and new names.
pub(crate) struct TypeNames {
    by_value: HashMap<usize, String>,
    taken: HashSet<String>,
    modules: HashSet<String>,
    /// Names of components, which only the component itself gets.
    components: HashMap<String, usize>,
}

impl Default for TypeNames {
    fn default() -> Self {
        Self {
            by_value: HashMap::new(),
            taken: HashSet::new(),
            // The emitted module file has that name.
            modules: HashSet::from(["mod".to_owned()]),
            components: HashMap::new(),
        }
    }
}

impl TypeNames {
    /// Collects the names of a spec.
    pub(crate) fn new(model: &Model) -> Self {
        let schemas = model.schemas.iter().map(|schema| &schema.name.value);
        let enums = model.enums.iter().map(|enum_def| &enum_def.name.value);
        let mut names = Self::default();
        names.taken.extend(model.operations.iter().map(|operation| operation.marker_type.clone()));
        let unions = model.unions.iter().map(|union_def| &union_def.name.value);
        names.modules.extend(schemas.chain(enums).chain(unions).map(|name| names::module(name)));
        names
    }

    /// Keeps the names of a document's components for them.
    pub(crate) fn reserve_components<'a>(&mut self, components: impl Iterator<Item = (&'a str, usize)>) {
        for (component, id) in components {
            if let Some(name) = type_name(component) {
                self.components.entry(name).or_insert(id);
            }
        }
    }

    /// Records the document's counterpart of a type of the spec.
    pub(crate) fn pair(&mut self, schema: &Schema<'_>, name: &str) {
        self.by_value.entry(schema.resolved.id()).or_insert_with(|| name.to_owned());
    }

    pub(crate) fn known(&self, schema: &Schema<'_>) -> Option<&str> {
        self.by_value.get(&schema.resolved.id()).map(String::as_str)
    }

    /// The name that a schema has by itself: that of its component, or its title.
    pub(crate) fn own_name(schema: &Schema<'_>) -> Option<String> {
        let component = schema.component.as_deref().and_then(type_name);
        component.or_else(|| type_name(&schema.resolved.get("title")?.as_string()?))
    }

    /// Names a new type: after itself, or else after its location.
    pub(crate) fn choose(&mut self, schema: &Schema<'_>, place: &str) -> String {
        let by_place = || type_name(place).unwrap_or_else(|| "Unnamed".to_owned());
        let own = Self::own_name(schema);
        let base = own.clone().unwrap_or_else(by_place);
        // A title often repeats; a component's name belongs to it.
        let second = if schema.component.is_some() { format!("{base}Model") } else { by_place() };
        let numbered = (2_usize..).map(|n| format!("{second}{n}"));
        let candidates = [base.clone(), second.clone(), format!("{second}Model")].into_iter().chain(numbered);
        let id = schema.resolved.id();
        let name = candidates.into_iter().find(|name| self.is_free(name, id)).unwrap_or(base);
        self.taken.insert(name.clone());
        self.modules.insert(names::module(&name));
        self.by_value.insert(id, name.clone());
        name
    }

    fn is_free(&self, name: &str, id: usize) -> bool {
        !self.taken.contains(name)
            && !self.modules.contains(&names::module(name))
            && !RESERVED_TYPES.contains(&name)
            && self.components.get(name).is_none_or(|component| *component == id)
    }
}

/// The type that a name of a document makes; one that is a type name already stays as it is.
pub(crate) fn type_name(name: &str) -> Option<String> {
    let is_type_name = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| b.is_ascii_alphanumeric())
        && names::is_plain_identifier(name);
    if is_type_name { Some(name.to_owned()) } else { names::ty(name) }
}

/// The Rust names in one scope: fields, parameters or variants.
#[derive(Debug)]
pub(crate) struct RustNames {
    are_variants: bool,
    taken: HashSet<String>,
}

impl RustNames {
    /// Names of fields or parameters, with the reserved ones.
    pub(crate) fn fields<'a>(taken: impl IntoIterator<Item = &'a str>) -> Self {
        Self { are_variants: false, taken: taken.into_iter().map(str::to_owned).collect() }
    }

    /// Names of variants of a new enum.
    pub(crate) fn variants() -> Self {
        Self { are_variants: true, taken: HashSet::from([RESERVED_VARIANT.to_owned()]) }
    }

    /// Adds a name that is in use.
    pub(crate) fn take(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// The `rust_name` that a part needs, if any.
    pub(crate) fn choose(&mut self, name: &str) -> Option<String> {
        let default = if self.are_variants { names::variant(name) } else { names::field(name) };
        let base = self.base(&default);
        let numbered =
            (2_usize..).map(|n| if self.are_variants { format!("{base}{n}") } else { format!("{base}_{n}") });
        let mut candidates = [default.clone(), base.clone()].into_iter().chain(numbered);
        let rust_name = candidates.find(|name| self.is_free(name)).unwrap_or(base);
        self.taken.insert(rust_name.clone());
        (rust_name != default).then_some(rust_name)
    }

    fn is_free(&self, name: &str) -> bool {
        let is_spelt_well = if self.are_variants {
            names::is_plain_identifier(name) && name.starts_with(|c: char| c.is_ascii_uppercase())
        } else {
            names::is_identifier(name) && !name.starts_with(|c: char| c.is_ascii_uppercase())
        };
        is_spelt_well && !self.taken.contains(name)
    }

    /// A valid Rust name that is as close to the default as possible.
    fn base(&self, default: &str) -> String {
        let letters: String =
            default.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
        if self.are_variants {
            return names::variant(&format!("value {letters}"));
        }
        names::ty(&format!("field {letters}")).map_or_else(|| "field".to_owned(), |name| names::module(&name))
    }
}
