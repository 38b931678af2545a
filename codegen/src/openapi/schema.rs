//! Resolves a schema of a document: references are followed, `allOf` and alternatives are merged.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::model::{Format, Primitive, Type};
use crate::source::Span;

use super::format;
use super::lost::Lost;
use super::view::{Member, ValueKind, View};

/// A schema of a document with references followed, parts merged, and null separated.
#[derive(Clone)]
pub(crate) struct Schema<'a> {
    pub(crate) span: Span,
    /// The identity of the value after all references; a reference and its target have the same.
    pub(crate) resolved: View<'a>,
    pub(crate) is_nullable: bool,
    pub(crate) is_deprecated: bool,
    pub(crate) default: Option<View<'a>>,
    pub(crate) min: Option<Bound<'a>>,
    pub(crate) max: Option<Bound<'a>>,
    /// The name of the component, if it is one.
    pub(crate) component: Option<String>,
    /// The names of the required properties.
    pub(crate) required: Vec<String>,
    /// The schema of properties beyond those of an object.
    pub(crate) rest: Option<View<'a>>,
    pub(crate) kind: SchemaKind<'a>,
    /// The format of its own keywords or of a part, which may be for another kind.
    pub(super) format: Option<Format>,
    /// What a spec cannot state of it, its references and parts included.
    pub(crate) lost: BTreeSet<Lost>,
}

/// A limit of a number.
#[derive(Clone, Copy)]
pub(crate) struct Bound<'a> {
    pub(crate) value: View<'a>,
    /// Whether the limit is exclusive.
    pub(crate) is_exclusive: bool,
}

/// The kind of value that a schema describes.
#[derive(Clone)]
pub(crate) enum SchemaKind<'a> {
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    /// The values, without duplicates.
    Enum(Vec<View<'a>>),
    /// Integers, without duplicates.
    IntegerEnum(Vec<View<'a>>),
    List(Option<View<'a>>),
    Map(Option<View<'a>>),
    /// The properties, without duplicates.
    Object(Vec<Member<'a>>),
    /// One of several types.
    Union(Rc<Union<'a>>),
    /// Something that the spec language cannot express.
    Other(String),
}

/// Several types, one of which a value has.
#[derive(Clone)]
pub(crate) struct Union<'a> {
    /// The property whose value identifies the variant; `None` if their shapes do.
    pub(crate) tag: Option<String>,
    /// Without a tag, in an order in which the first variant that fits a value is the right one.
    pub(crate) variants: Vec<UnionVariant<'a>>,
}

#[derive(Clone)]
pub(crate) struct UnionVariant<'a> {
    /// The value of the tag, or else a name.
    pub(crate) name: String,
    pub(crate) schema: Rc<Schema<'a>>,
}

/// What resolves the schemas of a document.
pub(crate) trait Resolver<'a> {
    /// The resolved schema at a location.
    fn schema(&self, view: View<'a>) -> Rc<Schema<'a>>;

    /// The union of the subtypes of a schema with a discriminator.
    fn subtypes(&self, schema: &Schema<'a>) -> Option<Rc<Union<'a>>>;

    /// The schema that the mapping of a discriminator names: by a reference, or by the name of a component.
    fn mapped(&self, name: &str) -> Option<Rc<Schema<'a>>>;
}

/// The members of a schema, for lookup by keyword.
pub(crate) struct Keywords<'a>(pub(crate) Vec<Member<'a>>);

impl<'a> Keywords<'a> {
    pub(crate) fn get(&self, keyword: &str) -> Option<View<'a>> {
        self.0.iter().find(|member| member.name == keyword).map(|member| member.value)
    }

    fn items(&self, keyword: &str) -> Option<Vec<View<'a>>> {
        self.get(keyword).map(|items| items.items())
    }

    fn is_true(&self, keyword: &str) -> bool {
        self.get(keyword).is_some_and(|flag| flag.is_true())
    }

    /// A limit in either notation: an exclusive limit is a separate number in 3.1, and a flag beside the limit in 3.0.
    fn bound(&self, inclusive: &str, exclusive: &str) -> Option<Bound<'a>> {
        let flag = self.get(exclusive);
        let number = flag.filter(|flag| matches!(flag.value(), ValueKind::Integer(_) | ValueKind::Double(_)));
        let value = number.or_else(|| self.get(inclusive))?;
        Some(Bound { value, is_exclusive: number.is_some() || flag.is_some_and(|flag| flag.is_true()) })
    }
}

