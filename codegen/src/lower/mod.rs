//! A checked [`Spec`] to the [`ir`](crate::ir). What the checker has ruled out is not asked again here.

mod mock;
mod sample;
pub(crate) mod time;

use std::collections::{HashMap, HashSet};

use crate::ir::{
    Api, Crate, Departure, Enum, ErrorStatus, Number, Operation, Page, Paging, Parameter, Place, Property,
    Region, Schema, Type, Values, Variant,
};
use crate::names;
use crate::spec::{
    self, BaseUrl, Endpoint, Field, HeaderName, Literal, Names, Primitive, Reason, Spanned, Spec, Text,
};

/// Lowers the whole spec. What is missing from one is missing beside an error, and then there is nothing to lower.
pub(crate) fn lower(spec: &Spec) -> Option<Crate> {
    let pages = spec.endpoints.iter().filter_map(|e| Some((e.page()?, e.paging.as_ref()?)));
    let schemas = spec.schemas.iter().map(|s| (s.name.value.as_str(), s)).collect();
    let lower = Lower {
        enums: spec.enums.iter().map(|e| (e.name.value.as_str(), e)).collect(),
        pages: pages.collect(),
        lists: mock::lists(spec, &schemas),
        schemas,
        circles: sample::circles(spec),
    };
    let operations = spec.endpoints.iter().map(|endpoint| lower.operation(endpoint));
    Some(Crate {
        api: api(spec.api.get()?),
        operations: operations.collect::<Option<_>>()?,
        schemas: spec.schemas.iter().map(|schema| lower.schema(schema)).collect(),
        enums: spec.enums.iter().map(enumeration).collect(),
    })
}

struct Lower<'a> {
    /// How the schemas that are pages of many are so.
    pages: HashMap<&'a str, &'a spec::Paging>,
    enums: HashMap<&'a str, &'a spec::Enum>,
    schemas: HashMap<&'a str, &'a spec::Schema>,
    /// The endpoints that list items of a schema.
    lists: HashMap<&'a str, &'a Endpoint>,
    /// The schemas that hold themselves, if by way of others.
    circles: HashSet<&'a str>,
}

fn api(api: &spec::Api) -> Api {
    let value = |text: &Text| text.value.clone();
    let values =
        |names: Option<&Names>| names.map_or_else(Vec::new, |names| names.0.iter().map(value).collect());
    let header = |name: &Spanned<HeaderName>| name.value.0.clone();
    let error_body = api.error_body.as_ref();
    let ids = api.response_headers.as_ref();
    let region = |region: &spec::Region| Region {
        wire: value(&region.name),
        name: names::region(&region.name.value),
        base_url: base_url(&region.base_url.value),
    };
    Api {
        title: value(&api.title),
        description: prose(api.description.as_ref()),
        base_url: base_url(&api.base_url.value),
        regions: api.regions.iter().map(region).collect(),
        key_header: header(&api.key.header),
        key_environment: value(&api.key.environment),
        request_id_header: ids.and_then(|ids| ids.request_id.as_ref()).map(header),
        trace_id_header: ids.and_then(|ids| ids.trace_id.as_ref()).map(header),
        error_property: error_body.map(|body| value(&body.property)),
        error_code: values(error_body.and_then(|body| body.code.as_ref())),
        error_message: values(error_body.and_then(|body| body.message.as_ref())),
    }
}

/// Paths begin with a slash, so that base URLs need not end with one.
fn base_url(url: &BaseUrl) -> String {
    url.0.trim_end_matches('/').to_owned()
}

