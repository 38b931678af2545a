//! Writes the model as an OpenAPI 3.1 document, for other tools. Where the spec deviates from the documentation, the document has the
//! type of the spec, the evidence in the description, and the documented schema as an extension.

use std::collections::{HashMap, HashSet};

use heck::ToTitleCase;

use crate::json::{Json, json};
use crate::model::{
    Api, Constraints, Deviation, Enum, EnumType, ErrorBody, ErrorStatus, Example, Field, Key, ListStyle,
    MediaFormat, MediaType, Model, Operation, Paging, PagingForm, Parameter, ParameterLocation, PropertyPath,
    Schema, Type, Union, UnionVariant,
};
use crate::route;
use crate::source::{has_only_paragraphs, one_line, unwrapped};
use crate::spec::Literal;

use super::document::{DOCUMENTED, NULL_IS_DISTINCT, PAGING};
use super::format;
use super::operation::JSON;
use super::patched;

/// The component that describes the bodies of errors. No schema of a spec has that name.
const ERROR: &str = "Error";

/// The members of an object under construction.
type Members = Vec<(&'static str, Json)>;

/// The whole document.
pub(crate) fn document(model: &Model) -> Json {
    json!({
        "openapi": "3.1.0",
        "info": info(&model.api),
        "servers": servers(&model.api),
        "security": security(model.api.key.is_some()),
        "paths": paths(model),
        "components": components(model),
    })
}

fn info(api: &Api) -> Json {
    let mut info = vec![("title", Json::from(&api.title.value))];
    if !api.description.as_str().is_empty() {
        info.push(("description", one_line(api.description.as_str()).into()));
    }
    // A spec has no version, and OpenAPI requires one.
    info.push(("version", "1".into()));
    Json::object(info)
}

fn servers(api: &Api) -> Json {
    let regions = api.regions.iter();
    let regions =
        regions.map(|region| json!({ "url": &region.base_url.value, "description": &region.name.value }));
    Json::Array([json!({ "url": &api.base_url.value })].into_iter().chain(regions).collect())
}

/// Operations of one path are one item, at the position of the first of them.
fn paths(model: &Model) -> Json {
    let mut paths: Vec<(String, Vec<(String, Json)>)> = Vec::new();
    let mut positions: HashMap<String, usize> = HashMap::new();
    for it in &model.operations {
        let member = (it.method.as_str().to_lowercase(), operation(&model.api, it));
        let path = route::without_marks(&it.path);
        let position = *positions.entry(path.clone()).or_insert(paths.len());
        match paths.get_mut(position) {
            Some((_, operations)) => operations.push(member),
            None => paths.push((path, vec![member])),
        }
    }
    Json::object(paths.into_iter().map(|(path, operations)| (path, Json::Object(operations))))
}

fn operation(api: &Api, operation: &Operation) -> Json {
    let name = &operation.name.value;
    let mut members = vec![("operationId", Json::from(name)), ("summary", name.to_title_case().into())];
    members.extend(description(operation.description.as_str(), &[], operation.deprecated.as_ref()));
    if !operation.parameters.is_empty() {
        let parameters = operation.parameters.iter().map(parameter);
        members.push(("parameters", Json::Array(parameters.collect())));
    }
    if let Some(body) = &operation.body {
        let content = content(operation.content_type.as_ref(), ty(body.required()).into());
        let body = json!({ "required": !body.is_optional(), "content": content });
        members.push(("requestBody", body));
    }
    members.push(("responses", responses(api, operation)));
    members.extend(operation.paging.as_ref().map(|paging| (PAGING, self::paging(paging))));
    if api.key.is_some() && !operation.has_key {
        members.push(("security", security(false)));
    }
    Json::from(members)
}

/// The pagination, which OpenAPI cannot state, in the keys of a spec.
fn paging(paging: &Paging) -> Json {
    let Paging { page, form, total, .. } = paging;
    let property = |path: &PropertyPath| Json::from(path.to_string());
    let next = page.next.as_ref().map(property);
    let next = next.or_else(|| form.header().map(|name| json!({ "header": name })));
    let parameter = form.parameter().map(Json::from);
    let mut members = vec![("items", property(&page.items))];
    members.extend(page.more.as_ref().map(|more| ("more", property(more))));
    match form {
        PagingForm::Token { .. } => {
            members.extend(next.map(|next| ("next", next)));
            members.extend(parameter.map(|token| ("token", token)));
        }
        PagingForm::Number { .. } => members.extend(parameter.map(|page| ("page", page))),
        PagingForm::Offset { .. } => members.extend(parameter.map(|offset| ("offset", offset))),
        PagingForm::Link { .. } => members.extend(next.map(|next| ("link", next))),
    }
    members.extend(page.pages.as_ref().map(|pages| ("pages", property(pages))));
    let name = |key, name: &Option<String>| name.as_ref().map(|name| (key, Json::from(name)));
    members.extend(name("size", &paging.size));
    members.extend(name("search", &paging.search));
    if !paging.search_in.is_empty() {
        members.push(("search_in", Json::strings(&paging.search_in)));
    }
    members.extend(name("sort", &paging.sort));
    members.extend(name("direction", &paging.direction));
    members.extend(total.as_ref().map(|total| ("total", property(total))));
    members.extend(name("count", &paging.count));
    Json::from(members)
}

fn parameter(Parameter { field, location, style, is_reserved }: &Parameter) -> Json {
    let mut members = vec![("name", Json::from(&field.name.value)), ("in", location.word().into())];
    members.extend(field_description(field));
    members.push(("required", (!field.ty.is_optional()).into()));
    if let (ParameterLocation::Query, Some(style)) = (location, style) {
        let (name, explode) = match style {
            ListStyle::Comma => ("form", false),
            ListStyle::Space => ("spaceDelimited", false),
            ListStyle::Pipe => ("pipeDelimited", false),
            ListStyle::Brackets => ("deepObject", true),
        };
        members.extend([("style", name.into()), ("explode", explode.into())]);
    }
    members.extend(is_reserved.then(|| ("allowReserved", true.into())));
    // An optional parameter is omitted, never null.
    let mut schema = with_constraints(ty(field.ty.required()), field);
    schema.extend(documented(field));
    members.push(("schema", schema.into()));
    Json::from(members)
}

fn responses(api: &Api, operation: &Operation) -> Json {
    let mut success = vec![("description", Json::from("The call succeeded."))];
    let mut headers = id_headers(api);
    let next = operation.paging.as_ref().and_then(|paging| paging.form.header());
    headers.extend(next.map(|name| {
        let header = json!({ "description": "Leads to the next page.", "schema": type_only("string") });
        (name.to_owned(), header)
    }));
    if !headers.is_empty() {
        success.push(("headers", Json::object(headers)));
    }
    success.extend(operation.response.as_ref().map(|response| {
        // Text is never null.
        let is_text = operation.response_format() == MediaFormat::Text;
        let schema = if is_text { ty(response.required()) } else { ty(response) };
        ("content", content(operation.accept.as_ref(), schema.into()))
    }));
    let mut responses = vec![("200".to_owned(), Json::from(success))];
    if operation.response.as_ref().is_some_and(Type::is_optional) {
        responses.push(("204".to_owned(), json!({ "description": "The call succeeded, without a value." })));
    }
    responses.extend(operation.errors.iter().map(|error| error_response(api, error)));
    Json::object(responses)
}

/// The response headers that identify the call.
fn id_headers(api: &Api) -> Vec<(String, Json)> {
    let headers = [
        (&api.request_id_header, "Identifies the request."),
        (&api.trace_id_header, "Identifies the trace."),
    ];
    let headers = headers.into_iter().filter_map(|(name, description)| {
        let header = json!({ "description": description, "schema": type_only("string") });
        Some((name.clone()?, header))
    });
    headers.collect()
}

fn error_response(api: &Api, error: &ErrorStatus) -> (String, Json) {
    let mut response = vec![("description", Json::from(one_line(&error.description)))];
    let schema = match &error.ty {
        Some(ty) => Some(self::ty(ty)),
        None => api.error_body.as_ref().map(|_| reference(ERROR)),
    };
    response.extend(schema.map(|schema| ("content", content(None, schema.into()))));
    (error.status.value.clone(), Json::object(response))
}

/// The error bodies that the client understands: text, a code and a message, or a list of errors of the request's parts.
fn error_schema(body: &ErrorBody) -> Json {
    let string = || Json::from(type_only("string"));
    let mut known = HashSet::new();
    let names = body.code.iter().chain(&body.message).filter(|name| known.insert(*name));
    let details = json!({ "type": "object", "properties": Json::object(names.map(|name| (name, string()))) });
    let part = json!({ "anyOf": json!([string(), type_only("integer")]) });
    let location = json!({ "type": "array", "items": part });
    let problem = json!({
        "type": "object",
        "properties": json!({ "loc": location, "msg": string(), "type": string() }),
    });
    let property =
        json!({ "anyOf": json!([details, json!({ "type": "array", "items": problem }), string()]) });
    json!({
        "type": "object",
        "description": "What went wrong.",
        "properties": Json::object([(&body.property, property)]),
    })
}

fn content(media_type: Option<&MediaType>, schema: Json) -> Json {
    let name = media_type.map_or(JSON, |media_type| &media_type.name);
    Json::object([(name, json!({ "schema": schema }))])
}

fn components(model: &Model) -> Json {
    let patched = patched::of_model(model);
    let schemas = model.schemas.iter().map(|schema| {
        let name = &schema.name.value;
        (name.clone(), object(schema, patched.contains(name.as_str())))
    });
    let unions = model.unions.iter().map(|it| (it.name.value.clone(), union_schema(it)));
    let enums = model.enums.iter().map(|it| (it.name.value.clone(), enum_schema(it)));
    let mut errors = model.operations.iter().flat_map(|operation| &operation.errors);
    let is_used = errors.any(|error| error.ty.is_none());
    let error = model.api.error_body.as_ref().filter(|_| is_used);
    let error = error.map(|body| (ERROR.to_owned(), error_schema(body)));
    let mut components = vec![("schemas", Json::object(schemas.chain(unions).chain(enums).chain(error)))];
    components.extend(
        model.api.key.as_ref().map(|key| ("securitySchemes", json!({ "api_key": security_scheme(key) }))),
    );
    Json::from(components)
}

/// The requirement of the key, or of nothing.
fn security(has_key: bool) -> Json {
    let requirement = has_key.then(|| json!({ "api_key": json!([]) }));
    Json::Array(requirement.into_iter().collect())
}

/// HTTP authentication if the header and the word before the key are those of HTTP, otherwise a key in a header.
fn security_scheme(Key { header, scheme, .. }: &Key) -> Json {
    match scheme {
        Some(scheme) if header.value == "authorization" => {
            json!({ "type": "http", "scheme": scheme.to_lowercase() })
        }
        Some(scheme) => {
            json!({ "type": "apiKey", "in": "header", "name": &header.value, "x-scheme": scheme })
        }
        None => json!({ "type": "apiKey", "in": "header", "name": &header.value }),
    }
}

/// In the body of a patch, null means something else than absence: only what is nullable takes it.
fn object(schema: &Schema, is_patched: bool) -> Json {
    let mut members = vec![("type", Json::from("object"))];
    members.extend(description(schema.description.as_str(), &[], None));
    let fields = schema.properties.iter().map(|property| &property.field);
    let properties = fields.clone().map(|field| (&field.name.value, property(field, is_patched)));
    members.push(("properties", Json::object(properties)));
    let required: Vec<_> =
        fields.filter(|field| !field.ty.is_optional()).map(|field| &field.name.value).collect();
    if !required.is_empty() {
        members.push(("required", Json::strings(required)));
    }
    // An object that names no property would be a map of anything.
    let others = schema.rest.as_ref().map(|rest| ty(rest.value()).into());
    let others = others.or_else(|| schema.properties.is_empty().then(|| false.into()));
    members.extend(others.map(|others| ("additionalProperties", others)));
    Json::from(members)
}

fn property(field: &Field, is_patched: bool) -> Json {
    let ty = match &field.ty {
        Type::Optional(inner) if is_patched => self::ty(inner),
        other => self::ty(other),
    };
    let mut members = with_constraints(ty, field);
    members.extend(field_description(field));
    members.extend(documented(field));
    let is_distinct = matches!(field.ty, Type::Nullable(_)) && !is_patched;
    members.extend(is_distinct.then(|| (NULL_IS_DISTINCT, true.into())));
    Json::from(members)
}

/// The documented schema, where the spec deviates from it.
fn documented(field: &Field) -> Option<(&'static str, Json)> {
    let deviation = field.constraints.deviation.as_ref()?;
    let schema = with_limits(ty(&deviation.documented), &deviation.documented, &field.constraints);
    Some((DOCUMENTED, schema.into()))
}

fn enum_schema(it: &Enum) -> Json {
    let mut members = match it.value_type {
        EnumType::String => type_only("string"),
        EnumType::Integer => ty(&Type::Integer),
    };
    members.extend(description(it.description.as_str(), &[], None));
    let values = it.variants.iter().map(|variant| literal_value(&variant.value));
    members.push(("enum", Json::Array(values.collect())));
    let descriptions = it.variants.iter().filter_map(|variant| {
        let text = description_text(variant.description.as_str(), &[], variant.deprecated.as_ref())?;
        Some((&variant.name.value, Json::from(text)))
    });
    members.push(("x-enumDescriptions", Json::object(descriptions)));
    Json::from(members)
}

/// A union with a tag has a discriminator. Without one, the titles of the alternatives are the names of the variants.
fn union_schema(it: &Union) -> Json {
    let mut members = description(it.description.as_str(), &[], None);
    let Some(tag) = &it.tag else {
        members.push(("anyOf", Json::Array(it.variants.iter().map(alternative).collect())));
        return Json::from(members);
    };
    let mut seen = HashSet::new();
    let types = it.variants.iter().map(|variant| &variant.ty).filter(|ty| seen.insert(ty.to_string()));
    members.push(("oneOf", Json::Array(types.map(|ty| self::ty(ty).into()).collect())));
    let component = |variant: &UnionVariant| Json::from(format!("#/components/schemas/{}", variant.ty));
    let mapping = it.variants.iter().map(|variant| (&variant.name.value, component(variant)));
    let discriminator = json!({ "propertyName": &tag.value, "mapping": Json::object(mapping) });
    members.push(("discriminator", discriminator));
    members.extend(descriptions_of_variants(it));
    Json::from(members)
}

/// What the variants mean, where the spec describes them: several may be of one type.
fn descriptions_of_variants(it: &Union) -> Option<(&'static str, Json)> {
    let descriptions = it.variants.iter().filter_map(|variant| {
        let text = description_text(variant.description.as_str(), &[], variant.deprecated.as_ref())?;
        Some((&variant.name.value, Json::from(text)))
    });
    let descriptions: Vec<_> = descriptions.collect();
    (!descriptions.is_empty()).then(|| ("x-variantDescriptions", Json::object(descriptions)))
}

fn alternative(variant: &UnionVariant) -> Json {
    let mut members = vec![("title", Json::from(&variant.name.value))];
    members.extend(ty(&variant.ty));
    members.extend(description(variant.description.as_str(), &[], variant.deprecated.as_ref()));
    Json::from(members)
}

/// The schema of a type.
fn ty(ty: &Type) -> Members {
    match ty {
        Type::String => type_only("string"),
        Type::Integer => vec![("type", "integer".into()), ("format", "int64".into())],
        Type::Double => vec![("type", "number".into()), ("format", "double".into())],
        Type::Boolean => type_only("boolean"),
        Type::Any => Members::new(),
        Type::Formatted(format) => {
            let (ty, name) = format::openapi(*format);
            vec![("type", ty.into()), ("format", name.into())]
        }
        Type::Enum(_) | Type::Schema(_) | Type::Union(_) => reference(&ty.to_string()),
        Type::List(inner) => vec![("type", "array".into()), ("items", self::ty(inner).into())],
        Type::Map(inner) => vec![("type", "object".into()), ("additionalProperties", self::ty(inner).into())],
        Type::Optional(inner) | Type::Nullable(inner) => nullable(self::ty(inner)),
    }
}

fn reference(component: &str) -> Members {
    vec![("$ref", format!("#/components/schemas/{component}").into())]
}

fn type_only(name: &str) -> Members {
    vec![("type", name.into())]
}

/// Makes a schema nullable. A schema that allows anything already is.
fn nullable(mut schema: Members) -> Members {
    if let Some((_, name)) = schema.iter_mut().find(|(key, _)| *key == "type") {
        *name = json!([name.clone(), "null"]);
    } else if !schema.is_empty() {
        return vec![("anyOf", json!([schema, type_only("null")]))];
    }
    schema
}

fn with_constraints(schema: Members, Field { ty, constraints, .. }: &Field) -> Members {
    let mut schema = with_limits(schema, ty, constraints);
    let example = constraints.example.as_ref();
    schema.extend(example.map(|value| ("examples", json!([example_value(value, ty.is_quoted())]))));
    schema
}

fn with_limits(
    mut schema: Members,
    ty: &Type,
    Constraints { default, min, max, .. }: &Constraints,
) -> Members {
    // A spec writes them without quotes. Limits are numbers.
    let is_quoted = ty.is_quoted();
    for (key, literal, is_quoted) in
        [("default", default, is_quoted), ("minimum", min, false), ("maximum", max, false)]
    {
        schema.extend(literal.as_ref().map(|value| (key, scalar_value(value, is_quoted))));
    }
    schema
}

fn example_value(example: &Example, is_quoted: bool) -> Json {
    match example {
        Example::Scalar(literal) => scalar_value(literal, is_quoted),
        Example::Sequence(items) => {
            Json::Array(items.iter().map(|item| example_value(item, is_quoted)).collect())
        }
        Example::Mapping(entries) => {
            Json::object(entries.iter().map(|(name, value)| (name, example_value(value, is_quoted))))
        }
    }
}

fn scalar_value(literal: &Literal, is_quoted: bool) -> Json {
    if is_quoted { Json::String(literal.to_string()) } else { literal_value(literal) }
}

fn literal_value(literal: &Literal) -> Json {
    match literal {
        Literal::Boolean(value) => Json::Boolean(*value),
        Literal::Integer(value) => Json::Integer(*value),
        Literal::Double(value) => Json::Double(*value),
        Literal::String(value) => Json::String(value.clone()),
    }
}

fn field_description(field: &Field) -> Members {
    let unit = field.constraints.unit.as_ref().map(|unit| format!("In {unit}."));
    let deviation = field.constraints.deviation.as_ref().map(|Deviation { documented, evidence }| {
        format!("Documented as `{documented}`, but: {}", one_line(evidence))
    });
    let known: Vec<_> = [unit, deviation].into_iter().flatten().collect();
    description(field.description.as_str(), &known, field.deprecated.as_ref())
}

/// The description for people: the prose, the constraints, and the reason of a deprecation.
fn description(text: &str, known: &[String], deprecated: Option<&String>) -> Members {
    let text = description_text(text, known, deprecated);
    let mut members = Members::new();
    members.extend(text.map(|text| ("description", text.into())));
    members.extend(deprecated.map(|_| ("deprecated", true.into())));
    members
}

fn description_text(text: &str, known: &[String], deprecated: Option<&String>) -> Option<String> {
    let deprecated = deprecated.map(|reason| format!("Deprecated: {reason}"));
    let text = if has_only_paragraphs(text) { one_line(text) } else { unwrapped(text) };
    let separator = if text.contains('\n') { "\n\n" } else { " " };
    let details = known.iter().cloned().chain(deprecated).collect::<Vec<_>>().join(" ");
    let parts: Vec<_> = [text, details].into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(separator))
}
