//! Checks whether a scalar is a value of its declared type, and if not, suggests what was probably meant.

use crate::source::{Diagnostic, Rule, Span};
use crate::spec::language::{Primitive, Type};
use crate::spec::literal::Literal;
use crate::spec::parse;

use super::checker::Checker;

impl Checker<'_, '_> {
    /// Reports a `default` or `example` that is not a value of its type.
    pub(super) fn check_value(&mut self, rule: Rule, what: &str, ty: &Type, value: &Literal, span: &Span) {
        if !self.is_value(ty, value) {
            let message = format!("the {what} `{}` is not a value of the type `{ty}`", self.quote(span));
            let diagnostic = Diagnostic::error(rule, span, message);
            self.report(self.with_help(diagnostic, ty, Some((value, span))));
        } else if let Literal::String(text) = value
            && !self.is_quoted(span)
            && parse::boolean_elsewhere(text).is_some()
        {
            self.report(parse::unquoted_boolean(span, text));
        }
    }

    pub(super) fn is_value(&self, ty: &Type, literal: &Literal) -> bool {
        self.index.alternatives(ty).into_iter().any(|ty| self.is_value_of_alternative(ty, literal))
    }

    fn is_value_of_alternative(&self, ty: &Type, literal: &Literal) -> bool {
        match (ty, literal) {
            (Type::Error, _) => true,
            (Type::Primitive(primitive), literal) => primitive.has_value(literal),
            (Type::Named(name, _), literal) => match self.index.enum_def(name) {
                Some((_, known)) => !known.values.is_complete() || known.value(literal).is_some(),
                // An unknown name is reported by another rule.
                None => matches!(literal, Literal::String(_)) && !self.index.is_type(name),
            },
            _ => false,
        }
    }

    /// Adds help to the diagnostic for a value of another type.
    pub(super) fn with_help(
        &self,
        diagnostic: Diagnostic,
        ty: &Type,
        scalar: Option<(&Literal, &Span)>,
    ) -> Diagnostic {
        let spelling = scalar.and_then(|(value, span)| self.spelling_help(ty, value, span));
        match spelling.or_else(|| self.type_help(ty)) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    /// The value that was meant, if only the notation is wrong: extra or missing quotes, a boolean of YAML 1.1.
    fn spelling_help(&self, ty: &Type, value: &Literal, span: &Span) -> Option<String> {
        let source_text = self.source_text(span);
        match (ty, value) {
            (Type::Primitive(Primitive::Boolean), Literal::String(text)) if !self.is_quoted(span) => {
                let meant = parse::boolean_elsewhere(text)?;
                Some(format!("a boolean is `true` or `false`: write `{meant}`"))
            }
            (Type::Primitive(_) | Type::Named(..), Literal::String(text)) if self.is_quoted(span) => {
                let unquoted = parse::plain_literal(text)?;
                self.is_value(ty, &unquoted).then(|| format!("remove the quotes: `{text}`"))
            }
            (Type::Primitive(Primitive::Integer), Literal::Double(double)) if double.fract() == 0.0 => {
                Some(format!("an integer has no decimal point: `{double:.0}`"))
            }
            (Type::Primitive(Primitive::String) | Type::Named(..), _) => self
                .is_value(ty, &Literal::String(source_text.to_owned()))
                .then(|| format!("quote text that looks like {}: `\"{source_text}\"`", value.kind_name())),
            (Type::List(_), _) => Some(format!("a list is written in brackets: `[{source_text}]`")),
            _ => None,
        }
    }

    /// The values that the type has.
    fn type_help(&self, ty: &Type) -> Option<String> {
        if let Type::Primitive(Primitive::Format(format)) = ty {
            return format.help().map(str::to_owned);
        }
        let Type::Named(name, _) = ty else { return None };
        if let Some((_, union_def)) = self.index.union_def(name) {
            let types: Vec<_> = union_def.types().take(12).map(Type::to_string).collect();
            return (!types.is_empty())
                .then(|| format!("the values are of one of these types: {}", types.join(", ")));
        }
        if self.index.schema(name).is_some() {
            return Some("the values of a schema are given with its properties".to_owned());
        }
        let names = self.index.enum_def(name)?.1.values.iter().map(|value| value.name.value.as_str());
        // As many as fit on a line.
        let displayed: Vec<_> = names.take(12).collect();
        (!displayed.is_empty()).then(|| format!("the values are: {}", displayed.join(", ")))
    }

    fn is_quoted(&self, span: &Span) -> bool {
        parse::is_quoted(self.source_text(span))
    }
}
