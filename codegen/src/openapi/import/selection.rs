//! Finds the operations that a caller names.

use crate::openapi::operation::Operation;
use crate::route;
use crate::source::{InputError, closest_match};

/// The named operations, in the order of the names, each once.
pub(super) fn select<'d>(
    operations: &[Operation<'d>],
    names: &[String],
) -> Result<Vec<Operation<'d>>, InputError> {
    let mut positions = Vec::new();
    for name in names {
        let position = operations.iter().position(|operation| is_named(operation, name));
        let position = position.ok_or_else(|| unknown(operations, name))?;
        if !positions.contains(&position) {
            positions.push(position);
        }
    }
    Ok(positions.into_iter().map(|position| operations[position].clone()).collect())
}

/// Whether a name is the route of an operation, or its operation id.
fn is_named(operation: &Operation<'_>, name: &str) -> bool {
    let is_route = name.split_once(' ').is_some_and(|(method, path)| {
        operation.method.eq_ignore_ascii_case(method)
            && route::shape(path.trim()) == route::shape(&operation.path)
    });
    is_route || operation_id(operation).is_some_and(|id| id == name)
}

fn operation_id(operation: &Operation<'_>) -> Option<String> {
    operation.view.get("operationId").and_then(|id| id.as_string())
}

fn unknown(operations: &[Operation<'_>], name: &str) -> InputError {
    let routes = operations.iter().map(|operation| format!("{} {}", operation.method, operation.path));
    let known: Vec<_> = routes.chain(operations.iter().filter_map(operation_id)).collect();
    InputError::new(match closest_match(name, known.iter().map(String::as_str)) {
        Some(closest) => format!("the document has no operation `{name}`; did you mean `{closest}`?"),
        None => format!("the document has no operation `{name}`; --all imports all operations"),
    })
}
