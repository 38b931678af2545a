//! Schemas and enums, one by one and all together.

use crate::graph::{Cycles, reachable};
use crate::reserved::{RESERVED_FIELDS, REST_FIELD};
use crate::source::{Diagnostic, Rule};
use crate::spec::language::{Enum, EnumType, EnumValue, Field, Primitive, Rest, Schema, Type};
use crate::spec::literal::Literal;
use crate::spec::parse;

use super::checker::Checker;
use super::names::Named;

impl<'a> Checker<'a, '_> {
    pub(super) fn check_schema(&mut self, schema: &'a Schema) {
        self.check_description("the schema", &schema.name, schema.description.as_ref());
        let properties = schema.properties.iter();
        let named = properties.map(Named::field).collect();
        self.check_field_names("properties", &self.reserved_fields(schema), named);
        for property in schema.properties.iter() {
            self.check_field("the property", property);
            self.check_no_style(property);
        }
        if let Some(rest) = &schema.rest {
            self.check_rest(rest);
        }
    }

    /// Unknown properties of any type are kept without a `rest`, which would leave none for `extra`.
    fn check_rest(&mut self, rest: &'a Rest) {
        self.check_named_type(rest.value());
        self.check_not_nullable("what `rest` takes", rest.value(), &rest.span);
        if *rest.value().required() == Type::Primitive(Primitive::Any) {
            let message = "properties beyond the named ones are kept in `extra` whatever their types";
            let diagnostic = Diagnostic::error(Rule::RestType, &rest.span, message);
            self.report(
                diagnostic.help("remove `rest`, or write the type that they have, such as `rest: string`"),
            );
        }
    }

    /// Names of fields that an emitted struct has besides its properties.
    fn reserved_fields(&self, schema: &Schema) -> Vec<&'static str> {
        let is_page = self.index.paging(&schema.name.value).is_some();
        let fields =
            if is_page { &RESERVED_FIELDS[..] } else { &RESERVED_FIELDS[..RESERVED_FIELDS.len() - 2] };
        fields.iter().chain(schema.rest.as_ref().map(|_| &REST_FIELD)).copied().collect()
    }

    pub(super) fn check_enum(&mut self, enum_def: &Enum) {
        self.check_description("the enum", &enum_def.name, enum_def.description.as_ref());
        if enum_def.values.is_complete() && enum_def.values.is_empty() {
            let message = format!("the enum `{}` has no values", enum_def.name.value);
            self.error(Rule::EmptyEnum, &enum_def.name.span, message);
        }
        let values = enum_def.values.iter();
        self.check_variant_names("values", values.map(Named::value).collect());
        for value in enum_def.values.iter() {
            self.check_description("the value", &value.name, value.attributes.description.as_ref());
            self.check_surrounding_space("the value", &value.name);
            self.check_value_type(enum_def.value_type(), value);
        }
    }

    fn check_value_type(&mut self, ty: EnumType, value: &EnumValue) {
        let (text, span) = (self.source_text(&value.name.span), &value.name.span);
        match (ty, value.integer) {
            (EnumType::String, Some(_)) => {
                let help = format!("write \"{text}\", or add `type: integer` if the API sends integers");
                self.report(parse::unquoted_integer(span, text).help(help));
            }
            (EnumType::Integer, None) => {
                let message = format!("`{}` is not an integer", value.name.value);
                let diagnostic = Diagnostic::error(Rule::EnumValue, span, message);
                self.report(match parse::plain_literal(&value.name.value) {
                    Some(Literal::Integer(_)) => diagnostic.help(format!("remove the quotes: `{text}`")),
                    _ => diagnostic.help("remove `type: integer` if the values are text"),
                });
            }
            _ => {}
        }
    }

    /// Reports a schema that always contains itself, and so has no finite value. Lists, maps and optional properties break the cycle.
    pub(super) fn check_infinite_schemas(&mut self) {
        let index = self.index;
        // A union has other values than those of the variant that contains it, and its own variant for unknown values.
        let edges = index.edges(|ty| ty.as_named().filter(|name| index.union_def(name).is_none()));
        for cycle in Cycles::new(&edges).shortest(&edges) {
            let schemas = cycle.iter().filter_map(|node| self.index.spec.schemas.get(*node));
            let next = schemas.clone().cycle().skip(1);
            let steps: Vec<(&Schema, &Field)> = schemas
                .zip(next)
                .filter_map(|(schema, next)| Some((schema, always_contains(schema, &next.name.value)?)))
                .collect();
            self.report_infinite(&steps);
        }
    }

    /// Reports a cycle: each schema, and the property by which it always contains the next one.
    fn report_infinite(&mut self, steps: &[(&Schema, &Field)]) {
        let Some((schema, _)) = steps.first() else { return };
        let name = &schema.name;
        let message =
            format!("the schema `{}` always contains itself, so it has no finite value", name.value);
        let diagnostic = Diagnostic::error(Rule::InfiniteSchema, &name.span, message);
        let diagnostic = steps.iter().fold(diagnostic, |diagnostic, (schema, property)| {
            let label = format!("every `{}` contains `{}`", schema.name.value, property.ty);
            diagnostic.context(&property.name.span, label)
        });
        self.report(diagnostic.help("make one of these properties optional, or a list"));
    }

    /// Warns about types that no endpoint uses, which every user would compile for nothing.
    pub(super) fn check_unused_types(&mut self) {
        let index = self.index;
        let spec = index.spec;
        let roots = spec.endpoints.iter().flat_map(|endpoint| {
            let fields = endpoint.path.iter().chain(&endpoint.query).chain(&endpoint.headers);
            let errors = endpoint.errors.iter().filter_map(|error| error.attributes.ty.as_ref());
            let types = fields.map(|field| &field.ty).chain(&endpoint.body).chain(&endpoint.response);
            let types = types.chain(errors);
            types.filter_map(|ty| index.node(ty.name()?))
        });
        let reached = reachable(&index.edges(Type::name), roots);
        let names = spec.schemas.iter().map(|s| &s.name).chain(spec.enums.iter().map(|e| &e.name));
        let names = names.chain(spec.unions.iter().map(|u| &u.name));
        for (name, _) in names.zip(reached).filter(|(_, reached)| !reached) {
            let message = format!("no endpoint uses `{}`", name.value);
            self.report(Diagnostic::warning(Rule::UnusedType, &name.span, message));
        }
    }
}

/// The first property by which a schema always contains the schema of that name.
fn always_contains<'a>(schema: &'a Schema, name: &str) -> Option<&'a Field> {
    schema.properties.iter().find(|property| property.ty.as_named() == Some(name))
}
