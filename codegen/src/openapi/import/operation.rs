//! The draft of one endpoint.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write;
use std::rc::Rc;

use crate::model::{MediaFormat, MediaType, Model};
use crate::names;
use crate::openapi::document::Document;
use crate::openapi::draft::{
    DraftField, NewType, comment_lines, prose, quoted, quoted_prose, type_text, visible,
};
use crate::openapi::lost::Lost;
use crate::openapi::operation::{JSON, Operation, Parameter};
use crate::openapi::schema::{Resolver, Schema, SchemaKind};
use crate::openapi::spec_text::{SpecWriter, is_scalar};
use crate::openapi::success::Success;
use crate::openapi::type_names::RustNames;
use crate::openapi::view::View;
use crate::reserved::{RESERVED_METHODS, RESERVED_SETTERS};
use crate::route;
use crate::spec::{is_path, media_format};

use super::nulls::lost_nulls;
use super::paging::{DraftPaging, Types};
use super::security::Security;

/// What became of an operation.
#[derive(Debug)]
pub(super) enum Outcome {
    Imported(Box<DraftEndpoint>),
    /// The spec has it under that name.
    InSpec(String),
    /// The reason.
    LeftOut(String),
}

/// An endpoint to add to a spec.
#[derive(Debug)]
pub(super) struct DraftEndpoint {
    pub(super) name: String,
    /// In lower case.
    method: String,
    path: String,
    description: String,
    is_deprecated: bool,
    has_key: bool,
    /// The groups of parameters: `path`, `query`, `headers`.
    parameters: [(&'static str, Vec<DraftField>); 3],
    body: Option<String>,
    /// The media type of the body, if it is not `application/json`.
    content_type: Option<String>,
    response: Option<String>,
    /// The media type of the response, if it is not `application/json`.
    accept: Option<String>,
    paging: Option<DraftPaging>,
    errors: Vec<DraftError>,
    comments: Vec<String>,
    /// The types that it names.
    pub(super) uses: Vec<String>,
}

impl DraftEndpoint {
    pub(super) fn text(&self) -> String {
        let mut text = comment_lines(&self.comments, 2);
        // Writing to memory cannot fail.
        let _ = writeln!(text, "  {}:\n    {}: {}", quoted(&self.name), self.method, quoted_path(&self.path));
        let _ = writeln!(text, "    description: {}", prose(&self.description, 6));
        if self.is_deprecated {
            text += "    deprecated: The API's documentation says so.\n";
        }
        if !self.has_key {
            text += "    key: none\n";
        }
        for (group, fields) in self.parameters.iter().filter(|(_, fields)| !fields.is_empty()) {
            let _ = writeln!(text, "    {group}:");
            text.extend(fields.iter().map(DraftField::text));
        }
        text.extend(self.body.iter().map(|ty| format!("    body: {}\n", type_text(ty))));
        text.extend(self.content_type.iter().map(|name| format!("    content_type: {name}\n")));
        text.extend(self.response.iter().map(|ty| format!("    response: {}\n", type_text(ty))));
        text.extend(self.accept.iter().map(|name| format!("    accept: {name}\n")));
        text.extend(self.paging.iter().map(DraftPaging::text));
        if !self.errors.is_empty() {
            text += "    errors:\n";
        }
        text.extend(self.errors.iter().map(DraftError::text));
        text
    }
}

/// A documented error.
#[derive(Debug)]
struct DraftError {
    status: String,
    /// The type of its body.
    ty: Option<String>,
    description: String,
}

impl DraftError {
    fn text(&self) -> String {
        let (status, description) = (&self.status, quoted_prose(&self.description));
        match &self.ty {
            Some(ty) => {
                format!("      {status}: {{ type: {}, description: {description} }}\n", type_text(ty))
            }
            None => format!("      {status}: {description}\n"),
        }
    }
}

/// Removes the pagination of endpoints that do not fit it, or whose response another endpoint paginates otherwise. Each is lost.
pub(super) fn remove_invalid_paging(
    outcomes: &mut [(Outcome, BTreeSet<Lost>)],
    types: &[NewType],
    model: Option<&Model>,
) {
    let types = Types::new(types, model);
    let mut known: HashMap<String, DraftPaging> = HashMap::new();
    for (outcome, lost) in outcomes {
        let Outcome::Imported(endpoint) = outcome else { continue };
        let Some(paging) = endpoint.paging.take() else { continue };
        let [_, (_, query), (_, headers)] = &endpoint.parameters;
        let page = endpoint.response.as_deref().unwrap_or_default();
        let is_paged_in_spec = model.is_some_and(|model| {
            model.schemas.iter().any(|schema| schema.name.value == page && schema.page.is_some())
        });
        let is_same = |other: &DraftPaging| other.page_properties() == paging.page_properties();
        if paging.fits(query, headers, page, &types)
            && !is_paged_in_spec
            && known.get(page).is_none_or(is_same)
        {
            known.entry(page.to_owned()).or_insert_with(|| paging.clone());
            endpoint.paging = Some(paging);
        } else {
            lost.insert(paging.lost().clone());
        }
    }
}

/// A path; in quotes where YAML would read it otherwise.
fn quoted_path(path: &str) -> String {
    if path.contains(": ") || path.ends_with(':') { format!("\"{path}\"") } else { path.to_owned() }
}

/// The body of a request.
struct RequestBody<'d> {
    schema: Rc<Schema<'d>>,
    /// The media type, if it is not `application/json`.
    content_type: Option<String>,
    is_required: bool,
}

/// Writes operations as endpoints with distinct names.
pub(super) struct OperationWriter<'m, 'r, 'd> {
    document: &'r Document<'d>,
    writer: SpecWriter<'m, 'r, 'd>,
    model: Option<&'m Model>,
    security: Security<'d>,
    /// The marker types of all endpoints.
    markers: HashSet<String>,
    /// The methods and shapes of paths of all endpoints.
    routes: HashSet<(String, String)>,
    uses: BTreeSet<String>,
}

