//! Compares two models by the Rust code that they generate.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::Hash;

use crate::model::{
    Api, Description, Enum, EnumType, Field, KnownDifference, Model, Operation, Page, Paging, PagingForm,
    Parameter, Property, PropertyPath, Rest, Schema, Timestamp, Type, Union, UnionVariant, Variant,
};
use crate::source::{Span, Spanned};
use crate::spec::Literal;

use super::change::{Change, ChangeLocation};
use super::kinds::ChangeKind;

/// All changes from one model to another.
pub(super) fn models(old: &Model, new: &Model) -> Vec<Change> {
    let mut comparison = Comparison { changes: Vec::new() };
    comparison.compare_apis(&old.api, &new.api);
    comparison.compare_operations(&old.operations, &new.operations);
    comparison.compare_types(old, new);
    comparison.compare_known_differences(old, new);
    comparison.changes
}

/// The items of two lists, matched by a key: the pairs, and the items that only one list has.
struct Matched<'a, T> {
    both: Vec<(&'a T, &'a T)>,
    removed: Vec<&'a T>,
    added: Vec<&'a T>,
    /// Whether the items of both lists are in the same order.
    in_order: bool,
}

fn match_by_key<'a, T, K: Eq + Hash>(old: &'a [T], new: &'a [T], key: impl Fn(&'a T) -> K) -> Matched<'a, T> {
    let mut left: HashMap<K, (usize, &T)> =
        old.iter().enumerate().map(|(n, item)| (key(item), (n, item))).collect();
    let (mut both, mut added, mut order) = (Vec::new(), Vec::new(), Vec::new());
    for item in new {
        match left.remove(&key(item)) {
            Some((n, found)) => {
                both.push((found, item));
                order.push(n);
            }
            None => added.push(item),
        }
    }
    let mut removed: Vec<_> = left.into_values().collect();
    removed.sort_by_key(|(n, _)| *n);
    Matched {
        both,
        removed: removed.into_iter().map(|(_, item)| item).collect(),
        added,
        in_order: order.is_sorted(),
    }
}

/// Matches parameters by location and name. An unmatched parameter that both sides have under one name has moved.
fn match_parameters<'a>(old: &'a [Parameter], new: &'a [Parameter]) -> Matched<'a, Parameter> {
    let name = |parameter: &'a Parameter| parameter.field.name.value.as_str();
    let mut matched = match_by_key(old, new, |parameter| (parameter.location.key(), name(parameter)));
    for parameter in std::mem::take(&mut matched.added) {
        match matched.removed.iter().position(|old| name(old) == name(parameter)) {
            Some(moved) => matched.both.push((matched.removed.remove(moved), parameter)),
            None => matched.added.push(parameter),
        }
    }
    matched
}

struct Comparison {
    changes: Vec<Change>,
}

impl Comparison {
    /// Reports something in the new spec.
    fn report_new(&mut self, kind: ChangeKind, span: &Span, description: String) {
        self.changes.push(Change { kind, location: ChangeLocation::New(span.clone()), description });
    }

    /// Reports something in the old spec.
    fn report_old(&mut self, kind: ChangeKind, span: &Span, description: String) {
        self.changes.push(Change { kind, location: ChangeLocation::Old(span.clone()), description });
    }

    fn report_if(
        &mut self,
        changed: bool,
        kind: ChangeKind,
        span: &Span,
        description: impl FnOnce() -> String,
    ) {
        if changed {
            self.report_new(kind, span, description());
        }
    }

    fn compare_keys(&mut self, old: &Api, new: &Api) {
        let name = "api.key";
        let (old, new) = match (&old.key, &new.key) {
            (Some(old), Some(new)) => (old, new),
            (Some(old), None) => {
                return self.report_old(ChangeKind::KeyRemoved, &old.header.span, name.to_owned());
            }
            (None, Some(new)) => {
                return self.report_new(ChangeKind::KeyAdded, &new.header.span, name.to_owned());
            }
            (None, None) => return,
        };
        self.compare_values(ChangeKind::KeyHeader, "api.key.header", &old.header, &new.header);
        self.report_if(old.scheme != new.scheme, ChangeKind::KeyHeader, &new.header.span, || {
            let word = |scheme: &Option<String>| {
                scheme.as_ref().map_or_else(|| "none".to_owned(), |it| format!("`{it}`"))
            };
            format!("api.key.scheme: {} instead of {}", word(&new.scheme), word(&old.scheme))
        });
        self.compare_values(
            ChangeKind::KeyEnvironment,
            "api.key.environment",
            &old.environment,
            &new.environment,
        );
    }

