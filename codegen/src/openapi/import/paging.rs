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

/// The keys whose values are parameters, with their types.
const PARAMETERS: [(&str, &str); 5] = [
    ("token", "optional string"),
    ("page", "optional integer"),
    ("offset", "optional integer"),
    ("size", "optional integer"),
    ("search", "optional string"),
];

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
            Part::Header(_) => None,
        }
    }

    /// The properties by which a page is read, which are the same for all endpoints with its schema.
    pub(super) fn page_properties(&self) -> [Option<&str>; 6] {
        let total = self.name("total").filter(|_| self.part("offset").is_some());
        let [items, more, next, link, pages] =
            ["items", "more", "next", "link", "pages"].map(|key| self.name(key));
        [items, more, next, link, pages, total]
    }

    /// Whether the endpoint has the parameters, and its response the properties, each of a suitable type.
    pub(super) fn fits(
        &self,
        query: &[DraftField],
        headers: &[DraftField],
        page: &str,
        types: &Types<'_>,
    ) -> bool {
        let is_known = |key: &str| {
            key == "items"
                || PROPERTIES.iter().any(|(known, _)| *known == key)
                || PARAMETERS.iter().any(|(known, _)| *known == key)
        };
        let distinct =
            self.keys.iter().all(|(key, _)| self.keys.iter().filter(|(it, _)| it == key).count() == 1);
        let has = |key: &&str| self.part(key).is_some();
        let forms: Vec<_> = FORMS.iter().filter(|keys| keys.iter().any(has)).collect();
        let is_one_form = matches!(forms[..], [keys] if keys.iter().all(has))
            && (self.part("pages").is_none() || self.part("page").is_some());
        let is_header_allowed = self
            .keys
            .iter()
            .all(|(key, part)| matches!(part, Part::Name(_)) || ["next", "link"].contains(&&**key));
        let parameter = |key: &str, ty: &str| {
            self.name(key).is_none_or(|name| {
                let mut fields = query.iter().chain(headers.iter().filter(|_| key == "token"));
                fields.find(|field| field.name == name).is_some_and(|field| field.full_type() == ty)
            })
        };
        let property = |key: &str, allowed: &[&str]| {
            self.name(key)
                .is_none_or(|path| types.at(page, path).is_some_and(|(ty, _)| allowed.contains(&&*ty)))
        };
        distinct
            && self.keys.iter().all(|(key, _)| is_known(key))
            && is_one_form
            && is_header_allowed
            && self.name("items").is_some_and(|items| types.are_items(page, items))
            && PARAMETERS.iter().all(|(key, ty)| parameter(key, ty))
            && PROPERTIES.iter().all(|(key, allowed)| property(key, allowed))
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
                DraftBody::Schema(fields) => {
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

    fn is_union(&self, name: &str) -> bool {
        let is_new = self.new.iter().any(|it| it.name == name && it.section() == "unions");
        is_new || self.model.is_some_and(|model| model.unions.iter().any(|it| it.name.value == name))
    }
}