impl<'a> Schema<'a> {
    /// A schema that allows anything.
    pub(crate) fn any(view: View<'a>) -> Self {
        Self {
            span: view.span(),
            resolved: view,
            is_nullable: false,
            is_deprecated: false,
            default: None,
            min: None,
            max: None,
            component: None,
            required: Vec::new(),
            rest: None,
            kind: SchemaKind::Any,
            format: None,
            lost: BTreeSet::new(),
        }
    }

    /// The format, if it is one of the kind.
    pub(crate) fn format(&self) -> Option<Format> {
        self.format.filter(|format| self.kind.json() == Some(format.json()))
    }

    /// Whether a type of a spec states the format of the keywords.
    pub(super) fn has_stated_format(&self, keywords: &Keywords<'_>) -> bool {
        self.format().is_some()
            || matches!(
                (&self.kind, format_name(keywords).as_deref()),
                (SchemaKind::Integer, Some("int64")) | (SchemaKind::Number, Some("double"))
            )
    }

    /// Whether a type of a spec is the same kind of text, number or boolean. Where only one of them has a format, the other one leaves
    /// it open.
    pub(crate) fn is_same_scalar(&self, ty: &Type) -> bool {
        let is_same_format = match (ty, self.format()) {
            (Type::Formatted(one), Some(other)) => *one == other,
            _ => true,
        };
        is_same_format && ty.json().is_some() && ty.json() == self.kind.json()
    }