    fn compare_apis(&mut self, old: &Api, new: &Api) {
        self.compare_values(ChangeKind::BaseUrl, "api.base_url", &old.base_url, &new.base_url);
        self.compare_regions(old, new);
        self.compare_keys(old, new);
        let span = &new.title.span;
        let ids = |api: &Api| (api.request_id_header.clone(), api.trace_id_header.clone());
        self.report_if(ids(old) != ids(new), ChangeKind::ResponseHeaders, span, || {
            "api.response_headers".to_owned()
        });
        self.report_if(old.error_body != new.error_body, ChangeKind::ErrorBody, span, || {
            "api.error_body".to_owned()
        });
        self.report_if(old.crate_name != new.crate_name, ChangeKind::Text, span, || "api.crate".to_owned());
        self.report_if(old.title.value != new.title.value, ChangeKind::Text, span, || "api.title".to_owned());
        self.compare_descriptions("api", &old.description, &new.description, span);
    }

    fn compare_values(&mut self, kind: ChangeKind, name: &str, old: &Spanned<String>, new: &Spanned<String>) {
        self.report_if(old.value != new.value, kind, &new.span, || {
            format!("{name}: `{}` -> `{}`", old.value, new.value)
        });
    }

    fn compare_regions(&mut self, old: &Api, new: &Api) {
        let regions = match_by_key(&old.regions, &new.regions, |region| &region.rust_name);
        for region in regions.removed {
            let description = format!("api.regions.{}", region.name.value);
            self.report_old(ChangeKind::RegionRemoved, &region.name.span, description);
        }
        for region in regions.added {
            let description = format!("api.regions.{}", region.name.value);
            self.report_new(ChangeKind::RegionAdded, &region.name.span, description);
        }
        for (old, new) in regions.both {
            let name = format!("api.regions.{}", new.name.value);
            self.compare_values(ChangeKind::RegionUrl, &name, &old.base_url, &new.base_url);
        }
    }

    fn compare_descriptions(&mut self, name: &str, old: &Description, new: &Description, span: &Span) {
        let span = new.span().unwrap_or(span);
        self.report_if(old.as_str() != new.as_str(), ChangeKind::Text, span, || {
            format!("{name}.description")
        });
    }

    fn compare_operations(&mut self, old: &[Operation], new: &[Operation]) {
        let operations = match_by_key(old, new, |operation| operation.name.value.as_str());
        let mut removed = operations.removed;
        for operation in operations.added {
            match removed.iter().position(|old| old.route() == operation.route()) {
                Some(position) => self.compare_renamed(removed.remove(position), operation),
                None => self.report_new(
                    ChangeKind::EndpointAdded,
                    &operation.name.span,
                    format!("endpoints.{}: {}", operation.name.value, operation.route()),
                ),
            }
        }
        for operation in removed {
            let description = format!("endpoints.{}", operation.name.value);
            self.report_old(ChangeKind::EndpointRemoved, &operation.name.span, description);
        }
        for (old, new) in operations.both {
            let name = format!("endpoints.{}", new.name.value);
            self.compare_rust_names(
                ChangeKind::EndpointRenamed,
                &name,
                &new.name.span,
                [&old.rust_name, &new.rust_name],
            );
            self.report_if(old.route() != new.route(), ChangeKind::Route, &new.name.span, || {
                format!("endpoints.{}: {} -> {}", new.name.value, old.route(), new.route())
            });
            self.compare_operation(old, new);
        }
        self.compare_order(
            operations.in_order,
            "endpoints",
            new.first().map(|operation| &operation.name.span),
        );
    }

