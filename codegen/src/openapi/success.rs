//! What a successful call returns: the content of all responses of success together.

use std::collections::HashSet;
use std::rc::Rc;

use crate::model::{MediaFormat, MediaType};

use super::document::Document;
use super::operation::{Content, Operation};
use super::schema::{Resolver, Schema, SchemaKind};
use super::union;
use super::view::View;

/// The maximum depth at which two schemas without names are compared.
const MAX_DEPTH: usize = 8;

/// What a successful call returns.
pub(crate) struct Success<'a> {
    /// The schema of the body; of several bodies, the union of theirs.
    pub(crate) schema: Rc<Schema<'a>>,
    /// The media type of the first body.
    pub(crate) media_type: Option<MediaType>,
    /// Whether there are responses without a body beside those with one.
    pub(crate) may_be_empty: bool,
    /// The media types that are not used, each with the response that has it.
    pub(crate) others: Vec<(String, View<'a>)>,
    /// Whether the schema lacks the body of a response.
    pub(crate) is_partial: bool,
}

impl Success<'_> {
    /// Whether the value may be absent: null, or a response without a body.
    pub(crate) fn is_optional(&self) -> bool {
        // Text is never null, and what may be anything may be null.
        let is_text = self.media_type.as_ref().is_some_and(|it| it.format == MediaFormat::Text);
        self.may_be_empty
            || self.schema.is_nullable && !is_text && !matches!(self.schema.kind, SchemaKind::Any)
    }
}

impl<'a> Document<'a> {
    /// What a successful call returns; `None` if every response is empty. An error has the media type of a
    /// body that a spec cannot state.
    pub(crate) fn success(&self, operation: &Operation<'a>) -> Result<Option<Success<'a>>, String> {
        // The response to a HEAD request has the headers of a body, but none.
        let responses = if operation.method == "HEAD" { Vec::new() } else { operation.successes() };
        let contents: Vec<(View<'a>, Content<'a>)> =
            responses.iter().map(|response| (response.value, self.content(response.value))).collect();
        let formats = contents.iter().filter_map(|(_, content)| content.format());
        let formats: Vec<_> = formats.filter(|format| *format != MediaFormat::Form).collect();
        let format = formats.iter().find(|format| **format == MediaFormat::Json).or(formats.first()).copied();
        let is_body = |content: &Content<'a>| format.is_some() && content.format() == format;
        let bodies: Vec<_> = contents.iter().filter(|(_, content)| is_body(content)).collect();
        let is_empty = |content: &Content<'a>| content.media_type.is_none() && content.others.is_empty();
        let foreign = contents.iter().find(|(_, content)| !is_body(content) && !is_empty(content));
        let Some((_, first)) = bodies.first() else {
            return match foreign {
                Some((_, content)) => Err(content.first_name()),
                None => Ok(None),
            };
        };
        let schemas: Vec<_> = bodies.iter().filter_map(|(_, content)| content.schema).collect();
        let together = match format {
            Some(MediaFormat::Json) => self.together(operation, &schemas),
            _ => self.content_schema(first),
        };
        let is_partial = together.is_none() || foreign.is_some();
        let Some(schema) = together.or_else(|| self.content_schema(first)) else { return Ok(None) };
        let others = bodies.iter();
        let others = others.flat_map(|(view, content)| content.others.iter().map(|it| (it.clone(), *view)));
        Ok(Some(Success {
            schema,
            media_type: first.media_type.clone(),
            may_be_empty: contents.iter().any(|(_, content)| is_empty(content)),
            others: others.collect(),
            is_partial,
        }))
    }

    /// The schema of several bodies: that of all of them, or a union, if a spec can state it.
    fn together(&self, operation: &Operation<'a>, bodies: &[View<'a>]) -> Option<Rc<Schema<'a>>> {
        let mut alternatives: Vec<(View<'a>, Rc<Schema<'a>>)> = Vec::new();
        for body in bodies {
            let schema = self.schema(*body);
            if !alternatives.iter().any(|(_, known)| self.is_same(known, &schema, 0)) {
                alternatives.push((*body, schema));
            }
        }
        if let [(_, schema)] = &alternatives[..] {
            return Some(Rc::clone(schema));
        }
        let responses = operation.view.get("responses")?;
        let schemas: Vec<_> = alternatives.iter().map(|(_, schema)| Rc::clone(schema)).collect();
        let mut schema = Schema::one_of(responses, &schemas);
        if matches!(schema.kind, SchemaKind::Other(_)) {
            schema.kind = SchemaKind::Union(Rc::new(union::of_alternatives(self, None, &alternatives)?));
            schema.lost.clear();
        }
        let schema = Rc::new(schema);
        if schema.resolved.id() == responses.id() {
            self.remember(responses, &schema);
        }
        Some(schema)
    }

    /// Whether two schemas state the same: as one component, or in the same words.
    fn is_same(&self, one: &Schema<'a>, other: &Schema<'a>, depth: usize) -> bool {
        use SchemaKind::{Any, Boolean, Enum, Integer, List, Map, Number, Object, String};

        if one.resolved.id() == other.resolved.id() {
            return true;
        }
        if one.component.is_some() || other.component.is_some() || depth > MAX_DEPTH {
            return false;
        }
        let both =
            |one: View<'a>, other: View<'a>| self.is_same(&self.schema(one), &self.schema(other), depth + 1);
        one.is_nullable == other.is_nullable
            && match (&one.kind, &other.kind) {
                (Any, Any)
                | (Boolean, Boolean)
                | (Integer, Integer)
                | (Number, Number)
                | (String, String) => true,
                (List(one), List(other)) | (Map(one), Map(other)) => match (one, other) {
                    (Some(one), Some(other)) => both(*one, *other),
                    (one, other) => one.is_none() && other.is_none(),
                },
                (Enum(values), Enum(others)) => {
                    let texts = |values: &[View<'_>]| values.iter().map(View::display).collect::<Vec<_>>();
                    texts(values) == texts(others)
                }
                (Object(properties), Object(others)) => {
                    let required =
                        |schema: &Schema<'a>| schema.required.iter().cloned().collect::<HashSet<_>>();
                    properties.len() == others.len()
                        && required(one) == required(other)
                        && properties
                            .iter()
                            .zip(others)
                            .all(|(one, other)| one.name == other.name && both(one.value, other.value))
                }
                _ => false,
            }
    }
}