impl<'m, 'r, 'd> OperationWriter<'m, 'r, 'd> {
    pub(super) fn new(
        document: &'r Document<'d>,
        writer: SpecWriter<'m, 'r, 'd>,
        model: Option<&'m Model>,
        security: Security<'d>,
    ) -> Self {
        let operations = model.map_or(&[][..], |model| &model.operations);
        let markers = operations.iter().map(|operation| names::operation(&operation.name.value)).collect();
        Self { document, writer, model, security, markers, routes: HashSet::new(), uses: BTreeSet::new() }
    }

    /// Writes an operation. What it does not state is returned as well, without what its types do not.
    pub(super) fn operation(&mut self, operation: &Operation<'d>) -> (Outcome, BTreeSet<Lost>) {
        if let Some(name) = self.name_in_spec(operation) {
            return (Outcome::InSpec(name), BTreeSet::new());
        }
        match self.endpoint(operation) {
            Ok(endpoint) => {
                self.uses.extend(endpoint.uses.iter().cloned());
                (Outcome::Imported(Box::new(endpoint)), self.writer.take_lost().into_iter().collect())
            }
            Err(reason) => {
                self.writer.take_lost();
                self.writer.take_uses();
                (Outcome::LeftOut(reason), BTreeSet::new())
            }
        }
    }

    /// The new types, and the names of the types of the spec that endpoints use.
    pub(super) fn finish(mut self) -> (Vec<NewType>, Vec<String>) {
        let types = self.writer.take_new_types();
        let used = reached(&types, &self.uses);
        let new: HashSet<&str> = types.iter().map(|it| it.name.as_str()).collect();
        let reused: BTreeSet<String> =
            used.iter().filter(|name| !new.contains(name.as_str())).cloned().collect();
        // Operations that are left out may have been written in part.
        let types = types.into_iter().filter(|it| used.contains(&it.name)).collect();
        (types, reused.into_iter().collect())
    }

    fn name_in_spec(&self, operation: &Operation<'d>) -> Option<String> {
        let shape = route::shape(&operation.path);
        let mut operations = self.model?.operations.iter();
        let found = operations
            .find(|known| known.method.as_str() == operation.method && route::shape(&known.path) == shape)?;
        Some(found.name.value.clone())
    }

