//! Writes parts of a document in the spec language: fields, and the schemas and enums that their types need. Descriptions are empty
//! unless the document's are requested; an empty one is a warning, so that the maintainer writes it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::mem;
use std::rc::Rc;

use crate::graph::{Cycles, Edges};
use crate::model::Primitive;
use crate::reserved::{RESERVED_FIELDS, RESERVED_HEADERS, REST_FIELD};
use crate::source::unwrapped;

use super::constraints::VendorConstraints;
use super::document::{Document, NULL_IS_DISTINCT};
use super::draft::{DraftBody, DraftField, DraftValue, DraftVariant, NewType, literal, visible};
use super::lost::Lost;
use super::operation::Parameter;
use super::schema::{Resolver, Schema, SchemaKind, Union};
use super::shape::Shapes;
use super::type_names::{RustNames, TypeNames, type_name};
use super::view::{Member, View};

/// Lists and maps nested deeper contain `any`: a type has at most 32 words, and each container takes three with `optional`.
const MAX_NESTING: usize = 9;

/// Writes types and fields in the spec language.
pub(crate) struct SpecWriter<'m, 'r, 'd> {
    document: &'r Document<'d>,
    names: TypeNames,
    shapes: Shapes<'m>,
    /// The schemas in the bodies of patches, by the identities of their values: null in a property removes it.
    patched: HashSet<usize>,
    /// Whether to write the document's descriptions.
    with_descriptions: bool,
    new_types: Vec<NewType>,
    /// Named types that are not written yet. A queue, because schemas may nest deeper than the call stack.
    pending: VecDeque<(String, Rc<Schema<'d>>)>,
    /// The number of lists and maps around the type being written.
    nesting: usize,
    /// What the text written since the last call of [`Self::take_lost`] does not state.
    lost: Vec<Lost>,
    /// The types that the text written since the last call of [`Self::take_uses`] names.
    uses: Vec<String>,
}

/// A parameter or property to write.
pub(crate) struct NewField<'f, 'd> {
    pub(crate) name: &'f str,
    /// The name of its owner, from which names of unnamed types are derived.
    pub(crate) owner: &'f str,
    pub(crate) schema: &'f Schema<'d>,
    /// Where its description and its example are.
    pub(crate) view: View<'d>,
    pub(crate) is_optional: bool,
    /// Whether null is distinguished from absence, unless the type is `any`.
    pub(crate) is_nullable: bool,
    pub(crate) is_deprecated: bool,
}

impl<'m, 'r, 'd> SpecWriter<'m, 'r, 'd> {
    pub(crate) fn new(
        document: &'r Document<'d>,
        names: TypeNames,
        shapes: Shapes<'m>,
        with_descriptions: bool,
    ) -> Self {
        Self {
            document,
            names,
            shapes,
            patched: HashSet::new(),
            with_descriptions,
            new_types: Vec::new(),
            pending: VecDeque::new(),
            nesting: 0,
            lost: Vec::new(),
            uses: Vec::new(),
        }
    }

    /// Tells null apart from absence in the properties of these schemas.
    pub(crate) fn with_patched(mut self, patched: HashSet<usize>) -> Self {
        self.patched = patched;
        self
    }

    /// Whether the schema is in the body of a patch.
    pub(crate) fn is_patched(&self, schema: &Schema<'_>) -> bool {
        self.patched.contains(&schema.resolved.id())
    }

    /// Writes the schemas and enums that the written text needs and the spec lacks.
    pub(crate) fn take_new_types(&mut self) -> Vec<NewType> {
        self.write_pending();
        break_cycles(&mut self.new_types, None);
        mem::take(&mut self.new_types)
    }

    /// What the text written since the last call does not state.
    pub(crate) fn take_lost(&mut self) -> Vec<Lost> {
        mem::take(&mut self.lost)
    }

    /// The types that the text written since the last call names.
    pub(crate) fn take_uses(&mut self) -> Vec<String> {
        mem::take(&mut self.uses)
    }

    /// Records what the text does not state.
    pub(crate) fn lose(&mut self, lost: Lost) {
        self.lost.push(lost);
    }

    pub(crate) fn lose_all(&mut self, lost: impl IntoIterator<Item = Lost>) {
        self.lost.extend(lost);
    }