    /// Whether its values are numbers, whether or not they are text in JSON.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self.kind, SchemaKind::Integer | SchemaKind::Number)
            || self.format().is_some_and(Format::is_quoted)
    }

    /// What a spec cannot state of a use of the schema: without the losses of the named type that it refers to.
    pub(crate) fn lost_beside(&self, target: &Self) -> Vec<Lost> {
        self.lost.iter().filter(|lost| !target.lost.contains(lost)).cloned().collect()
    }

    /// The schema as a parameter, which is text if no type is stated, or one that a spec cannot express.
    pub(crate) fn as_text(&self) -> Self {
        let is_text = matches!(self.kind, SchemaKind::Any | SchemaKind::Other(_));
        let kind = if is_text { SchemaKind::String } else { self.kind.clone() };
        Self { kind, ..self.clone() }
    }

    /// The schema from its own keywords, without its references and parts.
    pub(crate) fn own(view: View<'a>, keywords: &Keywords<'a>) -> Self {
        let mut schema = Self::any(view);
        schema.is_nullable = keywords.is_true("nullable");
        schema.is_deprecated = keywords.is_true("deprecated");
        schema.default = keywords.get("default").filter(|default| default.value() != ValueKind::Null);
        schema.min = keywords.bound("minimum", "exclusiveMinimum");
        schema.max = keywords.bound("maximum", "exclusiveMaximum");
        let required = keywords.items("required").unwrap_or_default();
        schema.required = required.iter().filter_map(View::as_string).collect();
        let declared = schema.declared_kind(keywords);
        schema.kind = schema.narrow_to_values(declared, keywords);
        schema.format =
            schema.kind.json().zip(format_name(keywords)).and_then(|(json, name)| format::named(json, &name));
        schema.rest = rest(keywords).filter(|_| matches!(schema.kind, SchemaKind::Object(_)));
        schema
    }

    /// The kind by `type`, or by keywords that imply a type.
    fn declared_kind(&mut self, keywords: &Keywords<'a>) -> SchemaKind<'a> {
        let ty = keywords.get("type");
        let mut names: Vec<_> = match ty.map(|ty| (ty, ty.as_string())) {
            None => Vec::new(),
            Some((_, Some(name))) => vec![name],
            Some((ty, None)) => ty.items().iter().filter_map(View::as_string).collect(),
        };
        let count = names.len();
        names.retain(|name| name != "null");
        self.is_nullable |= names.len() < count;
        match names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] if count > 0 => SchemaKind::Null,
            [] if keywords.get("properties").is_some() => object(keywords),
            [] if keywords.get("items").is_some() => SchemaKind::List(keywords.get("items")),
            [] if has_schema(keywords, "additionalProperties") => object(keywords),
            [] => SchemaKind::Any,
            ["boolean"] => SchemaKind::Boolean,
            ["integer"] => SchemaKind::Integer,
            ["string"] => SchemaKind::String,
            ["array"] => SchemaKind::List(keywords.get("items")),
            ["object"] => object(keywords),
            // Every integer is a number.
            ["number"] | ["integer", "number"] | ["number", "integer"] => SchemaKind::Number,
            _ => SchemaKind::Other(names.join(" or ")),
        }
    }

    /// Applies `enum` and `const`, which narrow `type`. Values that are not text reduce to their common type.
    fn narrow_to_values(&mut self, declared: SchemaKind<'a>, keywords: &Keywords<'a>) -> SchemaKind<'a> {
        let values = keywords.items("enum").or_else(|| keywords.get("const").map(|value| vec![value]));
        let Some(values) = values else { return declared };
        let (null, values): (Vec<_>, Vec<_>) =
            values.into_iter().partition(|value| value.value() == ValueKind::Null);
        self.is_nullable |= !null.is_empty();
        match (values_kind(values), declared) {
            (SchemaKind::Any, SchemaKind::Any) if !null.is_empty() => SchemaKind::Null,
            (SchemaKind::Any, declared) => declared,
            (values, declared) => declared.and(values),
        }
    }

    /// Whether `part` states everything that this schema states.
    fn is_implied_by(&self, part: &Self) -> bool {
        let is_implied = matches!(
            (&self.kind, &part.kind),
            (SchemaKind::Any, _)
                | (SchemaKind::String, SchemaKind::String | SchemaKind::Enum(_))
                | (SchemaKind::Boolean, SchemaKind::Boolean)
                | (SchemaKind::Integer, SchemaKind::Integer | SchemaKind::IntegerEnum(_))
                | (SchemaKind::Number, SchemaKind::Number | SchemaKind::Integer | SchemaKind::IntegerEnum(_))
                | (SchemaKind::List(None), SchemaKind::List(_))
                | (SchemaKind::Map(None), SchemaKind::Object(_) | SchemaKind::Map(_))
        );
        is_implied && self.required.iter().all(|name| part.required.contains(name))
    }

    /// Merges the parts into the schema. The nearest statement takes precedence.
    pub(crate) fn combine(&mut self, parts: &[impl AsRef<Self>]) {
        let parts: Vec<&Self> = parts.iter().map(AsRef::as_ref).collect();
        self.is_nullable |= !parts.is_empty() && parts.iter().all(|part| part.is_nullable);
        for part in &parts {
            self.lost.extend(part.lost.iter().cloned());
            self.default = self.default.or(part.default);
            self.min = self.min.or(part.min);
            self.max = self.max.or(part.max);
            self.format = self.format.or(part.format);
        }
        let is_informative =
            |part: &&&Self| !matches!(part.kind, SchemaKind::Any) || !part.required.is_empty();
        let informative: Vec<&Self> = parts.iter().filter(is_informative).copied().collect();
        match informative[..] {
            [] => {}
            [part] if self.is_implied_by(part) => self.become_part(part),
            _ => self.merge(&informative),
        }
    }

    /// The schema of the entries of a map, or of the properties beyond those of an object.
    fn entries(&self) -> Option<View<'a>> {
        match self.kind {
            SchemaKind::Map(values) => values,
            _ => self.rest,
        }
    }

    fn become_part(&mut self, part: &Self) {
        self.is_nullable |= part.is_nullable;
        self.is_deprecated |= part.is_deprecated;
        self.resolved = part.resolved;
        self.component.clone_from(&part.component);
        self.required.clone_from(&part.required);
        self.rest = part.rest;
        self.kind = part.kind.clone();
    }

    /// The schema's own statements come last, because they refer to the parts.
    fn merge(&mut self, parts: &[&Self]) {
        let rests: Vec<_> =
            [&*self].into_iter().chain(parts.iter().copied().rev()).filter_map(Self::entries).collect();
        let own = std::mem::replace(&mut self.kind, SchemaKind::Any);
        let kinds = parts.iter().map(|part| part.kind.clone()).chain([own]);
        self.kind = kinds.reduce(SchemaKind::and).unwrap_or(SchemaKind::Any);
        self.rest = rests.first().copied().filter(|_| matches!(self.kind, SchemaKind::Object(_)));
        if self.rest.is_some_and(|rest| !rests.iter().all(|other| other.is_same(&rest))) {
            self.lost.insert(Lost::loss("additionalProperties", &self.span));
        }
        let mut known: HashSet<String> = self.required.iter().cloned().collect();
        let required = parts.iter().flat_map(|part| &part.required);
        self.required.extend(required.filter(|name| known.insert((*name).clone())).cloned());
    }

    /// Combines alternatives into one schema.
    pub(crate) fn one_of(view: View<'a>, alternatives: &[impl AsRef<Self>]) -> Self {
        let alternatives = alternatives.iter().map(AsRef::as_ref);
        let (null, mut others): (Vec<&Self>, Vec<&Self>) =
            alternatives.partition(|alternative| matches!(alternative.kind, SchemaKind::Null));
        let mut seen = HashSet::new();
        others.retain(|other| seen.insert(other.resolved.id()));
        let mut schema = match &others[..] {
            [] => Self { kind: SchemaKind::Null, ..Self::any(view) },
            [one] => (*one).clone(),
            _ => match open_enum(&others) {
                Some(values) => values.clone(),
                None => Self { kind: union(&others), ..Self::any(view) },
            },
        };
        schema.is_nullable |= !null.is_empty() || others.iter().any(|other| other.is_nullable);
        if others.len() > 1 {
            let formats = || others.iter().map(|other| other.format());
            schema.format =
                formats().next().flatten().filter(|first| formats().all(|other| other == Some(*first)));
            if schema.format.is_none()
                && schema.kind.json().is_some()
                && formats().any(|format| format.is_some())
            {
                schema.lost.insert(Lost::note("format", &view.span()));
            }
            schema.lost.extend(others.iter().flat_map(|other| &other.lost).cloned());
        }
        schema
    }
}

