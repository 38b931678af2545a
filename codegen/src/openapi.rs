//! A checked [`Spec`] as an OpenAPI 3.1 document: the API as documented, for the tools of others. Where the spec departs from the
//! documentation, the documentation is what is written.

use heck::ToTitleCase;

use crate::json::Json;
use crate::spec::{
    Api, BaseUrl, Endpoint, Enum, ErrorBody, Example, Field, Literal, Primitive, Reason, Schema, Spanned,
    Spec, Text, Type,
};

/// The whole document.
pub(crate) fn document(spec: &Spec) -> Json {
    let mut members = vec![("openapi", Json::from("3.1.0"))];
    if let Some(api) = spec.api.get() {
        members.push(("info", info(api)));
        members.push(("servers", servers(api)));
        members.push(("security", Json::List(vec![Json::object([(KEY, Json::List(Vec::new()))])])));
    }
    members.push(("paths", paths(spec)));
    members.push(("components", components(spec)));
    Json::object(members)
}

/// What the security scheme is called.
const KEY: &str = "api_key";

fn info(api: &Api) -> Json {
    let mut info = vec![("title", Json::from(api.title.value.as_str()))];
    info.extend(api.description.as_ref().map(|text| ("description", prose(text))));
    // A spec has no version of its own; the member has to be there.
    info.push(("version", "1".into()));
    Json::object(info)
}

fn servers(api: &Api) -> Json {
    let url = |url: &Spanned<BaseUrl>| ("url", Json::from(url.value.0.trim_end_matches('/')));
    let region = api.regions.iter().map(|region| {
        Json::object([url(&region.base_url), ("description", Json::from(region.name.value.as_str()))])
    });
    Json::List([Json::object([url(&api.base_url)])].into_iter().chain(region).collect())
}

/// Endpoints with one path stand together, where the first of them stands.
fn paths(spec: &Spec) -> Json {
    let mut paths: Vec<(String, Vec<(String, Json)>)> = Vec::new();
    for endpoint in &spec.endpoints {
        let Some(route) = &endpoint.route else { continue };
        let (path, method) = (&route.path.value.0, route.method.value.as_str().to_lowercase());
        let operation = (method, operation(spec, endpoint));
        match paths.iter_mut().find(|(known, _)| known == path) {
            Some((_, operations)) => operations.push(operation),
            None => paths.push((path.clone(), vec![operation])),
        }
    }
    Json::object(paths.into_iter().map(|(path, operations)| (path, Json::object(operations))))
}

fn operation(spec: &Spec, endpoint: &Endpoint) -> Json {
    let name = endpoint.name.value.as_str();
    let mut operation =
        vec![("operationId", Json::from(name)), ("summary", Json::from(name.to_title_case()))];
    describe(&mut operation, endpoint.description.as_ref(), None, endpoint.deprecated.as_ref());
    let places = [("path", &endpoint.path), ("query", &endpoint.query), ("header", &endpoint.headers)];
    let parameters: Vec<_> = places
        .into_iter()
        .flat_map(|(place, fields)| fields.iter().map(move |field| parameter(place, field)))
        .collect();
    if !parameters.is_empty() {
        operation.push(("parameters", Json::List(parameters)));
    }
    if let Some(body) = &endpoint.body {
        operation
            .push(("requestBody", Json::object([("required", true.into()), ("content", content(ty(body)))])));
    }
    operation.push(("responses", responses(spec, endpoint)));
    Json::object(operation)
}

fn parameter(place: &str, field: &Field) -> Json {
    let documented = field.documented.as_ref().unwrap_or(&field.ty);
    let mut parameter = vec![("name", Json::from(field.name.value.as_str())), ("in", Json::from(place))];
    describe(&mut parameter, field.description.as_ref(), field.unit.as_ref(), field.deprecated.as_ref());
    parameter.push(("required", (!documented.is_optional()).into()));
    // What is not sent is left out: a parameter is never null.
    parameter.push(("schema", with_values(ty(documented.required()), field)));
    Json::object(parameter)
}

