//! Reads the operations of a document: their parameters, bodies and responses.

use std::rc::Rc;

use crate::model::{ListStyle, MediaFormat, MediaType};
use crate::route;
use crate::source::Span;
use crate::spec::media_format;

use super::document::{Document, LOST_PARTS};
use super::lost::{Effect, Lost};
use super::schema::{Keywords, Resolver, Schema, SchemaKind};
use super::view::{Member, View};

/// The methods of operations.
const METHODS: [&str; 8] = ["delete", "get", "head", "options", "patch", "post", "put", "trace"];

/// Parts of a parameter without a counterpart in the spec language.
const LOST_STYLES: &[(&str, &str, Effect)] = &[
    ("allowEmptyValue", "styles of parameters (`style`, `explode`)", Effect::Note),
    ("allowReserved", "styles of parameters (`style`, `explode`)", Effect::Loss),
];

/// Styles of objects that become several parameters.
const OBJECT: &str = "an object as a parameter";
const DEEP_OBJECT: &str = "style: deepObject";
/// Parts of the names of media types whose content is a sequence of JSON values.
const JSON_SEQUENCES: [&str; 4] = ["jsonl", "ndjson", "json-seq", "stream+json"];

/// Headers whose parameters are ignored according to OpenAPI.
const IGNORED_HEADERS: [&str; 3] = ["accept", "authorization", "content-type"];

/// An operation of the document.
#[derive(Clone)]
pub(crate) struct Operation<'a> {
    /// The span of its method.
    pub(crate) span: Span,
    /// In upper case.
    pub(crate) method: String,
    pub(crate) view: View<'a>,
    /// The path as the document spells it.
    pub(crate) path: String,
    path_item: View<'a>,
    pub(crate) lost: Vec<Lost>,
}

/// A parameter of the document.
#[derive(Clone)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: String,
    pub(crate) location: String,
    pub(crate) view: View<'a>,
    pub(crate) is_required: bool,
    pub(crate) is_deprecated: bool,
    pub(crate) schema: Option<View<'a>>,
    /// How a list or map is written, if not as repeated parameters.
    pub(crate) list_style: Option<ListStyle>,
    /// Whether it may have several segments of the path.
    pub(crate) is_reserved: bool,
    /// How a value is written, where a spec has no word for it: the keyword and its value.
    pub(crate) style: Option<String>,
    pub(crate) lost: Vec<Lost>,
}

impl<'a> Parameter<'a> {
    /// A parameter in the path that the operation does not declare: text.
    pub(crate) fn undeclared(name: &str, operation: View<'a>) -> Self {
        Self {
            name: name.to_owned(),
            location: "path".to_owned(),
            view: operation,
            is_required: true,
            is_deprecated: false,
            schema: None,
            list_style: None,
            is_reserved: false,
            style: None,
            lost: vec![Lost::loss(format!("the undeclared path parameter `{name}`"), &operation.span())],
        }
    }

    fn is_ignored(&self) -> bool {
        self.location == "header" && IGNORED_HEADERS.contains(&self.name.to_lowercase().as_str())
    }
}

/// The content of a request or a response.
pub(crate) struct Content<'a> {
    /// The schema of its body.
    pub(crate) schema: Option<View<'a>>,
    /// The media type of the body, without parameters; `None` if there is content, but none that a spec can state.
    pub(crate) media_type: Option<MediaType>,
    /// The media types that are not used.
    pub(crate) others: Vec<String>,
    /// Whether a request always has it.
    pub(crate) is_required: bool,
}

impl Content<'_> {
    /// The first media type, for a message.
    pub(crate) fn first_name(&self) -> String {
        let chosen = self.media_type.as_ref().map(|media_type| media_type.name.clone());
        chosen.or_else(|| self.others.first().cloned()).unwrap_or_default()
    }

    /// How the body is written.
    pub(crate) fn format(&self) -> Option<MediaFormat> {
        self.media_type.as_ref().map(|media_type| media_type.format)
    }
}

impl<'a> Operation<'a> {
    fn responses(&self) -> Vec<Member<'a>> {
        self.view.get("responses").map(|responses| responses.members()).unwrap_or_default()
    }

    /// The documented errors by status, range of statuses, or `default`.
    pub(crate) fn errors(&self) -> Vec<Member<'a>> {
        let responses = self.responses();
        // Without a success, the default response is one.
        let has_success = responses.iter().any(|member| member.name.starts_with('2'));
        let is_error = |member: &Member<'_>| match member.name.as_ref() {
            "default" => has_success,
            "4XX" | "5XX" => true,
            name => name.len() == 3 && name.parse().is_ok_and(|status| (400..600).contains(&status)),
        };
        responses.into_iter().filter(is_error).collect()
    }

    /// The responses of success. Without one, the default response is.
    pub(crate) fn successes(&self) -> Vec<Member<'a>> {
        let responses = self.responses();
        let (successes, others): (Vec<_>, Vec<_>) =
            responses.into_iter().partition(|member| member.name.starts_with('2'));
        if successes.is_empty() {
            return others.into_iter().filter(|member| member.name == "default").collect();
        }
        successes
    }
}

