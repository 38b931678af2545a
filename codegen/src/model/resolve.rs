//! A checked spec to the [`Model`]. Violations of rules are not reported again here: a spec without an error resolves completely.

use std::collections::HashSet;

use crate::names;
use crate::route;
use crate::source::{Spanned, one_line};
use crate::spec::language::{self as spec, BaseUrl, DeprecationReason, HeaderName, OneOrMany};
use crate::spec::{Literal, SpecIndex};

use super::mock::{self, Lists};
use super::scope::{Hole, Scope};
use super::types::{
    Api, Constraints, Description, Deviation, Enum, ErrorBody, ErrorStatus, Example, Field, Key,
    KnownDifference, ListStyle, Model, Operation, Parameter, ParameterLocation, Property, Region, Rest,
    Schema, Type, Union, UnionVariant, Variant,
};
use super::{fixture, pagination, timestamp};

/// Resolves a spec. Fails only for a spec with an error.
pub(crate) fn resolve(index: &SpecIndex<'_>) -> Result<Model, Hole> {
    let spec = index.spec;
    let resolver = Resolver { scope: Scope::new(index), lists: Lists::new(index) };
    Ok(Model {
        api: api(spec.api.get().ok_or(Hole)?),
        operations: spec
            .endpoints
            .iter()
            .map(|endpoint| resolver.operation(endpoint))
            .collect::<Result<_, _>>()?,
        schemas: spec.schemas.iter().map(|schema| resolver.schema(schema)).collect::<Result<_, _>>()?,
        enums: spec.enums.iter().map(enum_def).collect(),
        unions: spec
            .unions
            .iter()
            .map(|union_def| resolver.union_def(union_def))
            .collect::<Result<_, _>>()?,
        known_differences: spec.known_differences.iter().flat_map(known_differences).collect(),
    })
}

/// The known differences, one for each subject.
fn known_differences(difference: &spec::KnownDifference) -> impl Iterator<Item = KnownDifference> {
    difference.reasons().map(|(subject, reason)| KnownDifference {
        name: difference.name.clone(),
        subject,
        reason: one_line(&reason.value),
    })
}

fn api(api: &spec::Api) -> Api {
    let header = |name: &Spanned<HeaderName>| name.as_ref().map(|name| name.0.clone());
    let ids = api.response_headers.as_ref();
    Api {
        title: api.title.clone().map(|title| title.0),
        description: Description(api.description.clone()),
        base_url: base_url(&api.base_url),
        regions: api.regions.iter().map(region).collect(),
        crate_name: api.crate_name.as_ref().map(|name| name.value.0.clone()),
        key: api.key.as_ref().map(|key| Key {
            header: header(&key.header),
            scheme: key.scheme.as_ref().map(|scheme| scheme.value.0.clone()),
            environment: key.environment.clone().map(|name| name.0),
        }),
        request_id_header: ids.and_then(|ids| ids.request_id.as_ref()).map(|name| header(name).value),
        trace_id_header: ids.and_then(|ids| ids.trace_id.as_ref()).map(|name| header(name).value),
        error_body: api.error_body.as_ref().map(error_body),
    }
}

fn region(region: &spec::Region) -> Region {
    Region {
        name: region.name.clone(),
        rust_name: names::region(&region.name.value),
        base_url: base_url(&region.base_url),
    }
}

/// Paths begin with a slash, so that base URLs need not end with one.
fn base_url(url: &Spanned<BaseUrl>) -> Spanned<String> {
    url.as_ref().map(|url| url.0.trim_end_matches('/').to_owned())
}

fn error_body(body: &spec::ErrorBody) -> ErrorBody {
    let names = |names: &Option<OneOrMany>| {
        let names = names.iter().flat_map(|names| &names.0);
        names.map(|name| name.value.clone()).collect()
    };
    ErrorBody {
        property: body.property.value.clone(),
        code: names(&body.code),
        message: names(&body.message),
    }
}

struct Resolver<'a> {
    scope: Scope<'a>,
    lists: Lists<'a>,
}