    /// The endpoint, or the reason why a spec cannot have it. Everything that can fail precedes the new types, so that an operation
    /// that is left out adds none.
    fn endpoint(&mut self, operation: &Operation<'d>) -> Result<DraftEndpoint, String> {
        let Operation { method, path, view, .. } = operation;
        if !["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].contains(&method.as_str()) {
            return Err(format!("the method {method}"));
        }
        let inside: Vec<_> = route::parameters(path).collect();
        if !is_path(path) || inside.iter().collect::<HashSet<_>>().len() < inside.len() {
            return Err("the form of the path".to_owned());
        }
        let body = self.request_body(operation)?;
        let response = self.response(operation)?;
        if !self.routes.insert((method.clone(), route::shape(path))) {
            return Err("another path of the same form".to_owned());
        }
        let name = self.name(operation);
        let parameters = self.parameters(&name, operation)?;
        let content_type = body.as_ref().and_then(|body| body.content_type.clone());
        let with_presence =
            |ty: String, is_optional: bool| if is_optional { format!("optional {ty}") } else { ty };
        let nulls = body.as_ref().map(|body| {
            lost_nulls(self.document, &self.writer, body.schema.resolved, content_type.as_deref())
        });
        let body = body.map(|body| {
            with_presence(self.writer.ty(&body.schema, &format!("{name} body")), !body.is_required)
        });
        let accept = response.as_ref().and_then(|success| stated_media_type(success.media_type.as_ref()?));
        let response = response.map(|success| {
            let ty = self.writer.ty(&success.schema, &format!("{name} response"));
            with_presence(ty, success.is_optional())
        });
        self.markers.insert(names::operation(&name));
        let path = self.path(operation);
        self.writer.lose_all(operation.lost.iter().cloned().chain(nulls.into_iter().flatten()));
        let errors = self.errors(&name, operation);
        let (has_key, other) = self.security.of_operation(operation);
        self.writer.lose_all(other);
        let paging = DraftPaging::read(*view).unwrap_or_else(|lost| {
            self.writer.lose(lost);
            None
        });
        let lost = self.writer.take_lost();
        let comments = self.writer.comments(lost.iter().filter(|lost| !is_in_fields(lost, &parameters)));
        self.writer.lose_all(lost);
        Ok(DraftEndpoint {
            name,
            method: method.to_lowercase(),
            path,
            description: self.writer.description(*view),
            is_deprecated: view.get("deprecated").is_some_and(|flag| flag.is_true()),
            has_key,
            parameters,
            body,
            content_type,
            response,
            accept,
            paging,
            errors,
            comments,
            uses: self.writer.take_uses(),
        })
    }

    /// The path, with a `+` before a parameter with several segments. A spec cannot mark several of them.
    fn path(&mut self, operation: &Operation<'d>) -> String {
        let mut marked = operation.path.clone();
        let parameters = self.document.parameters(operation);
        for Parameter { name, .. } in parameters.iter().filter(|it| it.location == "path" && it.is_reserved) {
            marked = marked.replace(&format!("{{{name}}}"), &format!("{{+{name}}}"));
        }
        if is_path(&marked) {
            return marked;
        }
        self.writer.lose(Lost::loss("parameters with several segments", &operation.view.span()));
        operation.path.clone()
    }

