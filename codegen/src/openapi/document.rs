//! Reads the parts of an OpenAPI document, 3.0 or 3.1, that a spec can express.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::route;
use crate::source::Span;

use super::lost::{Effect, Lost};
use super::schema::{Keywords, Resolver, Schema, SchemaKind, Union};
use super::union::{self, Alternative};
use super::view::{Member, ValueKind, View};

/// The document, and its components by reference.
pub(crate) struct Document<'a> {
    root: View<'a>,
    /// Paths by their shape. Several paths of one shape differ only in the names of their parameters.
    pub(super) paths: HashMap<String, Vec<Member<'a>>>,
    /// Components by reference, such as `#/components/schemas/Pet`.
    components: HashMap<String, View<'a>>,
    /// The children of values that references or locations lead through, by the identity of the value.
    children: RefCell<HashMap<usize, Children<'a>>>,
    /// Resolved schemas by the identity of their values; `None` while one is being resolved.
    schemas: RefCell<HashMap<usize, Option<Rc<Schema<'a>>>>>,
    /// The number of schemas that are being resolved.
    depth: Cell<usize>,
    ignored: RefCell<BTreeSet<&'static str>>,
    /// The components and paths with their locations, sorted by their spans.
    anchors: OnceCell<Vec<(String, View<'a>)>>,
    /// Unions of subtypes by the identity of the schema; `None` also while one is being resolved.
    subtypes: RefCell<HashMap<usize, Option<Rc<Union<'a>>>>>,
    /// Locations by the start and the end of the value.
    locations: RefCell<HashMap<(usize, usize), Rc<str>>>,
}

/// The members of an object or the entries of a list, with their names or indices.
type Children<'a> = Rc<[(String, View<'a>)]>;

/// Keywords of schemas without a counterpart in the spec language: what they describe, and what it means that they are lost.
const LOST_KEYWORDS: &[(&str, &str, Effect)] = &[
    ("$dynamicRef", "dynamic references", Effect::Loss),
    ("contains", "`contains`", Effect::Note),
    ("dependentRequired", "conditions", Effect::Note),
    ("dependentSchemas", "conditions", Effect::Note),
    ("format", "formats", Effect::Note),
    ("if", "conditions", Effect::Note),
    ("maxItems", "lengths", Effect::Note),
    ("maxLength", "lengths", Effect::Note),
    ("maxProperties", "lengths", Effect::Note),
    ("minItems", "lengths", Effect::Note),
    ("minLength", "lengths", Effect::Note),
    ("minProperties", "lengths", Effect::Note),
    ("multipleOf", "`multipleOf`", Effect::Note),
    ("not", "`not`", Effect::Note),
    ("pattern", "patterns", Effect::Note),
    ("patternProperties", "patterns", Effect::Loss),
    ("prefixItems", "tuples", Effect::Loss),
    ("propertyNames", "patterns", Effect::Note),
    ("readOnly", "`readOnly` and `writeOnly`", Effect::Note),
    ("uniqueItems", "`uniqueItems`", Effect::Note),
    ("writeOnly", "`readOnly` and `writeOnly`", Effect::Note),
    ("xml", "XML", Effect::Note),
];

/// Parts of a document, of its components and of an operation without a counterpart in the spec language.
pub(super) const LOST_PARTS: &[(&str, &str, Effect)] = &[
    ("callbacks", "callbacks", Effect::Note),
    ("servers", "servers", Effect::Loss),
    ("webhooks", "webhooks", Effect::Note),
];

/// The error for a document of another kind.
pub(crate) const NOT_OPENAPI: &str = "this is not an OpenAPI document of version 3.0 or 3.1";

/// The extension for the documented schema, in documents of this project, where the API deviates from it.
pub(super) const DOCUMENTED: &str = "x-documented";

/// The extension for the pagination of an operation, in documents of this project: the key `paging` of a spec.
pub(super) const PAGING: &str = "x-paging";

/// Set on a property for which null means something else than absence, outside of the bodies of patches, where that is so anyway.
pub(super) const NULL_IS_DISTINCT: &str = "x-null-is-distinct";

/// The maximum number of references that are followed in a row.
const MAX_REFERENCES: usize = 16;

