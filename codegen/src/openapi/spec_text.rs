//! Writes parts of a document in the spec language: fields, and the schemas and enums that their types need. Descriptions are empty,
//! which is a warning, so that the maintainer writes them.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::mem;
use std::rc::Rc;

use crate::model::Model;
use crate::names;
use crate::reserved::{RESERVED_FIELDS, RESERVED_HEADERS, RESERVED_TYPES, RESERVED_VARIANT};
use crate::spec::Literal;

use super::constraints::VendorConstraints;
use super::document::{Document, Parameter};
use super::schema::{Schema, SchemaKind};
use super::view::{Member, View};

/// Objects nested deeper than this, which no real document has, are written as `any`. The limit protects the stack.
const MAX_DEPTH: usize = 64;

/// Lists and maps nested deeper contain `any`: a type has at most 32 words, and each container takes three with `optional`.
const MAX_NESTING: usize = 9;

/// A schema or enum to add to the spec.
#[derive(Clone, Debug)]
pub(crate) struct NewType {
    /// `schemas` or `enums`.
    pub(crate) section: &'static str,
    pub(crate) name: String,
    pub(crate) lines: String,
}

/// Writes types and fields in the spec language.
pub(crate) struct SpecWriter<'r, 'd> {
    document: &'r Document<'d>,
    names: TypeNames,
    new_types: Vec<NewType>,
    /// The schemas being written that contain each other unconditionally.
    containing: Vec<String>,
    /// The number of objects that are being written.
    depth: usize,
    /// The number of lists and maps around the type being written.
    nesting: usize,
}

/// A parameter or property to write.
pub(crate) struct NewField<'f, 'd> {
    pub(crate) name: &'f str,
    /// The name of its owner, from which names of unnamed types are derived.
    pub(crate) owner: &'f str,
    pub(crate) schema: &'f Schema<'d>,
    pub(crate) is_optional: bool,
    pub(crate) is_deprecated: bool,
}

impl<'r, 'd> SpecWriter<'r, 'd> {
    pub(crate) fn new(document: &'r Document<'d>, names: TypeNames) -> Self {
        Self { document, names, new_types: Vec::new(), containing: Vec::new(), depth: 0, nesting: 0 }
    }

    /// The schemas and enums that the written text needs and the spec lacks.
    pub(crate) fn take_new_types(&mut self) -> Vec<NewType> {
        mem::take(&mut self.new_types)
    }

    /// Writes a property: returns its type and its line.
    pub(crate) fn property(
        &mut self,
        field: &NewField<'_, 'd>,
        rust_names: &mut RustNames,
    ) -> (String, String) {
        self.containing = vec![field.owner.to_owned()];
        self.field(field, rust_names)
    }

    /// Writes a parameter, if a spec can declare it: returns its type and its line.
    pub(crate) fn parameter(
        &mut self,
        operation: &str,
        parameter: &Parameter<'d>,
        rust_names: &mut RustNames,
    ) -> Option<(String, String)> {
        let header = parameter.location == "header";
        let name = if header { parameter.name.to_lowercase() } else { parameter.name.clone() };
        if header && (!is_token(&name) || RESERVED_HEADERS.contains(&name.as_str())) {
            return None;
        }
        let any = || Rc::new(Schema::any(parameter.view));
        let schema = parameter.schema.map_or_else(any, |schema| self.document.schema(schema));
        let place = format!("{operation} {name}");
        let ty = match &schema.kind {
            // A list is sent entry by entry, so no entry can be null.
            SchemaKind::List(items) if parameter.location == "query" => {
                let items = items.map_or_else(any, |items| self.document.schema(items));
                format!("list of {}", self.sendable(&items, &place)?)
            }
            _ => self.sendable(&schema, &place)?,
        };
        let field = NewField {
            name: &name,
            owner: operation,
            schema: &schema.as_text(),
            is_optional: !parameter.is_required,
            is_deprecated: parameter.is_deprecated || schema.is_deprecated,
        };
        Some(self.line(&field, &ty, rust_names))
    }

    /// The type of a parameter's text, if the spec has it. Without a type in the document it is `string`.
    fn sendable(&mut self, schema: &Schema<'d>, place: &str) -> Option<String> {
        match &schema.kind {
            SchemaKind::Any => Some("string".to_owned()),
            kind => is_scalar(kind).then(|| self.ty(schema, place)),
        }
    }

    fn field(&mut self, field: &NewField<'_, 'd>, rust_names: &mut RustNames) -> (String, String) {
        let ty = self.ty(field.schema, &format!("{} {}", field.owner, field.name));
        self.line(field, &ty, rust_names)
    }

    /// The type with its presence, and the line with all constraints.
    fn line(&self, field: &NewField<'_, 'd>, ty: &str, rust_names: &mut RustNames) -> (String, String) {
        // A schema that always contains itself has no finite value.
        let is_optional = field.is_optional || self.containing.iter().any(|name| name == ty);
        let optional = if is_optional { "optional " } else { "" };
        let ty = format!("{optional}{ty}");
        let VendorConstraints { default, min, max } = VendorConstraints::read(self.document, field.schema);
        // A required value's default has no effect.
        let default = default.filter(|_| is_optional);
        let mut attributes = Vec::new();
        for (key, value) in [("default", default), ("min", min), ("max", max)] {
            attributes.extend(value.map(|value| (key, literal(&value.value))));
        }
        if field.is_deprecated {
            attributes.push(("deprecated", "The API's documentation says so.".to_owned()));
        }
        let line = field_line(field.name, &ty, &attributes, rust_names);
        (ty, line)
    }