impl Lower<'_> {
    fn schema(&self, schema: &spec::Schema) -> Schema {
        Schema {
            name: schema.name.value.clone(),
            module: names::module(&schema.name.value),
            description: prose(schema.description.as_ref()),
            properties: schema.properties.iter().map(|property| self.property(schema, property)).collect(),
            page: self.page(schema),
        }
    }

    fn property(&self, schema: &spec::Schema, field: &Field) -> Property {
        let ty = self.ty(&field.ty);
        Property {
            wire: field.name.value.clone(),
            name: names::field(field),
            required: !matches!(ty, Type::Optional(_) | Type::List(_) | Type::Map(_) | Type::Any),
            ty,
            description: prose(field.description.as_ref()),
            values: self.values(field),
            sample: self.sample(schema, field),
            time: time::of(schema, field),
            deprecated: deprecated(field.deprecated.as_ref()),
        }
    }

    fn ty(&self, ty: &spec::Type) -> Type {
        match ty {
            spec::Type::Primitive(Primitive::String) => Type::String,
            spec::Type::Primitive(Primitive::Integer) => Type::Integer,
            spec::Type::Primitive(Primitive::Double) => Type::Double,
            spec::Type::Primitive(Primitive::Boolean) => Type::Boolean,
            spec::Type::Primitive(Primitive::Any) | spec::Type::Unreadable => Type::Any,
            spec::Type::Named(name, _) if self.enums.contains_key(name.as_str()) => Type::Enum(name.clone()),
            spec::Type::Named(name, _) => Type::Schema(name.clone()),
            spec::Type::List(inner) => Type::List(Box::new(self.ty(inner))),
            spec::Type::Map(inner) => Type::Map(Box::new(self.ty(inner))),
            spec::Type::Optional(inner) => Type::Optional(Box::new(self.ty(inner))),
        }
    }

    /// How a schema is one page of many, if any endpoint says so.
    fn page(&self, schema: &spec::Schema) -> Option<Page> {
        let paging = self.pages.get(schema.name.value.as_str())?;
        let property =
            |name: &Text| schema.properties.iter().find(|property| property.name.value == name.value);
        let items = property(&paging.items)?;
        let Type::List(item) = self.ty(&items.ty) else { return None };
        Some(Page {
            items_wire: items.name.value.clone(),
            items: names::field(items),
            item: *item,
            more: names::field(property(&paging.more)?),
            next: names::field(property(&paging.next)?),
        })
    }

    fn operation(&self, endpoint: &Endpoint) -> Option<Operation> {
        let route = endpoint.route.as_ref()?;
        let places = [
            (Place::Path, &endpoint.path),
            (Place::Query, &endpoint.query),
            (Place::Header, &endpoint.headers),
        ];
        let parameters =
            places.into_iter().flat_map(|(place, fields)| fields.iter().map(move |field| (place, field)));
        let (setters, arguments): (Vec<_>, Vec<_>) =
            parameters.partition(|(_, field)| field.ty.is_optional());
        let parameters = |fields: Vec<(Place, &Field)>| -> Vec<Parameter> {
            fields.into_iter().map(|(place, field)| self.parameter(place, field)).collect()
        };
        Some(Operation {
            name: endpoint.name.value.clone(),
            marker: names::operation(&endpoint.name.value),
            method: route.method.value.as_str(),
            path: route.path.value.0.clone(),
            description: prose(endpoint.description.as_ref()),
            deprecated: deprecated(endpoint.deprecated.as_ref()),
            arguments: parameters(arguments),
            setters: parameters(setters),
            body: endpoint.body.as_ref().map(|body| self.ty(body)),
            response: endpoint.response.as_ref().map(|response| self.ty(response)),
            errors: endpoint.errors.iter().map(error_status).collect(),
            paging: endpoint.paging.as_ref().map(paging),
            answer: self.answer(endpoint),
        })
    }

    fn parameter(&self, place: Place, field: &Field) -> Parameter {
        Parameter {
            wire: field.name.value.clone(),
            name: names::field(field),
            place,
            ty: self.ty(field.ty.required()),
            description: prose(field.description.as_ref()),
            values: self.values(field),
            deprecated: deprecated(field.deprecated.as_ref()),
        }
    }

    fn values(&self, field: &Field) -> Values {
        let departure = field.documented.as_ref().zip(field.because.as_ref());
        Values {
            unit: field.unit.as_ref().map(|unit| unit.value.clone()),
            min: number(field.min.as_ref()),
            max: number(field.max.as_ref()),
            default: field.default.as_ref().map(|default| default.value.to_string()),
            example: field.example.as_ref().map(|example| example.value.to_string()),
            departure: departure.map(|(documented, because)| Departure {
                documented: self.ty(documented),
                because: because.value.clone(),
            }),
        }
    }
}

fn enumeration(enumeration: &spec::Enum) -> Enum {
    let variant = |value: &spec::EnumValue| Variant {
        wire: value.name.value.clone(),
        name: names::variant(value),
        description: prose(value.facts.description.as_ref()),
        deprecated: deprecated(value.facts.deprecated.as_ref()),
    };
    Enum {
        name: enumeration.name.value.clone(),
        module: names::module(&enumeration.name.value),
        description: prose(enumeration.description.as_ref()),
        variants: enumeration.values.iter().map(variant).collect(),
    }
}

fn number(literal: Option<&Spanned<Literal>>) -> Option<Number> {
    match literal?.value {
        Literal::Integer(value) => Some(Number::Integer(value)),
        Literal::Double(value) => Some(Number::Double(value)),
        _ => None,
    }
}

fn prose(text: Option<&Text>) -> String {
    text.map(|text| text.value.clone()).unwrap_or_default()
}

/// A reason is said in one line.
fn deprecated(reason: Option<&Spanned<Reason>>) -> Option<String> {
    reason.map(|reason| reason.value.0.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn error_status(error: &spec::ErrorStatus) -> ErrorStatus {
    ErrorStatus { status: error.status.value.clone(), description: error.description.value.clone() }
}

fn paging(paging: &spec::Paging) -> Paging {
    let [token, items, more, next] =
        [&paging.token, &paging.items, &paging.more, &paging.next].map(|name| name.value.clone());
    let [size, search, total] = [&paging.size, &paging.search, &paging.total]
        .map(|name| name.as_ref().map(|name| name.value.clone()));
    Paging { token, items, more, next, size, search, total }
}
