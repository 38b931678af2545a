//! Finds the route of a request.

use super::recorded::{RecordedRequest, percent_decode};
use super::route::MockRoute;

/// The route that matches a request.
pub(super) struct RouteMatch<'a> {
    pub(super) route: &'a MockRoute,
    /// The path arguments, decoded, with the names of their parameters.
    pub(super) arguments: Vec<(&'a str, String)>,
}

/// Finds the route of a request. If several match, the one with the fewest parameters is the most specific.
pub(super) fn find_route<'a>(
    routes: &'a [MockRoute],
    base_url: &str,
    request: &RecordedRequest,
) -> Option<RouteMatch<'a>> {
    let path = without_prefix(request.path(), base_url);
    let matches = routes.iter().filter(|route| route.method == request.method).filter_map(|route| {
        let arguments = match_path(route.path, path)?;
        Some(RouteMatch { route, arguments })
    });
    matches.min_by_key(|found| (found.route.path.contains("{+"), found.arguments.len()))
}

/// Strips the path prefix of the API's base URL.
fn without_prefix<'a>(path: &'a str, base_url: &str) -> &'a str {
    let (_, address) = base_url.split_once("://").unwrap_or_default();
    let prefix = address.find('/').map_or("", |start| &address[start..]);
    path.strip_prefix(prefix).unwrap_or(path)
}

/// Matches a path with a template, and returns its arguments.
fn match_path<'a>(template: &'a str, path: &str) -> Option<Vec<(&'a str, String)>> {
    if let Some((before, rest)) = template.split_once("{+") {
        return match_around(before, rest, path);
    }
    let (mut expected, mut actual) = (template.split('/'), path.split('/'));
    let mut arguments = Vec::new();
    loop {
        match (expected.next(), actual.next()) {
            (None, None) => return Some(arguments),
            (Some(expected), Some(actual)) => match_segment(expected, actual, &mut arguments)?,
            _ => return None,
        }
    }
}

/// Matches the segments before and after a parameter with several segments, which takes those between them.
fn match_around<'a>(before: &'a str, rest: &'a str, path: &str) -> Option<Vec<(&'a str, String)>> {
    let (name, after) = rest.split_once('}')?;
    let slashes = |text: &str| text.matches('/').count();
    let start = path.match_indices('/').nth(slashes(before).checked_sub(1)?)?.0 + 1;
    let end = match slashes(after).checked_sub(1) {
        Some(last) => path.rmatch_indices('/').nth(last)?.0,
        None => path.len(),
    };
    let (before, text_before) = before.split_at(before.rfind('/')? + 1);
    let (text_after, after) = after.split_at(after.find('/').unwrap_or(after.len()));
    let value = path.get(start..end)?.strip_prefix(text_before)?.strip_suffix(text_after)?;
    let mut arguments = match_path(before, &path[..start])?;
    arguments.push((name, percent_decode(value)));
    arguments.extend(match_path(after, &path[end..])?);
    (!value.is_empty()).then_some(arguments)
}

/// Matches a segment: texts and parameters in turn. A parameter ends where the next text begins, the last one with the segment.
fn match_segment<'a>(
    mut template: &'a str,
    mut actual: &str,
    arguments: &mut Vec<(&'a str, String)>,
) -> Option<()> {
    while let Some((text, rest)) = template.split_once('{') {
        let (name, rest) = rest.split_once('}')?;
        actual = actual.strip_prefix(text)?;
        let next = rest.split('{').next().unwrap_or_default();
        let length =
            if next.len() == rest.len() { actual.strip_suffix(next)?.len() } else { actual.find(next)? };
        if length == 0 && !(text.is_empty() && rest.is_empty()) {
            return None;
        }
        arguments.push((name, percent_decode(&actual[..length])));
        (template, actual) = (rest, &actual[length..]);
    }
    (template == actual).then_some(())
}
