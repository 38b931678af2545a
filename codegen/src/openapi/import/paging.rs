//! The pagination that a document of this project states in an extension. It is taken over if it agrees with the drafts, so that a
//! spec with it is valid; it is never guessed.

use std::fmt::Write;

use crate::model::{Model, Schema};
use crate::openapi::document::PAGING;
use crate::openapi::draft::{DraftBody, DraftField, NewType, quoted};
use crate::openapi::lost::Lost;
use crate::openapi::view::{ValueKind, View};
use crate::spec::is_header_name;

/// The keys whose values are properties of the response, with the types that those may have.
const PROPERTIES: [(&str, &[&str]); 5] = [
    ("more", &["boolean", "optional boolean"]),
    ("next", &["optional string"]),
    ("pages", &["integer", "optional integer"]),
    ("link", &["optional string"]),
    ("total", &["integer", "optional integer"]),
];

/// The keys whose values are parameters, with their types. `enum` is that of any.
const PARAMETERS: [(&str, &[&str]); 8] = [
    ("token", &["optional string"]),
    ("page", &["optional integer"]),
    ("offset", &["optional integer"]),
    ("size", &["optional integer"]),
    ("search", &["optional string"]),
    ("sort", &["optional string", "enum"]),
    ("direction", &["optional string", "enum"]),
    ("count", &["optional boolean"]),
];

/// The keys that have no effect without another one.
const DEPENDENT: [(&str, &str); 4] =
    [("pages", "page"), ("search_in", "search"), ("direction", "sort"), ("count", "total")];

/// The keys of each form of pagination, of which there is one.
const FORMS: [&[&str]; 4] = [&["next", "token"], &["page"], &["offset"], &["link"]];

/// A pagination as a document states it.
#[derive(Clone, Debug)]
pub(super) struct DraftPaging {
    /// The keys in order, with their values.
    keys: Vec<(String, Part)>,
    /// What is lost without it.
    lost: Lost,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// A parameter, or a property of the response.
    Name(String),
    /// A header of the response.
    Header(String),
    /// Properties of an item.
    Names(Vec<String>),
}

impl DraftPaging {
    /// The pagination of an operation. An error is the loss of one that is not written as in a spec.
    pub(super) fn read(operation: View<'_>) -> Result<Option<Self>, Lost> {
        let Some(view) = operation.get(PAGING) else { return Ok(None) };
        let lost = Lost::loss(PAGING, &view.span());
        let members = view.members().into_iter();
        let keys: Option<Vec<_>> =
            members.map(|member| Some((member.name.into_owned(), part(member.value)?))).collect();
        match keys {
            Some(keys) => Ok(Some(Self { keys, lost })),
            None => Err(lost),
        }
    }

    pub(super) fn lost(&self) -> &Lost {
        &self.lost
    }

    /// The lines of the endpoint.
    pub(super) fn text(&self) -> String {
        let mut text = "    paging:\n".to_owned();
        for (key, part) in &self.keys {
            // Writing to memory cannot fail.
            let _ = match part {
                Part::Name(name) => writeln!(text, "      {key}: {}", quoted_path(name)),
                Part::Header(name) => writeln!(text, "      {key}: {{ header: {} }}", quoted(name)),
                Part::Names(names) => {
                    let names: Vec<_> = names.iter().map(|name| quoted(name)).collect();
                    writeln!(text, "      {key}: [{}]", names.join(", "))
                }
            };
        }
        text
    }

    fn part(&self, key: &str) -> Option<&Part> {
        self.keys.iter().find(|(known, _)| known == key).map(|(_, part)| part)
    }

    fn name(&self, key: &str) -> Option<&str> {
        match self.part(key)? {
            Part::Name(name) => Some(name),
            Part::Header(_) | Part::Names(_) => None,
        }
    }

    /// The properties by which a page is read, which are the same for all endpoints with its schema.
    pub(super) fn page_properties(&self) -> [Option<&str>; 6] {
        let total = self.name("total").filter(|_| self.part("offset").is_some());
        let [items, more, next, link, pages] =
            ["items", "more", "next", "link", "pages"].map(|key| self.name(key));
        [items, more, next, link, pages, total]
    }

    /// Whether the keys are those of one form of pagination, the endpoint has the parameters, and its response the properties, each of
    /// a suitable type.
    pub(super) fn fits(
        &self,
        query: &[DraftField],
        headers: &[DraftField],
        page: &str,
        types: &Types<'_>,
    ) -> bool {
        let parameter = |key: &str, allowed: &[&str]| {
            self.name(key).is_none_or(|name| {
                let mut fields = query.iter().chain(headers.iter().filter(|_| key == "token"));
                let ty = fields.find(|field| field.name == name).map(DraftField::full_type);
                ty.is_some_and(|ty| {
                    allowed.contains(&&*ty) || allowed.contains(&"enum") && types.is_optional_enum(&ty)
                })
            })
        };
        let property = |key: &str, allowed: &[&str]| {
            self.name(key)
                .is_none_or(|path| types.at(page, path).is_some_and(|(ty, _)| allowed.contains(&&*ty)))
        };
        self.has_valid_keys()
            && self.name("items").is_some_and(|items| types.are_items(page, items))
            && self.searched_properties_exist(page, types)
            && PARAMETERS.iter().all(|(key, allowed)| parameter(key, allowed))
            && PROPERTIES.iter().all(|(key, allowed)| property(key, allowed))
    }

