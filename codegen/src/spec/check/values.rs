//! The constraints of a single parameter or property: default, limits, deviations from the documentation.

use std::cmp::Ordering;

use crate::source::{Diagnostic, Rule, Span, Spanned, closest_match};
use crate::spec::language::{Example, Field, Primitive, Type, UNIX_MILLISECONDS, UNIX_SECONDS};
use crate::spec::literal::Literal;

use super::checker::Checker;

impl Checker<'_, '_> {
    /// Checks the rules that apply to both parameters and properties.
    pub(super) fn check_field(&mut self, what: &str, field: &Field) {
        self.check_description(what, &field.name, field.description.as_ref());
        self.check_surrounding_space(what, &field.name);
        self.check_named_type(&field.ty);
        self.check_deviation(field);
        self.check_unit(field);
        self.check_limits(field);
        if let Some(default) = &field.default {
            self.check_default(field, default);
        }
        if let Some(example) = &field.example {
            self.check_example(&field.ty, example);
            if let Example::Single(literal) = &example.value {
                self.check_within_limits("example", field, literal, &example.span);
            }
        }
    }

    fn check_deviation(&mut self, field: &Field) {
        match (&field.documented, &field.because) {
            (Some(documented), Some(because)) => {
                self.check_named_type(documented);
                if documented.is_readable() && documented.to_string() == field.ty.to_string() {
                    let message = "`documented` is the same as `type`: there is no deviation";
                    self.error(Rule::NoDeviation, &because.span, message);
                }
            }
            (Some(_), None) => {
                let message =
                    format!("`{}` deviates from the documentation without a reason", field.name.value);
                self.report(
                    Diagnostic::error(Rule::DeviationReason, &field.name.span, message)
                        .help("give the evidence in `because`"),
                );
            }
            (None, Some(because)) => {
                let message = "`because` explains a deviation, but there is none";
                let diagnostic = Diagnostic::error(Rule::NoDeviation, &because.span, message);
                self.report(
                    diagnostic.help("write the documented type under `documented`, or remove `because`"),
                );
            }
            (None, None) => {}
        }
    }

    fn check_unit(&mut self, field: &Field) {
        let Some(unit) = &field.unit else { return };
        if !is_number(innermost(&field.ty)) {
            let message = format!("only numbers have units, and this is `{}`", field.ty);
            self.error(Rule::UnitType, &unit.span, message);
        }
        self.check_unit_name(unit);
    }

    /// The generator treats two units specially; a misspelling of one would silently be an ordinary unit.
    fn check_unit_name(&mut self, unit: &Spanned<String>) {
        let name = unit.value.trim();
        if name.is_empty() {
            let diagnostic = Diagnostic::error(Rule::Unit, &unit.span, "the unit is empty");
            self.report(diagnostic.help("write it, such as `seconds`, or remove `unit`"));
            return;
        }
        let lower = name.to_lowercase();
        let of_time = ["unix", "epoch", "timestamp"].iter().any(|word| lower.contains(word));
        let units = [UNIX_SECONDS, UNIX_MILLISECONDS];
        if of_time && !units.contains(&unit.value.as_str()) {
            let message = format!("`{name}` is not a unit of points in time");
            let diagnostic = Diagnostic::error(Rule::Unit, &unit.span, message);
            self.report(match closest_match(name, units) {
                Some(meant) => diagnostic.help(format!("write `{meant}`")),
                None => diagnostic.help("`unix seconds` or `unix milliseconds`"),
            });
        }
    }

    fn check_limits(&mut self, field: &Field) {
        for limit in [&field.min, &field.max].into_iter().flatten() {
            self.check_limit(field, limit);
        }
        if let (Some(min), Some(max)) = (&field.min, &field.max)
            && min.value.compare(&max.value) == Some(Ordering::Greater)
        {
            let diagnostic = Diagnostic::error(Rule::MinAboveMax, &max.span, "`max` is less than `min`");
            self.report(diagnostic.context(&min.span, "`min` is here"));
        }
    }

    fn check_limit(&mut self, field: &Field, limit: &Spanned<Literal>) {
        let ty = field.ty.required();
        if !is_number(ty) {
            let message = format!("only numbers have limits, and this is `{}`", field.ty);
            self.error(Rule::LimitType, &limit.span, message);
        } else if !self.is_value(ty, &limit.value) {
            let message = format!("`{}` is not a limit for `{ty}`", self.quote(&limit.span));
            let diagnostic = Diagnostic::error(Rule::LimitType, &limit.span, message);
            self.report(self.with_help(diagnostic, ty, Some((&limit.value, &limit.span))));
        }
    }

    fn check_default(&mut self, field: &Field, default: &Spanned<Literal>) {
        self.check_value(Rule::DefaultType, "default", field.ty.required(), &default.value, &default.span);
        self.check_within_limits("default", field, &default.value, &default.span);
        if !field.ty.is_optional() && field.ty.is_readable() {
            let diagnostic =
                Diagnostic::error(Rule::RequiredDefault, &default.span, "a required value has no default");
            self.report(diagnostic.help(format!("is the type `optional {}`?", field.ty)));
        }
    }

    fn check_within_limits(&mut self, what: &str, field: &Field, value: &Literal, span: &Span) {
        let limits = [(&field.min, Ordering::Less), (&field.max, Ordering::Greater)];
        let exceeded = limits.into_iter().find_map(|(limit, outside)| {
            limit.as_ref().filter(|limit| value.compare(&limit.value) == Some(outside))
        });
        if let Some(limit) = exceeded {
            let message = format!("the {what} `{}` is outside the limits", self.quote(span));
            let diagnostic = Diagnostic::error(Rule::OutOfLimits, span, message);
            self.report(diagnostic.context(&limit.span, "the limit"));
        }
    }

    /// Reports every part of an example that is not a value of its type, at any depth.
    fn check_example(&mut self, ty: &Type, example: &Spanned<Example>) {
        let index = self.index;
        // Of a union, the first variant that is a list or map.
        let alternatives = index.alternatives(ty.required());
        let container = alternatives.iter().find(|ty| {
            matches!(
                (ty, &example.value),
                (Type::List(_), Example::List(_)) | (Type::Map(_), Example::Map(_))
            )
        });
        match (container.copied().unwrap_or(ty.required()), &example.value) {
            (Type::Error, _) => {}
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
            (ty, Example::Single(literal)) => {
                self.check_value(Rule::ExampleType, "example", ty, literal, &example.span);
            }
            (Type::Primitive(Primitive::Any), _) => {}
            (ty, _) => {
                let message = format!("the example is not a value of the type `{ty}`");
                let diagnostic = Diagnostic::error(Rule::ExampleType, &example.span, message);
                self.report(self.with_help(diagnostic, ty, None));
            }
        }
    }
}

/// Whether values are numbers. What another rule reports is one.
fn is_number(ty: &Type) -> bool {
    match ty {
        Type::Primitive(primitive) => primitive.is_number(),
        other => matches!(other, Type::Error),
    }
}

/// The type inside all lists, maps and `optional`.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Optional(inner) | Type::Nullable(inner) => {
            innermost(inner)
        }
        other => other,
    }
}