impl<'a> Document<'a> {
    /// The operation of that method and path, independent of the names of path parameters.
    pub(crate) fn operation(&self, method: &str, path: &str) -> Option<Operation<'a>> {
        let found = self.paths.get(&route::shape(path))?.iter();
        found
            .flat_map(|item| self.operations_of(item))
            .find(|operation| operation.method.eq_ignore_ascii_case(method))
    }

    /// All operations, in the order of the document.
    pub(crate) fn operations(&self) -> Vec<Operation<'a>> {
        let paths = self.root().get("paths").map(|paths| paths.members()).unwrap_or_default();
        paths.iter().flat_map(|item| self.operations_of(item)).collect()
    }

    fn operations_of(&self, item: &Member<'a>) -> Vec<Operation<'a>> {
        let path_item = self.resolve_ref(item.value);
        let members = path_item.members();
        let of_path = self.lost_members(&members, LOST_PARTS, path_item);
        let operations = members.into_iter().filter(|member| METHODS.contains(&&*member.name.to_lowercase()));
        let operation = |member: Member<'a>| {
            let mut lost = of_path.clone();
            let members = member.value.members();
            lost.extend(self.lost_members(&members, LOST_PARTS, member.value));
            if members.iter().any(|member| member.name == "security") {
                self.ignore("security schemes");
            }
            Operation {
                span: member.span,
                method: member.name.to_uppercase(),
                view: member.value,
                path: item.name.clone().into_owned(),
                path_item,
                lost,
            }
        };
        operations.map(operation).collect()
    }

    /// The parameters of the operation and of its path. The spec language has no cookies.
    pub(crate) fn parameters(&self, operation: &Operation<'a>) -> Vec<Parameter<'a>> {
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        for level in [operation.view, operation.path_item] {
            for item in level.get("parameters").map(|list| list.items()).unwrap_or_default() {
                let Some(parameter) = self.parameter(self.resolve_ref(item)) else { continue };
                for parameter in self.split(parameter) {
                    let is_same = |known: &Parameter<'_>| {
                        known.name == parameter.name && known.location == parameter.location
                    };
                    if !parameter.is_ignored() && !parameters.iter().any(is_same) {
                        parameters.push(parameter);
                    }
                }
            }
        }
        parameters
    }

    /// An object in a query whose properties are parameters of their own, under their names or as `name[property]`, is these parameters.
    fn split(&self, parameter: Parameter<'a>) -> Vec<Parameter<'a>> {
        let schema = parameter.schema.map(|schema| self.schema(schema));
        let style = parameter.style.as_deref();
        let is_split = parameter.location == "query" && (style == Some(OBJECT) || style == Some(DEEP_OBJECT));
        let properties = match schema.as_deref() {
            Some(Schema { kind: SchemaKind::Object(properties), .. }) if is_split => properties,
            _ => return vec![parameter],
        };
        let required = schema.as_ref().map(|schema| schema.required.as_slice()).unwrap_or_default();
        let part = |property: &Member<'a>| {
            let name = match style {
                Some(DEEP_OBJECT) => format!("{}[{}]", parameter.name, property.name),
                _ => property.name.clone().into_owned(),
            };
            Parameter {
                name,
                view: property.value,
                is_required: parameter.is_required && required.iter().any(|name| *name == property.name),
                schema: Some(property.value),
                style: None,
                ..parameter.clone()
            }
        };
        properties.iter().map(part).collect()
    }

    fn parameter(&self, view: View<'a>) -> Option<Parameter<'a>> {
        let members = Keywords(view.members());
        let mut lost = self.lost_members(&members.0, LOST_STYLES, view);
        let is_true = |key| members.get(key).is_some_and(|value| value.is_true());
        lost.retain(|lost| lost.construct != "allowReserved" || is_true("allowReserved"));
        let text = |key| members.get(key).and_then(|value| value.as_string());
        let flag = |key| members.get(key).is_some_and(|value| value.is_true());
        let (name, location) = (text("name")?, text("in")?);
        if location == "cookie" {
            self.ignore("cookies");
        }
        let content = members.get("content").map(|_| self.content(view));
        let mut parameter = Parameter {
            name,
            location,
            view,
            is_required: flag("required"),
            is_deprecated: flag("deprecated"),
            schema: members.get("schema").or_else(|| content.as_ref()?.schema),
            list_style: None,
            is_reserved: false,
            style: content.map(|_| "content".to_owned()),
            lost,
        };
        if parameter.style.is_none() {
            match self.style(&members, &parameter) {
                Ok(style) => parameter.list_style = style,
                Err(style) => parameter.style = Some(style),
            }
        }
        let skips = ["allowReserved", "x-ms-skip-url-encoding"].into_iter().any(flag);
        let kind = parameter.schema.map(|schema| self.schema(schema).kind.clone());
        let is_one = !matches!(kind, Some(SchemaKind::List(_) | SchemaKind::Object(_) | SchemaKind::Map(_)));
        if parameter.location == "path" && skips && is_one {
            parameter.is_reserved = true;
            parameter.lost.retain(|lost| lost.construct != "allowReserved");
        }
        if parameter.style.is_some() {
            self.ignore("styles of parameters (`style`, `explode`)");
        }
        Some(parameter)
    }

    /// How a list is written; an error for what a spec has no word for. All other values are written alike in every style.
    fn style(&self, members: &Keywords<'a>, parameter: &Parameter<'a>) -> Result<Option<ListStyle>, String> {
        let in_query = parameter.location == "query" || parameter.location == "cookie";
        let default = if in_query { "form" } else { "simple" };
        // Headers have one style.
        let style = members.get("style").filter(|_| parameter.location != "header");
        let style = style.and_then(|style| style.as_string());
        let style = style.unwrap_or_else(|| default.to_owned());
        if style != default && parameter.location == "path" {
            return Err(format!("style: {style}"));
        }
        let explode = members.get("explode").map_or(style == "form", |explode| explode.is_true());
        let kind = parameter.schema.map(|schema| self.schema(schema).kind.clone());
        match (kind, style.as_str()) {
            (Some(SchemaKind::List(_) | SchemaKind::Map(_)), "form") if explode => Ok(None),
            (Some(SchemaKind::List(_)), "form" | "simple") => Ok(Some(ListStyle::Comma)),
            (Some(SchemaKind::List(_)), "spaceDelimited") if !explode => Ok(Some(ListStyle::Space)),
            (Some(SchemaKind::List(_)), "pipeDelimited") if !explode => Ok(Some(ListStyle::Pipe)),
            (Some(SchemaKind::Map(_)), "form" | "simple") if !explode => Ok(Some(ListStyle::Comma)),
            (Some(SchemaKind::Map(_)), "deepObject") => Ok(Some(ListStyle::Brackets)),
            (Some(SchemaKind::Object(_)), "form") if explode => Err(OBJECT.to_owned()),
            (Some(SchemaKind::Object(_)), "deepObject") => Err(DEEP_OBJECT.to_owned()),
            (Some(SchemaKind::List(_) | SchemaKind::Object(_) | SchemaKind::Map(_)), _) => {
                Err(format!("style: {style}, explode: {explode}"))
            }
            _ => Ok(None),
        }
    }

    /// The content of the request.
    pub(crate) fn request_content(&self, operation: &Operation<'a>) -> Option<Content<'a>> {
        operation.view.get("requestBody").map(|body| self.content(body))
    }

    /// The schema of a body: text is text, whatever its schema states.
    pub(crate) fn content_schema(&self, content: &Content<'a>) -> Option<Rc<Schema<'a>>> {
        let schema = self.schema(content.schema?);
        let is_text = content.format() == Some(MediaFormat::Text);
        Some(if is_text { Rc::new(schema.as_text()) } else { schema })
    }

    /// The content of a request or response: JSON, or else text, or else a form.
    pub(crate) fn content(&self, view: View<'a>) -> Content<'a> {
        let view = self.resolve_ref(view);
        let media = view.get("content").map(|content| content.members()).unwrap_or_default();
        let find = |is: &dyn Fn(&str) -> bool| media.iter().find(|member| is(&member.name));
        let has_format = |format| move |name: &str| media_format(base(name)) == Some(format);
        let chosen = find(&|name| base(name) == JSON)
            .or_else(|| find(&is_json))
            .or_else(|| find(&has_format(MediaFormat::Text)))
            .or_else(|| find(&has_format(MediaFormat::Form)));
        let others = media.iter().filter(|member| Some(&member.name) != chosen.map(|chosen| &chosen.name));
        let others: Vec<_> = others.map(|member| member.name.clone().into_owned()).collect();
        if !others.is_empty() {
            self.ignore("further media types");
        }
        let media_type = chosen.map(|chosen| {
            let name = base(&chosen.name).to_owned();
            MediaType { format: media_format(&name).unwrap_or_default(), name }
        });
        Content {
            // Without a schema it may be anything.
            schema: chosen.map(|chosen| chosen.value.get("schema").unwrap_or(chosen.value)),
            media_type,
            others,
            is_required: view.get("required").is_some_and(|required| required.is_true()),
        }
    }
}

/// The media type of JSON.
pub(super) const JSON: &str = "application/json";

/// A media type without its parameters.
fn base(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Whether content of a media type is one JSON value.
fn is_json(media_type: &str) -> bool {
    let name = media_type.to_lowercase();
    name.contains("json") && !JSON_SEQUENCES.iter().any(|sequence| name.contains(sequence))
}