fn responses(spec: &Spec, endpoint: &Endpoint) -> Json {
    let api = spec.api.get();
    let ids = api.and_then(|api| api.response_headers.as_ref()).into_iter().flat_map(|headers| {
        let header = |name: &str, about: &str| {
            (
                name.to_owned(),
                Json::object([("description", Json::from(about)), ("schema", simple("string"))]),
            )
        };
        let request =
            headers.request_id.as_ref().map(|name| header(&name.value.0, "Identifies the request."));
        let trace = headers.trace_id.as_ref().map(|name| header(&name.value.0, "Identifies the trace."));
        [request, trace].into_iter().flatten()
    });
    let ids: Vec<_> = ids.collect();
    let mut success = vec![("description", Json::from("The call succeeded."))];
    if !ids.is_empty() {
        success.push(("headers", Json::object(ids)));
    }
    success.extend(endpoint.response.as_ref().map(|response| ("content", content(ty(response)))));
    let error_body = api.and_then(|api| api.error_body.as_ref());
    let errors = endpoint.errors.iter().map(|error| {
        let mut response = vec![("description", prose(&error.description))];
        response.extend(error_body.map(|body| ("content", content(error_schema(body)))));
        (error.status.value.clone(), Json::object(response))
    });
    Json::object([("200".to_owned(), Json::object(success))].into_iter().chain(errors))
}

/// What the spec knows of an error's body: where its facts stand.
fn error_schema(body: &ErrorBody) -> Json {
    let facts = Json::object::<&str>([]);
    Json::object([
        ("type", Json::from("object")),
        ("properties", Json::object([(body.property.value.as_str(), facts)])),
    ])
}

fn content(schema: Json) -> Json {
    Json::object([("application/json", Json::object([("schema", schema)]))])
}

fn components(spec: &Spec) -> Json {
    let schemas = spec.schemas.iter().map(|schema| (schema.name.value.clone(), object(schema)));
    let enums =
        spec.enums.iter().map(|vocabulary| (vocabulary.name.value.clone(), vocabulary_schema(vocabulary)));
    let mut components = vec![("schemas", Json::object(schemas.chain(enums)))];
    if let Some(api) = spec.api.get() {
        let key = Json::object([
            ("type", Json::from("apiKey")),
            ("in", "header".into()),
            ("name", Json::from(api.key.header.value.0.as_str())),
        ]);
        components.push(("securitySchemes", Json::object([(KEY, key)])));
    }
    Json::object(components)
}

fn object(schema: &Schema) -> Json {
    let mut object = vec![("type", Json::from("object"))];
    describe(&mut object, schema.description.as_ref(), None, None);
    let properties = schema.properties.iter().map(|field| (field.name.value.clone(), property(field)));
    object.push(("properties", Json::object(properties)));
    let required = schema.properties.iter().filter(|field| {
        let documented = field.documented.as_ref().unwrap_or(&field.ty);
        !documented.is_optional()
    });
    let required: Vec<_> = required.map(|field| field.name.value.as_str()).collect();
    if !required.is_empty() {
        object.push(("required", Json::texts(required)));
    }
    Json::object(object)
}

fn property(field: &Field) -> Json {
    let documented = field.documented.as_ref().unwrap_or(&field.ty);
    let Json::Object(members) = with_values(ty(documented), field) else { return Json::object::<&str>([]) };
    let mut about = Vec::new();
    describe(&mut about, field.description.as_ref(), field.unit.as_ref(), field.deprecated.as_ref());
    Json::object(members.into_iter().chain(about.into_iter().map(|(key, value)| (key.to_owned(), value))))
}

fn vocabulary_schema(vocabulary: &Enum) -> Json {
    let mut schema = vec![("type", Json::from("string"))];
    describe(&mut schema, vocabulary.description.as_ref(), None, None);
    schema.push(("enum", Json::texts(vocabulary.values.iter().map(|value| value.name.value.as_str()))));
    let about = vocabulary.values.iter().filter_map(|value| {
        let deprecated = value.facts.deprecated.as_ref().map(deprecation);
        let parts: Vec<_> = value
            .facts
            .description
            .as_ref()
            .map(|text| one_line(&text.value))
            .into_iter()
            .chain(deprecated)
            .collect();
        (!parts.is_empty()).then(|| (value.name.value.clone(), Json::from(parts.join(" "))))
    });
    schema.push(("x-enumDescriptions", Json::object(about)));
    Json::object(schema)
}