    /// The type without its presence. An unnamed type is named after its location.
    fn ty(&mut self, schema: &Schema<'d>, place: &str) -> String {
        match &schema.kind {
            SchemaKind::List(items) => format!("list of {}", self.entry(*items, place)),
            SchemaKind::Map(values) => format!("map of {}", self.entry(*values, place)),
            SchemaKind::Enum(values) => self.enum_def(schema, values, place),
            SchemaKind::Object(properties) => self.object(schema, properties, place),
            kind => primitive(kind).to_owned(),
        }
    }

    /// Writes a list or map, which breaks cycles: it may be empty.
    fn entry(&mut self, entry: Option<View<'d>>, place: &str) -> String {
        let Some(entry) = entry.filter(|_| self.nesting < MAX_NESTING) else { return "any".to_owned() };
        let schema = self.document.schema(entry);
        let containing = mem::take(&mut self.containing);
        self.nesting += 1;
        let ty = self.ty(&schema, place);
        self.nesting -= 1;
        self.containing = containing;
        if schema.is_nullable { format!("optional {ty}") } else { ty }
    }

    fn enum_def(&mut self, schema: &Schema<'d>, values: &[View<'d>], place: &str) -> String {
        let (name, is_new) = self.names.choose("enums", schema, place);
        if is_new {
            let mut lines = format!("  {name}:\n    description: \"\"\n    values:\n");
            let mut rust_names = RustNames::variants();
            for value in values.iter().filter_map(View::as_string) {
                lines += &value_line(&value, &mut rust_names);
            }
            self.new_types.push(NewType { section: "enums", name: name.clone(), lines });
        }
        name
    }

    fn object(&mut self, schema: &Schema<'d>, properties: &[Member<'d>], place: &str) -> String {
        if self.depth >= MAX_DEPTH {
            return "any".to_owned();
        }
        let (name, is_new) = self.names.choose("schemas", schema, place);
        if !is_new {
            return name;
        }
        self.depth += 1;
        let nesting = mem::take(&mut self.nesting);
        let mut lines = format!("  {name}:\n    description: \"\"\n    properties:\n");
        let mut rust_names = RustNames::fields(RESERVED_FIELDS);
        self.containing.push(name.clone());
        for property in properties {
            let value = self.document.schema(property.value);
            let is_required = schema.required.iter().any(|name| *name == property.name);
            let field = NewField {
                name: &property.name,
                owner: &name,
                schema: &value,
                is_optional: !is_required || value.is_nullable,
                is_deprecated: value.is_deprecated,
            };
            // Optional properties break cycles.
            let containing = if field.is_optional { mem::take(&mut self.containing) } else { Vec::new() };
            lines += &self.field(&field, &mut rust_names).1;
            self.containing.extend(containing);
        }
        self.containing.pop();
        self.nesting = nesting;
        self.depth -= 1;
        self.new_types.push(NewType { section: "schemas", name: name.clone(), lines });
        name
    }

    /// The type for a message; writes nothing.
    pub(crate) fn describe(&self, schema: &Schema<'d>) -> String {
        if let Some(words) = self.words(schema, 0) {
            return format!("`{words}`");
        }
        match &schema.kind {
            SchemaKind::Other(what) => what.clone(),
            SchemaKind::List(_) => "a list".to_owned(),
            SchemaKind::Map(_) => "a map".to_owned(),
            SchemaKind::Enum(values) => one_of(values),
            SchemaKind::Null => "null".to_owned(),
            _ => "an object".to_owned(),
        }
    }

    /// The type in the spec language, if it has a name or needs none.
    fn words(&self, schema: &Schema<'d>, nesting: usize) -> Option<String> {
        let entry = |entry: &Option<View<'d>>| {
            let Some(entry) = entry.filter(|_| nesting < MAX_NESTING) else { return Some("any".to_owned()) };
            let schema = self.document.schema(entry);
            let optional = if schema.is_nullable { "optional " } else { "" };
            Some(format!("{optional}{}", self.words(&schema, nesting + 1)?))
        };
        Some(match &schema.kind {
            SchemaKind::List(items) => format!("list of {}", entry(items)?),
            SchemaKind::Map(values) => format!("map of {}", entry(values)?),
            SchemaKind::Enum(_) | SchemaKind::Object(_) => {
                let known = self.names.known(schema).map(str::to_owned);
                known.or_else(|| names::ty(schema.component.as_ref()?))?
            }
            SchemaKind::Null | SchemaKind::Other(_) => return None,
            kind => primitive(kind).to_owned(),
        })
    }
}

