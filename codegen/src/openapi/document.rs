//! Reads the parts of an OpenAPI document, 3.0 or 3.1, that a spec can express.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::route;
use crate::source::Span;

use super::schema::{Keywords, Schema, has_schema};
use super::view::{Member, ValueKind, View};

/// The document, and its components by reference.
pub(crate) struct Document<'a> {
    root: View<'a>,
    /// Paths by their shape. Several paths of one shape differ only in the names of their parameters.
    paths: HashMap<String, Vec<Member<'a>>>,
    /// Components by reference, such as `#/components/schemas/Pet`.
    components: HashMap<String, View<'a>>,
    /// Resolved schemas by the identity of their values; `None` while one is being resolved.
    schemas: RefCell<HashMap<usize, Option<Rc<Schema<'a>>>>>,
    /// The number of schemas that are being resolved.
    depth: Cell<usize>,
    ignored: RefCell<BTreeSet<&'static str>>,
}

/// Keywords of schemas without a counterpart in the spec language, and what they describe.
const IGNORED_KEYWORDS: &[(&str, &str)] = &[
    ("discriminator", "discriminators"),
    ("format", "formats"),
    ("if", "conditions"),
    ("maxItems", "lengths"),
    ("maxLength", "lengths"),
    ("maxProperties", "lengths"),
    ("minItems", "lengths"),
    ("minLength", "lengths"),
    ("minProperties", "lengths"),
    ("multipleOf", "`multipleOf`"),
    ("not", "`not`"),
    ("pattern", "patterns"),
    ("patternProperties", "patterns"),
    ("readOnly", "`readOnly` and `writeOnly`"),
    ("uniqueItems", "`uniqueItems`"),
    ("writeOnly", "`readOnly` and `writeOnly`"),
];

/// Parts of a document, of its components and of an operation without a counterpart in the spec language.
const IGNORED_PARTS: &[(&str, &str)] = &[
    ("callbacks", "callbacks"),
    ("security", "security schemes"),
    ("securitySchemes", "security schemes"),
    ("servers", "servers"),
    ("webhooks", "webhooks"),
];

/// Parts of a parameter without a counterpart in the spec language.
const IGNORED_STYLES: &[(&str, &str)] = &[
    ("allowReserved", "styles of parameters (`style`, `explode`)"),
    ("explode", "styles of parameters (`style`, `explode`)"),
    ("style", "styles of parameters (`style`, `explode`)"),
];

/// The extension for the documented schema, in documents of this project, where the API deviates from it.
pub(super) const DOCUMENTED: &str = "x-documented";

/// An operation of the document.
pub(crate) struct Operation<'a> {
    /// The span of its method.
    pub(crate) span: Span,
    pub(crate) view: View<'a>,
    /// The path as the document spells it.
    pub(crate) path: String,
    path_item: View<'a>,
}

/// A parameter of the document.
pub(crate) struct Parameter<'a> {
    pub(crate) name: String,
    pub(crate) location: String,
    pub(crate) view: View<'a>,
    pub(crate) is_required: bool,
    pub(crate) is_deprecated: bool,
    pub(crate) schema: Option<View<'a>>,
}

impl Parameter<'_> {
    fn is_ignored(&self) -> bool {
        self.location == "header" && IGNORED_HEADERS.contains(&self.name.to_lowercase().as_str())
    }
}

/// The maximum number of references that are followed in a row.
const MAX_REFERENCES: usize = 16;

/// The maximum nesting of references and combinations, larger than in any real document. It protects the stack.
const MAX_DEPTH: usize = 128;

/// Headers whose parameters are ignored according to OpenAPI.
const IGNORED_HEADERS: [&str; 3] = ["accept", "authorization", "content-type"];

