//! An OpenAPI document, 3.0 or 3.1, as far as it speaks of what a spec can say.

use std::collections::HashMap;

use crate::route;
use crate::source::Span;

use super::view::{Member, ValueKind, View};

/// The document, and its components by reference.
pub(crate) struct Document<'a> {
    root: View<'a>,
    paths: Vec<Member<'a>>,
    /// By where they stand: `#/components/schemas/Pet`.
    components: HashMap<String, View<'a>>,
}

/// An operation of theirs.
pub(crate) struct Operation<'a> {
    /// Where its method stands.
    pub(crate) span: Span,
    pub(crate) view: View<'a>,
    /// As the document spells it.
    pub(crate) path: String,
    path_item: View<'a>,
}

impl<'a> Operation<'a> {
    /// The statuses of documented errors.
    pub(crate) fn errors(&self) -> Vec<Member<'a>> {
        let responses = self.view.get("responses").map(|responses| responses.members()).unwrap_or_default();
        responses
            .into_iter()
            .filter(|member| member.name.starts_with(['4', '5']) && member.name.len() == 3)
            .collect()
    }
}

/// A parameter of theirs.
pub(crate) struct Parameter<'a> {
    pub(crate) name: String,
    pub(crate) location: String,
    pub(crate) view: View<'a>,
    pub(crate) is_required: bool,
    pub(crate) is_deprecated: bool,
    pub(crate) schema: Option<View<'a>>,
}

/// A schema of theirs with references followed and null taken out.
pub(crate) struct Schema<'a> {
    pub(crate) span: Span,
    /// Where what it refers to stands.
    pub(crate) resolved: Span,
    pub(crate) is_nullable: bool,
    pub(crate) is_deprecated: bool,
    pub(crate) default: Option<View<'a>>,
    pub(crate) min: Option<View<'a>>,
    pub(crate) max: Option<View<'a>>,
    /// The component that it is, if it is one.
    pub(crate) component: Option<String>,
    pub(crate) kind: SchemaKind<'a>,
}

impl<'a> Schema<'a> {
    /// The one alternative that is not null, the one part of a whole.
    fn unwrap_single(&mut self, view: View<'a>) -> Option<View<'a>> {
        if let Some(parts) = view.get("allOf").map(|parts| parts.items()) {
            return if parts.len() == 1 { parts.first().copied() } else { None };
        }
        let alternatives = view.get("anyOf").or_else(|| view.get("oneOf"))?.items();
        let (null, others): (Vec<_>, Vec<_>) =
            alternatives.into_iter().partition(|alternative| is_null(*alternative));
        self.is_nullable |= !null.is_empty();
        if others.len() == 1 { others.first().copied() } else { None }
    }

    /// The type or types, null taken out.
    fn type_names(&mut self, view: View<'_>) -> Vec<String> {
        let Some(ty) = view.get("type") else { return Vec::new() };
        let mut names: Vec<_> = match ty.as_string() {
            Some(name) => vec![name],
            None => ty.items().iter().filter_map(View::as_string).collect(),
        };
        let before = names.len();
        names.retain(|name| name != "null");
        self.is_nullable |= names.len() < before;
        names
    }
}

/// What a schema of theirs describes.
pub(crate) enum SchemaKind<'a> {
    Any,
    Boolean,
    Integer,
    Number,
    String,
    Enum(Vec<View<'a>>),
    List(Option<View<'a>>),
    Map(Option<View<'a>>),
    Object {
        properties: Vec<Member<'a>>,
        required: Vec<String>,
    },
    /// Something that the spec language cannot say.
    Other(String),
}

/// References to references end here.
const MAX_REFERENCES: usize = 16;

impl<'a> Document<'a> {
    /// The document, if it is one.
    pub(crate) fn new(root: View<'a>) -> Option<Self> {
        let version = root.get("openapi").and_then(|version| version.as_string())?;
        let paths = root.get("paths").map(|paths| paths.members()).unwrap_or_default();
        if !version.starts_with("3.") {
            return None;
        }
        let mut components = HashMap::new();
        for group in root.get("components").map(|components| components.members()).unwrap_or_default() {
            for member in group.value.members() {
                components.insert(format!("#/components/{}/{}", group.name, member.name), member.value);
            }
        }
        Some(Self { root, paths, components })
    }

    /// What a reference leads to, and the component that it names; a value that is none is what it is.
    fn resolve_ref(&self, mut view: View<'a>) -> (View<'a>, Option<String>) {
        let mut component = None;
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = view.get("$ref").and_then(|reference| reference.as_string()) else { break };
            let Some(found) = self.components.get(&reference).copied().or_else(|| self.pointer(&reference))
            else {
                break;
            };
            component = reference.rsplit('/').next().map(str::to_owned);
            view = found;
        }
        (view, component)
    }

    /// A reference to anywhere else in the document.
    fn pointer(&self, reference: &str) -> Option<View<'a>> {
        let segments = reference.strip_prefix("#/")?.split('/');
        segments.map(|segment| segment.replace("~1", "/").replace("~0", "~")).try_fold(
            self.root,
            |view, segment| match view.value() {
                ValueKind::Array => view.items().get(segment.parse::<usize>().ok()?).copied(),
                _ => view.get(&segment),
            },
        )
    }

    /// The operation of that method and path, whatever the path's parameters are called.
    pub(crate) fn operation(&self, method: &str, path: &str) -> Option<Operation<'a>> {
        let wanted = route::shape(path);
        let found = self.paths.iter().filter(|item| route::shape(&item.name) == wanted);
        found
            .flat_map(|item| {
                let path_item = self.resolve_ref(item.value).0;
                path_item.members().into_iter().map(move |member| (item, path_item, member))
            })
            .find(|(_, _, member)| member.name.eq_ignore_ascii_case(method))
            .map(|(item, path_item, member)| Operation {
                span: member.span,
                view: member.value,
                path: item.name.clone().into_owned(),
                path_item,
            })
    }

