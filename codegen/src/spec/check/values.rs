//! What a single parameter or property says of its values: default, limits, departures.

use crate::source::{Diagnostic, Rule, Spanned};
use crate::spec::language::{Example, Field, Primitive, Type};
use crate::spec::literal::Literal;

use super::checker::Checker;

impl Checker<'_, '_> {
    /// The rules that hold for parameters and properties alike.
    pub(super) fn check_field(&mut self, what: &str, field: &Field) {
        self.check_description(what, &field.name, field.description.as_ref());
        self.check_named_type(&field.ty);
        self.check_deviation(field);
        self.check_unit(field);
        self.check_limits(field);
        if let Some(default) = &field.default {
            self.check_default(field, default);
        }
        if let Some(example) = &field.example {
            self.check_example(&field.ty, example);
        }
    }

    fn check_deviation(&mut self, field: &Field) {
        match (&field.documented, &field.because) {
            (Some(documented), Some(because)) => {
                self.check_named_type(documented);
                if documented.is_readable() && documented.to_string() == field.ty.to_string() {
                    let message = "`documented` is the same as `type`: there is nothing to explain";
                    self.error(Rule::NoDeparture, &because.span, message);
                }
            }
            (Some(_), None) => {
                let message =
                    format!("`{}` departs from the documentation without a reason", field.name.value);
                self.report(
                    Diagnostic::error(Rule::DepartureReason, &field.name.span, message)
                        .help("give the evidence in `because`"),
                );
            }
            (None, Some(because)) => {
                let message = "`because` explains a departure, but there is none";
                let diagnostic = Diagnostic::error(Rule::NoDeparture, &because.span, message);
                self.report(diagnostic.help("say in `documented` what the documentation says"));
            }
            (None, None) => {}
        }
    }

    fn check_unit(&mut self, field: &Field) {
        let Some(unit) = &field.unit else { return };
        if !matches!(
            innermost(&field.ty),
            Type::Primitive(Primitive::Integer | Primitive::Double) | Type::Error
        ) {
            let message = format!("only numbers have units, and this is `{}`", field.ty);
            self.error(Rule::UnitType, &unit.span, message);
        }
    }

    fn check_limits(&mut self, field: &Field) {
        for limit in [&field.min, &field.max].into_iter().flatten() {
            self.check_limit(field, limit);
        }
        if let (Some(min), Some(max)) = (&field.min, &field.max)
            && min.value.as_f64().zip(max.value.as_f64()).is_some_and(|(min, max)| min > max)
        {
            let diagnostic = Diagnostic::error(Rule::LimitOrder, &max.span, "`max` is less than `min`");
            self.report(diagnostic.context(&min.span, "`min` stands here"));
        }
    }

    fn check_limit(&mut self, field: &Field, limit: &Spanned<Literal>) {
        let fits = match field.ty.required() {
            Type::Primitive(Primitive::Integer) => matches!(limit.value, Literal::Integer(_)),
            Type::Primitive(Primitive::Double) => limit.value.as_f64().is_some_and(f64::is_finite),
            Type::Error => true,
            _ => {
                let message = format!("only numbers have limits, and this is `{}`", field.ty);
                self.error(Rule::LimitType, &limit.span, message);
                return;
            }
        };
        if !fits {
            let message = format!("`{}` is no limit for `{}`", limit.value, field.ty.required());
            self.error(Rule::LimitType, &limit.span, message);
        }
    }

    fn check_default(&mut self, field: &Field, default: &Spanned<Literal>) {
        if !self.is_value(field.ty.required(), &default.value) {
            let message = format!(
                "the default `{}` is not a value of the type `{}`",
                default.value,
                field.ty.required()
            );
            let diagnostic = Diagnostic::error(Rule::DefaultType, &default.span, message);
            self.report(match self.values(field.ty.required()) {
                Some(values) => diagnostic.help(format!("the values are: {values}")),
                None => diagnostic,
            });
        }
        let outside = |limit: &Option<Spanned<Literal>>, beyond: fn(f64, f64) -> bool| {
            let limit = limit.as_ref()?;
            let (value, bound) = default.value.as_f64().zip(limit.value.as_f64())?;
            beyond(value, bound).then(|| limit.span.clone())
        };
        let limit =
            outside(&field.min, |value, min| value < min).or(outside(&field.max, |value, max| value > max));
        if let Some(limit) = limit {
            let message = format!("the default `{}` is outside the limits", default.value);
            self.report(
                Diagnostic::error(Rule::DefaultLimits, &default.span, message).context(&limit, "the limit"),
            );
        }
        if !field.ty.is_optional() && field.ty.is_readable() {
            let diagnostic = Diagnostic::error(
                Rule::RequiredDefault,
                &default.span,
                "what is always there has no default",
            );
            self.report(diagnostic.help(format!("is the type `optional {}`?", field.ty)));
        }
    }

    /// Whatever is not a value of its type, at any depth.
    fn check_example(&mut self, ty: &Type, example: &Spanned<Example>) {
        match (ty.required(), &example.value) {
            (Type::Primitive(Primitive::Any) | Type::Error, _) => {}
            (Type::List(inner), Example::List(items)) => {
                for item in items {
                    self.check_example(inner, item);
                }
            }
            (Type::Map(inner), Example::Map(entries)) => {
                for (_, value) in entries {
                    self.check_example(inner, value);
                }
            }
            (ty, Example::Single(literal)) if self.is_value(ty, literal) => {}
            (ty, _) => {
                let message = format!("the example is not a value of the type `{ty}`");
                let diagnostic = Diagnostic::error(Rule::ExampleType, &example.span, message);
                let is_schema = matches!(ty, Type::Named(name, _) if self.index.schema(name).is_some());
                self.report(match self.values(ty) {
                    Some(values) => diagnostic.help(format!("the values are: {values}")),
                    None if is_schema => diagnostic.help("a schema has its examples with its properties"),
                    None => diagnostic,
                });
            }
        }
    }

    fn is_value(&self, ty: &Type, literal: &Literal) -> bool {
        match (ty, literal) {
            (Type::Primitive(Primitive::Any) | Type::Error, _)
            | (Type::Primitive(Primitive::Boolean), Literal::Boolean(_))
            | (Type::Primitive(Primitive::String), Literal::String(_))
            | (Type::Primitive(Primitive::Integer), Literal::Integer(_))
            | (Type::Primitive(Primitive::Double), Literal::Integer(_) | Literal::Double(_)) => true,
            (Type::Named(name, _), Literal::String(text)) => match self.index.enum_def(name) {
                Some((_, known)) => known.values.iter().any(|value| value.name.value == *text),
                // Another rule complains about a name that is not there.
                None => self.index.schema(name).is_none(),
            },
            _ => false,
        }
    }

    /// The values of an enum, as far as a line holds them.
    fn values(&self, ty: &Type) -> Option<String> {
        let Type::Named(name, _) = ty else { return None };
        let names = self.index.enum_def(name)?.1.values.iter().map(|value| value.name.value.as_str());
        let shown: Vec<_> = names.take(12).collect();
        (!shown.is_empty()).then(|| shown.join(", "))
    }
}

/// What lists, maps and optional values hold in the end.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Optional(inner) => innermost(inner),
        other => other,
    }
}