    fn has_valid_keys(&self) -> bool {
        let is_stated = |key: &&str| self.part(key).is_some();
        let is_valid = |(key, part): &(String, Part)| {
            let is_once = self.keys.iter().filter(|(other, _)| other == key).count() == 1;
            let is_known = PROPERTIES
                .iter()
                .map(|it| it.0)
                .chain(PARAMETERS.iter().map(|it| it.0))
                .any(|known| known == key);
            is_once
                && match part {
                    Part::Name(_) => is_known || key == "items" || key == "search_in",
                    Part::Header(_) => key == "next" || key == "link",
                    Part::Names(_) => key == "search_in",
                }
        };
        let forms: Vec<_> = FORMS.iter().filter(|keys| keys.iter().any(is_stated)).collect();
        self.keys.iter().all(is_valid)
            && matches!(forms[..], [keys] if keys.iter().all(is_stated))
            && DEPENDENT.iter().all(|(key, other)| !is_stated(key) || is_stated(other))
    }

    fn searched_properties_exist(&self, page: &str, types: &Types<'_>) -> bool {
        let names = match self.part("search_in") {
            None => return true,
            Some(Part::Names(names)) => names.as_slice(),
            Some(Part::Name(name) | Part::Header(name)) => std::slice::from_ref(name),
        };
        let items = self.name("items").and_then(|items| types.at(page, items));
        let item = items.and_then(|(ty, _)| types.properties(ty.strip_prefix("list of ")?));
        // A union has no properties, and those that are searched are not checked.
        item.is_none_or(|properties| {
            names.iter().all(|name| properties.iter().any(|(known, _)| known == name))
        })
    }
}

/// A path in YAML: quoted if one of its names has to be.
fn quoted_path(path: &str) -> String {
    if path.split('.').all(|name| quoted(name) == name) { path.to_owned() } else { quoted(path) }
}

fn part(view: View<'_>) -> Option<Part> {
    if let ValueKind::String(name) = view.value() {
        return Some(Part::Name(name));
    }
    if view.value() == ValueKind::Array {
        let names: Option<Vec<_>> = view.items().into_iter().map(|name| name.as_string()).collect();
        return names.filter(|names| !names.is_empty()).map(Part::Names);
    }
    let header = match &view.members()[..] {
        [member] if member.name == "header" => member.value.as_string()?.to_lowercase(),
        _ => return None,
    };
    is_header_name(&header).then_some(Part::Header(header))
}

/// The types of the drafts and of the spec, by name.
pub(super) struct Types<'a> {
    new: &'a [NewType],
    model: Option<&'a Model>,
}

impl<'a> Types<'a> {
    pub(super) fn new(new: &'a [NewType], model: Option<&'a Model>) -> Self {
        Self { new, model }
    }

    /// The properties of a schema, with their types.
    fn properties(&self, schema: &str) -> Option<Vec<(&'a str, String)>> {
        if let Some(it) = self.new.iter().find(|it| it.name == schema) {
            return match &it.body {
                DraftBody::Schema { fields, .. } => {
                    Some(fields.iter().map(|field| (field.name.as_str(), field.full_type())).collect())
                }
                _ => None,
            };
        }
        let schema: &Schema = self.model?.schemas.iter().find(|it| it.name.value == schema)?;
        let fields = schema.properties.iter().map(|property| &property.field);
        Some(fields.map(|field| (field.name.value.as_str(), field.ty.to_string())).collect())
    }

    /// The type of the property that a path leads to, and whether an object on the path is optional.
    fn at(&self, schema: &str, path: &str) -> Option<(String, bool)> {
        let (mut schema, mut rest, mut is_optional) = (schema.to_owned(), path, false);
        loop {
            let properties = self.properties(&schema)?;
            let find = |name: &str| properties.iter().find(|(known, _)| *known == name).map(|(_, ty)| ty);
            if let Some(ty) = find(rest) {
                return Some((ty.clone(), is_optional));
            }
            let mut splits = rest.match_indices('.').map(|(at, _)| (&rest[..at], &rest[at + 1..]));
            let (ty, after) = splits.find_map(|(name, after)| Some((find(name)?, after)))?;
            let inner = ty.strip_prefix("optional ");
            is_optional |= inner.is_some();
            (schema, rest) = (inner.unwrap_or(ty).to_owned(), after);
        }
    }

    /// Whether a path leads to a list of schemas or unions.
    fn are_items(&self, schema: &str, path: &str) -> bool {
        let Some((ty, false)) = self.at(schema, path) else { return false };
        ty.strip_prefix("list of ").is_some_and(|item| self.properties(item).is_some() || self.is_union(item))
    }

    fn is_optional_enum(&self, ty: &str) -> bool {
        let Some(name) = ty.strip_prefix("optional ") else { return false };
        let is_new = self.new.iter().any(|it| it.name == name && it.section() == "enums");
        is_new || self.model.is_some_and(|model| model.enums.iter().any(|it| it.name.value == name))
    }

    fn is_union(&self, name: &str) -> bool {
        let is_new = self.new.iter().any(|it| it.name == name && it.section() == "unions");
        is_new || self.model.is_some_and(|model| model.unions.iter().any(|it| it.name.value == name))
    }
}