/// A type as a schema.
fn ty(ty: &Type) -> Json {
    match ty {
        Type::Primitive(Primitive::String) => simple("string"),
        Type::Primitive(Primitive::Integer) => {
            Json::object([("type", Json::from("integer")), ("format", "int64".into())])
        }
        Type::Primitive(Primitive::Double) => {
            Json::object([("type", Json::from("number")), ("format", "double".into())])
        }
        Type::Primitive(Primitive::Boolean) => simple("boolean"),
        Type::Primitive(Primitive::Any) | Type::Unreadable => Json::object::<&str>([]),
        Type::Named(name, _) => Json::object([("$ref", Json::from(format!("#/components/schemas/{name}")))]),
        Type::List(inner) => Json::object([("type", Json::from("array")), ("items", self::ty(inner))]),
        Type::Map(inner) => {
            Json::object([("type", Json::from("object")), ("additionalProperties", self::ty(inner))])
        }
        Type::Optional(inner) => nullable(self::ty(inner)),
    }
}

fn simple(name: &str) -> Json {
    Json::object([("type", Json::from(name))])
}

/// A schema that takes null as well. One that takes anything does already.
fn nullable(schema: Json) -> Json {
    let Json::Object(mut members) = schema else { return schema };
    if let Some((_, name)) = members.iter_mut().find(|(key, _)| key == "type") {
        *name = Json::List(vec![name.clone(), "null".into()]);
    } else if !members.is_empty() {
        return Json::object([("anyOf", Json::List(vec![Json::Object(members), simple("null")]))]);
    }
    Json::Object(members)
}

fn with_values(schema: Json, field: &Field) -> Json {
    let Json::Object(mut members) = schema else { return schema };
    let facts = [("default", &field.default), ("minimum", &field.min), ("maximum", &field.max)];
    for (key, literal) in facts {
        members.extend(literal.as_ref().map(|literal| (key.to_owned(), value(&literal.value))));
    }
    let example = field.example.as_ref().map(|it| Json::List(vec![example(&it.value)]));
    members.extend(example.map(|examples| ("examples".to_owned(), examples)));
    Json::Object(members)
}

fn example(value: &Example) -> Json {
    match value {
        Example::Single(literal) => self::value(literal),
        Example::List(items) => Json::List(items.iter().map(|item| example(&item.value)).collect()),
        Example::Map(entries) => {
            Json::object(entries.iter().map(|(name, item)| (name.value.clone(), example(&item.value))))
        }
    }
}

fn value(literal: &Literal) -> Json {
    match literal {
        Literal::Boolean(value) => Json::Boolean(*value),
        Literal::Integer(value) => Json::Integer(*value),
        Literal::Double(value) => Json::Double(*value),
        Literal::Text(value) => Json::Text(value.clone()),
    }
}

/// Adds what people read: the description, the unit, and why something should no longer be used.
fn describe(
    members: &mut Vec<(&'static str, Json)>,
    description: Option<&Text>,
    unit: Option<&Text>,
    deprecated: Option<&Spanned<Reason>>,
) {
    let parts: Vec<_> = description
        .map(|text| one_line(&text.value))
        .into_iter()
        .chain(unit.map(|unit| format!("In {}.", unit.value)))
        .chain(deprecated.map(deprecation))
        .collect();
    if !parts.is_empty() {
        members.push(("description", parts.join(" ").into()));
    }
    if deprecated.is_some() {
        members.push(("deprecated", true.into()));
    }
}

fn deprecation(reason: &Spanned<Reason>) -> String {
    format!("Deprecated: {}", one_line(&reason.value.0))
}

fn prose(text: &Text) -> Json {
    one_line(&text.value).into()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
