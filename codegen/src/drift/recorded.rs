//! The spec against a response that was recorded: what it holds that the spec does not know, and what the spec promises that it
//! does not hold.

use std::collections::HashMap;

use crate::diagnostic::similar;
use crate::spec::{Enum, Field, Primitive, Schema, Spec, Type};

use super::patch::{Builder, Patch};
use super::view::{Scalar, View};
use super::{Difference, Findings, Side, Subject, Unreadable};

/// Holds a response against the schema of that name, or against the one that it looks most like.
pub(super) fn response(
    spec: &Spec,
    root: View<'_>,
    name: Option<&str>,
    findings: &mut Findings,
) -> Result<(), Unreadable> {
    // A list is held against the schema entry by entry.
    let roots = if root.scalar() == Scalar::List { root.items() } else { vec![root] };
    let schema = match name {
        Some(name) => named(spec, name)?,
        None => guess(spec, &roots)?,
    };
    let mut recorded = Recorded {
        schemas: spec.schemas.iter().map(|schema| (schema.name.value.as_str(), schema)).collect(),
        enums: spec.enums.iter().map(|vocabulary| (vocabulary.name.value.as_str(), vocabulary)).collect(),
        findings,
    };
    for root in roots {
        recorded.object(schema, root);
    }
    Ok(())
}

fn named<'s>(spec: &'s Spec, name: &str) -> Result<&'s Schema, Unreadable> {
    spec.schemas.iter().find(|schema| schema.name.value == name).ok_or_else(|| {
        let known = spec.schemas.iter().map(|schema| schema.name.value.as_str());
        Unreadable::new(match similar(name, known) {
            Some(known) => format!("the spec has no schema `{name}`; a similar one is `{known}`"),
            None => format!("the spec has no schema `{name}`"),
        })
    })
}