/// The name of the format.
fn format_name(keywords: &Keywords<'_>) -> Option<String> {
    let format = keywords.get("format").or_else(|| keywords.get("contentEncoding"));
    format.and_then(|format| format.as_string())
}

impl SchemaKind<'_> {
    /// The type of its JSON, if it is text, a number or a boolean.
    fn json(&self) -> Option<Primitive> {
        match self {
            Self::String => Some(Primitive::String),
            Self::Integer => Some(Primitive::Integer),
            Self::Number => Some(Primitive::Double),
            Self::Boolean => Some(Primitive::Boolean),
            _ => None,
        }
    }

    /// Combines two schemas that both apply. Of two statements about one property, the later one takes precedence.
    fn and(self, other: Self) -> Self {
        use SchemaKind::{Any, Boolean, Enum, Integer, IntegerEnum, List, Map, Number, Object, String};

        match (self, other) {
            (Any, kind) | (kind, Any) => kind,
            (Boolean, Boolean) => Boolean,
            (String, String) => String,
            (Number, Number) => Number,
            (Integer, Integer | Number) | (Number, Integer) => Integer,
            (Integer | Number, IntegerEnum(values)) | (IntegerEnum(values), Integer | Number) => {
                IntegerEnum(values)
            }
            (IntegerEnum(values), IntegerEnum(others)) => {
                let others: HashSet<_> = others.iter().map(View::display).collect();
                values_kind(values.into_iter().filter(|value| others.contains(&value.display())).collect())
            }
            // Further statements cannot add values.
            (String | Self::Union(_) | Self::Other(_), Enum(values))
            | (Enum(values), String | Self::Union(_) | Self::Other(_)) => Enum(values),
            (Enum(values), Enum(others)) => {
                let others: HashSet<_> = others.iter().filter_map(View::as_string).collect();
                let is_in_both = |value: &View<'_>| value.as_string().is_some_and(|it| others.contains(&it));
                values_kind(values.into_iter().filter(is_in_both).collect())
            }
            (List(items), List(others)) => List(others.or(items)),
            (Map(values), Map(others)) => Map(others.or(values)),
            (Object(properties), Map(_)) | (Map(_), Object(properties)) => Object(properties),
            (Object(properties), Object(others)) => Object(merge_members(properties, others)),
            _ => Self::Other("all of several schemas".to_owned()),
        }
    }
}

impl<'a> AsRef<Schema<'a>> for Schema<'a> {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// Removes duplicates: each name keeps its first position and its last value.
fn merge_members<'a>(mut members: Vec<Member<'a>>, others: Vec<Member<'a>>) -> Vec<Member<'a>> {
    let mut positions: HashMap<String, usize> =
        members.iter().enumerate().map(|(position, member)| (member.name.to_string(), position)).collect();
    for member in others {
        match positions.get(&*member.name) {
            Some(position) => members[*position] = member,
            None => {
                positions.insert(member.name.to_string(), members.len());
                members.push(member);
            }
        }
    }
    members
}

