//! The draft of one endpoint.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write;

use crate::model::Model;
use crate::names;
use crate::openapi::document::Document;
use crate::openapi::draft::{
    DraftField, NewType, comment_lines, prose, quoted, quoted_prose, type_text, visible,
};
use crate::openapi::lost::Lost;
use crate::openapi::operation::{Operation, Parameter};
use crate::openapi::schema::Resolver;
use crate::openapi::spec_text::SpecWriter;
use crate::openapi::type_names::RustNames;
use crate::openapi::view::View;
use crate::reserved::{RESERVED_METHODS, RESERVED_SETTERS};
use crate::route;
use crate::spec::{is_json_media_type, is_path};

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
    paging: Option<DraftPaging>,
    /// Statuses and descriptions.
    errors: Vec<(String, String)>,
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
        text.extend(self.paging.iter().map(DraftPaging::text));
        if !self.errors.is_empty() {
            text += "    errors:\n";
        }
        for (status, description) in &self.errors {
            let _ = writeln!(text, "      {status}: {}", quoted_prose(description));
        }
        text
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

/// The JSON body of a request.
struct RequestBody<'d> {
    schema: View<'d>,
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
        let mut ty = |view: View<'d>, place: &str| {
            let schema = self.document.schema(view);
            (self.writer.ty(&schema, &format!("{name} {place}")), schema.is_nullable)
        };
        let content_type = body.as_ref().and_then(|body| body.content_type.clone());
        let nulls = body.as_ref().map(|body| lost_nulls(self.document, body.schema, content_type.as_deref()));
        let body = body.map(|body| {
            let (ty, _) = ty(body.schema, "body");
            if body.is_required { ty } else { format!("optional {ty}") }
        });
        let response = response.map(|response| {
            let (ty, is_nullable) = ty(response, "response");
            // What may be anything may be null.
            if is_nullable && ty != "any" { format!("optional {ty}") } else { ty }
        });
        self.markers.insert(names::operation(&name));
        self.writer.lose_all(operation.lost.iter().cloned().chain(nulls.into_iter().flatten()));
        let errors = self.errors(operation);
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
            path: path.clone(),
            description: self.writer.description(*view),
            is_deprecated: view.get("deprecated").is_some_and(|flag| flag.is_true()),
            has_key,
            parameters,
            body,
            content_type,
            response,
            paging,
            errors,
            comments,
            uses: self.writer.take_uses(),
        })
    }

    /// The schema of the JSON body.
    fn request_body(&mut self, operation: &Operation<'d>) -> Result<Option<RequestBody<'d>>, String> {
        let Some(body) = operation.view.get("requestBody") else { return Ok(None) };
        let content = self.document.content(body);
        if matches!(operation.method.as_str(), "GET" | "HEAD") && !content.is_required {
            self.writer.lose(Lost::loss("an optional request body", &body.span()));
            return Ok(None);
        }
        let (Some(media_type), Some(schema)) = (content.json, content.schema) else {
            return match content.others.first() {
                Some(other) => Err(format!("the request body is {other}")),
                None => Ok(None),
            };
        };
        if operation.method == "GET" || operation.method == "HEAD" {
            return Err(format!("a {} request with a body", operation.method));
        }
        let span = body.span();
        let name = media_type.split(';').next().unwrap_or_default().trim().to_owned();
        let is_stated = is_json_media_type(&name);
        if !is_stated {
            self.writer.lose(Lost::loss(format!("a request body of type {media_type}"), &span));
        }
        content.others.into_iter().for_each(|other| self.writer.lose(Lost::note(other, &span)));
        let content_type = Some(name).filter(|name| is_stated && name != "application/json");
        Ok(Some(RequestBody { schema, content_type, is_required: content.is_required }))
    }

    /// The schema of the JSON response.
    fn response(&mut self, operation: &Operation<'d>) -> Result<Option<View<'d>>, String> {
        if operation.method == "HEAD" {
            return Ok(None);
        }
        let successes = self.document.successes(operation);
        let contents: Vec<_> = successes.iter().map(|success| self.document.content(success.value)).collect();
        let chosen = contents.iter().position(|content| content.json.is_some()).unwrap_or(0);
        let Some(content) = contents.get(chosen) else { return Ok(None) };
        if let (None, Some(other)) = (&content.json, content.others.first()) {
            return Err(format!("the response is {other}"));
        }
        let id = |view: Option<View<'d>>| view.map(|view| self.document.schema(view).resolved.id());
        if contents.iter().any(|other| id(other.schema) != id(content.schema)) {
            self.writer.lose(Lost::loss("several responses of success", &operation.view.span()));
        }
        let span = successes[chosen].value.span();
        content.others.iter().for_each(|other| self.writer.lose(Lost::note(other.clone(), &span)));
        Ok(content.schema)
    }

    fn errors(&mut self, operation: &Operation<'d>) -> Vec<(String, String)> {
        let mut statuses = Vec::new();
        for error in self.document.errors(operation) {
            if self.document.content(error.value).json.is_some() {
                self.writer.lose(Lost::note("the body of an error", &error.value.span()));
            }
            statuses.push((error.name.to_string(), self.writer.description(error.value)));
        }
        statuses
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
        for parameter in path_parameters(operation, &parameters) {
            let draft = self.parameter(name, &parameter, &mut rust_names);
            groups[0].1.push(draft.ok_or_else(|| undeclarable(&parameter))?);
        }
        let mut headers = HashSet::new();
        // The client sends the key with every call.
        headers.extend(self.security.key.as_ref().map(|key| key.header.clone()));
        for parameter in parameters.iter().filter(|parameter| parameter.location != "path") {
            let group = match parameter.location.as_str() {
                "query" => Some(1),
                "header" if headers.insert(parameter.name.to_lowercase()) => Some(2),
                "header" => continue,
                _ => None,
            };
            let draft =
                group.and_then(|group| Some((group, self.parameter(name, parameter, &mut rust_names)?)));
            match draft {
                Some((group, draft)) => groups[group].1.push(draft),
                None if parameter.is_required => return Err(undeclarable(parameter)),
                None => self.writer.lose(Lost::loss(undeclarable(parameter), &parameter.view.span())),
            }
        }
        Ok(groups)
    }

    fn parameter(
        &mut self,
        owner: &str,
        parameter: &Parameter<'d>,
        rust_names: &mut RustNames,
    ) -> Option<DraftField> {
        let is_in_path = parameter.location == "path";
        let is_joined =
            |style: &String| style.starts_with("style: label") || style.starts_with("style: matrix");
        if is_in_path && parameter.style.as_ref().is_some_and(is_joined) {
            return None;
        }
        self.writer.parameter(owner, parameter, rust_names)
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