/// The schema that knows most of the properties and misses least; a tie is nobody's.
fn guess<'s>(spec: &'s Spec, roots: &[View<'_>]) -> Result<&'s Schema, Unreadable> {
    let Some(first) = roots.first() else { return Err(Unreadable::new("the response is empty")) };
    let names: Vec<_> = first.members().into_iter().map(|member| member.name).collect();
    let score = |schema: &Schema| -> Option<isize> {
        let known =
            names.iter().filter(|name| schema.properties.iter().any(|p| p.name.value == **name)).count();
        let missed = schema.properties.iter().filter(|property| {
            !property.ty.is_optional() && !names.iter().any(|name| *name == property.name.value)
        });
        let unknown = names.len() - known;
        let score = 2 * known.cast_signed() - unknown.cast_signed() - missed.count().cast_signed();
        (known > 0).then_some(score)
    };
    let mut scored: Vec<_> = spec.schemas.iter().map(|schema| (score(schema), schema)).collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    match scored[..] {
        [(best @ Some(_), schema), ref others @ ..]
            if others.first().is_none_or(|(next, _)| *next < best) =>
        {
            Ok(schema)
        }
        _ => Err(Unreadable::new("it cannot be told which schema this is a response of: name it with --as")),
    }
}

struct Recorded<'s, 'f> {
    schemas: HashMap<&'s str, &'s Schema>,
    enums: HashMap<&'s str, &'s Enum>,
    findings: &'f mut Findings,
}

impl<'s> Recorded<'s, '_> {
    fn object(&mut self, schema: &'s Schema, theirs: View<'_>) {
        let members = theirs.members();
        for property in schema.properties.iter() {
            let name = format!("{}.{}", schema.name.value, property.name.value);
            match members.iter().find(|member| member.name == property.name.value) {
                Some(member) => self.property(&name, property, member.value),
                None if property.ty.is_optional() => {}
                None => self.report(Subject::Presence, &name, property, theirs, "is absent"),
            }
        }
        for member in members {
            if schema.properties.iter().any(|property| property.name.value == member.name) {
                continue;
            }
            let ty = Builder::recorded(member.value);
            let name = format!("{}.{}", schema.name.value, member.name);
            self.findings.report(Difference {
                side: Side::Theirs,
                subject: Subject::Property,
                endpoint: String::new(),
                message: format!("{name}: they send it, as {}", member.value.scalar().called()),
                name,
                ours: schema.name.span.clone(),
                theirs: Some(member.span),
                times: 1,
                patch: Some(Patch::property(schema, &member.name, &ty)),
            });
        }
    }

    fn report(&mut self, subject: Subject, name: &str, property: &Field, theirs: View<'_>, what: &str) {
        self.findings.report(Difference {
            side: Side::Both,
            subject,
            endpoint: String::new(),
            name: name.to_owned(),
            message: format!("{name}: `{}` here, and there it {what}", property.ty),
            ours: property.name.span.clone(),
            theirs: Some(theirs.span()),
            times: 1,
            patch: None,
        });
    }

    fn property(&mut self, name: &str, property: &'s Field, theirs: View<'_>) {
        let before = self.findings.count();
        self.value(name, property, &property.ty, theirs);
        self.findings.agreement.properties += usize::from(self.findings.count() == before);
    }

    fn value(&mut self, name: &str, property: &'s Field, ty: &'s Type, theirs: View<'_>) {
        let scalar = theirs.scalar();
        match (ty, &scalar) {
            (Type::Optional(_), Scalar::Null)
            | (Type::Primitive(Primitive::Any) | Type::Unreadable, _)
            | (Type::Primitive(Primitive::String), Scalar::Text(_))
            | (Type::Primitive(Primitive::Boolean), Scalar::Boolean(_))
            | (Type::Primitive(Primitive::Integer), Scalar::Integer(_))
            | (Type::Primitive(Primitive::Double), Scalar::Integer(_) | Scalar::Double(_)) => {}
            (_, Scalar::Null) => {
                self.report(Subject::Presence, name, property, theirs, "is null");
            }
            // A double without a fraction is an integer written otherwise.
            (Type::Primitive(Primitive::Integer), Scalar::Double(value)) if value.fract() == 0.0 => {}
            (Type::Optional(inner), _) => self.value(name, property, inner, theirs),
            (Type::List(inner), Scalar::List) => {
                theirs.items().into_iter().for_each(|item| self.value(name, property, inner, item));
            }
            (Type::Map(inner), Scalar::Object) => {
                theirs
                    .members()
                    .into_iter()
                    .for_each(|member| self.value(name, property, inner, member.value));
            }
            (Type::Named(of, _), _) => self.named(name, property, of, theirs, &scalar),
            _ => self.other_type(name, property, theirs, &scalar),
        }
    }

    fn named(&mut self, name: &str, property: &'s Field, of: &str, theirs: View<'_>, scalar: &Scalar) {
        match (self.schemas.get(of).copied(), self.enums.get(of).copied(), scalar) {
            (Some(schema), _, Scalar::Object) => self.object(schema, theirs),
            (_, Some(vocabulary), Scalar::Text(text)) => self.text_of(vocabulary, text, theirs),
            _ => self.other_type(name, property, theirs, scalar),
        }
    }

    fn text_of(&mut self, vocabulary: &'s Enum, text: &str, theirs: View<'_>) {
        if vocabulary.values.iter().any(|value| value.name.value == text) {
            self.findings.agreement.values += 1;
            return;
        }
        self.findings.report(Difference {
            side: Side::Theirs,
            subject: Subject::Value,
            endpoint: String::new(),
            name: format!("{}.{text}", vocabulary.name.value),
            message: format!("{}: they send the value `{text}`", vocabulary.name.value),
            ours: vocabulary.name.span.clone(),
            theirs: Some(theirs.span()),
            times: 1,
            patch: Some(Patch::value(vocabulary, text)),
        });
    }

    fn other_type(&mut self, name: &str, property: &'s Field, theirs: View<'_>, scalar: &Scalar) {
        let what = format!("is {}", scalar.called());
        self.report(Subject::Type, name, property, theirs, &what);
    }
}