    /// The operation's parameters, and those that all operations of its path share.
    pub(crate) fn parameters(&self, operation: &Operation<'a>) -> Vec<Parameter<'a>> {
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        for level in [operation.view, operation.path_item] {
            for item in level.get("parameters").map(|list| list.items()).unwrap_or_default() {
                let view = self.resolve_ref(item).0;
                let text = |key| view.get(key).and_then(|value| value.as_string());
                let (Some(name), Some(location)) = (text("name"), text("in")) else { continue };
                if parameters.iter().any(|known| known.name == name && known.location == location) {
                    continue;
                }
                let flag = |key| view.get(key).is_some_and(|value| value.is_true());
                let schema = view.get("schema").or_else(|| json_schema(view));
                parameters.push(Parameter {
                    is_required: flag("required"),
                    is_deprecated: flag("deprecated"),
                    schema,
                    name,
                    location,
                    view,
                });
            }
        }
        parameters
    }

    /// The schema of the JSON that a success returns.
    pub(crate) fn response(&self, operation: &Operation<'a>) -> Option<View<'a>> {
        let responses = operation.view.get("responses")?.members();
        let success = responses.iter().find(|member| member.name.starts_with('2'));
        let response = success.or_else(|| responses.iter().find(|member| member.name == "default"))?;
        json_schema(self.resolve_ref(response.value).0)
    }

    /// The schema of the JSON that is sent.
    pub(crate) fn body(&self, operation: &Operation<'a>) -> Option<View<'a>> {
        json_schema(self.resolve_ref(operation.view.get("requestBody")?).0)
    }

    /// What a schema says, wherever it says it: in itself, behind a reference, in the one member of an `allOf`, beside null.
    pub(crate) fn schema(&self, view: View<'a>) -> Schema<'a> {
        let mut schema = Schema {
            span: view.span(),
            resolved: view.span(),
            is_nullable: false,
            is_deprecated: false,
            default: None,
            min: None,
            max: None,
            component: None,
            kind: SchemaKind::Any,
        };
        let mut view = view;
        for _ in 0..MAX_REFERENCES {
            let (followed, component) = self.collect_annotations(&mut schema, view);
            schema.component = component.or(schema.component.take());
            view = followed;
            let Some(inner) = schema.unwrap_single(view) else { break };
            view = inner;
        }
        schema.resolved = view.span();
        schema.kind = self.kind(&mut schema, view);
        schema
    }

    /// Takes down what stands beside a type, on the way to it; what stands nearer to the user counts.
    fn collect_annotations(&self, schema: &mut Schema<'a>, view: View<'a>) -> (View<'a>, Option<String>) {
        let (followed, component) = self.resolve_ref(view);
        let levels = if component.is_some() { vec![view, followed] } else { vec![view] };
        for member in levels.into_iter().flat_map(|level| level.members()) {
            match &*member.name {
                "default" if member.value.value() != ValueKind::Null => {
                    schema.default.get_or_insert(member.value);
                }
                "minimum" => drop(schema.min.get_or_insert(member.value)),
                "maximum" => drop(schema.max.get_or_insert(member.value)),
                "deprecated" => schema.is_deprecated |= member.value.is_true(),
                "nullable" => schema.is_nullable |= member.value.is_true(),
                _ => {}
            }
        }
        (followed, component)
    }

    fn kind(&self, schema: &mut Schema<'a>, view: View<'a>) -> SchemaKind<'a> {
        if let Some(values) = view.get("enum").map(|values| values.items()) {
            let (null, values): (Vec<_>, Vec<_>) =
                values.into_iter().partition(|value| value.value() == ValueKind::Null);
            schema.is_nullable |= !null.is_empty();
            if values.iter().all(|value| value.as_string().is_some()) {
                return SchemaKind::Enum(values);
            }
        }
        if let Some(value) = view.get("const").filter(|value| value.as_string().is_some()) {
            return SchemaKind::Enum(vec![value]);
        }
        if let Some(alternatives) = view.get("anyOf").or_else(|| view.get("oneOf")) {
            return self.alternatives(&alternatives.items());
        }
        if let Some(parts) = view.get("allOf") {
            return self.merge_all_of(&parts.items());
        }
        let names = schema.type_names(view);
        match names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] if view.get("properties").is_some() => object(view),
            [] if view.get("items").is_some() => SchemaKind::List(view.get("items")),
            [] => SchemaKind::Any,
            ["boolean"] => SchemaKind::Boolean,
            ["integer"] => SchemaKind::Integer,
            ["string"] => SchemaKind::String,
            ["array"] => SchemaKind::List(view.get("items")),
            ["object"] => object(view),
            // Every integer is a number.
            ["number"] | ["integer", "number"] | ["number", "integer"] => SchemaKind::Number,
            _ => SchemaKind::Other(names.join(" or ")),
        }
    }

    /// Alternatives that are all vocabularies are one vocabulary, integers and numbers are numbers; of others we cannot speak.
    fn alternatives(&self, alternatives: &[View<'a>]) -> SchemaKind<'a> {
        let others = alternatives.iter().filter(|alternative| !is_null(**alternative));
        let kinds: Vec<_> = others.map(|alternative| self.schema(*alternative).kind).collect();
        let mut values = Vec::new();
        for kind in &kinds {
            match kind {
                SchemaKind::Enum(more) => values.extend(more.iter().copied()),
                SchemaKind::Integer | SchemaKind::Number
                    if kinds.iter().all(|k| matches!(k, SchemaKind::Integer | SchemaKind::Number)) =>
                {
                    return SchemaKind::Number;
                }
                _ => return SchemaKind::Other("one of several".to_owned()),
            }
        }
        SchemaKind::Enum(values)
    }

    /// Parts that are all objects are one object.
    fn merge_all_of(&self, parts: &[View<'a>]) -> SchemaKind<'a> {
        let (mut properties, mut required) = (Vec::new(), Vec::new());
        for part in parts {
            match self.schema(*part).kind {
                SchemaKind::Object { properties: more, required: names } => {
                    properties.extend(more);
                    required.extend(names);
                }
                // A part that only describes adds nothing.
                SchemaKind::Any => {}
                _ => return SchemaKind::Other("all of several".to_owned()),
            }
        }
        SchemaKind::Object { properties, required }
    }
}

fn object(view: View<'_>) -> SchemaKind<'_> {
    let properties = view.get("properties").map(|properties| properties.members()).unwrap_or_default();
    let rest = view.get("additionalProperties");
    if properties.is_empty() && rest.is_none_or(|rest| rest.value() != ValueKind::Boolean(false)) {
        return SchemaKind::Map(rest.filter(|rest| rest.value() == ValueKind::Object));
    }
    let required = view.get("required").map(|names| names.items()).unwrap_or_default();
    SchemaKind::Object { properties, required: required.iter().filter_map(View::as_string).collect() }
}

fn is_null(view: View<'_>) -> bool {
    view.get("type").and_then(|ty| ty.as_string()).is_some_and(|ty| ty == "null")
        || view
            .get("enum")
            .is_some_and(|values| values.items().iter().all(|value| value.value() == ValueKind::Null))
}

/// The schema of the JSON in what a request or response holds.
fn json_schema(view: View<'_>) -> Option<View<'_>> {
    let content = view.get("content")?.members();
    content.into_iter().find(|member| member.name.contains("json"))?.value.get("schema")
}