impl Resolver<'_> {
    fn schema(&self, schema: &spec::Schema) -> Result<Schema, Hole> {
        let properties = schema.properties.iter().map(|property| self.property(schema, property));
        Ok(Schema {
            name: schema.name.clone(),
            module: names::module(&schema.chosen_rust_name()),
            rust_name: schema.chosen_rust_name(),
            description: Description(schema.description.clone()),
            properties: properties.collect::<Result<_, _>>()?,
            rest: schema.rest.as_ref().map(|rest| self.rest(schema, rest)).transpose()?,
            page: self
                .scope
                .index
                .paging(&schema.name.value)
                .map(|paging| pagination::page(&self.scope, schema, paging))
                .transpose()?,
        })
    }

    fn rest(&self, schema: &spec::Schema, rest: &spec::Rest) -> Result<Rest, Hole> {
        let map = self.scope.ty(&rest.map)?;
        Ok(Rest { fixture: fixture::rest(&self.scope, schema, &map), map, span: rest.span.clone() })
    }

    fn property(&self, schema: &spec::Schema, property: &spec::Field) -> Result<Property, Hole> {
        let field = self.field(property)?;
        Ok(Property {
            fixture: fixture::fixture(&self.scope, schema, property, &field.ty),
            timestamp: timestamp::timestamp(schema, property),
            field,
        })
    }

    fn field(&self, field: &spec::Field) -> Result<Field, Hole> {
        let literal =
            |literal: &Option<Spanned<Literal>>| literal.as_ref().map(|literal| literal.value.clone());
        let deviation = match (&field.documented, &field.because) {
            (Some(documented), Some(because)) => {
                Some(Deviation { documented: self.scope.ty(documented)?, evidence: because.value.clone() })
            }
            _ => None,
        };
        Ok(Field {
            name: field.name.clone(),
            rust_name: field.chosen_rust_name(),
            ty: self.scope.ty(&field.ty)?,
            description: Description(field.description.clone()),
            constraints: Constraints {
                unit: field.unit.as_ref().map(|unit| unit.value.clone()),
                min: literal(&field.min),
                max: literal(&field.max),
                default: literal(&field.default),
                example: field.example.as_ref().map(|value| example(&value.value)),
                deviation,
            },
            deprecated: deprecated(field.deprecated.as_ref()),
        })
    }

    fn union_def(&self, union_def: &spec::Union) -> Result<Union, Hole> {
        let Type::Union(id) = self.scope.named(&union_def.name.value)? else { return Err(Hole) };
        let variants = union_def.variants.iter().map(|variant| self.variant(union_def, variant));
        let variants: Vec<_> = variants.collect::<Result<_, _>>()?;
        Ok(Union {
            name: union_def.name.clone(),
            module: names::module(&union_def.chosen_rust_name()),
            rust_name: union_def.chosen_rust_name(),
            description: Description(union_def.description.clone()),
            tag: union_def.tag.clone(),
            is_scalar: union_def.tag.is_none() && union_def.types().all(|ty| self.scope.index.is_scalar(ty)),
            fixture: fixture::union_fixture(&self.scope, union_def, &id, &variants),
            variants,
        })
    }

    fn variant(&self, union_def: &spec::Union, variant: &spec::UnionVariant) -> Result<UnionVariant, Hole> {
        let ty = self.scope.ty(&variant.attributes.ty)?;
        let rust_name = variant.chosen_rust_name();
        let held = variant.attributes.ty.as_named();
        Ok(UnionVariant {
            name: variant.name.clone(),
            accessor: names::accessor(&rust_name),
            rust_name,
            ty,
            is_boxed: held.is_some_and(|held| self.scope.is_directly_cyclic(&union_def.name.value, held)),
            declares_tag: union_def
                .tag
                .as_ref()
                .zip(held)
                .is_some_and(|(tag, held)| self.declares(held, &tag.value)),
            description: Description(variant.attributes.description.clone()),
            deprecated: deprecated(variant.attributes.deprecated.as_ref()),
        })
    }

    /// Whether a schema, or one in a union, declares a property of that name.
    fn declares(&self, name: &str, property: &str) -> bool {
        let index = self.scope.index;
        let (mut seen, mut worklist) = (HashSet::new(), vec![name]);
        while let Some(name) = worklist.pop() {
            let schema = index.schema(name).map(|(_, schema)| schema);
            if schema.is_some_and(|schema| schema.properties.iter().any(|it| it.name.value == property)) {
                return true;
            }
            if let Some((position, union_def)) = index.union_def(name)
                && seen.insert(position)
            {
                worklist.extend(union_def.types().filter_map(spec::Type::as_named));
            }
        }
        false
    }

    fn operation(&self, endpoint: &spec::Endpoint) -> Result<Operation, Hole> {
        let route = endpoint.route.as_ref().ok_or(Hole)?;
        let response = endpoint.response.as_ref().map(|ty| self.scope.ty(ty)).transpose()?;
        let paging = pagination::paging(&self.scope, endpoint)?;
        Ok(Operation {
            name: endpoint.name.clone(),
            rust_name: endpoint.chosen_rust_name(),
            module: names::file(endpoint.chosen_rust_name()),
            marker_type: self.scope.index.marker_type(endpoint),
            method: route.method.value,
            path: route.path.value.0.clone(),
            has_key: endpoint.key.is_none(),
            description: Description(endpoint.description.clone()),
            deprecated: deprecated(endpoint.deprecated.as_ref()),
            parameters: self.parameters(endpoint)?,
            body: endpoint.body.as_ref().map(|ty| self.scope.ty(ty)).transpose()?,
            content_type: endpoint.content_type.as_ref().map(|media_type| media_type.value.clone()),
            accept: endpoint.accept.as_ref().map(|media_type| media_type.value.clone()),
            mock: mock::behavior(&self.scope, &self.lists, endpoint, response.as_ref(), paging.as_ref()),
            response,
            errors: endpoint.errors.iter().map(|error| self.error_status(error)).collect::<Result<_, _>>()?,
            paging,
        })
    }

    fn error_status(&self, error: &spec::ErrorStatus) -> Result<ErrorStatus, Hole> {
        let spec::ErrorAttributes { ty, description } = &error.attributes;
        Ok(ErrorStatus {
            status: error.status.clone(),
            ty: ty.as_ref().map(|ty| self.scope.ty(ty)).transpose()?,
            description: description.as_ref().map(|text| text.value.clone()).unwrap_or_default(),
        })
    }

    /// A list or map in a path or a header is always one value.
    fn parameter(
        &self,
        endpoint: &spec::Endpoint,
        field: &spec::Field,
        location: ParameterLocation,
    ) -> Result<Parameter, Hole> {
        let style = field.style.as_ref().map(|style| style.value);
        let resolved = self.field(field)?;
        let has_parts = matches!(resolved.ty.required(), Type::List(_) | Type::Map(_));
        let style =
            if has_parts && location != ParameterLocation::Query { Some(ListStyle::Comma) } else { style };
        let path = endpoint.route.as_ref().map(|route| route.path.value.0.as_str()).unwrap_or_default();
        let is_reserved = location == ParameterLocation::Path
            && route::reserved_parameters(path).any(|name| name == field.name.value);
        Ok(Parameter { field: resolved, location, style, is_reserved })
    }

    fn parameters(&self, endpoint: &spec::Endpoint) -> Result<Vec<Parameter>, Hole> {
        let groups = [
            (ParameterLocation::Path, &endpoint.path),
            (ParameterLocation::Query, &endpoint.query),
            (ParameterLocation::Header, &endpoint.headers),
        ];
        let parameters = groups.into_iter().flat_map(|(location, fields)| {
            fields.iter().map(move |field| self.parameter(endpoint, field, location))
        });
        parameters.collect()
    }
}

