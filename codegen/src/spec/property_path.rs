//! Paths with dots that lead from a response through its schemas to one property.

use super::index::SpecIndex;
use super::language::{Field, Schema};

/// Why a path leads to no property.
pub(crate) enum MissingProperty<'a, 'p> {
    /// The schema has no property of that name.
    Unknown(&'a Schema, &'p str),
    /// The path goes on behind a property that is not a schema.
    NotASchema(&'a Field),
}

/// The properties along a path; the last one is what the path names. The name of a property may have dots itself: `@odata.nextLink`.
pub(crate) fn property_path<'a, 'p>(
    index: &SpecIndex<'a>,
    mut schema: &'a Schema,
    path: &'p str,
) -> Result<Vec<&'a Field>, MissingProperty<'a, 'p>> {
    let (mut fields, mut rest) = (Vec::new(), path);
    loop {
        let find = |name: &str| schema.properties.iter().find(|property| property.name.value == name);
        if let Some(last) = find(rest) {
            fields.push(last);
            return Ok(fields);
        }
        let split = rest.match_indices('.').find_map(|(at, _)| Some((find(&rest[..at])?, &rest[at + 1..])));
        let Some((field, after)) = split else {
            return Err(MissingProperty::Unknown(schema, rest.split('.').next().unwrap_or(rest)));
        };
        let inner = field.ty.required().as_named().and_then(|name| index.schema(name));
        let Some((_, inner)) = inner else { return Err(MissingProperty::NotASchema(field)) };
        fields.push(field);
        (schema, rest) = (inner, after);
    }
}