    /// The body, if a spec can state it.
    fn request_body(&mut self, operation: &Operation<'d>) -> Result<Option<RequestBody<'d>>, String> {
        let Some(body) = operation.view.get("requestBody") else { return Ok(None) };
        let content = self.document.content(body);
        if matches!(operation.method.as_str(), "GET" | "HEAD") && !content.is_required {
            self.writer.lose(Lost::loss("an optional request body", &body.span()));
            return Ok(None);
        }
        let schema = self.document.content_schema(&content);
        let (Some(media_type), Some(schema)) = (&content.media_type, schema) else {
            return match content.others.first() {
                Some(other) => Err(format!("the request body is {other}")),
                None => Ok(None),
            };
        };
        if operation.method == "GET" || operation.method == "HEAD" {
            return Err(format!("a {} request with a body", operation.method));
        }
        if media_type.format == MediaFormat::Form && !self.is_form(&schema) {
            return Err(format!("the request body is {}", media_type.name));
        }
        let span = body.span();
        if media_format(&media_type.name).is_none() {
            self.writer.lose(Lost::loss(format!("a request body of type {}", media_type.name), &span));
        }
        let schema = self.as_body(media_type.format, schema);
        let content_type = stated_media_type(media_type);
        content.others.into_iter().for_each(|other| self.writer.lose(Lost::note(other, &span)));
        Ok(Some(RequestBody { schema, content_type, is_required: content.is_required }))
    }

    /// The schema that a spec states for a body: text is always `string`.
    fn as_body(&mut self, format: MediaFormat, schema: Rc<Schema<'d>>) -> Rc<Schema<'d>> {
        if format != MediaFormat::Text || matches!(schema.kind, SchemaKind::String) {
            return schema;
        }
        self.writer.lose(Lost::loss("the type of a text", &schema.span));
        Rc::new(Schema { kind: SchemaKind::String, ..Schema::any(schema.resolved) })
    }

    /// Whether it is an object without objects inside.
    fn is_form(&self, schema: &Schema<'d>) -> bool {
        let SchemaKind::Object(properties) = &schema.kind else { return false };
        let is_plain = |value: View<'d>| {
            let property = self.document.schema(value);
            match &property.kind {
                SchemaKind::List(Some(items)) => is_scalar(&self.document.schema(*items).kind),
                kind => is_scalar(kind),
            }
        };
        self.document.subtypes(schema).is_none()
            && properties.iter().map(|it| it.value).chain(schema.rest).all(is_plain)
    }

    /// What a successful call returns.
    fn response(&mut self, operation: &Operation<'d>) -> Result<Option<Success<'d>>, String> {
        let success = self.document.success(operation).map_err(|other| format!("the response is {other}"))?;
        let Some(mut success) = success else { return Ok(None) };
        if success.is_partial {
            self.writer.lose(Lost::loss("several responses of success", &operation.view.span()));
        }
        let others = success.others.iter().map(|(other, view)| Lost::note(other.clone(), &view.span()));
        self.writer.lose_all(others);
        let format = success.media_type.as_ref().map(|media_type| media_type.format).unwrap_or_default();
        success.schema = self.as_body(format, success.schema);
        Ok(Some(success))
    }

    fn errors(&mut self, name: &str, operation: &Operation<'d>) -> Vec<DraftError> {
        let mut errors = Vec::new();
        for error in operation.errors() {
            let content = self.document.content(error.value);
            let schema = self.document.content_schema(&content);
            let schema = schema.filter(|_| content.format() == Some(MediaFormat::Json));
            let ty = schema.map(|schema| {
                let ty = self.writer.ty(&schema, &format!("{name} {} error", error.name));
                if schema.is_nullable && ty != "any" { format!("optional {ty}") } else { ty }
            });
            errors.push(DraftError {
                status: error.name.to_string(),
                ty: ty.filter(|ty| ty != "any"),
                description: self.writer.description(self.document.resolve_ref(error.value)),
            });
        }
        errors
    }

    /// The groups of parameters. A required one that a spec cannot declare is an error; an optional one is lost.
    fn parameters(
        &mut self,
        name: &str,
        operation: &Operation<'d>,
    ) -> Result<[(&'static str, Vec<DraftField>); 3], String> {
        let mut rust_names = RustNames::fields(RESERVED_SETTERS.into_iter().chain(["body"]));
        let mut parameters = self.document.parameters(operation);
        // In the order of a spec, which decides in what order types are named.
        parameters.sort_by_key(|parameter| parameter.location == "header");
        let mut groups = [("path", Vec::new()), ("query", Vec::new()), ("headers", Vec::new())];
        let in_path = path_parameters(operation, &parameters);
        // The client sends the key with every call.
        let key = self.security.key.as_ref().map(|key| key.header.clone());
        let mut headers = HashSet::new();
        parameters.retain(|it| it.location != "path" && !is_header(it, key.as_deref()));
        let (parameters, repeated): (Vec<_>, Vec<_>) = parameters
            .into_iter()
            .partition(|it| it.location != "header" || headers.insert(it.name.to_lowercase()));
        for parameter in repeated {
            self.writer.lose(Lost::loss("a header under two names", &parameter.view.span()));
        }
        let required = in_path.iter().chain(parameters.iter().filter(|parameter| parameter.is_required));
        if let Some(parameter) = required.into_iter().find(|parameter| !self.is_declarable(parameter)) {
            return Err(undeclarable(parameter));
        }
        for parameter in in_path.iter().chain(&parameters) {
            let group = match parameter.location.as_str() {
                "path" => 0,
                "query" => 1,
                _ => 2,
            };
            let is_declarable = self.is_declarable(parameter);
            let draft =
                is_declarable.then(|| self.writer.parameter(name, parameter, &mut rust_names)).flatten();
            match draft {
                Some(draft) => groups[group].1.push(draft),
                None => self.writer.lose(Lost::loss(undeclarable(parameter), &parameter.view.span())),
            }
        }
        Ok(groups)
    }

    fn is_declarable(&self, parameter: &Parameter<'d>) -> bool {
        let is_joined =
            |style: &String| style.starts_with("style: label") || style.starts_with("style: matrix");
        let is_known = match parameter.location.as_str() {
            "path" => !parameter.style.as_ref().is_some_and(is_joined),
            location => location == "query" || location == "header",
        };
        is_known && self.writer.is_declarable(parameter)
    }

    /// The name: from the operation id, or from the route.
    fn name(&self, operation: &Operation<'d>) -> String {
        let id = operation.view.get("operationId").and_then(|id| id.as_string());
        let id = id.map(|id| without_route(&id, operation)).and_then(|id| names::endpoint(&id));
        let base = id.unwrap_or_else(|| name_of_route(operation));
        let longer = format!("{}_{base}", operation.method.to_lowercase());
        let numbered = (2_usize..).map(|n| format!("{base}_{n}"));
        let mut candidates = [base.clone(), longer].into_iter().chain(numbered);
        let is_free = |name: &String| {
            !self.markers.contains(&names::operation(name)) && !RESERVED_METHODS.contains(&name.as_str())
        };
        candidates.find(is_free).unwrap_or(base)
    }
}

/// Whether the parameter is that header.
fn is_header(parameter: &Parameter<'_>, name: Option<&str>) -> bool {
    parameter.location == "header" && name.is_some_and(|name| parameter.name.eq_ignore_ascii_case(name))
}

/// The name of a media type that a spec states, unless it is the default.
fn stated_media_type(media_type: &MediaType) -> Option<String> {
    let is_stated = media_type.name != JSON && media_format(&media_type.name).is_some();
    is_stated.then(|| media_type.name.clone())
}

/// The names of all types that are used by name, directly or by other types.
fn reached(types: &[NewType], names: &BTreeSet<String>) -> HashSet<String> {
    let by_name: HashMap<&str, &NewType> = types.iter().map(|it| (it.name.as_str(), it)).collect();
    let mut reached = HashSet::new();
    let mut worklist: Vec<&String> = names.iter().collect();
    while let Some(name) = worklist.pop() {
        if reached.insert(name.clone()) {
            worklist.extend(by_name.get(name.as_str()).map(|it| &it.uses).into_iter().flatten());
        }
    }
    reached
}

/// The parameters in the path, in its order. One that is not declared is text.
fn path_parameters<'d>(operation: &Operation<'d>, parameters: &[Parameter<'d>]) -> Vec<Parameter<'d>> {
    let declared = |name: &str| {
        parameters.iter().find(|parameter| parameter.location == "path" && parameter.name == name)
    };
    let found = route::parameters(&operation.path).map(|name| match declared(name) {
        Some(parameter) => parameter.clone(),
        None => Parameter::undeclared(name, operation.view),
    });
    found.collect()
}

/// Whether a comment on a parameter states the loss.
fn is_in_fields(lost: &Lost, groups: &[(&'static str, Vec<DraftField>); 3]) -> bool {
    let comments = groups.iter().flat_map(|(_, fields)| fields).flat_map(|field| &field.comments);
    let text = visible(&format!("Lost: {} at ", lost.construct));
    lost.is_loss() && comments.into_iter().any(|comment| comment.starts_with(&text))
}

fn undeclarable(parameter: &Parameter<'_>) -> String {
    let what = format!("the {} parameter `{}`", parameter.location, parameter.name);
    match &parameter.style {
        Some(style) => format!("{what} ({style})"),
        None => what,
    }
}

/// The operation id without the route that some frameworks append to it.
fn without_route(id: &str, operation: &Operation<'_>) -> String {
    let slug = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let route: String =
        format!("{}_{}", operation.path, operation.method.to_lowercase()).chars().map(slug).collect();
    id.strip_suffix(&route).filter(|rest| !rest.is_empty()).unwrap_or(id).to_owned()
}

/// The method and the words of the path.
fn name_of_route(operation: &Operation<'_>) -> String {
    let segments = operation.path.split('/').map(|segment| match segment.strip_prefix('{') {
        Some(parameter) => format!("by {}", parameter.trim_end_matches('}')),
        None => segment.to_owned(),
    });
    let words = segments.collect::<Vec<_>>().join(" ");
    let method = operation.method.to_lowercase();
    names::endpoint(&format!("{method} {words}")).unwrap_or(method)
}
