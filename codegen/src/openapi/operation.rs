//! Reads the operations of a document: their parameters, bodies and responses.

use crate::model::ListStyle;
use crate::route;
use crate::source::Span;

use super::document::{Document, LOST_PARTS};
use super::lost::{Effect, Lost};
use super::schema::{Keywords, Resolver, SchemaKind};
use super::view::{Member, View};

/// The methods of operations.
const METHODS: [&str; 8] = ["delete", "get", "head", "options", "patch", "post", "put", "trace"];

/// Parts of a parameter without a counterpart in the spec language.
const LOST_STYLES: &[(&str, &str, Effect)] = &[
    ("allowEmptyValue", "styles of parameters (`style`, `explode`)", Effect::Note),
    ("allowReserved", "styles of parameters (`style`, `explode`)", Effect::Loss),
];

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
    /// What separates the entries of a list that is written as one value.
    pub(crate) list_style: Option<ListStyle>,
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
    /// The schema of its JSON.
    pub(crate) schema: Option<View<'a>>,
    /// The media type of the JSON; `None` if there is content, but no JSON.
    pub(crate) json: Option<String>,
    /// The media types that are not used.
    pub(crate) others: Vec<String>,
    /// Whether a request always has it.
    pub(crate) is_required: bool,
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
                let is_same = |known: &Parameter<'_>| {
                    known.name == parameter.name && known.location == parameter.location
                };
                if !parameter.is_ignored() && !parameters.iter().any(is_same) {
                    parameters.push(parameter);
                }
            }
        }
        parameters
    }

    fn parameter(&self, view: View<'a>) -> Option<Parameter<'a>> {
        let members = Keywords(view.members());
        let lost = self.lost_members(&members.0, LOST_STYLES, view);
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
            style: content.map(|_| "content".to_owned()),
            lost,
        };
        if parameter.style.is_none() {
            match self.style(&members, &parameter) {
                Ok(style) => parameter.list_style = style,
                Err(style) => parameter.style = Some(style),
            }
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
            (Some(SchemaKind::List(_)), "form") if explode => Ok(None),
            (Some(SchemaKind::List(_)), "form" | "simple") => Ok(Some(ListStyle::Comma)),
            (Some(SchemaKind::List(_)), "spaceDelimited") if !explode => Ok(Some(ListStyle::Space)),
            (Some(SchemaKind::List(_)), "pipeDelimited") if !explode => Ok(Some(ListStyle::Pipe)),
            (Some(SchemaKind::Object(_) | SchemaKind::Map(_)), "form") if explode => {
                Err("an object as a parameter".to_owned())
            }
            (Some(SchemaKind::List(_) | SchemaKind::Object(_) | SchemaKind::Map(_)), _) => {
                Err(format!("style: {style}, explode: {explode}"))
            }
            _ => Ok(None),
        }
    }

    /// The statuses of documented errors. The spec language has no ranges such as `4XX`.
    pub(crate) fn errors(&self, operation: &Operation<'a>) -> Vec<Member<'a>> {
        let responses = operation.view.get("responses").map(|responses| responses.members());
        let errors = responses.into_iter().flatten().filter(|member| member.name.starts_with(['4', '5']));
        let (statuses, ranges): (Vec<_>, Vec<_>) =
            errors.partition(|member| member.name.len() == 3 && member.name.parse::<u16>().is_ok());
        if !ranges.is_empty() {
            self.ignore("ranges of statuses");
        }
        statuses
    }

    /// The responses of success. Without one, the default response is.
    pub(crate) fn successes(&self, operation: &Operation<'a>) -> Vec<Member<'a>> {
        let responses =
            operation.view.get("responses").map(|responses| responses.members()).unwrap_or_default();
        let (successes, others): (Vec<_>, Vec<_>) =
            responses.into_iter().partition(|member| member.name.starts_with('2'));
        if successes.len() > 1 {
            self.ignore("further successes");
        }
        if successes.is_empty() {
            return others.into_iter().filter(|member| member.name == "default").collect();
        }
        successes
    }

    /// The schema of a successful JSON response.
    pub(crate) fn response(&self, operation: &Operation<'a>) -> Option<View<'a>> {
        // The response to a HEAD request has the headers of a body, but none.
        let successes = if operation.method == "HEAD" { Vec::new() } else { self.successes(operation) };
        self.content(successes.first()?.value).schema
    }

    /// The content of the request.
    pub(crate) fn request_content(&self, operation: &Operation<'a>) -> Option<Content<'a>> {
        operation.view.get("requestBody").map(|body| self.content(body))
    }

    /// The schema of the JSON request body.
    pub(crate) fn body(&self, operation: &Operation<'a>) -> Option<View<'a>> {
        self.request_content(operation)?.schema
    }

    /// The content of a request or response.
    pub(crate) fn content(&self, view: View<'a>) -> Content<'a> {
        let view = self.resolve_ref(view);
        let media = view.get("content").map(|content| content.members()).unwrap_or_default();
        let mut json = media.iter().filter(|member| is_json(&member.name));
        let plain = json.clone().find(|member| member.name.starts_with("application/json"));
        let chosen = plain.or_else(|| json.next());
        let others = media.iter().filter(|member| Some(&member.name) != chosen.map(|chosen| &chosen.name));
        let others: Vec<_> = others.map(|member| member.name.clone().into_owned()).collect();
        if !others.is_empty() {
            self.ignore("media types other than JSON");
        }
        Content {
            // Without a schema it may be anything.
            schema: chosen.map(|chosen| chosen.value.get("schema").unwrap_or(chosen.value)),
            json: chosen.map(|chosen| chosen.name.clone().into_owned()),
            others,
            is_required: view.get("required").is_some_and(|required| required.is_true()),
        }
    }
}

/// Whether content of a media type is one JSON value.
fn is_json(media_type: &str) -> bool {
    let name = media_type.to_lowercase();
    name.contains("json") && !JSON_SEQUENCES.iter().any(|sequence| name.contains(sequence))
}