    /// The description in the document, if descriptions are requested.
    pub(crate) fn description(&self, view: View<'d>) -> String {
        let text = view.get("description").filter(|_| self.with_descriptions);
        text.and_then(|text| text.as_string()).map(|text| unwrapped(&text)).unwrap_or_default()
    }

    /// The comments for what a part does not state.
    pub(crate) fn comments<'l>(&self, lost: impl Iterator<Item = &'l Lost>) -> Vec<String> {
        let mut comments = Vec::new();
        for lost in lost.filter(|lost| lost.is_loss()) {
            let location = self.document.location(&lost.span());
            let comment = visible(&format!("Lost: {} at {location}", lost.construct));
            if !comments.contains(&comment) {
                comments.push(comment);
            }
        }
        comments
    }

    /// Writes a property that is added to a schema of the spec, with the types that it needs.
    pub(crate) fn property(
        &mut self,
        field: &NewField<'_, 'd>,
        rust_names: &mut RustNames,
    ) -> (DraftField, Vec<NewType>) {
        let mut draft = self.field(field, rust_names);
        self.write_pending();
        break_cycles(&mut self.new_types, Some((field.owner, &mut draft)));
        (draft, mem::take(&mut self.new_types))
    }

    /// Whether a parameter is written with the type of the document, not as text in place of it.
    pub(crate) fn is_exact(&self, parameter: &Parameter<'d>) -> bool {
        let is_other = |schema| matches!(self.document.schema(schema).kind, SchemaKind::Other(_));
        parameter.style.is_none() && !parameter.schema.is_some_and(is_other)
    }

    /// Whether a spec can declare a parameter.
    pub(crate) fn is_declarable(&self, parameter: &Parameter<'d>) -> bool {
        let name = parameter.name.to_lowercase();
        if parameter.location == "header" && (!is_token(&name) || RESERVED_HEADERS.contains(&name.as_str())) {
            return false;
        }
        let Some(schema) = parameter.schema.map(|schema| self.document.schema(schema)) else { return true };
        match (&parameter.style, &schema.kind) {
            // The caller can write a list as text; an object has no text.
            (Some(style), kind) => matches!(kind, SchemaKind::List(_)) || style == "content",
            (None, SchemaKind::List(entries) | SchemaKind::Map(entries)) => {
                entries.is_none_or(|entries| self.is_sendable(&self.document.schema(entries)))
            }
            (None, _) => self.is_sendable(&schema),
        }
    }

    fn is_sendable(&self, schema: &Schema<'d>) -> bool {
        match &schema.kind {
            SchemaKind::Any => true,
            SchemaKind::Other(_) => !self.has_containers(schema),
            kind => is_scalar(kind),
        }
    }

    /// Writes a parameter, if a spec can declare it.
    pub(crate) fn parameter(
        &mut self,
        operation: &str,
        parameter: &Parameter<'d>,
        rust_names: &mut RustNames,
    ) -> Option<DraftField> {
        if !self.is_declarable(parameter) {
            return None;
        }
        let is_header = parameter.location == "header";
        let name = if is_header { parameter.name.to_lowercase() } else { parameter.name.clone() };
        let before = self.lost.len();
        let any = || Rc::new(Schema::any(parameter.view));
        let mut schema = parameter.schema.map_or_else(any, |schema| self.document.schema(schema));
        let place = format!("{operation} {name}");
        if let Some(style) = &parameter.style {
            self.lose(Lost::loss(style.clone(), &parameter.view.span()));
            let text = Schema { kind: SchemaKind::String, default: None, ..Schema::any(parameter.view) };
            schema = Rc::new(text);
        }
        let ty = match &schema.kind {
            // A list is sent entry by entry, so no entry can be null.
            SchemaKind::List(items) => {
                let items = items.map_or_else(any, |items| self.document.schema(items));
                format!("list of {}", self.sendable(&items, &place))
            }
            SchemaKind::Map(values) => {
                let values = values.map_or_else(any, |values| self.document.schema(values));
                format!("map of {}", self.sendable(&values, &place))
            }
            _ => self.sendable(&schema, &place),
        };
        let field = NewField {
            name: &name,
            owner: operation,
            schema: &schema.as_text(),
            view: parameter.view,
            is_optional: !parameter.is_required && parameter.location != "path",
            is_nullable: false,
            is_deprecated: parameter.is_deprecated || schema.is_deprecated,
        };
        self.lost.extend(parameter.lost.iter().cloned());
        let mut draft = self.draft(&field, ty, before, rust_names);
        let style = parameter.list_style.filter(|_| parameter.location == "query");
        draft.attributes.extend(style.map(|style| ("style", style.name().to_owned())));
        Some(draft)
    }

    /// The type of a parameter's text. Without a type in the document it is `string`.
    fn sendable(&mut self, schema: &Schema<'d>, place: &str) -> String {
        match &schema.kind {
            SchemaKind::Any => "string".to_owned(),
            // Every value of it is written as text.
            SchemaKind::Other(_) => {
                self.lost.extend(schema.lost.iter().cloned());
                "string".to_owned()
            }
            _ => self.ty(schema, place),
        }
    }

    /// Whether a schema that a spec cannot express allows lists or objects.
    fn has_containers(&self, schema: &Schema<'d>) -> bool {
        let alternatives = ["anyOf", "oneOf"].into_iter().filter_map(|keyword| schema.resolved.get(keyword));
        let mut kinds = alternatives.flat_map(|list| list.items()).map(|view| self.document.schema(view));
        kinds.any(|schema| !(is_scalar(&schema.kind) || matches!(schema.kind, SchemaKind::Null)))
            || schema.resolved.get("allOf").is_some()
            || matches!(&schema.kind, SchemaKind::Other(types) if types.contains("array") || types.contains("object"))
    }

    fn field(&mut self, field: &NewField<'_, 'd>, rust_names: &mut RustNames) -> DraftField {
        let before = self.lost.len();
        let ty = self.ty(field.schema, &format!("{} {}", field.owner, field.name));
        self.draft(field, ty, before, rust_names)
    }

    /// The field with all constraints, and comments for what was lost since `before`.
    fn draft(
        &mut self,
        field: &NewField<'_, 'd>,
        ty: String,
        before: usize,
        rust_names: &mut RustNames,
    ) -> DraftField {
        let constraints = VendorConstraints::read(self.document, field.schema);
        self.lost.extend(constraints.lost);
        // A required value's default has no effect.
        let default = constraints.default.filter(|_| field.is_optional);
        let mut attributes = Vec::new();
        for (key, value) in [("default", default), ("min", constraints.min), ("max", constraints.max)] {
            attributes.extend(value.map(|value| (key, literal(&value.value))));
        }
        let example = VendorConstraints::example(self.document, field.schema, field.view);
        attributes.extend(example.map(|value| ("example", literal(&value))));
        if field.is_deprecated {
            attributes.push(("deprecated", "The API's documentation says so.".to_owned()));
        }
        DraftField {
            name: field.name.to_owned(),
            is_optional: field.is_optional,
            is_nullable: field.is_nullable && ty != "any",
            ty,
            attributes,
            description: self.description(field.view),
            rust_name: rust_names.choose(field.name),
            comments: self.comments(self.lost[before.min(self.lost.len())..].iter()),
        }
    }

    /// The type without its presence. An unnamed type is named after its location.
    pub(crate) fn ty(&mut self, schema: &Schema<'d>, place: &str) -> String {
        let is_named = matches!(
            schema.kind,
            SchemaKind::Enum(_) | SchemaKind::IntegerEnum(_) | SchemaKind::Object(_) | SchemaKind::Union(_)
        );
        if is_named {
            let target = self.document.schema(schema.resolved);
            self.lost.extend(schema.lost_beside(&target));
            return self.named(schema, place);
        }
        self.lost.extend(schema.lost.iter().cloned());
        match &schema.kind {
            SchemaKind::List(items) => format!("list of {}", self.entry(*items, place)),
            SchemaKind::Map(values) => format!("map of {}", self.entry(*values, place)),
            kind => primitive(schema, kind).to_owned(),
        }
    }

    /// The type of the entries of a list or map.
    fn entry(&mut self, entry: Option<View<'d>>, place: &str) -> String {
        let Some(entry) = entry else { return "any".to_owned() };
        if self.nesting >= MAX_NESTING {
            self.lose(Lost::loss("a type nested too deeply", &entry.span()));
            return "any".to_owned();
        }
        let schema = self.document.schema(entry);
        self.nesting += 1;
        let ty = self.ty(&schema, place);
        self.nesting -= 1;
        // What may be anything may be null.
        if schema.is_nullable && ty != "any" { format!("optional {ty}") } else { ty }
    }

    /// The name of a schema or enum: of the one that the spec has, or of a new one.
    fn named(&mut self, schema: &Schema<'d>, place: &str) -> String {
        let known = self.names.known(schema).map(str::to_owned).or_else(|| self.recognize(schema));
        let name = known.unwrap_or_else(|| {
            let name = self.names.choose(schema, place);
            self.pending.push_back((name.clone(), self.document.schema(schema.resolved)));
            name
        });
        self.uses.push(name.clone());
        name
    }

    /// The type of the spec with the same shape, or with the same name and a similar shape.
    fn recognize(&mut self, schema: &Schema<'d>) -> Option<String> {
        let same = self.shapes.find(self.document, schema);
        let found = same.or_else(|| self.shapes.namesake(&TypeNames::own_name(schema)?, schema))?;
        self.names.pair(schema, found);
        Some(found.to_owned())
    }

    fn write_pending(&mut self) {
        while let Some((name, schema)) = self.pending.pop_front() {
            let (lost, uses) = (self.take_lost(), self.take_uses());
            let new_type = self.new_type(name, &schema);
            self.new_types.push(new_type);
            (self.lost, self.uses) = (lost, uses);
        }
    }

    fn new_type(&mut self, name: String, schema: &Rc<Schema<'d>>) -> NewType {
        self.lost.extend(schema.lost.iter().cloned());
        let mut own: Vec<_> = schema.lost.iter().cloned().collect();
        let body = match (&schema.kind, self.document.subtypes(schema)) {
            (SchemaKind::Union(union), _) => self.union(&name, union),
            (_, Some(union)) => self.union(&name, &union),
            (SchemaKind::Enum(values), _) => DraftBody::Enum(self.values(schema, values)),
            (SchemaKind::IntegerEnum(values), _) => DraftBody::IntegerEnum(self.values(schema, values)),
            (SchemaKind::Object(properties), None) => {
                let fields = self.fields(&name, schema, properties);
                let before = self.lost.len();
                let rest = self.rest(&name, schema);
                own.extend_from_slice(&self.lost[before..]);
                DraftBody::Schema { fields, rest }
            }
            _ => DraftBody::Schema { fields: Vec::new(), rest: None },
        };
        if schema.resolved.get("discriminator").is_some() && matches!(body, DraftBody::Schema { .. }) {
            own.push(Lost::loss("discriminator", &schema.resolved.span()));
            self.lost.extend(own.last().cloned());
        }
        NewType {
            name,
            description: self.description(schema.resolved),
            body,
            span: schema.resolved.span(),
            lost: self.take_lost(),
            comments: self.comments(own.iter()),
            uses: self.take_uses(),
        }
    }

    fn union(&mut self, owner: &str, union: &Union<'d>) -> DraftBody {
        let mut rust_names = RustNames::variants();
        let variants = union.variants.iter().map(|variant| DraftVariant {
            name: variant.name.clone(),
            ty: self.ty(&variant.schema, &format!("{owner} {}", variant.name)),
            rust_name: rust_names.choose(&variant.name),
        });
        DraftBody::Union { tag: union.tag.clone(), variants: variants.collect() }
    }

    fn values(&self, schema: &Schema<'d>, values: &[View<'d>]) -> Vec<DraftValue> {
        let descriptions = schema.resolved.get("x-enumDescriptions").filter(|_| self.with_descriptions);
        let mut rust_names = RustNames::variants();
        let values = values.iter().map(View::display).map(|value| {
            let description = descriptions.and_then(|descriptions| descriptions.get(&value)?.as_string());
            DraftValue {
                rust_name: rust_names.choose(&value),
                description: description.map(|text| unwrapped(&text)).unwrap_or_default(),
                value,
            }
        });
        values.collect()
    }

    fn fields(&mut self, owner: &str, schema: &Schema<'d>, properties: &[Member<'d>]) -> Vec<DraftField> {
        let rest = self.document.rest(schema).map(|_| REST_FIELD);
        let mut rust_names = RustNames::fields(RESERVED_FIELDS.into_iter().chain(rest));
        let mut fields = Vec::new();
        for property in properties {
            let value = self.document.schema(property.value);
            let is_required = schema.required.iter().any(|name| *name == property.name);
            let field = NewField {
                name: &property.name,
                owner,
                schema: &value,
                view: property.value,
                is_optional: !is_required || value.is_nullable,
                is_nullable: value.is_nullable && self.is_null_distinct(schema, property.value),
                is_deprecated: value.is_deprecated,
            };
            fields.push(self.field(&field, &mut rust_names));
        }
        fields
    }

    /// Whether null in a property means something else than absence.
    fn is_null_distinct(&self, schema: &Schema<'d>, property: View<'d>) -> bool {
        self.is_patched(schema) || property.get(NULL_IS_DISTINCT).is_some_and(|value| value.is_true())
    }

    /// The type of properties beyond the named ones, unless it is `any`, as it is for every schema.
    fn rest(&mut self, owner: &str, schema: &Schema<'d>) -> Option<String> {
        self.document.rest(schema)?;
        let ty = self.entry(schema.rest, &format!("{owner} other"));
        (ty != "any").then_some(ty)
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
            SchemaKind::Enum(values) | SchemaKind::IntegerEnum(values) => one_of(values),
            SchemaKind::Null => "null".to_owned(),
            SchemaKind::Union(_) => "one of several".to_owned(),
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
            SchemaKind::Enum(_)
            | SchemaKind::IntegerEnum(_)
            | SchemaKind::Object(_)
            | SchemaKind::Union(_) => {
                let known = self.names.known(schema).map(str::to_owned);
                known.or_else(|| type_name(schema.component.as_ref()?))?
            }
            SchemaKind::Null | SchemaKind::Other(_) => return None,
            kind => primitive(schema, kind).to_owned(),
        })
    }
}