/// A type without a declaration; `any` for types that a spec cannot express.
fn primitive(kind: &SchemaKind<'_>) -> &'static str {
    match kind {
        SchemaKind::Boolean => "boolean",
        SchemaKind::Integer => "integer",
        SchemaKind::Number => "double",
        SchemaKind::String => "string",
        _ => "any",
    }
}

/// The name of an unnamed enum in messages.
fn one_of(values: &[View<'_>]) -> String {
    const MAX_SHOWN: usize = 6;
    let shown = values.iter().take(MAX_SHOWN).map(|value| format!("`{}`", value.display()));
    let more = if values.len() > MAX_SHOWN { ", ..." } else { "" };
    format!("one of {}{more}", shown.collect::<Vec<_>>().join(", "))
}

/// Whether values of the type can be sent as one string.
fn is_scalar(kind: &SchemaKind<'_>) -> bool {
    use SchemaKind::{Boolean, Enum, Integer, Number, String};
    matches!(kind, Boolean | Integer | Number | String | Enum(_))
}

/// Whether it can be the name of a header.
fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// Writes a parameter or property with its type and constraints.
pub(crate) fn field_line(
    name: &str,
    ty: &str,
    attributes: &[(&str, String)],
    rust_names: &mut RustNames,
) -> String {
    let mut line = format!("      {}: {{ type: {ty}", quoted(name));
    for (key, value) in attributes {
        // Writing to memory cannot fail.
        let _ = write!(line, ", {key}: {value}");
    }
    if let Some(rust_name) = rust_names.choose(name) {
        let _ = write!(line, ", rust_name: {rust_name}");
    }
    line.push_str(", description: \"\" }\n");
    line
}

/// Writes a value of an enum.
pub(crate) fn value_line(value: &str, rust_names: &mut RustNames) -> String {
    match rust_names.choose(value) {
        Some(rust_name) => {
            format!("      {}: {{ rust_name: {rust_name}, description: \"\" }}\n", quoted(value))
        }
        None => format!("      {}: \"\"\n", quoted(value)),
    }
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// Text in YAML: quoted if necessary, with escapes for invisible characters.
pub(crate) fn quoted(text: &str) -> String {
    const TAKEN: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !TAKEN.contains(&text.to_lowercase().as_str());
    if is_plain {
        return text.to_owned();
    }
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            _ if c.is_alphanumeric() => quoted.push(c),
            _ => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
        }
    }
    quoted.push('"');
    quoted
}

/// Names of schemas and enums: names of the spec by the schema of the document that they correspond to, and new names.
#[derive(Default)]
pub(crate) struct TypeNames {
    by_value: HashMap<usize, String>,
    /// The types of the spec without a known counterpart in the document, by section.
    unpaired: HashMap<String, &'static str>,
    taken: HashSet<String>,
    modules: HashSet<String>,
}

impl TypeNames {
    /// Collects the names of a spec.
    pub(crate) fn new(model: &Model) -> Self {
        let schemas = model.schemas.iter().map(|schema| (&schema.name.value, "schemas"));
        let enums = model.enums.iter().map(|enum_def| (&enum_def.name.value, "enums"));
        let types = schemas.chain(enums);
        Self {
            by_value: HashMap::new(),
            unpaired: types.clone().map(|(name, section)| (name.clone(), section)).collect(),
            taken: model.operations.iter().map(|operation| operation.marker_type.clone()).collect(),
            // The emitted module file has that name.
            modules: types.map(|(name, _)| names::module(name)).chain(["mod".to_owned()]).collect(),
        }
    }

    /// Records the document's counterpart of a type of the spec.
    pub(crate) fn pair(&mut self, schema: &Schema<'_>, name: &str) {
        self.unpaired.remove(name);
        self.by_value.entry(schema.resolved.id()).or_insert_with(|| name.to_owned());
    }

    fn known(&self, schema: &Schema<'_>) -> Option<&str> {
        self.by_value.get(&schema.resolved.id()).map(String::as_str)
    }

    /// Returns the name of a type, and whether it is new.
    fn choose(&mut self, section: &'static str, schema: &Schema<'_>, place: &str) -> (String, bool) {
        if let Some(name) = self.known(schema) {
            return (name.to_owned(), false);
        }
        let component = schema.component.as_deref().and_then(names::ty);
        let name = component.or_else(|| names::ty(place)).unwrap_or_else(|| "Unnamed".to_owned());
        if self.unpaired.get(&name) == Some(&section) {
            self.pair(schema, &name);
            return (name, false);
        }
        let numbered = (2_usize..).map(|n| format!("{name}{n}"));
        let candidates = [name.clone(), format!("{name}Model")].into_iter().chain(numbered);
        let is_free = |name: &String| {
            !self.taken.contains(name)
                && !self.modules.contains(&names::module(name))
                && !RESERVED_TYPES.contains(&name.as_str())
        };
        let name = candidates.into_iter().find(is_free).unwrap_or(name);
        self.taken.insert(name.clone());
        self.modules.insert(names::module(&name));
        self.by_value.insert(schema.resolved.id(), name.clone());
        (name, true)
    }
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
    fn choose(&mut self, name: &str) -> Option<String> {
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