fn example(example: &spec::Example) -> Example {
    match example {
        spec::Example::Single(literal) => Example::Scalar(literal.clone()),
        spec::Example::List(items) => {
            Example::Sequence(items.iter().map(|item| self::example(&item.value)).collect())
        }
        spec::Example::Map(entries) => {
            let entries = entries.iter().map(|(name, item)| (name.value.clone(), self::example(&item.value)));
            Example::Mapping(entries.collect())
        }
    }
}

fn enum_def(enum_def: &spec::Enum) -> Enum {
    let variant = |value: &spec::EnumValue| Variant {
        name: value.name.clone(),
        value: value.integer.map_or_else(|| Literal::String(value.name.value.clone()), Literal::Integer),
        rust_name: value.chosen_rust_name(),
        description: Description(value.attributes.description.clone()),
        deprecated: deprecated(value.attributes.deprecated.as_ref()),
    };
    Enum {
        name: enum_def.name.clone(),
        module: names::module(&enum_def.chosen_rust_name()),
        rust_name: enum_def.chosen_rust_name(),
        description: Description(enum_def.description.clone()),
        value_type: enum_def.value_type(),
        variants: enum_def.values.iter().map(variant).collect(),
    }
}

fn deprecated(reason: Option<&Spanned<DeprecationReason>>) -> Option<String> {
    reason.map(|reason| one_line(&reason.value.0))
}