    fn compare_renamed(&mut self, old: &Operation, new: &Operation) {
        let description = format!("endpoints.{} -> {}", old.name.value, new.name.value);
        let is_same = old.rust_name == new.rust_name;
        let kind = if is_same { ChangeKind::Text } else { ChangeKind::EndpointRenamed };
        self.report_new(kind, &new.name.span, description);
        self.compare_operation(old, new);
    }

    fn compare_order(&mut self, in_order: bool, name: &str, first: Option<&Span>) {
        if let (false, Some(span)) = (in_order, first) {
            self.report_new(ChangeKind::Order, span, name.to_owned());
        }
    }

    fn compare_operation(&mut self, old: &Operation, new: &Operation) {
        let name = format!("endpoints.{}", new.name.value);
        let span = &new.name.span;
        self.compare_descriptions(&name, &old.description, &new.description, span);
        self.compare_deprecation(&name, span, old.deprecated.as_ref(), new.deprecated.as_ref());
        if old.rust_name == new.rust_name {
            self.compare_rust_names(
                ChangeKind::MarkerRenamed,
                &name,
                span,
                [&old.marker_type, &new.marker_type],
            );
        }
        self.report_if(old.has_key != new.has_key, ChangeKind::EndpointKey, span, || format!("{name}.key"));
        self.compare_parameters(&name, old, new);
        self.compare_type(ChangeKind::Body, &format!("{name}.body"), span, [&old.body, &new.body]);
        self.report_if(old.content_type != new.content_type, ChangeKind::ContentType, span, || {
            format!("{name}.content_type")
        });
        self.compare_type(
            ChangeKind::Response,
            &format!("{name}.response"),
            span,
            [&old.response, &new.response],
        );
        self.report_if(old.accept != new.accept, ChangeKind::Accept, span, || format!("{name}.accept"));
        let errors = |operation: &Operation| -> Vec<_> {
            let errors = operation.errors.iter();
            errors.map(|e| (e.status.value.clone(), e.ty.clone(), e.description.clone())).collect()
        };
        self.report_if(errors(old) != errors(new), ChangeKind::ErrorsDocumented, span, || {
            format!("{name}.errors")
        });
        self.compare_paging(&name, span, old.paging.as_ref(), new.paging.as_ref());
    }

    fn compare_paging(&mut self, name: &str, span: &Span, old: Option<&Paging>, new: Option<&Paging>) {
        let kind = match (old, new) {
            (None, Some(_)) => ChangeKind::PagingAdded,
            (Some(_), None) => ChangeKind::PagingRemoved,
            (Some(old), Some(new)) if essentials(old) != essentials(new) => ChangeKind::PagingChanged,
            (Some(old), Some(new)) if details(old) != details(new) => ChangeKind::Text,
            _ => return,
        };
        self.report_new(kind, span, format!("{name}.paging"));
    }

    fn compare_type(&mut self, kind: ChangeKind, name: &str, span: &Span, [old, new]: [&Option<Type>; 2]) {
        let display =
            |ty: &Option<Type>| ty.as_ref().map_or_else(|| "nothing".to_owned(), |ty| format!("`{ty}`"));
        self.report_if(old != new, kind, span, || format!("{name}: {} -> {}", display(old), display(new)));
    }

    fn compare_deprecation(&mut self, name: &str, span: &Span, old: Option<&String>, new: Option<&String>) {
        let kind = match (old, new) {
            (None, Some(_)) => ChangeKind::DeprecationAdded,
            (Some(_), None) => ChangeKind::DeprecationRemoved,
            (old, new) if old != new => ChangeKind::Text,
            _ => return,
        };
        self.report_new(kind, span, format!("{name}.deprecated"));
    }

    fn compare_parameters(&mut self, name: &str, old: &Operation, new: &Operation) {
        let path = |Parameter { field, location, .. }: &Parameter| {
            format!("{name}.{}.{}", location.key(), field.name.value)
        };
        let matched = match_parameters(&old.parameters, &new.parameters);
        self.compare_argument_order(name, old, new, &matched.both);
        for parameter in matched.removed {
            self.report_old(ChangeKind::ParameterRemoved, &parameter.field.name.span, path(parameter));
        }
        for parameter in matched.added {
            let Field { ty, name, .. } = &parameter.field;
            let kind = if ty.is_optional() { ChangeKind::ParameterAdded } else { ChangeKind::ArgumentAdded };
            self.report_new(kind, &name.span, format!("{}: `{ty}`", path(parameter)));
        }
        for (old, new) in matched.both {
            let (name, span) = (path(new), &new.field.name.span);
            self.report_if(old.location != new.location, ChangeKind::ParameterPlace, span, || {
                format!("{name}: it was in {}", old.location.key())
            });
            self.report_if(
                old.style != new.style && old.location == new.location,
                ChangeKind::ParameterStyle,
                span,
                || format!("{name}.style"),
            );
            self.compare_parameter(&name, &old.field, &new.field);
        }
    }

