//! Redirects. They are followed within the origin only, so that the key never leaves it.

use http::Uri;
use http::uri::{Authority, Scheme};

/// Maximum number of redirects per call. Real chains are shorter; a longer one is probably a loop.
pub(super) const MAX: u32 = 5;

/// The target of a redirect.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Another URL of the same origin.
    SameOrigin(Uri),
    /// Another origin, given as scheme, host and port.
    CrossOrigin(String),
    /// The header is missing or invalid.
    Invalid,
}

/// Resolves a `Location` header against the URL of the request (RFC 3986, section 5).
pub(super) fn target(from: &Uri, location: Option<&[u8]>) -> Target {
    let Some(location) = location.and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
        return Target::Invalid;
    };
    let location = location.split('#').next().unwrap_or_default().trim();
    let (Some(scheme), Some(authority)) = (from.scheme(), from.authority()) else { return Target::Invalid };
    let path = if let Some(rest) = location.strip_prefix("//") {
        return absolute(from, &format!("{scheme}://{rest}"));
    } else if location.starts_with('/') {
        location.to_owned()
    } else if location.starts_with('?') {
        format!("{}{location}", from.path())
    } else if location.is_empty() {
        return Target::Invalid;
    } else if has_scheme(location) {
        return absolute(from, location);
    } else {
        let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{location}")
    };
    match format!("{scheme}://{authority}{}", remove_dot_segments(&path)).parse() {
        Ok(uri) => Target::SameOrigin(uri),
        Err(_) => Target::Invalid,
    }
}

fn has_scheme(location: &str) -> bool {
    let scheme = location.split(['/', '?']).next().unwrap_or_default();
    scheme.contains(':')
}

fn absolute(from: &Uri, location: &str) -> Target {
    match location.parse::<Uri>() {
        Ok(to) if origin(&to).is_none() => Target::Invalid,
        Ok(to) if origin(&to) == origin(from) => Target::SameOrigin(to),
        Ok(to) => Target::CrossOrigin(format!(
            "{}://{}",
            to.scheme_str().unwrap_or_default(),
            to.authority().map_or("", Authority::as_str)
        )),
        Err(_) => Target::Invalid,
    }
}

/// Scheme, host and port. `None` for a URL with credentials or an invalid port.
fn origin(uri: &Uri) -> Option<(&Scheme, String, u16)> {
    let (scheme, authority): (&Scheme, &Authority) = (uri.scheme()?, uri.authority()?);
    if authority.as_str().contains('@') || has_invalid_port(authority) {
        return None;
    }
    let default = if *scheme == Scheme::HTTPS { 443 } else { 80 };
    Some((scheme, authority.host().to_lowercase(), authority.port_u16().unwrap_or(default)))
}

/// Whether the authority has an invalid port, which the `http` crate does not reject.
pub(super) fn has_invalid_port(authority: &Authority) -> bool {
    let rest = authority.as_str().len() > authority.host().len();
    rest && authority.port_u16().is_none()
}

/// Removes the segments `.` and `..` from a path; the query is kept.
fn remove_dot_segments(path_and_query: &str) -> String {
    let (path, query) =
        path_and_query.split_once('?').map_or((path_and_query, None), |(path, query)| (path, Some(query)));
    let mut segments: Vec<&str> = Vec::new();
    let last = path.split('/').next_back();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    if matches!(last, Some("." | "..")) {
        segments.push("");
    }
    let path = format!("/{}", segments.join("/"));
    query.map_or(path.clone(), |query| format!("{path}?{query}"))
}

#[cfg(test)]
mod tests {
    use super::{Target, target};

    fn resolve(location: &str) -> String {
        let from = "https://api.example.com/v1/pets/7?a=b".parse().expect("a URL");
        match target(&from, Some(location.as_bytes())) {
            Target::SameOrigin(uri) => uri.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn same_origin_location_is_resolved() {
        assert_eq!(resolve("/v2/pets?c=d#part"), "https://api.example.com/v2/pets?c=d");
        assert_eq!(resolve("8"), "https://api.example.com/v1/pets/8");
        assert_eq!(resolve("./8/"), "https://api.example.com/v1/pets/8/");
        assert_eq!(resolve("../cats"), "https://api.example.com/v1/cats");
        assert_eq!(resolve("../../../../x"), "https://api.example.com/x");
        assert_eq!(resolve(".."), "https://api.example.com/v1/");
        assert_eq!(resolve("?e=f"), "https://api.example.com/v1/pets/7?e=f");
        assert_eq!(resolve("https://API.example.com:443/y"), "https://API.example.com:443/y");
        assert_eq!(resolve("//api.example.com/z"), "https://api.example.com/z");
        assert_eq!(resolve("/a:b"), "https://api.example.com/a:b");
    }

    #[test]
    fn cross_origin_location_is_detected() {
        for (location, origin) in [
            ("http://api.example.com/", "http://api.example.com"),
            ("https://example.com/secret?a=b", "https://example.com"),
            ("https://api.example.com:8443/", "https://api.example.com:8443"),
            ("//evil.example/", "https://evil.example"),
        ] {
            assert_eq!(resolve(location), format!("CrossOrigin({origin:?})"), "{location}");
        }
    }

    #[test]
    fn invalid_location_is_rejected() {
        for location in [
            "",
            "#part",
            "https://user@api.example.com/",
            "mailto:me",
            "https://",
            "/a b",
            "https://api.example.com@evil.example/",
        ] {
            assert_eq!(resolve(location), "Invalid", "{location}");
        }
        let from = "https://api.example.com/".parse().expect("a URL");
        assert_eq!(target(&from, None), Target::Invalid);
        assert_eq!(target(&from, Some(b"\xff")), Target::Invalid);
    }
}