/// The maximum nesting of references and combinations, larger than in any real document. It protects the stack.
const MAX_DEPTH: usize = 128;

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
            children: RefCell::default(),
            schemas: RefCell::default(),
            depth: Cell::default(),
            ignored: RefCell::default(),
            anchors: OnceCell::new(),
            subtypes: RefCell::default(),
            locations: RefCell::default(),
        };
        document.lost_members(&members.0, LOST_PARTS, root);
        document.lost_members(&groups, LOST_PARTS, root);
        if members.get("security").is_some() || groups.iter().any(|group| group.name == "securitySchemes") {
            document.ignore("security schemes");
        }
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

    /// The members of `owner` that a table lists as lost.
    pub(super) fn lost_members(
        &self,
        members: &[Member<'_>],
        table: &[(&'static str, &'static str, Effect)],
        owner: View<'_>,
    ) -> Vec<Lost> {
        let found = table.iter().filter(|(key, ..)| members.iter().any(|member| member.name == *key));
        let lost = found.map(|(key, feature, effect)| {
            self.ignore(feature);
            Lost::new(*effect, *key, &owner.span())
        });
        lost.collect()
    }

    /// The root of the document.
    pub(crate) fn root(&self) -> View<'a> {
        self.root
    }

    /// The location of a value as a JSON Pointer in a fragment, such as `#/components/schemas/Pet`.
    pub(crate) fn location(&self, span: &Span) -> Rc<str> {
        if let Some(known) = self.locations.borrow().get(&(span.start, span.end)) {
            return Rc::clone(known);
        }
        let location: Rc<str> = self.find_location(span).into();
        self.locations.borrow_mut().insert((span.start, span.end), Rc::clone(&location));
        location
    }

    fn find_location(&self, span: &Span) -> String {
        let anchors = self.anchors.get_or_init(|| self.anchors());
        let before = anchors.partition_point(|(_, view)| view.span().start <= span.start);
        let anchor = before.checked_sub(1).and_then(|position| anchors.get(position));
        let anchor = anchor.filter(|(_, view)| view.contains(span.start));
        let (mut location, mut view) = anchor.cloned().unwrap_or(("#".to_owned(), self.root));
        while view.span() != *span {
            let children = self.children(view);
            let Some((name, child)) = children.iter().find(|(_, child)| child.contains(span.start)) else {
                break;
            };
            location = format!("{location}/{}", pointer_segment(name));
            view = *child;
        }
        location
    }

    /// The names of the components that are schemas, and the identities of their values.
    pub(crate) fn schema_components(&self) -> impl Iterator<Item = (&str, usize)> {
        let components = self.components.iter();
        let mut schemas: Vec<_> = components
            .filter_map(|(name, view)| Some((name.strip_prefix("#/components/schemas/")?, view.id())))
            .collect();
        schemas.sort_unstable_by_key(|(_, id)| *id);
        schemas.into_iter()
    }

    fn anchors(&self) -> Vec<(String, View<'a>)> {
        let components = self.components.iter().map(|(name, view)| (name.clone(), *view));
        let paths = self.paths.values().flatten();
        let paths = paths.map(|path| (format!("#/paths/{}", pointer_segment(&path.name)), path.value));
        let mut anchors: Vec<_> = components.chain(paths).collect();
        anchors.sort_by_key(|(_, view)| view.span().start);
        anchors
    }

    /// Follows references; a value that is not a reference is returned unchanged.
    pub(crate) fn resolve_ref(&self, mut view: View<'a>) -> View<'a> {
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
            self.ignore("unresolved references");
        }
        target
    }

    /// Follows a reference to a value that is not a component.
    fn pointer(&self, reference: &str) -> Option<View<'a>> {
        let segments = reference.strip_prefix("#/")?.split('/').map(from_pointer_segment);
        segments.into_iter().try_fold(self.root, |view, segment| {
            self.children(view).iter().find(|(name, _)| *name == segment).map(|(_, child)| *child)
        })
    }

    /// The children of a value. Many paths lead through the same large values, so each is parsed once.
    fn children(&self, view: View<'a>) -> Children<'a> {
        let mut known = self.children.borrow_mut();
        let children = known.entry(view.id()).or_insert_with(|| match view.value() {
            ValueKind::Array => numbered(view.items()).into(),
            _ => view.members().into_iter().map(|member| (member.name.into_owned(), member.value)).collect(),
        });
        Rc::clone(children)
    }

    /// Records the schema of a value that is none itself.
    pub(super) fn remember(&self, view: View<'a>, schema: &Rc<Schema<'a>>) {
        self.schemas.borrow_mut().insert(view.id(), Some(Rc::clone(schema)));
    }

    /// The documented schema, in a document of this project that deviates from it.
    pub(crate) fn documented(&self, view: View<'a>) -> Option<Rc<Schema<'a>>> {
        view.get(DOCUMENTED).map(|documented| self.schema(documented))
    }

    /// The schema of an object's properties beyond the named ones; `None` if they may be anything, as those of every object.
    pub(crate) fn rest(&self, schema: &Schema<'a>) -> Option<Rc<Schema<'a>>> {
        let rest = self.schema(schema.rest?);
        (!matches!(rest.kind, SchemaKind::Any)).then_some(rest)
    }

    fn resolve(&self, view: View<'a>) -> Schema<'a> {
        let keywords = Keywords(view.members());
        let mut schema = Schema::own(view, &keywords);
        schema.lost.extend(self.lost_keywords(view, &keywords, &schema));
        let mut parts = Vec::new();
        if let Some(reference) = keywords.get("$ref").and_then(|reference| reference.as_string()) {
            parts.extend(self.referenced(&reference));
        }
        for part in keywords.get("allOf").map(|parts| parts.items()).unwrap_or_default() {
            parts.push(self.schema(part));
        }
        let mut alternatives = Vec::new();
        for keyword in ["anyOf", "oneOf"].iter().filter_map(|keyword| keywords.get(keyword)) {
            alternatives = keyword
                .items()
                .into_iter()
                .map(|alternative| (alternative, self.schema(alternative)))
                .collect();
            let schemas: Vec<_> = alternatives.iter().map(|(_, schema)| Rc::clone(schema)).collect();
            parts.push(Rc::new(Schema::one_of(view, &schemas)));
        }
        if parts.len() == 1 && self.make_union_of_one(&mut schema, &keywords, &alternatives) {
            return schema;
        }
        schema.combine(&parts);
        self.resolve_other(&mut schema, view, &keywords, &alternatives, &parts);
        schema
    }

    /// A discriminator makes a union of one alternative as well, to which others may be added.
    fn make_union_of_one(
        &self,
        schema: &mut Schema<'a>,
        keywords: &Keywords<'a>,
        alternatives: &[Alternative<'a>],
    ) -> bool {
        let (nulls, others): (Vec<_>, Vec<_>) =
            alternatives.iter().partition(|(_, schema)| matches!(schema.kind, SchemaKind::Null));
        let discriminator = keywords.get("discriminator");
        if others.len() != 1 || discriminator.is_none() || keywords.get("properties").is_some() {
            return false;
        }
        let Some(union) = union::of_alternatives(self, discriminator, alternatives) else { return false };
        schema.kind = SchemaKind::Union(Rc::new(union));
        schema.is_nullable |= !nulls.is_empty();
        true
    }

    /// Makes a union of alternatives that have no common type. What a spec cannot state as one is lost.
    fn resolve_other(
        &self,
        schema: &mut Schema<'a>,
        view: View<'a>,
        keywords: &Keywords<'a>,
        alternatives: &[Alternative<'a>],
        parts: &[Rc<Schema<'a>>],
    ) {
        let is_other = |schema: &Schema<'_>| matches!(schema.kind, SchemaKind::Other(_));
        let is_part = schema.resolved.id() != view.id() && parts.iter().any(|part| is_other(part));
        let discriminator = keywords.get("discriminator");
        if !is_other(schema) || is_part {
            if discriminator.is_some() && !matches!(schema.kind, SchemaKind::Object(_)) {
                schema.lost.insert(Lost::note("discriminator", &view.span()));
            }
            return;
        }
        let is_object = |ty: View<'_>| ty.as_string().is_some_and(|ty| ty == "object");
        let is_plain = parts.len() == 1
            && keywords.get("type").is_none_or(is_object)
            && keywords.get("properties").is_none();
        match union::of_alternatives(self, discriminator, alternatives).filter(|_| is_plain) {
            Some(union) => {
                schema.kind = SchemaKind::Union(Rc::new(union));
                // What is lost of the alternatives is lost where they are written.
                schema.lost = self.lost_keywords(view, keywords, schema).into_iter().collect();
            }
            None => {
                let keyword =
                    ["anyOf", "oneOf", "allOf"].into_iter().find(|keyword| keywords.get(keyword).is_some());
                schema.lost.insert(Lost::loss(keyword.unwrap_or("type"), &view.span()));
            }
        }
    }

    /// The name of the component that a reference leads to.
    fn referenced(&self, reference: &str) -> Option<Rc<Schema<'a>>> {
        let target = self.schema(self.target(reference)?);
        if target.component.is_some() {
            return Some(target);
        }
        let component = reference.strip_prefix("#/components/schemas/").filter(|name| !name.contains('/'));
        let component = component.map(from_pointer_segment);
        Some(Rc::new(Schema { component, ..(*target).clone() }))
    }

    /// What a spec cannot state of the schema's own keywords.
    fn lost_keywords(&self, view: View<'a>, keywords: &Keywords<'a>, schema: &Schema<'a>) -> Vec<Lost> {
        let is_stated = |keyword: &str| keyword == "format" && schema.has_stated_format(keywords);
        let table: Vec<_> =
            LOST_KEYWORDS.iter().filter(|(keyword, ..)| !is_stated(keyword)).copied().collect();
        let mut lost = self.lost_members(&keywords.0, &table, view);
        if keywords.get("discriminator").is_some() {
            self.ignore("discriminators");
        }
        let values =
            keywords.get("enum").map(|values| values.items()).or_else(|| Some(vec![keywords.get("const")?]));
        let values = values.unwrap_or_default();
        let kinds: Vec<_> =
            values.iter().map(View::value).filter(|value| *value != ValueKind::Null).collect();
        let all = |is: fn(&ValueKind) -> bool| kinds.iter().all(is);
        if !all(|kind| matches!(kind, ValueKind::String(_)))
            && !all(|kind| matches!(kind, ValueKind::Integer(_)))
        {
            self.ignore("enums of other values than text and integers");
            // Of other numbers and booleans, the type is stated, which every value has; which values there are is not.
            let has_type = all(|kind| matches!(kind, ValueKind::Boolean(_)))
                || all(|kind| matches!(kind, ValueKind::Integer(_) | ValueKind::Double(_)));
            let effect = if has_type { Effect::Note } else { Effect::Loss };
            lost.push(Lost::new(effect, "enum", &view.span()));
        }
        let reference = keywords.get("$ref").and_then(|reference| reference.as_string());
        if reference.is_some_and(|reference| self.target(&reference).is_none()) {
            lost.push(Lost::loss("$ref", &view.span()));
        }
        lost
    }
}

impl<'a> Resolver<'a> for Document<'a> {
    /// Resolves a schema and its references. Each is resolved once; a schema that consists of itself may be anything.
    fn schema(&self, view: View<'a>) -> Rc<Schema<'a>> {
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

    /// The union of the subtypes of a schema with a discriminator.
    fn subtypes(&self, schema: &Schema<'a>) -> Option<Rc<Union<'a>>> {
        let id = schema.resolved.id();
        if !matches!(schema.kind, SchemaKind::Object(_)) {
            return None;
        }
        if let Some(known) = self.subtypes.borrow().get(&id) {
            return known.clone();
        }
        self.subtypes.borrow_mut().insert(id, None);
        let union = union::of_subtypes(self, schema).map(Rc::new);
        self.subtypes.borrow_mut().insert(id, union.clone());
        union
    }

    /// The schema that the mapping of a discriminator names: by a reference, or by the name of a component.
    fn mapped(&self, name: &str) -> Option<Rc<Schema<'a>>> {
        self.referenced(name).or_else(|| self.referenced(&format!("#/components/schemas/{name}")))
    }
}

fn numbered(items: Vec<View<'_>>) -> Vec<(String, View<'_>)> {
    items.into_iter().enumerate().map(|(position, item)| (position.to_string(), item)).collect()
}

fn pointer_segment(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The name in a segment of a JSON Pointer in a URI fragment. An invalid encoding is kept as it is.
fn from_pointer_segment(segment: &str) -> String {
    let decoded = percent_decoded(segment).unwrap_or_else(|| segment.to_owned());
    decoded.replace("~1", "/").replace("~0", "~")
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let digits = part.get(..2).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).ok()
}
