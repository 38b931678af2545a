//! Pagination: the parameters and properties that an endpoint's `paging` names.

use std::collections::HashMap;

use crate::source::{Diagnostic, Rule, Spanned, closest_match};
use crate::spec::language::{Endpoint, Field, Paging, Primitive, Schema, Type};

use super::checker::Checker;

impl<'a> Checker<'a, '_> {
    pub(super) fn check_paging(&mut self, endpoint: &'a Endpoint, paging: &Paging) {
        self.check_paging_keys(paging);
        self.check_paging_parameters(endpoint, paging);
        let Some(schema) = self.index.response_schema(endpoint) else {
            // An unknown type is reported by another rule.
            let known = match &endpoint.response {
                Some(Type::Named(name, _)) => self.index.is_type(name),
                Some(other) => other.is_readable(),
                None => true,
            };
            if known {
                let message = "only an endpoint whose response is a schema can be paginated";
                self.error(Rule::PagingResponse, &paging.items.span, message);
            }
            return;
        };
        let flag = |ty: &Type| matches!(ty, Type::Primitive(Primitive::Boolean));
        let token = |ty: &Type| ty.is_optional() && is_text(ty);
        let count = |ty: &Type| matches!(ty.required(), Type::Primitive(Primitive::Integer));
        let index = self.index;
        let list = |ty: &Type| match ty {
            Type::List(item) => match item.as_ref() {
                Type::Named(name, _) => index.schema(name).is_some() || index.enum_def(name).is_none(),
                other => !other.is_readable(),
            },
            _ => false,
        };
        let found = [
            paging_property(schema, &paging.items, "a list of a schema", list),
            paging_property(schema, &paging.more, "a boolean", flag),
            paging_property(schema, &paging.next, "an optional string", token),
            paging.total.as_ref().and_then(|total| paging_property(schema, total, "an integer", count)),
        ];
        found.into_iter().flatten().for_each(|diagnostic| self.report(diagnostic));
        self.check_searched_properties(schema, paging);
    }

    /// Checks the properties of an item that are searched.
    fn check_searched_properties(&mut self, page: &Schema, paging: &Paging) {
        let items = page.properties.iter().find(|property| property.name.value == paging.items.value);
        let item = items.and_then(|items| self.index.schema(items.ty.name()?));
        let Some((_, item)) = item else { return };
        for name in paging.search_in.iter().flat_map(|names| &names.0) {
            if let Some(diagnostic) = paging_property(item, name, "a property", |_| true) {
                self.report(diagnostic);
            }
        }
    }

    /// Reports keys that have no effect without another one.
    fn check_paging_keys(&mut self, paging: &Paging) {
        let search_in = paging.search_in.as_ref().and_then(|names| names.0.first());
        for (name, key, other, is_missing) in [
            (search_in, "search_in", "search", paging.search.is_none()),
            (paging.direction.as_ref(), "direction", "sort", paging.sort.is_none()),
            (paging.count.as_ref(), "count", "total", paging.total.is_none()),
        ] {
            if let Some(name) = name.filter(|_| is_missing) {
                let message = format!("`{key}` has no effect without `{other}`");
                self.error(Rule::PagingIncomplete, &name.span, &message);
            }
        }
    }

    /// Checks the query parameters that `paging` names.
    fn check_paging_parameters(&mut self, endpoint: &'a Endpoint, paging: &Paging) {
        let number = |ty: &Type| matches!(ty.required(), Type::Primitive(Primitive::Integer));
        self.check_paging_parameter(endpoint, &paging.token, "string", is_text);
        if let Some(search) = &paging.search {
            self.check_paging_parameter(endpoint, search, "string", is_text);
        }
        if let Some(size) = &paging.size {
            self.check_paging_parameter(endpoint, size, "integer", number);
        }
        let index = self.index;
        let text_or_enum = |ty: &Type| {
            is_text(ty)
                || ty
                    .required()
                    .as_named()
                    .is_some_and(|name| index.enum_def(name).is_some() || !index.is_type(name))
        };
        for name in [&paging.sort, &paging.direction].into_iter().flatten() {
            self.check_paging_parameter(endpoint, name, "string or enum", text_or_enum);
        }
        if let Some(count) = &paging.count {
            let flag = |ty: &Type| matches!(ty.required(), Type::Primitive(Primitive::Boolean));
            self.check_paging_parameter(endpoint, count, "boolean", flag);
        }
    }

    fn check_paging_parameter(
        &mut self,
        endpoint: &'a Endpoint,
        name: &Spanned<String>,
        what: &str,
        good: impl Fn(&Type) -> bool,
    ) {
        match endpoint.query.iter().find(|field| field.name.value == name.value) {
            Some(field) if field.ty.is_optional() && good(&field.ty) || !field.ty.is_readable() => {}
            Some(field) => {
                let message = format!("`{}` is not an optional {what}", field.name.value);
                let diagnostic = Diagnostic::error(Rule::PagingParameter, &name.span, message);
                self.report(diagnostic.context(&field.name.span, format!("it is `{}`", field.ty)));
            }
            None if !endpoint.query.is_complete => {}
            None => {
                let message = format!("there is no query parameter `{}`", name.value);
                let diagnostic = Diagnostic::error(Rule::PagingParameter, &name.span, message);
                self.report(suggest(diagnostic, name, &endpoint.query));
            }
        }
    }

    /// Reports a schema that two endpoints paginate differently.
    pub(super) fn check_paging_conflicts(&mut self) {
        let mut first: HashMap<&str, &Paging> = HashMap::new();
        for endpoint in &self.index.spec.endpoints {
            let (Some(paging), Some(schema)) = (&endpoint.paging, self.index.response_schema(endpoint))
            else {
                continue;
            };
            let known = first.entry(&schema.name.value).or_insert(paging);
            let attributes = |paging: &'a Paging| {
                [&paging.items, &paging.more, &paging.next].map(|text| text.value.as_str())
            };
            if attributes(known) != attributes(paging) {
                let message = format!("`{}` is paginated in two ways", schema.name.value);
                let diagnostic = Diagnostic::error(Rule::PagingConflict, &paging.items.span, message);
                let diagnostic = diagnostic.context(&known.items.span, "the other way");
                self.report(diagnostic);
            }
        }
    }
}