impl<'a> Document<'a> {
    /// Returns the document, if the value is one.
    pub(crate) fn new(root: View<'a>) -> Option<Self> {
        let members = Keywords(root.members());
        let version = members.get("openapi").and_then(|version| version.as_string())?;
        if !version.starts_with("3.") {
            return None;
        }
        let members_of = |key| members.get(key).map(|value| value.members()).unwrap_or_default();
        let mut paths: HashMap<String, Vec<Member<'a>>> = HashMap::new();
        for path in members_of("paths") {
            paths.entry(route::shape(&path.name)).or_default().push(path);
        }
        let mut components = HashMap::new();
        let groups = members_of("components");
        for group in &groups {
            for member in group.value.members() {
                components.insert(format!("#/components/{}/{}", group.name, member.name), member.value);
            }
        }
        let document = Self {
            root,
            paths,
            components,
            schemas: RefCell::default(),
            depth: Cell::default(),
            ignored: RefCell::default(),
        };
        document.ignore_members(&members.0, IGNORED_PARTS);
        document.ignore_members(&groups, IGNORED_PARTS);
        Some(document)
    }

    /// The features met so far that the spec language cannot express.
    pub(crate) fn ignored(&self) -> Vec<&'static str> {
        self.ignored.borrow().iter().copied().collect()
    }

    /// Notes a feature that the spec language cannot express.
    pub(crate) fn ignore(&self, what: &'static str) {
        self.ignored.borrow_mut().insert(what);
    }

    fn ignore_members(&self, members: &[Member<'_>], table: &[(&str, &'static str)]) {
        let found = table.iter().filter(|(key, _)| members.iter().any(|member| member.name == *key));
        found.for_each(|(_, what)| self.ignore(what));
    }

    /// Follows references; a value that is not a reference is returned unchanged.
    fn resolve_ref(&self, mut view: View<'a>) -> View<'a> {
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = view.get("$ref").and_then(|reference| reference.as_string()) else { break };
            let Some(target) = self.target(&reference) else { break };
            view = target;
        }
        view
    }

    fn target(&self, reference: &str) -> Option<View<'a>> {
        let target = self.components.get(reference).copied().or_else(|| self.pointer(reference));
        if target.is_none() {
            self.ignore("references that lead nowhere");
        }
        target
    }

    /// Follows a reference to a value that is not a component.
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

    /// The operation of that method and path, independent of the names of path parameters.
    pub(crate) fn operation(&self, method: &str, path: &str) -> Option<Operation<'a>> {
        let found = self.paths.get(&route::shape(path))?.iter();
        let (item, path_item, member) = found
            .flat_map(|item| {
                let path_item = self.resolve_ref(item.value);
                path_item.members().into_iter().map(move |member| (item, path_item, member))
            })
            .find(|(_, _, member)| member.name.eq_ignore_ascii_case(method))?;
        self.ignore_members(&path_item.members(), IGNORED_PARTS);
        self.ignore_members(&member.value.members(), IGNORED_PARTS);
        Some(Operation {
            span: member.span,
            view: member.value,
            path: item.name.clone().into_owned(),
            path_item,
        })
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
                if parameter.location == "cookie" {
                    self.ignore("cookies");
                } else if !parameter.is_ignored() && !parameters.iter().any(is_same) {
                    parameters.push(parameter);
                }
            }
        }
        parameters
    }

    fn parameter(&self, view: View<'a>) -> Option<Parameter<'a>> {
        let members = Keywords(view.members());
        self.ignore_members(&members.0, IGNORED_STYLES);
        let text = |key| members.get(key).and_then(|value| value.as_string());
        let flag = |key| members.get(key).is_some_and(|value| value.is_true());
        Some(Parameter {
            name: text("name")?,
            location: text("in")?,
            view,
            is_required: flag("required"),
            is_deprecated: flag("deprecated"),
            schema: members.get("schema").or_else(|| self.json_schema(view)),
        })
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

    /// The schema of a successful JSON response.
    pub(crate) fn response(&self, operation: &Operation<'a>) -> Option<View<'a>> {
        let responses = operation.view.get("responses")?.members();
        let mut successes = responses.iter().filter(|member| member.name.starts_with('2'));
        let success = successes.next();
        if successes.next().is_some() {
            self.ignore("further successes");
        }
        let response = success.or_else(|| responses.iter().find(|member| member.name == "default"))?;
        self.json_schema(self.resolve_ref(response.value))
    }

    /// The schema of the JSON request body.
    pub(crate) fn body(&self, operation: &Operation<'a>) -> Option<View<'a>> {
        self.json_schema(self.resolve_ref(operation.view.get("requestBody")?))
    }

    /// The schema of the JSON content of a request or response.
    fn json_schema(&self, view: View<'a>) -> Option<View<'a>> {
        let (json, others): (Vec<_>, Vec<_>) =
            view.get("content")?.members().into_iter().partition(|member| member.name.contains("json"));
        if !others.is_empty() {
            self.ignore("media types other than JSON");
        }
        json.first()?.value.get("schema")
    }

    /// The documented schema, in a document of this project that deviates from it.
    pub(crate) fn documented(&self, view: View<'a>) -> Option<Rc<Schema<'a>>> {
        view.get(DOCUMENTED).map(|documented| self.schema(documented))
    }

    /// Resolves a schema and its references. Each is resolved once; a schema that consists of itself may be anything.
    pub(crate) fn schema(&self, view: View<'a>) -> Rc<Schema<'a>> {
        if let Some(known) = self.schemas.borrow().get(&view.id()) {
            return known.clone().unwrap_or_else(|| Rc::new(Schema::any(view)));
        }
        if self.depth.get() > MAX_DEPTH {
            self.ignore("schemas nested too deeply");
            return Rc::new(Schema::any(view));
        }
        self.depth.set(self.depth.get() + 1);
        self.schemas.borrow_mut().insert(view.id(), None);
        let schema = Rc::new(self.resolve(view));
        self.schemas.borrow_mut().insert(view.id(), Some(Rc::clone(&schema)));
        self.depth.set(self.depth.get() - 1);
        schema
    }

    fn resolve(&self, view: View<'a>) -> Schema<'a> {
        let keywords = Keywords(view.members());
        self.ignore_keywords(&keywords);
        let mut schema = Schema::own(view, &keywords);
        let mut parts = Vec::new();
        if let Some(reference) = keywords.get("$ref").and_then(|reference| reference.as_string()) {
            parts.extend(self.referenced(&reference));
        }
        for part in keywords.get("allOf").map(|parts| parts.items()).unwrap_or_default() {
            parts.push(self.schema(part));
        }
        for alternatives in ["anyOf", "oneOf"].iter().filter_map(|keyword| keywords.get(keyword)) {
            let alternatives: Vec<_> =
                alternatives.items().into_iter().map(|alternative| self.schema(alternative)).collect();
            parts.push(Rc::new(Schema::one_of(view, &alternatives)));
        }
        schema.combine(&parts);
        schema
    }

    /// The name of the component that a reference leads to.
    fn referenced(&self, reference: &str) -> Option<Rc<Schema<'a>>> {
        let target = self.schema(self.target(reference)?);
        if target.component.is_some() {
            return Some(target);
        }
        let component = reference.rsplit('/').next().map(str::to_owned);
        Some(Rc::new(Schema { component, ..(*target).clone() }))
    }

    fn ignore_keywords(&self, keywords: &Keywords<'_>) {
        self.ignore_members(&keywords.0, IGNORED_KEYWORDS);
        if keywords.get("properties").is_some() && has_schema(keywords, "additionalProperties") {
            self.ignore("properties beyond the named ones");
        }
        let values =
            keywords.get("enum").map(|values| values.items()).or_else(|| Some(vec![keywords.get("const")?]));
        let is_text = |value: &View<'_>| matches!(value.value(), ValueKind::String(_) | ValueKind::Null);
        if !values.unwrap_or_default().iter().all(is_text) {
            self.ignore("enums of other values than text");
        }
    }
}