/// The kind of several values: an enum for text, otherwise only their common type.
fn values_kind(values: Vec<View<'_>>) -> SchemaKind<'_> {
    let kinds: Vec<_> = values.iter().map(View::value).collect();
    let all = |is: fn(&ValueKind) -> bool| !kinds.is_empty() && kinds.iter().all(is);
    if all(|kind| matches!(kind, ValueKind::String(_))) {
        let mut known = HashSet::new();
        return SchemaKind::Enum(
            values.into_iter().filter(|value| known.insert(value.as_string())).collect(),
        );
    }
    if all(|kind| matches!(kind, ValueKind::Integer(_))) {
        let mut known = HashSet::new();
        SchemaKind::IntegerEnum(values.into_iter().filter(|value| known.insert(value.display())).collect())
    } else if all(|kind| matches!(kind, ValueKind::Integer(_) | ValueKind::Double(_))) {
        SchemaKind::Number
    } else if all(|kind| matches!(kind, ValueKind::Boolean(_))) {
        SchemaKind::Boolean
    } else {
        SchemaKind::Any
    }
}

/// Known values besides any text: an open enum, like the enums of a spec.
fn open_enum<'s, 'a>(alternatives: &[&'s Schema<'a>]) -> Option<&'s Schema<'a>> {
    let is_string = |schema: &&&Schema<'_>| matches!(schema.kind, SchemaKind::String);
    let (_, others): (Vec<&Schema<'_>>, Vec<_>) = alternatives.iter().partition(is_string);
    match others[..] {
        [values] if matches!(values.kind, SchemaKind::Enum(_)) => Some(values),
        _ => None,
    }
}

/// Combines alternatives: enums into one enum, integers and numbers into numbers; others cannot be expressed.
fn union<'a>(alternatives: &[&Schema<'a>]) -> SchemaKind<'a> {
    let kinds = || alternatives.iter().map(|alternative| &alternative.kind);
    let all = |is: fn(&SchemaKind<'_>) -> bool| kinds().all(is);
    if kinds().any(|kind| matches!(kind, SchemaKind::Any)) {
        SchemaKind::Any
    } else if all(|kind| matches!(kind, SchemaKind::IntegerEnum(_))) {
        let values = kinds().filter_map(|kind| match kind {
            SchemaKind::IntegerEnum(values) => Some(values.iter().copied()),
            _ => None,
        });
        values_kind(values.flatten().collect())
    } else if all(|kind| matches!(kind, SchemaKind::Integer | SchemaKind::IntegerEnum(_))) {
        SchemaKind::Integer
    } else if all(|kind| {
        matches!(kind, SchemaKind::Integer | SchemaKind::IntegerEnum(_) | SchemaKind::Number)
    }) {
        SchemaKind::Number
    } else if all(|kind| matches!(kind, SchemaKind::String)) {
        SchemaKind::String
    } else if all(|kind| matches!(kind, SchemaKind::Boolean)) {
        SchemaKind::Boolean
    } else if all(|kind| matches!(kind, SchemaKind::Enum(_) | SchemaKind::String)) {
        let values = kinds().filter_map(|kind| match kind {
            SchemaKind::Enum(values) => Some(values.iter().copied()),
            _ => None,
        });
        values_kind(values.flatten().collect())
    } else {
        SchemaKind::Other("one of several types".to_owned())
    }
}

fn object<'a>(keywords: &Keywords<'a>) -> SchemaKind<'a> {
    let properties = keywords.get("properties").map(|properties| properties.members()).unwrap_or_default();
    let others = keywords.get("additionalProperties");
    if properties.is_empty() && others.is_none_or(|others| others.value() != ValueKind::Boolean(false)) {
        return SchemaKind::Map(rest(keywords));
    }
    SchemaKind::Object(merge_members(Vec::new(), properties))
}

/// The schema of properties that are not named, if it is not only a flag.
fn rest<'a>(keywords: &Keywords<'a>) -> Option<View<'a>> {
    let schema = |keyword| keywords.get(keyword).filter(|value| value.value() == ValueKind::Object);
    schema("additionalProperties").or_else(|| schema("unevaluatedProperties"))
}

/// Whether a keyword that may also be a flag has a schema.
fn has_schema(keywords: &Keywords<'_>, keyword: &str) -> bool {
    keywords.get(keyword).is_some_and(|value| value.value() == ValueKind::Object)
}