fn is_text(ty: &Type) -> bool {
    matches!(ty.required(), Type::Primitive(Primitive::String))
}

/// The diagnostic for a property that `paging` names, if it is missing or has the wrong type.
fn paging_property(
    schema: &Schema,
    name: &Spanned<String>,
    what: &str,
    good: impl Fn(&Type) -> bool,
) -> Option<Diagnostic> {
    match schema.properties.iter().find(|property| property.name.value == name.value) {
        Some(property) if good(&property.ty) || !property.ty.is_readable() => None,
        Some(property) => {
            let message = format!("`{}` is not {what}", name.value);
            let label = format!("it is `{}`", property.ty);
            let diagnostic = Diagnostic::error(Rule::PagingType, &name.span, message);
            Some(diagnostic.context(&property.name.span, label))
        }
        None if !schema.properties.is_complete() => None,
        None => {
            let message = format!("the schema `{}` has no property `{}`", schema.name.value, name.value);
            let diagnostic = Diagnostic::error(Rule::PagingProperty, &name.span, message);
            let diagnostic = diagnostic.context(&schema.name.span, "the schema");
            Some(suggest(diagnostic, name, &schema.properties))
        }
    }
}

/// Adds the name of the field that was probably meant.
fn suggest(diagnostic: Diagnostic, wrong: &Spanned<String>, fields: &[Field]) -> Diagnostic {
    match closest_match(&wrong.value, fields.iter().map(|field| field.name.value.as_str())) {
        Some(name) => diagnostic.label(format!("help: one with a similar name exists: `{name}`")),
        None => diagnostic,
    }
}
