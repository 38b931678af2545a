//! What a single parameter or property says of its values: default, limits, departures.

use crate::diagnostic::Diagnostic;
use crate::spec::{Field, Literal, Primitive, Spanned, Type};

use super::Checker;

impl Checker<'_> {
    /// The rules that hold for parameters and properties alike.
    pub(super) fn field(&mut self, what: &str, field: &Field) {
        self.description(what, &field.name, field.description.as_ref());
        self.reason(field.deprecated.as_ref());
        self.named_type(&field.ty);
        self.departure(field);
        self.limits(field);
        if let Some(default) = &field.default {
            self.default_value(field, default);
        }
    }

    fn departure(&mut self, field: &Field) {
        match (&field.documented, &field.because) {
            (Some(documented), Some(because)) => {
                self.named_type(documented);
                if documented.to_string() == field.ty.to_string() {
                    self.error(
                        &because.span,
                        "`documented` is the same as `type`: there is nothing to explain",
                    );
                }
            }
            (Some(_), None) => {
                let message =
                    format!("`{}` departs from the documentation without a reason", field.name.value);
                self.report(
                    Diagnostic::error(&field.name.span, message).help("give the evidence in `because`"),
                );
            }
            (None, Some(because)) => {
                let diagnostic =
                    Diagnostic::error(&because.span, "`because` explains a departure, but there is none");
                self.report(diagnostic.help("say in `documented` what the documentation says"));
            }
            (None, None) => {}
        }
    }

    fn limits(&mut self, field: &Field) {
        for limit in [&field.min, &field.max].into_iter().flatten() {
            self.limit(field, limit);
        }
        if let (Some(min), Some(max)) = (&field.min, &field.max)
            && number(&min.value).zip(number(&max.value)).is_some_and(|(min, max)| min > max)
        {
            let diagnostic = Diagnostic::error(&max.span, "`max` is less than `min`");
            self.report(diagnostic.context(&min.span, "`min` stands here"));
        }
    }

    fn limit(&mut self, field: &Field, limit: &Spanned<Literal>) {
        let fits = match field.ty.required() {
            Type::Primitive(Primitive::Integer) => matches!(limit.value, Literal::Integer(_)),
            Type::Primitive(Primitive::Double) => number(&limit.value).is_some_and(f64::is_finite),
            _ => {
                self.error(&limit.span, format!("only numbers have limits, and this is `{}`", field.ty));
                return;
            }
        };
        if !fits {
            self.error(&limit.span, format!("`{}` is no limit for `{}`", limit.value, field.ty.required()));
        }
    }

    fn default_value(&mut self, field: &Field, default: &Spanned<Literal>) {
        let fits = match (field.ty.required(), &default.value) {
            (Type::Primitive(Primitive::Any), _)
            | (Type::Primitive(Primitive::Boolean), Literal::Boolean(_))
            | (Type::Primitive(Primitive::String), Literal::Text(_))
            | (Type::Primitive(Primitive::Integer), Literal::Integer(_))
            | (Type::Primitive(Primitive::Double), Literal::Integer(_) | Literal::Double(_)) => true,
            (Type::Named(name, _), Literal::Text(text)) => match self.enums.get(name.as_str()) {
                Some(known) => known.values.iter().any(|value| value.name.value == *text),
                // Another rule complains about a name that is not there.
                None => !self.schemas.contains_key(name.as_str()),
            },
            _ => false,
        };
        if !fits {
            let message = format!(
                "the default `{}` is not a value of the type `{}`",
                default.value,
                field.ty.required()
            );
            self.error(&default.span, message);
        }
        let value = number(&default.value);
        let below =
            field.min.as_ref().and_then(|min| number(&min.value)).zip(value).is_some_and(|(min, v)| v < min);
        let above =
            field.max.as_ref().and_then(|max| number(&max.value)).zip(value).is_some_and(|(max, v)| v > max);
        if below || above {
            self.error(&default.span, format!("the default `{}` is outside the limits", default.value));
        }
        if !field.ty.is_optional() {
            let diagnostic = Diagnostic::error(&default.span, "what is always there has no default");
            self.report(diagnostic.help(format!("is the type `optional {}`?", field.ty)));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "limits are small numbers")]
fn number(literal: &Literal) -> Option<f64> {
    match literal {
        Literal::Integer(value) => Some(*value as f64),
        Literal::Double(value) => Some(*value),
        _ => None,
    }
}