/// A type without a declaration; `any` for types that a spec cannot express.
fn primitive(schema: &Schema<'_>, kind: &SchemaKind<'_>) -> &'static str {
    if let Some(format) = schema.format() {
        return Primitive::Format(format).word();
    }
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
    let displayed = values.iter().take(MAX_SHOWN).map(|value| format!("`{}`", value.display()));
    let more = if values.len() > MAX_SHOWN { ", ..." } else { "" };
    format!("one of {}{more}", displayed.collect::<Vec<_>>().join(", "))
}

/// Whether values of the type can be sent as one string.
pub(crate) fn is_scalar(kind: &SchemaKind<'_>) -> bool {
    use SchemaKind::{Boolean, Enum, Integer, IntegerEnum, Number, String, Union};
    match kind {
        Union(union) => union.variants.iter().all(|variant| is_scalar(&variant.schema.kind)),
        kind => matches!(kind, Boolean | Integer | Number | String | Enum(_) | IntegerEnum(_)),
    }
}

/// Whether it can be the name of a header.
fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// A schema that always contains itself has no finite value: the property that closes each cycle becomes optional. `added` is a
/// property that is added to a schema of the spec, with the name of that schema.
fn break_cycles(types: &mut [NewType], mut added: Option<(&str, &mut DraftField)>) {
    let owner = added.as_ref().map(|(owner, _)| (*owner).to_owned());
    let names: Vec<String> = types.iter().map(|it| it.name.clone()).chain(owner).collect();
    let nodes: HashMap<&str, usize> =
        names.iter().zip(0..).map(|(name, node)| (name.as_str(), node)).collect();
    loop {
        let mut edges: Edges = types.iter().map(|it| edges_of(it.body.fields(), &nodes)).collect();
        edges.extend(added.as_ref().map(|(_, field)| edges_of(std::slice::from_ref(*field), &nodes)));
        let cycles = Cycles::new(&edges).shortest(&edges);
        if cycles.is_empty() {
            return;
        }
        for cycle in cycles {
            let (Some(first), Some(last)) = (cycle.first(), cycle.last()) else { continue };
            let fields: &mut [DraftField] = match (types.get_mut(*last), &mut added) {
                (Some(it), _) => {
                    it.lost.push(Lost::loss("required", &it.span));
                    it.body.fields_mut()
                }
                (None, Some((_, field))) => std::slice::from_mut(field),
                (None, None) => continue,
            };
            for field in fields.iter_mut().filter(|field| field.ty == names[*first]) {
                field.is_optional = true;
            }
        }
    }
}

/// The nodes of the types that each value always contains.
fn edges_of(fields: &[DraftField], nodes: &HashMap<&str, usize>) -> Vec<usize> {
    let required = fields.iter().filter(|field| !field.is_optional);
    required.filter_map(|field| nodes.get(field.ty.as_str()).copied()).collect()
}
