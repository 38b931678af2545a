//! Paths with parameters in braces.

/// The path without the names of its parameters. Paths of one shape are the same route.
pub(crate) fn shape(path: &str) -> String {
    let path = path.trim_end_matches('/');
    let mut shape = String::new();
    let mut end = 0;
    for (start, name) in spans(path) {
        shape += &path[end..start];
        shape += "{}";
        end = start + name.len() + 2;
    }
    shape + &path[end..]
}

/// The names of a path's parameters.
pub(crate) fn parameters(path: &str) -> impl Iterator<Item = &str> {
    spans(path).map(|(_, name)| name.trim_start_matches('+'))
}

/// The names of the parameters with several segments, which a `+` marks.
pub(crate) fn reserved_parameters(path: &str) -> impl Iterator<Item = &str> {
    spans(path).filter_map(|(_, name)| name.strip_prefix('+'))
}

/// The path without such marks.
pub(crate) fn without_marks(path: &str) -> String {
    path.replace("{+", "{")
}

/// The names in braces, each with the position of its brace.
fn spans(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end + path[end..].find('{')?;
        let name = path[start + 1..].split_once('}')?.0;
        end = start + name.len() + 2;
        Some((start, name))
    })
}

#[cfg(test)]
mod tests {
    use super::{parameters, shape};

    #[test]
    fn shape_has_no_names_and_no_final_slash() {
        for (path, expected) in [
            ("/v1/pets/{pet_id}/toys/{toy}", "/v1/pets/{}/toys/{}"),
            ("/files/{name}.{type}", "/files/{}.{}"),
            ("/pets/", "/pets"),
            ("/", ""),
            ("/a/{broken", "/a/{broken"),
            ("/a/{{}}", "/a/{}}"),
            ("/a/{b{c}d}", "/a/{}d}"),
        ] {
            assert_eq!(shape(path), expected);
        }
        assert_eq!(parameters("/files/{name}.{type}/x").collect::<Vec<_>>(), ["name", "type"]);
    }
}