    fn compare_argument_order(
        &mut self,
        name: &str,
        old: &Operation,
        new: &Operation,
        both: &[(&Parameter, &Parameter)],
    ) {
        let position = |operation: &Operation, parameter: &Parameter| {
            operation.arguments().position(|argument| std::ptr::eq(argument, parameter))
        };
        let mut positions: Vec<_> =
            both.iter().filter_map(|(a, b)| Some((position(new, b)?, position(old, a)?))).collect();
        positions.sort_unstable();
        let in_order = positions.is_sorted_by_key(|(_, old)| *old);
        let arguments = |operation: &Operation| -> String {
            let names = operation.arguments().map(|argument| argument.field.name.value.as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        self.report_if(!in_order, ChangeKind::ArgumentOrder, &new.name.span, || {
            format!("{name}: ({}) -> ({})", arguments(old), arguments(new))
        });
    }

    fn compare_parameter(&mut self, name: &str, old: &Field, new: &Field) {
        let span = &new.name.span;
        let kind = match (old.ty.is_optional(), new.ty.is_optional()) {
            (true, false) => ChangeKind::ParameterRequired,
            (false, true) => ChangeKind::ParameterOptional,
            _ => ChangeKind::ParameterType,
        };
        self.report_if(old.ty != new.ty, kind, span, || format!("{name}: `{}` -> `{}`", old.ty, new.ty));
        // Arguments are identified by their order; only setters have names that programs use.
        if new.ty.is_optional() {
            self.compare_rust_names(
                ChangeKind::ParameterRenamed,
                name,
                span,
                [&old.rust_name, &new.rust_name],
            );
        }
        self.compare_limits(name, old, new);
        self.compare_documentation(name, old, new);
    }

    fn compare_rust_names(&mut self, kind: ChangeKind, name: &str, span: &Span, [old, new]: [&String; 2]) {
        self.report_if(old != new, kind, span, || format!("{name}: `{old}` -> `{new}`"));
    }

    fn compare_limits(&mut self, name: &str, old: &Field, new: &Field) {
        let (before, after) = (&old.constraints, &new.constraints);
        let min = compare_limit(after.min.as_ref(), before.min.as_ref(), Ordering::Less);
        let max = compare_limit(after.max.as_ref(), before.max.as_ref(), Ordering::Greater);
        let kind = if min.is_gt() || max.is_lt() {
            ChangeKind::LimitNarrowed
        } else if min.is_lt() || max.is_gt() {
            ChangeKind::LimitWidened
        } else {
            return;
        };
        self.report_new(kind, &new.name.span, format!("{name}: {} -> {}", range(old), range(new)));
    }

    /// Compares the documentation of a parameter or property, which no program depends on.
    fn compare_documentation(&mut self, name: &str, old: &Field, new: &Field) {
        let span = &new.name.span;
        let (before, after) = (&old.constraints, &new.constraints);
        let documented = |field: &Field| field.constraints.deviation.as_ref().map(|it| it.documented.clone());
        let evidence = |field: &Field| field.constraints.deviation.as_ref().map(|it| it.evidence.clone());
        let changed = [
            ("description", old.description.as_str() != new.description.as_str()),
            ("unit", before.unit != after.unit),
            ("default", before.default != after.default),
            ("example", before.example != after.example),
            ("documented", documented(old) != documented(new)),
            ("because", evidence(old) != evidence(new)),
        ];
        for (key, changed) in changed {
            self.report_if(changed, ChangeKind::Text, span, || format!("{name}.{key}"));
        }
        self.compare_deprecation(name, span, old.deprecated.as_ref(), new.deprecated.as_ref());
    }

    /// Compares schemas, unions and enums, which share one namespace.
    fn compare_types(&mut self, old: &Model, new: &Model) {
        let schemas = match_by_key(&old.schemas, &new.schemas, |schema| schema.name.value.as_str());
        let enums = match_by_key(&old.enums, &new.enums, |enum_def| enum_def.name.value.as_str());
        let removed_schemas = schemas.removed.iter().map(|schema| (ChangeKind::SchemaRemoved, &schema.name));
        let removed_enums = enums.removed.iter().map(|enum_def| (ChangeKind::EnumRemoved, &enum_def.name));
        let added_schemas = schemas.added.iter().map(|schema| (ChangeKind::SchemaAdded, &schema.name));
        let added_enums = enums.added.iter().map(|enum_def| (ChangeKind::EnumAdded, &enum_def.name));
        let unions = match_by_key(&old.unions, &new.unions, |union_def| union_def.name.value.as_str());
        let removed_unions = unions.removed.iter().map(|it| (ChangeKind::UnionRemoved, &it.name));
        let added_unions = unions.added.iter().map(|it| (ChangeKind::UnionAdded, &it.name));
        self.compare_type_names(
            removed_schemas.chain(removed_enums).chain(removed_unions).collect(),
            &added_schemas.chain(added_enums).chain(added_unions).collect::<Vec<_>>(),
        );
        for (old, new) in schemas.both {
            self.compare_schema(old, new);
        }
        for (old, new) in enums.both {
            self.compare_enum(old, new);
        }
        for (old, new) in unions.both {
            self.compare_union(old, new);
        }
        self.compare_order(schemas.in_order, "schemas", new.schemas.first().map(|schema| &schema.name.span));
        self.compare_order(
            unions.in_order,
            "unions",
            new.unions.first().map(|union_def| &union_def.name.span),
        );
        self.compare_order(enums.in_order, "enums", new.enums.first().map(|enum_def| &enum_def.name.span));
    }

    /// A name that was removed as one category and added as the other has changed its category.
    fn compare_type_names(
        &mut self,
        removed: Vec<(ChangeKind, &Spanned<String>)>,
        added: &[(ChangeKind, &Spanned<String>)],
    ) {
        let mut added_by_name: HashMap<&str, _> =
            added.iter().map(|(kind, name)| (name.value.as_str(), (*kind, *name))).collect();
        for (kind, name) in removed {
            match added_by_name.remove(name.value.as_str()) {
                Some((_, new)) => {
                    self.report_new(ChangeKind::SchemaBecameEnum, &new.span, format!("`{}`", new.value));
                }
                None => self.report_old(kind, &name.span, format!("`{}`", name.value)),
            }
        }
        for (kind, name) in added.iter().filter(|(_, name)| added_by_name.contains_key(name.value.as_str())) {
            self.report_new(*kind, &name.span, format!("`{}`", name.value));
        }
    }

    fn compare_schema(&mut self, old: &Schema, new: &Schema) {
        let name = format!("schemas.{}", new.name.value);
        self.compare_rust_names(
            ChangeKind::TypeRenamed,
            &name,
            &new.name.span,
            [&old.rust_name, &new.rust_name],
        );
        self.compare_descriptions(&name, &old.description, &new.description, &new.name.span);
        let properties =
            match_by_key(&old.properties, &new.properties, |property| property.field.name.value.as_str());
        for Property { field, .. } in properties.removed {
            let description = format!("{name}.{}", field.name.value);
            self.report_old(ChangeKind::PropertyRemoved, &field.name.span, description);
        }
        for Property { field, .. } in properties.added {
            let description = format!("{name}.{}: `{}`", field.name.value, field.ty);
            self.report_new(ChangeKind::PropertyAdded, &field.name.span, description);
        }
        for (old, new) in properties.both {
            self.compare_property(&format!("{name}.{}", new.field.name.value), old, new);
        }
        self.compare_order(properties.in_order, &format!("{name}.properties"), Some(&new.name.span));
        self.compare_rest(&name, old.rest.as_ref(), new.rest.as_ref());
    }

    /// Compares the type of properties beyond the named ones.
    fn compare_rest(&mut self, name: &str, old: Option<&Rest>, new: Option<&Rest>) {
        let name = format!("{name}.rest");
        match (old, new) {
            (None, Some(new)) => {
                self.report_new(ChangeKind::RestAdded, &new.span, format!("{name}: `{}`", new.value()));
            }
            (Some(old), None) => self.report_old(ChangeKind::RestRemoved, &old.span, name),
            (Some(old), Some(new)) => {
                self.report_if(old.map != new.map, ChangeKind::RestType, &new.span, || {
                    format!("{name}: `{}` -> `{}`", old.value(), new.value())
                });
            }
            (None, None) => {}
        }
    }

    fn compare_property(
        &mut self,
        name: &str,
        Property { field: old, timestamp: before, .. }: &Property,
        new: &Property,
    ) {
        let Property { field: new, timestamp: after, .. } = new;
        let span = &new.name.span;
        self.report_if(old.ty != new.ty, ChangeKind::PropertyType, span, || {
            format!("{name}: `{}` -> `{}`", old.ty, new.ty)
        });
        self.compare_rust_names(ChangeKind::PropertyRenamed, name, span, [&old.rust_name, &new.rust_name]);
        self.compare_documentation(name, old, new);
        self.report_if(range(old) != range(new), ChangeKind::Text, span, || format!("{name}.limits"));
        self.compare_timestamps(name, span, before.as_ref(), after.as_ref());
    }

    fn compare_timestamps(
        &mut self,
        name: &str,
        span: &Span,
        old: Option<&Timestamp>,
        new: Option<&Timestamp>,
    ) {
        match (old, new) {
            (None, Some(new)) => {
                self.report_new(ChangeKind::TimeAdded, span, format!("{name}: `{}`", new.method));
            }
            (Some(old), new) if Some(old) != new => {
                self.report_new(ChangeKind::TimeChanged, span, format!("{name}: `{}`", old.method));
            }
            _ => {}
        }
    }

    fn compare_known_differences(&mut self, old: &Model, new: &Model) {
        let differences = match_by_key(&old.known_differences, &new.known_differences, |difference| {
            (difference.name.value.as_str(), difference.subject)
        });
        let path = |KnownDifference { name, subject, .. }: &KnownDifference| {
            format!("known_differences.{}.{}", name.value, subject.name())
        };
        for difference in differences.removed {
            self.report_old(ChangeKind::Text, &difference.name.span, path(difference));
        }
        for difference in differences.added {
            self.report_new(ChangeKind::Text, &difference.name.span, path(difference));
        }
        for (old, new) in differences.both {
            self.report_if(old.reason != new.reason, ChangeKind::Text, &new.name.span, || path(new));
        }
    }

    fn compare_union(&mut self, old: &Union, new: &Union) {
        let (name, span) = (format!("unions.{}", new.name.value), &new.name.span);
        self.compare_rust_names(ChangeKind::TypeRenamed, &name, span, [&old.rust_name, &new.rust_name]);
        self.compare_descriptions(&name, &old.description, &new.description, span);
        let tag = |it: &Union| it.tag.as_ref().map(|tag| tag.value.clone());
        self.report_if(tag(old) != tag(new), ChangeKind::UnionTag, span, || format!("{name}.tag"));
        let variants = match_by_key(&old.variants, &new.variants, |variant| variant.name.value.as_str());
        let path = |variant: &UnionVariant| format!("{name}.{}", variant.name.value);
        for variant in variants.removed {
            self.report_old(ChangeKind::VariantRemoved, &variant.name.span, path(variant));
        }
        let is_before_others = are_before_others(new, &variants.added);
        for variant in variants.added {
            self.report_new(ChangeKind::VariantAdded, &variant.name.span, path(variant));
        }
        for (old, new) in variants.both {
            self.compare_variant(&path(new), old, new);
        }
        if !variants.in_order || is_before_others && new.tag.is_none() {
            let kind = if new.tag.is_none() { ChangeKind::VariantOrder } else { ChangeKind::Order };
            self.report_new(kind, span, format!("{name}.variants"));
        }
    }

    fn compare_variant(&mut self, name: &str, old: &UnionVariant, new: &UnionVariant) {
        let span = &new.name.span;
        let ty = |variant: &UnionVariant| {
            format!("`{}`{}", variant.ty, if variant.is_boxed { ", boxed" } else { "" })
        };
        let is_same = old.ty == new.ty && old.is_boxed == new.is_boxed;
        self.report_if(!is_same, ChangeKind::VariantType, span, || {
            format!("{name}: {} -> {}", ty(old), ty(new))
        });
        self.compare_rust_names(ChangeKind::VariantRenamed, name, span, [&old.rust_name, &new.rust_name]);
        self.compare_descriptions(name, &old.description, &new.description, span);
        self.compare_deprecation(name, span, old.deprecated.as_ref(), new.deprecated.as_ref());
    }

    fn compare_enum(&mut self, old: &Enum, new: &Enum) {
        let name = format!("enums.{}", new.name.value);
        self.compare_rust_names(
            ChangeKind::TypeRenamed,
            &name,
            &new.name.span,
            [&old.rust_name, &new.rust_name],
        );
        self.compare_descriptions(&name, &old.description, &new.description, &new.name.span);
        let variants = match_by_key(&old.variants, &new.variants, |variant| variant.name.value.as_str());
        let path = |variant: &Variant| format!("{name}.{}", variant.name.value);
        for variant in variants.removed {
            self.report_old(ChangeKind::ValueRemoved, &variant.name.span, path(variant));
        }
        for variant in variants.added {
            self.report_new(ChangeKind::ValueAdded, &variant.name.span, path(variant));
        }
        for (old, new) in variants.both {
            let (name, span) = (path(new), &new.name.span);
            self.compare_rust_names(ChangeKind::ValueRenamed, &name, span, [&old.rust_name, &new.rust_name]);
            self.compare_descriptions(&name, &old.description, &new.description, span);
            self.compare_deprecation(&name, span, old.deprecated.as_ref(), new.deprecated.as_ref());
        }
        self.report_if(old.value_type != new.value_type, ChangeKind::EnumType, &new.name.span, || {
            format!("{name}.type")
        });
        if !variants.in_order {
            let is_integer = new.value_type == EnumType::Integer;
            let kind = if is_integer { ChangeKind::Order } else { ChangeKind::ValueOrder };
            self.report_new(kind, &new.name.span, name);
        }
    }
}

/// Whether an added variant is tried before one that is not new.
fn are_before_others(new: &Union, added: &[&UnionVariant]) -> bool {
    let is_added = |variant: &UnionVariant| added.iter().any(|it| std::ptr::eq(*it, variant));
    let first = new.variants.iter().position(is_added);
    first.is_some_and(|first| new.variants[first..].iter().any(|variant| !is_added(variant)))
}

/// The parts of pagination that the client uses.
fn essentials(Paging { page, form, .. }: &Paging) -> ([Option<&PropertyPath>; 5], &PagingForm) {
    let Page { items, more, next, pages, total, .. } = page;
    ([Some(items), more.as_ref(), next.as_ref(), pages.as_ref(), total.as_ref()], form)
}

/// The parts of pagination that only documentation and mocks use.
fn details(paging: &Paging) -> ([Option<&str>; 5], &[String], Option<&PropertyPath>) {
    let Paging { size, search, search_in, sort, direction, total, count, .. } = paging;
    ([size, search, sort, direction, count].map(Option::as_deref), search_in, total.as_ref())
}

/// Compares a limit with the older one, exactly. `unlimited` is the result of comparing no limit with any limit.
fn compare_limit(new: Option<&Literal>, old: Option<&Literal>, unlimited: Ordering) -> Ordering {
    match (new, old) {
        (Some(new), Some(old)) => new.compare(old).unwrap_or(Ordering::Equal),
        (None, Some(_)) => unlimited,
        (Some(_), None) => unlimited.reverse(),
        (None, None) => Ordering::Equal,
    }
}

fn range(field: &Field) -> String {
    let limit = |limit: &Option<Literal>| limit.as_ref().map(Literal::to_string).unwrap_or_default();
    format!("`{}..={}`", limit(&field.constraints.min), limit(&field.constraints.max))
}
