//! Pagination: the parameters and properties that an endpoint's `paging` names.

use std::collections::HashMap;

use crate::source::{Diagnostic, Rule, Spanned, closest_match};
use crate::spec::entries::Entries;
use crate::spec::language::{Endpoint, Field, Paging, Primitive, ResponsePart, Schema, Type};
use crate::spec::property_path::{MissingProperty, property_path};

use super::checker::Checker;

impl<'a> Checker<'a, '_> {
    pub(super) fn check_paging(&mut self, endpoint: &'a Endpoint, paging: &Paging) {
        // A key that could not be read is not missing.
        if self.is_complete {
            self.check_paging_form(paging);
            self.check_paging_keys(paging);
        }
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
        let index = self.index;
        let list = |ty: &Type| match ty {
            Type::List(item) => match item.as_ref() {
                Type::Named(name, _) => index.schema(name).is_some() || index.enum_def(name).is_none(),
                other => !other.is_readable(),
            },
            _ => false,
        };
        self.check_paging_property(schema, &paging.items, "a list of a schema", list);
        self.check_items_path(schema, &paging.items);
        if let Some(more) = &paging.more {
            self.check_paging_property(schema, more, "a boolean", is_boolean);
        }
        for part in [&paging.next, &paging.link].into_iter().flatten() {
            if let Some(property) = part.property() {
                let optional_text = |ty: &Type| ty.is_optional() && is_text(ty);
                self.check_paging_property(schema, property, "an optional string", optional_text);
            }
        }
        for count in [&paging.pages, &paging.total].into_iter().flatten() {
            self.check_paging_property(schema, count, "an integer", is_integer);
        }
        self.check_searched_properties(schema, paging);
    }

    /// Checks the properties of an item that are searched.
    fn check_searched_properties(&mut self, page: &'a Schema, paging: &Paging) {
        let items = property_path(self.index, page, &paging.items.value).ok();
        let item = items.and_then(|path| self.index.schema(path.last()?.ty.name()?));
        let Some((_, item)) = item else { return };
        for name in paging.search_in.iter().flat_map(|names| &names.0) {
            self.check_paging_property(item, name, "a property", |_| true);
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

    /// Checks that exactly one way is stated by which the pages follow each other.
    fn check_paging_form(&mut self, paging: &Paging) {
        let Paging { next, token, page, pages, offset, link, .. } = paging;
        let (next, link) = (next.as_ref().map(ResponsePart::span), link.as_ref().map(ResponsePart::span));
        let [token, page, pages, offset] =
            [token, page, pages, offset].map(|name| name.as_ref().map(|name| &name.span));
        for (span, key, other, is_missing) in [
            (next, "next", "token", token.is_none()),
            (token, "token", "next", next.is_none()),
            (pages, "pages", "page", page.is_none()),
        ] {
            if let Some(span) = span.filter(|_| is_missing) {
                let message = format!("`{key}` has no effect without `{other}`");
                self.error(Rule::PagingIncomplete, span, message);
            }
        }
        let forms = [("next", next.or(token)), ("page", page), ("offset", offset), ("link", link)];
        let mut forms = forms.into_iter().filter_map(|(key, span)| Some((key, span?)));
        let Some((first, first_span)) = forms.next() else {
            let message = "`paging` does not say how the pages follow each other";
            let help = "add `next` and `token`, or else `page`, `offset` or `link`";
            self.report(Diagnostic::error(Rule::PagingForm, &paging.items.span, message).help(help));
            return;
        };
        for (key, span) in forms {
            let message =
                format!("`{key}` is another way than `{first}` by which the pages follow each other");
            let diagnostic = Diagnostic::error(Rule::PagingForm, span, message);
            self.report(diagnostic.context(first_span, "the first one is here").help("keep one of them"));
        }
    }

    /// Checks the parameters that `paging` names.
    fn check_paging_parameters(&mut self, endpoint: &'a Endpoint, paging: &Paging) {
        if let Some(token) = &paging.token {
            let groups = [("query", &endpoint.query), ("header", &endpoint.headers)];
            self.check_paging_parameter(&groups, token, "string", is_text);
        }
        let query = [("query", &endpoint.query)];
        if let Some(search) = &paging.search {
            self.check_paging_parameter(&query, search, "string", is_text);
        }
        for number in [&paging.page, &paging.offset, &paging.size].into_iter().flatten() {
            self.check_paging_parameter(&query, number, "integer", is_integer);
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
            self.check_paging_parameter(&query, name, "string or enum", text_or_enum);
        }
        if let Some(count) = &paging.count {
            self.check_paging_parameter(&query, count, "boolean", is_boolean);
        }
    }

    fn check_paging_parameter(
        &mut self,
        groups: &[(&str, &'a Entries<Field>)],
        name: &Spanned<String>,
        what: &str,
        good: impl Fn(&Type) -> bool,
    ) {
        let fields = groups.iter().flat_map(|(_, fields)| fields.iter());
        match fields.clone().find(|field| field.name.value == name.value) {
            Some(field) if field.ty.is_optional() && good(&field.ty) || !field.ty.is_readable() => {}
            Some(field) => {
                let message = format!("`{}` is not an optional {what}", field.name.value);
                let diagnostic = Diagnostic::error(Rule::PagingParameter, &name.span, message);
                self.report(diagnostic.context(&field.name.span, format!("it is `{}`", field.ty)));
            }
            None if groups.iter().any(|(_, fields)| !fields.is_complete) => {}
            None => {
                let kinds: Vec<_> = groups.iter().map(|(kind, _)| *kind).collect();
                let message = format!("there is no {} parameter `{}`", kinds.join(" or "), name.value);
                let diagnostic = Diagnostic::error(Rule::PagingParameter, &name.span, message);
                self.report(suggest(diagnostic, name, &name.value, fields));
            }
        }
    }

    /// Reports a property that `paging` names, if it is missing or has the wrong type.
    fn check_paging_property(
        &mut self,
        schema: &'a Schema,
        path: &Spanned<String>,
        what: &str,
        good: impl Fn(&Type) -> bool,
    ) {
        let diagnostic = match property_path(self.index, schema, &path.value) {
            Ok(fields) => match fields.last() {
                Some(field) if !good(&field.ty) && field.ty.is_readable() => {
                    let message = format!("`{}` is not {what}", path.value);
                    let diagnostic = Diagnostic::error(Rule::PagingType, &path.span, message);
                    diagnostic.context(&field.name.span, format!("it is `{}`", field.ty))
                }
                _ => return,
            },
            Err(MissingProperty::NotASchema(field)) if self.is_known(&field.ty) => {
                let message =
                    format!("`{}` has no properties, so `{}` leads nowhere", field.name.value, path.value);
                let diagnostic = Diagnostic::error(Rule::PagingProperty, &path.span, message);
                diagnostic.context(&field.name.span, format!("it is `{}`", field.ty))
            }
            Err(MissingProperty::Unknown(schema, name)) if schema.properties.is_complete() => {
                let message = format!("the schema `{}` has no property `{name}`", schema.name.value);
                let diagnostic = Diagnostic::error(Rule::PagingProperty, &path.span, message);
                let diagnostic = diagnostic.context(&schema.name.span, "the schema");
                suggest(diagnostic, path, name, schema.properties.iter())
            }
            Err(_) => return,
        };
        self.report(diagnostic);
    }

    /// Whether the type could be read, and the one that it names exists.
    fn is_known(&self, ty: &Type) -> bool {
        ty.is_readable() && ty.name().is_none_or(|name| self.index.is_type(name))
    }

    /// Checks that every object around the items is required: its absence would be the absence of the list.
    fn check_items_path(&mut self, schema: &'a Schema, path: &Spanned<String>) {
        let Ok(fields) = property_path(self.index, schema, &path.value) else { return };
        let around = fields.split_last().map_or(&[][..], |(_, around)| around);
        for field in around.iter().filter(|field| field.ty.is_optional()) {
            let message = format!("`{}`, which contains the items, is optional", field.name.value);
            let diagnostic = Diagnostic::error(Rule::PagingType, &path.span, message);
            let diagnostic = diagnostic.context(&field.name.span, format!("it is `{}`", field.ty));
            self.report(diagnostic.help(format!("make it required: `{}`", field.ty.required())));
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
            if page_properties(known) != page_properties(paging) {
                let message = format!("`{}` is paginated in two ways", schema.name.value);
                let diagnostic = Diagnostic::error(Rule::PagingConflict, &paging.items.span, message);
                let diagnostic = diagnostic.context(&known.items.span, "the other way");
                self.report(diagnostic);
            }
        }
    }
}

/// The properties by which a page is read, whatever the endpoint.
fn page_properties(paging: &Paging) -> [Option<&str>; 5] {
    let total = paging.total.as_ref().filter(|_| paging.offset.is_some());
    let properties =
        [Some(&paging.items), paging.more.as_ref(), paging.next_property(), paging.pages.as_ref(), total];
    properties.map(|name| name.map(|name| name.value.as_str()))
}

fn is_boolean(ty: &Type) -> bool {
    matches!(ty.required(), Type::Primitive(Primitive::Boolean))
}

fn is_integer(ty: &Type) -> bool {
    matches!(ty.required(), Type::Primitive(Primitive::Integer))
}

fn is_text(ty: &Type) -> bool {
    matches!(ty.required(), Type::Primitive(Primitive::String))
}

/// Adds the name of the field that was probably meant, in place of the whole text or of the last part of a path.
fn suggest<'a>(
    diagnostic: Diagnostic,
    path: &Spanned<String>,
    wrong: &str,
    fields: impl Iterator<Item = &'a Field>,
) -> Diagnostic {
    match closest_match(wrong, fields.map(|field| field.name.value.as_str())) {
        Some(name) if wrong == path.value => {
            diagnostic.label(format!("help: one with a similar name exists: `{name}`"))
        }
        Some(name) => {
            let whole = path.value.replacen(wrong, name, 1);
            diagnostic.label(format!("help: one with a similar name exists: `{whole}`"))
        }
        None => diagnostic,
    }
}
