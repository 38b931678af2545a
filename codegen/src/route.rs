//! Paths with parameters in braces.

/// The path without the names of its parameters. Paths of one shape are the same route.
pub(crate) fn shape(path: &str) -> String {
    let segments = path.trim_end_matches('/').split('/');
    let segments = segments.map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

/// The names of a path's parameters.
pub(crate) fn parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|segment| segment.strip_prefix('{')?.split('}').next())
}
